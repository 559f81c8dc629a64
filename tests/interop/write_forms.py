"""Writes empty images on given grids, with nibabel and SimpleITK.

Reads a JSON list of ``{"path", "affine" (RAS), "sizes", "origin", "spacing", "direction"}`` from
standard input, writes ``path.nibabel.nii.gz`` and so on, and prints nothing.
"""

import json
import sys

import nibabel
import numpy
import SimpleITK

for grid in json.load(sys.stdin):
    array = numpy.zeros(grid["sizes"], numpy.uint8)
    affine = numpy.array(grid["affine"])
    for kind, image in (("nibabel", nibabel.Nifti1Image), ("nibabel2", nibabel.Nifti2Image)):
        nibabel.save(image(array, affine), f"{grid['path']}.{kind}.nii.gz")
    both = nibabel.Nifti1Image(array, affine)
    both.set_qform(affine, 1)
    both.set_sform(affine, 1)
    nibabel.save(both, f"{grid['path']}.both.nii")
    quaternion = nibabel.Nifti1Image(array, None)
    quaternion.set_qform(affine, 1)
    nibabel.save(quaternion, f"{grid['path']}.qform.nii")
    itk = SimpleITK.GetImageFromArray(array.T)
    itk.SetOrigin(grid["origin"])
    itk.SetSpacing(grid["spacing"])
    itk.SetDirection(grid["direction"])
    for extension in ("nii", "nii.gz", "mha", "mhd"):
        try:
            SimpleITK.WriteImage(itk, f"{grid['path']}.itk.{extension}")
        except RuntimeError as error:
            print(f"{grid['path']}.itk.{extension}: {str(error).splitlines()[-1]}", file=sys.stderr)
