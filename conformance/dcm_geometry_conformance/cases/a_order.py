"""Slice order and the side on which the slices follow each other."""

from ..case import Report, case
from ..dicom import decimal, series, stack

SEED = Report(
    "https://discourse.slicer.org/t/generate-nrrd-header-from-dicom-header/33453",
    "the third direction taken for cross(row, column) x SliceThickness; the files run the other way",
)
ALIGN = Report(
    "https://discourse.slicer.org/t/how-to-align-nifti-files-with-original-dicom-files/41107",
    "which DICOM file is which slice of the NIfTI file?",
)
BOOKKEEPING = Report("rordenlab/dcm2niix#341", "which slice comes from which file is asked for")

KIND = "slice order"


@case("order-by-names", kind=KIND, reports=(ALIGN,))
def names(case):
    """The plain series that every tool should read: names, instance numbers and positions rise
    together. Who fails here fails on everything."""
    series(case, stack(), modality="CT")


@case("order-names-lie", kind=KIND, reports=(BOOKKEEPING,))
def names_lie(case):
    """File names follow neither position nor instance number, as after an export that names files by
    their UIDs. Stacking by name shuffles the slices."""
    order = [3, 0, 4, 1, 2]
    series(case, stack(), order=order, numbers=[1, 2, 3, 4, 5], modality="CT")


@case("order-descending", kind=KIND, reports=(SEED,))
def descending(case):
    """Names and instance numbers fall while the position along row x column rises: the first file is
    the last slice. The third direction is minus the normal in the order of the files."""
    series(case, stack(step=1.1), order=[4, 3, 2, 1, 0], modality="MR")


@case("order-numbers-lie", kind=KIND, reports=(Report(
        "rordenlab/dcm2niix#830", "instance numbers of one vendor come in no order"),))
def numbers_lie(case):
    """Instance numbers are shuffled against positions (interleaved acquisition numbered in the order
    of its excitation); only the positions say the order."""
    series(case, stack(7), numbers=[1, 5, 2, 6, 3, 7, 4], modality="MR")


@case("order-numbers-absent", kind=KIND, reports=(BOOKKEEPING,))
def numbers_absent(case):
    """Instance Number is a type 2 attribute and may be empty; here it is absent. Positions suffice."""
    series(case, stack(), order=[2, 0, 4, 1, 3], numbers=[None] * 5, modality="CT")


@case("order-numbers-equal", kind=KIND, reports=(
    Report("rordenlab/dcm2niix#168", "slices taken for duplicates"),))
def numbers_equal(case):
    """All instance numbers are 1, as some converters leave them. Positions suffice."""
    series(case, stack(), order=[2, 0, 4, 1, 3], numbers=[1] * 5, modality="CT")


@case("order-names-without-zeros", kind=KIND, reports=(Report(
        "https://mail.python.org/pipermail/neuroimaging/2016-September/001142.html",
        "the scan direction is not always the cross product"),))
def without_zeros(case):
    """Names without leading zeros: IM1, IM10, IM11, IM12, IM2 … when sorted by letters."""
    series(case, stack(12, 2), name=lambda n: f"IM{n + 1}.dcm", modality="CT")


@case("order-slice-location-lies", kind=KIND, reports=(Report(
        "InsightSoftwareConsortium/ITK#1587", "volume flipped along z"),))
def location_lies(case):
    """Slice Location counts from the feet in this series and is the negative of the position.
    Sorting by it turns the stack over; that is harmless only if origin and step turn with it."""
    planes = stack(5, 3)
    series(case, planes, modality="MR",
           tags=lambda k: {"SliceLocation": decimal(-planes[k].position[2])})


@case("order-left-handed-sagittal", kind=KIND, reports=(SEED,))
def left_handed(case):
    """A sagittal series from left to right: instance numbers run against row x column."""
    planes = stack(6, 3, row=(0, 1, 0), column=(0, 0, -1), first=(-20, -30, 40))
    series(case, planes, order=[5, 4, 3, 2, 1, 0], modality="MR")
