"""Writes NRRD files of DICOM series as users of SimpleITK and pynrrd do.

Usage: write_headers.py FOLDER...

A folder holds one series. Beside its files SimpleITK writes `simpleitk.nrrd`, and pynrrd, from the same
volume, `pynrrd.nrrd` (first axis x) and `pynrrd_zyx.nrrd` (an array as SimpleITK hands it out, written with
pynrrd's default order of axes and the directions in that order). `cosines.nrrd` is what comes out when the
direction matrix is taken for the space directions.
"""

import sys

import nrrd
import numpy as np
import SimpleITK as sitk


def main():
    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    for folder in sys.argv[1:]:
        write_all(folder)


def write_all(folder):
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(folder))
    image = reader.Execute()
    sitk.WriteImage(image, f"{folder}/simpleitk.nrrd")

    array = sitk.GetArrayFromImage(image)  # [z, y, x]
    cosines = np.array(image.GetDirection()).reshape(3, 3).T
    steps = cosines * np.array(image.GetSpacing())[:, None]
    write(f"{folder}/pynrrd.nrrd", array.transpose(2, 1, 0), steps, image)
    write(f"{folder}/pynrrd_zyx.nrrd", array, steps[::-1], image)
    write(f"{folder}/cosines.nrrd", array.transpose(2, 1, 0), cosines, image)


def write(path, array, steps, image):
    nrrd.write(
        path,
        array,
        {
            "space": "left-posterior-superior",
            "space directions": steps,
            "space origin": np.array(image.GetOrigin()),
            "kinds": ["domain"] * 3,
        },
    )


if __name__ == "__main__":
    main()
