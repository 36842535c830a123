from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from concord.instrument.xlsform.columns import normal
from concord.instrument.xlsform.languages import code_of
from concord.instrument.xlsform.search import search
from concord.instrument.xlsform.types import typed
from concord.instrument.xlsform.words import FILE, from_pyxform, words

sys.path.insert(0, str(Path(__file__).parent))

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src/concord/data"


def test_the_words_of_xlsform_are_those_of_the_reference_converter() -> None:
    assert json.loads((DATA / FILE).read_text(encoding="utf-8")) == from_pyxform()


@pytest.mark.parametrize("name", sorted(words().types))
def test_every_type_that_the_converter_knows_is_understood(name: str) -> None:
    select = {"select1", "select", "odk:rank"} & {words().types[name].get("control", "")}
    if name.startswith(("select", "rank", "q select", "add select")) or select:
        return  # a bare select has no list: that is a mistake of its own
    assert typed(name).what in ("question", "instance")


@pytest.mark.parametrize("command", sorted(words().selects))
def test_every_select_is_understood(command: str) -> None:
    listed = "areas.csv" if command in words().from_file else "yes_no"
    assert typed(f"{command} {listed}").list == listed


@pytest.mark.parametrize(("header", "name"), [
    ("Label", "label"), ("label::English (en)", "label::en"), ("label:English", "label::en"), ("Caption", "label"),
    ("media::image::fr", "image::fr"), ("image", "image"), ("bind::relevant", "relevant"), ("relevance", "relevant"),
    ("bind:jr:constraintMsg", "constraint_message"), ("constraint_message::Español (es)", "constraint_message::es"),
    ("jr:count", "repeat_count"), ("Repeat_Count", "repeat_count"), ("body::accept", "body::accept"),
    ("read only", "readonly"), ("calculate", "calculation"), ("X_Source", "x_source"), ("bind::foo", "bind::foo"),
    ("control:appearance", "appearance"),
    ("control::accept", "body::accept"), ("hint::中文", "hint::zh"), ("label::العربية (ar)", "label::ar"),
    ("weight", "weight"),
])  # fmt: skip
def test_a_header_is_understood_however_it_is_written(header: str, name: str) -> None:
    assert normal("survey", header, "::" in header) == name


@pytest.mark.parametrize(("said", "code"), [
    ("English (en)", "en"), ("french", "fr"), ("Français", "fr"), ("русский", "ru"), ("zh", "zh"),
    ("Kiswahili (sw)", "sw"),
    ("Portuguese (pt-BR)", "pt-BR"), ("Lang 1", "x-lang1"), ("default", "en"),
])  # fmt: skip
def test_a_language_is_understood_however_it_is_written(said: str, code: str) -> None:
    assert code_of(said) == code


@pytest.mark.parametrize(("cell", "what"), [
    ("begin group", ("begin", "group")), ("begin_repeat", ("begin", "repeat")), ("end  repeat", ("end", "repeat")),
    ("begin lgroup", ("begin", "repeat")), ("begin loop over towns", ("begin", "loop")),
    ("Begin_Group", ("begin", "group")),
    ("begin_score", ("begin", "score")), ("end_kobomatrix", ("end", "kobomatrix")),
])  # fmt: skip
def test_groups_are_understood_however_they_are_written(cell: str, what: tuple[str, str]) -> None:
    found = typed(cell)
    assert (found.what, found.word) == what


def test_a_search_is_a_file_and_a_filter() -> None:
    found = search("minimal search('fruits', 'contains', 'kind', ${k}, 'season', 'summer')")
    assert found is not None
    assert (found.file, found.appearance) == ("fruits.csv", "minimal")
    assert found.filter == "contains(kind, ${k}) and season = 'summer'"
