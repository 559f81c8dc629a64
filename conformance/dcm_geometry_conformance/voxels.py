"""Voxels that name their own frame, row and column.

A voxel's code is ``1 + column + COLUMNS * (row + ROWS * frame)``, so that 0 is nobody's. Stored
values are the codes; the rescale of a case makes ``slope * code + intercept`` of them. The code is
linear in column, row and, where frames are numbered along the stack, slice: linear interpolation
leaves values that still say where they come from.
"""

from __future__ import annotations

import numpy as np

from .case import COLUMNS, ROWS


def codes(frame: int) -> np.ndarray:
    """[row, column] codes of one frame."""
    rows, columns = np.indices((ROWS, COLUMNS))
    return 1 + columns + COLUMNS * (rows + ROWS * frame)


def pattern(frame: int) -> np.ndarray:
    """[row, column] of zeros and ones: no two frames alike, and none its own mirror image."""
    random = np.random.RandomState(1000 + frame)
    bits = random.randint(0, 2, (ROWS, COLUMNS)).astype(np.uint8)
    bits[0, 0], bits[0, -1], bits[-1, 0], bits[-1, -1] = 1, 0, 0, 0
    return bits


def place(code):
    """(frame, row, column) of codes."""
    rest = np.asarray(code) - 1
    return rest // (ROWS * COLUMNS), rest // COLUMNS % ROWS, rest % COLUMNS
