"""Times what people do in Python to learn where a series lies, each way by itself.

Usage: python.py FOLDER ROUNDS
Prints JSON: for each way that is installed its name, its version, what it does, and the median of
its milliseconds from files on disk and from bytes in memory, as far as it takes them.
"""

import importlib.metadata
import io
import json
import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

folder, rounds = sys.argv[1], int(sys.argv[2])
paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
contents = [open(path, "rb").read() for path in paths]


def pydicom_numpy():
    import numpy
    import pydicom

    def read(sources):
        headers = [pydicom.dcmread(source, stop_before_pixels=True) for source in sources]
        row, column = numpy.reshape(
            numpy.array(headers[0].ImageOrientationPatient, dtype=float), (2, 3)
        )
        normal = numpy.cross(row, column)
        positions = numpy.array([header.ImagePositionPatient for header in headers], dtype=float)
        positions = positions[numpy.argsort(positions @ normal)]
        step = (positions[-1] - positions[0]) / (len(positions) - 1)
        spacing = [float(value) for value in headers[0].PixelSpacing]
        return numpy.stack([row * spacing[1], column * spacing[0], step]), positions[0]

    return both(read)


def highdicom_positions():
    import highdicom
    import pydicom

    def read(sources):
        headers = [pydicom.dcmread(source, stop_before_pixels=True) for source in sources]
        return highdicom.spatial.get_series_volume_positions(headers)

    return both(read)


def simpleitk_series():
    import SimpleITK

    def read():
        reader = SimpleITK.ImageSeriesReader()
        reader.SetFileNames(reader.GetGDCMSeriesFileNames(folder))
        return reader.Execute()

    return {"files": read}


def dicom2nifti_convert():
    import dicom2nifti

    dicom2nifti.settings.disable_validate_slice_increment()

    def convert():
        with tempfile.TemporaryDirectory() as out:
            dicom2nifti.dicom_series_to_nifti(folder, os.path.join(out, "volume.nii"))

    return {"files": convert}


def dcm2niix_convert():
    beside = os.path.join(os.path.dirname(sys.executable), "dcm2niix")
    program = shutil.which("dcm2niix") or (beside if os.path.exists(beside) else None)
    if program is None:
        raise ImportError

    def convert():
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([program, "-o", out, folder], check=True, capture_output=True)

    return {"files": convert}


def both(read):
    return {
        "files": lambda: read(paths),
        "memory": lambda: read([io.BytesIO(content) for content in contents]),
    }


WAYS = [
    ("pydicom, numpy", "pydicom", "reads headers, positions to affine", pydicom_numpy),
    ("pydicom, highdicom", "highdicom", "reads headers, sorts positions", highdicom_positions),
    ("SimpleITK", "SimpleITK", "reads the series", simpleitk_series),
    ("dicom2nifti", "dicom2nifti", "converts", dicom2nifti_convert),
    ("dcm2niix", "dcm2niix", "converts, its start included", dcm2niix_convert),
]


def milliseconds(way):
    if way is None:
        return None
    way()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        way()
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)


def timed(name, package, work, make):
    try:
        ways = make()
        version = importlib.metadata.version(package)
    except ImportError:
        return None
    return {
        "name": name,
        "version": version,
        "work": work,
        "files": milliseconds(ways.get("files")),
        "memory": milliseconds(ways.get("memory")),
    }


found = [timed(*way) for way in WAYS]
print(json.dumps([way for way in found if way is not None]))
