"""The judge: right outputs in any layout pass, and each way to be wrong is told with its millimetres."""

import numpy as np
import pytest
from support import right, truth_of, verdict

from dcm_geometry_conformance import case
from dcm_geometry_conformance.judge import (
    CRASH, PARTIAL, REFUSED, REFUSED_TRULY, RIGHT, SILENT, WARNED, Answer, Image, judge)
from dcm_geometry_conformance.voxels import pattern

NAME = "pixels-oblique"  # five slices of 8 x 6 pixels of 1.5 mm, 3.3 mm apart


@pytest.fixture
def truth():
    return truth_of(NAME)


def test_right_is_right(truth):
    found = verdict(truth, *right(truth))
    assert (found.verdict, found.note) == (RIGHT, "") and found.mm < 1e-9


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_turned_arrays_with_turned_matrices_are_right(truth, axis):
    voxels, matrix = right(truth)
    turned = matrix.copy()
    turned[:3, 3] += matrix[:3, axis] * (voxels.shape[axis] - 1)
    turned[:3, axis] *= -1
    assert verdict(truth, np.flip(voxels, axis), turned).verdict == RIGHT


@pytest.mark.parametrize("axes", [(1, 0, 2), (2, 1, 0), (1, 2, 0)])
def test_exchanged_axes_with_exchanged_columns_are_right(truth, axes):
    voxels, matrix = right(truth)
    assert verdict(truth, voxels.transpose(axes), matrix[:, [*axes, 3]]).verdict == RIGHT


@pytest.mark.parametrize("axis, mm", [(0, 7 * 1.5), (1, 5 * 1.5), (2, 4 * 3.3)])
def test_a_flipped_array_is_off_by_its_whole_length(truth, axis, mm):
    voxels, matrix = right(truth)
    found = verdict(truth, np.flip(voxels, axis), matrix)
    assert found.verdict == SILENT and found.mm == pytest.approx(mm, abs=1e-6)


def test_a_transposed_array_is_wrong(truth):
    voxels, matrix = right(truth)
    found = verdict(truth, voxels.transpose(1, 0, 2), matrix)
    # Pixel (7, 0) lands at (0, 7): along both axes seven pixels away.
    assert found.verdict == SILENT and found.mm == pytest.approx(7 * 1.5 * 2**0.5, abs=1e-6)


def test_half_a_voxel_is_half_a_voxel(truth):
    voxels, matrix = right(truth)
    matrix[:3, 3] += matrix[:3, 0] / 2
    found = verdict(truth, voxels, matrix)
    assert found.verdict == SILENT and found.mm == pytest.approx(0.75, abs=1e-6)


def test_two_slices_in_each_others_place(truth):
    voxels, matrix = right(truth)
    found = verdict(truth, voxels[:, :, [0, 3, 2, 1, 4]], matrix)
    assert found.verdict == SILENT and found.mm == pytest.approx(2 * 3.3, abs=1e-6)


def test_a_wrong_spacing_grows_over_the_stack(truth):
    voxels, matrix = right(truth)
    matrix[:3, 2] *= 2.5 / 3.3
    found = verdict(truth, voxels, matrix)
    assert found.verdict == SILENT and found.mm == pytest.approx(4 * 0.8, abs=1e-6)


def test_mirrored_coordinates(truth):
    voxels, matrix = right(truth)
    found = verdict(truth, voxels, np.diag([-1, -1, 1, 1]) @ matrix)
    corner = np.array([*matrix[:3, :3] @ [7, 5, 4] + matrix[:3, 3]])
    assert found.verdict == SILENT
    assert found.mm >= 2 * np.hypot(corner[0], corner[1]) - 1e-6


def test_a_warning_is_no_excuse_but_is_told(truth):
    voxels, matrix = right(truth)
    matrix[:3, 3] += 1
    assert verdict(truth, voxels, matrix, "Warning: interslice distance varies").verdict == WARNED
    beside = "Warning: Unable to determine manufacturer (0008,0070), so conversion is not tuned"
    assert verdict(truth, voxels, matrix, beside).verdict == SILENT


def test_a_slice_left_out_is_partial(truth):
    voxels, matrix = right(truth)
    assert verdict(truth, voxels[:, :, :4], matrix).verdict == PARTIAL


