"""dicom-numpy, as its README: datasets to an array [column, row, slice] and a matrix to LPS."""

from ..judge import Image
from . import common

NAME = "dicom-numpy"
HOW = "combine_slices(datasets)"
TAKES = {"dicom", "json"}


def version():
    return common.package("dicom-numpy")


def convert(folder, out, truth):
    import dicom_numpy

    return [Image(*dicom_numpy.combine_slices(common.datasets(folder)))]
