"""Reads NRRD files with the readers that Python has, and prints what each of them sees.

Usage: read_nrrd.py FILE...

Prints one JSON object: file -> reader -> reading, or {"error": message}. A reading holds

    sizes       of the three spatial axes
    components  product of all other axes
    type        numpy's name
    origin      LPS mm; null where the reader does not keep it
    directions  steps of the three spatial axes, LPS mm; null where the reader does not keep them
    spacing     their lengths
    voxels      MD5 of the values, little endian, x fastest, then y, z, components
"""

import hashlib
import importlib
import json
import os
import signal
import sys

import numpy as np


def main():
    readers = {
        "pynrrd": read_pynrrd,
        "SimpleITK": read_simpleitk,
        "slicerio": read_slicerio,
    }
    # VTK first: forked before another library has threads, and loaded once for all children.
    importlib.import_module("vtkmodules.vtkIOImage")
    result = {path: {"VTK": in_child(read_vtk, path)} for path in sys.argv[1:]}
    for path, answers in result.items():
        answers.update((name, attempt(read, path)) for name, read in readers.items())
    json.dump(result, sys.stdout)


def attempt(read, path):
    try:
        return read(path)
    except Exception as error:  # whatever a reader throws is its answer
        return {"error": f"{type(error).__name__}: {error}"[:500]}


# VTK goes on for ever with some templates for names of files.
CHILD_SECONDS = 30


def in_child(read, path):
    """The answer of a reader that may crash or never end, from a process of its own."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        signal.alarm(CHILD_SECONDS)
        with os.fdopen(sink, "w") as answer:
            json.dump(attempt(read, path), answer)
        os._exit(0)
    os.close(sink)
    with os.fdopen(source) as answer:
        text = answer.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return {"error": f"ended by signal {os.WTERMSIG(status)}"}
    return json.loads(text)


def reading(values, origin, directions, spacing=None):
    """Uniform answer; `values` is indexed [x, y, z, component]."""
    if directions is not None:
        directions = [[float(c) for c in axis] for axis in directions]
        spacing = [float(np.linalg.norm(axis)) for axis in directions]
    little = values.astype(values.dtype.newbyteorder("<"))
    return {
        "sizes": [int(size) for size in values.shape[:3]],
        "components": int(np.prod(values.shape[3:])),
        "type": values.dtype.name,
        "origin": None if origin is None else [float(c) for c in origin],
        "directions": directions,
        "spacing": [float(s) for s in spacing],
        "voxels": hashlib.md5(little.tobytes(order="F")).hexdigest(),
    }


def components_last(values, spatial):
    others = [axis for axis in range(values.ndim) if axis not in spatial]
    return np.transpose(values, [*spatial, *others])


def read_pynrrd(path):
    import nrrd

    values, header = nrrd.read(path, index_order="F")
    directions = np.asarray(header["space directions"], dtype=float)
    spatial = [axis for axis in range(values.ndim) if not np.isnan(directions[axis]).any()]
    to_lps = {
        "left-posterior-superior": np.array([1, 1, 1]),
        "right-anterior-superior": np.array([-1, -1, 1]),
    }[header["space"]]
    return reading(
        components_last(values, spatial),
        to_lps * header["space origin"],
        to_lps * directions[spatial],
    )


def read_slicerio(path):
    import slicerio.volume

    volume = slicerio.volume.read_volume(path)
    values = volume["voxels"]
    first = 1 if "component" in volume else 0
    matrix = volume["ijkToLPS"]
    return reading(components_last(values, list(range(first, first + 3))), matrix[:3, 3], matrix[:3, :3].T)


def read_simpleitk(path):
    import SimpleITK as sitk

    return from_simpleitk(sitk.ReadImage(path))


def from_simpleitk(image):
    import SimpleITK as sitk

    values = sitk.GetArrayFromImage(image)  # [z, y, x] or [z, y, x, component]
    values = np.transpose(values, [2, 1, 0, *range(3, values.ndim)])
    directions = np.array(image.GetDirection()).reshape(3, 3).T * np.array(image.GetSpacing())[:, None]
    return reading(values, image.GetOrigin(), directions)


def read_vtk(path):
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkCommonCore import vtkObject
    from vtkmodules.vtkIOImage import vtkNrrdReader

    vtkObject.GlobalWarningDisplayOff()
    reader = vtkNrrdReader()
    reader.SetFileName(path)
    reader.Update()
    image = reader.GetOutput()
    scalars = image.GetPointData().GetScalars()
    if scalars is None:
        raise ValueError("no voxels")
    values = vtk_to_numpy(scalars).reshape([*reversed(image.GetDimensions()), scalars.GetNumberOfComponents()])
    return reading(np.transpose(values, [2, 1, 0, 3]), None, None, image.GetSpacing())


if __name__ == "__main__":
    main()
