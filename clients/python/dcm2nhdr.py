"""Client of the dcm2nhdr service: DICOM headers in, ready image headers out: NRRD, NIfTI and others.

One file, Python 3.9 or newer, nothing but the standard library. pydicom's datasets are taken where
you have them, and matrices are numpy arrays where numpy is installed.

Only headers are sent. Files are read up to their pixels and not further; pixels in datasets and
dictionaries stay behind. Headers name patients: ask a service that you run yourself, as the default
address does.

Two slices, as dictionaries of DICOM keywords: slice spacing 2.5 mm, slice thickness 5 mm:

>>> slices = [
...     {
...         "Rows": 4, "Columns": 3, "PixelSpacing": [0.5, 0.75], "SliceThickness": 5,
...         "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
...         "ImagePositionPatient": [-10, -20, z],
...     }
...     for z in (30, 32.5)
... ]
>>> volume = header(slices, type="uint8")
>>> volume.shape  # of the numpy array: slices, rows, columns
(2, 4, 3)
>>> volume.pynrrd["space directions"][2]
[0, 0, 2.5]
>>> volume.findings[0]["code"]
'thickness-is-not-spacing'

Other formats come beside it where they are asked for, such as the affine that nibabel takes with a
numpy array, slices first:

>>> header(slices, forms=["nibabel"]).form("nibabel")["affine"][2]
[2.5, 0, 0, 30]

With numpy, :func:`write` and :func:`segmentation` write the whole file, the header and the array
behind it, in the format of its name: ``write("mask.nii.gz", mask, "series/", order="given")``.

The address is that of ``deno task start``; the environment variable ``DCM2NHDR_URL`` or the
argument ``url`` name another one. Installed from PyPI, the client has a service of its own instead,
which the first call starts (:func:`local`).
"""

from __future__ import annotations

import base64
import gzip
import importlib
import json
import os
import re
import struct
import urllib.error
import urllib.parse
import urllib.request
import uuid
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Any,
    BinaryIO,
    Callable,
    Literal,
    Optional,
    Protocol,
    TypedDict,
    Union,
    cast,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = [
    "Dcm2nhdrError",
    "Dcm2nhdrWarning",
    "Options",
    "Verdict",
    "Volume",
    "check",
    "header",
    "headers",
    "local",
    "segmentation",
    "write",
]

#: Where ``deno task start`` serves.
DEFAULT_URL = "http://127.0.0.1:8000"


class Dataset(Protocol):
    """What is needed of a pydicom dataset."""

    def __getitem__(self, key: slice, /) -> Any: ...

    def to_json_dict(self) -> Any: ...


class DType(Protocol):
    """What tells numpy's ``dtype`` from others."""

    @property
    def kind(self) -> str: ...

    @property
    def itemsize(self) -> int: ...


Source = Union[str, "os.PathLike[str]", bytes, Mapping[str, Any], Dataset]
"""One DICOM object: a file, its bytes, a pydicom dataset, or a dictionary in a JSON dialect.

Text that begins with ``{`` or ``[`` is JSON, such as pydicom's ``to_json()``; other text is the name
of a file. A file may be an archive (tar, zip, gzip) or JSON, too, and one of them the array itself,
``.npy``.
"""

Sources = Union[Source, Iterable[Source]]
"""Objects in the order of the array. A folder stands for the DICOM files in it, by the numbers in their
names, I2 before I10, as file managers show them; Python's ``sorted`` puts I10 first.
"""

Progress = Callable[[int, int], None]
"""Is told after every object how many are read, and how many there are."""

Segments = Union[Mapping[Any, Union[str, Mapping[str, Any]]], Sequence[Mapping[str, Any]]]
"""By label value a name, or what the service knows of a segment (``name``, ``color``, ``code``, …)."""

ArrayType = Union[str, DType, "type[Any]"]
"""``uint8``, ``array.dtype``, ``numpy.uint8``."""

Given = Union[str, "os.PathLike[str]", bytes, Mapping[str, Any], "Volume", Sequence[Any]]
"""A header: text, a file (NRRD, NIfTI, MetaImage) or its bytes, an image of nibabel or SimpleITK,
pynrrd's dictionary, an affine, (origin, spacing, direction), or (directions, origin)."""


