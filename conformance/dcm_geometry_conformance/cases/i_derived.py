"""Objects whose planes are said in their own way: dose grids, nuclear medicine, segmentations."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from ..case import Frame, Report, case
from ..dicom import common, decimal, decimals, item, printed, sequence, set_pixels, set_plane, stack, store, uid
from ..voxels import codes, pattern
from .c_faults import UNEVEN

DOSE = "dose"
OFFSETS = (Report("dicompyler/dicompyler-core#284", "absolute form of GridFrameOffsetVector"),)


def dose(case, planes, offsets):
    """One RT Dose object; planes are where PS3.3 C.8.8.3.2 has the offsets."""
    data = common(case, "RTDOSE", "RTDOSE", "IM0001.dcm")
    del data.ImageType, data.AcquisitionNumber
    first = printed(planes[0])
    set_plane(data, first)
    data.SliceThickness = ""
    data.NumberOfFrames = len(planes)
    data.FrameIncrementPointer = 0x3004000C
    data.GridFrameOffsetVector = decimals(offsets)
    data.DoseUnits, data.DoseType, data.DoseSummationType = "GY", "PHYSICAL", "PLAN"
    data.DoseGridScaling, case.slope = "0.001", 0.001
    for n, plane in enumerate(planes):
        case.frames.append(Frame(printed(plane), "IM0001.dcm", n))
    set_pixels(data, np.stack([codes(n) for n in range(len(planes))]))
    store(case, "IM0001.dcm", data)


@case("dose-relative", kind=DOSE, reports=OFFSETS)
def relative(case):
    """Offsets from the first plane: 0, 3, 6 …"""
    dose(case, stack(6, 3), [3 * k for k in range(6)])


@case("dose-absolute", kind=DOSE, reports=OFFSETS)
def absolute(case):
    """Offsets that are patient z: the first is the position's z."""
    planes = stack(6, 3)
    dose(case, planes, [p.position[2] for p in planes])


@case("dose-descending", kind=DOSE, reports=OFFSETS)
def descending(case):
    """Offsets 0, -3, -6 …: the planes follow each other against row x column."""
    dose(case, stack(6, -3), [-3 * k for k in range(6)])


@case("dose-uneven", kind=DOSE, true_words=UNEVEN, refusal="the planes are 3 mm, in one place 6 mm apart", reports=(
        Report("dicompyler/dicompyler-core#284", "offsets"),))
def uneven(case):
    """Offsets 0, 3, 6, 12, 15: no even grid holds them."""
    planes = [p for k, p in enumerate(stack(6, 3)) if k != 3]
    dose(case, planes, [0, 3, 6, 12, 15])


NM = "nuclear medicine"
SIGN = (Report("OHIF/Viewers#4352", "the sign of Spacing Between Slices in nuclear medicine"),)


