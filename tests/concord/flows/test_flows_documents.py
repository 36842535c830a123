"""The page, the notebook and the examples of the room say what the code does."""

from __future__ import annotations

import doctest
import importlib
import json
from pathlib import Path

import pytest

from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.flows.declared import declared, methods
from concord.vocabulary.provenance import sources

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "explanation" / "flows-from-stocks.md"
NOTEBOOK = ROOT / "docs" / "notebooks" / "flows-from-stocks.ipynb"
ROOM = ROOT / "src" / "concord" / "flows"
METHODS = ROOT / "src" / "concord" / "data" / "methods" / "flows.yaml"


def test_every_worked_example_of_the_page_comes_out() -> None:
    done = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert (done.failed, done.attempted > 20) == (0, True)


def test_the_notebook_runs_from_top_to_bottom(capsys: pytest.CaptureFixture[str]) -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], {each["cell_type"] for each in notebook["cells"]}) == (4, {"markdown", "code"})
    names: dict[str, object] = {}
    for number, cell in enumerate(each for each in notebook["cells"] if each["cell_type"] == "code"):
        assert cell["outputs"] == []
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)  # noqa: S102
    assert "minimum-closed" in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted(path.stem for path in ROOM.glob("*.py") if path.stem != "commands"))
def test_examples_in_docstrings_come_out(name: str) -> None:
    module = importlib.import_module("concord.flows" if name == "__init__" else f"concord.flows.{name}")
    assert doctest.testmod(module).failed == 0


def test_the_page_explains_every_method_and_names_every_number_that_is_declared() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for each in methods():
        assert f"`{each.id}`" in page
    said = declared()
    for number in (said.weight.usual, said.weight.low, said.weight.high):
        assert f"{number:.2f}" in page
    for name, spread in said.quality.items():
        assert f"{name} {100 * spread:g} %" in page
    assert f"version {said.version}." in page


def test_the_declaration_is_sound() -> None:
    assert not list(problems(read_yaml(METHODS), METHODS.with_name("flows.schema.json"), file="flows.yaml"))
    said = declared()
    assert set(said.readings) == {"people", "health-personnel"}
    assert said.weight.low < said.weight.usual < said.weight.high
    assert {each.family for each in methods() if each.unknown_pairs == "bounded"} == {"difference"}
    assert "abel-cohen-flows" in sources()


def test_every_code_of_the_room_has_a_wording_and_every_wording_a_use() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    declared_codes = set(read_yaml(METHODS.parents[1] / "messages" / "flows.yaml"))
    assert declared_codes <= known_codes()
    for code in declared_codes:
        assert f'"{code}"' in written or code.startswith("flows.table.absent-"), code
