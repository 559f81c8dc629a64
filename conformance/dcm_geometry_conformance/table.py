"""The pages: a table of tools by kinds, and a section for each case with what every tool made of it."""

from __future__ import annotations

import datetime
import platform
from pathlib import Path

from . import case
from .judge import BESIDE, CRASH, PARTIAL, REFUSED, REFUSED_TRULY, RIGHT, SILENT, VERDICTS, WARNED
from .run import NOT_FOR

#: How often to say what is wrong in the list of the most instructive errors.
MOST = 3


def write(results: dict, docs: Path, real: dict) -> None:
    """The pages; ``real`` are the results of real series, if there are any."""
    docs.mkdir(parents=True, exist_ok=True)
    made = [case.build(name) for name in case.names()]
    (docs / "conformance.md").write_text(summary(results, made, real))
    (docs / "conformance").mkdir(exist_ok=True)
    (docs / "conformance" / "cases.md").write_text(cases(results, made))


def summary(results: dict, made: list, real: dict) -> str:
    kinds = list(dict.fromkeys(one.kind for one in made))
    today = datetime.date.today().strftime("%-d %B %Y")
    none = sum(1 for one in made if one.refusal)
    lines = [
        "# Conformance",
        "",
        f"{len(made)} small made-up series, {len(kinds)} kinds of trouble, {len(results)} tools: which of them "
        "place every voxel where DICOM has it? The suite is [conformance/](../conformance/README.md), which "
        "needs nothing else of this project; every case is explained, with what each tool made of it, in "
        f"[cases](conformance/cases.md). Run on {today} with Python {platform.python_version()} by",
        "",
        "```",
        "cd conformance && ./run",
        "```",
        "",
        "## All cases",
        "",
        "| tool | version | right | partial | refused, true reason | refused, other reason | wrong, warned "
        "| wrong, silent | of the wrong: a right file beside it | crash | not for it | seconds |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for found in results.values():
        cells = counted(found, (*VERDICTS, NOT_FOR))
        cells.insert(-2, str(sum(BESIDE in v["note"] for v in found["cases"].values())))
        lines.append(f"| {found['name']} | {found['version']} | {' | '.join(cells)} | {found['seconds']:.0f} |")
    lines += [
        "",
        f"In {none} of the {len(made)} cases no full answer exists (a slice is missing, two images contend for "
        f"one place): there a refusal that says so is what can be asked for{own_refusals(results, made)}. "
        "**right**: every voxel lies in its place, all frames are there, volumes are apart. "
        "**partial**: what was written is right, but frames were left out. **refused, true reason**: nothing "
        "was written, and the message names what is special about the case, whether or not an answer exists. "
        "**refused, other reason**: it names something else, or an exception from inside. **wrong, warned**: "
        "some voxel is off, and anything was printed that could be about geometry, however vague. **wrong, "
        "silent**: nothing was. **crash**: a signal. **not for it**: JSON or an array, for tools that take "
        "none.",
        "",
        "## By kind",
        "",
        "right · refused with a true reason · wrong, or nothing for no true reason (wrong, crash, refused, "
        "partial), of the cases of a kind.",
        "",
        "| kind | cases | " + " | ".join(found["name"] for found in results.values()) + " |",
        "| --- | --- | " + " | ".join("---" for _ in results) + " |",
    ]
    for kind in kinds:
        names = [one.name for one in made if one.kind == kind]
        cells = []
        for found in results.values():
            counts = count(found["cases"][n] for n in names if n in found["cases"])
            asked = sum(counts.values()) - counts.get(NOT_FOR, 0)
            right, true = counts.get(RIGHT, 0), counts.get(REFUSED_TRULY, 0)
            cells.append(f"{right} · {true} · {asked - right - true}" if asked else "")
        lines.append(f"| {kind} | {len(names)} | " + " | ".join(cells) + " |")
    lines += real_series(real)
    lines += ["", "## Most instructive errors", "",
              "In mm, the farthest voxel from its place, in images of 8 × 6 pixels; in those of 512 × 512 the same "
              "mistakes are up to 80 times as large where they turn or stretch rows and columns.", ""]
    for name, why in INSTRUCTIVE:
        who = [found["name"] + millimetres(verdict) for found in results.values()
               for verdict in [found["cases"].get(name)] if verdict and verdict["verdict"] in (SILENT, WARNED)]
        if who:
            lines.append(f"- {name}: {why}: {', '.join(who)}")
    lines += ["", "### Farthest off", ""]
    for found in results.values():
        worst: dict = {}
        for mm, name, verdict in wrong_ones(found):
            kind = next(one.kind for one in made if one.name == name)
            worst.setdefault(kind, (mm, name, verdict))
        if worst:
            listed = "; ".join(farthest(entry) for entry in list(worst.values())[:MOST] if entry[0] > 0.001)
            lines.append(f"- **{found['name']}**: {listed}")
    lines += ["", "## Method", "", *METHOD, "", "| tool | used as |", "| --- | --- |"]
    lines += [f"| {found['name']} {found['version']} | {found['how']} |" for found in results.values()]
    return "\n".join(lines) + "\n"


def real_series(results: dict) -> list:
    """The table of real series: no lines without results."""
    if not results:
        return []
    names = list(dict.fromkeys(name for found in results.values() for name in found["cases"]))
    lines = [
        "",
        "## Real series",
        "",
        f"The same judge on {len(names)} series of scanners: headers as they were written, on images of 8 × 6 "
        "voxels that name themselves; right is within 0.1 mm, to which positions are rounded. Mosaics, "
        "segmentations and what states no plane for each frame are not among them. Which set is which, and why "
        "dcm2nhdr refuses some, is in [corpus](corpus.md).",
        "",
        "| tool | right | partial | refused, true reason | refused, other reason | wrong, warned | wrong, silent "
        "| crash | farthest off |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for found in results.values():
        worst = "".join(farthest(entry) for entry in wrong_ones(found)[:1])
        lines.append(f"| {found['name']} | {' | '.join(counted(found, VERDICTS))} | {worst} |")
    return lines


#: Cases in which a wrong answer shows a rule that fails, and the rule.
INSTRUCTIVE = (
    ("spacing-tag-negative", "a sign taken seriously turns the volume over"),
    ("tilt-positive", "the step laid along the normal, or a file corrected for one sign of the tilt"),
    ("rounded-first-pair", "the first gap taken for all"),
    ("gap-one-missing", "the spacing averaged over a hole, or the hole filled with its neighbour"),
    ("pixels-anisotropic", "row and column spacing exchanged"),
    ("mixed-axial-and-scout", "a localizer counted in"),
    ("multi-interleaved", "stored order taken for the order of slices"),
    ("axis-temporal-position", "times stacked as slices"),
    ("axis-mixed-half-way", "two images in one array, where the positions alone are even"),
    ("mosaic-sagittal", "the position of the picture taken for that of a slice"),
    ("dose-relative", "Grid Frame Offset Vector not read"),
    ("nm-negative", "a sign not taken seriously where it counts"),
    ("diffusion-ge-phase-rows", "gradients of the encoding taken for those of the image"),
    ("array-descending", "the header of the sorted image for an array in the order of the files"),
)

METHOD = [
    "- Every voxel holds a number that names its frame, row and column, so that any order, flip, "
    "transposition or mixture of volumes can be read from any output. The judge places each voxel by the "
    "output's matrix and compares with the plane of its frame: position, row and column direction, pixel "
    "spacing. No field of an output counts, and any layout of the array is right as long as the matrix goes "
    "with it.",
    "- Outputs on another grid (rectified tilts, filled gaps) are compared with linear interpolation between "
    "the two neighbouring slices: right if they agree within a third of a row in 97 % of the voxels inside the "
    "stack, and within half a column on average. There a shift along the one direction in which the number does "
    "not change would pass.",
    "- A tool may write several images; one that is wrong makes the case wrong, and the page of cases says how "
    "many are right beside it.",
    "- Tolerance: 0.01 mm; where positions or cosines are rounded in the case, about three times what rounding "
    "can move. Gradients: half a degree, either sign; b-values: 2 %. Tools that give no gradients are judged by "
    "their geometry alone.",
    "- dcm2nhdr writes headers without pixels: its voxels are those of the frames that its reply names for "
    "each place of the array; for arrays, its client writes the file, which is read back by pynrrd.",
    "- Limits: the cases are made up, by the same people who wrote dcm2nhdr. Vendors' private headers are "
    "reduced to what converters are known to read; how GE's gradients lie is taken from what the vendor's people "
    "told converters (dcm2niix#970). Debian's plastimatch, MRtrix3 (whose GE gradients were mended after 3.0.3) "
    "and vtk-dicom are not the newest. Users of ITK and MRtrix3 can pick series by hand; here the defaults count. A mosaic "
    "is wrong in tools that take its Image Position at its word. [Real series](corpus.md) are another test.",
    "- *cross × thickness* is no tool but the recipe that the question behind this project asked about.",
]


def own_refusals(results: dict, made: list) -> str:
    """How many of this project's own refusals are of cases without an answer, and which are not."""
    if "dcm2nhdr" not in results:
        return ""
    refused = [n for n, v in results["dcm2nhdr"]["cases"].items() if v["verdict"] in (REFUSED, REFUSED_TRULY)]
    needless = [n for n in refused if not next(one.refusal for one in made if one.name == n)]
    text = f", and {len(refused) - len(needless)} of dcm2nhdr's {len(refused)} refusals are of these"
    return text + (f"; it also refuses {', '.join(needless)}" if needless else "")


def counted(found: dict, verdicts) -> list:
    """How often a tool got each verdict, as cells of a table."""
    counts = count(found["cases"].values())
    return [str(counts.get(verdict, 0)) for verdict in verdicts]


def wrong_ones(found: dict) -> list:
    """A tool's wrong answers, the farthest off first: (mm, case, verdict)."""
    wrong = [(v["mm"] or 0, n, v) for n, v in found["cases"].items() if v["verdict"] in (SILENT, WARNED)]
    return sorted(wrong, key=lambda entry: -entry[0])


def farthest(entry) -> str:
    mm, name, verdict = entry
    return f"{name} {mm:.3g} mm, {'silently' if verdict['verdict'] == SILENT else 'warned'}"


def count(verdicts) -> dict:
    counts: dict = {}
    for verdict in verdicts:
        counts[verdict["verdict"]] = counts.get(verdict["verdict"], 0) + 1
    return counts


def cases(results: dict, made: list) -> str:
    lines = ["# Cases", "", "Made by `dcm-geometry-conformance table`; see [conformance](../conformance.md).", ""]
    kind = None
    for one in made:
        if one.kind != kind:
            kind = one.kind
            lines += [f"## {kind}", ""]
        text = one.readme().split("\n", 2)[2].strip()
        lines += [f"### {one.name}", "", text, ""]
        said = {}
        for found in results.values():
            verdict = found["cases"].get(one.name)
            if verdict and verdict["verdict"] != NOT_FOR:
                said.setdefault(verdict["verdict"], []).append((found["name"], verdict))
        for word in (RIGHT, REFUSED_TRULY, PARTIAL, REFUSED, WARNED, SILENT, CRASH):
            if word in said:
                tools = ", ".join(name + millimetres(verdict) for name, verdict in said[word])
                lines.append(f"- {word}: {tools}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def millimetres(verdict: dict) -> str:
    wrong = verdict["verdict"] in (SILENT, WARNED)
    if not wrong:
        return ""
    for word in ("gradient", "b-value", "mixed", "of nothing", "one plane", "nobody knows"):
        if word in verdict["note"]:
            note = verdict["note"].split(" (")[0]
            return f" ({note})"
    beside = verdict["note"].partition(" (")[2].rstrip(")")
    return f" ({verdict['mm']:.3g} mm{'; ' + beside if beside else ''})"
