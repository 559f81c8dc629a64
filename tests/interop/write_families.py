"""Writes objects whose frames lie in the patient by rules of their own, with pydicom.

Usage: write_families.py FOLDER

Makes one subfolder for each: RT dose grids, nuclear medicine tomograms, a PET series. Prints, as JSON,
where the first pixel of every frame lies (LPS mm), in stored order: subfolder -> planes. The planes are
worked out here by PS3.3 C.8.8.3.2 and C.8.4.15.
"""

import json
import os
import sys

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    ExplicitVRLittleEndian,
    NuclearMedicineImageStorage,
    PositronEmissionTomographyImageStorage,
    RTDoseStorage,
    generate_uid,
)

COLUMNS, ROWS = 7, 5
POSITION = np.array([-12.5, 30.25, -7.125])
AXIAL = [1, 0, 0, 0, 1, 0]
TURNED = [-1, 0, 0, 0, 1, 0]
# Cosines of 3-4-5 triangles in two turns: exact in decimals and still oblique in every axis.
OBLIQUE = [0.8, 0.48, 0.36, -0.6, 0.64, 0.48]


def main():
    folder = sys.argv[1]
    planes = {}

    def keep(name, objects, positions):
        os.mkdir(os.path.join(folder, name))
        for k, ds in enumerate(objects):
            ds.save_as(os.path.join(folder, name, f"{k}.dcm"), enforce_file_format=True)
        planes[name] = [position.tolist() for position in positions]

    for name, orientation, offsets in [
        ("dose_rising", AXIAL, [0, 2.5, 5, 7.5]),
        ("dose_falling", AXIAL, [0, -2.5, -5, -7.5]),
        ("dose_absolute", AXIAL, [-7.125, -4.625, -2.125]),
        ("dose_turned", TURNED, [0, 2.5, 5, 7.5]),
        ("dose_oblique", OBLIQUE, [0, 2.5, 5, 7.5]),
    ]:
        steps = np.array(offsets) - offsets[0]
        positions = [POSITION + step * normal(orientation) for step in steps]
        keep(name, [dose(orientation, offsets)], positions)
    for name, orientation, spacing in [
        ("nuclear_positive", AXIAL, 4.5),
        ("nuclear_negative", AXIAL, -4.5),
        ("nuclear_oblique", OBLIQUE, -4.5),
    ]:
        positions = [POSITION + k * spacing * normal(orientation) for k in range(6)]
        keep(name, [nuclear(orientation, spacing, len(positions))], positions)
    positions = [POSITION + k * np.array([0, 0, 3.27]) for k in range(6)]
    keep("pet", pet(positions), positions)
    json.dump(planes, sys.stdout)


def normal(orientation):
    return np.cross(orientation[:3], orientation[3:])


def image(sop_class, modality, frames=1, bits=16):
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, generate_uid()
    ds.StudyInstanceUID, ds.SeriesInstanceUID = generate_uid(), generate_uid()
    ds.FrameOfReferenceUID = generate_uid()
    ds.Modality, ds.InstanceNumber = modality, 1
    ds.PixelSpacing = [1.3, 0.7]
    ds.Rows, ds.Columns = ROWS, COLUMNS
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = bits, bits, bits - 1, 0
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.PixelData = np.arange(COLUMNS * ROWS * frames).astype(f"<u{bits // 8}").tobytes()
    ds["PixelData"].VR = "OW"
    return ds


def dose(orientation, offsets):
    ds = image(RTDoseStorage, "RTDOSE", len(offsets), bits=32)
    ds.ImagePositionPatient = [float(c) for c in POSITION]
    ds.ImageOrientationPatient = orientation
    ds.NumberOfFrames = len(offsets)
    ds.FrameIncrementPointer = 0x3004000C
    ds.GridFrameOffsetVector = offsets
    ds.DoseUnits, ds.DoseType, ds.DoseSummationType = "GY", "PHYSICAL", "PLAN"
    ds.DoseGridScaling = 0.001
    return ds


def nuclear(orientation, spacing, frames):
    ds = image(NuclearMedicineImageStorage, "NM", frames)
    ds.ImageType = ["DERIVED", "PRIMARY", "RECON TOMO", "EMISSION"]
    ds.NumberOfFrames = ds.NumberOfSlices = frames
    ds.FrameIncrementPointer = 0x00540080
    ds.SliceVector = list(range(1, frames + 1))
    ds.SpacingBetweenSlices = spacing
    ds.SliceThickness = abs(spacing)
    detector = Dataset()
    detector.ImagePositionPatient = [float(c) for c in POSITION]
    detector.ImageOrientationPatient = orientation
    ds.NumberOfDetectors = 1
    ds.DetectorInformationSequence = Sequence([detector])
    return ds


def pet(positions):
    objects = [image(PositronEmissionTomographyImageStorage, "PT") for _ in positions]
    for k, (ds, position) in enumerate(zip(objects, positions)):
        for keyword in ["StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID"]:
            setattr(ds, keyword, getattr(objects[0], keyword))
        ds.InstanceNumber = k + 1
        ds.ImagePositionPatient = [float(c) for c in position]
        ds.ImageOrientationPatient = AXIAL
        ds.SliceThickness = 3.27
        ds.RescaleIntercept, ds.RescaleSlope = 0, 0.5 + 0.125 * k
        ds.Units, ds.SeriesType = "BQML", ["STATIC", "IMAGE"]
        ds.FrameReferenceTime, ds.ImageIndex = 0, k + 1
    return objects


if __name__ == "__main__":
    main()
