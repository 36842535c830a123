"""Answers that break a rule are named, with their address; the others pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations import messages
from concord.declarations.read import read_yaml
from concord.errors import Refusal
from concord.findings import Findings, filled
from concord.instrument import answers as told
from concord.instrument import checks, routing
from concord.instrument.model import Instrument

CASES = read_yaml(Path(__file__).resolve().parents[2] / "cases/instrument/checks.yaml")
DAY = date(2024, 2, 29)
LISTS = {"abc": [{"name": name, "label": f"Label of {name.upper()}"} for name in "abc"], "yn": ["yes", "no"]}
GOOD = [(case, value) for case in CASES for value in case["good"]]
BAD = [(case, reason, value) for case in CASES for reason, values in case["bad"].items() for value in values]


def codes(found: Findings) -> list[str]:
    return [finding.code.removeprefix("instrument.answer.") for finding in found]


@pytest.mark.parametrize(("case", "value"), GOOD, ids=[f"{case['name']}: {value}" for case, value in GOOD])
def test_a_good_answer_has_no_finding(case: dict[str, Any], value: Any, by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([case["question"]], lists=LISTS)
    normal, remarks = told.normal(instrument, {"v": value})
    assert codes(remarks) == []
    assert codes(checks.check(instrument, normal, today=DAY)) == []


@pytest.mark.parametrize(("case", "reason", "value"), BAD, ids=[f"{c['name']}: {r}: {v}" for c, r, v in BAD])
def test_a_bad_answer_is_refused_for_its_reason(
    case: dict[str, Any], reason: str, value: Any, by_hand: Callable[..., Instrument]
) -> None:
    instrument = by_hand([case["question"]], lists=LISTS)
    try:
        normal, remarks = told.normal(instrument, {"v": value})
    except Refusal as refused:
        code = refused.code
        normal = None
    if normal is None:
        assert (reason, code) == ("bad-file", "instrument.answers.shape")
        return
    found = checks.check(instrument, normal, today=DAY)
    assert codes(found) == [reason]
    assert found[0].where.item == "v"
    assert found[0].level == "hard"
    assert set(codes(remarks)) <= {reason}
    said = filled(found[0])
    assert "{" not in said.message + said.hint


def test_a_text_has_a_limit(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "v", "kind": "text"}])
    assert codes(checks.check(instrument, {"v": "x" * 10_000}, today=DAY)) == []
    assert codes(checks.check(instrument, {"v": "x" * 10_001}, today=DAY)) == ["too-long"]


def test_what_is_required_is_missed_only_when_all_should_be_there(by_hand: Callable[..., Instrument]) -> None:
    rows = [{"q": "a", "required": "yes", "required_message": "Say it.", "source": "art:7.3"}]
    instrument = by_hand(rows)
    (found,) = checks.check(instrument, {}, today=DAY)
    assert (found.code, found.params["message"], found.source) == ("instrument.answer.required", "Say it.", "art:7.3")
    assert codes(checks.check(instrument, {}, today=DAY, complete=False)) == []
    assert codes(checks.check(instrument, {"a": " "}, today=DAY, complete=False)) == []


def test_required_in_each_instance(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"repeat": "r", "children": [{"q": "x", "required": "position(..) > 1"}]}])
    found = checks.check(instrument, {"r": [{}, {}, {"x": "a"}]}, today=DAY)
    assert [finding.where.item for finding in found] == ["r[2]/x"]


def test_a_key_that_nothing_asks_for_is_named_with_the_nearest(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "authority"}, {"repeat": "r", "children": [{"q": "x"}]}])
    found = checks.check(instrument, {"autority": "a", "r": [{"z": 1}]}, today=DAY)
    assert codes(found) == ["unknown-question", "unknown-question"]
    assert [finding.where.item for finding in found] == ["autority", "r[1]/z"]
    assert found[0].params["nearest"] == "authority"


def test_an_answer_to_what_is_not_asked_is_a_note_and_nothing_more(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "a"}, {"q": "b", "kind": "integer", "relevant": "${a} = 'x'", "constraint": ". > 5"}])
    (found,) = checks.check(instrument, {"a": "y", "b": "not even a number"}, today=DAY)
    assert (found.code, found.level, found.where.item) == ("instrument.answer.not-asked", "note", "b")


def test_more_instances_than_the_form_asks_for(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "n", "kind": "integer"}, {"repeat": "r", "count": "${n}", "children": [{"q": "x"}]}])
    found = checks.check(instrument, {"n": 1, "r": [{"x": "a"}, {"x": "b"}]}, today=DAY)
    assert [(finding.code.rpartition(".")[2], finding.where.item) for finding in found] == [
        ("too-many", "r"), ("not-asked", "r[2]/x"),
    ]  # fmt: skip


def test_a_choice_that_the_filter_leaves_out_is_none(by_hand: Callable[..., Instrument]) -> None:
    towns = [{"name": "nbo", "country": "ke"}, {"name": "dar", "country": "tz"}]
    rows = [{"q": "c"}, {"q": "t", "kind": "one", "choices": "towns", "choice_filter": "country = ${c}"}]
    instrument = by_hand(rows, lists={"towns": towns})
    assert codes(checks.check(instrument, {"c": "ke", "t": "nbo"}, today=DAY)) == []
    assert codes(checks.check(instrument, {"c": "tz", "t": "nbo"}, today=DAY)) == ["not-a-choice"]


def test_a_block_is_a_list_and_a_question_is_none(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "a"}, {"repeat": "r", "children": [{"q": "x"}]}])
    assert codes(checks.check(instrument, {"r": "one"}, today=DAY)) == ["wrong-shape"]
    assert "wrong-shape" in codes(checks.check(instrument, {"a": [{"x": "1"}]}, today=DAY))


def test_an_expression_that_cannot_be_read_is_a_hard_finding(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "a", "kind": "integer", "constraint": "selectd(., 1)"}])
    (found,) = checks.check(instrument, {"a": 1}, today=DAY)
    assert (found.code, found.level, found.where.item) == ("instrument.expression.unknown-function", "hard", "a")
    assert found.params["rule"] == "constraint"


def test_the_label_in_a_finding_names_answers_and_speaks_the_language(by_hand: Callable[..., Instrument]) -> None:
    label = {"en": "How many in ${c}?", "fr": "Combien à ${c} ?"}
    instrument = by_hand([{"q": "c"}, {"q": "n", "kind": "integer", "label": label}], languages=("en", "fr"))
    (found,) = checks.check(instrument, {"c": "Nairobi", "n": "x"}, today=DAY, language="fr")
    assert found.params["question"] == "Combien à Nairobi ?"


def test_every_reason_has_a_wording() -> None:
    reasons = {reason for _, reason, _ in BAD} | {"required", "too-long", "unknown-question", "too-many", "not-asked"}
    assert [r for r in sorted(reasons) if f"instrument.answer.{r}" not in messages.known_codes()] == []


def test_the_same_routing_may_be_handed_over(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "a", "kind": "integer", "constraint": ". > 1"}])
    given_answers = told.parse({"a": 1})
    state = routing.evaluate(instrument, given_answers, today=DAY)
    assert checks.check(instrument, given_answers, today=DAY, state=state) == checks.check(
        instrument, given_answers, today=DAY
    )


anything = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.just({"status": "not-known"})
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b", "x", "r", "zz"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "m", "d", "r", "f", "zz"]), anything))
def test_no_answers_break_the_check(by_hand: Callable[..., Instrument], raw: dict[str, Any]) -> None:
    instrument = by_hand(
        [
            {"q": "a", "kind": "integer", "constraint": ". > 1"},
            {"q": "b", "kind": "one", "choices": "abc"},
            {"q": "m", "kind": "many", "choices": "abc"},
            {"q": "d", "kind": "date", "relevant": "${a} > 1"},
            {"q": "f", "kind": "file"},
            {"repeat": "r", "children": [{"q": "x", "kind": "decimal"}, {"q": "a", "key": "a"}]},
        ],
        lists=LISTS,
    )
    try:
        normal, _ = told.normal(instrument, raw)
    except Refusal as refused:
        normal, code = told.Answers(), refused.code
        codes_are_ours = code.startswith("instrument.answers.")
    else:
        codes_are_ours = True
    assert codes_are_ours
    for finding in checks.check(instrument, normal, today=DAY):
        assert finding.code.startswith("instrument.answer.")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "An answer is accepted if this is so: the answer is more than 0."),
        ("ar", "تُقبل الإجابة إذا تحقق ما يلي: الإجابة أكبر من 0."),
    ],
)
def test_a_constraint_without_words_of_its_own_is_said_in_the_readers(
    by_hand: Callable[..., Instrument], language: str, said: str
) -> None:
    instrument = by_hand([{"q": "n", "kind": "integer", "constraint": ". > 0"}])
    found = checks.check(instrument, {"n": 0}, today=DAY, language=language)
    assert filled(found[0], language).hint == said
    assert found[0].params["constraint"] == ". > 0"
