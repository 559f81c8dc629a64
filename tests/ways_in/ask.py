"""Asks the service every request of a file through the Python client; prints what came back."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "clients/python"))

import dcm2nhdr  # noqa: E402


def ask(request):
    objects = request["files"]
    options = {("as_" if k == "as" else k): v for k, v in request["options"].items()}
    try:
        if request["question"] == "check":
            return dcm2nhdr.check(request["header"], objects, **options).reply
        volumes = [volume.reply for volume in dcm2nhdr.headers(objects, **options)]
        return {"volumes": volumes, "refused": [], "skipped": []}
    except dcm2nhdr.Dcm2nhdrError as error:
        return {"code": error.code}


requests = json.loads(Path(sys.argv[1]).read_text())
print(json.dumps([ask(request) for request in requests]))
