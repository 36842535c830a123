"""What is asked, given answers; and that one answer at a time comes to the same as all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.instrument import answers as told
from concord.instrument import routing
from concord.instrument.model import Instrument

CASES = read_yaml(Path(__file__).resolve().parents[2] / "cases/instrument/routing.yaml")
DAY = date(2024, 2, 29)
LISTS = {
    "yn": ["yes", "no"],
    "abc": ["a", "b", "c"],
    "countries": [{"name": "ke", "label": "Kenya"}, {"name": "tz", "label": "Tanzania"}],
    "towns": [
        {"name": "nbo", "country": "ke", "people": "4"},
        {"name": "msa", "country": "ke", "people": "1"},
        {"name": "dar", "country": "tz", "people": "6"},
    ],
}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_routing_is_as_the_case_says(case: dict[str, Any], by_hand: Callable[..., Instrument]) -> None:
    files = {name: text.encode() for name, text in case.get("files", {}).items()}
    instrument = by_hand(case["rows"], lists=LISTS, files=files)
    state = routing.evaluate(instrument, case["answers"], today=DAY, person=case.get("person"))
    for what, wanted in case["expect"].items():
        assert said(state, instrument, what, wanted) == wanted, what


def said(state: routing.State, instrument: Instrument, what: str, wanted: Any) -> Any:
    match what:
        case "asked" | "shown":
            return list(getattr(state, what))
        case "required" | "readonly":
            return sorted(getattr(state, what))
        case "values":
            return {key: state.values.get(key) for key in wanted}
        case "answers":
            return told.as_json(state.answers)
        case "choices":
            return {at: [choice.name for choice in state.choices(at)] for at in wanted}
        case "counts":
            return {at: state.count(at) for at in wanted}
        case "offered":
            return {at: state.is_asked(at) for at in wanted}
        case "labels":
            return {at: state.label(at, "en").text for at in wanted}
        case "problems":
            return sorted({each.why.code for each in state.problems})
        case "cycles":
            return sorted(sorted(each) for each in routing.cycles(instrument))
        case _:
            return getattr(state, what)


def long_form(by_hand: Callable[..., Instrument]) -> Instrument:
    """Conditions on conditions, blocks in blocks, counts and totals, so that one answer moves many things."""
    return by_hand(
        [
            {"q": "a", "kind": "integer"},
            {"q": "b", "kind": "one", "choices": "abc", "relevant": "${a} > 0"},
            {
                "group": "g",
                "relevant": "${b} = 'a' or ${a} > 2",
                "children": [
                    {"q": "c", "kind": "integer", "relevant": "${a} != 3"},
                    {"q": "d", "kind": "calculate", "calculation": "coalesce(${c}, 0) + ${a}"},
                    {
                        "repeat": "r",
                        "relevant": "${a} < 9",
                        "children": [
                            {"q": "n", "kind": "integer", "required": "${d} > 1"},
                            {"q": "m", "kind": "calculate", "calculation": "${n} * ${a}"},
                            {"q": "k", "relevant": "${m} > 3"},
                            {
                                "repeat": "s",
                                "count": "${n}",
                                "children": [
                                    {"q": "x", "kind": "integer", "relevant": "position(../..) != ${a}"},
                                    {"q": "y", "kind": "calculate", "calculation": "${x} + ${n} + ${d}"},
                                ],
                            },
                            {"q": "sx", "kind": "calculate", "calculation": "sum(${x})"},
                        ],
                    },
                ],
            },
            {"q": "total", "kind": "calculate", "calculation": "sum(${n}) + sum(/data/g/r[n > 1]/s/x)"},
            {"q": "last", "relevant": "${last_but} > 1 or count(${r}) > 1"},
            {"q": "last_but", "kind": "calculate", "calculation": "max(${sx}, ${a})"},
        ],
        lists=LISTS,
    )


small = st.one_of(st.none(), st.integers(0, 4))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("a"), small),
        st.tuples(st.just("b"), st.sampled_from([None, "a", "b", {"status": "not-known"}])),
        st.tuples(st.just("c"), small),
        st.tuples(st.integers(1, 3).map(lambda i: f"r[{i}]/n"), small),
        st.tuples(st.integers(1, 3).map(lambda i: f"r[{i}]/k"), st.sampled_from([None, "w"])),
        st.tuples(st.tuples(st.integers(1, 2), st.integers(1, 3)).map(lambda p: f"r[{p[0]}]/s[{p[1]}]/x"), small),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_one_answer_at_a_time_comes_to_the_same_as_all_at_once(
    by_hand: Callable[..., Instrument], steps: list[tuple[str, Any]]
) -> None:
    instrument = long_form(by_hand)
    assert routing.problems(instrument) == ()
    live = routing.Live(instrument, {}, today=DAY)
    for address, value in steps:
        given_value = told.parse({"v": value}).get("v")
        state = live.set(address, given_value)
        whole = routing.evaluate(instrument, live.answers, today=DAY)
        assert state.asked == whole.asked
        assert state.calculated == whole.calculated
        assert state.required == whole.required
        assert state.exported == whole.exported
        assert told.as_json(state.answers) == told.as_json(whole.answers)


@settings(max_examples=40, deadline=None)
@given(steps)
def test_no_answer_disappears(by_hand: Callable[..., Instrument], steps: list[tuple[str, Any]]) -> None:
    live, wanted = routing.Live(long_form(by_hand), {}, today=DAY), told.Answers()
    for address, value in steps:
        given_value = told.parse({"v": value}).get("v")
        live.set(address, given_value)
        wanted = told.put(wanted, address, given_value)
    for address, _, value in told.addresses(long_form(by_hand), wanted):
        assert told.get(live.answers, address) == value


def triggered_form(by_hand: Callable[..., Instrument]) -> Instrument:
    """Triggers of every sort: two operands, one trigger; a counter; a pair; an answer taken away; one in a block."""
    return by_hand(
        [
            {"q": "a", "kind": "integer"},
            {"q": "b", "kind": "integer"},
            {
                "q": "sum",
                "kind": "calculate",
                "calculation": "coalesce(${a}, 0) + coalesce(${b}, 0)",
                "trigger": "${b}",
            },
            {"q": "changes", "kind": "calculate", "calculation": "coalesce(${changes}, 0) + 1", "trigger": "${a}"},
            {"q": "c", "kind": "integer", "calculation": "${f} - 32", "trigger": "${f}"},
            {"q": "f", "kind": "integer", "calculation": "${c} + 32", "trigger": "${c}"},
            {"q": "town", "trigger": "${a}"},
            {"q": "twice", "kind": "calculate", "calculation": "${sum} * 2"},
            {
                "repeat": "r",
                "children": [
                    {"q": "n", "kind": "integer"},
                    {"q": "m", "kind": "integer", "calculation": "${n} * coalesce(${a}, 1)", "trigger": "${n}"},
                ],
            },
        ]
    )


def test_a_trigger_works_out_its_calculation_anew_and_nothing_else_does(by_hand: Callable[..., Instrument]) -> None:
    live = routing.Live(triggered_form(by_hand), {}, today=DAY)
    said = live.set("a", 1)
    assert (said.calculated.get("sum"), said.calculated["changes"]) == (None, 1)
    assert live.set("b", 2).calculated["sum"] == 3
    said = live.set("a", 10)
    assert (said.calculated["sum"], said.calculated["changes"], said.calculated["twice"]) == (3, 2, 6)
    assert live.set("b", None).calculated["sum"] == 10  # its answer changed: it was taken away
    live.set("town", "Accra")
    assert live.set("b", 1).answers["town"] == "Accra"
    assert "town" not in live.set("a", 11).answers


def test_two_questions_that_set_off_each_other_keep_what_was_typed(by_hand: Callable[..., Instrument]) -> None:
    live = routing.Live(triggered_form(by_hand), {}, today=DAY)
    assert live.set("c", 100).answers["f"] == 132
    live.set("f", 32)
    assert (live.answers["c"], live.answers["f"]) == (0, 32)


def test_a_trigger_in_a_block_moves_its_own_instance(by_hand: Callable[..., Instrument]) -> None:
    live = routing.Live(triggered_form(by_hand), {"r": [{"n": 1}, {"n": 2}], "a": 5}, today=DAY)
    live.set("a", 7)
    live.set("r[2]/n", 3)
    assert told.as_json(live.answers)["r"] == [{"n": 1, "m": 5}, {"n": 3, "m": 21}]


number = st.one_of(st.none(), st.integers(1, 4))
trigger_steps = st.lists(
    st.one_of(*(st.tuples(st.just(each), number) for each in ("a", "b", "c", "f", "r[1]/n", "r[2]/n", "r[1]/m"))),
    max_size=10,
)


@settings(max_examples=40, deadline=None)
@given(trigger_steps)
def test_kept_answers_with_triggers_come_to_the_same_as_following_them(
    by_hand: Callable[..., Instrument], steps: list[tuple[str, Any]]
) -> None:
    instrument = triggered_form(by_hand)
    live, kept = routing.Live(instrument, {}, today=DAY), told.Answers()
    for address, value in steps:
        live.set(address, value)
        kept = routing.follow(instrument, kept, told.put(kept, address, value), today=DAY)
        whole = routing.evaluate(instrument, live.answers, today=DAY)
        assert live.state.calculated == whole.calculated
        assert told.as_json(live.answers) == told.as_json(whole.answers)
        assert routing.evaluate(instrument, kept, today=DAY).calculated == whole.calculated


def test_why_a_question_is_asked_is_told_from_the_outside_in(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand(
        [
            {"q": "a", "kind": "integer"},
            {
                "group": "g",
                "relevant": "${a} > 1",
                "children": [
                    {
                        "repeat": "r",
                        "relevant": "${a} > 2",
                        "children": [{"q": "x", "kind": "integer"}, {"q": "y", "relevant": "${a} < 3"}],
                    }
                ],
            },
        ]
    )
    state = routing.evaluate(instrument, {"a": 2, "r": [{"x": 9}]}, today=DAY)
    told_why = [(reason.node.name, reason.source, reason.truth) for reason in state.why("r[1]/y")]
    assert told_why == [("g", "${a} > 1", True), ("r", "${a} > 2", False), ("y", "${a} < 3", True)]
    assert not state.is_asked("r[1]/y")
    assert not state.is_asked("r[1]")
    assert state.why("a") == ()


def test_progress_counts_what_is_asked(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand(
        [
            {"group": "g", "children": [{"q": "a", "required": "yes"}, {"q": "b", "statuses": ["not-known"]}]},
            {"q": "c", "relevant": "${a} = 'x'", "required": "yes"},
            {"q": "d", "kind": "note"},
        ]
    )
    progress = routing.evaluate(instrument, {"a": "x", "b": {"status": "not-known"}}, today=DAY).progress()
    assert (progress.asked, progress.answered, progress.required, progress.required_answered) == (3, 2, 2, 1)
    within = routing.evaluate(instrument, {"a": "x"}, today=DAY).progress(within=("g",))
    assert (within.asked, within.answered) == (2, 1)


def test_a_form_is_begun_with_its_defaults(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand(
        [
            {"q": "a", "kind": "integer", "default": "2"},
            {"q": "b", "kind": "integer", "default": "${a} * 2", "relevant": "${a} = 2"},
            {"q": "c", "kind": "many", "choices": "abc", "default": "a b"},
        ],
        lists=LISTS,
    )
    assert told.as_json(routing.with_defaults(instrument, {}, today=DAY)) == {"a": 2, "b": 4, "c": ["a", "b"]}


def test_choices_are_shuffled_by_their_seed(by_hand: Callable[..., Instrument]) -> None:
    many = [f"c{n}" for n in range(12)]
    rows = [
        {"q": "s"},
        {"q": "q", "kind": "one", "choices": "many", "parameters": {"randomize": "true", "seed": "${s}"}},
    ]
    instrument = by_hand(rows, lists={"many": many})

    def names(seed: str) -> list[str]:
        return [choice.name for choice in routing.evaluate(instrument, {"s": seed}, today=DAY).choices("q")]

    assert names("42") == names("42") != names("43")
    assert sorted(names("42")) == sorted(many)


def test_an_instance_that_is_added_and_taken_away(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand(
        [
            {"repeat": "r", "children": [{"q": "x", "kind": "integer"}]},
            {"q": "n", "kind": "calculate", "calculation": "count(${r})"},
        ]
    )
    live = routing.Live(instrument, {}, today=DAY)
    assert live.set("r[2]/x", 5).calculated["n"] == 2
    assert live.set("r", told.parse({"v": [{"x": 5}]})["v"]).calculated["n"] == 1


def test_too_many_instances_are_cut_and_told(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "n", "kind": "integer"}, {"repeat": "r", "count": "${n}", "children": [{"q": "x"}]}])
    state = routing.evaluate(instrument, {"n": 10**9}, today=DAY)
    assert state.count("r") == told.MOST_INSTANCES
    assert [each.why.code for each in state.problems] == ["instrument.expression.too-many-instances"]


def test_nested_counts_cannot_grow_without_end(by_hand: Callable[..., Instrument]) -> None:
    inner = {"repeat": "s", "count": "1000", "children": [{"q": "x"}]}
    instrument = by_hand([{"repeat": "r", "count": "1000", "children": [{"q": "y"}, inner]}])
    state = routing.evaluate(instrument, {}, today=DAY)
    assert {each.why.code for each in state.problems} == {"instrument.expression.too-many-instances"}


def test_random_values_follow_from_the_answers_or_the_seed(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "a"}, {"q": "u", "kind": "calculate", "calculation": "uuid()"}])

    def drawn(answers: dict[str, Any], **more: Any) -> Any:
        return routing.evaluate(instrument, answers, today=DAY, **more).calculated["u"]

    assert drawn({"a": "1"}) == drawn({"a": "1"}) != drawn({"a": "2"})
    assert drawn({"a": "1"}, seed="s") == drawn({"a": "2"}, seed="s")


def test_labels_fall_back_to_the_instruments_own_language(by_hand: Callable[..., Instrument]) -> None:
    label = {"fr": "Combien à ${t} ?", "en": "How many in ${t}?"}
    instrument = by_hand([{"q": "t"}, {"q": "n", "label": label}], languages=("fr", "en"))
    state = routing.evaluate(instrument, {"t": "Nairobi"}, today=DAY)
    assert state.label("n", "en").text == "How many in Nairobi?"
    shown = state.label("n", "ar")
    assert (shown.text, shown.language, shown.is_fallback) == ("Combien à Nairobi ?", "fr", True)


def test_a_costly_rule_counts_as_not_written_and_is_told(by_hand: Callable[..., Instrument]) -> None:
    rows = [
        {"repeat": "r", "children": [{"q": "x", "kind": "integer"}]},
        {"q": "a", "relevant": "count(${r}[count(/data/r[x > 0]/x) + count(/data/r/x) > 5000]) > 0"},
        {"q": "b", "kind": "calculate", "calculation": "sum(${x})"},
    ]
    many = {"r": [{"x": n} for n in range(1000)]}
    instrument = by_hand([*rows[:1], {**rows[1], "relevant": "count(${r}[sum(../r/x) > 1]) > 0"}, rows[2]])
    state = routing.evaluate(instrument, many, today=DAY)
    assert {each.why.code for each in state.problems} == {"instrument.expression.costly"}
    assert "a" in state.asked
    refused = routing.problems(by_hand(rows))
    assert [each.why.code for each in refused] == ["instrument.expression.nested-predicate"]


def test_a_choice_that_is_an_answer_is_its_own_label(by_hand: Callable[..., Instrument]) -> None:
    rows = [
        {"repeat": "people", "children": [{"q": "name"}]},
        {"q": "who", "kind": "one", "choices": "${name}", "label": "Who?"},
        {"q": "said", "kind": "calculate", "calculation": "jr:choice-name(${who}, '${who}')"},
    ]
    state = routing.evaluate(by_hand(rows), {"people": [{"name": "Ana"}], "who": "Ana"}, today=DAY)
    assert state.calculated["said"] == "Ana"


def test_the_plan_is_made_once_for_an_instrument(by_hand: Callable[..., Instrument]) -> None:
    instrument = by_hand([{"q": "a"}])
    assert routing.plan_of(instrument) is routing.plan_of(instrument)
    assert routing.plan_of(instrument) is not routing.plan_of(by_hand([{"q": "a"}]))


def test_a_predicate_on_instances_follows_what_changes_in_them(by_hand: Callable[..., Instrument]) -> None:
    rows = [
        {"repeat": "r", "children": [{"q": "x", "kind": "integer"}]},
        {"q": "n", "kind": "calculate", "calculation": "count(${r}[${x} > 1])"},
        {"q": "m", "kind": "calculate", "calculation": "count(${r}[./x > 1])"},
    ]
    live = routing.Live(by_hand(rows), {"r": [{"x": 1}, {"x": 2}]}, today=DAY)
    assert live.state.calculated == {"n": 1, "m": 1}
    assert live.set("r[1]/x", 5).calculated == {"n": 2, "m": 2}
