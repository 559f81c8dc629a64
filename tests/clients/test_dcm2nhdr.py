"""Tests of clients/python/dcm2nhdr.py against a service.

Usage: DCM2NHDR_URL=http://127.0.0.1:8000 python test_dcm2nhdr.py FOLDER

FOLDER holds the series of 20 slices, `single/` one file for each of several transfer syntaxes.
Tests of what numpy, pydicom and pynrrd do are skipped where these are absent.
"""

import doctest
import gzip
import io
import json
import math
import os
import pathlib
import shutil
import struct
import sys
import tarfile
import tempfile
import threading
import unittest
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "clients" / "python"))
import dcm2nhdr  # noqa: E402


def installed(name):
    try:
        return __import__(name)
    except ImportError:
        return None


numpy, pydicom, nrrd = installed("numpy"), installed("pydicom"), installed("nrrd")
folder = pathlib.Path(sys.argv.pop())
series = sorted((folder / "series").iterdir())

# ImagePositionPatient of the first and the last file, as pydicom prints it, mm.
FIRST = (-110.5, -78.3063, -72.7575)
LAST = (-110.5, -96.2063, 59.0425)


def slice_at(z, **attributes):
    return {
        "Rows": 4,
        "Columns": 3,
        "PixelSpacing": [0.5, 0.75],
        "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
        "ImagePositionPatient": [0, 0, z],
        **attributes,
    }


