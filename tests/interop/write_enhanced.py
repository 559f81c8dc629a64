"""Writes enhanced multi-frame images with highdicom: classic series, converted.

Usage: write_enhanced.py FOLDER

Makes a subfolder with one object each: ct_oblique, ct_tilted (a gantry tilt), mr_stacks (two stacks of
different orientation, interleaved). Prints, as JSON, what highdicom itself says of each:

    stacks  sizes (columns, rows, slices), origin and directions (LPS mm) of each stack of the classic
            images; null where it finds no volume
    whole   the same of the converted object
"""

import json
import math
import os
import sys

import highdicom as hd
import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, MRImageStorage, generate_uid

COLUMNS, ROWS = 11, 6
# Between rows, then between columns.
SPACING = [1.3, 0.7]
ORIGIN = np.array([-12.5, 30.25, -7.125])
# Cosines of 3-4-5 triangles in two turns: exact in decimals and still oblique in every axis.
OBLIQUE = np.array([0.8, 0.48, 0.36]), np.array([-0.6, 0.64, 0.48])
SAGITTAL = np.array([0, 1, 0]), np.array([0, 0, -1])
TILT = math.radians(18)
TILTED = np.array([1, 0, 0]), np.round([0, math.cos(TILT), -math.sin(TILT)], 12)


def main():
    folder = sys.argv[1]
    oblique = stack(OBLIQUE, 2.5 * np.cross(*OBLIQUE), 8)
    tilted = stack(TILTED, np.array([0, 0, 3]), 9)
    # Numbered one from each stack in turn, so that no stack's frames follow each other.
    two = [stack(OBLIQUE, 2.5 * np.cross(*OBLIQUE), 5), stack(SAGITTAL, 4 * np.cross(*SAGITTAL), 5)]
    result = {}
    for name, stacks, sop_class, converted in [
        ("ct_oblique", [oblique], CTImageStorage, hd.legacy.LegacyConvertedEnhancedCTImage),
        ("ct_tilted", [tilted], CTImageStorage, hd.legacy.LegacyConvertedEnhancedCTImage),
        ("mr_stacks", two, MRImageStorage, hd.legacy.LegacyConvertedEnhancedMRImage),
    ]:
        classic = series(stacks, sop_class)
        sent = [image for group in zip(*classic) for image in group]
        # 7 has no divisor in common with 8, 9 or 10, so that every image comes once.
        shuffled = [sent[(7 * n + 3) % len(sent)] for n in range(len(sent))]
        image = converted(
            shuffled,
            series_instance_uid=generate_uid(),
            series_number=2,
            sop_instance_uid=generate_uid(),
            instance_number=1,
        )
        os.mkdir(os.path.join(folder, name))
        path = os.path.join(folder, name, "0.dcm")
        image.save_as(path, enforce_file_format=True)
        result[name] = {
            "stacks": [classic_grid(images) for images in classic],
            "whole": grid(hd.imread(path).get_volume_geometry()),
        }
    json.dump(result, sys.stdout)


def classic_grid(images):
    try:
        return grid(hd.get_volume_from_series(images))
    except ValueError:
        return None


def grid(geometry):
    """highdicom's axes are slices, rows, columns."""
    return geometry and {
        "sizes": [int(size) for size in geometry.spatial_shape[::-1]],
        "origin": floats(geometry.position),
        "directions": [floats(geometry.affine[:3, axis]) for axis in (2, 1, 0)],
    }


def floats(values):
    return [float(value) for value in values]


def stack(axes, step, count):
    return [(axes, ORIGIN + k * step) for k in range(count)]


def series(stacks, sop_class):
    """One series of classic images, a list for each stack."""
    study, uid, space = generate_uid(), generate_uid(), generate_uid()
    numbered = enumerate(plane for group in zip(*stacks) for plane in group)
    images = [classic_image(number, plane, sop_class, study, uid, space) for number, plane in numbered]
    return [images[n :: len(stacks)] for n in range(len(stacks))]


def classic_image(number, plane, sop_class, study, uid, space):
    (row, column), position = plane
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, generate_uid()
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = study, uid, space
    ds.PatientID = ds.PatientName = ds.PatientBirthDate = ds.PatientSex = ""
    ds.StudyDate = ds.StudyTime = ds.StudyID = ds.AccessionNumber = ds.ReferringPhysicianName = ""
    ds.PositionReferenceIndicator = ""
    ds.Manufacturer = "Manufacturer"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.Modality = "CT" if sop_class == CTImageStorage else "MR"
    ds.SeriesNumber, ds.AcquisitionNumber, ds.InstanceNumber = 1, 1, number + 1
    ds.ContentDate, ds.ContentTime = "20200101", "120000"
    ds.AcquisitionDate, ds.AcquisitionTime = "20200101", "120000"
    ds.ImagePositionPatient = [round(float(c), 9) for c in position]
    ds.ImageOrientationPatient = floats([*row, *column])
    # Not the distance of the slices: nobody may take it for that.
    ds.PixelSpacing, ds.SliceThickness = SPACING, 1.75
    ds.Rows, ds.Columns = ROWS, COLUMNS
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = 0, 1, "HU"
    ds.WindowCenter, ds.WindowWidth = 40, 400
    ds.KVP, ds.BurnedInAnnotation = 120, "NO"
    ds.PixelData = np.full(ROWS * COLUMNS, number, "<i2").tobytes()
    ds["PixelData"].VR = "OW"
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return ds


if __name__ == "__main__":
    main()
