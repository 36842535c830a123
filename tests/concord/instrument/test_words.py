"""Rules in plain words say what the evaluator does, or say that they are a rule and show the expression."""

from __future__ import annotations

import datetime as dt
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.messages import translated
from concord.declarations.read import read_yaml
from concord.instrument import library
from concord.instrument.expressions.grammar import parse
from concord.instrument.model import Instrument, Node
from concord.instrument.numbering import numbers
from concord.instrument.routing import evaluate
from concord.instrument.words import bounds, plain_label, range_of, say, without_answers
from concord.instrument.words.logic import Compared, Fixed, Joined, Opaque, Selected, Statement, statement
from concord.instrument.words.sources import source_of
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.text import Text

sys.path.insert(0, str(Path(__file__).parent))
from instrument_by_hand import SMALL, built  # the tests are no package

CASES = read_yaml(Path(__file__).resolve().parents[2] / "cases/instrument/words.yaml")
SAID = [(case, language) for case in CASES for language in LANGUAGES if language in case]
TODAY = dt.date(2027, 3, 1)


@lru_cache(maxsize=1)
def small() -> Instrument:
    return built(SMALL)


def node_at(path: str) -> Node | None:
    return small().by_path[tuple(path.split("/"))] if path else None


@pytest.mark.parametrize(("case", "language"), SAID, ids=[f"{case['name']} ({language})" for case, language in SAID])
def test_an_expression_is_said_in_words(case: dict[str, Any], language: str) -> None:
    said = say(case["say"], small(), language, node=node_at(case.get("at", "")), numbers=numbers(small()))
    assert said == case[language]


def test_every_pattern_is_there_in_six_languages() -> None:
    from concord.declarations import packs

    declared = {
        code: wording["message"]
        for path in packs.each("messages", "instrument-words.yaml")
        for code, wording in read_yaml(path).items()
    }
    missing = [
        (language, code)
        for language in LANGUAGES
        for code, english in declared.items()
        if translated(language, "messages/instrument", code, english) is None
    ]
    assert missing == []


@pytest.mark.parametrize("id", library.ids())
def test_hardly_a_rule_of_a_shipped_instrument_is_without_words(id: str) -> None:
    instrument = library.load(id)
    rules = [
        (node, rule)
        for node in instrument.nodes()
        for rule in (node.rules.relevant, node.rules.constraint, node.rules.required)
        if rule
    ]
    unsaid = [rule for node, rule in rules if "a rule of the instrument" in say(rule, instrument, "en", node=node)]
    assert rules
    assert len(unsaid) <= 0.02 * len(rules) + 1, unsaid


# ---- what is said is so

_LEAVES = st.sampled_from(
    [
        "${gate} = 'yes'", "${gate} != 'no'", "selected(${topics}, 'data')", "${topics} = 'law'", "${n} > 3",
        "3 >= ${n}",
        "${n} = 3", "${n} != 3", "${share} < ${n}", "${gate} = ''", "${name} != ''", "count-selected(${topics}) > 1",
        "true()", "regex(${name}, 'a')", "not(${n} > 3)", "${n} + 1 > 2",
    ]
)  # fmt: skip
_EXPRESSIONS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) and ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) or ({pair[1]})"),
        inner.map(lambda one: f"not({one})"),
    ),
    max_leaves=6,
)
_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "gate": st.sampled_from(["yes", "no", "preparing"]),
        "topics": st.lists(st.sampled_from(["data", "law"]), min_size=1, max_size=2, unique=True),
        "n": st.integers(0, 6),
        "share": st.one_of(st.integers(0, 6), st.just({"status": "not-known"})),
        "name": st.sampled_from(["a", "b"]),
    },
)


def written(what: Statement) -> str:
    """A statement as an expression again."""
    match what:
        case Joined(word, parts):
            return "(" + f" {word} ".join(map(written, parts)) + ")"
        case Fixed(holds):
            return "true()" if holds else "false()"
        case Selected(of, name, holds):
            said = f"selected({source_of(of)}, '{name}')"
            return said if holds else f"not({said})"
        case Compared(operator, left, right):
            return f"{source_of(left)} {operator} {source_of(right)}"
        case Opaque(source):
            return source


