from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.findings import filled

sys.path.insert(0, str(Path(__file__).parent))
from drawn import drawn  # the tests are no package

CASES = read_yaml(Path(__file__).parents[2] / "cases/instrument/mistakes.yaml")


def names(case: dict[str, object]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", CASES, ids=names)
def test_a_mistake_is_named_with_its_place_and_a_way_out(case: dict[str, object]) -> None:
    read = drawn(str(case["sheets"]))
    found = [each for each in read.findings if each.code == case["code"]]
    assert found, [each.code for each in read.findings]
    places = [(each.level, each.where.sheet, each.where.row, each.where.header, each.where.letter) for each in found]
    wanted = (case.get("level", "hard"), case.get("sheet"), case.get("row"), case.get("header"), case.get("letter"))
    shown = [
        tuple(has if want is not None else None for has, want in zip(each, wanted, strict=True)) for each in places
    ]
    assert wanted in shown, places


@pytest.mark.parametrize("case", CASES, ids=names)
def test_a_mistake_brings_no_other_hard_finding(case: dict[str, object]) -> None:
    allowed = {str(case["code"]), *map(str, case.get("also", ()))}  # type: ignore[call-overload]
    assert {each.code for each in drawn(str(case["sheets"])).findings.hard} <= allowed


@pytest.mark.parametrize("case", CASES, ids=names)
def test_a_mistake_has_words_and_a_remedy(case: dict[str, object]) -> None:
    for each in drawn(str(case["sheets"])).findings:
        said = filled(each)
        assert each.code in known_codes(), each.code
        assert said.message, each.code
        assert said.hint, each.code
        assert not re.search(r"(?<!\$)\{\w+\}", said.message + said.hint), (each.code, said)


@pytest.mark.parametrize("case", CASES, ids=names)
def test_what_must_change_keeps_an_instrument_from_being_made(case: dict[str, object]) -> None:
    read = drawn(str(case["sheets"]))
    assert (read.instrument is None) == bool(read.findings.hard)


def test_there_are_many_kinds_of_mistakes() -> None:
    assert len({case["code"] for case in CASES}) >= 90


def test_every_wording_of_a_mistake_is_shown_by_a_case() -> None:
    path = Path(__file__).parents[3] / "src/concord/data/messages/instrument-xlsform.yaml"
    told_elsewhere = {
        "instrument.unknown",
        "instrument.declared.broken",
        "instrument.folder.no-survey",
        "instrument.cell.date",
        "instrument.file.unreadable",
        "instrument.settings.previous-unknown",
    }
    assert set(read_yaml(path)) - told_elsewhere <= {case["code"] for case in CASES}


def test_a_form_without_mistakes_has_no_findings() -> None:
    read = drawn("""
| survey |
|  | type          | name | label     | relevant     | constraint |
|  | select_one yn | has  | Has it?   |              |            |
|  | integer       | many | How many? | ${has} = 'y' | . >= 0     |
| choices |
|  | list_name | name | label |
|  | yn        | y    | Yes   |
|  | yn        | n    | No    |
""")
    assert list(read.findings) == []
    assert read.instrument is not None
