"""Bounds on the best even grid: hand-calculated ones, and random ones against many other grids."""

from fractions import Fraction

import numpy as np
import pytest

from dcm_geometry_conformance.precision import certified, ends, error, root


def along_z(*values):
    return [(Fraction(0), Fraction(0), Fraction(str(v))) for v in values]


def test_an_even_grid_is_exact():
    below, above = certified([0, 1, 2, 3], along_z("0.1", "1.4", "2.7", "4.0"))
    assert below == 0 and above <= Fraction(1, 10**17)


def test_three_points_share_the_error():
    # 0, 1, 3: the middle one is off by half of what it is off the chord, 1/2, so 1/4.
    below, above = certified([0, 1, 2], along_z(0, 1, 3))
    assert float(below) == pytest.approx(0.25, rel=1e-9) and float(above) == pytest.approx(0.25, rel=1e-9)
    assert below <= Fraction(1, 4) <= above


def test_three_points_off_a_line_in_space():
    points = [(Fraction(0), Fraction(0), Fraction(0)), (Fraction(3), Fraction(4), Fraction(1)),
              (Fraction(0), Fraction(0), Fraction(2))]
    below, above = certified([0, 1, 2], points)
    assert below <= Fraction(5, 2) <= above and float(above - below) < 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_no_grid_is_nearer(seed):
    random = np.random.default_rng(seed)
    n = int(random.integers(4, 30))
    values = np.round(np.arange(n)[:, None] * [0.3, -0.7, 2.1] + random.normal(0, 0.05, (n, 3)), 3)
    points = [tuple(Fraction(str(x)) for x in row) for row in values]
    below, above = certified(list(range(n)), points)
    assert 0 < below <= above and float(above / below) < 1.01
    origin, step = ends(list(range(n)), points)
    for _ in range(50):
        moved = [[x + Fraction(float(d)) for x, d in zip(v, random.normal(0, 0.02, 3))] for v in (origin, step)]
        assert root(error(list(range(n)), points, *moved), up=True) >= below


def test_along_a_normal():
    # The middle point lies 1 beside the line of the others: the best upright grid halves that.
    points = [(Fraction(x), Fraction(0), Fraction(z)) for x, z in ((0, 0), (1, 2), (0, 4))]
    below, above = certified([0, 1, 2], points, (Fraction(0), Fraction(0), Fraction(3)))
    assert below <= Fraction(1, 2) <= above and float(above - below) < 1e-9
    # A drift along x: a free grid follows it, an upright one is off by half of it.
    drift = [(Fraction(k), Fraction(0), Fraction(2 * k)) for k in range(5)]
    assert certified(list(range(5)), drift)[1] < Fraction(1, 10**15)
    below, above = certified(list(range(5)), drift, (Fraction(0), Fraction(0), Fraction(1)))
    assert below <= 2 <= above and float(above - below) < 1e-9


def test_roots_are_on_the_safe_side():
    assert root(Fraction(2), up=False) ** 2 < 2 < root(Fraction(2), up=True) ** 2
