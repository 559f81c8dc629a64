"""How near headers come to the slice positions, against the best that any even grid can do.

The best even grid minimises over origin o and step s, in three dimensions each, the largest distance

    t = max over frames of |p - o - k s|

of a frame's position p from the grid point of its place k. Two sides enclose the least t, both
calculated in exact rationals over the decimal strings of Image Position (Patient):

above   the t of any one grid
below   for any weights w >= 0, the grid with the least weighted sum of squares leaves residuals r with
        sum w r = 0 and sum w k r = 0, so that for every other grid with residuals r'
        sum w r.r = sum w r.r' <= t' sum w |r|; hence t' >= sum w r.r / sum w |r|

Weights that make both sides meet are found in floating point (Lawson's iteration: each weight times
its residual); how they were found does not matter to the proof. Square roots are rounded up or down
to rationals on the safe side.
"""

from __future__ import annotations

import io
import json
import math
import tarfile
import urllib.error
import urllib.request
from fractions import Fraction
from pathlib import Path

import numpy as np

#: Square roots are right to this part of a millimetre, to the safe side.
DIGITS = 10**18

#: Rounds of Lawson's iteration; it comes nearer by a factor each, and costs a few microseconds.
ROUNDS = 3000

#: Weights below this part of the largest are left out: they cost exact digits and prove nothing.
LEAST = 1e-12


def root(square: Fraction, up: bool) -> Fraction:
    """A rational on the stated side of the square root."""
    floor = math.isqrt(square.numerator * DIGITS**2 // square.denominator)
    return Fraction(floor + (1 if up else 0), DIGITS)


def error(places, points, origin, step) -> Fraction:
    """Square of the largest distance of a point from the grid, exactly."""
    return max(
        sum((p[c] - origin[c] - k * step[c]) ** 2 for c in range(3)) for k, p in zip(places, points)
    )


def certified(places, points):
    """(below, above): rationals that enclose the largest distance under the best even grid, mm."""
    if len(set(places)) < 2:
        return Fraction(0), Fraction(0)
    weights = lawson(np.array(places, float), np.array([[float(x) for x in p] for p in points]))
    # Whole numbers, so that the proof is about exactly these.
    whole = [round(w / max(weights) / LEAST) for w in weights]
    used = [(w, k, p) for w, k, p in zip(whole, places, points) if w]
    sums = [sum(w * k**n for w, k, _ in used) for n in range(3)]
    determinant = sums[0] * sums[2] - sums[1] ** 2
    if determinant == 0:
        return Fraction(0), root(error(places, points, *ends(places, points)), up=True)
    origin, step = [], []
    for c in range(3):
        first = sum(w * p[c] for w, _, p in used)
        second = sum(w * k * p[c] for w, k, p in used)
        origin.append((sums[2] * first - sums[1] * second) / Fraction(determinant))
        step.append((sums[0] * second - sums[1] * first) / Fraction(determinant))
    above = root(min(error(places, points, origin, step), error(places, points, *ends(places, points))), up=True)
    squares = [sum((p[c] - origin[c] - k * step[c]) ** 2 for c in range(3)) for _, k, p in used]
    lengths = sum(w * root(square, up=True) for (w, _, _), square in zip(used, squares))
    below = sum(w * square for (w, _, _), square in zip(used, squares)) / lengths
    return below, above


def ends(places, points):
    """Origin and step of the grid through the first and the last place."""
    low, high = places.index(min(places)), places.index(max(places))
    span = places[high] - places[low]
    step = [(points[high][c] - points[low][c]) / Fraction(span) for c in range(3)]
    return [points[low][c] - places[low] * step[c] for c in range(3)], step


def lawson(places: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Weights under which least squares is nearly the best grid."""
    base = np.stack([np.ones_like(places), places - places.mean()], axis=1)
    centred = points - points.mean(axis=0)
    weights = np.full(len(places), 1 / len(places))
    best, best_ratio = weights, -1.0
    for _ in range(ROUNDS):
        scaled = base * weights[:, None]
        try:
            grid = np.linalg.solve(base.T @ scaled, scaled.T @ centred)
        except np.linalg.LinAlgError:
            break
        far = np.linalg.norm(centred - base @ grid, axis=1)
        mean = weights @ far
        if not mean > 0:
            break
        ratio = (weights @ far**2) / mean / far.max()
        if ratio > best_ratio:
            best, best_ratio = weights, ratio
        weights = weights * far / mean
    return best


def study(corpus: Path, url: str, say=print) -> list:
    """A row for each volume of each set: what its header says, and what is possible."""
    rows = []
    for archive in sorted((corpus / "series").glob("*.tar.gz")):
        name = archive.name.removesuffix(".tar.gz")
        replies = {fit: ask(url, archive, fit) for fit in ("endpoints", "best")}
        if any("volumes" not in reply for reply in replies.values()):
            say(f"{name}: {replies['best'].get('code')}")
            continue
        positions = read(archive)
        for volume, best in zip(replies["endpoints"]["volumes"], replies["best"]["volumes"]):
            row = measure(name, volume, best, positions)
            if row:
                rows.append(row)
                say(json.dumps(row))
    return rows


def ask(url: str, archive: Path, fit: str) -> dict:
    try:
        address = f"{url}/v1/header?format=json&fit={fit}"
        with urllib.request.urlopen(urllib.request.Request(address, archive.read_bytes())) as response:
            return json.load(response)
    except urllib.error.HTTPError as refusal:
        return json.load(refusal)


def read(archive: Path) -> dict:
    """(file, frame) to Image Position (Patient) as exact rationals of its decimal strings."""
    import pydicom

    found = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            if not member.isfile():
                continue
            data = pydicom.dcmread(io.BytesIO(tar.extractfile(member).read()), force=True)
            frames = data.get("PerFrameFunctionalGroupsSequence")
            for number, frame in enumerate(frames or [data]):
                place = frame.get("PlanePositionSequence", [frame])[0] if frames else frame
                value = place.get("ImagePositionPatient")
                if value is not None and len(value) == 3:
                    # pydicom keeps the text of a decimal string.
                    found[member.name, number] = tuple(
                        Fraction(getattr(x, "original_string", repr(x)).strip()) for x in value)
    return found


def measure(name: str, volume: dict, best: dict, positions: dict):
    """None where slices have no position of their own (tiles, dose planes, projections)."""
    slices = [s for s in volume["slices"] if "file" in s]
    keys = [(s["file"], s["frame"]) for s in slices]
    places = [s["index"][0] for s in slices]
    if any(key not in positions for key in keys) or len(set(places)) < 3:
        return None
    points = [positions[key] for key in keys]
    below, above = certified(places, points)
    errors = {}
    for fit, reply in (("endpoints", volume), ("best", best)):
        geometry = reply["geometry"]
        grid = [[Fraction(x) for x in vector] for vector in (geometry["origin"], geometry["directions"][-1])]
        errors[fit] = float(root(error(places, points, *grid), up=True))
    return {
        "set": name, "volume": volume["index"], "slices": len(set(places)), "frames": len(places),
        "endpoints": errors["endpoints"], "best": errors["best"], "below": float(below), "above": float(above),
        "perpendicular": any(f["code"] == "shear-is-rounding" for f in best["findings"]),
    }
