"""Enhanced multi-frame objects (PS3.3 A.36, A.38, C.7.6.16, C.7.6.17)."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from ..case import Frame, Report, case
from ..dicom import common, decimals, item, printed, sequence, set_pixels, stack, store, uid
from ..voxels import codes
from .c_faults import UNEVEN
from .e_orientations import AXIAL, MIXED, SAGITTAL

TRUE = r"4.?d|time|volumes|temporal|multiple frames|same position|duplicat|several"

KIND = "multi-frame"
ONES = (
    Report("InsightSoftwareConsortium/ITKPythonPackage#105", "the spacing of an enhanced image is not that of its series"),
    Report("Slicer/Slicer#6773", "z spacing of multi-frame objects read as 1"),
)
FRAMES = (Report("nipy/nibabel#977", "a central reference for the expected results"),)


def enhanced(case, frames, *, file="IM0001.dcm", shared=None, modality="MR", lie=False):
    """One enhanced object. ``frames``: (plane, volume, t, position in stack) in stored order; ``shared``:
    what to say of a t, as a function that gives functional groups."""
    data = common(case, modality, "Enhanced" + modality, file)
    data.ImageType = ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]
    data.AcquisitionDateTime = "20200102100100"
    data.AcquisitionDuration = 10.0
    data.ContentQualification = "PRODUCT"
    data.ResonantNucleus, data.KSpaceFiltering, data.MagneticFieldStrength = "1H", "NONE", 1.5
    data.ApplicableSafetyStandardAgency = "IEC"
    data.PixelPresentation, data.VolumetricProperties = "MONOCHROME", "VOLUME"
    data.VolumeBasedCalculationTechnique = "NONE"
    data.ComplexImageComponent, data.AcquisitionContrast = "MAGNITUDE", "UNKNOWN"
    data.BurnedInAnnotation, data.LossyImageCompression = "NO", "00"
    data.PresentationLUTShape = "IDENTITY"
    data.NumberOfFrames = len(frames)
    organization = uid(case, "dimensions")
    data.DimensionOrganizationSequence = sequence(DimensionOrganizationUID=organization)
    pointers = [(0x00209056, 0x00209111), (0x00209057, 0x00209111), (0x00209128, 0x00209111)]
    data.DimensionIndexSequence = Sequence([
        item(DimensionOrganizationUID=organization, DimensionIndexPointer=tag, FunctionalGroupPointer=group)
        for tag, group in pointers
    ])
    common_groups = Dataset()
    first = printed(frames[0][0])
    common_groups.PixelMeasuresSequence = sequence(
        PixelSpacing=decimals(first.spacing), SliceThickness="2.5")
    common_groups.MRImageFrameTypeSequence = sequence(
        FrameType=["ORIGINAL", "PRIMARY", "VOLUME", "NONE"], PixelPresentation="MONOCHROME",
        VolumetricProperties="VOLUME", VolumeBasedCalculationTechnique="NONE",
        ComplexImageComponent="MAGNITUDE", AcquisitionContrast="UNKNOWN")
    common_groups.PixelValueTransformationSequence = sequence(
        RescaleIntercept="0", RescaleSlope="1", RescaleType="US")
    data.SharedFunctionalGroupsSequence = Sequence([common_groups])
    groups, pictures = [], []
    for n, (plane, volume, t, place) in enumerate(frames):
        plane = printed(plane)
        number = len(case.frames)
        case.frames.append(Frame(plane, file, n, volume, t))
        pictures.append(codes(number))
        group = Dataset()
        at = place if not lie else len(frames) - place
        group.FrameContentSequence = sequence(
            FrameAcquisitionNumber=1, StackID=str(volume + 1), InStackPositionNumber=at,
            TemporalPositionIndex=t + 1, DimensionIndexValues=[volume + 1, at, t + 1],
            FrameReferenceDateTime=f"202001021001{t:02d}", FrameAcquisitionDateTime=f"202001021001{t:02d}",
            FrameAcquisitionDuration=100.0)
        group.PlanePositionSequence = sequence(ImagePositionPatient=decimals(plane.position))
        group.PlaneOrientationSequence = sequence(
            ImageOrientationPatient=decimals([*plane.row, *plane.column]))
        if shared:
            for keyword, value in shared(t).items():
                setattr(group, keyword, value)
        groups.append(group)
    data.PerFrameFunctionalGroupsSequence = Sequence(groups)
    set_pixels(data, np.stack(pictures))
    store(case, file, data)


def one(planes, order=None):
    """Frames of one stack, numbered along it, stored in an order."""
    numbered = [(p, 0, 0, k + 1) for k, p in enumerate(planes)]
    return [numbered[k] for k in order] if order else numbered


@case("multi-ascending", kind=KIND, reports=FRAMES)
def ascending(case):
    """Frames stored along row x column."""
    enhanced(case, one(stack(6, 3)))


@case("multi-descending", kind=KIND, reports=FRAMES)
def descending(case):
    """Frames stored against row x column, and numbered so."""
    enhanced(case, one(stack(6, 3)[::-1]))


@case("multi-interleaved", kind=KIND, reports=ONES)
def interleaved(case):
    """Frames stored as they were acquired: every second slice, then the others."""
    enhanced(case, one(stack(7, 3), [0, 2, 4, 6, 1, 3, 5]))


@case("multi-dimension-index-lies", kind=KIND, reports=FRAMES)
def lies(case):
    """Dimension Index Values and In-Stack Position Number count backwards against the positions
    (and the frames are stored out of order)."""
    enhanced(case, one(stack(6, 3), [3, 0, 4, 1, 5, 2]), lie=True)


@case("multi-missing", kind=KIND, true_words=UNEVEN, refusal="one slice of seven is missing", reports=ONES)
def missing(case):
    """One frame of the stack is missing in the object."""
    enhanced(case, one([p for k, p in enumerate(stack(7, 3)) if k != 3]))


@case("multi-times-slice-fastest", kind=KIND, true_words=TRUE, reports=ONES)
def slice_fastest(case):
    """Three times of five slices, one time after the other."""
    planes = stack(5, 3)
    enhanced(case, [(p, 0, t, k + 1) for t in range(3) for k, p in enumerate(planes)])


@case("multi-times-time-fastest", kind=KIND, true_words=TRUE, reports=ONES)
def time_fastest(case):
    """Three times of five slices, all times of a slice together, as many scanners store them."""
    planes = stack(5, 3)
    enhanced(case, [(p, 0, t, k + 1) for k, p in enumerate(planes) for t in range(3)])


@case("multi-two-stacks", kind=KIND, true_words=MIXED, reports=(
        Report("nipy/nibabel#1340", "reading enhanced multi-frame objects"),))
def two_stacks(case):
    """Two stacks of different orientation in one object."""
    enhanced(case, [(p, v, 0, k + 1) for v, place in enumerate((AXIAL, SAGITTAL))
                    for k, p in enumerate(stack(4, 3, **place))])


@case("multi-tilted", kind=KIND, true_words=r"tilt|regular|shear|orthogon|perpendicul|oblique|uniform|spac", reports=(
        Report("cornerstonejs/cornerstone3D#998", "gantry tilt"),))
def tilted(case):
    """Frames shifted within themselves from slice to slice."""
    enhanced(case, one(stack(6, 3, direction=(0, 0.25, 1))))


@case("multi-anisotropic", kind=KIND, reports=(Report("icometrix/dicom2nifti#37", "spacings exchanged"),))
def anisotropic(case):
    """Pixels of 0.9 mm between rows and 0.5 mm between columns, oblique."""
    enhanced(case, one(stack(5, 2, row=(0.8, 0.48, 0.36), column=(-0.6, 0.64, 0.48), spacing=(0.9, 0.5))))


@case("multi-two-objects", kind=KIND, reports=(Report(
        "rordenlab/dcm2niix#742", "a volume in several enhanced objects, some of them short"),))
def two_objects(case):
    """One stack in two objects of one series, the upper half in the first file."""
    planes = stack(8, 2)
    half = one(planes)
    enhanced(case, half[4:], file="IM0001.dcm")
    enhanced(case, half[:4], file="IM0002.dcm")
