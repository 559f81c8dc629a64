"""vtk-dicom's dicomtonifti, in batch mode: a file for each series."""

import re
import shutil

from . import common

NAME = "vtk-dicom"
HOW = "dicomtonifti -v --batch -o OUT FOLDER"
TAKES = {"dicom"}


def version():
    if not shutil.which("dicomtonifti"):
        return None
    return re.search(r"\d+\.\d+\.\d+", common.run("dicomtonifti", "--version")[0])[0]


def convert(folder, out, truth):
    said, status = common.run("dicomtonifti", "-v", "--batch", "-r", "-o", out, folder)
    return common.programs(common.nifti(out), said, status)