class Options(TypedDict, total=False):
    """Options of the service. What is not given is its default, here the first value."""

    # These are written by `deno task docs` from lib/options/table.ts.
    #: Slice order: which slice comes first in the array. For an array it must be stated where the
    #: order sent differs from the order by position. ``position``: by position along the slice
    #: normal, as Slicer and ITK sort; ``given``: as sent, for an array stacked that way;
    #: ``instance-number``: by instance number.
    order: Literal["position", "given", "instance-number"]
    #: Coordinate system of the header; readers convert. ``LPS``: as DICOM and ITK; ``RAS``: as
    #: Slicer and NIfTI.
    space: Literal["LPS", "RAS"]
    #: How missing slices and uneven slice spacing are handled. ``refuse``: no header; ``split``:
    #: one volume per evenly spaced block; ``fill``: the full grid; missing slices are listed and
    #: must be empty in the array; ``accept``: one even grid; its error is reported.
    uneven: Literal["refuse", "split", "fill", "accept"]
    #: How a shear (gantry tilt) is handled. ``auto``: a gantry tilt is kept, rounding is removed;
    #: ``keep``: keep it; ``orthogonal``: remove it.
    tilt: Literal["auto", "keep", "orthogonal"]
    #: How the even grid is fitted to the slice positions. ``endpoints``: through the first and the
    #: last slice, as ITK and Slicer; ``best``: so that the largest error is smallest.
    fit: Literal["endpoints", "best"]
    #: What separates frames at one position: auto, none (every volume three-dimensional), or the
    #: name of an attribute.
    axis4: str
    #: Millimetres from slice to slice along row × column (negative: against it), where DICOM has no
    #: positions for them: of a single slice, of frames behind one position, of pictures with
    #: plane=. Never instead of positions.
    step: float
    #: The plane of pictures that DICOM does not place in the patient (ultrasound, screenshots,
    #: projections): axial, coronal, sagittal, or JSON with orientation (one of these words, or six
    #: direction cosines), position (centre of the first pixel, LPS mm; 0, 0, 0 where nobody says)
    #: and spacing (between rows, between columns, mm), each only where DICOM does not say it. Never
    #: instead of a plane that DICOM has.
    plane: Union[str, Mapping[str, Any]]
    #: The option ``as``, a word that Python keeps for itself. What the array holds. ``image``: the
    #: image itself; ``labelmap``: a label map: whole numbers, no fourth axis; ``segmentation``: a
    #: segmentation for Slicer (.seg.nrrd), with ``segments``.
    as_: Literal["image", "labelmap", "segmentation"]
    #: Label value, name, color and code of each segment, as JSON; or just names by label value.
    segments: Union[Mapping[str, str], Sequence[Mapping[str, Any]]]
    #: Axes of the array or of the .npy, slowest first: x columns, y rows, z slices, t volumes, c
    #: components.
    array: str
    #: Shape, dtype and memory order of an array that is not sent, as JSON; a .npy among the files
    #: is described by its own header.
    npy: Mapping[str, Any]
    #: Type of the array that the header describes, as a NRRD or numpy type.
    type: ArrayType
    #: Encoding of the array. ``raw``: as they are; ``gzip``: gzip; ``bzip2``: bzip2; ``text``: as
    #: text.
    encoding: Literal["raw", "gzip", "bzip2", "text"]
    #: Byte order of the array. ``little``: little endian; ``big``: big endian.
    endian: Literal["little", "big"]
    #: attached: the array follows the header; dicom: the header points into the DICOM files that
    #: were sent; or the name of the file that holds the array. A .npy among the files is its own
    #: data file where the format names one (NRRD, MetaImage); one in an archive (.npz, zip, tar)
    #: needs a name here.
    data: str
    #: Acquisition parameters as key/value pairs. ``none``: leave out; ``acquisition``: write
    #: technical acquisition parameters; none identifies a person.
    metadata: Literal["none", "acquisition"]
    #: Index of the volume to return. Text holds exactly one volume; JSON and zip hold all.
    volume: int
    #: Headers in other formats beside the NRRD one, in a JSON reply or a zip: those of ``format``
    #: that are one header.
    forms: Union[
        str,
        Sequence[
            Literal[
                "text",
                "nifti",
                "nifti2",
                "metaimage",
                "vtk",
                "nibabel",
                "simpleitk",
                "itk-wasm",
                "highdicom",
                "monai",
                "torchio",
                "pyvista",
                "slicer",
                "bval",
                "bvec",
                "mrtrix",
                "grid",
            ]
        ],
    ]
    # That is all of them.


class Dcm2nhdrError(Exception):
    """Why there is no header.

    >>> try:
    ...     header({"Rows": 4, "Columns": 3})
    ... except Dcm2nhdrError as error:
    ...     print(error.code, error.status)
    no-geometry 422
    """

    def __init__(
        self,
        code: str,
        detail: str,
        help: Optional[str] = None,
        *,
        status: Optional[int] = None,
        problem: Optional[Mapping[str, Any]] = None,
    ) -> None:
        # Where the order is asked for, each choice in words: it takes the owner of the array to choose.
        choices = (problem or {}).get("choices") or ()
        ways = [f"order={choice['order']!r} if {choice['words']}" for choice in choices]
        apart = "\n  " if "\n" in detail else " "
        advice = "".join(f"\n  {way}" for way in ways) if len(ways) > 1 else f"{apart}({help})" if help else ""
        super().__init__(f"{code}: {detail}{advice}")
        #: Stable, kebab-case; to branch on.
        self.code = code
        #: One sentence with the numbers; of ``several-volumes`` a line for each of them besides.
        self.detail = detail
        #: The option that would get a header, if there is one.
        self.help = help
        #: HTTP status; None when the service did not answer.
        self.status = status
        #: All that the service said: the numbers and the slices concerned.
        self.problem: Mapping[str, Any] = problem or {}


class Dcm2nhdrWarning(UserWarning):
    """What to know of a file that was written."""


@dataclass(frozen=True)
class Volume:
    """One volume's header, in the forms that Python uses."""

    #: The NRRD header, ready byte for byte (ASCII).
    header: str
    #: For ``nrrd.write(file, array, volume.pynrrd, index_order="C")``.
    pynrrd: dict[str, Any]
    #: 4 x 4, index (column, row, slice, 1) to RAS millimetres, as nibabel's affine and Slicer's
    #: IJKToRAS; a numpy array where numpy is installed.
    affine: Any
    #: For each slice of the array its place among the frames sent; None for a hole.
    order: list[Optional[int]]
    #: Remarks that do not invalidate the header: ``code``, ``severity``, ``message`` and the numbers.
    findings: list[dict[str, Any]]
    #: All that the service says about the volume.
    reply: dict[str, Any] = field(repr=False)

    def form(self, name: str) -> Any:
        """The header in another format, one of those that the option ``forms`` asked for.

        :param name: Such as ``nifti`` or ``nibabel``
        :returns: Bytes; for text formats text; what JSON holds for those that are for programs
        :raises Dcm2nhdrError: ``format-cannot-hold``, with what helps
        :raises LookupError: For a format that was not asked for
        """
        form = self._form(name)
        if "base64" in form:
            return base64.b64decode(form["base64"])
        return form["text"] if "text" in form else form["json"]

    def _form(self, name: str) -> dict[str, Any]:
        """As the service has it."""
        forms = self.reply.get("forms", {})
        if name not in forms:
            raise LookupError(f"{name} was not asked for: header(..., forms=[{name!r}])")
        form = cast("dict[str, Any]", forms[name])
        if "error" in form:
            error = form["error"]
            details = error["details"]
            raise Dcm2nhdrError(error["code"], error["message"], details.get("help"), problem={**details, **error})
        return form

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the array in numpy's order (C), the slowest axis first."""
        return tuple(reversed(self.reply["sizes"]))

    def __str__(self) -> str:
        return self.header


