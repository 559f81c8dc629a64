"""Reads NIfTI, MetaImage and VTK XML image data with the readers that Python has.

Usage: read_forms.py FILE...

Prints one JSON object: file -> reader -> reading, or {"error": message}. A reading is that of
read_nrrd.py, with

    transforms  of NIfTI: the place once more by each transform that the reader keeps, as
                {"sform": {"origin": ..., "directions": ...}, ...}, LPS mm
    range       smallest and largest value, rescaled if the reader does that

READERS is the whole table: a reader more is a line and a function.
"""

import importlib
import json
import sys

import numpy as np
from read_nrrd import attempt, in_child, reading

# RAS and LPS.
FLIP = np.array([-1.0, -1.0, 1.0])


def main():
    importlib.import_module("vtkmodules.vtkIOImage")
    importlib.import_module("vtkmodules.vtkIOXML")
    result = {path: {} for path in sys.argv[1:]}
    # VTK first: forked before another library has threads. Its readers may crash.
    for isolated in (True, False):
        for path, answers in result.items():
            for name, read in READERS[path.rsplit(".", 1)[1]].items():
                if name.startswith("VTK") == isolated:
                    answers[name] = (in_child if isolated else attempt)(read, path)
    json.dump(result, sys.stdout)


def read_nibabel(path):
    import nibabel

    image = nibabel.load(path)
    header = image.header
    values = np.asanyarray(image.dataobj.get_unscaled())
    if values.dtype.names:  # RGB24
        values = np.stack([values[name] for name in "RGB"], axis=-1)
    if values.ndim == 5:  # components behind the times, as dim[5] has them
        values = values.reshape([*values.shape[:3], -1], order="F")
    transforms = {"sform": of_affine(header.get_sform(coded=True)[0])}
    qform = header.get_qform(coded=True)[0]
    if qform is not None:
        transforms["qform"] = of_affine(qform)
    real = np.asanyarray(image.dataobj)
    return {
        **reading(values, *of_affine(image.affine).values()),
        "transforms": transforms,
        "range": range_of(values if real.dtype.names else real),
    }


def range_of(values):
    if np.iscomplexobj(values):
        return None
    return [float(values.min()), float(values.max())]


def of_affine(affine):
    return {
        "origin": (FLIP * affine[:3, 3]).tolist(),
        "directions": (FLIP[:, None] * affine[:3, :3]).T.tolist(),
    }


def read_simpleitk(path):
    import SimpleITK as sitk

    image = sitk.ReadImage(path)
    values = sitk.GetArrayFromImage(image)  # [t, z, y, x] or [t, z, y, x, component]
    dimensions = image.GetDimension()
    values = np.transpose(values, [*range(dimensions - 1, -1, -1), *range(dimensions, values.ndim)])
    matrix = np.array(image.GetDirection()).reshape(dimensions, dimensions)[:3, :3]
    directions = matrix.T * np.array(image.GetSpacing())[:3, None]
    return {**reading(values, image.GetOrigin()[:3], directions), "range": range_of(values)}


def read_vtk_nifti(path):
    from vtkmodules.vtkIOImage import vtkNIFTIImageReader

    reader = vtkNIFTIImageReader()
    reader.TimeAsVectorOn()
    values, _ = vtk_values(reader, path)
    transforms = {}
    for name, matrix in (("sform", reader.GetSFormMatrix()), ("qform", reader.GetQFormMatrix())):
        if matrix is not None:
            affine = np.array([[matrix.GetElement(i, j) for j in range(4)] for i in range(4)])
            # Steps have the length one; spacing stands apart.
            affine[:3, :3] *= reader.GetOutput().GetSpacing()
            transforms[name] = affine
    # It turns the slices round where qfac is -1, so that all axes are right-handed.
    if reader.GetQFac() < 0:
        values = values[:, :, ::-1]
        for affine in transforms.values():
            affine[:3, 3] += affine[:3, 2] * (values.shape[2] - 1)
            affine[:3, 2] *= -1
    transforms = {name: of_affine(affine) for name, affine in transforms.items()}
    place = transforms["sform"]
    return {
        **reading(values, place["origin"], place["directions"]),
        "transforms": transforms,
        "range": range_of(values),
    }


def read_vtk_meta(path):
    from vtkmodules.vtkIOImage import vtkMetaImageReader

    return in_place(*vtk_values(vtkMetaImageReader(), path))


def read_vtk_xml(path):
    from vtkmodules.vtkIOXML import vtkXMLImageDataReader

    return in_place(*vtk_values(vtkXMLImageDataReader(), path))


def vtk_values(reader, path):
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkCommonCore import vtkObject

    vtkObject.GlobalWarningDisplayOff()
    reader.SetFileName(path)
    reader.Update()
    image = reader.GetOutput()
    scalars = image.GetPointData().GetScalars()
    if scalars is None or reader.GetErrorCode() != 0:
        raise ValueError(f"no voxels, error {reader.GetErrorCode()}")
    shape = [*reversed(image.GetDimensions()), scalars.GetNumberOfComponents()]
    return np.transpose(vtk_to_numpy(scalars).reshape(shape), [2, 1, 0, 3]), image


def in_place(values, image):
    matrix = image.GetDirectionMatrix()
    direction = np.array([[matrix.GetElement(i, j) for j in range(3)] for i in range(3)])
    directions = direction.T * np.array(image.GetSpacing())[:, None]
    return {
        **reading(values, image.GetOrigin(), directions),
        # By its own word: directions that are no unit vectors have another length.
        "spacing": list(image.GetSpacing()),
        "range": range_of(values),
    }


NIFTI = {"nibabel": read_nibabel, "SimpleITK": read_simpleitk, "VTK": read_vtk_nifti}
META = {"SimpleITK": read_simpleitk, "VTK": read_vtk_meta}
READERS = {
    "nii": NIFTI,
    "hdr": NIFTI,
    "mha": META,
    "mhd": META,
    "vti": {"VTK": read_vtk_xml},
}


if __name__ == "__main__":
    main()
