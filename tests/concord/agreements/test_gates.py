"""Gates: a table a lawyer can read, and that what nobody stated is never taken for met or failed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord import articles
from concord.agreements import gates
from concord.agreements.lifecycle_declared import phases
from concord.declarations.read import read_yaml
from concord.errors import NotFound

TABLE = Path(__file__).parents[2] / "cases" / "agreements" / "gates.yaml"
TODAY = date(2026, 11, 22)


def fact(value: object) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


@pytest.mark.parametrize("case", read_yaml(TABLE), ids=lambda case: case["name"])
def test_the_table(case: dict[str, Any]) -> None:
    facts = {id: fact(value) for id, value in case["facts"].items()}
    assert gates.gate(case["gate"]).state(facts, date.fromisoformat(case["on"])) == case["expect"]


def test_every_gate_stands_before_a_phase_and_rests_on_the_code() -> None:
    known = {each.id for each in phases()}
    for each in gates.gates():
        assert each.before in known
        for paragraph in each.articles:
            assert articles.where(paragraph).obligations, paragraph


def test_the_gates_the_issue_names_are_there() -> None:
    named = {"analysis", "health-view", "list-before-negotiation", "heard-before-negotiation", "plan"}
    assert named <= {each.id for each in gates.gates()}


def test_what_nobody_stated_leaves_every_gate_open_and_says_which_facts() -> None:
    for seen in gates.look({}, to="renewal", start="idea", on=TODAY):
        assert seen.state == "not-known"
        assert seen.is_open
        assert set(seen.unknown) == set(seen.gate.facts)


def test_whoever_skips_phases_is_asked_for_the_gates_between() -> None:
    near = {each.gate.id for each in gates.look({}, to="consultation", start="national-position", on=TODAY)}
    far = {each.gate.id for each in gates.look({}, to="consultation", start="idea", on=TODAY)}
    assert near == {"health-view", "position-signed", "coherent"}
    assert far - near == {"analysis", "needs-stated"}


def test_going_back_asks_for_no_gate() -> None:
    assert gates.look({}, to="idea", start="negotiation", on=TODAY) == ()


def test_each_gate_reads_the_space_it_is_judged_by() -> None:
    seen = {
        each.gate.id: each.state
        for each in gates.look(
            {"health-signed": True, "origin-listed": True, "list-clauses": True},
            shared={"health-signed": False, "origin-listed": True, "list-clauses": False},
            to="signature",
            on=TODAY,
        )
    }
    assert seen["health-consent"] == "met"
    assert seen["list-at-signature"] == "not-met"


def test_an_unknown_gate_or_phase_is_refused() -> None:
    with pytest.raises(NotFound) as caught:
        gates.gate("heaven")
    assert caught.value.code == "agreements.gate.unknown"
    with pytest.raises(NotFound) as caught:
        gates.look({}, to="heaven", on=TODAY)
    assert caught.value.code == "agreements.phase.unknown"


FACTS = st.dictionaries(
    st.sampled_from(sorted({fact for each in gates.gates() for fact in each.facts})),
    st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.dates(date(2020, 1, 1), date(2027, 1, 1))),
)


@given(FACTS, st.sampled_from(gates.gates()))
def test_learning_more_never_undoes_what_was_certain(facts: dict[str, Any], gate: gates.Gate) -> None:
    """Taking a fact away leaves a gate as it was or makes it unknown; it never turns met into failed or back."""
    whole = gate.state(facts, TODAY)
    for id in facts:
        less = gate.state({key: value for key, value in facts.items() if key != id}, TODAY)
        assert less in (whole, "not-known") or {less, whole} == {"met", "not-applicable"}


@given(FACTS)
def test_only_open_gates_want_a_reason(facts: dict[str, Any]) -> None:
    seen = gates.look(facts, to="renewal", start="idea", on=TODAY)
    reasons = [gates.Reason(each.gate.id, "Because.", "Ministry of Health", TODAY) for each in seen if each.is_open]
    assert gates.without_reason(seen, reasons) == ()
    assert len(gates.without_reason(seen, reasons[1:])) == min(len(reasons), 1)


def test_a_reason_keeps_its_words() -> None:
    reason = gates.Reason("analysis", "The survey is under way.", "Ana, Marania", TODAY)
    assert gates.Reason.from_json(reason.to_json()) == reason