@dataclass(frozen=True)
class Verdict:
    """How far a header is from DICOM, and why."""

    #: ``ok``: as right as a header can be; ``usable``: too small to see; ``wrong``.
    status: str
    #: Largest distance of a slice's corner from where DICOM has it, mm.
    error: float
    #: Every mistake by name: ``code``, ``message`` and the numbers.
    diagnoses: list[dict[str, Any]]
    #: The right header, as NRRD.
    header: str
    #: All that the service says.
    reply: dict[str, Any] = field(repr=False)

    @property
    def ok(self) -> bool:
        return self.status == "ok"

    @property
    def right(self) -> Any:
        """The right header in the form that was given.

        Bytes of a NIfTI header, text of NRRD or MetaImage, an affine as a matrix in the space of the
        given one, or a dictionary of ``origin``, ``spacing`` and ``direction``.
        """
        own = self.reply["right"].get("own")
        if own is None:
            return self.header
        if "base64" in own:
            return base64.b64decode(own["base64"])
        if "text" in own:
            return own["text"]
        return _matrix(own["json"]["affine"]) if own["form"] == "affine" else own["json"]


def header(
    objects: Sources,
    *,
    url: Optional[str] = None,
    timeout: float = 60,
    progress: Optional[Progress] = None,
    **options: Unpack[Options],
) -> Volume:
    """The header of the one volume that these objects make.

    :param objects: Files, a folder, bytes, pydicom datasets or dictionaries; one or many. With
        ``order="given"`` in the order in which the array is stacked.
    :param url: Address of the service
    :param timeout: Seconds to wait for an answer
    :param progress: Called with the number of objects read, and of all
    :param options: See :class:`Options`
    :raises Dcm2nhdrError: With the service's reason; ``several-volumes`` when it takes ``volume``,
        or :func:`headers`; ``no-answer`` when there is no service

    An array that is stacked against row x column gets a left-handed header:

    >>> upper, lower = [
    ...     {
    ...         "Rows": 4, "Columns": 3, "PixelSpacing": [1, 1],
    ...         "ImageOrientationPatient": [1, 0, 0, 0, 1, 0], "ImagePositionPatient": [0, 0, z],
    ...     }
    ...     for z in (7, 5)
    ... ]
    >>> volume = header([upper, lower], order="given", type="uint8")
    >>> volume.pynrrd["space origin"], volume.pynrrd["space directions"][2]
    ([0, 0, 7], [0, 0, -2])
    >>> volume.order
    [0, 1]
    """
    reply = _ask("/v1/header", _parts(objects, progress), options, url, timeout)
    volumes = reply["volumes"]
    # Volumes that the array does not fit are not meant.
    refused = [entry for entry in reply["refused"] if entry["code"] != "array-does-not-fit"]
    if len(volumes) != 1 or refused:
        unmade = f" and {len(refused)} that got no header" if refused else ""
        raise Dcm2nhdrError(
            "several-volumes",
            "\n  ".join([f"the headers make {len(volumes)} volumes{unmade}", *_lines_of(volumes)]),
            "volume=0 for the first, or headers() for all",
            problem=reply,
        )
    return _volume(volumes[0])


def headers(
    objects: Sources,
    *,
    url: Optional[str] = None,
    timeout: float = 60,
    progress: Optional[Progress] = None,
    **options: Unpack[Options],
) -> list[Volume]:
    """The headers of all volumes; parameters and errors as for :func:`header`.

    Frames that get no header are left out unless all are: :attr:`Volume.order` says which were used.
    """
    reply = _ask("/v1/header", _parts(objects, progress), options, url, timeout)
    return [_volume(volume) for volume in reply["volumes"]]


