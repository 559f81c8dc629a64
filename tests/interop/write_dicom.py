"""Writes a small CT series with pydicom: objects that were not made by this project's tests.

Usage: write_dicom.py FOLDER

Six oblique slices of 7 x 5 pixels, 0.7 mm between columns and 1.3 mm between rows, 2.5 mm apart, in
four transfer syntaxes; the voxel values count up over the stack. Prints the geometry that was written,
as JSON: origin, directions (LPS mm), sizes.
"""

import json
import math
import os
import sys

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    generate_uid,
)

COLUMNS, ROWS, SLICES = 7, 5, 6
SYNTAXES = [
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
]


def main():
    folder = sys.argv[1]
    angle = math.radians(25)
    # Rounded to what a decimal string holds, so that the numbers printed are those written.
    row = np.round([math.cos(angle), math.sin(angle), 0], 10)
    column = np.round([-math.sin(angle), math.cos(angle), 0], 10)
    origin = np.array([-12.5, 30.25, -7.125])
    step = np.array([0, 0, 2.5])
    study, series, frame_of_reference = generate_uid(), generate_uid(), generate_uid()
    for k in range(SLICES):
        ds = Dataset()
        ds.SOPClassUID = CTImageStorage
        ds.SOPInstanceUID = generate_uid()
        ds.StudyInstanceUID, ds.SeriesInstanceUID = study, series
        ds.FrameOfReferenceUID = frame_of_reference
        ds.Modality = "CT"
        ds.InstanceNumber = SLICES - k
        ds.ImagePositionPatient = [float(c) for c in origin + k * step]
        ds.ImageOrientationPatient = [float(c) for c in [*row, *column]]
        ds.PixelSpacing = [1.3, 0.7]
        ds.SliceThickness = 5
        ds.ReferencedImageSequence = Sequence([Dataset()])
        ds.Rows, ds.Columns = ROWS, COLUMNS
        ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
        ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
        ds.RescaleIntercept, ds.RescaleSlope = 0, 1
        syntax = SYNTAXES[k % len(SYNTAXES)]
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = syntax
        order = "<" if syntax.is_little_endian else ">"
        values = np.arange(COLUMNS * ROWS) + k * COLUMNS * ROWS
        ds.PixelData = values.astype(f"{order}i2").tobytes()
        ds["PixelData"].VR = "OW"
        ds.save_as(os.path.join(folder, f"{k}.dcm"), enforce_file_format=True)
    geometry = {
        "sizes": [COLUMNS, ROWS, SLICES],
        "origin": origin.tolist(),
        "directions": [(0.7 * row).tolist(), (1.3 * column).tolist(), step.tolist()],
    }
    json.dump(geometry, sys.stdout)


if __name__ == "__main__":
    main()
