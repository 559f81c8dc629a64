"""An array that somebody has already, and the files that say where it lies."""

import io

import numpy as np

from ..case import Report, case
from ..dicom import series, stack
from ..voxels import codes
from .a_order import SEED

KIND = "arrays"
MIRRORED = (
    SEED,
    Report("icometrix/dicom2nifti#96", "mask array and affine: wrong orientation"),
    Report("icometrix/dicom2nifti#160", "affine for an array"),
)


def array(case, planes, *, order, axes="zyx", stated="given", sort=False):
    """A series whose slice k is file ``order[k]``, and an array stacked in the order of the files, or of
    the positions."""
    series(case, planes, order=order, modality="MR")
    frames = sorted(range(len(planes)), key=lambda k: k if sort else order[k])
    volume = np.stack([codes(k) for k in frames]).astype(np.int16)
    volume = np.ascontiguousarray(volume.transpose(["zyx".index(a) for a in axes]))
    file = io.BytesIO()
    np.save(file, volume)
    case.files["array.npy"] = file.getvalue()
    case.array = {"frames": frames, "axes": axes, "order": stated}


@case("array-ascending", kind=KIND, takes="array", reports=MIRRORED)
def ascending(case):
    """An array [slice, row, column] stacked in the order of the files, which is that of the
    positions."""
    array(case, stack(5, 3), order=[0, 1, 2, 3, 4])


@case("array-descending", kind=KIND, takes="array", reports=MIRRORED)
def descending(case):
    """Stacked in the order of the files, which run against row x column: the header's third direction
    must run with the array. A header of the sorted image puts it in mirror image."""
    array(case, stack(6, 1.1), order=[5, 4, 3, 2, 1, 0])


@case("array-descending-oblique", kind=KIND, takes="array", reports=MIRRORED)
def oblique(case):
    """The same, oblique, with anisotropic pixels and a thickness (2.5 mm) that is not the spacing
    (3.3 mm)."""
    array(case, stack(6, 3.3, row=(0.8, 0.48, 0.36), column=(-0.6, 0.64, 0.48), spacing=(0.9, 0.5)),
          order=[5, 4, 3, 2, 1, 0])


@case("array-sorted", kind=KIND, takes="array", reports=MIRRORED)
def by_position(case):
    """The files run against row x column, but the array was sorted by position."""
    array(case, stack(6, 2), order=[5, 4, 3, 2, 1, 0], stated="position", sort=True)


@case("array-columns-first", kind=KIND, takes="array", reports=(
        Report("mhe/pynrrd#75", "transposed arrays"),
        Report("SimpleITK/SimpleITK#97", "the order of axes in numpy")))
def columns_first(case):
    """An array [column, row, slice], as nibabel has them, in C order."""
    array(case, stack(5, 3, spacing=(0.9, 0.5)), order=[0, 1, 2, 3, 4], axes="xyz")


@case("array-tilted", kind=KIND, takes="array", true_words=r"tilt|shear|orthogon|perpendicul|sampl|uniform",
      reports=(Report("cornerstonejs/cornerstone3D#227", "gantry tilt"),))
def tilted(case):
    """A mask on a tilted series: it cannot be resampled before it has a place."""
    array(case, stack(6, 3, direction=(0, 0.25, 1)), order=[5, 4, 3, 2, 1, 0])
