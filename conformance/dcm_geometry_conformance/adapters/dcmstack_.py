"""dcmstack's program; it needs pydicom below 3, so CONFORMANCE_DCMSTACK may name it elsewhere."""

import os
import shutil

from . import common

NAME = "dcmstack"
HOW = "dcmstack --dest-dir OUT FOLDER"
TAKES = {"dicom"}
_PROGRAM = os.environ.get("CONFORMANCE_DCMSTACK") or shutil.which("dcmstack")


def version():
    if not _PROGRAM:
        return None
    return common.run(_PROGRAM, "--version")[0].split()[-1]


def convert(folder, out, truth):
    said, status = common.run(_PROGRAM, "--dest-dir", out, folder)
    return common.programs(common.nifti(out), said, status)