class Listener:
    """A service that keeps what it is sent and answers what it is told."""

    def __init__(self, status=500, body=b"{}"):
        listener = self
        self.received = b""

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                listener.received = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Geometry(unittest.TestCase):
    def assertPlaced(self, volume, first, last):
        """The affine puts the first and the last slice where DICOM has them (LPS, 0.1 mm)."""
        slices = volume.shape[0]
        for k, (x, y, z) in ((0, first), (slices - 1, last)):
            place = [row[2] * k + row[3] for row in volume.affine[:3]]
            self.assertLess(math.dist(place, (-x, -y, z)), 0.1)

    def test_files_folder_and_bytes_give_one_answer(self):
        by_paths = dcm2nhdr.header(series)
        self.assertPlaced(by_paths, FIRST, LAST)
        self.assertEqual(by_paths.shape, (20, 256, 256))
        self.assertEqual(by_paths.order, list(range(20)))
        by_names = dcm2nhdr.header([str(path) for path in series])
        by_folder = dcm2nhdr.header(folder / "series")
        by_bytes = dcm2nhdr.header(path.read_bytes() for path in series)
        for other in (by_names, by_folder, by_bytes):
            self.assertEqual(other.header, by_paths.header)
        self.assertEqual([s["file"] for s in by_folder.reply["slices"]], [path.name for path in series])
        self.assertEqual(str(by_paths), by_paths.header)

    def test_the_order_given_is_the_order_described(self):
        volume = dcm2nhdr.header(reversed(series), order="given")
        self.assertPlaced(volume, LAST, FIRST)
        self.assertIn("left-handed", [finding["code"] for finding in volume.findings])

    def test_one_object_needs_no_list(self):
        for one in (series[0], str(series[0]), series[0].read_bytes(), slice_at(0)):
            self.assertEqual(dcm2nhdr.header(one).shape[0], 1)

    def test_options_reach_the_service(self):
        volume = dcm2nhdr.header(series, space="RAS", type="uint8", data="mask.raw")
        for line in ("space: right-anterior-superior", "type: unsigned char", "data file: mask.raw"):
            self.assertIn(line, volume.header.splitlines())

    def test_options_that_are_more_than_a_word(self):
        volume = dcm2nhdr.header(series, as_="segmentation", segments={"1": "brain"})
        self.assertIn("Segment0_Name:=brain", volume.header.splitlines())

    @unittest.skipUnless(numpy, "numpy is absent")
    def test_types_as_numpy_has_them(self):
        mask = numpy.zeros((1, 4, 3), "uint8")
        for array_type in (mask.dtype, numpy.uint8, "uint8"):
            lines = dcm2nhdr.header(slice_at(0), type=array_type).header.splitlines()
            self.assertIn("type: unsigned char", lines)
        lines = dcm2nhdr.header(slice_at(0), type=numpy.dtype(">i2")).header.splitlines()
        self.assertIn("type: short", lines)
        self.assertIn("endian: big", lines)
        npy = {"shape": mask.shape, "dtype": numpy.uint8}
        lines = dcm2nhdr.header(slice_at(0), npy=npy, data=pathlib.Path("m.raw")).header.splitlines()
        self.assertIn("type: unsigned char", lines)
        self.assertIn("data file: m.raw", lines)

    @unittest.skipUnless(numpy, "numpy is absent")
    def test_an_array_among_the_files(self):
        with tempfile.TemporaryDirectory() as temporary:
            path = pathlib.Path(temporary, "mask.npy")
            numpy.save(path, numpy.full((20, 256, 256), 0x41, "uint8"))
            for array in (path, str(path)):
                lines = dcm2nhdr.header([*series, array]).header.splitlines()
                for line in ("type: unsigned char", "sizes: 256 256 20", "data file: mask.npy"):
                    self.assertIn(line, lines)
                size = path.stat().st_size - 20 * 256 * 256
                self.assertIn(f"byte skip: {size}", lines)
            with Listener() as listener, self.assertRaises(dcm2nhdr.Dcm2nhdrError):
                dcm2nhdr.header([path], url=listener.url)
        self.assertIn(b"NUMPY", listener.received)
        self.assertNotIn(b"AAAA", listener.received)

    def test_text_that_is_json(self):
        slices = [slice_at(z) for z in (0, 2, 4)]
        expected = dcm2nhdr.header(slices).header
        texts = [json.dumps(record) for record in slices]
        for objects in (texts, json.dumps(slices), [" " + json.dumps(slices, indent=1)]):
            self.assertEqual(dcm2nhdr.header(objects).header, expected)
        self.assertEqual(dcm2nhdr.header(texts[0]).shape, (1, 4, 3))
        for text in ("{", "[1, "):
            with self.assertRaises(dcm2nhdr.Dcm2nhdrError) as caught:
                dcm2nhdr.header([text])
            self.assertEqual(caught.exception.code, "bad-json")

    @unittest.skipUnless(pydicom, "pydicom is absent")
    def test_text_of_pydicom(self):
        texts = [pydicom.dcmread(path, stop_before_pixels=True).to_json() for path in series]
        self.assertPlaced(dcm2nhdr.header(texts, type="int16"), FIRST, LAST)

    def test_the_files_themselves_can_be_the_data(self):
        """Cut files say where their pixels lie as whole files do."""
        body = io.BytesIO()
        with tarfile.open(fileobj=body, mode="w") as tar:
            for path in series:
                tar.add(path, path.name)
        url = os.environ["DCM2NHDR_URL"] + "/v1/header?data=dicom"
        request = urllib.request.Request(url, body.getvalue(), {"Content-Type": "application/x-tar"})
        with urllib.request.urlopen(request) as response:
            whole = response.read().decode()
        cut = dcm2nhdr.header(folder / "series", data="dicom").header
        fields = [[line for line in text.splitlines() if line[:1] != "#"] for text in (whole, cut)]
        self.assertIn("brain_001.dcm", fields[0])
        self.assertEqual(*fields)

    def test_several_volumes(self):
        both = [
            slice_at(z, ImageType=["ORIGINAL", "PRIMARY", kind], Modality="MR", SeriesNumber=4)
            for kind in "MP"
            for z in (0, 2, 4)
        ]
        with self.assertRaises(dcm2nhdr.Dcm2nhdrError) as caught:
            dcm2nhdr.header(both)
        self.assertEqual(caught.exception.code, "several-volumes")
        self.assertIn("volume=0", caught.exception.help)
        self.assertEqual(str(caught.exception).split("\n")[1:], [
            "  volume=0: MR, series 4, axial, 3 slices, slice spacing 2 mm, 3 × 4 × 3, first file 0.json",
            "  volume=1: MR, series 4, axial, 3 slices, slice spacing 2 mm, 3 × 4 × 3, first file 3.json",
            f"  ({caught.exception.help})",
        ])
        self.assertEqual([volume.order for volume in dcm2nhdr.headers(both)], [[0, 1, 2], [3, 4, 5]])
        self.assertEqual(dcm2nhdr.header(both, volume=1).order, [3, 4, 5])

    def test_other_formats_come_where_they_are_asked_for(self):
        slices = [slice_at(0), slice_at(2)]
        volume = dcm2nhdr.header(slices, forms=["nibabel", "nifti", "metaimage"])
        self.assertEqual(volume.form("nibabel")["affine"][2], [2, 0, 0, 0])
        self.assertEqual(len(volume.form("nifti")), 352)
        self.assertTrue(volume.form("metaimage").endswith("LOCAL\n"))
        listed = dcm2nhdr.header(slices, forms="nibabel,nifti,metaimage")
        self.assertEqual(listed.reply["forms"], volume.reply["forms"])
        with self.assertRaises(LookupError):
            volume.form("vtk")
        refused = dcm2nhdr.header(slices, forms=["vtk"], data="mask.raw")
        with self.assertRaises(dcm2nhdr.Dcm2nhdrError) as caught:
            refused.form("vtk")
        self.assertEqual((caught.exception.code, caught.exception.help), ("format-cannot-hold", "data=attached"))
        with self.assertRaises(LookupError):
            dcm2nhdr.header(slices, forms=[]).form("nifti")

    @unittest.skipUnless(numpy, "numpy is absent")
    def test_affine_is_an_array(self):
        self.assertIsInstance(dcm2nhdr.header(slice_at(0)).affine, numpy.ndarray)

    @unittest.skipIf(numpy, "numpy is here")
    def test_affine_without_numpy(self):
        volume = dcm2nhdr.header([slice_at(0), slice_at(2)])
        self.assertEqual(volume.affine, [[-0.75, 0, 0, 0], [0, -0.5, 0, 0], [0, 0, 2, 0], [0, 0, 0, 1]])

    @unittest.skipUnless(numpy and nrrd, "pynrrd is absent")
    def test_pynrrd_reads_back_what_it_wrote(self):
        slices = [slice_at(z, TemporalPositionIdentifier=t) for t in (1, 2) for z in (0, 2, 4)]
        for objects in (slices[:3], slices):
            volume = dcm2nhdr.header(objects)
            array = numpy.arange(math.prod(volume.shape), dtype="i2").reshape(volume.shape)
            with tempfile.TemporaryDirectory() as temporary:
                path = f"{temporary}/a.nrrd"
                nrrd.write(path, array, volume.pynrrd, index_order="C")
                back, fields = nrrd.read(path, index_order="C")
            self.assertTrue((back == array).all())
            numpy.testing.assert_allclose(
                numpy.array(fields["space directions"][:3], float),
                [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 2]],
            )

    @unittest.skipUnless(pydicom, "pydicom is absent")
    def test_pydicom_datasets_say_the_same(self):
        whole = [pydicom.dcmread(path) for path in series]
        without = [pydicom.dcmread(path, stop_before_pixels=True) for path in series]
        expected = dcm2nhdr.header(series).header
        for datasets in (whole, without):
            self.assertEqual(dcm2nhdr.header(datasets).header, expected)

    @unittest.skipUnless(pydicom, "pydicom is absent")
    def test_dictionaries_may_hold_what_pydicom_hands_out(self):
        keywords = "Rows", "Columns", "PixelSpacing", "ImageOrientationPatient", "ImagePositionPatient"
        records = []
        for path in series:
            dataset = pydicom.dcmread(path)
            records.append({keyword: dataset[keyword].value for keyword in keywords})
        if numpy:
            for record in records:
                record["ImagePositionPatient"] = numpy.array(record["ImagePositionPatient"])
                record["Rows"] = numpy.uint16(record["Rows"])
        self.assertPlaced(dcm2nhdr.header(records), FIRST, LAST)


