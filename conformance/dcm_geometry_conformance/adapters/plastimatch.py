"""plastimatch convert, as its manual: a folder to an image, a dose object to a dose image."""

import shutil
from pathlib import Path

from . import common

NAME = "plastimatch"
HOW = "plastimatch convert --input FOLDER (or the only FILE) --output-img FILE.nrrd (--output-dose-img for dose)"
TAKES = {"dicom"}


def version():
    if not shutil.which("plastimatch"):
        return None
    return common.run("plastimatch", "--version")[0].split()[-1]


def convert(folder, out, truth):
    found = list(folder.iterdir())
    source = found[0] if len(found) == 1 else folder
    kind = "--output-dose-img" if truth["kind"] == "dose" else "--output-img"
    said, status = common.run("plastimatch", "convert", "--input", source, kind, Path(out, "out.nrrd"))
    return common.programs(common.nrrd(out), said, status)
