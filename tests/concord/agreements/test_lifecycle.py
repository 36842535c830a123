"""The life of an agreement: steps in order, reasons that are kept, statuses as a dated history."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.agreements import lifecycle
from concord.agreements.gates import Reason, look
from concord.agreements.lifecycle import History, Life, StatusStep, Step, move, record_status
from concord.agreements.lifecycle_declared import declared
from concord.declarations import packs
from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import Conflict, Invalid, NotFound, Refusal
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.periods import PartialDate

TABLE = Path(__file__).parents[2] / "cases" / "agreements" / "statuses.yaml"
TODAY = date(2026, 11, 22)
WHO = "Ministry of Health, Marania (invented)"
DECLARED = ("phases", "gates", "parties", "needs", "ministries", "stakeholders", "objectives")


def refused(code: str, what: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        what()
    assert caught.value.code == code
    assert code in known_codes()
    return caught.value


def lived(*ids: str, start: date = date(2024, 1, 1)) -> Life:
    return Life(tuple(Step(id, start + timedelta(days=30 * at), WHO) for at, id in enumerate(ids)))


@pytest.mark.parametrize("name", DECLARED)
def test_what_is_declared_follows_its_schema(name: str) -> None:
    path = packs.find(f"agreements/{name}.yaml")
    assert problems(read_yaml(path), path.with_name(f"{name}.schema.json"), file=name) == ()


# --- Phases ----------------------------------------------------------------------------------------------------------
def test_the_phases_are_those_of_the_issue_in_order() -> None:
    assert [each.id for each in lifecycle.phases()] == [
        "idea", "needs-assessment", "national-position", "consultation", "negotiation", "signature", "implementation",
        "monitoring", "evaluation", "renewal",
    ]  # fmt: skip
    for each in lifecycle.phases():
        assert set(each.label) == set(each.about) == set(LANGUAGES)
        assert set(each.leads_to) <= set(declared().phases)


def test_a_life_begins_with_the_idea() -> None:
    assert Life().current.id == "idea"
    assert [each.id for each in Life().next] == ["needs-assessment"]


def test_a_met_gate_lets_through_without_a_word() -> None:
    stated = {"analysis-on": TODAY, "analysis-says": True, "analysis-covers": True, "needs-complete": 2}
    seen = look(stated, to="national-position", start="needs-assessment", on=TODAY)
    step = move(lived("needs-assessment"), "national-position", by=WHO, on=TODAY, seen=seen)
    assert (step.phase, step.over) == ("national-position", ())


def test_an_open_gate_wants_a_reason_and_keeps_it() -> None:
    life = lived("needs-assessment")
    seen = look({"needs-complete": 2}, to="national-position", start=life.start, on=TODAY)
    said = refused("agreements.gate.no-reason", lambda: move(life, "national-position", by=WHO, on=TODAY, seen=seen))
    assert said.params["gates"] == "analysis"
    reason = Reason("analysis", "The register is being counted; the analysis follows in March.", WHO, TODAY)
    step = move(life, "national-position", by=WHO, on=TODAY, seen=seen, reasons=[reason])
    assert step.over == (("analysis", reason.reason),)
    assert Step.from_json(step.to_json()) == step


def test_a_blank_reason_is_none() -> None:
    seen = look({"needs-complete": 2}, to="national-position", start="needs-assessment", on=TODAY)
    blank = Reason("analysis", "   ", WHO, TODAY)
    with pytest.raises(Conflict):
        move(lived("needs-assessment"), "national-position", by=WHO, on=TODAY, seen=seen, reasons=[blank])


def test_going_back_wants_a_reason_and_no_gate() -> None:
    life = lived("needs-assessment", "national-position", "consultation", "negotiation")
    refused("agreements.phase.no-reason", lambda: move(life, "consultation", by=WHO, on=TODAY))
    step = move(life, "consultation", by=WHO, on=TODAY, reason="The nurses' council was not asked.")
    assert Life((*life.steps, step)).current.id == "consultation"


def test_the_same_phase_twice_is_refused() -> None:
    refused("agreements.phase.already", lambda: move(lived("consultation"), "consultation", by=WHO, on=TODAY))


def test_no_step_is_dated_before_the_one_before_it() -> None:
    refused(
        "agreements.phase.early",
        lambda: move(lived("consultation"), "negotiation", by=WHO, on=date(2020, 1, 1)),
    )


def test_an_unknown_phase_is_refused() -> None:
    refused("agreements.phase.unknown", lambda: move(Life(), "heaven", by=WHO, on=TODAY))


def test_what_was_skipped_is_shown_as_skipped() -> None:
    life = lived("needs-assessment", "negotiation")
    standing = {each.phase.id: each.standing for each in life.places()}
    assert standing["needs-assessment"] == standing["idea"] == "done"
    assert standing["national-position"] == standing["consultation"] == "skipped"
    assert standing["negotiation"] == "current"
    assert standing["renewal"] == "ahead"


def test_an_outcome_is_decided_in_the_last_phase_alone() -> None:
    refused("agreements.outcome.not-here", lambda: move(Life(), "consultation", by=WHO, on=TODAY, outcome="ended"))
    refused("agreements.outcome.unknown", lambda: move(Life(), "renewal", by=WHO, on=TODAY, outcome="heaven"))


def test_an_ended_agreement_goes_nowhere() -> None:
    life = lived("evaluation", "renewal")
    end = move(life, "renewal", by=WHO, on=TODAY, outcome="ended", reason="Both sides meet their own needs.")
    over = Life((*life.steps, end))
    assert over.is_over
    refused("agreements.phase.over", lambda: move(over, "negotiation", by=WHO, on=TODAY, reason="Again."))


def test_a_replaced_agreement_names_its_successor() -> None:
    life = lived("renewal")
    refused("agreements.outcome.no-name", lambda: move(life, "renewal", by=WHO, on=TODAY, outcome="replaced"))
    step = move(life, "renewal", by=WHO, on=TODAY, outcome="replaced", names="Agreement of 2031")
    assert Life((*life.steps, step)).is_over


def test_a_renewed_agreement_is_assessed_anew() -> None:
    life = lived("needs-assessment", "negotiation", "renewal")
    life = Life((*life.steps, move(life, "renewal", by=WHO, on=date(2026, 1, 1), outcome="renewed")))
    assert not life.is_over
    assert life.start == "idea"
    seen = look({}, to="negotiation", start=life.start, on=TODAY)
    old = [Reason(each.gate.id, "Said in the first turn.", WHO, date(2025, 1, 1)) for each in seen]
    new = [Reason(each.gate.id, "Said in this turn.", WHO, date(2026, 2, 1)) for each in seen]

    def again(reasons: list[Reason]) -> Step:
        return move(life, "negotiation", by=WHO, on=TODAY, seen=seen, reasons=reasons, reason="Renewed for five years.")

    refused("agreements.gate.no-reason", lambda: again(old))
    turned = Life((*life.steps, again(new)))
    assert [each.phase for each in turned.turn] == ["negotiation"]
    assert {each.standing for each in turned.places() if each.phase.id == "needs-assessment"} == {"skipped"}


def test_a_renewed_agreement_goes_on_where_the_renewal_leads() -> None:
    life = lived("renewal")
    life = Life((*life.steps, move(life, "renewal", by=WHO, on=TODAY, outcome="renewed")))
    refused("agreements.phase.not-next", lambda: move(life, "signature", by=WHO, on=TODAY, reason="Now."))


@given(st.lists(st.sampled_from([each.id for each in lifecycle.phases()]), max_size=12))
def test_every_life_has_one_current_phase_and_all_ten_places(ids: list[str]) -> None:
    places = lived(*ids).places()
    assert [each.phase for each in places] == list(lifecycle.phases())
    assert [each.standing for each in places].count("current") == 1


def test_a_step_that_cannot_be_read_is_refused_with_the_field() -> None:
    for body, field in (
        ({"phase": "heaven", "on": "2026-01-01", "by": WHO}, "phase"),
        ({"phase": "idea", "on": "yesterday", "by": WHO}, "on"),
        ({"phase": "idea", "on": "2026-01-01"}, "by"),
        ({"phase": "idea", "on": "2026-01-01", "by": WHO, "over": "analysis"}, "over"),
    ):
        said = refused("agreements.record.field", lambda body=body: Step.from_json(body))
        assert said.params["field"] == field


# --- Status ----------------------------------------------------------------------------------------------------------
def status(given: dict[str, str]) -> StatusStep:
    return StatusStep.from_json(given)


@pytest.mark.parametrize("case", read_yaml(TABLE), ids=lambda case: case["name"])
def test_the_table_of_statuses(case: dict[str, Any]) -> None:
    history = History.of(map(status, case["history"]))
    new = status(case["record"])
    if "refused" in case:
        refused(case["refused"], lambda: record_status(history, new, today=TODAY))
    else:
        after = record_status(history, new, today=TODAY)
        assert after.newest is not None
        assert after.newest.status == case["newest"]
        assert after.findings() == type(after.findings())()


def test_the_status_on_a_day_is_not_dated_earlier_than_is_known() -> None:
    history = History.of([StatusStep("announced", PartialDate(2024, 3)), StatusStep("signed", PartialDate(2025))])
    assert history.on(date(2024, 3, 30)) is None
    found = history.on(date(2025, 6, 1))
    assert found is not None
    assert found.status == "announced"
    found = history.on(date(2025, 12, 31))
    assert found is not None
    assert found.status == "signed"


def test_a_history_is_the_same_in_whatever_order_it_was_recorded() -> None:
    steps = [StatusStep("in-force", PartialDate(2025, 9, 1)), StatusStep("signed", PartialDate(2025, 5, 12))]
    assert History.of(steps) == History.of(reversed(steps))
    assert str(History.of(steps).since("in-force")) == "2025-09-01"


def test_a_published_history_that_cannot_be_so_is_said() -> None:
    history = History.of([StatusStep("ended", PartialDate(2020)), StatusStep("signed", PartialDate(2021))])
    assert {each.code for each in history.findings()} == {"agreements.status.order"}
    assert len(history.findings()) == 2


def test_unknown_ids_are_refused() -> None:
    for what in (lifecycle.phase, lifecycle.outcome, lifecycle.status):
        with pytest.raises(NotFound):
            what("heaven")
    with pytest.raises(Invalid):
        StatusStep.from_json({"status": "heaven", "on": "2020"})
