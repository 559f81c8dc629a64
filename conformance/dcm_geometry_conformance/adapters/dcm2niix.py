"""dcm2niix, with its defaults."""

from . import common

NAME = "dcm2niix"
HOW = "dcm2niix -b n -o OUT FOLDER; all files that it writes"
TAKES = {"dicom"}


def version():
    return common.package("dcm2niix")


def convert(folder, out, truth):
    import dcm2niix

    said, status = common.run(dcm2niix.bin, "-b", "n", "-o", out, folder)
    return common.programs(common.nifti(out), said, status)
