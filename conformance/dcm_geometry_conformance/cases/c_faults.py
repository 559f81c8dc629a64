"""Series that lack slices, have some twice, or whose numbers were rounded."""

import numpy as np

from ..case import Plane, Report, case
from ..dicom import decimal, series, stack

GAPS = "gaps"
UNEVEN = (r"missing|spac|uneven|gap|irregular|uniform|increment|interval|distance|"
          r"not evenly|slices? (?:are|is)? ?lack")


@case("gap-one-missing", kind=GAPS, true_words=UNEVEN, refusal="one slice of nine is missing", reports=(
        Report("icometrix/dicom2nifti#36", "missing slices"),
        Report("Slicer/Slicer#4005", "positions are wrong where slices are missing"),
        Report("Slicer/Slicer#7339", "warning for missing slices should name them")))
def one_missing(case):
    """One slice in the middle did not arrive. Averaged over the whole, the spacing is wrong
    everywhere; with the first gap as spacing, everything behind the hole is."""
    planes = stack(9, 3)
    series(case, planes[:4] + planes[5:], modality="CT")


@case("gap-several-missing", kind=GAPS, true_words=UNEVEN, refusal="three slices of twelve are missing",
      reports=(Report("moloney/dcmstack#55", "missing slices"),))
def several_missing(case):
    """Three slices in two places are missing."""
    planes = stack(12, 2)
    series(case, [p for k, p in enumerate(planes) if k not in (3, 4, 8)], modality="MR")


@case("gap-second-missing", kind=GAPS, true_words=UNEVEN, refusal="the second slice is missing",
      reports=(Report("icometrix/dicom2nifti#58", "uneven increments"),))
def second_missing(case):
    """The hole is between the first two slices, so that the first gap is twice the spacing."""
    planes = stack(8, 2.5)
    series(case, planes[:1] + planes[2:], modality="CT")


@case("gap-two-spacings", kind=GAPS, true_words=UNEVEN, refusal="slices lie 1 mm, then 5 mm apart",
      reports=(Report("Kitware/VolView#291", "irregular spacing"),))
def two_spacings(case):
    """A thin block and a thick block in one series. There is no one spacing."""
    zs = [0, 1, 2, 3, 4, 9, 14, 19, 24]
    series(case, [stack(1, first=(-5.25, -12.5, z))[0] for z in zs], modality="CT")


@case("gap-odd-slice", kind=GAPS, true_words=UNEVEN, refusal="one slice lies between two others",
      reports=(Report("invesalius/invesalius3#1049", "irregular spacing"),))
def odd_slice(case):
    """One slice was taken again, 0.8 mm beside its first place: the spacing is uneven there."""
    zs = [0, 2.5, 5, 5.8, 7.5, 10, 12.5]
    series(case, [stack(1, first=(-5.25, -12.5, z))[0] for z in zs], modality="CT")


TWICE = "duplicates"
DOUBLE = (r"duplicat|same position|twice|identical|spacing of 0|several (?:frames|images)|"
          r"overlap|multiple images|already|spac|uniform|increment|unique")


@case("twice-one-position", kind=TWICE, true_words=DOUBLE,
      refusal="two different slices have one position", reports=(
          Report("Project-MONAI/monai-deploy-app-sdk#532", "two images at each position of a series"),
          Report("rordenlab/dcm2niix#207", "positions repeated, images missing?")))
def one_position(case):
    """One slice was repeated (the patient moved): two different images at one position, told apart by
    nothing but instance number and time. Somebody has to choose."""
    planes = stack(6)
    series(case, planes[:3] + planes[2:3] + planes[3:], modality="CT")


@case("twice-same-object", kind=TWICE, true_words=DOUBLE, reports=(
    Report("icometrix/dicom2nifti#21", "filter away duplicate slices"),))
def same_object(case):
    """The same file twice under two names: same UID, same bytes. It is one slice."""
    series(case, stack(), modality="CT")
    case.files["copy of 3.dcm"] = case.files["IM0003.dcm"]


@case("twice-position-copied", kind=TWICE, true_words=DOUBLE + "|location", only_refusal=True,
      refusal="all slices carry one position, while Slice Location rises",
      reports=(Report("ivmartel/dwv#1490", "zero slice spacing when loading"),))
