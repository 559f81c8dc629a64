"""The cases: files that pydicom reads, planes that are those of DICOM, the same bytes every time."""

import io
import json
import re

import numpy as np
import pydicom
import pytest
from support import built

from dcm_geometry_conformance import case
from dcm_geometry_conformance.case import COLUMNS, ROWS
from dcm_geometry_conformance.voxels import codes, pattern, place

NAMES = case.names()


def test_there_are_enough():
    kinds = {built(name).kind for name in NAMES}
    assert len(NAMES) >= 60 and len(kinds) >= 20
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in NAMES)


def test_a_code_names_its_place():
    for frame in (0, 3, 19):
        found = place(codes(frame))
        assert np.all(found[0] == frame)
        rows, columns = np.indices((ROWS, COLUMNS))
        assert np.array_equal(found[1], rows) and np.array_equal(found[2], columns)


def test_no_pattern_is_another_turned():
    seen = set()
    for frame in range(6):
        bits = pattern(frame)
        turned = {bits.tobytes(), bits[::-1].tobytes(), bits[:, ::-1].tobytes(), bits[::-1, ::-1].tobytes()}
        assert len(turned) == 4 and not turned & seen
        seen |= turned


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_every_time(name):
    first, second = built(name), case.build(name)
    assert first.files == second.files and first.truth() == second.truth()


@pytest.mark.parametrize("name", NAMES)
def test_texts_and_reports(name):
    made = built(name)
    assert len(made.text.split()) > 5 and made.kind
    for report in made.reports:
        assert re.fullmatch(r"https://\S+", report.url)
    re.compile(made.true_words)


@pytest.mark.parametrize("name", NAMES)
def test_uids_and_frames(name):
    made = built(name)
    sets = [read(content) for file, content in made.files.items() if file.endswith(".dcm")]
    if not sets:
        return
    assert len({d.StudyInstanceUID for d in sets}) == 1
    uids = [d.SOPInstanceUID for d in sets]
    assert len(set(uids)) == len(uids) - (name == "twice-same-object")
    assert {frame.file for frame in made.frames} <= set(made.files)


@pytest.mark.parametrize("name", NAMES)
def test_planes_are_those_of_dicom(name):
    """Read from the files by other rules than they were written: by pydicom, family by family."""
    made = built(name)
    for number, frame in enumerate(made.frames):
        if frame.file.endswith(".json"):
            objects = json.loads(made.files[frame.file])
            data = objects[frame.index] if isinstance(objects, list) else objects
            position = data.get("ImagePositionPatient") or data["00200032"]["Value"]
            assert np.allclose(position, frame.plane.position, atol=1e-9)
            continue
        data = read(made.files[frame.file])
        position, orientation, spacing = plane(data, frame.index)
        assert np.allclose(position, frame.plane.position, atol=2e-6), number
        assert np.allclose(orientation, [*frame.plane.row, *frame.plane.column], atol=1e-12)
        assert np.allclose(spacing, frame.plane.spacing, atol=1e-12)
        pixels = data.pixel_array
        expected = codes(number) if made.voxels == "codes" else pattern(number)
        tile = data.get("Rows") != ROWS
        if tile:
            across = data.Columns // COLUMNS
            y, x = frame.index // across * ROWS, frame.index % across * COLUMNS
            pixels = pixels[y:y + ROWS, x:x + COLUMNS]
        elif pixels.ndim == 3:
            pixels = pixels[frame.index]
        assert np.array_equal(pixels, expected), number


def read(content):
    data = pydicom.dcmread(io.BytesIO(content), force=True)
    if "TransferSyntaxUID" not in data.file_meta:
        data.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    return data


def plane(data, index):
    """Position, orientation, pixel spacing of a frame."""
    if "PerFrameFunctionalGroupsSequence" in data:
        own = data.PerFrameFunctionalGroupsSequence[index]
        shared = data.SharedFunctionalGroupsSequence[0]
        turned = own if "PlaneOrientationSequence" in own else shared
        return (own.PlanePositionSequence[0].ImagePositionPatient,
                turned.PlaneOrientationSequence[0].ImageOrientationPatient,
                shared.PixelMeasuresSequence[0].PixelSpacing)
    if "DetectorInformationSequence" in data:
        detector = data.DetectorInformationSequence[0]
        orientation = np.array(detector.ImageOrientationPatient, float)
        normal = np.cross(orientation[:3], orientation[3:])
        step = float(data.SpacingBetweenSlices) * (data.SliceVector[index] - 1)
        return np.array(detector.ImagePositionPatient, float) + step * normal, orientation, data.PixelSpacing
    position = np.array(data.ImagePositionPatient, float)
    orientation = np.array(data.ImageOrientationPatient, float)
    normal = np.cross(orientation[:3], orientation[3:])
    if "GridFrameOffsetVector" in data:
        offsets = np.array(data.GridFrameOffsetVector, float)
        if offsets[0] == 0:
            position = position + offsets[index] * normal
        else:
            position = np.array([*position[:2], offsets[index]])
    if "MOSAIC" in data.get("ImageType", []):
        # The centre of the picture is the centre of the first slice.
        middle = [(data.Columns - 1) / 2, (data.Rows - 1) / 2]
        own = [(COLUMNS - 1) / 2, (ROWS - 1) / 2]
        for axis, direction in enumerate((orientation[:3], orientation[3:])):
            position = position + direction * float(data.PixelSpacing[1 - axis]) * (middle[axis] - own[axis])
        said = data[0x0029, 0x1010].value.split(b"SliceNormalVector")[1]
        stated = [float(x) for x in re.findall(rb"-?\d\.\d{8}", said)[:3]]
        position = position + np.sign(stated @ normal) * index * float(data.SpacingBetweenSlices) * normal
    if "VFRAME" in data.get("ImageType", []):
        position = data[0x0065, 0x1051].value[index].ImagePositionPatient
    return position, orientation, data.PixelSpacing
