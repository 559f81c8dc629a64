"""Several volumes at one place, and what tells them apart."""

from ..case import Report, case
from ..dicom import classic, decimal, stack

KIND = "4-D"
FOUR = (
    Report("cornerstonejs/cornerstone3D#555", "sorting 4-D series"),
    Report("SimpleITK/SimpleITK#879", "4-D series"),
)
TRUE = r"4.?d|four|regular|multiple frames|time|volumes|temporal|echo|duplicat|same position|multiple|spac|several|increment|unique|uniform"


def volumes(case, count, tags, slices=5, step=3.0, left_out=(), time_fastest=False, modality="MR"):
    """``tags(t, k)``: what slice k of volume t says."""
    planes = stack(slices, step)
    places = [(t, k) for t in range(count) for k in range(slices)]
    if time_fastest:
        places.sort(key=lambda place: place[::-1])
    n = 0
    for t, k in places:
        if (t, k) in left_out:
            continue
        n += 1
        classic(case, planes[k], file=f"IM{n:04d}.dcm", number=n, t=t, modality=modality, tags=tags(t, k))


@case("axis-temporal-position", kind=KIND, true_words=TRUE, reports=FOUR)
def temporal(case):
    """Three times, told apart by Temporal Position Identifier, one after the other."""
    volumes(case, 3, lambda t, k: {"TemporalPositionIdentifier": t + 1, "NumberOfTemporalPositions": 3,
                                   "AcquisitionNumber": t + 1,
                                   "AcquisitionTime": f"1001{t * 5:02d}", "ContentTime": f"1001{t * 5:02d}"})


@case("axis-trigger-time", kind=KIND, true_words=TRUE, reports=FOUR)
def trigger(case):
    """A cine: four heart phases by Trigger Time, all phases of a slice together."""
    volumes(case, 4, lambda t, k: {"TriggerTime": decimal(30.0 * t), "CardiacNumberOfImages": 4},
            time_fastest=True)


@case("axis-trigger-times-differ-by-slice", kind=KIND, true_words=TRUE, reports=FOUR)
def trigger_differs(case):
    """The same, but the heart beats faster from slice to slice: the same phase has another Trigger
    Time in every slice. Grouping by equal values makes volumes of one slice."""
    volumes(case, 4, lambda t, k: {"TriggerTime": decimal(t * (30.0 - k)), "CardiacNumberOfImages": 4},
            time_fastest=True)


@case("axis-echo", kind=KIND, true_words=TRUE, reports=FOUR)
def echo(case):
    """Two echoes of five slices in one series, told apart by Echo Time and Echo Number."""
    volumes(case, 2, lambda t, k: {"EchoTime": decimal(5 + 10 * t), "EchoNumbers": t + 1}, time_fastest=True)


@case("axis-acquisition-number", kind=KIND, true_words=TRUE, reports=FOUR)
def acquisition(case):
    """Three runs through the same slices, told apart by Acquisition Number and time alone (CT
    perfusion)."""
    volumes(case, 3, lambda t, k: {"AcquisitionNumber": t + 1, "AcquisitionTime": f"1001{t * 5:02d}",
                                   "ContentTime": f"1001{t * 5:02d}"}, modality="CT")


@case("axis-flip-angle", kind=KIND, true_words=TRUE, reports=FOUR)
def flip_angle(case):
    """Two flip angles in one series (T1 mapping)."""
    volumes(case, 2, lambda t, k: {"FlipAngle": str(5 + 10 * t), "AcquisitionNumber": t + 1})


@case("axis-magnitude-and-phase", kind=KIND, true_words=TRUE + "|image.?type|select series", reports=FOUR)
def magnitude(case):
    """Magnitude and phase of the same five slices in one series, told apart by Image Type."""
    planes = stack(5, 3)
    for t, kind in enumerate(("M", "P")):
        for k, plane in enumerate(planes):
            n = 2 * k + t + 1
            classic(case, plane, file=f"IM{n:04d}.dcm", number=n, volume=t,
                    tags={"ImageType": ["ORIGINAL", "PRIMARY", kind, "ND"]})


@case("axis-water-and-fat-alternating", kind=KIND, true_words=TRUE + "|image.?type|select series", reports=FOUR)
def water_and_fat(case):
    """Water and fat images of a Dixon scan in one series, at the same places, in turn; the files of the
    fat images come first."""
    planes = stack(6, 2)
    for t, kind in enumerate(("WATER", "FAT")):
        for k, plane in enumerate(planes):
            n = 2 * k + (2 - t)
            classic(case, plane, file=f"IM{n:04d}.dcm", number=n, volume=t,
                    tags={"ImageType": ["DERIVED", "PRIMARY", "M", kind]})


