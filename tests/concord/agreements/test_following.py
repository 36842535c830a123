"""Following an agreement: plan and delays, figures side by side, the anonymous survey, evaluation and its report."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.agreements import (
    evaluation,
    evaluation_report,
    monitoring,
    monitoring_sources,
    plan,
    worker_survey,
    worker_survey_file,
)
from concord.agreements.evaluation import Evaluation, Lesson, Recommendation, Verdict
from concord.agreements.monitoring import Target, Told, side_by_side
from concord.agreements.monitoring_declared import declared
from concord.agreements.objectives import Chosen, goals
from concord.agreements.plan import Action, Decision, Meeting, Paper, Plan
from concord.agreements.plan_progress import progress, public
from concord.declarations.messages import known_codes
from concord.declarations.packs import BUILT_IN
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.documents.model import Table
from concord.documents.render import docx, html
from concord.documents.sentences import wordings
from concord.errors import Invalid, NotFound
from concord.instrument import library
from concord.instrument.routing import evaluate
from concord.vocabulary.money import Money
from concord.vocabulary.structures import structure
from concord.vocabulary.text import Text

CASES = Path(__file__).resolve().parents[2] / "cases" / "agreements"
TODAY = dt.date(2026, 11, 22)


def day(shift: int) -> dt.date:
    return TODAY + dt.timedelta(days=shift)


def action(id: str = "a", **more: Any) -> Action:
    usual = {"title": Text(en=f"Action {id}"), "party": "origin", "owner": "Ministry", "end": day(100)}
    return Action(id, **{**usual, **more})


# --- The plan --------------------------------------------------------------------------------------------------------
def test_a_plan_tells_what_is_late_what_was_not_begun_and_what_comes() -> None:
    listed = (
        action("late", end=day(-10), state="under-way"),
        action("later", end=day(-40), state="under-way"),
        action("today", end=TODAY, state="under-way"),
        action("not-begun", start=day(-5), end=day(90)),
        action("soon", end=day(30), state="under-way"),
        action("far", end=day(31), state="under-way"),
        action("done-late", end=day(-20), state="done", done_on=day(-10)),
        action("stopped", end=day(-90), state="stopped"),
    )
    stands = progress(Plan(listed), today=TODAY)
    assert [(each.kind, each.id, each.days) for each in stands.delays] == [
        ("late", "later", 40), ("late", "late", 10), ("not-begun", "not-begun", 5), ("due-soon", "soon", 30),
        ("due-soon", "today", 0),
    ]  # fmt: skip
    assert stands.states == {"planned": 1, "under-way": 5, "done": 1, "stopped": 1}


def test_finished_on_its_last_day_is_in_time_and_a_day_later_is_not() -> None:
    at, after = (action(id, end=day(-20), state="done", done_on=day(shift)) for id, shift in (("x", -20), ("y", -19)))
    assert progress(Plan((at, after)), today=TODAY).on_time == (1, 2)
    assert progress(Plan((action(),)), today=TODAY).on_time is None


def test_what_was_finished_after_its_date_stays_a_delay() -> None:
    listed = (action("a", end=day(-80), state="done", done_on=day(-17)),
              action("b", end=day(-80), state="done", done_on=day(-80)))  # fmt: skip
    decided = (Decision("d", "m", Text(en="Send teachers"), due=day(-50), done_on=day(-33)),)
    stands = progress(Plan(listed, (), decided), today=TODAY)
    assert [(each.kind, each.id, each.days, each.done_on) for each in stands.finished_late] == [
        ("finished-late", "a", 63, day(-17)), ("finished-late", "d", 17, day(-33)),
    ]  # fmt: skip
    assert (stands.late, stands.on_time) == ((), (1, 2))


def test_who_was_at_a_meeting_goes_out_only_where_the_parties_publish_it() -> None:
    met = Meeting("m", TODAY, True, present=("Tomas Adeyemi",), is_public=True)
    listed = Plan((), (met, replace(met, id="n", is_present_public=True)))
    assert [each.present for each in public(listed).plan.meetings] == [(), ("Tomas Adeyemi",)]


def test_money_is_summed_by_currency_and_what_was_not_costed_is_counted() -> None:
    dollars, pounds = Money(Decimal("10.50")), Money(Decimal(7), "GBP")
    listed = (action("a", budget=dollars, spent=dollars), action("b", budget=dollars), action("c", budget=pounds),
              action("d"), action("e", state="done", done_on=TODAY))  # fmt: skip
    stands = progress(Plan(listed), today=TODAY)
    assert stands.budget == (pounds, Money(Decimal("21.00")))
    assert (stands.spent, stands.without_budget) == ((dollars,), 1)


def test_decisions_of_the_committee_are_late_too_and_meetings_are_counted_up_to_now() -> None:
    meetings = (Meeting("m1", day(-100), True), Meeting("m2", day(-3)), Meeting("m3", day(80)), Meeting("m4", day(20)))
    decided = (Decision("d1", "m1", Text(en="Send lists"), due=day(-1)),
               Decision("d2", "m1", Text(en="Pay"), due=day(-9), done_on=day(-9)))  # fmt: skip
    stands = progress(Plan((), meetings, decided), today=TODAY)
    assert [(each.id, each.days) for each in stands.late] == [("d1", 1)]
    assert stands.finished_late == ()
    assert (stands.meetings_held, stands.meetings_due, stands.next_meeting) == (1, 2, day(20))
    assert stands.decisions_open == 1


@pytest.mark.parametrize(
    ("change", "reason", "level"),
    [
        ({"start": day(5), "end": day(4)}, "order", "hard"),
        ({"state": "done", "done_on": day(1)}, "future", "hard"),
        ({"owner": ""}, "no-owner", "soft"),
        ({"end": None}, "no-end", "soft"),
        ({"budget": Money(Decimal(5)), "spent": Money(Decimal(6))}, "over-budget", "soft"),
        ({"indicator": "happiness"}, "indicator-own", "note"),
    ],
)
def test_what_is_wrong_with_an_action_is_told(change: dict[str, Any], reason: str, level: str) -> None:
    right = action(indicator="persons-moved", budget=Money(Decimal(5)))
    assert not plan.check(Plan((right,)), today=TODAY, indicators=["persons-moved"])
    found = plan.check(Plan((replace(right, **change),)), today=TODAY, indicators=["persons-moved"])
    assert [(each.code, each.level, each.where.item) for each in found] == [(f"agreements.plan.{reason}", level, "a")]
    assert found[0].code in known_codes()


def test_a_decision_belongs_to_a_meeting_and_an_empty_plan_says_so() -> None:
    found = plan.check(Plan((), (), (Decision("d", "m", Text(en="x"), action="a"),)), today=TODAY)
    assert {each.code.rpartition(".")[2] for each in found} == {"no-meeting", "no-action", "empty"}


def test_an_action_goes_only_where_it_may_and_is_not_stopped_without_a_word() -> None:
    begun = action().moved("under-way", today=TODAY)
    done = begun.moved("done", today=TODAY)
    assert (done.state, done.done_on) == ("done", TODAY)
    assert done.moved("under-way", today=TODAY).done_on is None
    for wrong, code in ((lambda: done.moved("stopped", today=TODAY, why="x"), "step"),
                        (lambda: begun.moved("stopped", today=TODAY, why=" "), "no-reason")):  # fmt: skip
        with pytest.raises(Invalid) as caught:
            wrong()
        assert caught.value.code == f"agreements.plan.{code}"
        assert caught.value.code in known_codes()


def test_the_public_part_leaves_out_what_is_not_public_and_says_how_much() -> None:
    whole = Plan(
        (action("a", why="the minister is ill"), action("b", is_public=False)),
        (Meeting("m", TODAY, is_public=False), Meeting("n", TODAY, is_public=True)),
        (Decision("d", "m", Text(en="hidden with its meeting"), is_public=True),),
        (Paper("p", Text(en="Prices"), is_public=False),),
    )
    found = public(whole)
    assert ([each.id for each in found.plan.actions], found.plan.actions[0].why) == (["a"], "")
    assert ([each.id for each in found.plan.meetings], found.plan.decisions, found.plan.papers) == (["n"], (), ())
    assert found.withheld == {"actions": 1, "meetings": 1, "decisions": 1, "papers": 1}


WHOLE: list[Any] = [
    Action("a", Text(en="x", fr="y"), "both", "Office", Money(Decimal("5.5")), Money(Decimal(1), "GBP"), day(1), day(2),
           "done", day(0), "persons-moved", ("need-1",), ("5.1",), False, "why"),
    Meeting("m", TODAY, True, "Port", ("origin",), Text(en="said"), True, True),
    Decision("d", "m", Text(en="x"), "origin", day(3), day(4), "a", True),
    Paper("p", Text(en="x"), TODAY, "file-1", "https://example.org/p", True),
    Told("persons-moved", 2026, "origin", 104.0, 100.0, 110.0, "register", "n", {"occupation": "2221"}, 12),
    Target("places-filled", 180.0, "at-least", 2028, False, "7.2", 0.0, 2025, "annex", {}),
    Evaluation("e", "final", TODAY, day(9), "Institute", True, Text(en="s"), (Verdict("o", "partly", Text(en="b")),),
               (Recommendation(Text(en="r"), "origin"),), "renew", False),
    Lesson("l", Text(en="t"), Text(en="h"), Text(en="a"), "negotiation", "CL27", "origin", TODAY, True),
]  # fmt: skip


@pytest.mark.parametrize("value", WHOLE, ids=lambda value: type(value).__name__)
def test_what_is_written_to_a_record_is_read_back_the_same(value: Any) -> None:
    assert type(value).from_json(value.to_json()) == value
    for field in ("id", "indicator", "kind"):
        if field in value.to_json():
            with pytest.raises((Invalid, NotFound)):
                type(value).from_json({**value.to_json(), field: 7})


@pytest.mark.parametrize(
    "wrong", [{"amount": "-1"}, {"amount": "x"}, {"amount": "NaN"}, {"amount": "1", "currency": "usd"}]
)
def test_money_that_is_none_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        Action.from_json({"id": "a", "title": {"en": "x"}, "budget": wrong})


def test_a_document_elsewhere_has_an_https_address() -> None:
    with pytest.raises(Invalid):
        Paper.from_json({"id": "p", "title": {"en": "x"}, "link": "javascript:alert(1)"})


# --- Side by side ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", read_yaml(CASES / "monitoring.yaml"), ids=lambda case: case["name"])
def test_standings(case: dict[str, Any]) -> None:
    targets = [Target("persons-moved", **case["target"])] if "target" in case else []
    said = {by: each if isinstance(each, dict) else {"value": float(each)} for by, each in case["told"].items()}
    told = [Told("persons-moved", case["year"], by, **each) for by, each in said.items()]
    (row,) = side_by_side(told, targets, year=case["year"])
    wanted = case["expect"]
    assert row.standing == wanted["standing"]
    if "progress" in wanted:
        assert row.progress == (pytest.approx(wanted["progress"], abs=1e-4) if wanted["progress"] else None)
    if "differs" in wanted:
        assert row.differs == pytest.approx(wanted["differs"], abs=1e-4)
        assert row.is_marked == wanted["marked"]
    if "each" in wanted:
        assert row.each == wanted["each"]
    if "told" in wanted:
        assert {by: each.value for by, each in row.told.items()} == wanted["told"]


def test_every_indicator_has_its_newest_year_and_its_own_breakdowns() -> None:
    told = [Told("persons-moved", 2026, "origin", 1), Told("persons-moved", 2025, "origin", 9),
            Told("persons-moved", 2026, "origin", 7, of={"occupation": "2221"}),
            Told("paid-fees", 2024, "survey", 5)]  # fmt: skip
    rows = side_by_side(told, [Target("places-filled", 5, "at-least", 2030)])
    assert [(row.indicator.id, dict(row.of), row.year) for row in rows] == [
        ("persons-moved", {}, 2026), ("persons-moved", {"occupation": "2221"}, 2026), ("places-filled", {}, 2030),
        ("paid-fees", {}, 2024),
    ]  # fmt: skip
    assert list(monitoring.series(told, "persons-moved")["origin"]) == [2025, 2026]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"indicator": "nurses"}, "indicator-unknown"), ({"value": -1}, "below-zero"), ({"low": 200}, "bounds"),
     ({"of": {"colour": "red"}}, "breakdown"), ({"indicator": "paid-fees", "value": 101}, "percent")],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_refused(change: dict[str, Any], code: str) -> None:
    right = {"indicator": "persons-moved", "year": 2026, "by": "origin", "value": 104}
    assert Told.from_json(right).value == 104
    with pytest.raises((Invalid, NotFound)) as caught:
        Told.from_json({**right, **change})
    assert caught.value.code == f"agreements.monitoring.{code}"
    assert caught.value.code in known_codes()


@given(st.floats(0, 500), st.floats(0, 500), st.integers(2020, 2035))
def test_a_met_target_has_gone_all_the_way_and_what_has_not_has_not(value: float, wanted: float, year: int) -> None:
    target = Target("persons-moved", wanted, "at-least", 2030, baseline=0.0, baseline_year=2025)
    standing, part = monitoring.judge(value, target, year), monitoring.progress(value, target)
    assert (standing == "met") == (value >= wanted)
    assert part is None if wanted == 0 else (part == 1) == (value >= wanted)
    assert standing in ("met", "missed") or year < 2030


def test_the_data_set_tells_who_came_through_whatever_channel_and_a_hidden_cell_is_not_nothing() -> None:
    columns = ("area", "origin", "row_kind", "year", "occupation", "headcount", "status")
    rows = [dict(zip(columns, each, strict=True)) for each in (
        ("GBR", "KEN", "origin", 2024, "2221", 40, "normal"), ("GBR", "KEN", "origin", 2024, "T", 90, "normal"),
        ("GBR", "KEN", "origin", 2023, "T", None, "suppressed"), ("GBR", "GHA", "origin", 2024, "T", 5, "normal"),
        ("KEN", "GBR", "origin", 2024, "T", 6, "normal"), ("GBR", None, "total", 2024, "T", 900, "normal"),
    )]  # fmt: skip
    assert set(columns) <= {each.name for each in structure("mds-inflow-by-training").columns}
    found = list(monitoring_sources.from_inflow(rows, origin="KEN", destination="GBR", total="T"))
    assert [(each.year, each.value, dict(each.of), each.by) for each in found] == [
        (2024, 40.0, {"occupation": "2221"}, "data-set"), (2024, 90.0, {}, "data-set"),
    ]  # fmt: skip
    assert {each.note for each in found} == {monitoring_sources.DATA_SET_NOTE}
    results = [{"indicator": "density", "area": "KEN", "year": 2020, "value": 13.4},
               {"indicator": "reliance", "area": "KEN", "year": 2020, "value": 1.0},
               {"indicator": "reliance", "area": "GBR", "year": 2020, "value": 0.3}]  # fmt: skip
    scaled = list(monitoring_sources.from_results(results, origin="KEN", destination="GBR", scale={"reliance": 100}))
    assert [(each.indicator, each.value) for each in scaled] == [("density", 13.4), ("reliance", 30.0)]


def test_account_and_plan_tell_what_they_know() -> None:
    from concord.agreements.account import account
    from concord.agreements.account_given import read

    told = {"source": "ledger", "by": "both"}
    asked = read({"first": 2026, "years": 2, "price_year": 2025, "draws": 100, "inputs": {
        "moved": {"value": 10, **told}, "payments-promised": {"value": 9, **told},
        "payments-delivered": {"by_year": {"2026": {"value": 7}}, **told}}}).asked  # fmt: skip
    assert asked is not None
    (paid,) = monitoring_sources.from_account(account(asked))
    assert (paid.indicator, paid.year, paid.value, paid.source) == ("payments-made", 2026, 7, "ledger")
    listed = (action("a", end=day(-2), state="done", done_on=day(-3)), action("b", end=day(-2), state="under-way"))
    papers = (Paper("p", Text(en="x"), is_public=True), Paper("q", Text(en="x")))
    whole = Plan(listed, (Meeting("m", TODAY, True),), (), papers)
    found = {each.indicator: each.value for each in monitoring_sources.from_plan(whole, today=TODAY)}
    assert found == {"meetings-held": 1, "actions-on-time": 50, "papers-public": 50}


def test_meetings_count_in_the_year_in_which_they_were_held_and_a_year_without_one_has_none() -> None:
    def held(*meetings: Meeting) -> dict[int, float]:
        told = monitoring_sources.from_plan(Plan(meetings=meetings), today=dt.date(2026, 11, 23))
        return {each.year: each.value for each in told if each.indicator == "meetings-held"}

    twice = (Meeting("a", dt.date(2023, 2, 1), True), Meeting("b", dt.date(2023, 9, 1), True))
    missed, to_come = Meeting("c", dt.date(2024, 2, 1)), Meeting("d", dt.date(2027, 2, 1))
    assert held(*twice, Meeting("e", dt.date(2025, 2, 1), True), to_come) == {2023: 2, 2024: 0, 2025: 1, 2026: 0}
    assert held(missed) == {2024: 0, 2025: 0, 2026: 0}
    assert held(to_come) == {}


def test_the_data_set_tells_who_was_there_before_and_each_indicator_keeps_its_own_last_years() -> None:
    columns = ("area", "origin", "row_kind", "year", "occupation", "headcount", "status")
    rows = [
        dict(zip(columns, ("GBR", "KEN", "origin", year, "221", 900, "normal"), strict=True)) for year in (1990, 2018)
    ]
    there = list(monitoring_sources.from_stock(rows, origin="KEN", destination="GBR"))
    assert [(each.indicator, each.year, each.value) for each in there] == [
        ("persons-there", 1990, 900.0), ("persons-there", 2018, 900.0),
    ]  # fmt: skip
    density = monitoring_sources.Told("density", 2024, "data-set", 2.3)
    kept = monitoring_sources.newest([*there, density], years=12)
    assert [(each.indicator, each.year) for each in kept] == [("persons-there", 2018), ("density", 2024)]


def test_a_range_of_the_data_set_comes_along() -> None:
    result = {"indicator": "reliance", "area": "GBR", "year": 2020, "value": 0.3, "low": 0.25, "high": 0.4}
    (told,) = monitoring_sources.from_results([result], origin="KEN", destination="GBR", scale={"reliance": 100})
    assert (told.low, told.value, told.high) == (25, 30, 40)


def test_declared_indicators_follow_their_schema_have_a_name_and_a_goal_and_a_question_that_is_asked() -> None:
    folder = BUILT_IN / "agreements"
    file = read_yaml(folder / "indicators.yaml")
    assert problems(file, folder / "indicators.schema.json", file="indicators.yaml") == ()
    words = set(wordings("documents/agreement-following"))
    survey = read_rows("survey")
    choices = {(row["list_name"], row["name"]) for row in read_rows("choices")}
    lists = {row["name"]: row["type"].partition(" ")[2] for row in survey}
    for each in declared().indicators.values():
        assert f"indicator-{each.id}" in words
        assert f"unit-{each.unit.replace('_', '-')}" in words
        assert each.goal in goals()
        assert not each.question or (lists[each.question], each.answer) in choices
        assert bool(each.question) == ("survey" in each.sources)
    assert {f"standing-{each}" for each in monitoring.STANDINGS} <= words
    assert {f"teller-{each}" for each in monitoring.TELLERS} <= words
    assert {f"outcome-{each}" for each in evaluation.OUTCOMES} <= words


def read_rows(sheet: str) -> list[dict[str, str]]:
    import csv

    with (BUILT_IN / "instruments" / "worker-survey" / f"{sheet}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# --- The survey ------------------------------------------------------------------------------------------------------
def test_the_survey_is_an_instrument_in_six_languages_that_asks_for_nobodys_name() -> None:
    read = library.check(worker_survey.ID)
    assert not read.findings
    assert set(worker_survey.instrument().languages) == {"ar", "zh", "en", "fr", "ru", "es"}
    assert worker_survey.instrument().use == "other"
    kinds = {row["type"].split()[0] for row in read_rows("survey")}
    assert kinds <= {"begin_group", "end_group", "note", "select_one", "text"}
    assert [row["name"] for row in read_rows("survey") if row["type"] == "text"] == ["comment"]
    assert {row["name"] for row in read_rows("survey") if row["required"]} == {"consent"}


def asked_in(survey: Any, given: dict[str, str]) -> set[str]:
    return {each.rpartition("/")[2] for each in evaluate(survey, given, today=TODAY).asked}


def test_who_does_not_want_to_take_part_is_asked_nothing_more() -> None:
    survey = worker_survey.instrument()
    for said, asked in (("no", False), ("yes", True)):
        found = asked_in(survey, {"consent": said})
        assert ("informed" in found) == asked
    complained = {"consent": "yes", "complained": "yes"}
    assert "complaint_answered" in asked_in(survey, complained)


def answers(yes: int, no: int, unknown: int = 0, **more: str) -> list[dict[str, str]]:
    given = [("yes", yes), ("no", no), ("unknown", unknown)]
    return [{"consent": "yes", "equal_pay": said, **more} for said, count in given for _ in range(count)]


def told_by(rows: list[dict[str, str]]) -> worker_survey.Summary:
    return worker_survey.summary([worker_survey.counted(rows, year=2026)])


def test_a_share_leaves_out_who_does_not_know_and_has_its_interval() -> None:
    found = told_by([*answers(15, 35, 8), {"consent": "no", "equal_pay": "yes"}])
    share = next(each for each in found.shares if each.indicator == "equal-pay")
    assert (found.took_part, found.declined, share.answers, share.percent) == (58, 1, 50, 30.0)
    assert (round(share.low or 0, 1), round(share.high or 0, 1)) == (19.1, 43.8)


def test_below_ten_answers_nothing_is_told() -> None:
    nine, ten = (next(each for each in told_by(answers(count, 4)).shares if each.indicator == "equal-pay")
                 for count in (5, 6))  # fmt: skip
    assert (nine.percent, nine.low) == (None, None)
    assert ten.percent == 60
    told = monitoring_sources.from_survey(told_by(answers(6, 4)), year=2026)
    assert [(each.indicator, each.value, each.answers) for each in told] == [("equal-pay", 60, 10)]
    assert not list(monitoring_sources.from_survey(told_by(answers(5, 4)), year=2026))


def test_a_question_with_one_rare_choice_is_left_out_whole() -> None:
    many = [{"consent": "yes", "channel": "agency", "plans": "stay"} for _ in range(20)]
    found = told_by([*many, *({"consent": "yes", "channel": "self", "plans": "stay"} for _ in range(9))])
    assert found.counts == {"plans": {"stay": 29}}
    assert "channel" in found.too_few


def test_two_rows_cannot_be_told_apart_in_what_is_kept() -> None:
    """Whoever swaps the answers of two people to one question gets the same counts: no two answers hang together."""
    one = [{"consent": "yes", "equal_pay": "yes", "paid_recruiter": "no", "channel": "agency"} for _ in range(12)]
    two = [{"consent": "yes", "equal_pay": "no", "paid_recruiter": "yes", "channel": "agency"} for _ in range(12)]
    mixed = [{**each, "paid_recruiter": other["paid_recruiter"]} for each, other in zip(one, two, strict=True)]
    mixed += [{**each, "paid_recruiter": other["paid_recruiter"]} for each, other in zip(two, one, strict=True)]
    kept = worker_survey.counted([*one, *two], year=2026)
    assert kept == worker_survey.counted(mixed, year=2026)
    assert kept.to_json() == {
        "year": 2026, "took_part": 24, "declined": 0, "counts": {"channel": {"agency": 24}},
        "shares": {"equal_pay": {"said": 12, "of": 24}, "paid_recruiter": {"said": 12, "of": 24}},
    }  # fmt: skip
    assert worker_survey.Batch.from_json(kept.to_json()) == kept


@pytest.mark.parametrize(
    ("rows", "shares", "counts"),
    [
        pytest.param(answers(5, 4), {}, {}, id="nine answered"),
        pytest.param(answers(6, 4), {"equal_pay": {"said": 6, "of": 10}}, {}, id="ten answered"),
        pytest.param(answers(6, 4, unknown=3), {"equal_pay": {"said": 6, "of": 10}}, {}, id="some do not know"),
        pytest.param([*answers(10, 4, channel="agency"), *answers(0, 1, channel="self")],
                     {"equal_pay": {"said": 10, "of": 15}}, {}, id="one came by another way"),
        pytest.param(answers(8, 4, channel="agency"), {"equal_pay": {"said": 8, "of": 12}},
                     {"channel": {"agency": 12}}, id="all came by one way"),
    ],
)  # fmt: skip
def test_nothing_that_points_to_a_person_is_kept(rows: Any, shares: Any, counts: Any) -> None:
    kept = worker_survey.counted(rows, year=2026).to_json()
    assert (kept["shares"], kept["counts"]) == (shares, counts)


def test_what_earlier_versions_kept_is_counted_where_it_is_read() -> None:
    rows = [*answers(6, 4), {"consent": "no", "equal_pay": "no"}]
    before = {"year": 2025, "answers": rows}
    assert worker_survey.Batch.from_json(before) == worker_survey.counted(rows, year=2025)
    today = worker_survey.restated(before)
    assert "answers" not in today
    assert worker_survey.restated(today) == today
    with pytest.raises(Invalid):
        worker_survey.Batch.from_json({"year": 2025, "took_part": 12})


def test_batches_add_up_and_one_that_tells_too_little_adds_nothing() -> None:
    batches = [worker_survey.counted(answers(*each), year=2026) for each in ((6, 4), (20, 0), (3, 3))]
    share = next(each for each in worker_survey.summary(batches).shares if each.indicator == "equal-pay")
    assert (share.answers, round(share.percent or 0)) == (30, 87)
    assert worker_survey.summary(batches).took_part == 36


# --- Evaluation ------------------------------------------------------------------------------------------------------
def objective(id: str = "o", indicator: str = "agreement/persons-moved", goal: str = "worker-welfare") -> Chosen:
    return Chosen(id, goal, "origin", Text(en=f"Objective {id}"), "", indicator)


def judged(said: str = "achieved", **more: Any) -> Evaluation:
    verdicts = (Verdict("o", said, Text(en="As counted.")),)  # type: ignore[arg-type]
    return replace(Evaluation("e", "mid-term", day(-300), day(-1), "Institute", True, verdicts=verdicts), **more)


def codes(of: Evaluation, *, told: dict[str, float] | None = None, **more: Any) -> list[str]:
    figures = [Told("persons-moved", 2026, by, value) for by, value in (told or {}).items()]  # type: ignore[arg-type]
    rows = side_by_side(figures, [Target("persons-moved", 100, "at-most", 2026, True)], year=2026)
    usual: dict[str, Any] = {"objectives": [objective()], "rows": rows, "has_survey": True, "today": TODAY}
    found = evaluation.check(of, **{**usual, **more})
    assert {each.code for each in found} <= known_codes()
    return [each.code.rpartition(".")[2] for each in found]


def test_a_verdict_that_figures_contradict_is_told_and_one_that_the_parties_dispute_too() -> None:
    assert codes(judged("achieved"), told={"origin": 90}) == []
    assert codes(judged("achieved"), told={"origin": 110}) == ["contradicts"]
    assert codes(judged("not-achieved"), told={"origin": 90}) == ["contradicts"]
    assert codes(judged("achieved"), told={"origin": 90, "destination": 110}) == ["disputed"]
    assert codes(judged("cannot-tell")) == []


def test_what_an_evaluation_lacks_is_told() -> None:
    bare = Evaluation("e", "final", day(10), day(5))
    assert codes(bare, has_survey=False) == [
        "order", "workers-not-asked", "no-verdict", "not-independent", "to-come",
    ]  # fmt: skip
    assert codes(judged(), objectives=[]) == ["unknown-objective", "no-objectives"]
    assert codes(judged(verdicts=(Verdict("o", "partly"),))) == ["no-reason"]


def material(**more: Any) -> evaluation_report.Material:
    told = [Told("persons-moved", 2026, "origin", 104), Told("persons-moved", 2026, "destination", 109),
            Told("persons-moved", 2026, "data-set", 150, note="all-channels")]  # fmt: skip
    targets = [Target("persons-moved", 120, "at-most", 2030, True), Target("places-filled", 180, "at-least", 2028)]
    whole = Plan((action("a", end=day(-9), state="under-way"),), (Meeting("m", day(-9), True),))
    usual: dict[str, Any] = {
        "agreement": Text(en="An agreement"),
        "names": {"origin": Text(en="Marania"), "destination": Text(en="Velmark")},
        "evaluation": judged(summary=Text(en="It went well."), recommendations=(Recommendation(Text(en="Go on")),)),
        "objectives": (objective(), objective("p", "")), "rows": side_by_side(told, targets), "plan": whole,
        "progress": progress(whole, today=TODAY), "survey": told_by(answers(6, 4)),
        "lessons": (Lesson("l", Text(en="Pay early"), Text(en="Money came late."), Text(en="Fix a date.")),),
        "invented": True,
    }  # fmt: skip
    return evaluation_report.Material(**{**usual, **more})


def test_the_report_shows_both_figures_the_verdicts_the_delays_and_what_is_not_known() -> None:
    page = html.page(evaluation_report.compose(material(), "en", as_of=TODAY))
    for said in (
        "Invented example", "104", "109", "150 (data set)", "at most 120 in every year", "Objective o", "As counted.",
        "Action a", "Pay early", "Go on (both)", "60 (31 to 83)", "Training places filled (training places)",
        "No benefit account", "Objective p", "differ for",
    ):  # fmt: skip
        assert said in page, said
    assert "106.5" not in page
    assert page.index("Marania says") < page.index("Velmark says")


def test_objectives_stand_under_four_goals_for_both_countries_with_indicator_baseline_target_and_result() -> None:
    told = [Told("persons-moved", 2026, "origin", 12), Told("persons-moved", 2026, "destination", 9)]
    wanted = Target("persons-moved", 10, "at-most", 2030, baseline=31, baseline_year=2024)
    of = material(objectives=(objective(), objective("p", "")), rows=side_by_side(told, [wanted]))
    tables = [each for each in evaluation_report.compose(of, "en", as_of=TODAY).blocks
              if isinstance(each, Table) and each.id.startswith("table-goal-")]  # fmt: skip
    assert len(tables) == 4
    heads = ["objective", "side", "indicator", "baseline", "target", "result", "verdict", "because"]
    for table in tables:
        assert [each.id for each in table.columns] == heads
        assert {row[1].text for row in table.rows} == {"origin", "destination"}
    rows = {row[0].text: [cell.text for cell in row] for table in tables for row in table.rows}
    counted, uncounted = (rows[f"Objective {id}"] for id in ("o", "p"))
    assert counted[2:6] == ["Persons who moved", "31 (2024)", "at most 10 by 2030",
                            "2026: 12 (origin); 9 (destination)"]  # fmt: skip
    assert uncounted[3:6] == ["not known"] * 3
    assert rows["none was set"][2:] == ["–"] * 6


def test_a_figure_reads_alike_wherever_the_report_shows_it() -> None:
    told = [Told("vacancy-rate", 2026, "origin", 13.5, 12.4, 14.7)]
    of = material(objectives=(objective("o", "agreement/vacancy-rate"),), rows=side_by_side(told))
    tables = {each.id: each for each in evaluation_report.compose(of, "en", as_of=TODAY).blocks
              if isinstance(each, Table)}  # fmt: skip
    assert [row[2].text for row in tables["table-indicators"].rows] == ["13.5 (12.4 to 14.7)"]
    results = [row[5].text for row in tables["table-goal-worker-welfare"].rows]
    assert "2026: 13.5 (12.4 to 14.7) (origin)" in results


def test_the_report_without_anything_says_what_is_not_there() -> None:
    empty = evaluation_report.Material(Text(en="X"), {}, Evaluation("e", "final", day(-9), day(-1)))
    page = html.page(evaluation_report.compose(empty, "en", as_of=TODAY))
    for said in ("No objectives were set out", "There is no plan", "were not asked", "No lessons", "No advice"):
        assert said in page


def test_equal_material_gives_equal_bytes_in_word_too() -> None:
    first, again = (docx.render(evaluation_report.compose(material(), "fr", as_of=TODAY)) for _ in range(2))
    assert first == again


def test_headings_of_the_report_stand_in_order() -> None:
    ids = [block.id for block in evaluation_report.compose(material(), "en", as_of=TODAY).blocks
           if getattr(block, "id", "").startswith("part-")]  # fmt: skip
    order = ["objectives", "indicators", "plan", "account", "workers", "lessons", "recommendations", "unknown"]
    assert ids == [f"part-{each}" for each in order]
    assert all(one != other for one, other in pairwise(ids))


def test_received_answers_keep_choices_alone_and_lose_their_order() -> None:
    rows = [
        {
            "before_start/consent_page/consent": "yes",
            "working-working_page-equal_pay": "no",
            "start": "2026-01-01T10:00",
        },
        {"before_start/consent_page/consent": "yes", "working-working_page-equal_pay": "rather", "comment": "I am Ana"},
        {"before_start/consent_page/consent": "no", "working-working_page-equal_pay": "", "comment": ""},
    ]
    found = worker_survey_file.receive(rows)
    assert found.answers == ({"consent": "no"}, {"consent": "yes"}, {"consent": "yes", "equal_pay": "no"})
    assert found.answers == worker_survey_file.receive(rows[::-1]).answers
    assert (found.dropped, found.unknown) == (1, ("comment", "start"))
    with pytest.raises(Invalid) as caught:
        worker_survey_file.receive([{"equal_pay": "yes"}])
    assert caught.value.code == "agreements.survey.no-consent"
    assert caught.value.code in known_codes()


def test_answers_of_fewer_than_ten_who_took_part_are_not_counted() -> None:
    def rows(yes: int) -> list[dict[str, str]]:
        return [*({"consent": "yes", "equal_pay": "yes"} for _ in range(yes)), *({"consent": "no"} for _ in range(20))]

    assert len(worker_survey_file.enough(worker_survey_file.receive(rows(10))).answers) == 30
    with pytest.raises(Invalid) as caught:
        worker_survey_file.enough(worker_survey_file.receive(rows(9)))
    assert caught.value.code == "agreements.survey.too-few"
    assert caught.value.code in known_codes()


def test_how_many_took_part_is_not_told_below_ten() -> None:
    page = html.page(evaluation_report.compose(material(survey=told_by(answers(6, 2))), "en", as_of=TODAY))
    assert "Took part: fewer than 10. Did not want to: 0." in page
