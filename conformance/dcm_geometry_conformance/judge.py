"""Says of a tool's answer whether every voxel lies where DICOM has it.

Voxels name their own frame, row and column (``voxels.py``). The judge looks at nothing but them and
the matrix that places them; fields such as spacing or direction do not count, and neither does the
order in which slices, rows, columns or volumes come, as long as the matrix goes with it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Optional

import numpy as np

from .voxels import codes, pattern, place

RIGHT, PARTIAL, REFUSED_TRULY, REFUSED = "right", "partial", "refused, true reason", "refused"
WARNED, SILENT, CRASH = "wrong, warned", "wrong, silent", "crash"
VERDICTS = (RIGHT, PARTIAL, REFUSED_TRULY, REFUSED, WARNED, SILENT, CRASH)

#: Interpolated voxels may be off by a third of a row each, as the kernels and the edges of resamplers
#: differ, but by less than half a column on average: a shift of a column would be 1.
CODE_TOLERANCE, CODE_BIAS = 2.7, 0.5
#: Part of the voxels inside the stack that must be interpolated rightly: those on its very edge are
#: in or out by the last bit of a matrix in single precision.
INTERPOLATED = 0.97
#: Part of the voxels inside the stack that may carry no code in an output that was not interpolated.
STRAY = 0.02
#: Gradients are kept in single precision or printed with a few digits.
GRADIENT_DEGREES, B_PART = 0.5, 0.02
#: Below this volume of a voxel, in cubic millimetres, a matrix puts all slices into one plane.
FLAT = 1e-6

#: Exceptions in which no tool says anything about a series: something broke inside.
INTERNAL = re.compile(
    r"^((Attribute|Type|Index|Key|Name|UnboundLocal|Operational|Assertion|Recursion)Error|TimeoutExpired)")

#: Lines about the writer's name say nothing about geometry.
_BESIDE = re.compile(r"^.*manufacturer \(0008,0070\).*$", re.IGNORECASE | re.MULTILINE)

#: Words of a tool's output that count as a warning about geometry, however vague they are.
WARNING = re.compile(
    r"warn|error|non.?uniform|uneven|missing|gantry|tilt|check whether|inconsisten|not equidistant|"
    r"irregular|interslice|slice gap|varies|separation|ambiguous|dropp|not constant|multiple direction|"
    r"inequal|flipped|overlap|duplicate",
    re.IGNORECASE,
)


#: Said where a wrong image has a right one of all frames beside it, resampled for instance.
BESIDE = "all frames among them"


@dataclass
class Image:
    """One written image: [i, j, k] or [i, j, k, t], and the 4 x 4 from (i, j, k, 1) to LPS mm."""

    voxels: np.ndarray
    matrix: np.ndarray
    name: str = ""
    #: b-value and LPS gradient of every t, if the tool says them.
    gradients: Optional[list] = None


@dataclass
class Answer:
    images: list = field(default_factory=list)
    #: Everything that the tool printed.
    said: str = ""
    #: Why there is no image, in the tool's own words.
    refusal: Optional[str] = None
    crashed: bool = False
    seconds: float = 0.0


@dataclass
class Verdict:
    verdict: str
    #: Largest distance of a voxel from its place, mm; None where nothing was placed.
    mm: Optional[float] = None
    note: str = ""


@dataclass
class _Part:
    """What was found of one three-dimensional array."""

    mm: float
    frames: set
    note: str = ""
    resampled: bool = False


def judge(truth: dict, answer: Answer) -> Verdict:
    """The verdict on an answer to the case with this truth."""
    if answer.crashed and not answer.images:
        return Verdict(CRASH, None, _line(answer.refusal or answer.said))
    words = answer.refusal or ""
    if not answer.images:
        true = not INTERNAL.match(words) and re.search(truth["true_words"], words, re.IGNORECASE)
        return Verdict(REFUSED_TRULY if true else REFUSED, None, _line(words))
    if truth["only_refusal"]:
        warned = WARNING.search(_BESIDE.sub("", answer.said + words))
        return Verdict(WARNED if warned else SILENT, None, "an image of slices whose place nobody knows")
    required = set(range(len(truth["frames"])))
    parts, bad, right = [], [], set()
    for image in answer.images:
        for t, volume in enumerate(_volumes(image)):
            part = _part(truth, volume, np.asarray(image.matrix, float))
            if part is None:
                continue  # An image without voxels of the case: a report, or nothing but padding.
            note = part.note or _gradient(truth, part.frames, image.gradients, t)
            parts.append(part)
            if part.mm > truth["tolerance_mm"] or note:
                bad.append((part.mm, note or f"{image.name} off by {part.mm:.3g} mm"))
            else:
                right |= part.frames
    if not parts:
        return Verdict(SILENT, None, "images without any voxel of the case")
    if bad:
        mm, note = max(bad, key=lambda pair: pair[0])
        if len(bad) < len(parts):
            note += f" ({len(parts) - len(bad)} of {len(parts)} volumes are right"
            note += f", {BESIDE})" if right >= required else ")"
        warned = WARNING.search(_BESIDE.sub("", answer.said + words))
        return Verdict(WARNED if warned else SILENT, mm, note)
    mm = max(part.mm for part in parts)
    found = set().union(*(part.frames for part in parts))
    lacking = required - found
    note = "resampled" if any(part.resampled for part in parts) else ""
    if lacking:
        return Verdict(PARTIAL, mm, f"{len(lacking)} of {len(truth['frames'])} frames are left out")
    return Verdict(RIGHT, mm, note)


def _volumes(image: Image):
    voxels = np.asarray(image.voxels)
    while voxels.ndim < 3:
        voxels = voxels[..., None]
    flat = voxels.reshape(*voxels.shape[:3], -1)
    return [flat[..., t] for t in range(flat.shape[3])]


def _part(truth: dict, voxels: np.ndarray, matrix: np.ndarray) -> Optional[_Part]:
    found = _codes(truth, voxels)
    values, whole = found
    last = len(truth["frames"]) * truth["rows"] * truth["columns"]
    named = whole & (values >= 1) & (values <= last)
    if not named.any():
        return None
    index = np.argwhere(np.ones_like(named))
    world = index @ matrix[:3, :3].T + matrix[:3, 3]
    numbers = np.rint(values[named]).astype(int)
    stray = (values.ravel() >= 0.01) & ~named.ravel()
    twice = len(numbers) - len(np.unique(numbers))
    if truth["voxels"] == "codes" and (stray.sum() > STRAY * named.size or twice):
        part = _interpolated(truth, values.ravel(), world, index)
        if part.mm == 0 or stray.sum() > STRAY * named.size:
            return part
    part = _placed(truth, numbers, world[named.ravel()])
    if voxels.shape[2] > 1 and abs(np.linalg.det(matrix[:3, :3])) < FLAT:
        part.note = f"all slices in one plane, off by {part.mm:.3g} mm"
    return part


def _codes(truth: dict, voxels: np.ndarray):
    """Codes of all voxels, and which of them are whole; rescaled or not, whichever fits."""
    if truth["voxels"] == "bits":
        codes_ = _patterns(truth, voxels)
        return codes_, np.ones(codes_.shape, bool)
    last = len(truth["frames"]) * truth["rows"] * truth["columns"]
    best = None
    for slope, intercept in ((1.0, 0.0), (truth["slope"], truth["intercept"])):
        values = (voxels.astype(float) - intercept) / slope
        whole = abs(values - np.rint(values)) < 0.01
        named = whole & (values > 0.5) & (values < last + 0.5)
        score = len(np.unique(np.rint(values[named])))
        if best is None or score > best[0]:
            best = score, values, whole
    return best[1], best[2]


def _patterns(truth: dict, voxels: np.ndarray) -> np.ndarray:
    """Codes for an image of bits: each slice is one frame's pattern, turned or mirrored."""
    result = np.zeros(voxels.shape)
    for k in range(voxels.shape[2]):
        bits = voxels[:, :, k].T > 0
        for frame in range(len(truth["frames"])):
            for turn in _turns:
                if bits.any() and np.array_equal(turn(pattern(frame)), bits):
                    # Codes on all pixels, zeros included: the whole slice was recognised.
                    result[:, :, k] = turn(codes(frame)).T
    return result


