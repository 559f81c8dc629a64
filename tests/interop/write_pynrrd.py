"""Writes arrays with pynrrd and the dictionaries that a job file names, and reads them again.

Usage: write_pynrrd.py JOBS.json

A job is {"path", "header", "sizes", "dtype"}: sizes of all axes, fastest first. Every job is written
twice, once for each index order, under path with C or F before its extension; values count up modulo
120 in memory. Prints the paths, and what pynrrd itself reads of the headers that is text.
"""

import copy
import json
import os
import sys

import nrrd
import numpy as np


def main():
    with open(sys.argv[1]) as file:
        jobs = json.load(file)
    result = []
    for job in jobs:
        count = int(np.prod(job["sizes"]))
        slowest_first = (np.arange(count) % 120).astype(job["dtype"]).reshape(job["sizes"][::-1])
        for order, array in [("C", slowest_first), ("F", slowest_first.T)]:
            stem, extension = os.path.splitext(job["path"])
            path = f"{stem}{order}{extension}"
            nrrd.write(path, array, copy.deepcopy(job["header"]), index_order=order)
            again, header = nrrd.read(path, index_order=order)
            if not np.array_equal(again, array):
                raise ValueError(f"{path}: other values")
            words = {key: value for key, value in header.items() if isinstance(value, (str, list))}
            result.append({"path": path, "header": words})
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
