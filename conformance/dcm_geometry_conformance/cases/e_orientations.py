"""Several stacks in one series."""

from ..case import Plane, Report, case
from ..dicom import classic, series, stack

KIND = "mixed stacks"
MIXED = r"orientation|direction|localizer|scout|several volumes|not.*parallel|position"
SEVERAL = (
    Report("Slicer/Slicer#1007", "several orientations in one series"),
    Report("rordenlab/dcm2niix#140", "localizers"),
)


def stacks(case, groups, **others):
    """Each group of planes is a volume of its own; numbered one group after the other."""
    n = 0
    for v, planes in enumerate(groups):
        for plane in planes:
            n += 1
            classic(case, plane, file=f"IM{n:04d}.dcm", number=n, volume=v, **others)


AXIAL = dict(row=(1, 0, 0), column=(0, 1, 0), first=(-5, -4, -10))
SAGITTAL = dict(row=(0, 1, 0), column=(0, 0, -1), first=(-10, -5, 4))
CORONAL = dict(row=(1, 0, 0), column=(0, 0, -1), first=(-5, -10, 4))


@case("mixed-localizer", kind=KIND, true_words=MIXED, reports=SEVERAL)
def localizer(case):
    """A localizer: three slices each in axial, sagittal and coronal orientation, in one series. They
    are three volumes."""
    stacks(case, [stack(3, 10, **AXIAL), stack(3, 10, **SAGITTAL), stack(3, 10, **CORONAL)],
           modality="MR", tags={"ImageType": ["ORIGINAL", "PRIMARY", "M", "NORM"]})


@case("mixed-axial-and-scout", kind=KIND, true_words=MIXED, reports=(
        Report("RSIP-Vision/medio#23", "a localizer in the series changed the spacing by 16.7 %, silently"),))
def scout(case):
    """An axial series with one sagittal slice in it. Counted in, it changes the spacing of all."""
    stacks(case, [stack(6, 3, **AXIAL), stack(1, **SAGITTAL)], modality="MR")


@case("mixed-two-scouts", kind=KIND, true_words=MIXED, reports=(
        Report("rordenlab/dcm2niix#404", "localizers"),))
def two_scouts(case):
    """Two slices at right angles, one sagittal, one coronal: two volumes of one slice. Stacked, they
    look like a volume of two slices under a tilted gantry."""
    stacks(case, [stack(1, **SAGITTAL), stack(1, **CORONAL)], modality="MR")


@case("mixed-parallel-stacks", kind=KIND, reports=SEVERAL,
      true_words=MIXED + r"|spac|uniform|increment|tilt|orthogonal")
def parallel(case):
    """Two axial stacks of one orientation side by side, as for both hands: the second is shifted along
    the rows and lies at the same heights."""
    left = stack(5, 3, **AXIAL)
    right = [Plane(tuple(p.position[c] + (60, 0, 0)[c] for c in range(3)), p.row, p.column, p.spacing)
             for p in left]
    stacks(case, [left, right], modality="MR")


@case("mixed-two-discs", kind=KIND, true_words=MIXED + r"|spac|uniform|increment", reports=(
        Report("rordenlab/dcm2niix#404", "localizers and several stacks"),))
def discs(case):
    """Two stacks along the spine, each turned with its disc (by 12 degrees to each other)."""
    stacks(case, [stack(4, 3, **AXIAL),
                  stack(4, 3, row=(1, 0, 0), column=(0, 0.9781476007, 0.2079116908), first=(-5, -4, 30))],
           modality="MR")


@case("mixed-single-slice", kind=KIND, reports=(Report(
        "Kitware/VolView#886", "single slices drawn with a spacing of 1, 1, 1"),),
      true_words=r"single|one slice|at least|too.few|not enough|number of slices|few slices")
def single(case):
    """One slice alone: its plane is known; how far the next one would be is not."""
    series(case, stack(1), modality="MR", tags={"SliceThickness": "5", "SpacingBetweenSlices": "6"})
