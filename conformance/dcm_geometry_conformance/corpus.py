"""Real series as cases: headers of a corpus as they are, on small images whose voxels name themselves.

Everything that says where a frame lies stays what the scanner wrote. Only the pictures are others: they
have 8 columns and 6 rows from the first pixel on, which moves nothing.
"""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Optional

import numpy as np
import pydicom
from pydicom.uid import ExplicitVRLittleEndian

from .case import COLUMNS, ROWS, Case, Frame, Plane
from .voxels import codes

#: Positions of real series are rounded, to 0.1 mm at the coarsest, mm.
TOLERANCE = 0.1

#: As many frames as 16 bits with a sign can name.
MOST_FRAMES = 32767 // (ROWS * COLUMNS)

#: Kinds of the corpus for which no full answer exists, and why.
UNANSWERABLE = {
    "irregular": "slices are missing",
    "incomplete-4D": "frames are missing",
    "no-geometry": "DICOM states no plane",
}

#: Words with which such a refusal is a true one.
TRUE_WORDS = (r"missing|no frame|spacing|irregular|uneven|inequal|gap|incomplete|position|orientation|"
              r"distance|interval|not a volume|no geometry|tilt|shear|stack|multiple|several|different")

#: What describes the pixels that are no longer there, and what would rescale the new ones: also in
#: Philips' private elements, in which converters look.
OF_PIXELS = ("PlanarConfiguration", "RescaleSlope", "RescaleIntercept", "SmallestImagePixelValue",
             "LargestImagePixelValue", "PixelPaddingValue", "PixelPaddingRangeLimit", "IconImageSequence",
             "FloatPixelData", "DoubleFloatPixelData", "ExtendedOffsetTable", "ModalityLUTSequence",
             "RedPaletteColorLookupTableDescriptor", "GreenPaletteColorLookupTableDescriptor",
             "BluePaletteColorLookupTableDescriptor", "PixelValueTransformationSequence",
             "RealWorldValueMappingSequence",
             0x2005100D, 0x2005100E, 0x20051409, 0x2005140A, 0x2005140B)


def write(corpus: Path, folder: Path, say=print) -> list:
    """Writes a case for every set whose frames state their planes; the names of them."""
    names = []
    for name, about in sorted(json.loads((corpus / "expected.json").read_text()).items()):
        made = build(name, about, corpus / "series" / f"{name}.tar.gz")
        if made is None:
            say(f"{name}: left out")
            continue
        made.write(folder)
        # One kind for all: the page tells them apart by name.
        names.append(name)
    return names


def build(name: str, about: dict, packed: Path) -> Optional[Case]:
    """The case of a set; None where frames do not state their planes, or are too many to be named."""
    if about["truth"] != "planes":
        return None
    why = [reason for kind, reason in UNANSWERABLE.items() if kind in about["kinds"]]
    made = Case(name=name, kind="real series", text=", ".join(about["kinds"]), tolerance=TOLERANCE,
                true_words=TRUE_WORDS, refusal=why[0] if why else None)
    with tarfile.open(packed) as tar:
        for member in sorted((m for m in tar if m.isfile()), key=lambda m: m.name):
            content = tar.extractfile(member).read()
            dataset = pydicom.dcmread(io.BytesIO(content), force=True)
            planes = _planes(dataset)
            if planes is None or dataset.get("Modality") == "SEG":
                return None
            first = len(made.frames)
            if first + len(planes) > MOST_FRAMES:
                return None
            made.frames += [Frame(plane, member.name, index) for index, plane in enumerate(planes)]
            made.files[member.name] = _with_codes(dataset, range(first, first + len(planes)))
    return made


def _planes(dataset) -> Optional[list]:
    """Of every frame; None where one does not state it."""
    if "Rows" not in dataset:
        return []
    shared = list(dataset.get("SharedFunctionalGroupsSequence", []))
    per_frame = list(dataset.get("PerFrameFunctionalGroupsSequence", []))
    if not per_frame and int(dataset.get("NumberOfFrames") or 1) > 1:
        return None
    planes = []
    for groups in per_frame or [None]:
        def value(group, keyword):
            for place in (groups, *shared):
                if place is not None and group in place and keyword in place[group].value[0]:
                    return place[group].value[0].get(keyword)
            return dataset.get(keyword)

        position = value("PlanePositionSequence", "ImagePositionPatient")
        cosines = value("PlaneOrientationSequence", "ImageOrientationPatient")
        spacing = value("PixelMeasuresSequence", "PixelSpacing")
        if not position or not cosines or not spacing:
            return None
        numbers = [float(x) for x in cosines]
        planes.append(Plane(tuple(map(float, position)), tuple(numbers[:3]), tuple(numbers[3:]),
                            tuple(map(float, spacing))))
    return planes


def _with_codes(dataset, frames: range) -> bytes:
    if len(frames) > 0:
        _strip(dataset)
        for element in [e for e in dataset if e.tag.group & 0xFF00 == 0x6000]:
            del dataset[element.tag]
        dataset.Rows, dataset.Columns = ROWS, COLUMNS
        dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
        dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 16, 15
        dataset.PixelRepresentation = 1
        stack = np.stack([codes(frame) for frame in frames]).astype("<i2")
        dataset.add_new(0x7FE00010, "OW", stack.tobytes())
    if not getattr(dataset, "file_meta", None):
        dataset.file_meta = pydicom.dataset.FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    written = io.BytesIO()
    pydicom.dcmwrite(written, dataset, implicit_vr=False, little_endian=True, enforce_file_format=True)
    return written.getvalue()


def _strip(dataset) -> None:
    """Takes out what is said of pixels, wherever it stands."""
    for name in OF_PIXELS:
        if name in dataset:
            del dataset[name]
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                _strip(item)
