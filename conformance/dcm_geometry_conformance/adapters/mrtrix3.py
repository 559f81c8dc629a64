"""MRtrix3's mrconvert; gradients by mrinfo -dwgrad, which are in RAS."""

import re
import shutil
from pathlib import Path

from . import common

NAME = "MRtrix3"
HOW = "mrconvert FOLDER FILE.nii, not choosing where it asks for a series; mrinfo -dwgrad FOLDER"
TAKES = {"dicom"}


def version():
    if not shutil.which("mrconvert"):
        return None
    return re.search(r"\d+\.\d+\.\d+", common.run("mrconvert", "-version")[0])[0]


def convert(folder, out, truth):
    # Where it finds several series, it asks which one until it is told to quit.
    said, status = common.run("mrconvert", folder, Path(out, "out.nii"), typed=b"q\n")
    answer = common.programs(common.nifti(out), said, status)
    if answer.images and truth["diffusion"]:
        rows = [line.split() for line in common.run("mrinfo", "-quiet", "-dwgrad", folder)[0].splitlines()]
        table = [[float(x) for x in row] for row in rows if len(row) == 4]
        answer.images[0].gradients = [(b, (-x, -y, z)) for x, y, z, b in table] or None
    return answer
