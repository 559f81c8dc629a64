"""Executes notebooks, each in its own folder, and fails with the first cell that does.

Usage: execute.py [--store] NOTEBOOK...

Prints one JSON list per notebook: what each code cell wrote. With --store that is written into the
notebook, too; otherwise the notebook stays as it is.
"""

import json
import pathlib
import sys

import nbformat
from nbclient import NotebookClient

#: Seconds for one cell: a kernel that hangs is not waited for.
TIMEOUT = 60


def main():
    store = "--store" in sys.argv[1:]
    for path in (pathlib.Path(name) for name in sys.argv[1:] if name != "--store"):
        notebook = nbformat.read(path, as_version=4)
        resources = {"metadata": {"path": path.parent}}
        NotebookClient(notebook, timeout=TIMEOUT, resources=resources, record_timing=False).execute()
        written = [text_of(cell) for cell in notebook.cells if cell.cell_type == "code"]
        print(json.dumps(written))
        if store:
            write(path, written)


def text_of(cell):
    """What a cell printed: the same everywhere. On standard error libraries name their own machines."""
    others = {output.output_type for output in cell.outputs} - {"stream"}
    if others:
        sys.exit(f"cell {cell.id} gives {', '.join(others)}: print it")
    return "".join(output.text for output in cell.outputs if output.name == "stdout")


def write(path, written):
    """Changes nothing but the outputs: no version of a kernel, no time."""
    notebook = json.loads(path.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for count, (cell, text) in enumerate(zip(code, written), 1):
        stream = {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}
        cell["execution_count"] = count
        cell["outputs"] = [stream] if text else []
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
