"""This project: asked over HTTP; for an array by its Python client, as README.md shows."""

import io
import json
import tarfile
import urllib.error
import urllib.request

import numpy as np

from ..judge import Answer, Image
from . import common, service

NAME = "dcm2nhdr"
HOW = "POST /v1/header?format=json, headers without pixels; arrays by the client's write()"
TAKES = {"dicom", "json", "json-metadata", "array"}
version = service.version


def convert(folder, out, truth):
    if truth["takes"] == "array":
        array = truth["array"]
        service.client().write(f"{out}/mask.nrrd", np.load(folder / "array.npy"), common.files(folder),
                               url=service.url(), order=array["order"], array=array["axes"])
        return list(common.nrrd(out))
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, path.name)
    request = urllib.request.Request(f"{service.url()}/v1/header?format=json", packed.getvalue())
    try:
        with urllib.request.urlopen(request) as response:
            reply = json.load(response)
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        return Answer(refusal=f"{problem['code']}: {problem['detail']}")
    said = json.dumps([reply["refused"], [v["findings"] for v in reply["volumes"]]])
    return Answer([image(v, truth) for v in reply["volumes"]], said)


def image(volume, truth):
    """The array that the header describes: frames where the reply says they are."""
    matrix = common.RAS_LPS @ np.array(volume["geometry"]["affineRAS"])
    return Image(service.stacked(volume, truth), matrix, volume["name"], service.weightings(volume))
