"""Outputs as a right tool would write them, to be broken."""

from functools import lru_cache

import numpy as np

from dcm_geometry_conformance import case
from dcm_geometry_conformance.judge import Answer, Image, judge
from dcm_geometry_conformance.voxels import codes


@lru_cache(maxsize=None)
def built(name):
    """A case, made once; nobody may change it."""
    return case.build(name)


def truth_of(name):
    return built(name).truth()


def right(truth, t=0, volume=0):
    """[i, j, k] and matrix of one volume; by the planes alone."""
    frames = truth["volumes"][volume][t]
    entries = [truth["frames"][f] for f in frames]
    first, last = entries[0], entries[-1]
    matrix = np.eye(4)
    matrix[:3, 0] = np.array(first["row"]) * first["spacing_between_rows_and_columns"][1]
    matrix[:3, 1] = np.array(first["column"]) * first["spacing_between_rows_and_columns"][0]
    if len(frames) > 1:
        matrix[:3, 2] = np.subtract(last["position"], first["position"]) / (len(frames) - 1)
    matrix[:3, 3] = first["position"]
    voxels = np.stack([codes(f).T for f in frames], axis=2).astype(float)
    return voxels * truth["slope"] + truth["intercept"], matrix


def verdict(truth, voxels, matrix, said="", gradients=None):
    return judge(truth, Answer([Image(voxels, matrix, "x", gradients)], said))
