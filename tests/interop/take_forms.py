"""Hands numpy arrays to programs by their forms, and says where the programs have every voxel.

Usage: take_forms.py CASES.json

A case is {"program", "form", "letters", "shape", "fortran"}: the form as the service gives it, and the
caller's array. Its values count the voxels: (((t * 3 + z) * 4 + y) * 5 + x) * 3 + c. Prints for each
case a list of [value, x, y, z, t, c]: LPS mm, volume and component as the program has them. MONAI and
TorchIO need torch, which is too large for a test: of those the lines of numpy are here that they apply
to a tensor and its affine. Of Slicer there is its matrix class.
"""

import json
import sys

import highdicom as hd
import nibabel
import numpy as np
import pyvista
import SimpleITK as sitk
import vtk

FACTORS = {"t": 180, "z": 60, "y": 15, "x": 3, "c": 1}


def main():
    with open(sys.argv[1]) as file:
        cases = json.load(file)
    print(json.dumps([answer(case) for case in cases]))


def answer(case):
    index = np.indices(case["shape"])
    array = sum(FACTORS[name] * at for name, at in zip(case["letters"], index)).astype(np.int16)
    if case["fortran"]:
        array = np.asfortranarray(array)
    form = case["form"]
    array = array.reshape(form["arrayShape"]).transpose(form["transpose"]).reshape(form["shape"])
    return [[float(number) for number in row] for row in PROGRAMS[case["program"]](array, form)]


def lps(point):
    return [-point[0], -point[1], point[2]]


def take_nibabel(array, form):
    image = nibabel.Nifti1Image(array, form["affine"])
    image.header.set_xyzt_units(*form["units"])
    assert np.allclose(image.header.get_zooms(), form["zooms"]), "zooms"
    back = nibabel.Nifti1Image.from_bytes(image.to_bytes())
    assert np.allclose(back.affine, image.affine, atol=1e-4)
    voxels = np.asanyarray(back.dataobj)
    for index in np.ndindex(voxels.shape):
        t, c = (*index[3:], 0, 0)[:2]
        yield voxels[index], *lps(nibabel.affines.apply_affine(image.affine, index[:3])), t, c


def take_simpleitk(array, form):
    image = sitk.GetImageFromArray(array, isVector=form["isVector"])
    image.SetOrigin(form["origin"])
    image.SetSpacing(form["spacing"])
    image.SetDirection(form["direction"])
    assert list(image.GetSize()) == form["size"]
    assert image.GetPixelID() == getattr(sitk, form["pixelId"])
    for index in np.ndindex(image.GetSize()):
        index = [int(at) for at in index]
        point = image.TransformIndexToPhysicalPoint(index)
        pixel = image.GetPixel(index)
        for c, value in enumerate(pixel if form["isVector"] else [pixel]):
            yield value, *point[:3], point[3] if len(point) > 3 else 0, c


def take_highdicom(array, form):
    volume = hd.Volume(array, np.array(form["affine"]), form["coordinateSystem"])
    for index in np.ndindex(volume.shape):
        [point] = volume.map_indices_to_reference(np.array([index]))
        yield volume.array[index], *point, 0, 0


def take_tensor(array, form):
    affine = np.array(form["affine"])
    # The channels of several volumes are as many for each of them.
    components = 3 if "c" in form["array"] else 1
    for channel, *index in np.ndindex(array.shape):
        point = affine[:3, :3] @ index + affine[:3, 3]
        yield array[(channel, *index)], *lps(point), *divmod(channel, components)


def take_pyvista(array, form):
    grid = pyvista.ImageData(**form["image"])
    grid["values"] = array
    turn = lps if form["space"] == "RAS" else list
    values = np.asarray(grid["values"]).reshape(grid.n_points, -1)
    for n, row in enumerate(values):
        for c, value in enumerate(row):
            yield value, *turn(grid.GetPoint(n)), 0, c


def take_slicer(array, form):
    matrix = vtk.vtkMatrix4x4()
    matrix.DeepCopy([number for row in form["ijkToRAS"] for number in row])
    for index in np.ndindex(array.shape):
        k, j, i, c = (*index, 0)[:4]
        yield array[index], *lps(matrix.MultiplyPoint((i, j, k, 1))[:3]), 0, c


PROGRAMS = {
    "nibabel": take_nibabel,
    "simpleitk": take_simpleitk,
    "highdicom": take_highdicom,
    "monai": take_tensor,
    "torchio": take_tensor,
    "pyvista": take_pyvista,
    "slicer": take_slicer,
}

if __name__ == "__main__":
    main()