def write(
    file: Union[str, "os.PathLike[str]"],
    voxels: Any,
    objects: Sources,
    *,
    url: Optional[str] = None,
    timeout: float = 60,
    progress: Optional[Progress] = None,
    **options: Unpack[Options],
) -> Volume:
    """Writes an array as a complete file: its header, and the values behind it.

    The name says the format: ``.nrrd``; NIfTI ``.nii``, ``.nii.gz``, or ``.hdr`` with an ``.img`` beside
    it; MetaImage ``.mha``; VTK ``.vti``. Beside a NIfTI file of diffusion, b-values and gradients are
    written as ``.bval`` and ``.bvec``. What is there is overwritten.

    The array stays here; the service is told its shape and type. What is to be known of the file is
    warned of (:class:`Dcm2nhdrWarning`).

    :param file: Where to write
    :param voxels: A numpy array, slices first unless the option ``array`` says otherwise
    :param objects: As for :func:`header`
    :param options: See :class:`Options`; ``encoding`` may be ``raw`` or ``gzip``; with ``nifti2`` among
        the ``forms`` NIfTI files are NIfTI-2
    :raises Dcm2nhdrError: As :func:`header`; ``order-not-stated`` where only you know in which order
        the array is stacked; ``format-cannot-hold``
    """
    path = os.fspath(file)
    kind = _kind_of(path)
    if not _is_array(voxels):
        raise TypeError(f"the array is a {type(voxels).__name__}; numpy.asarray makes one of it")
    if "npy" in options or "data" in options:
        raise TypeError("npy and data are for header(): write() has the array and puts it behind")
    compress = _COMPRESSORS.get(options.get("encoding", "raw"))
    if compress is None:
        raise ValueError(f"encoding is {' or '.join(_COMPRESSORS)}")
    # As it lies in memory, so that nothing is copied but what has gaps.
    fortran = bool(voxels.flags.f_contiguous and not voxels.flags.c_contiguous)
    values = voxels.T if fortran else voxels.copy() if not voxels.flags.c_contiguous else voxels
    shape = {"shape": list(voxels.shape), "dtype": voxels.dtype.str, "fortran_order": fortran}
    asked = _forms_of(options)
    form = next((name for name in asked if name in kind.forms), kind.forms[0])
    forms = dict.fromkeys([*asked, *([] if form == "text" else [form]), *kind.beside])
    said = {**options, "npy": shape, "data": kind.data, "forms": list(forms)}
    if kind.gzip:
        # All of the file, which its header does not know.
        said["encoding"], compress = "raw", nullcontext
    volume = header(objects, url=url, timeout=timeout, progress=progress, **cast("Options", said))
    content, end, findings = volume.header, "", volume.findings
    if form != "text":
        found = volume._form(form)
        content, end, findings = volume.form(form), found.get("end", ""), found["findings"]
    beside = _beside(volume, kind)
    samples = values.reshape(-1).view("u1").data
    with open(path, "wb") as target, (_gzipped if kind.gzip else nullcontext)(target) as whole:
        whole.write(content.encode() if isinstance(content, str) else content)
        if kind.data == "attached":
            with compress(whole) as behind:
                behind.write(samples)
        whole.write(end.encode())
    if kind.data != "attached":
        Path(_renamed(path, kind, ".img")).write_bytes(samples)
    for extension, text in beside.items():
        Path(_renamed(path, kind, extension)).write_text(text, "ascii")
    for finding in findings:
        if finding["severity"] == "warning":
            message = f"{finding['code']}: {finding['message']}"
            warnings.warn(message, Dcm2nhdrWarning, stacklevel=2)
    return volume


@dataclass(frozen=True)
class _Kind:
    """What belongs to files with an extension."""

    extension: str
    #: Formats of such files, the usual one first.
    forms: tuple[str, ...]
    #: Whether the file is compressed as a whole, its header too.
    gzip: bool = False
    #: As the option: where the samples are.
    data: str = "attached"

    @property
    def beside(self) -> tuple[str, ...]:
        """What programs look for beside such files."""
        return ("bval", "bvec") if "nifti" in self.forms else ()


#: The longest of those that fit is meant.
_KINDS = (
    _Kind(".nii.gz", ("nifti", "nifti2"), gzip=True),
    _Kind(".nii", ("nifti", "nifti2")),
    # The header does not name the file beside it; any name will do that no reader stumbles over.
    _Kind(".hdr", ("nifti", "nifti2"), data="samples.img"),
    _Kind(".nrrd", ("text",)),
    _Kind(".mha", ("metaimage",)),
    _Kind(".vti", ("vtk",)),
)


def _kind_of(path: str) -> _Kind:
    for kind in _KINDS:
        if path.lower().endswith(kind.extension):
            return kind
    known = ", ".join(kind.extension for kind in _KINDS)
    raise ValueError(f"{path}: header and array make one file, whose name ends in one of {known}")


def _renamed(path: str, kind: _Kind, extension: str) -> str:
    return path[: -len(kind.extension)] + extension


def _beside(volume: Volume, kind: _Kind) -> dict[str, str]:
    """b-values and gradients, by extension; nothing for what is no diffusion."""
    if "b" not in volume.reply.get("axis4", {}):
        return {}
    try:
        return {f".{name}": volume.form(name) for name in kind.beside}
    except Dcm2nhdrError as error:
        warnings.warn(f"no .bval and .bvec: {error.detail}", Dcm2nhdrWarning, stacklevel=3)
        return {}


def segmentation(
    file: Union[str, "os.PathLike[str]"],
    voxels: Any,
    objects: Sources,
    labels: Optional[Segments] = None,
    *,
    url: Optional[str] = None,
    timeout: float = 60,
    progress: Optional[Progress] = None,
    **options: Unpack[Options],
) -> Volume:
    """Writes an array of labels as a segmentation for Slicer; else as :func:`write`.

    :param file: Its name ends in ``.seg.nrrd``: Slicer goes by that
    :param voxels: Whole numbers; 0 is no segment
    :param labels: Such as ``{1: "tumor", 2: {"name": "liver", "color": "#dd8265"}}``, or the option
        ``segments``; without them one segment for every value in the array
    """
    if not os.fspath(file).lower().endswith(".seg.nrrd"):
        raise ValueError(f"{os.fspath(file)}: Slicer takes it for a segmentation if it ends in .seg.nrrd")
    segments = labels or options.get("segments")
    if segments is None and _is_array(voxels):
        import numpy

        segments = {int(value): f"Segment {value}" for value in numpy.unique(voxels) if value != 0}
    if isinstance(segments, Mapping):
        segments = [
            {"value": int(value), **({"name": segment} if isinstance(segment, str) else segment)}
            for value, segment in segments.items()
        ]
    said = {**options, "as_": "segmentation", "segments": segments}
    return write(file, voxels, objects, url=url, timeout=timeout, progress=progress, **cast("Options", said))


def _gzipped(file: Any) -> Any:
    return gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0)


#: What comes behind a header is written through one of these.
_COMPRESSORS: dict[str, Callable[[Any], Any]] = {"raw": nullcontext, "gzip": _gzipped}


