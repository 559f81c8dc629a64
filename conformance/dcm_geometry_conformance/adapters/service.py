"""dcm2nhdr's service: started once where it is not running, and what its replies hold.

DCM2NHDR_URL names a service that runs already; else the folder above this one is served with deno.
"""

import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import numpy as np

from ..voxels import codes, pattern

_PROJECT = Path(os.environ.get("DCM2NHDR_PROJECT", Path(__file__).resolve().parents[3]))
_started = {}


def version():
    if "DCM2NHDR_URL" not in os.environ and not (_deno() and (_PROJECT / "main.ts").exists()):
        return None
    description = _PROJECT / "deno.json"
    return json.loads(description.read_text())["version"] if description.exists() else "?"


def url():
    """Address of the service, started on first use; it ends with this process."""
    if "DCM2NHDR_URL" in os.environ:
        return os.environ["DCM2NHDR_URL"]
    if not _started:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        if not (_PROJECT / "routes/generated").exists():
            subprocess.run([*_deno(), "task", "generate"], cwd=_PROJECT, check=True, capture_output=True)
        command = [*_deno(), "serve", "--no-prompt", "--host", "127.0.0.1", "--port", str(port), "main.ts"]
        _started["process"] = subprocess.Popen(command, cwd=_PROJECT, stdout=subprocess.DEVNULL,
                                               stderr=subprocess.DEVNULL, start_new_session=True)
        _started["url"] = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(_started["url"] + "/openapi.json").close()
                break
            except OSError:
                time.sleep(0.1)
    return _started["url"]


def stop():
    if _started:
        # deno may be a child of npx: all of the session ends.
        os.killpg(_started["process"].pid, signal.SIGTERM)
        _started["process"].wait()
        _started.clear()


def client():
    """The Python client, which is one file."""
    path = _PROJECT / "clients/python/dcm2nhdr.py"
    specification = importlib.util.spec_from_file_location("dcm2nhdr", path)
    module = importlib.util.module_from_spec(specification)
    __import__("sys").modules["dcm2nhdr"] = module
    specification.loader.exec_module(module)
    return module


def stacked(volume, truth):
    """[i, j, k(, t)] codes: of every slice that the reply lists, the frame that it names."""
    numbers = {(f["file"], f["index_in_file"]): f["frame"] for f in truth["frames"]}
    slices = volume["slices"]
    size = [max(s["index"][n] for s in slices) + 1 for n in range(len(slices[0]["index"]))]
    rows, columns = truth["rows"], truth["columns"]
    voxels = np.zeros([columns, rows, *size])
    make = pattern if truth["voxels"] == "bits" else codes
    for s in slices:
        if "file" in s:
            name = s["file"].removeprefix("./")
            # Objects of one JSON text are told apart by the order in which they were sent.
            index = s["given"] if truth["takes"] == "json-metadata" else s["frame"]
            voxels[(slice(None), slice(None), *s["index"])] = make(numbers[name, index]).T
    return voxels


def weightings(volume):
    """b-value and LPS gradient of every volume, as far as the reply says them."""
    axis = volume.get("axis4", {})
    return list(zip(axis["b"], axis["gradients"])) if "gradients" in axis else None


def _deno():
    if shutil.which("deno"):
        return ["deno"]
    return ["npx", "-y", "deno@2.9.6"] if shutil.which("npx") else None
