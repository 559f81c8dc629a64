"""``python -m dcm_geometry_conformance``: make the cases, run the tools, write the table."""

import argparse
import json
import tempfile
from pathlib import Path

from . import adapters, case, corpus, precision, run, table


def main() -> None:
    parser = argparse.ArgumentParser(prog="dcm-geometry-conformance", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="write the cases: DICOM files, truth.json, README.md")
    make.add_argument("folder", type=Path)
    runs = commands.add_parser("run", help="run the installed tools and judge them")
    runs.add_argument("--tool", action="append", choices=adapters.ALL, help="only this one; may be repeated")
    runs.add_argument("--case", action="append", help="only this one; may be repeated")
    runs.add_argument("--folder", type=Path, help="where the cases are written; a temporary folder if absent")
    runs.add_argument("--corpus", type=Path, help="real series instead: folder with series/NAME.tar.gz")
    runs.add_argument("--results", type=Path, help="JSON file for the verdicts; others in it are kept")
    runs.add_argument("--verbose", action="store_true", help="a line for every case")
    tables = commands.add_parser("table", help="write the pages from the results")
    tables.add_argument("results", type=Path)
    tables.add_argument("docs", type=Path, help="folder for conformance.md and conformance/")
    tables.add_argument("--corpus", type=Path, help="results of real series")
    exact = commands.add_parser("precision", help="headers against the best even grid, certified")
    exact.add_argument("corpus", type=Path, help="folder with series/NAME.tar.gz")
    exact.add_argument("page", type=Path, help="Markdown file to write")
    worker = commands.add_parser("worker")
    worker.add_argument("tool")
    worker.add_argument("folder", type=Path)
    worker.add_argument("cases", nargs="+")
    given = parser.parse_args()
    if given.command == "run":
        if given.case and given.corpus:
            parser.error("--case names a made-up series: it does not go with --corpus")
        unknown = sorted(set(given.case or ()) - set(case.names()))
        if unknown:
            parser.error(f"there is no case {', '.join(unknown)}; make FOLDER writes all of them")
    if given.command == "make":
        print(f"{len(run.make(given.folder))} cases")
    elif given.command == "worker":
        run.worker(given.tool, given.folder, given.cases)
    elif given.command == "precision":
        precision.write(given.corpus, given.page)
    elif given.command == "table":
        real = json.loads(given.corpus.read_text()) if given.corpus else {}
        table.write(json.loads(given.results.read_text()), given.docs, real)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (given.folder or Path(temporary)).resolve()
            cases = corpus.write(given.corpus, folder) if given.corpus else run.make(folder, given.case)
            results = run.run(folder, given.tool or adapters.ALL, cases)
        if given.verbose:
            for found in results.values():
                for name, verdict in found["cases"].items():
                    print(found["name"], name, verdict["verdict"], verdict["mm"], verdict["note"], sep=" | ")
        if given.results:
            kept = json.loads(given.results.read_text()) if given.results.exists() else {}
            for tool, found in results.items():
                # Cases that were not asked again stand, if the version is the same.
                if kept.get(tool, {}).get("version") == found["version"]:
                    found["cases"] = {**kept[tool]["cases"], **found["cases"]}
                    if given.case:
                        found["seconds"] = kept[tool]["seconds"]
            given.results.write_text(json.dumps({**kept, **results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