def check(
    given: Given,
    objects: Sources,
    *,
    url: Optional[str] = None,
    timeout: float = 60,
    progress: Optional[Progress] = None,
    **options: Unpack[Options],
) -> Verdict:
    """Compares a given header with the slices that it is meant for.

    :param given: Text of a NRRD or MetaImage header; a NRRD, NIfTI or MetaImage file, of which the
        header alone is sent; an image of nibabel or SimpleITK; pynrrd's dictionary; a
        :class:`Volume`; a matrix of 4 × 4 or 3 × 4, RAS unless ``space`` says otherwise; SimpleITK's
        origin, spacing and direction; or a pair of three directions and the origin, mm, LPS unless
        ``space`` says otherwise
    :param objects: As for :func:`header`
    :param options: See :class:`Options`; without ``order`` the array may be sorted or as sent
    :raises Dcm2nhdrError: ``bad-header`` for what is none; all of :func:`header`

    >>> slices = [
    ...     {
    ...         "Rows": 4, "Columns": 3, "PixelSpacing": [1, 1], "SliceThickness": 5,
    ...         "ImageOrientationPatient": [1, 0, 0, 0, 1, 0], "ImagePositionPatient": [0, 0, z],
    ...     }
    ...     for z in (0, 2, 4)
    ... ]
    >>> verdict = check(([[1, 0, 0], [0, 1, 0], [0, 0, 5]], [0, 0, 0]), slices)
    >>> verdict.status, verdict.error  # mm: the third slice lies at 10 instead of 4
    ('wrong', 6)
    >>> [diagnosis["code"] for diagnosis in verdict.diagnoses]
    ['thickness-used-as-spacing']
    """
    fields = {**_given(given), **options}
    first = fields.pop("header", None)
    first = first.encode() if isinstance(first, str) else first
    head = [] if first is None else [_Part(first, _ANYTHING, "header", "header")]
    reply = _ask("/v1/check", [*head, *_parts(objects, progress)], fields, url, timeout)
    return Verdict(
        status=reply["status"],
        error=reply["error"],
        diagnoses=reply["diagnoses"],
        header=reply["right"]["header"],
        reply=reply,
    )


def local() -> str:
    """Address of a service of one's own, on this machine.

    The first call starts it; it ends with this process, reads and writes no files, and nobody on
    another machine reaches it. It comes with the package of PyPI and runs in Deno or Node. Functions
    without ``url`` ask it by themselves, unless ``DCM2NHDR_URL`` names another one.

    :raises Dcm2nhdrError: ``no-runtime`` when there is neither Deno nor Node; ``no-program`` when this
        file stands alone
    """
    address = _own_service()
    if address is None:
        raise Dcm2nhdrError("no-program", "this file alone has no service", 'pip install "dcm2nhdr[local]"')
    return address


def _own_service() -> Optional[str]:
    """None for this file alone."""
    try:
        program = importlib.import_module(f"{__name__}._program")
    except ImportError:
        return None
    return cast(str, program.address())


def _volume(reply: dict[str, Any]) -> Volume:
    return Volume(
        header=reply["header"],
        pynrrd=reply["pynrrd"],
        affine=_matrix(reply["geometry"]["affineRAS"]),
        order=reply["order"],
        findings=reply["findings"],
        reply=reply,
    )


#: Volumes that a message names: more than that nobody reads.
_MOST_NAMED = 100


def _lines_of(volumes: Sequence[dict[str, Any]]) -> list[str]:
    """A line for each volume, by what tells them apart."""
    lines = []
    for volume in volumes[:_MOST_NAMED]:
        sizes = " × ".join(map(str, volume["sizes"]))
        file = volume["series"].get("firstFile")
        lines.append(f"volume={volume['index']}: {volume['words']}, {sizes}" + (f", first file {file}" if file else ""))
    more = len(volumes) - _MOST_NAMED
    return [*lines, f"and {more} more"] if more > 0 else lines


def _matrix(rows: list[list[float]]) -> Any:
    try:
        import numpy
    except ImportError:
        return rows
    return numpy.array(rows, dtype=float)


_SPACES = {"left-posterior-superior": "LPS", "right-anterior-superior": "RAS"}


def _given(given: Given) -> dict[str, Any]:
    """The header as fields of a form."""
    if isinstance(given, Volume):
        return {"header": given.header}
    if isinstance(given, Mapping) and "space directions" not in given:
        return {name: _listed(value) for name, value in given.items() if name in _ITK or name == "affine"}
    if isinstance(given, Mapping):
        rows = [_row(row) for row in _listed(given["space directions"])]
        fields: dict[str, Any] = {
            "spaceDirections": rows,
            "spaceOrigin": _listed(given["space origin"]),
        }
        if "sizes" in given:
            sizes = _listed(given["sizes"])
            fields["sizes"] = [size for size, row in zip(sizes, rows) if row is not None]
        if "space" in given:
            fields["space"] = _SPACES.get(given["space"].lower(), given["space"])
        return fields
    if isinstance(given, bytes):
        return {"header": _header_of(BytesIO(given))}
    if isinstance(given, str) and (given.startswith("NRRD") or "\n" in given):
        return {"header": given}
    if isinstance(given, (str, os.PathLike)):
        with open(given, "rb") as file:
            return {"header": _header_of(file)}
    block = getattr(getattr(given, "header", None), "binaryblock", None)
    if isinstance(block, bytes) and _nifti_bytes(block) > 0:  # an image of nibabel
        return {"header": block}
    image = cast("Any", given)
    if hasattr(image, "affine"):
        return {"affine": _listed(image.affine), "sizes": [int(size) for size in image.shape[:3]]}
    if hasattr(image, "GetDirection"):  # SimpleITK's
        return _of_itk(image)
    parts = cast("Sequence[Any]", _listed(given))
    if len(parts) in (3, 4) and all(hasattr(row, "__len__") and len(row) == 4 for row in parts):
        return {"affine": [_listed(row) for row in parts]}
    if len(parts) == 3:
        return {name: _listed(part) for name, part in zip(_ITK, parts)}
    directions, origin = parts
    return {"spaceDirections": _listed(directions), "spaceOrigin": _listed(origin)}


