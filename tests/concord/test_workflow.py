"""Workflows: a step is taken by whoever may, in the state it belongs to, and only where no guard objects."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord import roles
from concord.errors import Conflict, Invalid, NotAllowed
from concord.findings import Finding, Findings
from concord.workflow import Facts, State, Transition, Workflow, no_hard_findings

STATES = (State("draft"), State("in-review"), State("signed"), State("withdrawn", is_final=True))
STEPS = (
    Transition("submit", ("draft",), "in-review", action="submit", guards=(no_hard_findings,)),
    Transition("send back", ("in-review",), "draft", action="edit"),
    Transition("sign", ("in-review",), "signed", action="approve"),
    Transition("put away", ("draft", "in-review", "signed"), "withdrawn", action="withdraw"),
)
WORKFLOW = Workflow("document", STATES, STEPS, may=roles.may)
HARD = Findings([Finding("tests.thing.wrong", "hard")])
SOFT = Findings([Finding("tests.thing.odd", "soft")])


@dataclass
class Thing:
    state: str = "draft"


def test_a_step_changes_the_state_and_says_what_was_done() -> None:
    thing = Thing()
    step = WORKFLOW.apply(thing, "submit", by="secretariat-desk", findings=SOFT)
    assert thing.state == "in-review"
    assert (step.name, step.before, step.after, step.role) == ("submit", "draft", "in-review", "secretariat-desk")


def test_hard_findings_hold_a_step_back() -> None:
    thing = Thing()
    with pytest.raises(Conflict) as refusal:
        WORKFLOW.apply(thing, "submit", by="secretariat-desk", findings=HARD)
    assert (refusal.value.code, thing.state) == ("workflow.step.hard-findings", "draft")


def test_a_step_out_of_another_state_says_that_the_thing_moved_on() -> None:
    with pytest.raises(Conflict) as refusal:
        WORKFLOW.apply(Thing("signed"), "submit", by="secretariat-desk")
    assert refusal.value.code == "workflow.step.moved-on"


def test_what_somebody_did_in_the_meantime_is_not_overrun() -> None:
    thing = Thing("in-review")
    with pytest.raises(Conflict) as refusal:
        WORKFLOW.apply(thing, "put away", by="secretariat-administrator", expected="draft")
    assert (refusal.value.code, thing.state) == ("workflow.step.moved-on", "in-review")


def test_a_role_without_the_grant_is_refused() -> None:
    thing = Thing("in-review")
    with pytest.raises(NotAllowed) as refusal:
        WORKFLOW.apply(thing, "sign", by=["secretariat-desk", "statistician"])
    assert (refusal.value.code, thing.state) == ("workflow.step.role", "in-review")


def test_of_several_roles_the_one_that_may_is_named() -> None:
    step = WORKFLOW.apply(Thing("in-review"), "sign", by=("secretariat-desk", "secretariat-administrator"))
    assert step.role == "secretariat-administrator"


def test_the_offer_leaves_out_what_a_guard_would_refuse() -> None:
    offered = WORKFLOW.allowed(Thing(), by="secretariat-desk", facts=Facts(HARD))
    assert offered == ()
    assert [step.name for step in WORKFLOW.allowed(Thing(), by="secretariat-desk")] == ["submit"]


@given(
    st.sampled_from([state.id for state in STATES]),
    st.sampled_from([*(step.name for step in STEPS), "fly"]),
    st.lists(st.sampled_from(sorted(roles.declared().principals)), max_size=4),
    st.sampled_from([HARD, SOFT, Findings()]),
)
def test_what_is_offered_is_exactly_what_is_accepted(
    state: str, name: str, held: list[str], findings: Findings
) -> None:
    thing = Thing(state)
    offered = name in {step.name for step in WORKFLOW.allowed(thing, by=held, facts=Facts(findings))}
    try:
        WORKFLOW.apply(thing, name, by=held, findings=findings)
    except (Conflict, NotAllowed, Invalid):
        assert not offered
        assert thing.state == state
    else:
        assert offered


@given(st.lists(st.sampled_from([step.name for step in STEPS]), max_size=12))
def test_a_final_state_is_never_left(names: list[str]) -> None:
    thing, final = Thing(), False
    for name in names:
        try:
            WORKFLOW.apply(thing, name, by=list(roles.declared().principals))
        except Conflict:
            continue
        assert not final
        final = thing.state == "withdrawn"


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ((Transition("a", ("nowhere",), "draft", action="edit"),), "workflow.declared.state"),
        ((Transition("a", ("draft",), "nowhere", action="edit"),), "workflow.declared.state"),
        ((Transition("a", ("withdrawn",), "draft", action="edit"),), "workflow.declared.state"),
        ((STEPS[0], STEPS[0]), "workflow.declared.twice"),
    ],
)
def test_a_wrong_declaration_is_refused_at_once(steps: tuple[Transition, ...], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Workflow("document", STATES, steps, may=roles.may)
    assert refusal.value.code == code
