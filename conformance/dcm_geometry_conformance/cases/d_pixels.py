"""Pixels that are not square, and slices that are turned."""

from ..case import Report, case
from ..dicom import series, stack

KIND = "pixels"
SWAP = (
    Report("icometrix/dicom2nifti#37", "row and column spacing exchanged"),
    Report("medical-physics-usz/z-rad#287", "exchanged for years, hidden by square test images"),
)
ROW, COLUMN = (0.8, 0.48, 0.36), (-0.6, 0.64, 0.48)


@case("pixels-anisotropic", kind=KIND, reports=SWAP)
def anisotropic(case):
    """Pixel Spacing is 0.9 between rows and 0.5 between columns: its first value belongs to the
    second axis of the image."""
    series(case, stack(spacing=(0.9, 0.5)), modality="MR")


@case("pixels-anisotropic-oblique", kind=KIND, reports=SWAP)
def anisotropic_oblique(case):
    """The same in an oblique stack, where an exchange cannot be told from the sizes."""
    series(case, stack(spacing=(0.6, 1.7), row=ROW, column=COLUMN, step=2), modality="MR")


@case("pixels-sagittal", kind=KIND, reports=(Report(
        "cornerstonejs/cornerstone3D#2601", "positions of sagittal and coronal volumes"),))
def sagittal(case):
    """A sagittal stack: rows run to the back, and the slices follow each other to the right."""
    series(case, stack(row=(0, 1, 0), column=(0, 0, -1), step=4), modality="MR")


@case("pixels-coronal", kind=KIND, reports=(Report(
        "cornerstonejs/cornerstone3D#2601", "positions of sagittal and coronal volumes"),))
def coronal(case):
    """A coronal stack: row x column points to the back."""
    series(case, stack(row=(1, 0, 0), column=(0, 0, -1), step=4), modality="MR")


@case("pixels-oblique", kind=KIND, reports=(Report(
        "OHIF/Viewers#4844", "an oblique series looks different in every program"),))
def oblique(case):
    """An oblique stack, turned about two axes."""
    series(case, stack(row=ROW, column=COLUMN, step=3.3), modality="MR")


@case("pixels-oblique-descending", kind=KIND, reports=(Report(
        "wasserth/TotalSegmentator#413", "segmentation and image do not match"),))
def oblique_descending(case):
    """Oblique, and stored against row x column."""
    series(case, stack(6, row=ROW, column=COLUMN, step=3.3), order=[5, 4, 3, 2, 1, 0], modality="MR")


POSITION = "patient position"


@case("position-prone", kind=POSITION, reports=(Report(
        "wasserth/TotalSegmentator#31", "flipped axes"),))
def prone(case):
    """Head first prone: rows run to the right, columns to the front. Coordinates are the patient's,
    not the scanner's."""
    series(case, stack(row=(-1, 0, 0), column=(0, -1, 0), first=(5, 12, 20)), modality="CT",
           tags={"PatientPosition": "HFP"})


@case("position-feet-first", kind=POSITION, reports=(Report(
        "OHIF/Viewers#4089", "rotated and mirrored"),))
def feet_first(case):
    """Feet first supine, scanned from the feet: rows run to the right, so row x column points to the
    feet."""
    series(case, stack(row=(-1, 0, 0), column=(0, 1, 0), first=(5, -12, 20)), modality="CT",
           order=[4, 3, 2, 1, 0], tags={"PatientPosition": "FFS"})


@case("position-decubitus", kind=POSITION, reports=(Report(
        "ivmartel/dwv#1888", "slices whose rows do not run to the left"),))
def decubitus(case):
    """Head first, lying on the left side: rows run along the patient's back-to-front axis."""
    series(case, stack(row=(0, -1, 0), column=(1, 0, 0), first=(-5, 12, 20)),
           modality="CT", tags={"PatientPosition": "HFDL"})