_turns = [
    lambda a, x=x, y=y, swap=swap: (a.T if swap else a)[::y, ::x]
    for x, y, swap in itertools.product((1, -1), (1, -1), (False, True))
]


def _placed(truth: dict, numbers: np.ndarray, world: np.ndarray) -> _Part:
    """How far voxels lie from where their planes have them."""
    frame, row, column = place(numbers)
    planes = [_plane(entry) for entry in truth["frames"]]
    expected = np.einsum(
        "nab,nb->na", np.array(planes)[frame], np.stack([column, row, np.ones_like(row)], axis=1)
    )
    off = np.linalg.norm(world - expected, axis=1)
    worst = int(off.argmax())
    frames = {int(f) for f in np.unique(frame)}
    together = {(truth["frames"][f]["volume"], truth["frames"][f]["t"]) for f in frames}
    note = ""
    if len(together) > 1:
        note = f"{len(together)} volumes mixed in one"
        if off[worst] > truth["tolerance_mm"]:
            note += f", off by {off[worst]:.3g} mm"
    return _Part(float(off[worst]), frames, note)


def _plane(entry: dict) -> np.ndarray:
    between_rows, between_columns = entry["spacing_between_rows_and_columns"]
    return np.stack([np.array(entry["row"]) * between_columns,
                     np.array(entry["column"]) * between_rows,
                     np.array(entry["position"])], axis=1)


