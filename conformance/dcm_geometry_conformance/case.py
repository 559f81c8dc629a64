"""What a case is: frames with their planes, the volumes they make, and what may be refused.

All coordinates are LPS millimetres, as in DICOM.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np

#: Size of every frame, chosen so that rows and columns cannot be mistaken for each other.
ROWS, COLUMNS = 6, 8

#: Millimetres by which a voxel may be off where nothing in the case is rounded: NIfTI keeps its
#: matrix in single precision, which is 1e-5 mm here, and some tools print six digits.
TOLERANCE = 0.01


@dataclass(frozen=True)
class Plane:
    """Where a frame lies (PS3.3 C.7.6.2.1.1)."""

    position: tuple
    row: tuple = (1.0, 0.0, 0.0)  # direction of a row: along it the column index rises
    column: tuple = (0.0, 1.0, 0.0)
    spacing: tuple = (1.5, 1.5)  # between rows, then between columns, as Pixel Spacing has them

    @property
    def normal(self):
        return np.cross(self.row, self.column)

    def matrix(self):
        """3 x 3: (column index, row index, 1) to millimetres."""
        i = np.array(self.row, float) * self.spacing[1]
        j = np.array(self.column, float) * self.spacing[0]
        return np.stack([i, j, np.array(self.position, float)], axis=1)


@dataclass(frozen=True)
class Frame:
    """One frame; its number in ``Case.frames`` is in each of its voxels."""

    plane: Plane
    file: str
    index: int = 0  # of the frame in a multi-frame file, or of the tile in a mosaic
    volume: int = 0
    t: int = 0


@dataclass(frozen=True)
class Report:
    """Somebody's trouble in public."""

    where: str
    what: str

    @property
    def url(self):
        if self.where.startswith("http"):
            return self.where
        repository, number = self.where.split("#")
        return f"https://github.com/{repository}/issues/{number}"


@dataclass
class Case:
    name: str
    kind: str
    text: str
    reports: tuple = ()
    tolerance: float = TOLERANCE
    #: Words that name what is special about the case: a refusal with one of them is a true one.
    #: None does unless it is said ("$^" would match the empty message of a tool that says nothing).
    true_words: str = r"(?!)"
    #: Why there is no full answer, if there is none.
    refusal: Optional[str] = None
    #: Not even the planes can be trusted: no image can be right.
    only_refusal: bool = False
    #: ``dicom``; ``json`` (the files are the DICOM JSON model, with pixels), ``json-metadata`` (other
    #: JSON, without pixels); ``array`` (array.npy belongs to the files).
    takes: str = "dicom"
    slope: float = 1.0
    intercept: float = 0.0
    #: ``codes`` or, where a voxel holds one bit, ``bits``.
    voxels: str = "codes"
    frames: list = field(default_factory=list)
    files: dict = field(default_factory=dict)  # name -> bytes
    #: For each t of volume 0: b-value, and gradient in LPS or None.
    diffusion: Optional[list] = None
    #: Of array.npy: frame numbers in its order, its axes slowest first, and how its order is stated.
    array: Optional[dict] = None

    def truth(self) -> dict:
        """What truth.json holds."""
        volumes: dict = {}
        for number, frame in enumerate(self.frames):
            volumes.setdefault(frame.volume, {}).setdefault(frame.t, []).append(number)
        return {
            "name": self.name,
            "kind": self.kind,
            "coordinates": "LPS mm",
            "tolerance_mm": self.tolerance,
            "takes": self.takes,
            "rows": ROWS,
            "columns": COLUMNS,
            "voxel": "slope * (1 + column + 8 * (row + 6 * frame)) + intercept"
            if self.voxels == "codes"
            else "one bit: pattern(frame) of voxels.py",
            "voxels": self.voxels,
            "slope": self.slope,
            "intercept": self.intercept,
            "frames": [
                {
                    "frame": number,
                    "file": frame.file,
                    "index_in_file": frame.index,
                    "volume": frame.volume,
                    "t": frame.t,
                    "position": [float(x) for x in frame.plane.position],
                    "row": [float(x) for x in frame.plane.row],
                    "column": [float(x) for x in frame.plane.column],
                    "spacing_between_rows_and_columns": [float(x) for x in frame.plane.spacing],
                }
                for number, frame in enumerate(self.frames)
            ],
            # Frames of each volume, one list for every t. Any order of slices, rows and columns is
            # right in an output as long as every voxel lies where its frame's plane has it.
            "volumes": [[by_t[t] for t in sorted(by_t)] for _, by_t in sorted(volumes.items())],
            "refuse": self.refusal,
            "only_refusal": self.only_refusal,
            "true_words": self.true_words,
            "diffusion": self.diffusion,
            "array": self.array,
        }

    def readme(self) -> str:
        lines = [f"# {self.name}", "", " ".join(self.text.split()), ""]
        for report in self.reports:
            lines.append(f"- In public: [{report.where}]({report.url}): {report.what}")
        right = (
            f"There is no full answer: {self.refusal}. A refusal that says so is right"
            + (
                ", and nothing else."
                if self.only_refusal
                else ", and so is an output in which every voxel lies in its place."
            )
            if self.refusal
            else f"Every voxel can be placed to within {self.tolerance:g} mm."
        )
        return "\n".join([*lines, "" if self.reports else "", right, ""]).replace("\n\n\n", "\n\n")

    def write(self, folder: Path) -> None:
        target = folder / self.name
        for name, content in self.files.items():
            path = target / "input" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (target / "truth.json").write_text(json.dumps(self.truth(), indent=1) + "\n")
        (target / "README.md").write_text(self.readme())


_CASES: dict[str, tuple[Callable[..., None], dict[str, Any]]] = {}


def case(name: str, **about: Any):
    """Registers a function that fills a :class:`Case`; its docstring is the case's text."""

    def register(fill):
        assert name not in _CASES, name
        _CASES[name] = (fill, about)
        return fill

    return register


def names() -> list[str]:
    _load()
    return list(_CASES)


def build(name: str) -> Case:
    _load()
    fill, about = _CASES[name]
    made = Case(name=name, text=fill.__doc__ or "", **about)
    fill(made)
    return made


def _load() -> None:
    if not _CASES:
        from . import cases  # noqa: F401 registers all
