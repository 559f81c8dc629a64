"""Says where marked voxels of images land, by every reader that Python has.

Usage: land.py MANIFEST

The manifest is a JSON list of {"path", "format"}: files whose samples are 0 but for a few, which have
values of their own. Prints one JSON object: path -> reader -> landing, or {"error": message}. A
landing is a list of [value, x, y, z, t]: LPS mm, and the index along the axis that is not space.
"""

import ast
import importlib.util
import json
import sys

import numpy as np

from read_nrrd import attempt, in_child

TO_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])


def main():
    with open(sys.argv[1]) as file:
        manifest = json.load(file)
    importlib.import_module("vtkmodules.vtkIOImage")
    importlib.import_module("vtkmodules.vtkIOXML")
    result = {}
    for entry in manifest:
        path = entry["path"]
        readers = READERS.get(entry["format"], {})
        result[path] = {
            name: in_child(read, path) if name == "VTK" else attempt(read, path) for name, read in readers.items()
        }
    json.dump(result, sys.stdout)


def landing(values, affine, spatial=(0, 1, 2)):
    """Marks of an array; `affine` is 4 x 4, from indices along the spatial axes to LPS mm."""
    marks = []
    flat = values.reshape(-1, order="F") if values.flags.f_contiguous else np.asfortranarray(values).reshape(-1, order="F")
    for place in np.flatnonzero(flat):
        index = np.unravel_index(place, values.shape, order="F")
        point = affine @ [*[float(index[axis]) for axis in spatial], 1.0]
        others = [int(index[axis]) for axis in range(values.ndim) if axis not in spatial]
        marks.append([float(flat[place]), *[float(c) for c in point[:3]], others[0] if others else 0])
    return marks


def read_nibabel(path):
    import nibabel

    image = nibabel.load(path)
    return landing(np.asarray(image.dataobj), TO_LPS @ image.affine)


def read_simpleitk(path):
    import SimpleITK as sitk

    image = sitk.ReadImage(path)
    values = sitk.GetArrayViewFromImage(image).transpose()
    components = image.GetNumberOfComponentsPerPixel() > 1
    if components:
        values = np.moveaxis(values, 0, -1)
    size = image.GetDimension()
    direction = np.array(image.GetDirection()).reshape(size, size)
    affine = np.eye(4)
    affine[:3, :3] = (direction * np.array(image.GetSpacing()))[:3, :3]
    affine[:3, 3] = image.GetOrigin()[:3]
    return landing(values, affine)


def nrrd_affine(header, spatial):
    to_lps = {"left-posterior-superior": 1, "right-anterior-superior": -1}[header["space"]]
    affine = np.eye(4)
    affine[:3, :3] = np.asarray(header["space directions"], dtype=float)[spatial].T
    affine[:3, 3] = header["space origin"]
    return np.diag([to_lps, to_lps, 1, 1]) @ affine


def read_pynrrd(path):
    import nrrd

    values, header = nrrd.read(path, index_order="F")
    directions = np.asarray(header["space directions"], dtype=float)
    spatial = [axis for axis in range(values.ndim) if not np.isnan(directions[axis]).any()]
    return landing(values, nrrd_affine(header, spatial), spatial)


def read_slicerio(path):
    import slicerio.volume

    volume = slicerio.volume.read_volume(path)
    values = volume["voxels"]
    first = 1 if "component" in volume else 0
    return landing(values, np.asarray(volume["ijkToLPS"]), list(range(first, first + 3)))


def read_monai(path):
    """MONAI's own arithmetic of its readers, taken out of its source: no torch is needed for it."""
    import nrrd

    get_affine = method("NrrdReader", "_get_affine")
    values, header = nrrd.read(path, index_order="F")
    affine = get_affine(None, header)
    if affine.shape != (4, 4):
        raise ValueError(f"an affine of {affine.shape}")
    # Its LoadImage turns LPS to RAS; here all is LPS.
    turned = header.get("space") == "right-anterior-superior"
    return landing(values, TO_LPS @ affine if turned else affine)


def method(class_name, name):
    source = importlib.util.find_spec("monai").submodule_search_locations[0] + "/data/image_reader.py"
    with open(source) as file:
        tree = ast.parse(file.read())
    owner = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name)
    found = next(node for node in owner.body if isinstance(node, ast.FunctionDef) and node.name == name)
    found.returns = None
    for argument in found.args.args:
        argument.annotation = None
    scope = {"np": np}
    exec(compile(ast.Module([found], []), source, "exec"), scope)
    return scope[name]


def vtk_landing(reader, affine):
    from vtkmodules.util.numpy_support import vtk_to_numpy

    image = reader.GetOutput()
    scalars = image.GetPointData().GetScalars()
    if scalars is None:
        raise ValueError("no voxels")
    shape = [*reversed(image.GetDimensions()), scalars.GetNumberOfComponents()]
    values = vtk_to_numpy(scalars).reshape(shape).transpose(2, 1, 0, 3)
    return landing(values, affine(image))


def image_affine(image):
    direction = image.GetDirectionMatrix()
    affine = np.eye(4)
    for row in range(3):
        affine[row, :3] = [direction.GetElement(row, axis) * image.GetSpacing()[axis] for axis in range(3)]
    affine[:3, 3] = image.GetOrigin()
    return affine


def vtk_reader(module, name, affine=image_affine):
    def read(path):
        from vtkmodules.vtkCommonCore import vtkObject

        vtkObject.GlobalWarningDisplayOff()
        reader = getattr(importlib.import_module(f"vtkmodules.{module}"), name)()
        reader.SetFileName(path)
        if hasattr(reader, "TimeAsVectorOn"):  # else it reads the first volume only, and says so
            reader.TimeAsVectorOn()
        reader.Update()
        return vtk_landing(reader, lambda image: affine(image) if affine is image_affine else affine(reader))

    return read


def nifti_affine(reader):
    matrix = reader.GetSFormMatrix() or reader.GetQFormMatrix()
    if matrix is None:
        raise ValueError("neither sform nor qform")
    # It leads from VTK's own coordinates, which have the spacing in them.
    image = reader.GetOutput()
    own = np.diag([*image.GetSpacing(), 1.0])
    own[:3, 3] = image.GetOrigin()
    form = np.array([[matrix.GetElement(row, column) for column in range(4)] for row in range(4)])
    return TO_LPS @ form @ own


NIFTI = {"nibabel": read_nibabel, "SimpleITK": read_simpleitk, "VTK": vtk_reader("vtkIOImage", "vtkNIFTIImageReader", nifti_affine)}

READERS = {
    "text": {
        "pynrrd": read_pynrrd,
        "SimpleITK": read_simpleitk,
        "slicerio": read_slicerio,
        "MONAI": read_monai,
        "VTK": vtk_reader("vtkIOImage", "vtkNrrdReader"),
    },
    "nifti": NIFTI,
    "nifti2": NIFTI,
    "metaimage": {"SimpleITK": read_simpleitk, "VTK": vtk_reader("vtkIOImage", "vtkMetaImageReader")},
    "vtk": {"VTK": vtk_reader("vtkIOXML", "vtkXMLImageDataReader")},
}

if __name__ == "__main__":
    main()
