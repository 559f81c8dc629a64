"""Opens NRRD files with every reader that is installed and prints where their labels lie.

Usage: read_labels.py FILE...

Prints one JSON object: file -> reader -> label -> [x, y, z], LPS mm, of the only voxel with it.
"""

import json
import sys

import numpy as np


def main():
    readers = {"pynrrd": read_pynrrd, "SimpleITK": read_simpleitk, "slicerio": read_slicerio}
    json.dump({path: {name: attempt(read, path) for name, read in readers.items()} for path in sys.argv[1:]}, sys.stdout)


def attempt(read, path):
    values, matrix, origin = read(path)
    found = {}
    for index in np.argwhere(values != 0):
        label = str(int(values[tuple(index)]))
        if label in found:
            raise ValueError(f"{path}: {label} is there twice")
        found[label] = (origin + matrix @ index).tolist()
    return found


def read_pynrrd(path):
    import nrrd

    values, header = nrrd.read(path, index_order="F")
    lps = {"left-posterior-superior": (1, 1, 1), "right-anterior-superior": (-1, -1, 1)}[header["space"]]
    return values, np.diag(lps) @ header["space directions"].T, np.multiply(lps, header["space origin"])


def read_simpleitk(path):
    import SimpleITK as sitk

    image = sitk.ReadImage(path)
    matrix = np.array(image.GetDirection()).reshape(3, 3) @ np.diag(image.GetSpacing())
    return sitk.GetArrayFromImage(image).transpose(2, 1, 0), matrix, np.array(image.GetOrigin())


def read_slicerio(path):
    import slicerio

    if path.endswith(".seg.nrrd"):
        content = slicerio.read_segmentation(path)
    else:
        import slicerio.volume

        content = slicerio.volume.read_volume(path)
    matrix = content["ijkToLPS"]
    return content["voxels"], matrix[:3, :3], matrix[:3, 3]


if __name__ == "__main__":
    main()
