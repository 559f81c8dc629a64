"""Writes empty NIfTI images with nibabel.

Usage: write_niftis.py CASES.json

A case is {"path", "affine", "shape"}.
"""

import json
import sys

import nibabel
import numpy as np

with open(sys.argv[1]) as file:
    for case in json.load(file):
        image = nibabel.Nifti1Image(np.zeros(case["shape"], np.int16), np.array(case["affine"]))
        image.to_filename(case["path"])
print("null")
