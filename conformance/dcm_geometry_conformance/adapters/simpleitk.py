"""SimpleITK with GDCM, as its example "Read DICOM Series"; one file as "ReadImage"."""

import numpy as np

from . import common

NAME = "SimpleITK"
HOW = "ImageSeriesReader over GetGDCMSeriesFileNames, for every series ID, ReadImage of a single file; an array by CopyInformation"
TAKES = {"dicom", "array"}


def version():
    return common.package("simpleitk")


def convert(folder, out, truth):
    import SimpleITK as sitk

    found = list(folder.iterdir())
    if len(found) == 1:
        return [common.simpleitk(sitk.ReadImage(str(found[0])))]
    images = []
    for uid in sitk.ImageSeriesReader.GetGDCMSeriesIDs(str(folder)) or [""]:
        names = sitk.ImageSeriesReader.GetGDCMSeriesFileNames(str(folder), uid)
        if not names:
            raise ValueError("GDCM finds no series in the folder")
        reader = sitk.ImageSeriesReader()
        reader.SetFileNames(names)
        image = reader.Execute()
        if truth["takes"] == "array":
            array = np.load(folder / "array.npy")
            mask = sitk.GetImageFromArray(array.T if truth["array"]["axes"] == "xyz" else array)
            mask.CopyInformation(image)
            image = mask
        images.append(common.simpleitk(image, uid[-12:]))
    return images