_ITK = ("origin", "spacing", "direction", "size")


def _of_itk(image: Any) -> dict[str, Any]:
    """The first three axes of an image of SimpleITK."""
    axes = image.GetDimension()
    direction = image.GetDirection()
    return {
        "origin": list(image.GetOrigin())[:3],
        "spacing": list(image.GetSpacing())[:3],
        "direction": [direction[row * axes + axis] for row in range(3) for axis in range(3)],
        "sizes": list(image.GetSize())[:3],
    }


def _nifti_bytes(head: bytes) -> int:
    """Length of a NIfTI header, by what it says itself in either byte order, and its magic; 0 for others."""
    for order in "<>":
        length = struct.unpack(f"{order}i", head[:4])[0] if len(head) >= 4 else 0
        if length == 348 and head[344:347] in (b"n+1", b"ni1"):
            return 348
        if length == 540 and head[4:7] in (b"n+2", b"ni2"):
            return 540
    return 0


#: What is read of a file that is no NRRD; headers of NIfTI and MetaImage end far before.
_HEAD_BYTES = 64 * 1024


def _header_of(file: BinaryIO) -> Union[str, bytes]:
    """What stands before the voxels: lines up to the empty one, or to ``ElementDataFile``; NIfTI's bytes."""
    head = file.read(_HEAD_BYTES)
    if head.startswith(b"\x1f\x8b"):
        head = zlib.decompressobj(31).decompress(head, _HEAD_BYTES)
    if nifti := _nifti_bytes(head):
        return head[:nifti]
    if re.match(rb"\s*(ObjectType|NDims|Comment)\s*[=:]", head):
        end = re.search(rb"^\s*ElementDataFile[^\n]*(\n|$)", head, re.MULTILINE)
        return head[: end.end() if end else None].decode("utf-8", "replace")
    if not head.startswith(b"NRRD"):
        name = getattr(file, "name", "this")
        raise Dcm2nhdrError("bad-header", f"{name} is not NRRD, NIfTI or MetaImage")
    file.seek(4)
    lines = [b"NRRD" + file.readline()]
    for line in file:
        lines.append(line)
        if not line.strip():
            break
    return b"".join(lines).decode("ascii", "replace")


def _row(row: Any) -> Optional[list[float]]:
    """A direction; None for an axis that is not space, which pynrrd has as None or NaN."""
    values = None if row is None else _listed(row)
    return None if values is None or any(v is None or v != v for v in values) else values


def _listed(values: Any) -> list[Any]:
    return values.tolist() if hasattr(values, "tolist") else list(values)


# The request: a form, one part for each object and each option.


@dataclass(frozen=True)
class _Part:
    content: bytes
    media_type: str
    file: str
    name: str = "file"


def _forms_of(options: Mapping[str, Any]) -> "list[str]":
    """The formats that are asked for, as a list or as the service has them."""
    forms = options.get("forms") or ()
    return forms.split(",") if isinstance(forms, str) else list(forms)


def _ask(
    path: str,
    parts: Sequence[_Part],
    options: Mapping[str, Any],
    url: Optional[str],
    timeout: float,
) -> Any:
    base = (url or os.environ.get("DCM2NHDR_URL") or _own_service() or DEFAULT_URL).rstrip("/")
    options = {**options, "forms": ",".join(_forms_of(options)) or None}
    boundary = uuid.uuid4().hex
    words = {name.rstrip("_"): _text(value) for name, value in options.items() if _is_word(name, value)}
    fields = {name: value for name, value in options.items() if not _is_word(name, value)}
    request = urllib.request.Request(
        f"{base}{path}?{urllib.parse.urlencode(words)}",
        data=_form(parts, fields, boundary),
        headers={
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Accept": "application/json",
        },
    )
    try:
        with _opener(base).open(request, timeout=timeout) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        raise _error(error.code, error.read()) from None
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise Dcm2nhdrError(
            "no-answer",
            f"{base} does not answer: {reason}",
            "start the service with deno task start, or name another address in DCM2NHDR_URL",
        ) from error


def _is_word(name: str, value: Any) -> bool:
    """Whether an option is in the query, where it wins over options of a JSON file."""
    return value is not None and name not in _FIELDS


#: What may be long, or name files: no query, which servers on the way may write down.
_FIELDS = frozenset(
    ("spaceDirections", "spaceOrigin", "sizes", "segments", "npy", "data", "plane", "affine", *_ITK)
)


def _opener(base: str) -> urllib.request.OpenerDirector:
    """Requests to this machine never go through a proxy, even if the environment names one."""
    host = urllib.parse.urlsplit(base).hostname or ""
    if host in ("localhost", "::1") or host.startswith("127."):
        return urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener()


def _error(status: int, body: bytes) -> Dcm2nhdrError:
    try:
        problem = json.loads(body)
        code, detail = problem["code"], problem["detail"]
    except (ValueError, KeyError, TypeError):
        return Dcm2nhdrError("no-answer", f"this is not the service: HTTP {status}", status=status)
    return Dcm2nhdrError(code, detail, problem.get("help"), status=status, problem=problem)


