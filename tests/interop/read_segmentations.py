"""Reads .seg.nrrd files with slicerio and prints what it sees, as JSON: file -> segmentation.

Usage: read_segmentations.py FILE...

A segmentation holds slicerio's own dictionary, except that `shape` stands for the voxels.
"""

import json
import sys

import slicerio


def main():
    json.dump({path: read(path) for path in sys.argv[1:]}, sys.stdout)


def read(path):
    segmentation = dict(slicerio.read_segmentation(path))
    segmentation["shape"] = list(segmentation.pop("voxels").shape)
    segmentation["ijkToLPS"] = segmentation["ijkToLPS"].tolist()
    return {
        key: value
        for key, value in segmentation.items()
        if key in ("shape", "ijkToLPS", "segments", "masterRepresentation", "containedRepresentationNames")
    }


if __name__ == "__main__":
    main()