def test_a_right_image_beside_a_wrong_one_is_told(truth):
    voxels, matrix = right(truth)
    shifted = matrix.copy()
    shifted[:3, 3] += 1
    found = judge(truth, Answer([Image(voxels, shifted), Image(voxels, matrix)]))
    assert found.verdict == SILENT and "all frames among them" in found.note
    part = judge(truth, Answer([Image(voxels, shifted), Image(voxels[:, :, :3], matrix)]))
    assert "1 of 2 volumes are right" in part.note and "all frames" not in part.note


def test_padding_does_not_count(truth):
    voxels, matrix = right(truth)
    padded = np.pad(voxels, ((0, 0), (0, 0), (2, 3)))
    matrix[:3, 3] -= 2 * matrix[:3, 2]
    assert verdict(truth, padded, matrix).verdict == RIGHT


def test_rescaled_or_not():
    truth = truth_of("tilt-positive")
    voxels, matrix = right(truth)
    assert voxels.min() == -1023
    assert verdict(truth, voxels, matrix).verdict == RIGHT
    assert verdict(truth, voxels + 1024, matrix).verdict == RIGHT


def test_a_tilt_laid_along_the_normal():
    truth = truth_of("tilt-positive")
    voxels, matrix = right(truth)
    normal = np.cross(matrix[:3, 0], matrix[:3, 1])
    matrix[:3, 2] = 3 * normal / np.linalg.norm(normal)
    found = verdict(truth, voxels, matrix)
    # Five steps of 3 mm, 15 degrees apart.
    assert found.mm == pytest.approx(5 * 2 * 3 * np.sin(np.radians(7.5)), abs=1e-6)


def resample(truth, shift=(0, 0, 0)):
    """The linear code on an upright grid, inside the stack; read beside its place by the shift, mm."""
    sheared, matrix = right(truth)
    upright = np.diag([1.1, 1.1, 1, 1])
    upright[:3, 3] = matrix[:3, 3] + [0.3, 1.0, -3]
    grid = np.stack(np.meshgrid(*map(np.arange, (9, 6, 20)), indexing="ij"), -1)
    world = grid @ upright[:3, :3].T + upright[:3, 3]
    inverse = np.linalg.inv(matrix[:3, :3]).T
    index = (world - matrix[:3, 3]) @ inverse
    inside = np.all((index >= 0) & (index <= np.array(sheared.shape) - 1), axis=-1)
    i, j, k = np.moveaxis((world + np.array(shift) - matrix[:3, 3]) @ inverse, -1, 0)
    code = 1 + i + 8 * (j + 6 * k)
    return np.where(inside, code, 0) * truth["slope"] + truth["intercept"], upright


def test_a_resampled_tilt_is_right_where_it_was_resampled_rightly():
    truth = truth_of("tilt-positive")
    found = verdict(truth, *resample(truth))
    assert found.verdict == RIGHT and found.note == "resampled"
    # Half a column is seen, half a row, and less of a slice.
    assert verdict(truth, *resample(truth, shift=(0.8, 0, 0))).verdict == SILENT
    assert verdict(truth, *resample(truth, shift=(0, 0.8, 0))).verdict == SILENT
    assert verdict(truth, *resample(truth, shift=(0, 0, 0.2))).verdict == SILENT
    # Errors that cancel on average are seen by their size.
    voxels, matrix = resample(truth)
    noise = np.where(np.indices(voxels.shape).sum(axis=0) % 2, 4.5, -4.5)
    assert verdict(truth, np.where(voxels > -1023, voxels + noise, voxels), matrix).verdict == SILENT


def test_volumes_mixed():
    truth = truth_of("axis-echo")
    (first, matrix), (second, _) = right(truth, 0), right(truth, 1)
    both = np.stack([first, second], axis=3)
    assert verdict(truth, both, matrix).verdict == RIGHT
    mixed = both.copy()
    mixed[:, :, 2] = mixed[:, :, 2, ::-1]
    found = verdict(truth, mixed, matrix)
    assert found.verdict == SILENT and "mixed" in found.note
    assert verdict(truth, first, matrix).verdict == PARTIAL


def test_slices_in_one_plane(truth):
    voxels, matrix = right(truth)
    matrix[:3, 2] = 0
    found = verdict(truth, voxels, matrix)
    assert found.verdict == SILENT and found.mm == pytest.approx(4 * 3.3, abs=1e-6)
    assert "all slices in one plane" in found.note


