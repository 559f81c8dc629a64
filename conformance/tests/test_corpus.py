"""Real series as cases: their planes stay, their pixels do not."""

import io
import tarfile

import numpy as np
import pydicom
import pytest
from dcm_geometry_conformance import case, corpus
from dcm_geometry_conformance.voxels import codes


def packed(tmp_path, name, **changed):
    """A generated case as a set of a corpus, with attributes of other pixels."""
    made = case.build(name)
    path = tmp_path / f"{name}.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for file, content in made.files.items():
            dataset = pydicom.dcmread(io.BytesIO(content))
            for keyword, value in changed.items():
                setattr(dataset, keyword, value)
            written = io.BytesIO()
            dataset.save_as(written)
            entry = tarfile.TarInfo(file)
            entry.size = len(written.getvalue())
            tar.addfile(entry, io.BytesIO(written.getvalue()))
    return made, path


@pytest.mark.parametrize("name", ["tilt-positive", "multi-interleaved"])
def test_planes_stay_and_voxels_name_themselves(tmp_path, name):
    made, path = packed(tmp_path, name, RescaleSlope="3", RescaleIntercept="-1024")
    real = corpus.build(name, {"truth": "planes", "kinds": ["axial"]}, path)
    assert len(real.frames) == len(made.frames)
    planes = {(f.file, f.index): f.plane for f in made.frames}
    for number, frame in enumerate(real.frames):
        plane = planes[frame.file, frame.index]
        np.testing.assert_allclose(frame.plane.position, plane.position, atol=1e-6)
        np.testing.assert_allclose(frame.plane.row + frame.plane.column, plane.row + plane.column, atol=1e-6)
        np.testing.assert_allclose(frame.plane.spacing, plane.spacing, atol=1e-6)
        dataset = pydicom.dcmread(io.BytesIO(real.files[frame.file]))
        assert "RescaleSlope" not in dataset
        pixels = dataset.pixel_array.reshape(-1, 6, 8)
        np.testing.assert_array_equal(pixels[frame.index], codes(number))
    assert real.refusal is None


def test_what_cannot_be_told_is_left_out(tmp_path):
    _, path = packed(tmp_path, "tilt-positive")
    assert corpus.build("x", {"truth": "dcm2niix", "kinds": ["mosaic"]}, path) is None
    assert corpus.build("x", {"truth": "planes", "kinds": ["irregular"]}, path).refusal
    _, nowhere = packed(tmp_path, "tilt-positive", ImagePositionPatient=None)
    assert corpus.build("x", {"truth": "planes", "kinds": []}, nowhere) is None
