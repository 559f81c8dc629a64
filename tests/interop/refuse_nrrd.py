"""Says which of Python's readers refuse which NRRD files.

Usage: refuse_nrrd.py FOLDER

Prints one JSON object: file name -> {"refused": readers, "origin": SimpleITK's origin or null}.
"""

import contextlib
import io
import json
import os
import sys
import warnings

import nrrd
import SimpleITK as sitk


def main(folder):
    warnings.simplefilter("ignore")
    sitk.ProcessObject.GlobalWarningDisplayOff()
    json.dump({name: asked(os.path.join(folder, name)) for name in sorted(os.listdir(folder))}, sys.stdout)


def asked(path):
    refused = []
    origin = None
    try:
        origin = list(sitk.ReadImage(path, imageIO="NrrdImageIO").GetOrigin())
    except RuntimeError:
        refused.append("ITK")
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            nrrd.read(path)
    except Exception:  # whatever it throws is a refusal
        refused.append("pynrrd")
    return {"refused": refused, "origin": origin}


if __name__ == "__main__":
    main(sys.argv[1])
