"""Writes CT images and segmentations of them with highdicom.

Usage: write_segmentations.py FOLDER

Makes images/ (60 oblique slices, sent out of order), binary.dcm (segments that overlap, with gaps between
their slices), apart.dcm (segments that do not overlap), labelmap.dcm (numbers beyond 255) and
fractions.dcm. Prints, as JSON, for each segmentation what highdicom itself says of it:

    segments  number, name, color (sRGB, 0 to 1), category, type, region (scheme, value, meaning)
    planes    position (LPS mm) and segment of every frame
    own       shape (columns, rows, slices), origin and directions (LPS mm) of its own volume
    images    the same of the images' volume
"""

import json
import math
import os
import sys

import highdicom as hd
import numpy as np
from highdicom.color import CIELabColor
from highdicom.sr.coding import CodedConcept
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

COLUMNS, ROWS, SLICES = 8, 6, 60
SPACING = [1.3, 0.7]
# Cosines of 3-4-5 triangles in two turns: exact in decimals and still oblique in every axis.
ROW, COLUMN = np.array([0.8, 0.48, 0.36]), np.array([-0.6, 0.64, 0.48])
STEP = 2.5 * np.cross(ROW, COLUMN)
ORIGIN = np.array([-12.5, 30.25, -7.125])
ORGANS = [
    ("Liver", (221, 130, 101), ("SCT", "10200004", "Liver"), None),
    ("Läsion: 1|2", (144, 238, 144), ("SCT", "4147007", "Mass"), ("SCT", "10200004", "Liver")),
    ("Spleen", (157, 108, 162), ("SCT", "78961009", "Spleen"), None),
]
ANATOMY = ("SCT", "123037004", "Anatomical Structure")


def main():
    folder = sys.argv[1]
    images = ct_images()
    os.mkdir(os.path.join(folder, "images"))
    for image in images:
        path = os.path.join(folder, "images", f"{(image.InstanceNumber * 7) % 61:03d}.dcm")
        image.save_as(path, enforce_file_format=True)

    # Slices by segment: gaps within and between, all of them between the ends of the images.
    overlapping = masks({1: [5, 6, 7, 30], 2: [6, 7, 8, 41], 3: [50]})
    apart = masks({1: [5, 6, 9], 2: [20, 21], 3: [6, 9]}, apart=True)
    numbers = [7, 300, 12]
    labels = np.zeros((SLICES, ROWS, COLUMNS), np.uint16)
    for segment, number in enumerate(numbers):
        labels[apart[..., segment] > 0] = number
    kind = hd.seg.SegmentationTypeValues
    made = {
        "binary": segmentation(images, overlapping, kind.BINARY, [1, 2, 3]),
        "apart": segmentation(images, apart, kind.BINARY, [1, 2, 3]),
        "labelmap": segmentation(images, labels, kind.LABELMAP, numbers),
        "fractions": segmentation(images, overlapping * 0.5, kind.FRACTIONAL, [1, 2, 3]),
    }
    result = {}
    for name, seg in made.items():
        path = os.path.join(folder, f"{name}.dcm")
        seg.save_as(path, enforce_file_format=True)
        result[name] = described(hd.seg.segread(path), numbers if name == "labelmap" else [1, 2, 3])
    json.dump(result, sys.stdout)


def masks(slices, apart=False):
    """[slice, row, column, segment], 0 or 1; the segments share voxels unless told otherwise."""
    result = np.zeros((SLICES, ROWS, COLUMNS, len(slices)), np.uint8)
    for segment, ks in slices.items():
        columns = slice(2 * segment, 2 * segment + 2) if apart else slice(1, 5)
        result[ks, 1:4, columns, segment - 1] = 1
    return result


def described(seg, numbers):
    own = seg.get_volume_geometry(allow_missing_positions=True)
    return {
        "segments": [
            {
                "number": number,
                "name": description.SegmentLabel,
                "color": [c / 255 for c in CIELabColor.from_dicom_value(
                    list(description.RecommendedDisplayCIELabValue)).to_rgb()],
                "category": code(description.segmented_property_category),
                "type": code(description.segmented_property_type),
                "region": [code(c) for c in description.anatomic_regions],
            }
            for number in numbers
            for description in [seg.get_segment_description(number)]
        ],
        "planes": [
            {
                "position": [float(c) for c in frame.PlanePositionSequence[0].ImagePositionPatient],
                "segment": frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber
                if "SegmentIdentificationSequence" in frame else None,
            }
            for frame in seg.PerFrameFunctionalGroupsSequence
        ],
        "own": {
            "sizes": [int(size) for size in own.spatial_shape[::-1]],
            "origin": list(own.position),
            "directions": [(own.affine[:3, axis]).tolist() for axis in (2, 1, 0)],
        },
        "images": {
            "sizes": [COLUMNS, ROWS, SLICES],
            "origin": ORIGIN.tolist(),
            "directions": [(SPACING[1] * ROW).tolist(), (SPACING[0] * COLUMN).tolist(), STEP.tolist()],
        },
    }


def code(concept):
    return [concept.CodingSchemeDesignator, concept.CodeValue, concept.CodeMeaning]


def concept(scheme, value, meaning):
    return CodedConcept(value, scheme, meaning)


def segmentation(images, array, kind, numbers):
    descriptions = [
        hd.seg.SegmentDescription(
            segment_number=number,
            segment_label=name,
            segmented_property_category=concept(*ANATOMY),
            segmented_property_type=concept(*type_),
            algorithm_type=hd.seg.SegmentAlgorithmTypeValues.MANUAL,
            anatomic_regions=None if region is None else [concept(*region)],
            display_color=CIELabColor.from_rgb(*color),
        )
        for number, (name, color, type_, region) in zip(numbers, ORGANS)
    ]
    order = np.argsort(numbers)
    return hd.seg.Segmentation(
        source_images=images,
        pixel_array=array,
        segmentation_type=kind,
        segment_descriptions=[descriptions[k] for k in order],
        series_instance_uid=generate_uid(),
        series_number=2,
        sop_instance_uid=generate_uid(),
        instance_number=1,
        manufacturer="Manufacturer",
        manufacturer_model_name="Model",
        software_versions="1",
        device_serial_number="1",
        content_label="SEGMENTATION",
        omit_empty_frames=True,
    )


def ct_images():
    study, series, space = generate_uid(), generate_uid(), generate_uid()
    images = []
    for k in range(SLICES):
        ds = Dataset()
        ds.SOPClassUID = CTImageStorage
        ds.SOPInstanceUID = generate_uid()
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = study, series, space
        ds.PatientID = ds.PatientName = ds.PatientBirthDate = ds.PatientSex = ""
        ds.StudyDate = ds.StudyTime = ds.StudyID = ds.AccessionNumber = ds.ReferringPhysicianName = ""
        ds.PositionReferenceIndicator = ""
        ds.Modality = "CT"
        ds.SeriesNumber, ds.InstanceNumber = 1, k + 1
        ds.ImagePositionPatient = [round(float(c), 9) for c in ORIGIN + k * STEP]
        ds.ImageOrientationPatient = [*ROW.tolist(), *COLUMN.tolist()]
        ds.PixelSpacing, ds.SliceThickness = SPACING, 2.5
        ds.Rows, ds.Columns = ROWS, COLUMNS
        ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
        ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
        ds.RescaleIntercept, ds.RescaleSlope = 0, 1
        ds.PixelData = np.zeros(ROWS * COLUMNS, "<i2").tobytes()
        ds["PixelData"].VR = "OW"
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        images.append(ds)
    return images


if __name__ == "__main__":
    main()
