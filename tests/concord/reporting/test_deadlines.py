"""When a report is due and when its country is reminded."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.reporting import deadlines
from concord.reporting.deadlines import Extra, Plan, Rule, declared, due_on, is_late, plan_of, schedule, to_send

CASES = Path(__file__).parents[2] / "cases" / "reporting"
DUE: list[dict[str, Any]] = read_yaml(CASES / "deadlines.yaml")
SENT: list[dict[str, Any]] = read_yaml(CASES / "reminders.yaml")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("case", DUE, ids=[case["name"] for case in DUE])
def test_due_date(case: dict[str, Any]) -> None:
    given_ = case["given"]
    extras = [Extra(*map(_day, each.split())) for each in given_["extras"]]
    assert due_on(_day(given_["due"]), extras, as_of=_day(given_["on"])) == _day(case["expect"])


@pytest.mark.parametrize("case", SENT, ids=[case["name"] for case in SENT])
def test_what_is_to_be_sent(case: dict[str, Any]) -> None:
    given_ = case["given"]
    sent = {(kind, _day(day)) for kind, day in (each.split() for each in given_.get("sent", ()))}
    since = _day(given_["since"]) if "since" in given_ else None
    found = to_send(
        declared(), _day(given_["due"]), today=_day(given_["today"]), since=since, sent=sent,
        is_in=given_.get("is_in", False),
    )  # fmt: skip
    assert (f"{found.kind} {found.on}" if found else None) == case["expect"]


days = st.dates(dt.date(2027, 1, 1), dt.date(2028, 12, 31))
plans = st.builds(
    lambda ahead, weekly, every, last, grace: Plan(
        (Rule("ahead", -ahead), Rule("weekly", -weekly, 7, 0), Rule("overdue", 1, every, 1 + last)), grace
    ),
    st.integers(0, 120), st.integers(0, 60), st.integers(1, 60), st.integers(0, 200), st.integers(0, 10),
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(plans, days)
def test_a_clock_that_ticks_every_day_sends_every_reminder_once(plan: Plan, due: dt.date) -> None:
    sent: list[tuple[str, dt.date]] = []
    for n in range(-130, 230):
        found = to_send(plan, due, today=due + dt.timedelta(n), sent=set(sent))
        if found is not None:
            sent.append((found.kind, found.on))
    assert sent == [(each.kind, each.on) for each in schedule(plan, due)]
    assert len({deadlines.key("2027", "KEN", each) for each in schedule(plan, due)}) == len(sent)


@settings(max_examples=40, deadline=None)
@given(plans, days, st.lists(st.integers(-130, 230), min_size=1, max_size=30))
def test_a_clock_that_stands_still_sends_nothing_old_and_nothing_twice(
    plan: Plan, due: dt.date, ticks: list[int]
) -> None:
    sent: list[tuple[str, dt.date]] = []
    for n in sorted(ticks):
        today = due + dt.timedelta(n)
        found = to_send(plan, due, today=today, sent=set(sent))
        if found is not None:
            assert found.on <= today <= found.on + dt.timedelta(plan.grace)
            sent.append((found.kind, found.on))
    assert len(sent) == len(set(sent))
    assert [on for _kind, on in sent] == sorted(on for _kind, on in sent)


@given(days, days, days)
def test_late_is_after_the_due_date_and_never_on_it(due: dt.date, sent: dt.date, on: dt.date) -> None:
    assert is_late(due, submitted_on=None, as_of=on) == (on > due)
    assert not is_late(due, submitted_on=due, as_of=max(due, on))
    if sent <= on:
        assert is_late(due, submitted_on=sent, as_of=on) == (sent > due)


def test_the_declared_plan_says_a_month_every_week_and_overdue_each_with_a_reason() -> None:
    plan = declared()
    assert [each.id for each in plan.rules] == ["ahead", "weekly", "overdue"]
    assert plan.rule("ahead") is not None
    assert plan.rule("ahead").days() == (-30,)
    assert plan.rule("weekly").days() == (-21, -14, -7, 0)  # type: ignore[union-attr]
    assert all(each.reason for each in plan.rules)
    assert plan.source


@given(plans)
def test_a_plan_that_was_kept_is_the_plan(plan: Plan) -> None:
    assert plan_of(plan.as_json()) == plan


def test_a_rule_that_runs_backwards_or_too_far_is_refused() -> None:
    for rule in ({"id": "a", "first": 5, "every": 7, "last": 1}, {"id": "a", "first": -900}):
        with pytest.raises(Invalid) as refused:
            plan_of({"rules": [rule]})
        assert refused.value.code == "reporting.reminders.wrong-rule"
