"""highdicom, as its pages on volumes show; its volumes are [slice, row, column]."""

from ..judge import Image
from . import common

NAME = "highdicom"
HOW = "get_volume_from_series; imread(…).get_volume() of multi-frame objects, segread(…).get_volume()"
TAKES = {"dicom", "json"}


def version():
    return common.package("highdicom")


def convert(folder, out, truth):
    import highdicom

    sets = common.datasets(folder)
    if not sets:
        raise ValueError("no DICOM file")
    if len(sets) > 1 or "NumberOfFrames" not in sets[0]:
        return [image(highdicom.get_volume_from_series(sets))]
    path = common.files(folder)[0]
    if sets[0].Modality == "SEG":
        volume = highdicom.seg.segread(path).get_volume(combine_segments=True)
    else:
        volume = highdicom.imread(path).get_volume()
    return [image(volume)]


def image(volume):
    order = [2, 1, 0, 3]
    return Image(volume.array.transpose([2, 1, 0, *range(3, volume.array.ndim)]),
                 volume.get_affine("LPS")[:, order])
