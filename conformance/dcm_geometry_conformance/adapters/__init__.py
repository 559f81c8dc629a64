"""One module for each tool, used as its own documentation says.

An adapter has ``NAME``; ``HOW``, one line on how it is used; ``TAKES``, the kinds of input it is made for
(``dicom``, ``json``, ``json-metadata``, ``array``); ``version()``, None where the tool is not installed; and
``convert(folder, out, truth)``, which reads ``folder`` and may write into ``out``, and returns an
:class:`~dcm_geometry_conformance.judge.Answer`, a list of images, or raises: what it raises is the
tool's refusal. From ``truth`` it may take what a user knows: how an array is stacked.

Another tool: another module here, and its name in ``ALL``.
"""

import importlib

ALL = (
    "dcm2nhdr",
    "dcm2niix",
    "simpleitk",
    "itk_wasm",
    "highdicom",
    "dicom2nifti_",
    "dicom_numpy_",
    "dcmstack_",
    "plastimatch",
    "mrtrix3",
    "vtk_dicom",
    "naive",
)


def adapter(name: str):
    return importlib.import_module(f"{__name__}.{name}")