def position_copied(case):
    """A converter wrote the first position into every slice; Slice Location still rises. The two
    contradict each other, and no position can be trusted."""
    planes = stack(5, 3)
    series(case, [planes[0]] * 5, modality="CT",
           tags=lambda k: {"SliceLocation": decimal(20 + 3 * k)})


ROUNDED = "rounding"
# Tolerances here are three times the largest rounding of a position, 0.05 mm along each axis: a grid
# through any two of the slices passes that lie far apart.


def rounded(plane, position=None, cosines=None):
    def to(values, digits):
        return tuple(values) if digits is None else tuple(np.round(values, digits))

    return Plane(to(plane.position, position), to(plane.row, cosines), to(plane.column, cosines),
                 plane.spacing)


ROW, COLUMN = (0.8, 0.48, 0.36), (-0.6, 0.64, 0.48)


@case("rounded-positions", kind=ROUNDED, tolerance=0.26, true_words=UNEVEN, reports=(
        Report("InsightSoftwareConsortium/ITK#1607", "tolerances too strict for rounded positions"),))
def positions(case):
    """Positions printed to 0.1 mm in an oblique series with a spacing of 1.2345 mm: gaps differ by
    rounding alone. The slices are even; a refusal is too strict, and so is a step from the first
    pair, whose error grows over the stack."""
    series(case, [rounded(p, 1) for p in stack(14, 1.2345, row=ROW, column=COLUMN)], modality="MR")


@case("rounded-first-pair", kind=ROUNDED, tolerance=0.26, true_words=UNEVEN, reports=(
        Report("QIICR/dcmqi#414", "six digits, and consistency checks fail"),))
def first_pair(case):
    """Slices 2.51 mm apart, printed to 0.1 mm: the first gap is 2.6, the others 2.5 on average."""
    zs = [0.04, *[2.56 + 2.51 * k for k in range(13)]]
    series(case, [rounded(stack(1, first=(-5.25, -12.5, z))[0], 1) for z in zs], modality="MR")


@case("rounded-cosines", kind=ROUNDED, tolerance=0.02, true_words=r"orthogon|perpendicul|normal", reports=(
        Report("QIICR/dcmqi#414", "six digits, and consistency checks fail"),))
def cosines(case):
    """Direction cosines printed with four digits: not quite unit vectors, not quite perpendicular."""
    series(case, [rounded(p, None, 4) for p in stack(6, 3, row=ROW, column=COLUMN)], modality="MR")


JITTER = "jitter"
TURNED = r"orientation|direction|cosine|not.*parallel"


@case("jitter-cosines-1e-7", kind=JITTER, true_words=TURNED, reports=(
        Report("ImagingDataCommons/highdicom#332", "orientations that differ in their last digits"),
        Report("ImagingDataCommons/highdicom#405", "a tolerance for them")))
def tiny(case):
    """Direction cosines differ by 1e-7 from slice to slice, as some scanners print them: 1e-6 mm in
    the farthest corner. It is one volume."""
    turned(case, 1e-7)


@case("jitter-cosines-1e-5", kind=JITTER, tolerance=0.02, true_words=TURNED, reports=(
        Report("ImagingDataCommons/highdicom#332", "orientations that differ in their last digits"),))
def more(case):
    """Direction cosines differ by 1e-5: 1e-4 mm in the farthest corner."""
    turned(case, 1e-5)


def turned(case, by):
    planes = []
    for k, p in enumerate(stack(6, 3)):
        off = by * (-1) ** k
        planes.append(Plane(p.position, (1, off, 0), (-off, 1, 0), p.spacing))
    series(case, planes, modality="MR")


@case("jitter-positions", kind=JITTER, tolerance=0.05, true_words=UNEVEN, reports=(
        Report("InsightSoftwareConsortium/ITK#1616", "non-uniform sampling by very little"),))
def jittered(case):
    """Positions differ from an even grid by up to 0.01 mm, as a table reports them."""
    random = np.random.RandomState(7)
    planes = [
        Plane(tuple(np.array(p.position) + [0, 0, random.uniform(-0.01, 0.01)]), p.row, p.column, p.spacing)
        for p in stack(10, 3)
    ]
    series(case, planes, modality="CT")