def _interpolated(truth: dict, values: np.ndarray, world: np.ndarray, index: np.ndarray) -> _Part:
    """An output on another grid: codes are linear along rows, columns and from slice to slice, so linear
    interpolation at the right place gives a value that can be calculated."""
    last = len(truth["frames"]) * truth["rows"] * truth["columns"]
    foreign = (values < -0.5) | (values > last + 1)
    best = None
    for frames in itertools.chain(*truth["volumes"]):
        if len(frames) < 2:
            continue
        expected, inside, millimetres = _expected(truth, frames, world)
        if not inside.any():
            continue
        if foreign[inside].mean() > STRAY:
            return _Part(0.0, set(), "voxels with values of nothing in the case", resampled=True)
        off = values[inside] - expected[inside]
        right = np.mean(abs(off) <= CODE_TOLERANCE) if abs(np.mean(off)) <= CODE_BIAS else 0.0
        if best is None or right > best[0]:
            bad = float(np.max(abs(off))) * millimetres
            best = right, bad, frames
    if best is None:
        return _Part(float("inf"), set(), "no voxel inside the stack", resampled=True)
    right, bad, frames = best
    if right >= INTERPOLATED:
        return _Part(0.0, _within(truth, frames, world), resampled=True)
    return _Part(bad, set(frames), f"resampled, off by at least {bad:.3g} mm", resampled=True)


def _expected(truth: dict, frames: list, world: np.ndarray):
    """Value at each place, whether it lies in the stack, and the least way in mm that one code is."""
    planes = np.array([_plane(truth["frames"][f]) for f in frames])
    normal = np.cross(planes[0][:, 0], planes[0][:, 1])
    normal /= np.linalg.norm(normal)
    heights = planes[:, :, 2] @ normal
    order = np.argsort(heights)
    heights, origins, numbers = heights[order], planes[order, :, 2], np.array(frames)[order]
    at = world @ normal
    origin = np.stack([np.interp(at, heights, origins[:, c]) for c in range(3)], axis=1)
    within = (world - origin) @ np.linalg.pinv(planes[0][:, :2]).T
    column, row = within[:, 0], within[:, 1]
    slack = 1e-4
    inside = (
        (at >= heights[0] - slack) & (at <= heights[-1] + slack)
        & (column >= -slack) & (column <= truth["columns"] - 1 + slack)
        & (row >= -slack) & (row <= truth["rows"] - 1 + slack)
    )
    size = truth["rows"] * truth["columns"]
    value = 1 + column + truth["columns"] * row + size * np.interp(at, heights, numbers)
    steps = np.linalg.norm(planes[0][:, :2], axis=0)
    gaps = np.diff(heights)
    steep = np.array([1 / steps[0], truth["columns"] / steps[1],
                      np.max(size * abs(np.diff(numbers)) / np.maximum(gaps, 1e-9))])
    return value, inside, 1 / np.linalg.norm(steep)


def _within(truth: dict, frames: list, world: np.ndarray) -> set:
    """Frames whose middle lies in the box of an output, with half a millimetre of grace."""
    low, high = world.min(axis=0) - 0.5, world.max(axis=0) + 0.5
    middle = np.array([(truth["columns"] - 1) / 2, (truth["rows"] - 1) / 2, 1])
    centres = {f: _plane(truth["frames"][f]) @ middle for f in frames}
    return {f for f, centre in centres.items() if np.all(centre >= low) and np.all(centre <= high)}


def _gradient(truth: dict, frames: set, gradients: Optional[list], t: int) -> str:
    """What is wrong with the diffusion weighting that goes with a volume; nothing if none is said."""
    if not truth["diffusion"] or not gradients or not frames or t >= len(gradients):
        return ""
    b, expected = truth["diffusion"][truth["frames"][min(frames)]["t"]]
    said_b, said = gradients[t]
    if abs(said_b - b) > max(1, B_PART * b):
        return f"b-value {said_b:g} for {b}"
    if expected is None:
        return ""
    if said is None or not np.linalg.norm(said):
        return f"no gradient for b = {b}"
    cosine = abs(np.dot(said, expected)) / np.linalg.norm(said) / np.linalg.norm(expected)
    degrees = float(np.degrees(np.arccos(min(1.0, cosine))))
    return f"gradient turned by {degrees:.3g} degrees" if degrees > GRADIENT_DEGREES else ""


def _line(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return (lines[-1] if lines else "nothing said")[:300]
