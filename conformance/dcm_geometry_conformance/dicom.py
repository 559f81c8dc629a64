"""Writes the DICOM files of the cases: everything that readers ask for, and nothing of anyone."""

from __future__ import annotations

import zlib
from typing import Optional

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import write_dataset, write_file_meta_info
from pydicom.filebase import DicomBytesIO
from pydicom.sequence import Sequence
from pydicom.uid import UID, generate_uid

from .case import Case, Frame, Plane
from .voxels import codes

IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
DEFLATED, BIG, RLE = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.5"

SOP_CLASSES = {
    "CT": "1.2.840.10008.5.1.4.1.1.2",
    "MR": "1.2.840.10008.5.1.4.1.1.4",
    "PT": "1.2.840.10008.5.1.4.1.1.128",
    "EnhancedMR": "1.2.840.10008.5.1.4.1.1.4.1",
    "EnhancedCT": "1.2.840.10008.5.1.4.1.1.2.1",
    "NM": "1.2.840.10008.5.1.4.1.1.20",
    "RTDOSE": "1.2.840.10008.5.1.4.1.1.481.2",
    "SEG": "1.2.840.10008.5.1.4.1.1.66.4",
    "LABELMAP": "1.2.840.10008.5.1.4.1.1.66.7",
}

#: Readers go by the manufacturer, so each series has one that makes such scanners; without its private
#: elements, as after an anonymiser.
MANUFACTURERS = {"MR": "Philips Medical Systems", "CT": "SIEMENS"}


def uid(case: Case, *what) -> str:
    """The same for the same words."""
    return generate_uid(entropy_srcs=[case.name, *map(str, what)])


def decimal(x: float) -> str:
    """As scanners print numbers, in at most 16 characters."""
    text = repr(round(float(x), 10))
    text = text if len(text) <= 16 else f"{x:.9g}"
    return text[:-2] if text.endswith(".0") else text


def decimals(values) -> list:
    return [decimal(x) for x in values]


def printed(plane: Plane) -> Plane:
    """The plane as its decimal strings say it: the truth is what the file says."""
    def read(values):
        return tuple(float(decimal(x)) for x in values)

    return Plane(read(plane.position), read(plane.row), read(plane.column), read(plane.spacing))


def common(case: Case, modality: str, sop_class: str, instance, series="series") -> Dataset:
    data = Dataset()
    data.SpecificCharacterSet = "ISO_IR 100"
    data.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL" if modality == "CT" else "M"]
    data.SOPClassUID = SOP_CLASSES[sop_class]
    data.SOPInstanceUID = uid(case, series, instance)
    data.StudyDate = data.SeriesDate = data.ContentDate = data.AcquisitionDate = "20200102"
    data.StudyTime = data.SeriesTime = "100000"
    data.ContentTime = data.AcquisitionTime = "100100"
    data.AccessionNumber = ""
    data.Modality = modality
    data.Manufacturer = MANUFACTURERS.get(modality, "SIEMENS")
    data.ManufacturerModelName = "Conformance"
    data.DeviceSerialNumber = "1"
    data.SoftwareVersions = "1"
    data.ReferringPhysicianName = ""
    # Not the case's name: tools print it, and "gap" in a message must be theirs.
    data.SeriesDescription = "made up"
    data.PatientName = "Conformance^Case"
    data.PatientID = "CONFORMANCE"
    data.PatientBirthDate = data.PatientSex = ""
    data.StudyInstanceUID = uid(case, "study")
    data.SeriesInstanceUID = uid(case, series)
    data.StudyID = "1"
    data.SeriesNumber = 2
    data.AcquisitionNumber = 1
    data.InstanceNumber = 1
    data.PatientPosition = "HFS"
    data.FrameOfReferenceUID = uid(case, "frame of reference")
    data.PositionReferenceIndicator = ""
    if modality == "CT":
        data.KVP = "120"
    if modality == "MR":
        data.ScanningSequence, data.SequenceVariant, data.ScanOptions = "GR", "NONE", ""
        data.MRAcquisitionType, data.EchoTime, data.RepetitionTime = "2D", "5", "500"
        data.EchoTrainLength, data.FlipAngle, data.MagneticFieldStrength = 1, "30", "1.5"
    if modality == "PT":
        data.Units, data.CountsSource, data.SeriesType = "BQML", "EMISSION", ["STATIC", "IMAGE"]
        data.DecayCorrection, data.CorrectedImage = "START", ["DECY"]
        data.FrameReferenceTime, data.ActualFrameDuration = "0", "1000"
    return data


def set_plane(data: Dataset, plane: Plane) -> None:
    data.ImagePositionPatient = decimals(plane.position)
    data.ImageOrientationPatient = decimals([*plane.row, *plane.column])
    data.PixelSpacing = decimals(plane.spacing)


