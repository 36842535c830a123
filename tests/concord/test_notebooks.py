"""Every notebook of the documentation runs from top to bottom, and its own checks of published figures hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
#: What a reader of its output must find, by notebook; flows-from-stocks is run by its own room.
SAID = {
    "projection-back-test": "median error",
    "headline-figures": "111 published; 28 computed; 10 equal",
    "safeguards-list": "55 published, 53 meet the criteria",
    "staffing-and-benefits": "17.46 1.0592 18.49",
}


def test_every_notebook_is_run_by_a_test() -> None:
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == {*SAID, "flows-from-stocks"}


@pytest.mark.parametrize("name", SAID)
def test_a_notebook_runs_from_top_to_bottom_and_its_figures_come_out(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert (notebook["nbformat"], {each["cell_type"] for each in notebook["cells"]}) == (4, {"markdown", "code"})
    names: dict[str, object] = {}
    cells = ["".join(each["source"]) for each in notebook["cells"] if each["cell_type"] == "code"]
    assert all(each["outputs"] == [] for each in notebook["cells"] if each["cell_type"] == "code")
    assert any("assert" in each for each in cells)
    for number, cell in enumerate(cells):
        exec(compile(cell, f"{name}, cell {number}", "exec"), names)  # noqa: S102
    assert SAID[name] in capsys.readouterr().out
