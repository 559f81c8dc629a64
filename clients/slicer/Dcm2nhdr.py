"""Slicer module: a numpy array gets its place from the DICOM files that it belongs to.

One file. In Slicer: Edit > Application Settings > Modules > Additional module paths, add the folder of
this file, restart. It asks a dcm2nhdr service, by default one on this machine (``deno task start``).

Of the DICOM files only the headers are sent, without the patient's attributes (group 0010); the array
stays here, the service is told its shape and type.

Python 3.9 or newer, with what Slicer brings: numpy and pydicom.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Optional, Sequence

import ctk
import numpy as np
import pydicom
import qt
import slicer
from slicer.ScriptedLoadableModule import (
    ScriptedLoadableModule,
    ScriptedLoadableModuleLogic,
    ScriptedLoadableModuleWidget,
)

#: Where ``deno task start`` serves.
DEFAULT_URL = "http://127.0.0.1:8000"

#: In which order the array may be stacked: the service's option ``order``, and in words.
ORDERS = (
    ("", "ask me where it matters"),
    ("position", "by position, as Slicer loads a series"),
    ("given", "by file name, as file managers sort"),
    ("instance-number", "by instance number"),
)

#: Types of voxels that Slicer shows; it refuses 64-bit whole numbers.
VOXELS = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64")

#: The patient's own attributes (PS3.6); no geometry is among them.
PATIENT_GROUP = 0x0010

#: Seconds to wait for the service.
TIMEOUT = 60


class Advice(Exception):
    """Why there is no volume, and what helps."""

    def __init__(self, problem: str, *helps: str) -> None:
        super().__init__("\n".join([problem, *(f"- {line}" for line in helps if line)]))


class Dcm2nhdr(ScriptedLoadableModule):
    """What Slicer lists."""

    def __init__(self, parent: Any) -> None:
        ScriptedLoadableModule.__init__(self, parent)
        parent.title = "Array from DICOM geometry"
        parent.categories = ["Informatics"]
        parent.contributors = ["dcm2nhdr"]
        parent.helpText = (
            "Loads a .npy array as a volume that lies where the slices of its DICOM series are. "
            "Directions, spacing and origin come from the slice positions."
        )
        parent.acknowledgementText = ""


class Dcm2nhdrLogic(ScriptedLoadableModuleLogic):
    """Asks the service, and makes the volume. No widget is needed."""

    def files_of_folder(self, folder: str) -> list[str]:
        """All files of a folder and those below, by the numbers in their names: I2 before I10."""
        found = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names]
        return sorted(found, key=_natural)

    def files_of_volume(self, node: Any) -> list[str]:
        """The files that Slicer loaded a volume from, by the DICOM database.

        :raises Advice: Where it was not loaded from the database, or a file is gone
        """
        uids = (node.GetAttribute("DICOM.instanceUIDs") or "").split()
        files = [slicer.dicomDatabase.fileForInstance(uid) for uid in uids]
        # Of a multi-frame object every slice has the same file.
        files = list(dict.fromkeys(files))
        if not files or not all(files):
            raise Advice(
                f"{node.GetName()} was not loaded from Slicer's DICOM database",
                "choose the folder of the series instead",
            )
        return files

    def headers_of(self, files: Sequence[str]) -> list[dict[str, Any]]:
        """The headers of those files that are DICOM, in their order, without the patient's attributes.

        :raises Advice: Where no file is DICOM
        """
        headers = []
        for file in files:
            try:
                dataset = pydicom.dcmread(file, stop_before_pixels=True)
            except pydicom.errors.InvalidDicomError:
                continue
            if "DirectoryRecordSequence" in dataset:  # DICOMDIR
                continue
            for tag in [tag for tag in dataset.keys() if tag.group == PATIENT_GROUP]:
                del dataset[tag]
            headers.append(dataset.to_json_dict(suppress_invalid_tags=True))
        if not headers:
            raise Advice("No file is DICOM", "choose the folder that holds the series")
        return headers

    def array_of(self, file: str) -> np.ndarray:
        """The array of a .npy file.

        :raises Advice: For what is none
        """
        try:
            array = np.load(file, allow_pickle=False)
        except (OSError, ValueError) as error:
            raise Advice(f"This is no .npy file: {error}", "numpy.save makes one of an array") from None
        if not isinstance(array, np.ndarray):  # .npz
            raise Advice("This file holds several arrays", "numpy.save writes one to a .npy file")
        if array.dtype == bool:
            return array.view(np.uint8)
        if array.dtype.name not in VOXELS:
            raise Advice(f"Slicer has no voxels of {array.dtype.name}", 'array.astype("int32") for labels')
        return array

    def place_of(
        self,
        array: np.ndarray,
        headers: Sequence[dict[str, Any]],
        *,
        order: str = "",
        labels: bool = False,
        url: str = DEFAULT_URL,
    ) -> dict[str, Any]:
        """The service's form ``slicer`` for this array: ijkToRAS, class and name of the node, and how the
        array's indices become Slicer's.

        :param array: Slices first; rows, columns
        :param headers: In the order in which the array is stacked, for order ``given``
        :param order: One of :data:`ORDERS`
        :param labels: Whether the array holds labels
        :raises Advice: With the service's reason, and the option that helps
        """
        # Indices count here, not the bytes in memory: numpy hands them over.
        options = {
            "forms": "slicer",
            "as": "labelmap" if labels else "image",
            "npy": {"shape": list(array.shape), "dtype": array.dtype.str, "fortran_order": False},
            **({"order": order} if order else {}),
        }
        reply = self.ask({"options": options, "instances": list(headers)}, url)
        volumes = reply["volumes"]
        if len(volumes) != 1:
            raise Advice(
                f"The array fits {len(volumes)} volumes: " + "; ".join(v["words"] for v in volumes),
                "choose the folder of one series, or a volume that is loaded",
            )
        form = volumes[0]["forms"]["slicer"]
        if "error" in form:
            error = form["error"]
            raise Advice(error["message"], error["details"].get("help", ""))
        return {**form["json"], "findings": volumes[0]["findings"]}

    def ask(self, body: dict[str, Any], url: str) -> dict[str, Any]:
        """Posts JSON to the service.

        :raises Advice: Where it refuses, or does not answer
        """
        request = urllib.request.Request(
            url.rstrip("/") + "/v1/header",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        # Requests to this machine never go through a proxy.
        host = urllib.parse.urlsplit(url).hostname or ""
        here = host in ("localhost", "::1") or host.startswith("127.")
        proxies = [urllib.request.ProxyHandler({})] if here else []
        try:
            with urllib.request.build_opener(*proxies).open(request, timeout=TIMEOUT) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise _advice_of(error.read(), error.code) from None
        except OSError as error:
            reason = getattr(error, "reason", error)
            raise Advice(
                f"{url} does not answer: {reason}",
                "start the service with deno task start, or change the address",
            ) from None

    def load(
        self,
        array: np.ndarray,
        files: Sequence[str],
        *,
        order: str = "",
        labels: bool = False,
        url: str = DEFAULT_URL,
    ) -> tuple[Any, list[str]]:
        """Adds the array to the scene, where the slices of the files are.

        :returns: The node, and what to know about it
        :raises Advice: As :meth:`place_of`
        """
        form = self.place_of(array, self.headers_of(files), order=order, labels=labels, url=url)
        voxels = array.reshape(form["arrayShape"]).transpose(form["transpose"]).reshape(form["shape"])
        node = slicer.util.addVolumeFromArray(
            np.ascontiguousarray(voxels),
            np.array(form["ijkToRAS"], dtype=float),
            form["name"],
            form["nodeClassName"],
        )
        told = [finding["message"] for finding in form["findings"] if finding["severity"] == "warning"]
        return node, told


class Dcm2nhdrWidget(ScriptedLoadableModuleWidget):
    """What a person sees: the series, the array, the address, a button, and what came of it."""

    def setup(self) -> None:
        ScriptedLoadableModuleWidget.setup(self)
        self.logic = Dcm2nhdrLogic()
        form = qt.QFormLayout()

        self.folder = ctk.ctkPathLineEdit()
        self.folder.filters = ctk.ctkPathLineEdit.Dirs
        self.folder.toolTip = "Folder with the DICOM files of one series"
        form.addRow("DICOM folder:", self.folder)

        self.volume = slicer.qMRMLNodeComboBox()
        self.volume.nodeTypes = ["vtkMRMLScalarVolumeNode"]
        self.volume.noneEnabled = True
        self.volume.addEnabled = False
        self.volume.removeEnabled = False
        self.volume.setMRMLScene(slicer.mrmlScene)
        self.volume.setCurrentNode(None)
        self.volume.toolTip = "A volume that Slicer has loaded from its DICOM database"
        form.addRow("or a loaded series:", self.volume)

        self.array = ctk.ctkPathLineEdit()
        self.array.filters = ctk.ctkPathLineEdit.Files
        self.array.nameFilters = ["numpy array (*.npy)"]
        form.addRow("Array (.npy):", self.array)

        self.order = qt.QComboBox()
        for value, words in ORDERS:
            self.order.addItem(words, value)
        form.addRow("Stacked:", self.order)

        self.labels = qt.QCheckBox("The array holds labels")
        form.addRow("", self.labels)

        self.address = qt.QLineEdit(os.environ.get("DCM2NHDR_URL") or DEFAULT_URL)
        form.addRow("Service:", self.address)

        self.button = qt.QPushButton("Load the array where the slices are")
        self.button.connect("clicked(bool)", self.on_button)
        form.addRow(self.button)

        self.message = qt.QLabel()
        self.message.wordWrap = True
        form.addRow(self.message)

        self.layout.addLayout(form)
        self.layout.addStretch(1)

    def on_button(self, _checked: bool = False) -> Optional[Any]:
        """Loads, or says why not; the node."""
        try:
            with slicer.util.WaitCursor():
                node, told = self.logic.load(
                    self.logic.array_of(self.array.currentPath),
                    self.files(),
                    order=self.order.currentData,
                    labels=self.labels.checked,
                    url=self.address.text.strip(),
                )
        except Advice as advice:
            self.message.text = str(advice)
            return None
        slicer.util.setSliceViewerLayers(**{"label" if self.labels.checked else "background": node}, fit=True)
        self.message.text = "\n".join([f"{node.GetName()} is loaded.", *told])
        return node

    def files(self) -> list[str]:
        """Those of the loaded series if one is chosen, else those of the folder."""
        node = self.volume.currentNode()
        if node is not None:
            return self.logic.files_of_volume(node)
        if not os.path.isdir(self.folder.currentPath):
            raise Advice("There is no such folder", "choose the folder of the series")
        return self.logic.files_of_folder(self.folder.currentPath)


def _natural(path: str) -> list[Any]:
    return [int(part) if part.isdigit() else part.lower() for part in re.split(r"(\d+)", path)]


def _advice_of(body: bytes, status: int) -> Advice:
    """A refusal of the service (RFC 9457) in words: where an order has to be stated, which there are."""
    try:
        problem = json.loads(body)
        code, detail = problem["code"], problem["detail"]
    except (ValueError, KeyError, TypeError):
        return Advice(f"This is not the service: HTTP {status}", "check its address")
    words = dict(ORDERS)
    choices = [f"{words.get(c['order'], c['order'])}: if {c['words']}" for c in problem.get("choices", ())]
    return Advice(f"{detail} ({code})", *(choices or [problem.get("help", "")]))
