"""What the question asked for, as a negative control: cross(row, column) x SliceThickness."""

import numpy as np

from ..judge import Image
from . import common

NAME = "cross × thickness"
HOW = "files by name, pixels stacked, third direction cross(row, column) * SliceThickness"
TAKES = {"dicom", "json", "array"}


def version():
    return common.package("pydicom")


def convert(folder, out, truth):
    sets = common.datasets(folder)
    first = sets[0]
    row, column = np.reshape([float(x) for x in first.ImageOrientationPatient], (2, 3))
    matrix = np.eye(4)
    matrix[:3, 0] = row * first.PixelSpacing[1]
    matrix[:3, 1] = column * first.PixelSpacing[0]
    matrix[:3, 2] = np.cross(row, column) * first.SliceThickness
    matrix[:3, 3] = first.ImagePositionPatient
    if truth["takes"] == "array":
        voxels = np.load(folder / "array.npy")
    else:
        voxels = np.stack([data.pixel_array for data in sets])
    if voxels.ndim != 3:
        voxels = voxels.reshape(-1, *voxels.shape[-2:])
    return [Image(voxels.T, matrix)]
