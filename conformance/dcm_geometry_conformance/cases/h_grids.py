"""All slices of a volume as tiles of one picture: Siemens mosaics, United Imaging grids."""

import math
import struct

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from ..case import COLUMNS, ROWS, Frame, Report, case
from ..dicom import common, decimal, decimals, printed, private, set_pixels, stack, store
from ..voxels import codes

KIND = "mosaics and grids"
MOSAIC = (Report("icometrix/dicom2nifti#116", "origin of mosaics"),)
TILES = r"mosaic|tile|grid|csa"
ROW, COLUMN = (0.8, 0.48, 0.36), (-0.6, 0.64, 0.48)


def csa(elements):
    """A CSA header in its newer form, SV10: name, VR, values as text."""
    data = b"SV10\4\3\2\1" + struct.pack("<II", len(elements), 77)
    for name, vr, values in elements:
        count = max(6, len(values)) if values else 0
        data += name.encode().ljust(64, b"\0") + struct.pack("<I", len(values))
        data += vr.encode().ljust(4, b"\0") + struct.pack("<III", 0, count, 77)
        for n in range(count):
            value = values[n].encode() + b"\0" if n < len(values) else b""
            data += struct.pack("<IIII", len(value), len(value), 77, len(value))
            data += value + b"\0" * (-len(value) % 4)
    return data + b"\0\0\0\0"


def tiled(pictures):
    side = math.ceil(math.sqrt(len(pictures)))
    down = side
    picture = np.zeros((down * ROWS, side * COLUMNS), int)
    for n, tile in enumerate(pictures):
        y, x = n // side * ROWS, n % side * COLUMNS
        picture[y:y + ROWS, x:x + COLUMNS] = tile
    return picture


def mosaic(case, planes, *, times=1, against=False, diffusion=None):
    """One file for each time. ``against``: tiles follow each other against row x column."""
    planes = [printed(p) for p in (planes[::-1] if against else planes)]
    step = np.linalg.norm(np.subtract(planes[1].position, planes[0].position))
    normal = planes[0].normal * (-1 if against else 1)
    for t in range(times):
        file = f"IM{t + 1:04d}.dcm"
        pictures = []
        for n, plane in enumerate(planes):
            pictures.append(codes(len(case.frames)))
            case.frames.append(Frame(plane, file, n, 0, t))
        picture = tiled(pictures)
        data = common(case, "MR", "MR", file)
        data.Manufacturer, data.ManufacturerModelName = "SIEMENS", "TrioTim"
        data.SoftwareVersions = "syngo MR B17"
        data.ImageType = ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"]
        data.InstanceNumber = data.AcquisitionNumber = t + 1
        data.AcquisitionTime = data.ContentTime = f"1001{2 * t:02d}"
        data.InPlanePhaseEncodingDirection = "COL"
        first = planes[0]
        # The position of the picture's corner, as if the picture were one slice.
        corner = (
            np.array(first.position)
            - np.array(first.row) * first.spacing[1] * (picture.shape[1] - COLUMNS) / 2
            - np.array(first.column) * first.spacing[0] * (picture.shape[0] - ROWS) / 2
        )
        data.ImagePositionPatient = decimals(corner)
        data.ImageOrientationPatient = decimals([*first.row, *first.column])
        data.PixelSpacing = decimals(first.spacing)
        data.SliceThickness = data.SpacingBetweenSlices = decimal(step)
        elements = [
            ("AcquisitionMatrixText", "SH", [f"{ROWS}*{COLUMNS}"]),
            ("NumberOfImagesInMosaic", "US", [str(len(planes))]),
            ("SliceNormalVector", "FD", [f"{x:.8f}" for x in normal]),
            ("PhaseEncodingDirectionPositive", "IS", ["1"]),
            ("MosaicRefAcqTimes", "FD", [f"{100 * n:.8f}" for n in range(len(planes))]),
        ]
        private(data, 0x19, "SIEMENS MR HEADER", {0x0A: ("US", len(planes))})
        if diffusion:
            b, gradient = diffusion[t]
            elements.append(("B_value", "IS", [str(b)]))
            block = {0x0C: ("IS", str(b)), 0x0D: ("CS", "DIRECTIONAL" if gradient else "NONE")}
            if gradient:
                elements.append(("DiffusionGradientDirection", "FD", [f"{x:.8f}" for x in gradient]))
                block[0x0E] = ("FD", list(gradient))
            private(data, 0x19, "SIEMENS MR HEADER", block)
        private(data, 0x29, "SIEMENS CSA HEADER", {0x08: ("CS", "IMAGE NUM 4"), 0x10: ("OB", csa(elements))})
        set_pixels(data, picture)
        store(case, file, data)