def _form(parts: Sequence[_Part], options: Mapping[str, Any], boundary: str) -> bytes:
    """RFC 7578; file names quoted as browsers quote them."""
    pieces = []
    for name, value in options.items():
        if value is not None:
            option = _quoted(name.rstrip("_"))
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{option}"\r\n\r\n'
            pieces += [head.encode(), _text(value).encode(), b"\r\n"]
    for part in parts:
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{part.name}"; '
            f'filename="{_quoted(part.file)}"\r\nContent-Type: {part.media_type}\r\n\r\n'
        )
        pieces += [head.encode(), part.content, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return b"".join(pieces)


def _text(value: Any) -> str:
    """JSON; a word by itself, though, and what stands for a word, as numpy's dtype does."""
    text = json.dumps(value, default=_plain)
    return cast(str, json.loads(text)) if text.startswith('"') else text


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _parts(objects: Sources, progress: Optional[Progress]) -> list[_Part]:
    sources = list(_sources(objects))
    parts = []
    for place, (source, name) in enumerate(sources):
        parts.append(_part(source, place, name))
        if progress:
            progress(place + 1, len(sources))
    return parts


def _sources(objects: Sources) -> Iterator[tuple[Source, Optional[str]]]:
    """Single objects, files of folders with their names; of several folders each has its own."""
    alone = isinstance(objects, (str, os.PathLike, bytes, Mapping)) or hasattr(objects, "to_json_dict")
    if not alone and (_is_array(objects) or not isinstance(objects, Iterable)):
        raise _no_object(objects)
    for source in cast("Iterable[Source]", [objects] if alone else objects):
        folder = _folder(source)
        prefix = "" if folder is None or alone else f"{folder.name}/"
        yield from [(source, None)] if folder is None else _files(folder, prefix)


def _folder(source: Any) -> Optional[Path]:
    is_path = isinstance(source, (str, os.PathLike)) and not _is_json(source)
    return Path(source) if is_path and os.path.isdir(source) else None


def _files(folder: Path, prefix: str) -> Iterator[tuple[Path, str]]:
    paths = sorted(folder.rglob("*"), key=lambda path: _natural(path.relative_to(folder)))
    images = [path for path in paths if _is_image(path)]
    if not images:
        raise Dcm2nhdrError("empty-request", f"there is no DICOM file in {folder}")
    for path in images:
        yield path, prefix + path.relative_to(folder).as_posix()


def _natural(path: Path) -> list[list[tuple[str, int, str]]]:
    """By the numbers in the names, folder by folder: I2 before I10."""
    return [
        [
            ("0", int(piece), piece) if "0" <= piece[0] <= "9" else (piece, 0, "")
            for piece in re.findall("[0-9]+|[^0-9]+", part)
        ]
        for part in path.parts
    ]


def _is_array(value: Any) -> bool:
    return hasattr(value, "__array_interface__")


def _no_object(value: Any) -> Dcm2nhdrError:
    what = "a numpy array" if _is_array(value) else f"a {type(value).__name__}"
    return Dcm2nhdrError(
        "not-dicom",
        f"{what} is no DICOM object",
        "pass the files, their folder or pydicom's datasets; an array belongs to write()",
    )


def _part(source: Source, place: int, name: Optional[str]) -> _Part:
    if isinstance(source, str) and _is_json(source):
        return _Part(_json_without_pixels(source), "application/dicom+json", f"{place}.json")
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        return _file_part(path, name or path.name)
    if isinstance(source, bytes):
        return _Part(_without_pixels(BytesIO(source)), "application/dicom", f"{place}.dcm")
    if isinstance(source, Mapping):
        record = {key: value for key, value in source.items() if not _PIXELS.match(str(key))}
        name = f"{place}.json"
    elif not hasattr(source, "to_json_dict"):
        raise _no_object(source)
    else:
        # Only what stands before the pixels; their values are not even looked at.
        record = dict(source[:_FIRST_PIXELS].to_json_dict())
        syntax = getattr(getattr(source, "file_meta", None), "TransferSyntaxUID", None)
        if syntax:
            record["00020010"] = {"vr": "UI", "Value": [str(syntax)]}
        name = os.path.basename(str(getattr(source, "filename", "") or f"{place}.json"))
    content = json.dumps(record, default=_plain, allow_nan=False).encode()
    return _Part(content, "application/dicom+json", name)


def _plain(value: Any) -> Any:
    """What json does not know: numpy's arrays, numbers and types, pydicom's lists and names."""
    if isinstance(value, type):
        import numpy  # It alone knows how many bits its types have.

        return str(numpy.dtype(value))
    if hasattr(value, "tolist"):
        return value.tolist()
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)


def _is_json(source: Any) -> bool:
    return isinstance(source, str) and source.lstrip()[:1] in ("{", "[")


def _json_without_pixels(text: str) -> bytes:
    def without(members: list[tuple[str, Any]]) -> dict[str, Any]:
        return {key: value for key, value in members if not _PIXELS.match(key)}

    try:
        return json.dumps(json.loads(text, object_pairs_hook=without)).encode()
    except ValueError as error:
        raise Dcm2nhdrError("bad-json", f"the text is not JSON: {error}") from None


_PIXELS = re.compile(r"(Double|Float|DoubleFloat)?PixelData$|\(?x?7fe0", re.IGNORECASE)


# DICOM as far as the pixels (PS3.5 section 7, PS3.10 section 7).

_FIRST_PIXELS = 0x7FE00008
_PIXEL_TAGS = (0x7FE00008, 0x7FE00009, 0x7FE00010)
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_DEFLATED = b"1.2.840.10008.1.2.1.99"
_LONG_VRS = frozenset(
    b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split()
)  # PS3.5 table 7.1-1: two bytes reserved, four of length


@dataclass(frozen=True)
class _Encoding:
    explicit: bool
    order: str  # as struct writes it: < or >


def _file_part(path: Path, name: str) -> _Part:
    with path.open("rb") as file:
        if _read(file, 0, len(_NPY)) == _NPY:
            return _Part(_npy_header(file), "application/x-npy", name)
        if path.suffix.lower() == ".npz":
            return _Part(_npz_headers(file), _ANYTHING, name)
        if _is_whole(file):
            return _Part(_read(file, 0, os.fstat(file.fileno()).st_size), _ANYTHING, name)
        return _Part(_without_pixels(file), "application/dicom", name)


