"""Resamples arrays that hold a linear function of place, as docs/regular-grid.md does it.

Arguments: the page's functions, and a list of cases as JSON. Prints for each case and each of the two
functions how far the result is from the linear function, where the array reaches.
"""

import json
import pathlib
import sys

import numpy as np
import SimpleITK as sitk

BACKGROUND = -1e6

page = {}
exec(pathlib.Path(sys.argv[1]).read_text(), page)
with_scipy, with_simpleitk = page["with_scipy"], page["with_simpleitk"]


def values_on(planes, columns, rows, weights):
    """Slices, rows, columns."""
    j, i = np.indices((rows, columns))
    return np.stack([
        (np.array(plane["position"]) + i[..., None] * np.array(plane["columnStep"])
         + j[..., None] * np.array(plane["rowStep"])) @ weights
        for plane in planes
    ])


def values_at(image, weights):
    """The same at the voxels of an image, by SimpleITK's own opinion of their places."""
    origin = np.array(image.TransformIndexToPhysicalPoint((0, 0, 0)))
    steps = [
        np.array(image.TransformIndexToPhysicalPoint(tuple(int(n == axis) for n in range(3)))) - origin
        for axis in range(3)
    ]
    k, j, i = np.indices(image.GetSize()[::-1])
    places = origin + sum(n[..., None] * step for n, step in zip((i, j, k), steps))
    return places @ weights


def judged(case, folder):
    grid, weights = case["grid"], np.array(case["weights"])
    usual = values_on(case["planes"], case["columns"], case["rows"], weights)
    array = np.transpose(usual, ["zyx".index(name) for name in grid["numpy"]["axes"]])
    in_memory = np.asfortranarray(array) if case["fortranOrder"] else np.ascontiguousarray(array)
    of_header = np.ascontiguousarray(in_memory.T if case["fortranOrder"] else in_memory)

    results = {"scipy": with_scipy(in_memory, grid, background=BACKGROUND)}
    image = with_simpleitk(of_header, grid, background=BACKGROUND)
    results["SimpleITK"] = sitk.GetArrayFromImage(image)
    # ITK goes on for half a voxel beyond the array, as the page says.
    inside = results["scipy"] != BACKGROUND
    truth = values_at(image, weights)

    path = f"{folder}/resampled.nrrd"
    resampled = grid["resampled"]
    samples = results["scipy"].astype(resampled["dtype"])
    pathlib.Path(path).write_bytes(resampled["header"].encode() + samples.tobytes())
    read = sitk.ReadImage(path)
    assert np.array_equal(sitk.GetArrayFromImage(read), samples)

    labels = (np.indices(usual.shape).sum(axis=0) % 7 + 1).astype("uint8")
    of_labels = np.transpose(labels, ["zyx".index(name) for name in grid["numpy"]["axes"]])
    nearest = with_scipy(of_labels, grid, order=0, background=0)
    return {
        "shape": list(truth.shape),
        "inside": int(inside.sum()),
        "errors": {name: float(abs(values - truth)[inside].max()) for name, values in results.items()},
        "read": {
            "size": read.GetSize(),
            "origin": read.GetOrigin(),
            "spacing": read.GetSpacing(),
            "direction": read.GetDirection(),
        },
        "labels": sorted(set(nearest.ravel().tolist())),
    }


cases = json.loads(pathlib.Path(sys.argv[2]).read_text())
folder = str(pathlib.Path(sys.argv[2]).parent)
print(json.dumps([judged(case, folder) for case in cases]))