def test_refusals():
    truth = truth_of("gap-one-missing")
    assert judge(truth, Answer(refusal="1 slice is missing")).verdict == REFUSED_TRULY
    assert judge(truth, Answer(refusal="computer says no")).verdict == REFUSED
    internal = "KeyError: 'SpacingBetweenSlices'"
    assert judge(truth, Answer(refusal=internal)).verdict == REFUSED
    assert judge(truth, Answer(refusal="missing", crashed=True)).verdict == CRASH


def test_nothing_written_and_nothing_said_is_no_true_reason():
    for name in case.names():
        assert judge(truth_of(name), Answer()).verdict == REFUSED, name


def test_gaps_may_be_left_open_or_split():
    truth = truth_of("gap-one-missing")
    voxels, _ = right(truth)
    _, matrix = right(truth_of("order-by-names"))
    matrix[:3, 2] = [0, 0, 3]
    full = np.insert(voxels, 4, truth["intercept"], axis=2)
    assert verdict(truth, full, matrix).verdict == RIGHT
    upper = matrix.copy()
    upper[2, 3] += 15
    parts = [Image(voxels[:, :, :4], matrix), Image(voxels[:, :, 4:], upper)]
    assert judge(truth, Answer(parts)).verdict == RIGHT
    # Filled with its neighbour, a slice lies in a place that is not its own.
    copied = np.insert(voxels, 4, voxels[:, :, 3], axis=2)
    found = verdict(truth, copied, matrix)
    assert found.verdict == SILENT and found.mm == pytest.approx(3, abs=1e-6)


def test_no_image_is_right_where_positions_were_copied():
    """Not even one that puts each slice where DICOM says."""
    truth = truth_of("twice-position-copied")
    images = [Image(*right({**truth, "volumes": [[[n]]]})) for n in range(5)]
    assert judge(truth, Answer(images)).verdict == SILENT
    assert judge(truth, Answer(images, "slices overlap")).verdict == WARNED
    beside = "Warning: Unable to determine manufacturer (0008,0070), so conversion is not tuned"
    assert judge(truth, Answer(images, beside)).verdict == SILENT


def test_segmentations_are_known_by_their_patterns():
    truth = truth_of("seg-binary")
    order = np.argsort([f["position"][2] for f in truth["frames"]])
    voxels = np.stack([pattern(f).T for f in order], axis=2)
    matrix = np.diag([1.5, 1.5, 3, 1])
    matrix[:3, 3] = truth["frames"][order[0]]["position"]
    assert verdict(truth, voxels, matrix).verdict == RIGHT
    found = verdict(truth, voxels[:, ::-1], matrix)
    assert found.verdict == SILENT and found.mm == pytest.approx(7.5, abs=1e-6)


def test_gradients():
    truth = truth_of("diffusion-philips")
    voxels = np.stack([right(truth, t)[0] for t in range(4)], axis=3)
    _, matrix = right(truth)
    said = [(b, g and np.array(g)) for b, g in truth["diffusion"]]
    assert verdict(truth, voxels, matrix, gradients=said).verdict == RIGHT
    opposite = [(b, g if g is None else -g) for b, g in said]
    assert verdict(truth, voxels, matrix, gradients=opposite).verdict == RIGHT
    flipped = [(b, g if g is None else g * [1, -1, 1]) for b, g in said]
    found = verdict(truth, voxels, matrix, gradients=flipped)
    assert found.verdict == SILENT and "gradient" in found.note
    wrong_b = [(b / 2, g) for b, g in said]
    assert "b-value" in verdict(truth, voxels, matrix, gradients=wrong_b).note


@pytest.mark.parametrize("name", case.names())
def test_what_the_planes_say_is_right_in_every_case(name):
    """Every frame alone, as a slice of its own, lies in its place."""
    truth = truth_of(name)
    if truth["only_refusal"] or truth["voxels"] == "bits":
        return
    images = []
    for number, frame in enumerate(truth["frames"]):
        one = {**truth, "volumes": [[[number]]]}
        images.append(Image(*right(one)))
    found = judge(truth, Answer(images))
    assert found.verdict == RIGHT and found.mm < 1e-9
