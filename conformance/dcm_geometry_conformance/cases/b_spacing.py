"""Tags that say something else than the positions, and tilted gantries."""

import math

from ..case import Plane, Report, case
from ..dicom import decimal, series, stack

KIND = "spacing tags"

NEGATIVE = (
    Report("SimpleITK/SimpleITK#2292", "wrong direction where Spacing Between Slices is negative"),
    Report("SimpleITK/SimpleITK#2214", "volume turned over by a negative tag"),
    Report("InsightSoftwareConsortium/ITK#4794", "the same in ITK"),
)


@case("spacing-thickness-overlaps", kind=KIND, reports=(
        Report("InsightSoftwareConsortium/ITK#112", "z spacing was set by the thickness"),))
def overlaps(case):
    """Slices 5 mm thick every 2.5 mm, as CT is often reconstructed. Slice Thickness is not the
    spacing."""
    series(case, stack(), modality="CT", tags={"SliceThickness": "5"})


@case("spacing-thickness-with-gap", kind=KIND, reports=(
        Report("InsightSoftwareConsortium/ITK#243", "slice thickness for slice spacing"),))
def with_gap(case):
    """Slices 3 mm thick every 4.5 mm, as 2-D MR is acquired. A stack by thickness is a third too
    short."""
    series(case, stack(step=4.5), modality="MR", tags={"SliceThickness": "3"})


@case("spacing-tag-is-the-gap", kind=KIND, reports=(
        Report("cornerstonejs/cornerstone3D#1805", "which tag gives the spacing"),))
def tag_is_gap(case):
    """Spacing Between Slices holds the empty gap between slices (2 mm) instead of the distance of
    their centres (7 mm); thickness is 5 mm. Real scanners write that."""
    series(case, stack(step=7), modality="MR",
           tags={"SliceThickness": "5", "SpacingBetweenSlices": "2"})


@case("spacing-tag-negative", kind=KIND, reports=NEGATIVE)
def tag_negative(case):
    """Spacing Between Slices is negative. Its sign means something in nuclear medicine alone; taken
    seriously here, it turns the volume over."""
    series(case, stack(), modality="MR",
           tags={"SliceThickness": "5", "SpacingBetweenSlices": "-2.5"})


@case("spacing-tag-negative-and-false", kind=KIND, reports=NEGATIVE)
def tag_negative_false(case):
    """Spacing Between Slices is -20 while the slices lie 2.5 mm apart."""
    series(case, stack(), modality="CT",
           tags={"SliceThickness": "5", "SpacingBetweenSlices": "-20"})


@case("spacing-tag-zero", kind=KIND, reports=(
        Report("ivmartel/dwv#1490", "zero slice spacing when loading"),))
def tag_zero(case):
    """Spacing Between Slices and Slice Thickness are 0."""
    series(case, stack(), modality="MR",
           tags={"SliceThickness": "0", "SpacingBetweenSlices": "0"})


@case("spacing-tags-absent", kind=KIND, reports=(
        Report("SimpleITK/SimpleITK#2186", "z spacing by a tag that may be there or not"),))
def tags_absent(case):
    """No Slice Thickness, no Spacing Between Slices, no Slice Location: positions alone."""
    series(case, stack(step=3.75), modality="MR", tags={"SliceThickness": None})


TILT = "gantry tilt"
TRUE = r"tilt|regular|shear|orthogon|perpendicul|oblique|non.?uniform|sampl|gantry|not.*parallel|slice.?normal"


def tilted(case, degrees, tag=True, count=6, step=3.0, modality="CT"):
    """The table moves along z while the slices are turned about x."""
    angle = math.radians(degrees)
    column = (0.0, math.cos(angle), math.sin(angle))
    planes = [
        Plane((-5.25, -12.5, 20 + k * step), (1.0, 0.0, 0.0), column, (1.5, 1.5))
        for k in range(count)
    ]
    series(case, planes, modality=modality,
           tags={"GantryDetectorTilt": decimal(degrees)} if tag else None)


@case("tilt-positive", kind=TILT, true_words=TRUE, reports=(
        Report("cornerstonejs/cornerstone3D#227", "gantry tilt drawn as if there were none"),
        Report("rordenlab/dcm2niix#697", "distorted sform of tilted series")))
def positive(case):
    """A gantry tilted by 15 degrees: the slices are shifted within themselves from one to the next.
    A grid of perpendicular axes cannot hold them; the affine must be sheared, or the slices
    resampled."""
    tilted(case, 15)


@case("tilt-negative", kind=TILT, true_words=TRUE, reports=(
        Report("rordenlab/dcm2niix#253", "gantry tilt of the other sign"),
        Report("wasserth/TotalSegmentator#610", "a tilted head CT is refused")))
def negative(case):
    """The same to the other side: a tool that knows one sign only fails here."""
    tilted(case, -15)


@case("tilt-descending", kind=TILT, true_words=TRUE, reports=(
        Report("rordenlab/dcm2niix#259", "gantry tilt"),))
def tilted_down(case):
    """A tilted series from top to bottom: names and instance numbers run against row x column."""
    tilted(case, 12, step=-3.0)


@case("tilt-small", kind=TILT, true_words=TRUE, reports=(
        Report("rordenlab/dcm2niix#945", "a small shear stops ANTs"),))
def small(case):
    """A tilt of 2.5 degrees: 0.65 mm over the stack. It looks like rounding and is none."""
    tilted(case, 2.5)


@case("tilt-without-tag", kind=TILT, true_words=TRUE, reports=(
        Report("icometrix/dicom2nifti#23", "tilted CT series"),))
def without_tag(case):
    """Tilted by 20 degrees, without Gantry/Detector Tilt (0018,1120): the positions say it."""
    tilted(case, 20, tag=False)


@case("tilt-sheared-mr", kind=TILT, true_words=TRUE, reports=(
        Report("InsightSoftwareConsortium/ITK#6656", "sheared volumes"),
        Report("OHIF/Viewers#4844", "other slice counts and a tilt than in other programs")))
def sheared(case):
    """An MR stack whose slices are shifted along rows and columns, as in a stack planned by hand."""
    series(case, stack(6, direction=(0.15, -0.2, 1.0), step=4), modality="MR")
