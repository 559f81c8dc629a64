"""What adapters share: running programs, reading their files, and the two coordinate systems."""

import json
import subprocess
from importlib import metadata
from pathlib import Path

import numpy as np

from ..judge import Answer, Image

#: RAS, as NIfTI, to LPS, as DICOM; and back.
RAS_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])

#: Seconds after which a program is stopped: these inputs take none longer than a few.
PATIENCE = 30


def package(name):
    """Version of a Python package, None where it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def run(*command, typed=b""):
    """Output of a program, its exit status; ``typed`` is its standard input."""
    done = subprocess.run([str(word) for word in command], input=typed, capture_output=True,
                          timeout=PATIENCE, check=False)
    return (done.stdout + done.stderr).decode(errors="replace"), done.returncode


def programs(answer_of, said, status):
    """An answer by what a program wrote and said. A negative status is a signal: it crashed."""
    images = list(answer_of)
    refusal = None if images else said or f"exit status {status}, nothing said"
    return Answer(images, said, refusal, crashed=status < 0 or status in (134, 139))


def files(folder, pattern="*.dcm"):
    """Paths in the order of their names."""
    return sorted(path for path in Path(folder).iterdir() if path.match(pattern))


def datasets(folder):
    """pydicom datasets of all files: DICOM, or the DICOM JSON model."""
    import pydicom

    found = files(folder)
    if found:
        return [pydicom.dcmread(path) for path in found]
    sets = []
    for path in files(folder, "*.json"):
        data = pydicom.Dataset.from_json(json.loads(path.read_text()))
        data.file_meta = pydicom.dataset.FileMetaDataset()
        data.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
        sets.append(data)
    return sets


def nifti(out, gradients=True):
    """All NIfTI files in a folder, with FSL's b-values and vectors beside them."""
    import nibabel

    for path in sorted([*Path(out).glob("*.nii"), *Path(out).glob("*.nii.gz")]):
        image = nibabel.load(path)
        stem = path.name.split(".nii")[0]
        b = path.with_name(stem + ".bval")
        said = fsl(b, b.with_suffix(".bvec"), image.affine) if gradients and b.exists() else None
        yield Image(np.asanyarray(image.dataobj), RAS_LPS @ image.affine, path.name, said)


def fsl(bval, bvec, affine):
    """FSL's vectors lie along the axes of the image, the first turned round if the matrix is
    right-handed; to LPS."""
    b = np.loadtxt(bval, ndmin=1)
    vectors = np.loadtxt(bvec, ndmin=2) if Path(bvec).exists() else np.zeros((3, len(b)))
    axes = affine[:3, :3] / np.linalg.norm(affine[:3, :3], axis=0)
    if np.linalg.det(axes) > 0:
        vectors = vectors * [[-1], [1], [1]]
    patient = RAS_LPS[:3, :3] @ axes @ vectors
    return [(float(value), patient[:, n]) for n, value in enumerate(b)]


def nrrd(out):
    """All NRRD files in a folder."""
    import nrrd as reader

    for path in sorted(Path(out).glob("*.nrrd")):
        voxels, header = reader.read(str(path))
        flip = RAS_LPS if "right" in header.get("space", "") else np.eye(4)
        kinds = header["space directions"]
        space = [n for n in range(voxels.ndim) if not np.isnan(kinds[n]).any()]
        others = [n for n in range(voxels.ndim) if n not in space]
        matrix = np.eye(4)
        matrix[:3, :3] = np.array([kinds[n] for n in space], float).T
        matrix[:3, 3] = header["space origin"]
        yield Image(voxels.transpose(space + others), flip @ matrix, path.name)


def simpleitk(image, name=""):
    """A SimpleITK image."""
    import SimpleITK

    matrix = np.eye(4)
    size = image.GetDimension()
    turned = np.reshape(image.GetDirection(), (size, size)) @ np.diag(image.GetSpacing())
    matrix[:3, :3] = turned[:3, :3]
    matrix[:3, 3] = image.GetOrigin()[:3]
    return Image(SimpleITK.GetArrayFromImage(image).T, matrix, name)
