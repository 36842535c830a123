"""Answers: read, addressed, put and taken, made normal, and told apart by their digest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.errors import Invalid
from concord.instrument import answers as told
from concord.instrument.answers import Answers, Attached, NonAnswer
from concord.instrument.model import Instrument

JSON = {
    "a": "text",
    "n": 5,
    "m": ["x", "y"],
    "q": {"status": "not-known"},
    "f": {"file": "f1", "name": "law.pdf", "size": 10, "digest": "ab"},
    "r": [{"x": 1, "s": [{"y": "z"}]}, {}],
}


def test_json_comes_back_as_it_was() -> None:
    read = told.parse(JSON)
    assert read["q"] == NonAnswer("not-known")
    assert read["f"] == Attached("f1", "law.pdf", 10, "ab")
    assert told.as_json(read) == JSON
    assert told.parse(told.as_json(read)) == read


def test_nothing_said_is_no_answer() -> None:
    assert told.as_json(told.parse({"a": "", "b": None, "c": [], "d": "x"})) == {"d": "x"}


@pytest.mark.parametrize(
    "raw",
    [
        [], "x", {"a": {"b": 1}}, {"a": {"status": "asleep"}}, {"a": {"status": "not-known", "x": 1}}, {1: "a"},
        {"a": [1.5]}, {"a": [["b"]]}, {"a": float("nan")}, {"a": [{"b": [{"c": [{"d": [{"e": [{"f": 1}]}]}]}]}]},
        {"a": object()},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(raw: Any) -> None:
    with pytest.raises(Invalid) as refused:
        told.parse(raw)
    assert refused.value.code == "instrument.answers.shape"


def test_too_many_instances_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        told.parse({"r": [{"x": 1}] * (told.MOST_INSTANCES + 1)})
    assert refused.value.code == "instrument.answers.too-many"


def test_an_address_leads_to_one_answer() -> None:
    read = told.parse(JSON)
    assert told.get(read, "n") == 5
    assert told.get(read, "r[1]/s[1]/y") == "z"
    assert told.get(read, "r[3]/x") is None
    assert told.get(read, "r[1]") == (read["r"][0],)  # type: ignore[index]
    assert told.address("one/n") == told.Address((), "one/n")
    assert told.address("r[2]/s[1]/one/n") == told.Address((("r", 2), ("s", 1)), "one/n")
    assert told.address("r[2]/s").repeats == ("r",)


@pytest.mark.parametrize("text", ["", "r[x]/y", "r[1]y", "r[]/y", "[1]/y"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        told.address(text)
    assert refused.value.code == "instrument.answers.address"


def test_putting_makes_the_instances_before_it_and_leaves_the_rest_alone() -> None:
    before = told.parse({"a": "1"})
    after = told.put(before, "r[2]/s[1]/y", "z")
    assert told.as_json(after) == {"a": "1", "r": [{}, {"s": [{"y": "z"}]}]}
    assert told.as_json(before) == {"a": "1"}
    assert told.as_json(told.put(after, "r[2]/s[1]/y", None)) == {"a": "1", "r": [{}, {"s": [{}]}]}
    assert told.put(before, "r[5]/x", None) == before


@given(st.dictionaries(st.sampled_from("abcdef"), st.one_of(st.integers(), st.text(min_size=1, max_size=5))))
def test_the_digest_does_not_follow_the_order(raw: dict[str, Any]) -> None:
    backwards = dict(reversed(list(raw.items())))
    assert told.digest(told.parse(raw)) == told.digest(told.parse(backwards))
    assert told.digest(told.parse({**raw, "z": 1})) != told.digest(told.parse(raw))


def form(by_hand: Callable[..., Instrument]) -> Instrument:
    return by_hand(
        [
            {"q": "n", "kind": "integer"},
            {"q": "d", "kind": "decimal"},
            {"q": "c", "kind": "one", "choices": "l"},
            {"q": "m", "kind": "many", "choices": "l"},
            {"q": "t", "kind": "time"},
            {"repeat": "r", "children": [{"q": "n", "kind": "integer"}]},
            {"q": "s", "kind": "integer", "statuses": ["not-known"]},
        ],
        lists={"l": [{"name": "a", "label": {"en": "Doctors", "fr": "Médecins"}}, {"name": "b", "label": "Nurses"}]},
    )


@pytest.mark.parametrize(
    ("key", "typed", "language", "wanted"),
    [
        ("n", "1 234", "", 1234), ("n", "1,234", "en", 1234), ("n", "1\u202f234", "fr", 1234),
        ("n", "١٢٣", "ar", 123), ("n", "1'234", "", 1234), ("n", 5.0, "", 5), ("n", "5.0", "", 5),
        ("d", "1,5", "fr", 1.5), ("d", "1,234", "fr", 1.234), ("d", "1.234", "en", 1.234), ("d", "1,234", "en", 1234),
        ("d", "1.234,5", "es", 1234.5), ("d", "٣٫٥", "ar", 3.5),
        ("c", "Médecins", "fr", "a"), ("c", "NURSES", "", "b"), ("m", "Doctors; Nurses", "", ("a", "b")),
        ("m", "a b", "", ("a", "b")), ("m", ["Nurses"], "", ("b",)), ("t", "9:05", "", "09:05"),
        ("t", "09:05:00", "", "09:05"),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(
    key: str, typed: Any, language: str, wanted: Any, by_hand: Callable[..., Instrument]
) -> None:
    normal, found = told.normal(form(by_hand), {key: typed}, language)
    assert normal[key] == wanted
    assert list(found) == []


@pytest.mark.parametrize(
    ("key", "typed", "language", "code"),
    [
        ("n", "1.234", "", "ambiguous-number"), ("n", "1,234", "", "ambiguous-number"),
        ("n", "1.234", "en", "ambiguous-number"), ("n", "1,234", "fr", "ambiguous-number"),
        ("d", "1.234", "", "ambiguous-number"), ("d", "1.234", "fr", "ambiguous-number"),
        ("n", "about 5", "en", "not-a-number"), ("c", ["a", "b"], "", "one-choice"),
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_kept_as_typed_and_told(
    key: str, typed: Any, language: str, code: str, by_hand: Callable[..., Instrument]
) -> None:
    normal, found = told.normal(form(by_hand), {key: typed, "r": [{"n": typed}] if key == "n" else []}, language)
    assert {finding.code for finding in found} == {f"instrument.answer.{code}"}
    assert [finding.where.item for finding in found] == ([key, "r[1]/n"] if key == "n" else [key])
    assert normal[key] == (typed if isinstance(typed, str) else "a b")


def test_a_companion_that_says_why_there_is_no_answer(by_hand: Callable[..., Instrument]) -> None:
    normal, found = told.normal(form(by_hand), {"s_status": "not-known"})
    assert normal == Answers({"s": NonAnswer("not-known")})
    assert list(found) == []
    both, _ = told.normal(form(by_hand), {"s": 5, "s_status": "not-known"})
    assert both == Answers({"s": 5})


def test_addresses_are_those_of_questions(by_hand: Callable[..., Instrument]) -> None:
    found = [
        (at, node.name, value)
        for at, node, value in told.addresses(form(by_hand), told.parse({"n": 1, "r": [{"n": 2}], "zz": 3}))
    ]
    assert found == [("n", "n", 1), ("r[1]/n", "n", 2)]
