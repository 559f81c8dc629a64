"""Makes DICOM segmentations of masks by the form of highdicom, and says what pydicom reads in them.

Usage: mask_to_seg.py images FOLDER
       mask_to_seg.py segment FOLDER CASES.json

The first writes CT images, NNN.dcm by place along the slice normal. A case of the second is {"form",
"letters", "fortran", "files", "way"}: the form as the service gives it, the axes of the caller's mask,
the images in the order of its slices, and what highdicom is handed: "volume" or "frames". Prints for
each case the marked voxels twice, as [segment, x, y, z], LPS mm: "marked" by the images' own planes,
"read" by the frames of the segmentation.
"""

import json
import os
import sys

import highdicom as hd
import numpy as np
import pydicom
from write_segmentations import COLUMNS, ROWS, SLICES, ct_images, segmentation

# Column, row and slice of the mask, and the segment; no mirrored or exchanged axis maps them onto
# each other.
MARKS = [((0, 0, 0), 1), ((7, 0, 1), 1), ((6, 5, 1), 2), ((2, 4, 40), 1), ((1, 3, 59), 2), ((5, 2, 17), 2)]


def main():
    folder = sys.argv[2]
    if sys.argv[1] == "images":
        for k, image in enumerate(ct_images()):
            image.save_as(os.path.join(folder, f"{k:03d}.dcm"), enforce_file_format=True)
        return
    with open(sys.argv[3]) as file:
        cases = json.load(file)
    print(json.dumps([answer(case, folder) for case in cases]))


def answer(case, folder):
    images = [pydicom.dcmread(os.path.join(folder, name)) for name in case["files"]]
    sizes = {"x": COLUMNS, "y": ROWS, "z": SLICES}
    letters = case["letters"]
    mask = np.zeros([sizes[name] for name in letters], np.uint8, order="F" if case["fortran"] else "C")
    for (x, y, z), segment in MARKS:
        at = {"x": x, "y": y, "z": z}
        mask[tuple(at[name] for name in letters)] = segment

    form = case["form"]
    mask = mask.reshape(form["arrayShape"]).transpose(form["transpose"]).reshape(form["shape"])
    if case["way"] == "volume":
        sources = images
        pixels = hd.Volume(mask, np.array(form["affine"]), form["coordinateSystem"])
    else:
        by_uid = {image.SOPInstanceUID: image for image in images}
        sources = [by_uid[frame["sopInstanceUID"]] for frame in form["frames"]]
        pixels = mask
    made = segmentation(sources, pixels, hd.seg.SegmentationTypeValues.BINARY, [1, 2])

    path = os.path.join(folder, "made.seg")
    made.save_as(path, enforce_file_format=True)
    return {
        "marked": [[segment, *place(images[z], x, y)] for (x, y, z), segment in MARKS],
        "read": list(read(pydicom.dcmread(path), images)),
    }


def place(plane, column, row, measures=None, orientation=None):
    """Centre of a pixel (PS3.3 C.7.6.2.1.1)."""
    spacing = (measures or plane).PixelSpacing
    cosines = np.array((orientation or plane).ImageOrientationPatient, float)
    start = np.array(plane.ImagePositionPatient, float)
    return (start + column * spacing[1] * cosines[:3] + row * spacing[0] * cosines[3:]).tolist()


def read(seg, images):
    shared = seg.SharedFunctionalGroupsSequence[0]
    positions = {image.SOPInstanceUID: image.ImagePositionPatient for image in images}
    for frame, pixels in zip(seg.PerFrameFunctionalGroupsSequence, seg.pixel_array):
        plane = frame.PlanePositionSequence[0]
        segment = frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        derived = frame.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID
        assert np.allclose(positions[derived], plane.ImagePositionPatient, atol=1e-6), "another source"
        for row, column in zip(*np.nonzero(pixels)):
            measures, orientation = shared.PixelMeasuresSequence[0], shared.PlaneOrientationSequence[0]
            yield [segment, *place(plane, column, row, measures, orientation)]


if __name__ == "__main__":
    main()
