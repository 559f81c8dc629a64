"""Writes arrays with numpy, in every dtype that NRRD has and in every order of their axes.

Usage: write_arrays.py FOLDER

The value at column x, row y, slice z, component c is (7 x + 31 y + 101 z + 53 c) modulo 120, and
modulo 2 for bool; there are 11 columns, 12 rows, 13 slices. Files are named AXES_ORDER_DTYPE.npy:
zyx_C_i2.npy.
"""

import json
import os
import sys

import numpy as np

SIZES = {"x": 11, "y": 12, "z": 13, "c": 3}
WEIGHTS = {"x": 7, "y": 31, "z": 101, "c": 53}
DTYPES = ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8", ">i2", ">u4", ">f8"]
AXES = ["zyx", "zxy", "yzx", "yxz", "xzy", "xyz", "zyxc", "czyx", "xyzc", "cxyz"]


def main():
    folder = sys.argv[1]
    for dtype in DTYPES:
        write(folder, "zyx", "C", dtype)
        write(folder, "xyz", "F", dtype)
    for axes in AXES:
        for order in "CF":
            write(folder, axes, order, "u1")
    # Older and newer headers than the one that numpy writes by itself.
    for version in [(2, 0), (3, 0)]:
        with open(os.path.join(folder, f"zyx_C_v{version[0]}.npy"), "wb") as file:
            np.lib.format.write_array(file, values("zyx", "i2"), version=version)
    json.dump(None, sys.stdout)


def values(axes, dtype):
    shape = [SIZES[axis] for axis in axes]
    index = np.indices(shape)
    counted = sum(WEIGHTS[axis] * index[k] for k, axis in enumerate(axes))
    return (counted % (2 if dtype == "b1" else 120)).astype(dtype)


def write(folder, axes, order, dtype):
    array = np.asarray(values(axes, dtype), order=order)
    name = f"{axes}_{order}_{dtype.replace('>', 'big-')}.npy"
    np.save(os.path.join(folder, name), array)


if __name__ == "__main__":
    main()
