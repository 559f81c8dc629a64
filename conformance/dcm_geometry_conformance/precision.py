"""How near headers come to the slice positions, against the best that any even grid can do.

The best even grid minimises over origin o and step s, in three dimensions each, the largest distance

    t = max over frames of |p - o - k s|

of a frame's position p from the grid point of its place k. Two sides enclose the least t, both
calculated in exact rationals over the decimal strings of Image Position (Patient):

above   the t of any one grid
below   for any weights w >= 0, the grid with the least weighted sum of squares leaves residuals r with
        sum w r = 0 and sum w k r = 0, so that for every other grid with residuals r'
        sum w r.r = sum w r.r' <= t' sum w |r|; hence t' >= sum w r.r / sum w |r|

The same holds among grids whose step lies along the slice normal, where least squares leaves
sum w k (r . normal) = 0.

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


def certified(places, points, normal=None):
    """(below, above): rationals that enclose the largest distance under the best even grid, mm.

    With ``normal``, of any length, under the best grid whose step is a multiple of it.
    """
    if len(set(places)) < 2:
        return Fraction(0), Fraction(0)
    weights = lawson(np.array(places, float), np.array([[float(x) for x in p] for p in points]),
                     None if normal is None else np.array([float(x) for x in normal]))
    # Whole numbers, so that the proof is about exactly these.
    whole = [round(w / max(weights) / LEAST) for w in weights]
    used = [(w, k, p) for w, k, p in zip(whole, places, points) if w]
    sums = [sum(w * k**n for w, k, _ in used) for n in range(3)]
    determinant = sums[0] * sums[2] - sums[1] ** 2
    if determinant == 0:
        return Fraction(0), root(error(places, points, *ends(places, points)), up=True)
    first = [sum(w * p[c] for w, _, p in used) for c in range(3)]
    second = [sum(w * k * p[c] for w, k, p in used) for c in range(3)]
    step = [(sums[0] * second[c] - sums[1] * first[c]) / Fraction(determinant) for c in range(3)]
    if normal is not None:
        part = dot(step, normal) / Fraction(dot(normal, normal))
        step = [part * n for n in normal]
    origin = [(first[c] - sums[1] * step[c]) / Fraction(sums[0]) for c in range(3)]
    above = root(error(places, points, origin, step), up=True)
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


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def lawson(places: np.ndarray, points: np.ndarray, normal=None) -> np.ndarray:
    """Weights under which least squares is nearly the best grid."""
    along = places - places.mean()
    unit = None if normal is None else normal / np.linalg.norm(normal)
    centred = points - points.mean(axis=0)
    weights = np.full(len(places), 1 / len(places))
    best, best_ratio = weights, -1.0
    for _ in range(ROUNDS):
        k = along - weights @ along
        p = centred - weights @ centred
        spread = weights @ k**2
        if not spread > 0:
            break
        step = (weights * k) @ p / spread
        if unit is not None:
            step = (step @ unit) * unit
        far = np.linalg.norm(p - np.outer(k, step), axis=1)
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
    """(file, frame) to Image Position and Image Orientation (Patient) as exact rationals of their
    decimal strings: three numbers, and nine."""
    import pydicom

    found = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            if not member.isfile():
                continue
            data = pydicom.dcmread(io.BytesIO(tar.extractfile(member).read()), force=True)
            shared = data.get("SharedFunctionalGroupsSequence")
            frames = data.get("PerFrameFunctionalGroupsSequence")
            for number, frame in enumerate(frames or [data]):
                own = [frame, *(shared or [])]
                position = exact(own, "PlanePositionSequence", "ImagePositionPatient", 3)
                orientation = exact(own, "PlaneOrientationSequence", "ImageOrientationPatient", 6)
                if position and orientation:
                    found[member.name, number] = position, orientation
    return found


def exact(datasets, sequence, keyword, count):
    """The first value found, directly or in a functional group; pydicom keeps the text of a decimal."""
    for data in datasets:
        holder = data[sequence].value[0] if sequence in data else data
        value = holder.get(keyword)
        if value is not None and len(value) == count:
            return tuple(Fraction(getattr(x, "original_string", repr(x)).strip()) for x in value)
    return None


def measure(name: str, volume: dict, best: dict, positions: dict):
    """None where slices have no position of their own (tiles, dose planes, projections)."""
    slices = [s for s in volume["slices"] if "file" in s]
    keys = [(s["file"], s["frame"]) for s in slices]
    places = [s["index"][0] for s in slices]
    if any(key not in positions for key in keys) or len(set(places)) < 3:
        return None
    points = [positions[key][0] for key in keys]
    row, column = positions[keys[0]][1][:3], positions[keys[0]][1][3:]
    normal = [row[(c + 1) % 3] * column[(c + 2) % 3] - row[(c + 2) % 3] * column[(c + 1) % 3] for c in range(3)]
    upright = best["geometry"]["tiltDegrees"] == 0
    below, above = certified(places, points)
    upright_below, upright_above = certified(places, points, normal) if upright else (below, above)
    errors = {}
    for fit, reply in (("endpoints", volume), ("best", best)):
        geometry = reply["geometry"]
        grid = [[Fraction(x) for x in vector] for vector in (geometry["origin"], geometry["directions"][-1])]
        errors[fit] = float(root(error(places, points, *grid), up=True))
    return {
        "set": name, "volume": volume["index"], "slices": len(set(places)), "frames": len(places),
        "endpoints": errors["endpoints"], "best": errors["best"], "below": float(below), "above": float(above),
        "upright": upright, "upright_below": float(upright_below), "upright_above": float(upright_above),
        "stated": best["fit"]["bestPossible"],
    }


def write(corpus: Path, page: Path) -> None:
    """Asks the service of this project for the headers of all sets, and writes the page."""
    from .adapters import service

    try:
        rows = study(corpus, service.url(), say=lambda line: None)
    finally:
        service.stop()
    page.write_text(text(rows))


#: Below this, mm, it is the last bit of a double and no matter of fitting.
LAST_BITS = 1e-11

#: Part by which a header may be above the certified bound and still be called the best: the doubles of
#: its origin and step, and the gap between the two bounds.
BEST_PART = 1e-4


def text(rows: list) -> str:
    def counts(key):
        return sum(row[key] <= row["upright_above"] * (1 + BEST_PART) + LAST_BITS for row in rows)

    uneven = [row for row in rows if row["above"] > LAST_BITS or row["endpoints"] > LAST_BITS]
    widest = max((row["upright_above"] - row["upright_below"]) / row["upright_above"] for row in uneven
                 if row["upright_above"] > LAST_BITS)
    excess = max(row["best"] / row["upright_below"] - 1 for row in uneven if row["upright_below"] > LAST_BITS)
    most = max(row["best"] - row["upright_below"] for row in uneven)
    free = sum(row["best"] <= row["above"] * (1 + BEST_PART) + LAST_BITS for row in rows)
    lines = [
        "# Precision",
        "",
        "How near the headers come to the slice positions of real series, against the best that any even grid "
        "can do. The best is certified: calculated in exact rationals over the decimal strings of Image Position "
        "(Patient), from below by a proof that no grid is nearer and from above by a grid "
        "([how](../conformance/dcm_geometry_conformance/precision.py)). Made by "
        "`python -m dcm_geometry_conformance precision ../shared/corpus docs/precision.md` where the corpus lies "
        "beside the project.",
        "",
        f"- {len(rows)} volumes with at least three slices whose positions DICOM states; in "
        f"{len(rows) - len(uneven)} of them positions are even to the last bits of a double (1e-11 mm), and so are the "
        "headers.",
        f"- `fit=best` is the best grid of its kind in {counts('best')} of {len(rows)} (within 1 part in "
        f"{1 / BEST_PART:.0f} of what is certified), and the best of all grids, sheared ones included, in {free}. "
        f"Where it is not, its iteration stopped short: by at most {excess:.2%} of the certified error, and "
        f"{most:.1g} mm.",
        f"- `fit=endpoints`, the default, goes through the first and the last slice as ITK and Slicer do, and is "
        f"the best in {counts('endpoints')}; it is never off by more than "
        f"{max(row['endpoints'] for row in rows):.3g} mm.",
        f"- The two sides of the certificate differ by at most 1 part in {1 / widest:.0f}.",
        "",
        "Left out: sets that are refused, volumes of one or two slices, and frames without decimal positions of "
        "their own (tiles of mosaics and grids, dose planes, projections).",
        "",
        "Largest distance of a slice position from its grid point, mm, of the volumes that are not even to the "
        "last bits. *Upright*: the step was set along the slice normal because the drift is rounding; the best "
        "grid is then that among grids along the normal, and *any grid* the best of all.",
        "",
        "| set | slices | frames | fit=endpoints | fit=best | certified best | any grid | upright |",
        "| --- | --: | --: | --: | --: | --: | --: | --- |",
    ]
    for row in uneven:
        name = row["set"] + (f", volume {row['volume']}" if row["volume"] else "")
        lines.append(
            f"| {name} | {row['slices']} | {row['frames']} | {row['endpoints']:.4g} | {row['best']:.4g} "
            f"| {row['upright_below']:.4g} to {row['upright_above']:.4g} | {row['above']:.4g} "
            f"| {'yes' if row['upright'] else ''} |")
    return "\n".join(lines) + "\n"
