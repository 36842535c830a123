"""Last round's answers arrive where the map says, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.instrument import xlsform
from concord.instrument.answers import NonAnswer, as_json
from concord.instrument.model import Instrument
from concord.instrument.prefill import carry, last_value
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets

BLOCK = "agreements"
TYPES = {
    "text": "text",
    "integer": "integer",
    "decimal": "decimal",
    "one": "select_one {}",
    "many": "select_multiple {}",
}
ALIKE = ({"text"}, {"integer", "decimal"}, {"one", "many"})


def sheets(id: str, survey: list[dict[str, str]], choices: list[dict[str, str]]) -> Sheets:
    def made(name: str, rows: list[dict[str, str]]) -> Sheet:
        columns = tuple(dict.fromkeys(key for row in rows for key in row))
        return Sheet(name, columns, tuple(Row(place, row) for place, row in enumerate(rows, start=2)))

    cells = {"form_id": id, "form_title": id, "version": "1"}
    return Sheets(f"{id}.xlsx", made(SURVEY, survey), made(CHOICES, choices), made(SETTINGS, [cells]))


def instrument(id: str, survey: list[dict[str, str]], choices: list[dict[str, str]] | None = None) -> Instrument:
    read = xlsform.read_sheets(sheets(id, survey, choices or []))
    assert read.draft is not None, list(read.findings)
    return read.draft


@dataclass
class Asked:
    """One generated question."""

    name: str
    kind: str
    inside: bool
    mode: str = "new"
    old: list[str] = field(default_factory=list)
    choices: list[tuple[str, str, str]] = field(default_factory=list)  # name, label, old name or empty


def drawn(id: str, questions: list[Asked], block_is_mapped: bool = False) -> Instrument:
    survey: list[dict[str, str]] = []
    lists: list[dict[str, str]] = []
    for inside in (False, True):
        if inside:
            link = {"x_same_as": f"old/{BLOCK}"} if block_is_mapped else {}
            survey.append({"type": "begin_repeat", "name": BLOCK, "label": "Agreements", **link})
        for each in questions:
            if each.inside == inside:
                link = {"x_same_as": " ".join((each.mode, *(f"old/{name}" for name in each.old)))} if each.old else {}
                type = TYPES[each.kind].format(f"list_{each.name}")
                survey.append({"type": type, "name": each.name, "label": each.name.upper(), **link})
                lists += [
                    {
                        "list_name": f"list_{each.name}",
                        "name": name,
                        "label": label,
                        **({"x_same_as": old} if old else {}),
                    }
                    for name, label, old in each.choices
                ]
    survey.append({"type": "end_repeat", "name": BLOCK})
    return instrument(id, survey, lists)


NAMES = [f"c{place}" for place in range(4)]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Asked], list[Asked], bool]:
    olds = [
        Asked(f"q{place}", draw(st.sampled_from(sorted(TYPES))), draw(st.booleans()))
        for place in range(draw(st.integers(1, 6)))
    ]
    olds.append(Asked("last_inside", "text", True))
    for each in olds:
        each.choices = [(name, f"Label {name}", "") for name in NAMES[: draw(st.integers(1, 4))]]
    news = []
    for place in range(draw(st.integers(1, 6))):
        mode = draw(st.sampled_from(["new", "same", "reworded", "split", "merged"]))
        count = {"new": 0, "merged": 2}.get(mode, 1)
        kind = draw(st.sampled_from(sorted(TYPES)))
        old = draw(st.lists(st.sampled_from([e.name for e in olds]), min_size=count, max_size=count, unique=True))
        if draw(st.integers(0, 3)) and old:
            kind = next(each.kind for each in olds if each.name == old[0])
        news.append(Asked(f"n{place}", kind, draw(st.booleans()), mode if old else "new", old))
    news.append(Asked("new_inside", "text", True))
    for each in news:
        before = draw(st.permutations(NAMES))
        for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)):
            sort = draw(st.sampled_from(["alike", "other-words", "renamed"]))
            label = f"Label {name}" if sort != "other-words" else f"Different {name}"
            each.choices.append((name, label, before[NAMES.index(name)] if sort == "renamed" else ""))
    return olds, news, draw(st.booleans())


def value_of(draw: Any, each: Asked) -> Any:
    names = [name for name, _, _ in each.choices]
    return draw(
        {
            "text": st.sampled_from(["A law", "=1+1", "و"]),
            "integer": st.integers(-5, 5),
            "decimal": st.sampled_from([0.5, 3.0, -2.25]),
            "one": st.sampled_from(names),
            "many": st.lists(st.sampled_from(names), min_size=1, unique=True),
        }[each.kind]
    )


@st.composite
def answered(draw: st.DrawFn) -> tuple[list[Asked], list[Asked], bool, dict[str, Any]]:
    olds, news, mapped = draw(rounds())
    answers: dict[str, Any] = {}
    for each in olds:
        if not each.inside and draw(st.booleans()):
            answers[each.name] = (
                draw(st.just({"status": "not-known"})) if draw(st.integers(0, 5)) == 0 else value_of(draw, each)
            )
    blocks = []
    for _ in range(draw(st.integers(0, 3))):
        blocks.append({e.name: value_of(draw, e) for e in olds if e.inside and draw(st.booleans())})
    if blocks:
        answers[BLOCK] = blocks
    return olds, news, mapped, answers


def expected(olds: list[Asked], news: list[Asked], mapped: bool, answers: dict[str, Any]) -> dict[str, Any]:
    """What should arrive, said again in other words than the program's."""
    by_name = {each.name: each for each in olds}

    def whole_claims(name: str) -> int:
        return sum(each.mode in {"same", "reworded"} and each.old == [name] for each in news)

    def is_split(name: str) -> bool:
        return any(each.mode == "split" and name in each.old for each in news)

    def arrives(each: Asked) -> Asked | None:
        if each.mode not in {"same", "reworded"}:
            return None
        before = by_name[each.old[0]]
        alike = any({each.kind, before.kind} <= kinds for kinds in ALIKE)
        return None if whole_claims(before.name) > 1 or is_split(before.name) or not alike else before

    def value(each: Asked, before: Asked, said: Any) -> Any:
        if isinstance(said, dict):
            return None
        if before.kind in {"one", "many"}:
            return choices(each, before, said)
        if each.kind == "integer" and before.kind == "decimal":
            return int(said) if float(said).is_integer() else None
        return said

    def choices(each: Asked, before: Asked, said: Any) -> Any:
        there = {name: label for name, label, _ in before.choices}
        claimed = [old for _, _, old in each.choices if old]
        went: dict[str, list[str]] = {}
        for name, label, old in each.choices:
            if old and old in there:
                went.setdefault(old, []).append(name)
            elif not old and name in there and name not in claimed and there[name] == label:
                went.setdefault(name, []).append(name)
        arrived = [
            went[name][0] for name in ([said] if isinstance(said, str) else said) if len(went.get(name, ())) == 1
        ]
        arrived = list(dict.fromkeys(arrived))
        if not arrived or (each.kind == "one" and len(arrived) > 1):
            return None
        return arrived[0] if each.kind == "one" else arrived

    def scope(inside: bool, said: dict[str, Any]) -> dict[str, Any]:
        made = {}
        for each in news:
            before = arrives(each)
            if before and each.inside == before.inside == inside and before.name in said:
                made[each.name] = value(each, before, said[before.name])
        return {name: found for name, found in made.items() if found is not None}

    made = scope(False, answers)
    if mapped:
        blocks = [scope(True, each) for each in answers.get(BLOCK, [])]
        if any(blocks):
            made[BLOCK] = blocks
    return made


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answered())
def test_an_answer_arrives_where_the_map_says_and_nowhere_else(
    case: tuple[list[Asked], list[Asked], bool, dict[str, Any]],
) -> None:
    olds, news, mapped, answers = case
    carried = carry(drawn("new", news, mapped), drawn("old", olds), answers)
    assert as_json(carried.answers) == expected(olds, news, mapped, answers)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answered())
