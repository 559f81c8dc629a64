"""The program that comes with the package: the command line, and a service of one's own.

It is JavaScript, run by Deno or Node: the ``deno`` of PyPI (``pip install "dcm2nhdr[local]"``), else
what is on the path. Deno first, which lets a service do nothing but answer on its port.
"""

from __future__ import annotations

import atexit
import importlib
import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Optional

from dcm2nhdr import Dcm2nhdrError

_FOLDER = Path(__file__).with_name("program")
_MAIN = str(_FOLDER / "main.js")

#: The Deno of Deno Deploy; the Node with a switch for permissions that is no experiment.
_OLDEST = {"deno": (2, 5), "node": (22, 13)}

#: From here on, Node's permissions hold for the network, too.
_NODE_GUARDS_NETWORK = (25, 0)

#: What waits for a service that does not end by itself, seconds.
_PATIENCE = 5


@dataclass(frozen=True)
class _Runtime:
    """What runs JavaScript."""

    name: str
    path: str
    version: tuple[int, int]

    def command_line(self) -> list[str]:
        """As ``deno task header``: files, and the network for DICOMweb addresses."""
        if self.name == "node":
            return [self.path, _MAIN]
        allowed = ["--allow-read", "--allow-write", "--allow-net", "--allow-env=DCM2NHDR_TOKEN"]
        return [*self._deno(), *allowed, _MAIN]

    def service(self, port: str) -> list[str]:
        """With no permission but its port; Node has to read the program, too."""
        if self.name == "deno":
            return [*self._deno(), f"--allow-net=127.0.0.1:{port}", _MAIN]
        network = ["--allow-net"] if self.version >= _NODE_GUARDS_NETWORK else []
        return [self.path, "--permission", f"--allow-fs-read={_FOLDER}{os.sep}*", *network, _MAIN]

    def _deno(self) -> list[str]:
        # Nothing that lies about, and nothing from elsewhere, has a say in what runs.
        return [self.path, "run", "--quiet", "--no-prompt", "--no-config", "--no-remote", "--no-npm"]


def _runtime() -> _Runtime:
    """The first that is new enough.

    :raises Dcm2nhdrError: ``no-runtime``
    """
    too_old = []
    for name, path in (("deno", _deno_of_pypi()), ("deno", shutil.which("deno")), ("node", shutil.which("node"))):
        version = _version(path) if path else None
        if path is None or version is None:
            continue
        if version >= _OLDEST[name]:
            return _Runtime(name, path, version)
        too_old.append(f"{name} {version[0]}.{version[1]} is too old")
    wanted = " or ".join(f"{name} {major}.{minor}" for name, (major, minor) in _OLDEST.items())
    why = f" ({', '.join(too_old)})" if too_old else ""
    raise Dcm2nhdrError(
        "no-runtime",
        f"there is no {wanted} or newer{why}",
        'pip install "dcm2nhdr[local]" brings one; or name a service in DCM2NHDR_URL',
    )


def _deno_of_pypi() -> Optional[str]:
    try:
        return str(importlib.import_module("deno").find_deno_bin())
    except (ImportError, AttributeError, OSError):
        return None


def _version(path: str) -> Optional[tuple[int, int]]:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"(\d+)\.(\d+)\.\d+", said)
    return (int(found[1]), int(found[2])) if found else None


class _Service:
    """A service on this machine that ends with this process, or with :meth:`close`."""

    def __init__(self) -> None:
        command = [*_runtime().service("0"), "serve", "--port", "0", "--until-stdin-ends"]
        # Its standard input ends when this process does, however that comes about.
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        found = re.search(r"http://\S+", said)
        if found is None:
            self.close()
            raise Dcm2nhdrError("no-answer", "the service of one's own did not start", "standard error says why")
        self.address = found[0].rstrip("/")

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_lock = threading.Lock()
_service: Optional[_Service] = None


def address() -> str:
    """Address of this process's own service, which is started by the first call."""
    global _service
    with _lock:
        if _service is None or not _service.is_running:
            _service = _Service()
            atexit.register(_service.close)
        return _service.address


def main() -> NoReturn:
    """``dcm2nhdr`` on the command line."""
    arguments = sys.argv[1:]
    try:
        runtime = _runtime()
    except Dcm2nhdrError as error:
        sys.exit(str(error))
    serves = arguments[:1] == ["serve"]
    command = [*(runtime.service(_port(arguments)) if serves else runtime.command_line()), *arguments]
    if os.name == "posix":
        os.execv(command[0], command)
    sys.exit(subprocess.call(command))


def _port(arguments: list[str]) -> str:
    """What ``--port`` says, for the permission; its default else."""
    said = re.search(r"(?:^|\0)--port[=\0](\d+)", "\0".join(arguments))
    return said[1] if said else "8000"
