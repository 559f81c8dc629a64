"""Times what people do in Python to learn where a series lies, each way by itself.

Usage: python.py FOLDER ROUNDS
Prints JSON: for each way that is installed the median of its milliseconds.
"""

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

    def read():
        headers = [
            pydicom.dcmread(io.BytesIO(content), stop_before_pixels=True) for content in contents
        ]
        row, column = numpy.reshape(
            numpy.array(headers[0].ImageOrientationPatient, dtype=float), (2, 3)
        )
        normal = numpy.cross(row, column)
        positions = numpy.array([header.ImagePositionPatient for header in headers], dtype=float)
        positions = positions[numpy.argsort(positions @ normal)]
        step = (positions[-1] - positions[0]) / (len(positions) - 1)
        spacing = [float(value) for value in headers[0].PixelSpacing]
        return numpy.stack([row * spacing[1], column * spacing[0], step]), positions[0]

    return read


def highdicom_positions():
    import highdicom
    import pydicom

    def read():
        headers = [
            pydicom.dcmread(io.BytesIO(content), stop_before_pixels=True) for content in contents
        ]
        return highdicom.spatial.get_series_volume_positions(headers)

    return read


def dicom_numpy_combine():
    import dicom_numpy
    import pydicom

    return lambda: dicom_numpy.combine_slices(
        [pydicom.dcmread(io.BytesIO(content)) for content in contents]
    )


def simpleitk_series():
    import SimpleITK

    def read():
        reader = SimpleITK.ImageSeriesReader()
        reader.SetFileNames(reader.GetGDCMSeriesFileNames(folder))
        return reader.Execute()

    return read


def dicom2nifti_convert():
    import dicom2nifti

    dicom2nifti.settings.disable_validate_slice_increment()

    def convert():
        with tempfile.TemporaryDirectory() as out:
            dicom2nifti.dicom_series_to_nifti(folder, os.path.join(out, "volume.nii"))

    return convert


def dcm2niix_convert():
    beside = os.path.join(os.path.dirname(sys.executable), "dcm2niix")
    program = shutil.which("dcm2niix") or (beside if os.path.exists(beside) else None)
    if program is None:
        raise ImportError

    def convert():
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([program, "-o", out, folder], check=True, capture_output=True)

    return convert


WAYS = {
    "pydicom, numpy": pydicom_numpy,
    "pydicom, highdicom": highdicom_positions,
    "dicom-numpy, with 16 × 16 pixels": dicom_numpy_combine,
    "SimpleITK, with 16 × 16 pixels": simpleitk_series,
    "dicom2nifti, with 16 × 16 pixels": dicom2nifti_convert,
    "dcm2niix, with 16 × 16 pixels": dcm2niix_convert,
}


def milliseconds(make):
    try:
        way = make()
        way()
    except ImportError:
        return None
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        way()
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)


times = {name: milliseconds(make) for name, make in WAYS.items()}
print(json.dumps({name: time for name, time in times.items() if time is not None}))
