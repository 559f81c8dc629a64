"""Opens image files with every reader of their format that is installed and prints where their labels lie.

Usage: read_labels.py FILE...

Prints one JSON object: file -> reader -> label -> [x, y, z], LPS mm, of the only voxel with it.
"""

import json
import sys

import numpy as np


def main():
    json.dump({path: readings(path) for path in sys.argv[1:]}, sys.stdout)


def readings(path):
    readers = next(readers for ends, readers in READERS.items() if path.endswith(ends))
    return {name: attempt(read, path) for name, read in readers.items()}


def attempt(read, path):
    try:
        values, matrix, origin = read(path)
    except RuntimeError as error:
        # ITK holds no shear, and refuses a NIfTI file that has one.
        if "orthonormal" in str(error):
            return {}
        raise
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


def read_nibabel(path):
    import nibabel

    image = nibabel.load(path)
    lps = np.diag((-1, -1, 1, 1)) @ image.affine
    return np.asarray(image.dataobj), lps[:3, :3], lps[:3, 3]


def read_vtk(path):
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkIOXML import vtkXMLImageDataReader

    reader = vtkXMLImageDataReader()
    reader.SetFileName(path)
    reader.Update()
    image = reader.GetOutput()
    values = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(image.GetDimensions(), order="F")
    direction = np.array([[image.GetDirectionMatrix().GetElement(i, j) for j in range(3)] for i in range(3)])
    return values, direction @ np.diag(image.GetSpacing()), np.array(image.GetOrigin())


#: By the ends of names.
READERS = {
    (".nrrd", ".nhdr"): {"pynrrd": read_pynrrd, "SimpleITK": read_simpleitk, "slicerio": read_slicerio},
    (".nii", ".nii.gz", ".hdr"): {"nibabel": read_nibabel, "SimpleITK": read_simpleitk},
    (".mha", ".mhd"): {"SimpleITK": read_simpleitk},
    (".vti",): {"VTK": read_vtk},
}


if __name__ == "__main__":
    main()
