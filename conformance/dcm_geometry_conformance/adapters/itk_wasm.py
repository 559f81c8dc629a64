"""@itk-wasm/dicom in Node; CONFORMANCE_NODE names a folder in which npm has installed it."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from ..judge import Answer, Image

NAME = "itk-wasm"
HOW = "readImageDicomFileSeriesNode({inputImages})"
TAKES = {"dicom"}
_PACKAGE = Path(os.environ.get("CONFORMANCE_NODE", "."), "node_modules/@itk-wasm/dicom")
_process = _printed = None


def version():
    description = _PACKAGE / "package.json"
    return json.loads(description.read_text())["version"] if description.exists() else None


def convert(folder, out, truth):
    global _process, _printed
    if _process is None or _process.poll() is not None:
        _printed = tempfile.TemporaryFile()
        script = Path(__file__).with_name("itk_wasm.mjs")
        _process = subprocess.Popen(["node", script, _PACKAGE.resolve()], stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE, stderr=_printed, text=True)
    before = _printed.seek(0, os.SEEK_END)
    _process.stdin.write(f"{folder}\n")
    _process.stdin.flush()
    reply = json.loads(next(line for line in _process.stdout if line.startswith('{"reply"')))["reply"]
    if "error" in reply:
        raise ValueError(reply["error"])
    matrix = np.eye(4)
    matrix[:3, :3] = np.reshape(reply["direction"], (3, 3)) @ np.diag(reply["spacing"])
    matrix[:3, 3] = reply["origin"]
    _printed.seek(before)
    said = _printed.read().decode(errors="replace")
    return Answer([Image(np.reshape(reply["data"], reply["size"][::-1]).T, matrix)], said)
