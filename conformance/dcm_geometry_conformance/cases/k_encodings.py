"""The same slices in other bytes, and as JSON."""

import json

import pydicom

from ..case import Report, case
from ..dicom import BIG, DEFLATED, IMPLICIT, RLE, series, stack

KIND = "encodings"
PLANES = stack(5, 2.5, row=(0.8, 0.48, 0.36), column=(-0.6, 0.64, 0.48))
BYTES = r"transfer syntax|compress|deflat|big.?endian|rle|not (?:a )?dicom|preamble|dicm|decod|codec|decompress"


@case("bytes-implicit", kind=KIND, true_words=BYTES, reports=(Report(
        "rii-mango/Daikon#49", "private elements in implicit VR"),))
def implicit(case):
    """Implicit VR little endian, the default of the standard."""
    series(case, PLANES, syntax=IMPLICIT, modality="MR")


@case("bytes-big-endian", kind=KIND, true_words=BYTES, reports=(Report(
        "pydicom/pydicom#275", "big-endian pixels on a little-endian machine"),))
def big(case):
    """Explicit VR big endian, retired and still in archives."""
    series(case, PLANES, syntax=BIG, modality="MR")


@case("bytes-deflated", kind=KIND, true_words=BYTES, reports=(Report(
        "Enet4/dicom-rs#350", "deflated files are not read"),))
def deflated(case):
    """Deflated explicit VR little endian: everything behind the file meta information is compressed."""
    series(case, PLANES, syntax=DEFLATED, modality="MR")


@case("bytes-rle", kind=KIND, true_words=BYTES, reports=(Report(
        "rordenlab/dcm2niix#995", "compressed pixels in fragments"),))
def rle(case):
    """RLE lossless: the pixels are encapsulated, the geometry is not touched."""
    series(case, PLANES, syntax=RLE, modality="MR")


@case("bytes-without-preamble", kind=KIND, true_words=BYTES, reports=(Report(
        "ivmartel/dwv#188", "files without preamble"),))
def bare(case):
    """No preamble, no file meta information: a dataset in implicit VR little endian, as early PACS
    exported it."""
    series(case, PLANES, syntax=IMPLICIT, preamble=False, modality="MR")


@case("bytes-rescaled", kind=KIND, reports=(Report(
        "https://discourse.slicer.org/t/preserve-image-rescale-and-slope-when-saving-in-nrrd-file/13357",
        "rescale lost in NRRD"),))
def rescaled(case):
    """PET with a slope of 0.5: voxels are halved or not, but must lie in their places."""
    series(case, PLANES, modality="PT")


JSON = "JSON"


def as_json(case, write, order=None):
    """Replaces the files by JSON; ``write(datasets)`` gives names and values."""
    series(case, PLANES, modality="MR", order=order)
    datasets = [pydicom.dcmread(pydicom.filebase.DicomBytesIO(case.files[f.file])) for f in case.frames]
    case.files = {name: (json.dumps(value) + "\n").encode() for name, value in write(datasets).items()}


def model(data):
    """The DICOM JSON model (PS3.18 annex F), as pydicom writes it."""
    return data.to_json_dict(suppress_invalid_tags=True)


def renamed(case, names):
    case.frames = [type(f)(f.plane, name, index, f.volume, f.t)
                   for f, (name, index) in zip(case.frames, names)]


@case("json-model", kind=JSON, takes="json", reports=(Report(
        "OHIF/Viewers#1500", "what JSON for which images?"),))
def json_model(case):
    """A file for each object in the DICOM JSON model, pixels inline."""
    as_json(case, lambda sets: {f"IM{n + 1:04d}.json": model(d) for n, d in enumerate(sets)})
    renamed(case, [(f"IM{n + 1:04d}.json", 0) for n in range(5)])


@case("json-dicomweb-metadata", kind=JSON, takes="json-metadata", reports=(Report(
        "InsightSoftwareConsortium/ITK-Wasm#576", "mapping between files and slices"),))
def metadata(case):
    """What a DICOMweb server answers to /metadata: one array, pixels behind an address, objects in no
    order."""
    def write(sets):
        values = [model(d) for d in sets]
        for n, value in enumerate(values):
            value["7FE00010"] = {"vr": "OW", "BulkDataURI": f"bulk/{n}"}
        return {"metadata.json": [values[n] for n in (3, 0, 4, 1, 2)]}

    as_json(case, write)
    order = [3, 0, 4, 1, 2]
    renamed(case, [("metadata.json", order.index(n)) for n in range(5)])


@case("json-keywords", kind=JSON, takes="json-metadata", reports=(Report(
        "OHIF/Viewers#1500", "what JSON for which images?"),))
def keywords(case):
    """Plain dictionaries of keywords, as dcmjs and scripts have them."""
    wanted = ("Rows", "Columns", "PixelSpacing", "ImageOrientationPatient", "ImagePositionPatient",
              "Modality", "SOPInstanceUID", "SeriesInstanceUID", "InstanceNumber", "SliceThickness",
              "BitsAllocated", "PixelRepresentation", "SamplesPerPixel", "PhotometricInterpretation")

    def plain(d):
        def value(v):
            if isinstance(v, (list, pydicom.multival.MultiValue)):
                return [value(x) for x in v]
            return float(v) if isinstance(v, float) else int(v) if isinstance(v, int) else str(v)

        return {k: value(d[k].value) for k in wanted}

    as_json(case, lambda sets: {"keywords.json": [plain(d) for d in sets]}, order=[4, 3, 2, 1, 0])
    renamed(case, [("keywords.json", n) for n in range(5)])
