"""Executes notebooks, each in its own folder, and fails with the first cell that does.

Usage: execute.py [--store] NOTEBOOK...

Prints one JSON list per notebook: what each code cell wrote. With --store that is written into the
notebook, too; otherwise the notebook stays as it is.
"""

import json
import pathlib
import sys
from queue import Empty

from jupyter_client.manager import start_new_kernel

#: Seconds for one cell: a kernel that hangs is not waited for.
TIMEOUT = 60

#: Printed behind every cell. Deno's kernel says that a cell has ended before all that it printed has
#: come; what was printed comes in its order.
MARK = "that was the cell"
PRINT = {"python3": f"print({MARK!r})", "deno": f"console.log({MARK!r})"}


def main():
    store = "--store" in sys.argv[1:]
    for path in (pathlib.Path(name) for name in sys.argv[1:] if name != "--store"):
        notebook = json.loads(path.read_text("utf-8"))
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in code]
        written = executed(sources, notebook["metadata"]["kernelspec"]["name"], path.parent)
        print(json.dumps(written))
        if store:
            for count, (cell, text) in enumerate(zip(code, written), 1):
                cell["execution_count"] = count
                cell["outputs"] = outputs(text)
            text = json.dumps(notebook, indent=1, ensure_ascii=False)
            path.write_text(f"{text}\n", "utf-8")


def executed(sources, kernel, folder):
    """What each cell wrote to standard output. On standard error libraries name their own machines."""
    manager, client = start_new_kernel(kernel_name=kernel, cwd=str(folder))
    try:
        return [written(client, source, PRINT[kernel]) for source in sources]
    except Empty:
        sys.exit("a cell takes too long")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def written(client, source, mark):
    for code in (source, mark):
        request = client.execute(code)
        while (reply := client.get_shell_msg(timeout=TIMEOUT))["parent_header"]["msg_id"] != request:
            pass
        if reply["content"]["status"] != "ok":
            sys.exit("\n".join([code, *reply["content"].get("traceback", [])]))
    text = ""
    while not text.endswith(f"{MARK}\n"):
        message = client.get_iopub_msg(timeout=TIMEOUT)
        content = message["content"]
        if message["msg_type"] in ("execute_result", "display_data"):
            sys.exit(f"a cell gives a value, whose look is the kernel's; print it:\n{source}")
        if message["msg_type"] == "stream" and content["name"] == "stdout":
            text += content["text"]
    return text[: -len(MARK) - 1]


def outputs(text):
    stream = {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}
    return [stream] if text else []


if __name__ == "__main__":
    main()
