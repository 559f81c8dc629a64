"""Says where the largest value of each file lies, by the geometry that each reader has of it.

Usage: read_peaks.py FILE...

Prints one JSON object: file -> reader -> LPS mm.
"""

import json
import sys

import nrrd
import numpy as np
import SimpleITK as sitk
import slicerio


def main():
    readers = {"pynrrd": by_pynrrd, "SimpleITK": by_simpleitk, "slicerio": by_slicerio}
    result = {
        path: {name: [float(c) for c in read(path)] for name, read in readers.items()}
        for path in sys.argv[1:]
    }
    json.dump(result, sys.stdout)


def peak(values):
    return np.unravel_index(np.argmax(values), values.shape)


def by_pynrrd(path):
    values, header = nrrd.read(path, index_order="F")
    place = header["space origin"] + np.array(peak(values)) @ header["space directions"]
    ras = header["space"] == "right-anterior-superior"
    return place * [-1, -1, 1] if ras else place


def by_simpleitk(path):
    image = sitk.ReadImage(path)
    index = [int(i) for i in reversed(peak(sitk.GetArrayFromImage(image)))]
    return image.TransformIndexToPhysicalPoint(index)


def by_slicerio(path):
    volume = slicerio.read_segmentation(path)
    return (volume["ijkToLPS"] @ [*peak(volume["voxels"]), 1])[:3]


if __name__ == "__main__":
    main()
