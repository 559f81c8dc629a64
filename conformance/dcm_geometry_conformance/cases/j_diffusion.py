"""Diffusion-weighted series: geometry, and gradients by vendor."""

import numpy as np

from ..case import Report, case
from ..dicom import classic, item, printed, private, sequence, stack
from .f_multiframe import enhanced
from .g_fourth_axis import TRUE
from .h_grids import mosaic

KIND = "diffusion"
TURNED = (
    Report("rordenlab/dcm2niix#477", "gradient directions"),
    Report("rordenlab/dcm2niix#419", "gradients in the image for those in the patient"),
)
GE = (
    Report("rordenlab/dcm2niix#970", "where this vendor's gradients lie, from the vendor; a sign was wrong"),
    Report("icometrix/dicom2nifti#104", "wrong where phase encoding is along rows"),
    Report("MRtrix3/mrtrix3#2523", "the same in MRtrix3, mended after 3.0.3"),
)
ROW, COLUMN = (0.8, 0.48, 0.36), (-0.6, 0.64, 0.48)

#: b-values, and unit vectors in the patient.
DIRECTIONS = [(0, None), (1000, (0.36, 0.48, 0.8)), (1000, (0.6, 0.0, -0.8)), (1000, (0.0, 0.8, 0.6))]
AXIAL = stack(5, 3)
OBLIQUE = stack(5, 3, row=ROW, column=COLUMN)


def weighted(case, planes, manufacturer, model, write, phase="COL", directions=DIRECTIONS, **others):
    """One series; ``write(data, b, gradient)`` says the weighting as the vendor does."""
    case.diffusion = directions
    n = 0
    for t, (b, gradient) in enumerate(directions):
        for plane in planes:
            n += 1
            classic(case, plane, file=f"IM{n:04d}.dcm", number=n, t=t,
                    tags={"Manufacturer": manufacturer, "ManufacturerModelName": model,
                          "InPlanePhaseEncodingDirection": phase, "ScanningSequence": "EP",
                          "AcquisitionTime": f"1001{t * 5:02d}", "ContentTime": f"1001{t * 5:02d}",
                          "AcquisitionNumber": 1, **others},
                    edit=lambda data, b=b, g=gradient: write(data, b, g))


def image_axes(plane, gradient):
    """Components along row, column and row x column."""
    return [float(np.dot(gradient, axis)) for axis in (plane.row, plane.column, plane.normal)]


@case("diffusion-standard-enhanced", kind=KIND, true_words=TRUE, reports=TURNED)
def standard(case):
    """The attributes of the standard in an enhanced object, oblique: the gradient is in the patient,
    not in the image."""
    case.diffusion = DIRECTIONS

    def groups(t):
        b, g = DIRECTIONS[t]
        said = item(DiffusionBValue=float(b), DiffusionDirectionality="DIRECTIONAL" if g else "NONE")
        if g:
            said.DiffusionGradientDirectionSequence = sequence(DiffusionGradientOrientation=list(g))
        return {"MRDiffusionSequence": [said]}

    enhanced(case, [(p, 0, t, k + 1) for t in range(4) for k, p in enumerate(OBLIQUE)], shared=groups)


@case("diffusion-siemens", kind=KIND, true_words=TRUE, reports=TURNED)
def siemens(case):
    """Siemens: private elements (0019,100C) and (0019,100E), the gradient in the patient; a mosaic
    for each direction, oblique."""
    case.diffusion = DIRECTIONS
    case.tolerance = 0.02
    mosaic(case, OBLIQUE, times=4, diffusion=DIRECTIONS)


@case("diffusion-philips", kind=KIND, true_words=TRUE, reports=TURNED)
def philips(case):
    """Philips: private elements (2001,1003) and (2005,10B0) to (2005,10B2) in the patient, and the
    standard attributes beside them; oblique."""
    weighted(case, OBLIQUE, "Philips Medical Systems", "Achieva", write_philips)


def write_philips(data, b, g):
    private(data, 0x2001, "Philips Imaging DD 001", {
        0x03: ("FL", float(b)), 0x04: ("CS", "O" if g else "N")})
    private(data, 0x2005, "Philips MR Imaging DD 001", {
        0xB0 + n: ("FL", x) for n, x in enumerate(g or (0.0, 0.0, 0.0))})
    data.DiffusionBValue = float(b)
    data.DiffusionGradientOrientation = list(g or (0.0, 0.0, 0.0))


@case("diffusion-repeated-b0", kind=KIND, true_words=TRUE, reports=TURNED)
def repeated(case):
    """Two unweighted volumes and twice the same direction, as scanners repeat them: neither b-value nor
    gradient tells all volumes apart."""
    weighted(case, OBLIQUE, "Philips Medical Systems", "Achieva", write_philips,
             directions=[DIRECTIONS[n] for n in (0, 1, 0, 1)])


def ge(planes, phase):
    """(0019,10BB) to (0019,10BD): along frequency, phase and slice, whose sense in planes near the axial
    is the one that converters have read from this vendor's series: slices count toward the feet."""
    def write(data, b, g):
        x, y, z = image_axes(printed(planes[0]), g) if g else (0.0, 0.0, 0.0)
        # Up to the sign of the whole; with phase along rows the axes are turned by 90 degrees.
        vector = (x, y, -z) if phase == "COL" else (-y, x, -z)
        private(data, 0x19, "GEMS_ACQU_01", {0xBB + n: ("DS", f"{v:.6f}") for n, v in enumerate(vector)})
        private(data, 0x43, "GEMS_PARM_01", {0x30: ("SS", 16 if b == 0 else 14),
                                             0x39: ("IS", [b, 8, 0, 0])})

    return write


@case("diffusion-ge-phase-columns", kind=KIND, true_words=TRUE, reports=GE)
def ge_columns(case):
    """GE: the gradient along frequency, phase and slice encoding; phase along columns. Read as a vector
    of the patient it is wrong in every oblique plane, and up to signs in axial ones."""
    weighted(case, OBLIQUE, "GE MEDICAL SYSTEMS", "DISCOVERY MR750", ge(OBLIQUE, "COL"))


@case("diffusion-ge-phase-rows", kind=KIND, true_words=TRUE, reports=GE)
def ge_rows(case):
    """The same with phase encoding along rows: the first two components change places."""
    weighted(case, AXIAL, "GE MEDICAL SYSTEMS", "DISCOVERY MR750", ge(AXIAL, "ROW"), phase="ROW")


@case("diffusion-united-imaging", kind=KIND, true_words=TRUE, reports=(
        Report("rordenlab/dcm2niix#1014", "gradient fixes in 2026"),))
def united_imaging(case):
    """United Imaging: b-value (0065,1009), gradient (0065,1037) along row, column and row x column."""
    def write(data, b, g):
        said = {0x09: ("FD", float(b))}
        if g:
            said[0x37] = ("FD", image_axes(printed(OBLIQUE[0]), g))
        private(data, 0x65, "Image Private Header", said)

    weighted(case, OBLIQUE, "UIH", "uMR 790", write)
