"""Writes the mask of each folder with the client, in every format.

Usage: DCM2NHDR_URL=http://127.0.0.1:8000 python write_masks.py FOLDER...
"""

import pathlib
import sys

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "clients" / "python"))
import dcm2nhdr  # noqa: E402

for argument in sys.argv[1:]:
    folder = pathlib.Path(argument)
    mask = numpy.load(folder / "mask.npy")
    for ending in ("nrrd", "nii", "nii.gz", "hdr", "mha", "vti"):
        dcm2nhdr.write(folder / f"mask.{ending}", mask, folder / "series", order="given")
    dcm2nhdr.segmentation(folder / "mask.seg.nrrd", mask, folder / "series", order="given", encoding="gzip")
