"""dicom2nifti, as its README: a series to a file, reoriented by default."""

from pathlib import Path

from . import common

NAME = "dicom2nifti"
HOW = "dicom_series_to_nifti(FOLDER, FILE)"
TAKES = {"dicom"}


def version():
    return common.package("dicom2nifti")


def convert(folder, out, truth):
    import dicom2nifti

    dicom2nifti.dicom_series_to_nifti(str(folder), str(Path(out, "out.nii")))
    return list(common.nifti(out))
