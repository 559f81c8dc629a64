"""Runs tools over cases: each tool in a process of its own, which may crash without the others."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Iterable, Optional

from . import adapters, case
from .judge import CRASH, Answer, judge

#: Why a tool was not asked.
NOT_FOR = "not for this tool"

#: Seconds that a tool has for one case before it counts as crashed.
PATIENCE = 300


def make(folder: Path, wanted: Optional[Iterable[str]] = None) -> list:
    """Writes the cases; the same bytes every time."""
    names = list(wanted or case.names())
    for name in names:
        case.build(name).write(folder)
    return names


def run(folder: Path, tools: Iterable[str], cases: list, say=print) -> dict:
    """Verdicts of all tools on all cases: tool -> version, how, cases -> verdict."""
    results = {}
    for tool in tools:
        adapter = adapters.adapter(tool)
        version = adapter.version()
        if version is None:
            say(f"{adapter.NAME}: not installed, skipped")
            continue
        started = time.monotonic()
        verdicts = _all(tool, folder, cases)
        seconds = time.monotonic() - started
        results[tool] = {"name": adapter.NAME, "version": version, "how": adapter.HOW,
                         "seconds": round(seconds, 1), "cases": verdicts}
        counts: dict = {}
        for verdict in verdicts.values():
            counts[verdict["verdict"]] = counts.get(verdict["verdict"], 0) + 1
        line = ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
        say(f"{adapter.NAME} {version}: {line} ({seconds:.0f} s)")
    return results


def _all(tool: str, folder: Path, cases: list) -> dict:
    """A worker is started anew behind a case that it does not survive."""
    verdicts: dict = {}
    # The worker finds this package wherever it was started from.
    paths = [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    while len(verdicts) < len(cases):
        rest = [name for name in cases if name not in verdicts]
        command = [sys.executable, "-W", "ignore", "-m", __package__, "worker", tool, str(folder), *rest]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                  env=environment)
        for line in worker.stdout:
            name, verdict = json.loads(line)
            verdicts[name] = verdict
        status = worker.wait()
        lost = [name for name in rest if name not in verdicts]
        if lost:
            verdicts[lost[0]] = {"verdict": CRASH, "mm": None, "note": f"the process ended with {status}",
                                 "seconds": 0}
    return {name: verdicts[name] for name in cases}


def worker(tool: str, folder: Path, cases: list) -> None:
    """Prints a line of JSON for each case."""
    lines = os.fdopen(os.dup(1), "w")
    adapter = adapters.adapter(tool)
    try:
        for name in cases:
            truth = json.loads((folder / name / "truth.json").read_text())
            if truth["takes"] not in adapter.TAKES:
                verdict = {"verdict": NOT_FOR, "mm": None, "note": "", "seconds": 0}
            else:
                started = time.monotonic()
                answer = ask(adapter, folder / name / "input", truth)
                verdict = {**asdict(judge(truth, answer)), "seconds": round(time.monotonic() - started, 3)}
                if verdict["mm"] is not None:
                    verdict["mm"] = float(f"{verdict['mm']:.4g}")
            lines.write(json.dumps([name, verdict]) + "\n")
            lines.flush()
    finally:
        from .adapters import service

        service.stop()


def ask(adapter, folder: Path, truth: dict) -> Answer:
    """A tool's answer, with all that it prints, from whatever language."""
    with tempfile.TemporaryDirectory() as out, tempfile.TemporaryFile() as printed:
        with _captured(printed):
            try:
                answer = adapter.convert(folder, out, truth)
            except Exception as error:  # Whatever it is, it is the tool's refusal.
                answer = Answer(refusal=f"{type(error).__name__}: {error}")
        if not isinstance(answer, Answer):
            answer = Answer(list(answer), refusal=None if answer else "nothing was written")
        printed.seek(0)
        answer.said += printed.read().decode(errors="replace")
        # Folders are called like cases, and a message must not count for a word of its path.
        answer.said = answer.said.replace(str(folder), "INPUT").replace(out, "OUTPUT")
        if answer.refusal:
            answer.refusal = answer.refusal.replace(str(folder), "INPUT").replace(out, "OUTPUT")
        return answer


@contextlib.contextmanager
def _captured(file):
    """File descriptors 1 and 2, to which libraries in C++ print as well, into a file."""
    kept = os.dup(1), os.dup(2)
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(file.fileno(), 1)
    os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        os.close(kept[0])
        os.close(kept[1])
