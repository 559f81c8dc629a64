"""Reads folders of DICOM files with SimpleITK, as a user would, and prints what it sees.

Usage: read_dicom.py FOLDER...

Prints one JSON object: folder -> reading (see read_nrrd.py), or {"error": message}. A folder holds one
series.
"""

import json
import sys

import SimpleITK as sitk

from read_nrrd import attempt, from_simpleitk


def main():
    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    json.dump({folder: attempt(read_series, folder) for folder in sys.argv[1:]}, sys.stdout)


def read_series(folder):
    reader = sitk.ImageSeriesReader()
    names = reader.GetGDCMSeriesFileNames(folder)
    if len(names) == 1:
        # All frames are in one object; as a series of one it would become four-dimensional.
        return from_simpleitk(sitk.ReadImage(names[0]))
    reader.SetFileNames(names)
    return from_simpleitk(reader.Execute())


if __name__ == "__main__":
    main()