@unittest.skipUnless(numpy, "numpy is absent")
class Files(unittest.TestCase):
    """Complete files; tests/clients/complete_test.ts opens them with other readers."""

    slices = [slice_at(z) for z in (0, 2, 4)]

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def written(self, voxels, **options):
        path = self.folder / "mask.nrrd"
        volume = dcm2nhdr.write(path, voxels, self.slices, **options)
        text, _, data = path.read_bytes().partition(b"\n\n")
        self.assertEqual(text.decode() + "\n\n", volume.header)
        return volume.header, data

    def test_an_array_is_written_as_it_lies_in_memory(self):
        array = numpy.arange(36, dtype="<i2").reshape(3, 4, 3)
        for given, expected in (
            (array, array.tobytes()),
            (array.astype(">i2"), array.astype(">i2").tobytes()),
            (array.astype(bool), array.astype(bool).tobytes()),
            # Every second value of a longer one.
            (numpy.repeat(array, 2, axis=2)[:, :, ::2], array.tobytes()),
        ):
            header, data = self.written(given)
            self.assertIn("sizes: 3 4 3", header)
            self.assertEqual(data, expected)
        header, data = self.written(numpy.asfortranarray(array.transpose(2, 1, 0)), array="xyz")
        self.assertIn("sizes: 3 4 3", header)
        self.assertEqual(data, array.tobytes())
        header, data = self.written(array, encoding="gzip")
        self.assertIn("encoding: gzip", header)
        self.assertEqual(gzip.decompress(data), array.tobytes())

    def test_the_name_says_the_format(self):
        array = numpy.arange(36, dtype="<i2").reshape(3, 4, 3)
        for values in (array, array.astype(">i2")):
            volume = dcm2nhdr.write(self.folder / "a.nii", values, self.slices)
            whole = (self.folder / "a.nii").read_bytes()
            # nifti1.h: the values from byte 352 on, in the byte order of the header.
            self.assertEqual((whole[344:348], whole[352:]), (b"n+1\0", values.tobytes()))
            self.assertEqual(volume.form("nifti"), whole[:352])
            dcm2nhdr.write(self.folder / "b.NII.GZ", values, self.slices)
            self.assertEqual(gzip.decompress((self.folder / "b.NII.GZ").read_bytes()), whole)
            dcm2nhdr.write(self.folder / "c.hdr", values, self.slices)
            self.assertEqual((self.folder / "c.hdr").read_bytes()[344:348], b"ni1\0")
            self.assertEqual((self.folder / "c.img").read_bytes(), values.tobytes())
            dcm2nhdr.write(self.folder / "d.nii", values, self.slices, forms=["nifti2", "nibabel"])
            self.assertEqual((self.folder / "d.nii").read_bytes()[4:8], b"n+2\0")
            dcm2nhdr.write(self.folder / "d.nii", values, self.slices, forms="nifti2,nibabel")
            self.assertEqual((self.folder / "d.nii").read_bytes()[4:8], b"n+2\0")
            dcm2nhdr.write(self.folder / "e.mha", values, self.slices)
            self.assertTrue((self.folder / "e.mha").read_bytes().endswith(b"= LOCAL\n" + values.tobytes()))
            dcm2nhdr.write(self.folder / "f.vti", values, self.slices)
            whole = (self.folder / "f.vti").read_bytes()
            self.assertEqual(whole.partition(b"  _")[2][8:80], values.tobytes())
            self.assertTrue(whole.endswith(b"</VTKFile>\n"))
        names = sorted(path.name for path in self.folder.iterdir())
        self.assertEqual(names, ["a.nii", "b.NII.GZ", "c.hdr", "c.img", "d.nii", "e.mha", "f.vti"])

    def test_gradients_stand_beside_nifti(self):
        weighted = ((0, [0, 0, 0]), (1000, [0.6, 0.8, 0]), (1000, [0, 0.6, 0.8]))
        slices = [
            slice_at(z, Modality="MR", DiffusionBValue=b, DiffusionGradientOrientation=gradient)
            for b, gradient in weighted
            for z in (0, 2, 4)
        ]
        array = numpy.zeros((3, 3, 4, 3), "i2")
        dcm2nhdr.write(self.folder / "dwi.nii.gz", array, slices, order="given")
        self.assertEqual((self.folder / "dwi.bval").read_text().split(), ["0", "1000", "1000"])
        rows = [line.split() for line in (self.folder / "dwi.bvec").read_text().splitlines()]
        # FSL turns the first axis of the image round where the axes are right-handed.
        self.assertEqual([[float(x) for x in row] for row in rows], [[0, -0.6, 0], [0, 0.8, 0.6], [0, 0, 0.8]])
        dcm2nhdr.write(self.folder / "dwi.mha", array, slices, order="given")
        names = sorted(path.name for path in self.folder.iterdir())
        self.assertEqual(names, ["dwi.bval", "dwi.bvec", "dwi.mha", "dwi.nii.gz"])

    def test_what_a_format_cannot_hold(self):
        array = numpy.zeros((3, 4, 3), "u1")
        with self.assertRaises(dcm2nhdr.Dcm2nhdrError) as caught:
            dcm2nhdr.write(self.folder / "a.nii", array, self.slices, encoding="gzip")
        self.assertEqual(caught.exception.code, "format-cannot-hold")
        self.assertIn(".nii.gz", caught.exception.help)
        self.assertEqual(list(self.folder.iterdir()), [])
        dcm2nhdr.write(self.folder / "a.nii.gz", array, self.slices, encoding="gzip")

    def test_the_array_is_not_sent(self):
        mask = numpy.full((3, 4, 3), 0x41, "u1")
        path = self.folder / "mask.nrrd"
        with Listener() as listener, self.assertRaises(dcm2nhdr.Dcm2nhdrError):
            dcm2nhdr.write(path, mask, self.slices, url=listener.url)
        self.assertNotIn(b"AAAA", listener.received)
        self.assertFalse(path.exists())

    def test_a_segmentation_has_names_and_colours(self):
        mask = numpy.zeros((3, 4, 3), "u1")
        mask[0], mask[1] = 1, 2
        path = self.folder / "mask.seg.nrrd"
        segments = {1: "tumor", 2: {"name": "liver", "color": "#ff0000"}}
        header = dcm2nhdr.segmentation(path, mask, self.slices, segments).header
        said = dcm2nhdr.segmentation(path, mask, self.slices, segments=segments).header
        self.assertEqual(header, said)
        for line in ("Segment0_Name:=tumor", "Segment1_Name:=liver", "Segment1_Color:=1 0 0"):
            self.assertIn(line, header.splitlines())
        header = dcm2nhdr.segmentation(path, mask, self.slices).header
        self.assertIn("Segment1_LabelValue:=2", header.splitlines())
        self.assertIn("Segment1_Name:=Segment 2", header.splitlines())
        with self.assertRaises(ValueError):
            dcm2nhdr.segmentation(self.folder / "mask.nrrd", mask, self.slices)

    def test_what_cannot_be_written(self):
        mask = numpy.zeros((3, 4, 3), "u1")
        for name, array, options, error in (
            ("mask.nhdr", mask, {}, ValueError),
            ("mask.raw", mask, {}, ValueError),
            ("mask.nrrd", mask.tolist(), {}, TypeError),
            ("mask.nrrd", mask, {"data": "mask.raw"}, TypeError),
            ("mask.nrrd", mask, {"encoding": "bzip2"}, ValueError),
        ):
            with self.assertRaises(error):
                dcm2nhdr.write(self.folder / name, array, self.slices, **options)
        with self.assertRaises(dcm2nhdr.Dcm2nhdrError) as caught:
            dcm2nhdr.write(self.folder / "mask.nrrd", mask[:2], self.slices)
        self.assertEqual(caught.exception.code, "array-does-not-fit")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_the_order_is_asked_for_in_words(self):
        mask = numpy.zeros((3, 4, 3), "u1")
        with self.assertRaises(dcm2nhdr.Dcm2nhdrError) as caught:
            dcm2nhdr.write(self.folder / "mask.nrrd", mask, self.slices[::-1])
        self.assertEqual(caught.exception.code, "order-not-stated")
        _, position, given = str(caught.exception).splitlines()
        self.assertRegex(position, r"^  order='position' if its first slice is .*, from feet to head$")
        self.assertRegex(given, r"^  order='given' if its first slice is .*, from head to feet$")

    def test_a_mask_of_one_of_several_volumes(self):
        others = [slice_at(z, Rows=7) for z in (0, 2, 4)]
        mask = numpy.zeros((3, 4, 3), "u1")
        volume = dcm2nhdr.write(self.folder / "mask.nrrd", mask, [*others, *self.slices])
        self.assertEqual((volume.shape, volume.order), ((3, 4, 3), [3, 4, 5]))

    def test_folders_are_read_by_the_numbers_in_names(self):
        for number, path in enumerate(series, 1):
            (self.folder / "a").mkdir(exist_ok=True)
            shutil.copy(path, self.folder / "a" / f"I{number}")
        volume = dcm2nhdr.header(self.folder / "a", order="given")
        self.assertEqual([s["file"] for s in volume.reply["slices"]], [f"I{n}" for n in range(1, 21)])
        mask = numpy.zeros(volume.shape, "u1")
        numpy.save(self.folder / "mask.npy", mask)
        lines = dcm2nhdr.header([str(self.folder / "a"), self.folder / "mask.npy"]).header.splitlines()
        self.assertIn("data file: mask.npy", lines)
        # Python's sorted() would have stacked it otherwise.
        with self.assertWarnsRegex(dcm2nhdr.Dcm2nhdrWarning, "names-by-numbers: .*I2 before I10"):
            dcm2nhdr.write(self.folder / "mask.nrrd", mask, self.folder / "a")


