"""Reads folders of one series each with other people's programs, and says where the volume lies.

Usage: peers_corners.py FOLDER...

Prints one JSON object: folder -> peer -> {"corners": eight points, LPS mm, "slices": number} or
{"error": message}. A peer that is not installed is absent from all of them.
"""

import glob
import importlib.util
import itertools
import json
import os
import struct
import subprocess
import sys
import tempfile

import numpy as np


def corners(affine, sizes):
    """Corner voxels of a grid: a 4 x 4 matrix of (first, second, third index, 1)."""
    ends = itertools.product(*([0, size - 1] for size in sizes))
    return [(affine @ [*index, 1])[:3].tolist() for index in ends]


def with_simpleitk(folder):
    import SimpleITK as sitk

    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(folder))
    image = reader.Execute()
    sizes = image.GetSize()
    ends = itertools.product(*([0, size - 1] for size in sizes))
    return {
        "corners": [image.TransformIndexToPhysicalPoint(index) for index in ends],
        "slices": sizes[2],
    }


def with_highdicom(folder):
    import highdicom
    import pydicom

    files = sorted(glob.glob(os.path.join(folder, "*.dcm")))
    volume = highdicom.get_volume_from_series([pydicom.dcmread(name) for name in files])
    sizes = volume.spatial_shape
    return {"corners": corners(volume.get_affine("LPS"), sizes), "slices": sizes[0]}


def with_dcm2niix(folder):
    import dcm2niix

    with tempfile.TemporaryDirectory() as out:
        command = [dcm2niix.bin, "-b", "n", "-z", "n", "-f", "out", "-o", out, folder]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        written = glob.glob(os.path.join(out, "*.nii"))
        if len(written) != 1:
            raise ValueError(f"{len(written)} files: {said.stdout[-500:]}")
        with open(written[0], "rb") as file:
            header = file.read(348)
    sizes = struct.unpack_from("<8h", header, 40)[1:4]
    rows = np.array(struct.unpack_from("<12f", header, 280), dtype=float).reshape(3, 4)
    affine = np.vstack([np.diag([-1, -1, 1]) @ rows, [0, 0, 0, 1]])
    return {"corners": corners(affine, sizes), "slices": sizes[2]}


PEERS = {"SimpleITK": with_simpleitk, "highdicom": with_highdicom, "dcm2niix": with_dcm2niix}


def attempt(read, folder):
    try:
        return read(folder)
    except Exception as error:  # Whatever it is, the test says so.
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    installed = {name: read for name, read in PEERS.items() if importlib.util.find_spec(name)}
    json.dump(
        {
            folder: {name: attempt(read, folder) for name, read in installed.items()}
            for folder in sys.argv[1:]
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
