"""The plan of 2010-2015 is declared whole, and its targets are judged by what is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from concord.declarations import packs, schema
from concord.declarations.read import read_yaml
from concord.programme import history, strategy
from concord.vocabulary.periods import PartialDate

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "strategy" / "targets.yaml")
DOMAIN = Path(__file__).parents[4] / "shared" / "domain"
shared = pytest.mark.skipif(not DOMAIN.exists(), reason="the domain manual is not here")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_target(case: dict[str, Any]) -> None:
    as_of = PartialDate.parse(case["as_of"]).last if "as_of" in case else None
    judged = next(each for each in strategy.results(as_of=as_of) if each.target.id == case["target"])
    seen = {
        "status": judged.status,
        "value": judged.value,
        "needed": judged.target.needed,
        "percent": None if judged.percent is None else str(judged.percent),
        "value_as_of": judged.known.as_of if judged.known else None,
        "stands_in": judged.stands_in,
    }
    assert {key: seen[key] for key in case["expect"]} == case["expect"]


def test_the_cases_leave_no_target_out() -> None:
    assert {case["target"] for case in CASES} == {target.id for target in strategy.load().targets}


def test_five_objectives_hold_fourteen_targets() -> None:
    plan = strategy.load()
    assert [objective.id for objective in plan.objectives] == [f"objective-{number}" for number in range(1, 6)]
    assert [len(plan.targets_of(objective)) for objective in plan.objectives] == [2, 2, 4, 4, 2]


@shared
def test_every_target_of_the_manual_is_there_with_its_quantity_and_date() -> None:
    manual = json.loads((DOMAIN / "seed_targets.json").read_text(encoding="utf-8"))
    plan = strategy.load()
    for objective in manual["objectives"]:
        for wanted in objective["targets"]:
            target = plan.target(f"target-{wanted['id']}")
            assert (target.date, target.date_text) == (wanted["date"], wanted["date_text"])
            assert target.comparison.replace("-", " ") == wanted["comparison"]
            if isinstance(wanted["quantity"], int):
                assert target.wanted == wanted["quantity"]
            elif isinstance(wanted["quantity"], dict):
                assert [amount for _, amount in target.parts] + [target.wanted] == list(wanted["quantity"].values())


@shared
def test_table_2_and_table_5_are_whole() -> None:
    manual = json.loads((DOMAIN / "seed_vocabularies.json").read_text(encoding="utf-8"))
    plan = strategy.load()
    for name in ("audiences", "products", "channels", "partners"):
        assert len(getattr(plan, name)) == len(manual["table_2"][name])
    assert [year for year, _ in plan.activities] == list(manual["table_5_years"])
    assert len(plan.tiers) == len(manual["tiers"])
    assert len(plan.categories) == len(manual["global_activity_categories"])
    assert len(plan.mechanisms) == sum(len(each) for each in manual["country_level_mechanisms"].values())


def test_the_parts_of_an_amount_add_up_to_it() -> None:
    for target in strategy.load().targets:
        if target.parts:
            assert sum(amount for _, amount in target.parts) == target.wanted


def test_the_timeline_runs_from_the_first_resolution_to_the_third_report() -> None:
    plan = strategy.load()
    assert plan.timeline[0].start == "2004-05"
    assert plan.timeline[-1].start == "2019"
    assert all(PartialDate.parse(event.start) for event in plan.timeline)
    assert all(PartialDate.parse(event.until) for event in plan.timeline if event.until)


def test_the_plans_own_inconsistencies_stand_beside_the_items_they_concern() -> None:
    plan = strategy.load()
    items = {"plan", "budget"} | {line.id for line in plan.budget.lines} | {event.id for event in plan.timeline}
    items |= {target.id for target in plan.targets} | {objective.id for objective in plan.objectives}
    items |= {activity.id for _, activity in plan.activities}
    assert len(plan.notes) == 12
    for note in plan.notes:
        assert note.concerns
        assert set(note.concerns) <= items
    assert [note.id for note in plan.notes_on("target-4.2")] == ["circulated-before-finished"]
    assert "31.44" in plan.notes_on("budget-staff")[0].words


def test_nothing_is_corrected_for_the_plan() -> None:
    plan = strategy.load()
    assert plan.target("target-4.2").date < plan.target("target-4.1").date
    hearings = next(event for event in plan.timeline if event.id == "timeline-hearings")
    assert hearings.start == "2010-03"


def test_the_objectives_serve_paragraphs_of_the_code() -> None:
    from concord import articles

    known = {obligation.id for obligation in articles.load().obligations}
    assert {paragraph for objective in strategy.load().objectives for paragraph in objective.articles} <= known


def test_no_result_of_a_target_depends_on_which_count_of_member_states_is_taken() -> None:
    from dataclasses import replace

    from concord.indicators.targets import judge

    plan = strategy.load()
    for states in (193, 194):
        other = [
            replace(target, denominator=replace(target.denominator, value=states)) if target.denominator else target
            for target in plan.targets
        ]
        seen = [judged.status for judged in judge(other, history.load())]
        assert seen == [judged.status for judged in strategy.results(plan)]


@pytest.mark.parametrize("folder", ["history", "programme", "programme/strategy-2010-2015"])
def test_the_declared_files_of_the_plan_follow_their_schema(folder: str) -> None:
    rules = packs.find(f"{folder}/schema.json")
    for path in packs.each(folder):
        assert schema.problems(read_yaml(path), rules, file=path.name) == ()


def test_every_known_count_has_a_source_and_a_date_that_can_be_read() -> None:
    for known in history.load():
        assert known.source
        assert known.day
        assert known.link or not known.is_fact
        assert known.file.startswith(("history/", "rounds/"))


def test_a_count_that_was_never_checked_decides_nothing() -> None:
    unchecked = [known for known in history.load() if not known.is_fact]
    assert unchecked
    assert not {id(judged.known) for judged in strategy.results()} & {id(known) for known in unchecked}
