"""The Slicer module and the console snippet, outside of Slicer: test_slicer.py FOLDER SNIPPET.

FOLDER holds `series/`, the real files; SNIPPET is a file with the code of docs/slicer.md, of which
each part begins with a line "# %% NAME". The service is at DCM2NHDR_URL.
"""

import ast
import os
import shutil
import sys
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from unittest import mock

import numpy as np
import pydicom
import slicer_stub

slicer = slicer_stub.install()

import Dcm2nhdr  # noqa: E402

URL = os.environ["DCM2NHDR_URL"]
FOLDER, SNIPPET = (Path(argument) for argument in sys.argv[1:3])
FILES = sorted(str(file) for file in (FOLDER / "series").iterdir())

#: Rounding of the positions in the real series.
ROUNDING = 0.1

#: Column, row and slice of what is marked; no exchange or mirror maps them onto each other.
MARKS = ((3, 200, 0), (250, 7, 5), (90, 91, 19))


def marked(dtype=np.uint8, shape=(20, 256, 256)):
    """Slices, rows, columns."""
    array = np.zeros(shape, dtype)
    for value, (x, y, z) in enumerate(MARKS, 1):
        array[z, y, x] = value
    return array


def place(file, x, y):
    """RAS millimetres of a pixel, by PS3.3 C.7.6.2.1.1."""
    image = pydicom.dcmread(file, stop_before_pixels=True)
    row, column = np.reshape(image.ImageOrientationPatient, (2, 3)).astype(float)
    between_rows, between_columns = map(float, image.PixelSpacing)
    lps = np.array(image.ImagePositionPatient, float) + x * between_columns * row + y * between_rows * column
    return lps * (-1, -1, 1)


