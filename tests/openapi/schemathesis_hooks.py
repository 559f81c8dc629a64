"""Bodies that mean something: random bytes alone would never get past the first check."""

import io
import json
import struct
import tarfile
import zipfile

import schemathesis
from hypothesis import strategies as st

# Of these nearly every text is refused before the body is read.
CHOOSY = ("segments", "npy", "type", "array", "data", "header", "spaceDirections", "spaceOrigin", "sizes")


@schemathesis.hook
def map_case(context, case):
    """Leaves out of a request that is meant to be right what random text never is."""
    if case.meta is not None and case.meta.generation.mode.is_positive:
        for name in CHOOSY:
            (case.query or {}).pop(name, None)
    return case


NUMBERS = st.floats(-500, 500).map(lambda x: round(x, 3))
SPOILT = st.sampled_from([None, [], "", "x", [0, 0], [1, 0, 0, 1, 0, 0], -1, 1e300, {"a": 1}])


@st.composite
def series(draw):
    """Keyword dictionaries of an even stack; in some, one value is spoilt or one slice left out."""
    origin = [draw(NUMBERS) for _ in range(3)]
    step = [draw(NUMBERS) for _ in range(3)]
    spacing = [draw(st.floats(0.01, 10)), draw(st.floats(0.01, 10))]
    orientation = draw(st.sampled_from([[1, 0, 0, 0, 1, 0], [0, 1, 0, 0, 0, -1]]))
    slices = [
        {
            "Rows": 4,
            "Columns": 3,
            "PixelSpacing": spacing,
            "ImageOrientationPatient": orientation,
            "ImagePositionPatient": [o + k * s for o, s in zip(origin, step)],
            "InstanceNumber": k + 1,
        }
        for k in range(draw(st.integers(1, 6)))
    ]
    damage = draw(st.sampled_from(["none", "spoil", "hole"]))
    if damage == "spoil":
        at = draw(st.integers(0, len(slices) - 1))
        slices[at][draw(st.sampled_from(sorted(slices[at])))] = draw(SPOILT)
    elif damage == "hole" and len(slices) > 2:
        del slices[1]
    return slices


TAGS = {
    "InstanceNumber": (0x0020, 0x0013),
    "ImagePositionPatient": (0x0020, 0x0032),
    "ImageOrientationPatient": (0x0020, 0x0037),
    "Rows": (0x0028, 0x0010),
    "Columns": (0x0028, 0x0011),
    "PixelSpacing": (0x0028, 0x0030),
}


def part10(header):
    """Implicit VR little endian, without preamble."""
    elements = [((0x0008, 0x0060), b"CT")]
    for keyword, value in header.items():
        if keyword in ("Rows", "Columns") and isinstance(value, int) and value >= 0:
            elements.append((TAGS[keyword], struct.pack("<H", value)))
        else:
            values = value if isinstance(value, list) else [value]
            text = "\\".join(f"{v:.10g}" if isinstance(v, float) else str(v) for v in values)
            elements.append((TAGS[keyword], (text + " " * (len(text) % 2)).encode()))
    return b"".join(struct.pack("<HHI", *tag, len(v)) + v for tag, v in sorted(elements))


def tar(headers):
    with io.BytesIO() as out:
        with tarfile.open(fileobj=out, mode="w") as archive:
            for k, header in enumerate(headers):
                entry = tarfile.TarInfo(f"{k}.dcm")
                content = part10(header)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        return out.getvalue()


def zipped(headers):
    with io.BytesIO() as out:
        with zipfile.ZipFile(out, "w") as archive:
            for k, header in enumerate(headers):
                archive.writestr(f"{k}.dcm", part10(header))
        return out.getvalue()


def lines(headers):
    return "\n".join(map(json.dumps, headers)).encode()


def as_json(headers):
    """With a header that a check can look at; it is as right as chance has it."""
    given = {"spaceDirections": [[1, 0, 0], [0, 1, 0], [0, 0, 1]], "spaceOrigin": [0, 0, 0]}
    return json.dumps({"instances": headers, **given}).encode()


def bodies(write):
    """What is right, and what has lost its end."""
    whole = series().map(write)
    cut = st.tuples(whole, st.integers(0, 2000)).map(lambda pair: pair[0][: pair[1]])
    return st.one_of(whole, whole, whole, st.binary(max_size=300), cut)


for media_type, write in {
    "application/dicom": lambda headers: part10(headers[0]),
    "application/x-tar": tar,
    "application/zip": zipped,
    "application/octet-stream": tar,
    "application/gzip": tar,
    "application/dicom+json": as_json,
    "application/x-ndjson": lines,
    "multipart/related": zipped,
}.items():
    schemathesis.openapi.media_type(media_type, bodies(write))