def set_pixels(data: Dataset, pixels: np.ndarray, bits: int = 16, signed: bool = False) -> None:
    """[row, column] or [frame, row, column]."""
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.Rows, data.Columns = pixels.shape[-2:]
    # Scanners use twelve of sixteen bits, or all of them with a sign.
    stored = 12 if bits == 16 and not signed and pixels.max() < 4096 else bits
    data.BitsAllocated, data.BitsStored, data.HighBit = bits, stored, stored - 1
    data.PixelRepresentation = int(signed)
    kind = ("<i" if signed else "<u") + str(bits // 8)
    data.PixelData = pixels.astype(kind).tobytes()
    data["PixelData"].VR = "OB" if bits == 8 else "OW"


def rescale(case: Case, data: Dataset, modality: str) -> None:
    slope, intercept = {"CT": (1.0, -1024.0), "PT": (0.5, 0.0)}.get(modality, (1.0, 0.0))
    if modality in ("CT", "PT"):
        case.slope, case.intercept = slope, intercept
        data.RescaleIntercept, data.RescaleSlope = decimal(intercept), decimal(slope)


def store(case: Case, name: str, data: Dataset, syntax: str = EXPLICIT, preamble=True) -> None:
    """Encodes a dataset into the case's files."""
    case.files[name] = encode(data, syntax, preamble)


def encode(data: Dataset, syntax: str = EXPLICIT, preamble: bool = True) -> bytes:
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\0\1"
    meta.MediaStorageSOPClassUID = data.SOPClassUID
    meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    meta.TransferSyntaxUID = UID(syntax)
    meta.ImplementationClassUID = UID("1.2.826.0.1.3680043.8.498.1")
    meta.ImplementationVersionName = "CONFORMANCE"
    implicit, little = syntax == IMPLICIT, syntax != BIG
    if syntax == BIG:
        data.PixelData = np.frombuffer(data.PixelData, "<u2").astype(">u2").tobytes()
    if syntax == RLE:
        data.PixelData = encapsulated(data)
        data["PixelData"].is_undefined_length = True
        data["PixelData"].VR = "OB"
    body = DicomBytesIO()
    body.is_little_endian, body.is_implicit_VR = little, implicit
    write_dataset(body, data)
    content = body.getvalue()
    if not preamble:
        return content
    if syntax == DEFLATED:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        content = deflate.compress(content) + deflate.flush()
        content += b"\0" * (len(content) % 2)
    start = DicomBytesIO()
    write_file_meta_info(start, meta, enforce_standard=True)
    return b"\0" * 128 + b"DICM" + start.getvalue() + content


def encapsulated(data: Dataset) -> bytes:
    """RLE Lossless of one frame of 16 bits (PS3.5 annex G): literal runs are valid runs."""
    from pydicom.encaps import encapsulate

    values = np.frombuffer(data.PixelData, "<u2").reshape(data.Rows, data.Columns)
    planes = [(values >> 8).astype(np.uint8), (values & 255).astype(np.uint8)]
    segments = []
    for plane in planes:
        segment = b"".join(bytes([len(row) - 1]) + row.tobytes() for row in plane)
        segments.append(segment + b"\0" * (len(segment) % 2))
    offsets = [64, 64 + len(segments[0])] + [0] * 13
    header = np.array([2, *offsets], "<u4").tobytes()
    return encapsulate([header + b"".join(segments)])


def private(data: Dataset, group: int, creator: str, elements: dict) -> None:
    block = data.private_block(group, creator, create=True)
    for offset, (vr, value) in elements.items():
        block.add_new(offset, vr, value)


def classic(
    case: Case,
    plane: Plane,
    *,
    file: str,
    number: Optional[int] = 1,
    modality: str = "MR",
    volume: int = 0,
    t: int = 0,
    series: str = "series",
    tags: Optional[dict] = None,
    syntax: str = EXPLICIT,
    preamble: bool = True,
    edit=None,
) -> Dataset:
    """Adds one single-frame object; its frame number is that of the call."""
    plane = printed(plane)
    frame = len(case.frames)
    case.frames.append(Frame(plane, file, 0, volume, t))
    data = common(case, modality, modality, file, series)
    set_plane(data, plane)
    data.SliceThickness = "2.5"
    if number is None:
        del data.InstanceNumber
    else:
        data.InstanceNumber = number
        if modality == "PT":
            data.ImageIndex = number
    rescale(case, data, modality)
    set_pixels(data, codes(frame), signed=modality == "CT")
    change(data, tags or {})
    if edit:
        edit(data)
    store(case, file, data, syntax, preamble)
    return data


def change(data: Dataset, tags: dict) -> None:
    for keyword, value in tags.items():
        if value is None:
            if keyword in data:
                del data[keyword]
        else:
            setattr(data, keyword, value)


def stack(count=5, step=2.5, first=(-5.25, -12.5, 20.0), row=(1, 0, 0), column=(0, 1, 0),
          spacing=(1.5, 1.5), direction=None) -> list:
    """Planes one step after the other, along row x column unless a direction is given."""
    along = np.cross(row, column) if direction is None else np.array(direction, float)
    return [
        Plane(tuple(np.array(first, float) + k * step * along), tuple(map(float, row)),
              tuple(map(float, column)), tuple(map(float, spacing)))
        for k in range(count)
    ]


def series(case: Case, planes: list, *, order: Optional[list] = None, numbers: Optional[list] = None,
           name=lambda n: f"IM{n + 1:04d}.dcm", tags=None, **others) -> None:
    """A series of single frames. ``order[k]``: place of slice k among the file names; ``numbers[k]``:
    its instance number; ``tags(k)``: what else it says."""
    order = list(range(len(planes))) if order is None else order
    for k, plane in enumerate(planes):
        number = (order[k] + 1) if numbers is None else numbers[k]
        classic(case, plane, file=name(order[k]), number=number,
                tags=tags(k) if callable(tags) else tags, **others)


def item(**values) -> Dataset:
    data = Dataset()
    change(data, values)
    return data


def sequence(**values) -> Sequence:
    return Sequence([item(**values)])