class Module(unittest.TestCase):
    def setUp(self):
        self.logic = Dcm2nhdr.Dcm2nhdrLogic()

    def lies(self, node, files=FILES):
        """Every mark is found at the pixel of its file."""
        self.assertEqual(node.image.GetDimensions(), (256, 256, 20))
        for value, (x, y, z) in enumerate(MARKS, 1):
            self.assertEqual(node.value_at(x, y, z), value)
            np.testing.assert_allclose(node.ras_of(x, y, z), place(files[z], x, y), atol=ROUNDING)

    def test_every_slice_lies_where_its_file_has_it(self):
        for files in (FILES, FILES[::-1]):
            node, _ = self.logic.load(marked(), files, order="given", url=URL)
            self.lies(node, files)
            self.assertEqual(node.class_name, "vtkMRMLScalarVolumeNode")

    def test_labels_and_other_memory_orders(self):
        node, _ = self.logic.load(np.asfortranarray(marked()), FILES, order="given", labels=True, url=URL)
        self.lies(node)
        self.assertEqual(node.class_name, "vtkMRMLLabelMapVolumeNode")

    def test_the_order_is_asked_for_in_words(self):
        with self.assertRaises(Dcm2nhdr.Advice) as raised:
            self.logic.load(marked(), FILES[::-1], url=URL)
        text = str(raised.exception)
        self.assertIn("order-not-stated", text)
        for _, words in Dcm2nhdr.ORDERS[1:3]:
            self.assertIn(f"- {words}: if ", text)

    def test_nothing_of_the_patient_is_sent(self):
        headers = self.logic.headers_of(FILES)
        self.assertEqual(len(headers), 20)
        self.assertTrue(any(tag.startswith("0010") for tag in pydicom.dcmread(FILES[0]).to_json_dict()))
        for header in headers:
            self.assertEqual([tag for tag in header if tag.startswith(("0010", "7FE0"))], [])

    def test_files_of_a_folder_by_number_and_what_is_no_dicom(self):
        with self.subTest("numbers"), mock.patch("os.walk", return_value=[("a", [], ["I10", "I2", "i1"])]):
            self.assertEqual(
                [os.path.basename(file) for file in self.logic.files_of_folder("a")], ["i1", "I2", "I10"]
            )
        self.assertEqual(self.logic.files_of_folder(str(FOLDER / "series")), FILES)
        notes = FOLDER / "notes.txt"
        notes.write_text("no DICOM")
        self.assertEqual(len(self.logic.headers_of([str(notes), FILES[0]])), 1)
        with self.assertRaisesRegex(Dcm2nhdr.Advice, "No file is DICOM"):
            self.logic.headers_of([str(notes)])

    def test_files_of_a_loaded_volume(self):
        uids = [str(pydicom.dcmread(file, stop_before_pixels=True).SOPInstanceUID) for file in FILES]
        slicer.dicomDatabase.files = dict(zip(uids, FILES))
        node = slicer_stub.Node("vtkMRMLScalarVolumeNode", "CT")
        node.attributes["DICOM.instanceUIDs"] = " ".join(uids[::-1])
        self.assertEqual(self.logic.files_of_volume(node), FILES[::-1])
        node.attributes["DICOM.instanceUIDs"] += " 1.2.3"
        for attributes in (node.attributes, {}):
            node.attributes = attributes
            with self.assertRaisesRegex(Dcm2nhdr.Advice, "choose the folder"):
                self.logic.files_of_volume(node)

    def test_arrays_that_are_none_or_that_slicer_has_not(self):
        file = str(FOLDER / "array.npy")
        np.save(file, marked(bool))
        self.assertEqual(self.logic.array_of(file).dtype, np.uint8)
        np.save(file, marked(np.int64))
        with self.assertRaisesRegex(Dcm2nhdr.Advice, "int64"):
            self.logic.array_of(file)
        np.savez(FOLDER / "array.npz", a=marked())
        for other in (FOLDER / "array.npz", FOLDER / "nowhere.npy", FILES[0]):
            with self.assertRaises(Dcm2nhdr.Advice):
                self.logic.array_of(str(other))

    def test_refusals_and_silence_are_advice(self):
        with self.assertRaisesRegex(Dcm2nhdr.Advice, "array-does-not-fit"):
            self.logic.load(marked(shape=(21, 256, 256)), FILES, order="given", url=URL)
        with self.assertRaisesRegex(Dcm2nhdr.Advice, "deno task start"):
            self.logic.load(marked(), FILES, url="http://127.0.0.1:9")
        with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
            Thread(target=other.handle_request).start()
            with self.assertRaisesRegex(Dcm2nhdr.Advice, "not the service: HTTP 501"):
                self.logic.ask({}, f"http://127.0.0.1:{other.server_port}")

    def test_the_button_loads_or_says_why_not(self):
        widget = Dcm2nhdr.Dcm2nhdrWidget()
        widget.setup()
        widget.button.connect.assert_called_once_with("clicked(bool)", widget.on_button)
        file = FOLDER / "mask.npy"
        np.save(file, marked())
        widget.volume.currentNode.return_value = None
        widget.folder.currentPath = str(FOLDER / "series")
        widget.array.currentPath = str(file)
        widget.address.text = f" {URL} "
        widget.order.currentData = "given"
        widget.labels.checked = True
        slicer.util.setSliceViewerLayers.reset_mock()
        node = widget.on_button()
        self.lies(node)
        slicer.util.setSliceViewerLayers.assert_called_once_with(label=node, fit=True)
        self.assertIn("is loaded", widget.message.text)

        widget.folder.currentPath = str(FOLDER / "nowhere")
        self.assertIsNone(widget.on_button())
        self.assertIn("choose the folder", widget.message.text)
        widget.volume.currentNode.return_value = slicer_stub.Node("vtkMRMLScalarVolumeNode", "CT")
        self.assertIsNone(widget.on_button())
        self.assertIn("CT was not loaded", widget.message.text)

    def test_the_oldest_python_reads_it(self):
        ast.parse(Path(Dcm2nhdr.__file__).read_text(), feature_version=(3, 9))

    def test_slicer_lists_the_module(self):
        parent = mock.MagicMock()
        Dcm2nhdr.Dcm2nhdr(parent)
        self.assertEqual(parent.categories, ["Informatics"])


class Console(unittest.TestCase):
    def test_the_snippets_place_the_array(self):
        # Numbered against their places; Slicer has loaded them in their order in space.
        work = FOLDER / "console"
        (work / "series").mkdir(parents=True)
        for number, file in enumerate(FILES[::-1]):
            shutil.copy(file, work / "series" / f"I{number}")
        uids = [str(pydicom.dcmread(file, stop_before_pixels=True).SOPInstanceUID) for file in FILES]
        slicer.dicomDatabase.files = dict(zip(uids, FILES))
        loaded = slicer_stub.Node("vtkMRMLScalarVolumeNode", "CT")
        loaded.attributes["DICOM.instanceUIDs"] = " ".join(uids)
        slicer.util.getNode = mock.MagicMock(return_value=loaded)
        slicer.app = mock.MagicMock(temporaryPath=str(FOLDER))
        np.save(work / "mask.npy", marked())
        os.chdir(work)
        names = {"slicer": slicer}
        parts = [part.split("\n", 1) for part in SNIPPET.read_text().split("# %% ")[1:]]
        expected = {"client": None, "files": FILES[::-1], "database": FILES}
        self.assertEqual([name for name, _ in parts], list(expected))
        for name, code in parts:
            exec(compile(code, str(SNIPPET), "exec"), names)
            if expected[name]:
                Module().lies(names.pop("node"), expected[name])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