_NPY = b"\x93NUMPY"
_ANYTHING = "application/octet-stream"


def _is_whole(file: BinaryIO) -> bool:
    """Whether a file is an archive or JSON, which only the service takes apart."""
    head = _read(file, 0, 262)
    archive = head.startswith((b"PK\3\4", b"\x1f\x8b\x08")) or head[257:] == b"ustar"
    return head[128:132] != b"DICM" and (archive or head.lstrip()[:1] in (b"{", b"["))


def _npy_header(file: BinaryIO) -> bytes:
    """The array without its values (numpy.lib.format): two bytes of version, the length, a line."""
    width = 2 if _read(file, 6, 1) == b"\1" else 4
    length = int.from_bytes(_read(file, 8, width), "little")
    return _read(file, 0, 8 + width + length)


def _npz_headers(file: BinaryIO) -> bytes:
    """The archive with its arrays, without their values."""
    cut = BytesIO()
    try:
        with zipfile.ZipFile(file) as arrays, zipfile.ZipFile(cut, "w") as target:
            for name in arrays.namelist():
                with arrays.open(name) as array:
                    target.writestr(name, _npy_header(cast(BinaryIO, array)))
    except (zipfile.BadZipFile, zlib.error) as error:
        raise Dcm2nhdrError("bad-archive", f"{getattr(file, 'name', 'this')}: {error}") from None
    return cut.getvalue()


def _is_image(path: Path) -> bool:
    if not path.is_file() or path.name.upper() == "DICOMDIR" or path.name.startswith("._"):
        return False
    with path.open("rb") as file:
        # What is called .dcm and is not is a damaged slice: it has to be heard of.
        return path.suffix.lower() == ".dcm" or _start(file) is not None


def _without_pixels(file: BinaryIO) -> bytes:
    """The object up to the first byte of a pixel, so that offsets and lengths can still be seen."""
    start = _start(file)
    if start is None:
        raise Dcm2nhdrError("not-dicom", f"{getattr(file, 'name', 'this')} is not DICOM")
    meta_end, syntax = _meta(file, start)
    if syntax == _DEFLATED:
        file.seek(meta_end)
        inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(file.read())
        cut = inflated[: _end(BytesIO(inflated), 0, _Encoding(True, "<"))]
        deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return _read(file, 0, meta_end) + deflate.compress(cut) + deflate.flush()
    return _read(file, 0, _end(file, meta_end, _encoding(file, meta_end)))


def _start(file: BinaryIO) -> Optional[int]:
    """Where the first element stands; None for what is not DICOM."""
    head = _read(file, 0, 132)
    if head[128:] == b"DICM":
        return 132
    if head[:4] == b"DICM":
        return 4
    # Without preamble and prefix: an element of group 2 or 8, of no more than a line.
    if head[:2] in (b"\2\0", b"\x08\0", b"\0\x08") and len(head) >= 8:
        encoding = _encoding(file, 0)
        if encoding.explicit or struct.unpack("<I", head[4:8])[0] <= 64:
            return 0
    return None


def _meta(file: BinaryIO, start: int) -> tuple[int, bytes]:
    """Where the group of meta information ends, and the transfer syntax that it names."""
    position, syntax = start, b""
    while _read(file, position, 2) == b"\2\0":
        tag, value, length = _element(file, position, _Encoding(True, "<")) or (0, 0, _UNDEFINED)
        if length == _UNDEFINED:
            break
        if tag == 0x00020010:
            syntax = _read(file, value, length).rstrip(b"\0 ")
        position = value + length
    return position, syntax


def _encoding(file: BinaryIO, position: int) -> _Encoding:
    """As the bytes are, even if the transfer syntax says otherwise."""
    head = _read(file, position, 6)
    return _Encoding(head[4:6].isalpha() and head[4:6].isupper(), ">" if head[:1] == b"\0" else "<")


def _end(file: BinaryIO, position: int, encoding: _Encoding) -> int:
    """Where the first pixel stands; without pixels, where the last whole element ends."""
    size = file.seek(0, os.SEEK_END)
    whole = position
    around: list[_Encoding] = []  # of every sequence and item of undefined length that is open
    while position <= size:
        if not around:
            whole = position
        found = _element(file, position, encoding)
        if found is None:
            break
        tag, value, length = found
        if not around and tag >= _FIRST_PIXELS:
            return value if tag in _PIXEL_TAGS else position
        if tag in (_ITEM_END, _SEQUENCE_END):
            if not around:
                break
            encoding = around.pop()
            position = value
        elif length == _UNDEFINED:
            around.append(encoding)
            # PS3.5 6.2.2: the content of UN of undefined length is implicit VR little endian.
            if tag != _ITEM and encoding.explicit and _read(file, position + 4, 2) == b"UN":
                encoding = _Encoding(False, "<")
            position = value
        else:
            position = value + length
    return whole


def _element(file: BinaryIO, position: int, encoding: _Encoding) -> Optional[tuple[int, int, int]]:
    """Tag, offset of the value, length; None where there is no whole element head."""
    head = _read(file, position, 12)
    if len(head) < 8:
        return None
    group, element = struct.unpack(encoding.order + "HH", head[:4])
    tag = group << 16 | element
    vr = head[4:6]
    if group == 0xFFFE or not encoding.explicit:
        return tag, position + 8, struct.unpack(encoding.order + "I", head[4:8])[0]
    if vr in _LONG_VRS:
        if len(head) < 12:
            return None
        return tag, position + 12, struct.unpack(encoding.order + "I", head[8:12])[0]
    if not (vr.isalpha() and vr.isupper()):
        return None
    return tag, position + 8, struct.unpack(encoding.order + "H", head[6:8])[0]


def _read(file: BinaryIO, position: int, length: int) -> bytes:
    file.seek(position)
    return file.read(length)