@case("mosaic-axial", kind=KIND, true_words=TILES, tolerance=0.02, reports=MOSAIC)
def axial(case):
    """A Siemens mosaic of seven slices at two times. Its Image Position is not that of any slice: it
    is where the corner would be if the whole picture were one slice."""
    mosaic(case, stack(7, 3), times=2)


@case("mosaic-oblique", kind=KIND, true_words=TILES, tolerance=0.02, reports=MOSAIC)
def oblique(case):
    """The same, oblique, at one time: the way from the corner of the picture to that of a slice lies along
    its rows and columns, not along the axes of the patient."""
    mosaic(case, stack(6, 3.3, row=ROW, column=COLUMN))


@case("mosaic-sagittal", kind=KIND, true_words=TILES, tolerance=0.02, reports=MOSAIC)
def sagittal(case):
    """Sagittal: a converter that turns axes before it unpacks tiles shifts the stack by its length."""
    mosaic(case, stack(7, 4, row=(0, 1, 0), column=(0, 0, -1)))


@case("mosaic-descending", kind=KIND, true_words=TILES, tolerance=0.02, reports=(
    Report("ExploreASL/ExploreASL#1707", "mosaics that count downwards come out mirrored"),
    Report("rordenlab/dcm2niix#40", "mosaics with the upper slice first")))
def descending(case):
    """Tiles follow each other against row x column; SliceNormalVector of the CSA header says so, and
    nothing else does."""
    mosaic(case, stack(7, 3), against=True)


@case("grid-united-imaging", kind=KIND, true_words=TILES, reports=(Report(
        "rordenlab/dcm2niix#1014", "fixes for this vendor in 2026"),))
def united_imaging(case):
    """A United Imaging grid of five slices: the private sequence (0065,1051) has a position for each
    tile, the object that of the picture."""
    planes = [printed(p) for p in stack(5, 4)]
    data = common(case, "MR", "MR", "IM0001.dcm")
    data.Manufacturer, data.ManufacturerModelName = "UIH", "uMR 790"
    data.ImageType = ["ORIGINAL", "PRIMARY", "M", "VFRAME"]
    data.ImagePositionPatient = decimals(planes[0].position)
    data.ImageOrientationPatient = decimals([*planes[0].row, *planes[0].column])
    data.PixelSpacing = decimals(planes[0].spacing)
    data.SliceThickness = data.SpacingBetweenSlices = "4"
    items, pictures = [], []
    for n, plane in enumerate(planes):
        pictures.append(codes(n))
        case.frames.append(Frame(plane, "IM0001.dcm", n))
        one = Dataset()
        one.ImagePositionPatient = decimals(plane.position)
        one.ImageOrientationPatient = decimals([*plane.row, *plane.column])
        one.AcquisitionTime = f"1001{n:02d}"
        items.append(one)
    private(data, 0x65, "Image Private Header", {0x50: ("DS", "5"), 0x51: ("SQ", Sequence(items))})
    side = math.ceil(math.sqrt(len(planes)))
    set_pixels(data, tiled(pictures)[: math.ceil(len(planes) / side) * ROWS])
    store(case, "IM0001.dcm", data)