def test_every_old_answer_arrives_or_is_left_with_a_reason(
    case: tuple[list[Asked], list[Asked], bool, dict[str, Any]],
) -> None:
    olds, news, mapped, answers = case
    carried = carry(drawn("new", news, mapped), drawn("old", olds), answers)
    arrived = {origin.address: origin for origin in carried.origins.values()}
    left = {each.address for each in carried.left}
    said = {each.name for each in olds if not each.inside and each.name in answers}
    said |= {
        f"{BLOCK}[{place}]/{name}" for place, block in enumerate(answers.get(BLOCK, []), start=1) for name in block
    }
    assert set(arrived) | left == said
    assert all(arrived[address].partly for address in set(arrived) & left)
    assert not set(carried.origins) & {a for a, offer in carried.offers.items() if offer.mode != "split"}


def test_what_was_not_asked_is_not_carried() -> None:
    old = instrument("old", [{"type": "text", "name": "a", "label": "A"}])
    new = instrument("new", [{"type": "text", "name": "a", "label": "A", "x_same_as": "old/a"}])
    carried = carry(new, old, {"a": "left over"}, asked=())
    assert not carried.answers
    assert [(each.address, each.reason) for each in carried.left] == [("a", "not-asked")]


def test_an_answer_to_no_question_is_left() -> None:
    plain = instrument("old", [{"type": "text", "name": "a", "label": "A"}])
    carried = carry(plain, plain, {"zz": "?", "a": "x"})
    assert as_json(carried.answers) == {"a": "x"}
    assert [(each.address, each.reason) for each in carried.left] == [("zz", "unknown-question")]


def test_files_carry_as_they_are() -> None:
    old = instrument("old", [{"type": "file", "name": "law", "label": "The law"}])
    new = instrument("new", [{"type": "file", "name": "act", "label": "The law", "x_same_as": "old/law"}])
    file = {"file": "7f", "name": "law.pdf", "size": 12, "digest": "ab"}
    assert as_json(carry(new, old, {"law": file}).answers) == {"act": file}


@pytest.mark.parametrize("address", ["nothing", "agreements[1]/nothing", "note"])
def test_beside_a_box_that_was_not_there_stands_nothing(address: str) -> None:
    rows = [{"type": "text", "name": "a", "label": "A"}, {"type": "note", "name": "note", "label": "N"}]
    old = instrument("old", rows)
    assert last_value(old, old, {"a": "x"}, address) is None


def test_last_rounds_answer_stands_beside_the_box_even_where_it_is_not_filled_in() -> None:
    old = instrument("old", [{"type": "integer", "name": "a", "label": "A", "x_status": "not-available"}])
    new = instrument("new", [{"type": "integer", "name": "b", "label": "A", "x_same_as": "split old/a"}])
    last = last_value(new, old, {"a": {"status": "not-available"}}, "b")
    assert last is not None
    assert (last.mode, last.answers[0][2]) == ("split", NonAnswer("not-available"))