class Checks(unittest.TestCase):
    """The stack lies 2 mm apart from z = 0; the header says 5 mm, so the third slice is 6 mm off."""

    slices = [slice_at(z, SliceThickness=5) for z in (0, 2, 4)]
    directions = [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 5]]

    def assertThickness(self, verdict):
        self.assertEqual((verdict.status, verdict.ok), ("wrong", False))
        self.assertAlmostEqual(verdict.error, 6)
        self.assertEqual([d["code"] for d in verdict.diagnoses], ["thickness-used-as-spacing"])
        self.assertIn("(0,0,2)", verdict.header)

    def test_every_form_of_header(self):
        right = dcm2nhdr.header(self.slices)
        self.assertTrue(dcm2nhdr.check(right, self.slices).ok)
        text = right.header.replace("(0,0,2)", "(0,0,5)")
        fields = {"space": "left-posterior-superior", "sizes": [3, 4, 3], "space origin": [0, 0, 0]}
        with tempfile.TemporaryDirectory() as temporary:
            path = pathlib.Path(temporary, "mask.nrrd")
            path.write_bytes(text.encode() + b"voxels")
            for given in (
                text,
                path,
                str(path),
                path.read_bytes(),
                {**fields, "space directions": self.directions},
                {**fields, "sizes": [2, 3, 4, 3], "space directions": [None, *self.directions]},
                (self.directions, [0, 0, 0]),
            ):
                self.assertThickness(dcm2nhdr.check(given, self.slices))

    def test_spaces(self):
        turned = [[-x, -y, z] for x, y, z in dcm2nhdr.header(self.slices).pynrrd["space directions"]]
        self.assertTrue(dcm2nhdr.check((turned, [0, 0, 0]), self.slices, space="RAS").ok)
        fields = {"space": "right-anterior-superior", "space directions": turned}
        self.assertTrue(dcm2nhdr.check({**fields, "space origin": [0, 0, 0]}, self.slices).ok)
        self.assertFalse(dcm2nhdr.check((turned, [0, 0, 0]), self.slices).ok)

    @unittest.skipUnless(numpy and nrrd, "pynrrd is absent")
    def test_what_pynrrd_reads(self):
        times = [slice_at(z, TemporalPositionIdentifier=t) for t in (1, 2) for z in (0, 2, 4)]
        for objects in (self.slices, times):
            volume = dcm2nhdr.header(objects, type="uint8")
            with tempfile.TemporaryDirectory() as temporary:
                path = f"{temporary}/a.nrrd"
                nrrd.write(path, numpy.zeros(volume.shape, "u1"), volume.pynrrd, index_order="C")
                fields = nrrd.read_header(path)
            self.assertTrue(dcm2nhdr.check(fields, objects).ok)
            wrong = numpy.array(fields["space directions"])
            wrong[2, 2] = 5
            self.assertFalse(dcm2nhdr.check({**fields, "space directions": wrong}, objects).ok)
        arrays = numpy.array(self.directions), numpy.zeros(3)
        self.assertThickness(dcm2nhdr.check(arrays, self.slices))

    def test_other_formats(self):
        itk = {"origin": [0, 0, 0], "spacing": [0.75, 0.5, 5], "direction": [1, 0, 0, 0, 1, 0, 0, 0, 1]}
        ras = [[-0.75, 0, 0, 0], [0, -0.5, 0, 0], [0, 0, 5, 0], [0, 0, 0, 1]]
        meta = (
            "ObjectType = Image\nNDims = 3\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 0 0 0\n"
            "ElementSpacing = 0.75 0.5 5\nDimSize = 3 4 3\nElementType = MET_UCHAR\n"
            "ElementDataFile = LOCAL\n"
        )
        nifti = self.nifti(ras)
        with tempfile.TemporaryDirectory() as temporary:
            path = pathlib.Path(temporary, "mask.nii.gz")
            path.write_bytes(gzip.compress(nifti + bytes(1000)))
            for given in (path, str(path), path.read_bytes(), nifti, meta, meta.encode(), ras, ras[:3], itk,
                          (itk["origin"], itk["spacing"], itk["direction"])):
                verdict = dcm2nhdr.check(given, self.slices)
                self.assertThickness(verdict)
                self.assertTrue(dcm2nhdr.check(verdict.right, self.slices).ok)
        lps = [[0.75, 0, 0, 0], [0, 0.5, 0, 0], [0, 0, 2, 0]]
        self.assertTrue(dcm2nhdr.check(lps, self.slices, space="LPS").ok)
        wrong = dcm2nhdr.check(lps, self.slices)
        self.assertEqual([d["code"] for d in wrong.diagnoses], ["space-confused"])

    @staticmethod
    def nifti(ras):
        head = bytearray(352)
        struct.pack_into("<i", head, 0, 348)
        struct.pack_into("<8h", head, 40, 3, 3, 4, 3, 1, 1, 1, 1)
        struct.pack_into("<hh", head, 70, 2, 8)
        struct.pack_into("<8f", head, 76, 1, 0.75, 0.5, 5, 0, 0, 0, 0)
        struct.pack_into("<hh", head, 252, 0, 1)
        struct.pack_into("<12f", head, 280, *(number for row in ras[:3] for number in row))
        head[344:348] = b"n+1\0"
        return bytes(head)

    def test_images_of_nibabel_and_simpleitk(self):
        try:
            import nibabel
            import SimpleITK
        except ImportError:
            self.skipTest("nibabel or SimpleITK is absent")
        ras = numpy.diag([-0.75, -0.5, 5, 1])
        itk = SimpleITK.Image([3, 4, 3], SimpleITK.sitkUInt8)
        itk.SetSpacing([0.75, 0.5, 5])
        for given in (
            nibabel.Nifti1Image(numpy.zeros((3, 4, 3), "u1"), ras),
            nibabel.MGHImage(numpy.zeros((3, 4, 3), "u1"), ras),
            itk,
            ras,
        ):
            self.assertThickness(dcm2nhdr.check(given, self.slices))

    def test_voxels_are_not_sent(self):
        with Listener() as listener, self.assertRaises(dcm2nhdr.Dcm2nhdrError):
            dcm2nhdr.check(b"NRRD0004\ntype: short\n\nvoxels", self.slices, url=listener.url)
        self.assertIn(b"type: short", listener.received)
        self.assertNotIn(b"voxels", listener.received)
        nifti = self.nifti([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]])
        for content in (nifti + b"voxels", gzip.compress(nifti + b"voxels"), b"NDims = 3\nElementDataFile = LOCAL\nvoxels"):
            with Listener() as listener, self.assertRaises(dcm2nhdr.Dcm2nhdrError):
                dcm2nhdr.check(content, self.slices, url=listener.url)
            self.assertNotIn(b"voxels", listener.received)

    def test_what_is_no_header(self):
        for given in (__file__, b"\x89PNG"):
            with self.assertRaises(dcm2nhdr.Dcm2nhdrError) as caught:
                dcm2nhdr.check(given, self.slices)
            self.assertEqual(caught.exception.code, "bad-header")