def tomogram(case, planes, spacing, gates=1):
    data = common(case, "NM", "NM", "IM0001.dcm")
    data.ImageType = ["ORIGINAL", "PRIMARY", "RECON GATED TOMO" if gates > 1 else "RECON TOMO", "EMISSION"]
    first = printed(planes[0])
    data.PixelSpacing = decimals(first.spacing)
    data.SliceThickness, data.SpacingBetweenSlices = decimal(abs(spacing)), decimal(spacing)
    data.NumberOfFrames, data.NumberOfSlices = gates * len(planes), len(planes)
    data.FrameIncrementPointer = 0x00540080 if gates == 1 else [0x00540060, 0x00540070, 0x00540080]
    data.SliceVector = list(range(1, len(planes) + 1)) * gates
    if gates > 1:
        data.NumberOfRRIntervals, data.RRIntervalVector = 1, [1] * (gates * len(planes))
        data.NumberOfTimeSlots = gates
        data.TimeSlotVector = [t + 1 for t in range(gates) for _ in planes]
    data.NumberOfEnergyWindows = data.NumberOfDetectors = data.NumberOfRotations = 1
    data.EnergyWindowInformationSequence = sequence(EnergyWindowName="1")
    data.DetectorInformationSequence = sequence(
        ImagePositionPatient=decimals(first.position),
        ImageOrientationPatient=decimals([*first.row, *first.column]))
    data.CorrectedImage, data.CountsAccumulated = "UNIF", 1
    for n in range(gates * len(planes)):
        plane = planes[n % len(planes)]
        case.frames.append(Frame(printed(plane), "IM0001.dcm", n, t=n // len(planes)))
    set_pixels(data, np.stack([codes(n) for n in range(gates * len(planes))]))
    store(case, "IM0001.dcm", data)


@case("nm-positive", kind=NM, reports=SIGN)
def positive(case):
    """A reconstructed SPECT: position and orientation of the first slice stand with the detector, the
    others follow along row x column by Spacing Between Slices."""
    tomogram(case, stack(6, 4), 4)


@case("nm-negative", kind=NM, reports=SIGN)
def negative(case):
    """Here alone the sign of Spacing Between Slices means something: the slices lie on the other side
    of the first."""
    tomogram(case, stack(6, -4), -4)


@case("nm-gated", kind=NM, true_words="gate|time|volumes|4.?d", reports=SIGN)
def gated(case):
    """A gated SPECT: three time slots of five slices in one object, told apart by Time Slot Vector."""
    tomogram(case, stack(5, -4), -4, gates=3)


SEG = "segmentation objects"
SPACING = (
    Report("InsightSoftwareConsortium/ITK-Wasm#991", "segmentation read with a spacing of 1, 1, 1"),
    Report("ImagingDataCommons/highdicom#330", "from a mask to a segmentation in its place"),
)


def segmentation(case, planes, step, *, labelmap=False):
    """One segment; planes in stored order. Every frame has a pattern of its own."""
    case.voxels = "bits"
    data = common(case, "SEG", "LABELMAP" if labelmap else "SEG", "IM0001.dcm")
    data.ImageType = ["DERIVED", "PRIMARY"]
    data.SegmentationType = "LABELMAP" if labelmap else "BINARY"
    data.ContentLabel, data.ContentDescription, data.ContentCreatorName = "CASE", "", ""
    data.LossyImageCompression = "00"
    code = dict(CodeValue="85756007", CodingSchemeDesignator="SCT", CodeMeaning="Tissue")
    data.SegmentSequence = sequence(
        SegmentNumber=1, SegmentLabel="tissue", SegmentAlgorithmType="MANUAL",
        SegmentedPropertyCategoryCodeSequence=sequence(**code),
        SegmentedPropertyTypeCodeSequence=sequence(**code))
    organization = uid(case, "dimensions")
    data.DimensionOrganizationSequence = sequence(DimensionOrganizationUID=organization)
    pointers = [(0x00200032, 0x00209113)]
    if not labelmap:
        pointers.insert(0, (0x0062000B, 0x0062000A))
    data.DimensionIndexSequence = Sequence([
        item(DimensionOrganizationUID=organization, DimensionIndexPointer=tag, FunctionalGroupPointer=group)
        for tag, group in pointers
    ])
    first = printed(planes[0])
    shared = Dataset()
    shared.PixelMeasuresSequence = sequence(
        PixelSpacing=decimals(first.spacing), SliceThickness=decimal(step), SpacingBetweenSlices=decimal(step))
    shared.PlaneOrientationSequence = sequence(ImageOrientationPatient=decimals([*first.row, *first.column]))
    data.SharedFunctionalGroupsSequence = Sequence([shared])
    ranks = {z: n + 1 for n, z in enumerate(sorted(p.position[2] for p in planes))}
    groups, pictures = [], []
    for n, plane in enumerate(planes):
        case.frames.append(Frame(printed(plane), "IM0001.dcm", n))
        pictures.append(pattern(n))
        group = Dataset()
        rank = ranks[plane.position[2]]
        group.FrameContentSequence = sequence(DimensionIndexValues=[rank] if labelmap else [1, rank])
        group.PlanePositionSequence = sequence(ImagePositionPatient=decimals(printed(plane).position))
        if not labelmap:
            group.SegmentIdentificationSequence = sequence(ReferencedSegmentNumber=1)
        groups.append(group)
    data.PerFrameFunctionalGroupsSequence = Sequence(groups)
    data.NumberOfFrames = len(planes)
    set_pixels(data, np.stack(pictures), bits=8)
    if not labelmap:
        data.BitsAllocated = data.BitsStored = 1
        data.HighBit = 0
        data.PixelData = np.packbits(np.stack(pictures).ravel(), bitorder="little").tobytes()
    store(case, "IM0001.dcm", data)


@case("seg-binary", kind=SEG, reports=SPACING)
def binary(case):
    """A binary segmentation with a frame for every slice, stored out of order."""
    planes = stack(5, 3)
    segmentation(case, [planes[n] for n in (2, 0, 4, 1, 3)], 3)


@case("seg-binary-sparse", kind=SEG, true_words=UNEVEN, reports=SPACING)
def sparse(case):
    """Slices without a voxel of the segment have no frame: frames at 0, 3, 12 and 15 mm, Spacing
    Between Slices 3 mm. The grid is even, with empty slices."""
    planes = stack(6, 3)
    segmentation(case, [planes[n] for n in (0, 1, 4, 5)], 3)


@case("seg-labelmap", kind=SEG, reports=SPACING)
def labelmap(case):
    """A label map (Label Map Segmentation Storage), stored from top to bottom."""
    segmentation(case, stack(5, 3)[::-1], 3, labelmap=True)