@case("axis-dynamic-pet", kind=KIND, true_words=TRUE, reports=FOUR)
def dynamic_pet(case):
    """A dynamic PET: three frames in time, told apart by Frame Reference Time; Image Index counts through
    all of them."""
    volumes(case, 3, lambda t, k: {"FrameReferenceTime": decimal(5000.0 + 10000 * t), "SeriesType": ["DYNAMIC", "IMAGE"],
                                   "NumberOfTimeSlices": 3, "NumberOfSlices": 5,
                                   "AcquisitionTime": f"1001{t * 10:02d}"}, modality="PT")


@case("axis-acquisitions-overlap", kind=KIND, true_words=TRUE + "|overlap", reports=(
        Report("Project-MONAI/monai-deploy-app-sdk#532", "several acquisitions in one series"),))
def overlap(case):
    """Two acquisitions of one series, the second from where the first ends, with two slices in common:
    two volumes, by Acquisition Number."""
    n = 0
    for t, first in enumerate((20.0, 32.0)):
        for plane in stack(6, 3, first=(-5.25, -12.5, first)):
            n += 1
            classic(case, plane, file=f"IM{n:04d}.dcm", number=n, volume=t, modality="CT",
                    tags={"AcquisitionNumber": t + 1, "AcquisitionTime": f"10010{t}", "ContentTime": f"10010{t}"})


@case("axis-mixed-half-way", kind=KIND, true_words=TRUE + "|half|settings", reports=FOUR)
def half_way(case):
    """Two echoes at different heights: the second lies half a spacing above the first. Sorted by
    position alone, they make one even stack of ten slices of two kinds."""
    planes = [stack(5, 4), stack(5, 4, first=(-5.25, -12.5, 22.0))]
    for t in (0, 1):
        for k, plane in enumerate(planes[t]):
            n = t * 5 + k + 1
            classic(case, plane, file=f"IM{n:04d}.dcm", number=n, volume=t,
                    tags={"EchoTime": decimal(5 + 10 * t), "EchoNumbers": t + 1})


CLOCKS = "clocks only"


@case("clock-acquisition-time", kind=CLOCKS, true_words=TRUE, reports=FOUR)
def clock(case):
    """Three times told apart by Acquisition Time alone, equal for all slices of a volume."""
    volumes(case, 3, lambda t, k: {"AcquisitionTime": f"1001{t * 10:02d}", "AcquisitionNumber": 1,
                                   "ContentTime": f"1001{t * 10:02d}"})


@case("clock-differs-by-slice", kind=CLOCKS, true_words=TRUE, reports=FOUR)
def clock_by_slice(case):
    """Every slice has its own time: a volume is what has the same rank among the images at its
    position."""
    def tags(t, k):
        time = f"1001{t * 10:02d}.{k}00000"
        return {"AcquisitionTime": time, "ContentTime": time}

    volumes(case, 3, tags)


@case("clock-over-midnight", kind=CLOCKS, true_words=TRUE, reports=FOUR)
def midnight(case):
    """The series runs over midnight: the clock begins anew between the second and the third volume."""
    def tags(t, k):
        time = ["235940", "235950", "000000"][t]
        date = "20200102" if t < 2 else "20200103"
        return {"AcquisitionTime": time, "ContentTime": time, "AcquisitionDate": date, "ContentDate": date}

    volumes(case, 3, tags)


HOLES = "4-D holes"
LACKS = TRUE + r"|missing|incomplete|lack|hole|complete|number of (?:slices|images|files)|uniform"


@case("hole-one-slice", kind=HOLES, true_words=LACKS,
      refusal="one slice of the second of three times is missing", reports=(
          Report("dgobbi/vtk-dicom#30", "some positions repeated, others not"),
          Report("rordenlab/dcm2niix#207", "positions repeated, images missing?")))
def one_slice(case):
    """One slice of one time did not arrive."""
    volumes(case, 3, lambda t, k: {"TemporalPositionIdentifier": t + 1, "AcquisitionNumber": t + 1},
            left_out=[(1, 2)])


@case("hole-last-volume", kind=HOLES, true_words=LACKS,
      refusal="the last of three times has only two of five slices", reports=(
          Report("rordenlab/dcm2niix#357", "scan stopped early"),))
def last_volume(case):
    """The scan was stopped: the last volume is incomplete. Dividing the number of files by the number
    of slices fails or shifts everything."""
    volumes(case, 3, lambda t, k: {"TemporalPositionIdentifier": t + 1, "AcquisitionNumber": t + 1},
            left_out=[(2, 2), (2, 3), (2, 4)])