class Pixels(unittest.TestCase):
    def test_they_are_not_sent(self):
        with Listener() as listener:
            objects = [series[0], series[1].read_bytes(), slice_at(0, PixelData="c2VjcmV0" * 9999)]
            objects.append({"7FE00010": {"vr": "OW", "InlineBinary": "c2VjcmV0" * 9999}})
            objects.append(json.dumps(objects[2:]))
            if pydicom:
                objects.append(pydicom.dcmread(series[2]))
            with self.assertRaises(dcm2nhdr.Dcm2nhdrError):
                dcm2nhdr.header(objects, url=listener.url)
        self.assertGreater(len(listener.received), 3000)
        self.assertLess(len(listener.received), 16000)
        self.assertNotIn(b"c2VjcmV0", listener.received)

    @unittest.skipUnless(pydicom, "pydicom is absent")
    def test_every_file_is_cut_where_pydicom_stops(self):
        for path in [*series, *(folder / "single").iterdir()]:
            if path.stem == "deflated":
                continue
            with self.subTest(path.name), path.open("rb") as file:
                dataset = pydicom.dcmread(file, stop_before_pixels=True)
                explicit = dataset.file_meta.TransferSyntaxUID != pydicom.uid.ImplicitVRLittleEndian
                pixels = file.tell() + (12 if explicit else 8)
                self.assertEqual(dcm2nhdr._without_pixels(io.BytesIO(path.read_bytes())),
                                 path.read_bytes()[:pixels])

    @unittest.skipUnless(pydicom, "pydicom is absent")
    def test_a_deflated_file_is_deflated_again(self):
        path = folder / "single" / "deflated.dcm"
        cut = dcm2nhdr._without_pixels(io.BytesIO(path.read_bytes()))
        self.assertLess(len(cut), path.stat().st_size / 2)
        whole = pydicom.dcmread(path, stop_before_pixels=True)
        self.assertEqual(pydicom.dcmread(io.BytesIO(cut), stop_before_pixels=True), whole)

    def test_sequences_of_undefined_length_are_walked(self):
        def element(group, number, vr, value, length=None):
            length = len(value) if length is None else length
            head = group.to_bytes(2, "little") + number.to_bytes(2, "little") + vr
            if vr in (b"SQ", b"UN", b"OB", b"OW"):
                return head + b"\0\0" + length.to_bytes(4, "little") + value
            return head + length.to_bytes(2, "little") + value

        undefined = 0xFFFFFFFF
        item, item_end, end = (
            b"\xfe\xff" + number + (undefined if number == b"\0\xe0" else 0).to_bytes(4, "little")
            for number in (b"\0\xe0", b"\x0d\xe0", b"\xdd\xe0")
        )
        icon = element(0x7FE0, 0x10, b"OB", b"\xfe\xff\0\xe0" + (4).to_bytes(4, "little") + b"icon" + end, undefined)
        implicit = b"\x18\0\x50\0" + (2).to_bytes(4, "little") + b"5 "
        start = (
            bytes(128) + b"DICM" + element(8, 0x16, b"UI", b"1.2\0")
            + element(0x88, 0x200, b"SQ", item + icon + item_end + end, undefined)
            + element(0x99, 0x1010, b"UN", item + implicit + item_end + end, undefined)
        )
        pixels = element(0x7FE0, 0x10, b"OW", b"pixels")
        cut = dcm2nhdr._without_pixels(io.BytesIO(start + pixels))
        self.assertEqual(cut, start + pixels[:12])
        # Cut within, it ends with the last whole element.
        inner = start[: start.index(b"icon")]
        self.assertTrue(start.startswith(dcm2nhdr._without_pixels(io.BytesIO(inner))))
        self.assertNotIn(b"\x88\0\0\x02", dcm2nhdr._without_pixels(io.BytesIO(inner)))

    def test_a_length_beyond_the_end_sends_nothing_of_what_follows(self):
        damaged = bytes(128) + b"DICM\x08\0\x16\0UI\x04\x001.2\0\x10\0\x10\0PN\xff\xffpixels, perhaps"
        self.assertEqual(dcm2nhdr._without_pixels(io.BytesIO(damaged)), damaged[:144])


