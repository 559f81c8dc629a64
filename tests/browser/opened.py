"""Opens NRRD and NIfTI files and tells, for each slice of the array, which label it has and where it lies.

argv: files. Writes JSON: for every file and reader a list of [label, [x, y, z]] (LPS, mm), slices
first as numpy has them. A segmentation is read by slicerio too.
"""

import json
import sys

import nibabel
import nrrd
import numpy
import SimpleITK as sitk
import slicerio

TURNS = {"left-posterior-superior": (1, 1, 1), "right-anterior-superior": (-1, -1, 1)}


def labels(array):
    """The one value of each slice; array[slice, row, column]."""
    return [int(plane.flat[0]) if (plane == plane.flat[0]).all() else None for plane in array]


def by_pynrrd(path):
    array, header = nrrd.read(path, index_order="C")
    turn = numpy.array(TURNS[header["space"]])
    step = numpy.array(header["space directions"])[-1] * turn
    first = numpy.array(header["space origin"]) * turn
    return [[label, list(first + k * step)] for k, label in enumerate(labels(array))]


def by_simpleitk(path):
    image = sitk.ReadImage(path)
    array = sitk.GetArrayFromImage(image)
    place = image.TransformIndexToPhysicalPoint
    return [[label, list(place((0, 0, k)))] for k, label in enumerate(labels(array))]


def by_nibabel(path):
    image = nibabel.load(path)
    array = numpy.asarray(image.dataobj).transpose(2, 1, 0)
    turn = numpy.diag([-1, -1, 1, 1])
    return [
        [label, list((turn @ image.affine @ [0, 0, k, 1])[:3])] for k, label in enumerate(labels(array))
    ]


def by_slicerio(path):
    found = slicerio.read_segmentation(path)
    matrix = found["ijkToLPS"]
    array = found["voxels"].transpose(2, 1, 0)
    return [
        [label, list((matrix @ [0, 0, k, 1])[:3])] for k, label in enumerate(labels(array))
    ]


told = []
for path in sys.argv[1:]:
    own = {"nibabel": by_nibabel} if path.endswith(".nii") else {"pynrrd": by_pynrrd}
    readers = {**own, "SimpleITK": by_simpleitk}
    if path.endswith(".seg.nrrd"):
        readers["slicerio"] = by_slicerio
    told.append({name: read(path) for name, read in readers.items()})
json.dump(told, sys.stdout)
