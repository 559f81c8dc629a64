"""Adapters that are installed: dcm2nhdr is right or rightly refuses everywhere, the recipe is not."""

import json

import pytest

from dcm_geometry_conformance import adapters, case, run
from dcm_geometry_conformance.judge import REFUSED_TRULY, RIGHT, SILENT


def verdicts(tool, folder, names):
    if adapters.adapter(tool).version() is None:
        pytest.skip(f"{tool} is not installed")
    run.make(folder, names)
    return run.run(folder, [tool], names, say=lambda line: None)[tool]["cases"]


def test_dcm2nhdr_is_right_or_rightly_refuses(tmp_path):
    names = case.names()
    found = verdicts("dcm2nhdr", tmp_path, names)
    wrong = {n: v for n, v in found.items() if v["verdict"] not in (RIGHT, REFUSED_TRULY)}
    assert not wrong, json.dumps(wrong, indent=1)
    # It refuses nothing that has an answer.
    assert {n for n, v in found.items() if v["verdict"] == REFUSED_TRULY} <= {
        n for n in names if case.build(n).refusal}


def test_the_recipe_is_told_wrong_with_its_millimetres(tmp_path):
    found = verdicts("naive", tmp_path, ["order-by-names", "spacing-thickness-overlaps", "order-descending"])
    assert found["order-by-names"]["verdict"] == RIGHT
    # Five slices: four steps of 5 mm for 2.5 mm.
    assert found["spacing-thickness-overlaps"] == {**found["spacing-thickness-overlaps"],
                                                   "verdict": SILENT, "mm": 10.0}
    # Four steps of 2.5 mm up for 1.1 mm down.
    assert found["order-descending"]["mm"] == pytest.approx(4 * (2.5 + 1.1))


def test_a_tool_that_dies_is_a_crash_and_the_next_case_is_asked(tmp_path, monkeypatch):
    code = (
        "import os\n"
        "NAME, HOW, TAKES = 'dying', '', {'dicom'}\n"
        "def version(): return '1'\n"
        "def convert(folder, out, truth):\n"
        "    if truth['name'] == 'order-by-names': os.abort()\n"
        "    raise ValueError('no')\n"
    )
    package = tmp_path / "dying_tool"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "sitecustomize.py").write_text(
        "import sys, types, dcm_geometry_conformance.adapters as a\n"
        "m = types.ModuleType('dying')\n"
        f"exec({code!r}, m.__dict__)\n"
        "sys.modules[a.__name__ + '.dying'] = m\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(package))
    exec((package / "sitecustomize.py").read_text(), {})
    names = ["order-by-names", "order-descending"]
    run.make(tmp_path, names)
    found = run.run(tmp_path, ["dying"], names, say=lambda line: None)["dying"]["cases"]
    assert [found[n]["verdict"] for n in names] == ["crash", "refused"]


def test_a_tool_that_is_not_installed_is_skipped_with_a_line(tmp_path, monkeypatch):
    lines = []
    monkeypatch.setattr(adapters.adapter("naive"), "version", lambda: None)
    assert run.run(tmp_path, ["naive"], [], say=lines.append) == {}
    assert lines == ["cross × thickness: not installed, skipped"]


def test_what_a_library_prints_is_heard():
    import os

    class Loud:
        @staticmethod
        def convert(folder, out, truth):
            os.write(2, b"spacing varies\n")
            return []

    answer = run.ask(Loud, None, {})
    assert "spacing varies" in answer.said and answer.refusal == "nothing was written"


def test_the_name_of_a_case_in_a_message_is_not_the_tools_word(tmp_path):
    class Vague:
        @staticmethod
        def convert(folder, out, truth):
            raise ValueError(f"cannot read {folder}")

    folder = tmp_path / "gap-one-missing" / "input"
    assert run.ask(Vague, folder, {}).refusal == "ValueError: cannot read INPUT"