class Refusals(unittest.TestCase):
    def caught(self, *args, **kwargs):
        with self.assertRaises(dcm2nhdr.Dcm2nhdrError) as caught:
            dcm2nhdr.header(*args, **kwargs)
        return caught.exception

    def test_the_service_says_why(self):
        error = self.caught([slice_at(z) for z in (0, 2, 4, 8, 10)])
        self.assertEqual((error.code, error.status), ("missing-slices", 422))
        self.assertIn("uneven=", error.help)
        self.assertIn(error.detail, str(error))
        self.assertEqual(error.problem["code"], "missing-slices")
        self.assertEqual(self.caught(series, order="backwards").code, "bad-option")

    def test_what_is_no_dicom_is_not_sent(self):
        with tempfile.TemporaryDirectory() as temporary, Listener() as listener:
            text = pathlib.Path(temporary, "letter.txt")
            text.write_text("Dear colleague, " * 20)
            self.assertEqual(self.caught([series[0], text], url=listener.url).code, "not-dicom")
            shutil.copy(series[0], temporary)
            self.caught(temporary, url=listener.url)
        self.assertNotIn(b"colleague", listener.received)

    def test_what_is_no_object(self):
        for objects in (3, None, [series[0], 3], [None]):
            error = self.caught(objects)
            self.assertEqual(error.code, "not-dicom")
            self.assertIn("pydicom", error.help)
        if numpy:
            for objects in (numpy.zeros((2, 2)), [numpy.zeros((2, 2))]):
                self.assertIn("numpy array", self.caught(objects).detail)
        with tempfile.TemporaryDirectory() as temporary:
            self.assertEqual(self.caught(temporary).code, "empty-request")

    @unittest.skipUnless(numpy, "numpy is absent")
    def test_arrays_in_an_archive_stay_here(self):
        with tempfile.TemporaryDirectory() as temporary:
            for save in (numpy.savez, numpy.savez_compressed):
                archive = pathlib.Path(temporary, "mask.npz")
                save(archive, numpy.full((20, 256, 256), 0x41, "u1"))
                self.assertEqual(self.caught([*series, archive]).code, "bad-array")
                lines = dcm2nhdr.header([*series, archive], data="mask.raw").header.splitlines()
                self.assertIn("type: unsigned char", lines)
                with Listener() as listener:
                    self.caught([archive], url=listener.url)
                self.assertIn(b"NUMPY", listener.received)
                self.assertLess(len(listener.received), 1000)
            archive.write_bytes(b"PK\3\4voxels")
            self.assertEqual(self.caught([archive]).code, "bad-archive")

    def test_progress(self):
        told = []
        dcm2nhdr.header(folder / "series", progress=lambda done, total: told.append((done, total)))
        self.assertEqual(told, [(n, 20) for n in range(1, 21)])

    def test_no_service(self):
        with Listener() as listener:
            pass
        error = self.caught(slice_at(0), url=listener.url)
        self.assertEqual(error.code, "no-answer")
        self.assertRegex(str(error), "deno task start.*DCM2NHDR_URL")
        for body in (b"<html>", b"[]", b"{}"):
            with Listener(404, body) as listener:
                error = self.caught(slice_at(0), url=listener.url)
            self.assertEqual((error.code, error.status), ("no-answer", 404))

    def test_no_proxy_for_this_machine(self):
        os.environ["http_proxy"] = "http://127.0.0.1:9"
        try:
            self.assertEqual(dcm2nhdr.header(slice_at(0)).shape, (1, 4, 3))
        finally:
            del os.environ["http_proxy"]


def load_tests(_loader, tests, _pattern):
    tests.addTests(doctest.DocTestSuite(dcm2nhdr))
    return tests


if __name__ == "__main__":
    unittest.main()
