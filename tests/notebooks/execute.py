"""Executes notebooks, each in its own folder, and fails with the first cell that does.

Usage: execute.py NOTEBOOK...

Prints what the last cell of each printed. The notebooks themselves stay as they are.
"""

import pathlib
import sys

import nbformat
from nbclient import NotebookClient

#: Seconds for one cell: a kernel that hangs is not waited for.
TIMEOUT = 60


def main():
    for path in map(pathlib.Path, sys.argv[1:]):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=TIMEOUT, resources={"metadata": {"path": path.parent}})
        client.execute()
        last = [cell for cell in notebook.cells if cell.cell_type == "code"][-1]
        print("".join(output.get("text", "") for output in last.outputs), end="")


if __name__ == "__main__":
    main()