@settings(max_examples=150, deadline=None)
@given(_EXPRESSIONS, _ANSWERS)
def test_a_condition_taken_apart_is_true_exactly_where_it_was(expression: str, answers: dict[str, Any]) -> None:
    other = written(statement(expression))
    more = [{"q": "first", "relevant": expression}, {"q": "second", "relevant": other}]
    state = evaluate(built([*SMALL, *more]), answers, today=TODAY)
    assert state.is_asked("first") == state.is_asked("second"), other


@settings(max_examples=150, deadline=None)
@given(_EXPRESSIONS)
def test_an_expression_written_from_its_tree_has_the_same_tree(expression: str) -> None:
    once = source_of(parse(expression))
    assert source_of(parse(once)) == once


# ---- ranges and labels


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "integer", "constraint": ". >= 0 and . <= 100"}, "a whole number from 0 to 100"),
        ({"kind": "integer", "constraint": ". > 0"}, "a whole number, 1 or more"),
        ({"kind": "integer", "constraint": ". < 10.5"}, "a whole number, 10 or less"),
        ({"kind": "decimal", "constraint": ". > 0 and . < 1"}, "a number, more than 0, less than 1"),
        ({"kind": "decimal"}, "a number"),
        ({"kind": "range", "parameters": {"start": "0", "end": "5", "step": "1"}}, "a number from 0 to 5"),
        ({"kind": "date", "constraint": ". <= today()"}, "a date, today or earlier"),
        (
            {"kind": "year", "constraint": ". >= date('2024-01-01') and . <= date('2060-12-31')"},
            "a year from 2024 to 2060",
        ),
        ({"kind": "text", "constraint": "string-length(.) <= 200"}, "at most 200 characters"),
        ({"kind": "link"}, "an address on the web, beginning with https://"),
        ({"kind": "integer", "constraint": ". >= 0 and (${n} = '' or . <= ${n})"}, "a whole number, 0 or more"),
        ({"kind": "text"}, ""),
        ({"kind": "note"}, ""),
    ],
)
def test_a_range_is_said(row: dict[str, Any], said: str) -> None:
    instrument = built([*SMALL, {"q": "v", **row}])
    (question,) = instrument.named("v")
    assert range_of(question, instrument, "en") == said  # type: ignore[arg-type]


def test_bounds_say_whether_they_are_the_whole_rule() -> None:
    instrument = built([*SMALL, {"q": "a", "kind": "integer", "constraint": ". >= 0 and . != 7"}])
    (question,) = instrument.named("a")
    found = bounds(question)  # type: ignore[arg-type]
    assert (found.low, found.high, found.whole) == (0, None, False)


def test_a_label_with_an_answer_in_it_names_the_question() -> None:
    text = Text(en="**How many** of the ${n} left?", fr="Combien des ${n} sont partis ?")
    assert plain_label(text, small(), "en", numbers=numbers(small())) == "How many of the [the answer to 3] left?"
    assert plain_label(text, small(), "fr", numbers=numbers(small())) == "Combien des [la réponse à 3] sont partis ?"


def test_an_english_label_keeps_its_marks_in_arabic() -> None:
    assert plain_label(Text(en="How many?"), small(), "ar") == "\u2066How many?\u2069"


def test_a_wording_without_answers_names_the_questions_whose_answers_stand_in_it() -> None:
    label = Text({"en": "You said ${n}, with one more ${ total }.", "fr": "Vous avez dit ${n}."})
    said = without_answers(label.best("en"), small(), numbers={("n",): "1.1"})
    assert said.text == "You said [the answer to 1.1], with one more [a calculated value]."
    assert without_answers(label.best("fr"), small()).text == "Vous avez dit [la réponse à How many?]."
