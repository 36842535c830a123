"""Rounds: set up, opened, closed; countries invited, given time, walked through; every step kept and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound

from . import rounds_made as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    """Somebody of the secretariat's desk."""
    return person("secretariat-desk")


@pytest.fixture
def kenya(organisation: Callable[..., Any]) -> Any:
    """An authority of Kenya."""
    return organisation("authority", area="KEN")


def test_a_round_is_set_up_with_every_member_state_in_its_language_and_nobody_sees_it(desk: Any, person: Any) -> None:
    from concord_site.reporting.models.rounds import Participation
    from concord_site.reporting.queries import rounds

    row = made.prepared(desk)
    rows = {each.area: each.language for each in Participation.objects.filter(round=row)}
    assert len(rows) == 194
    assert (rows["SEN"], rows["EGY"], rows["JPN"]) == ("fr", "ar", "en")
    assert rounds.current_round() is None
    for who in (None, person(), person("national-authority", area="KEN")):
        with pytest.raises(NotFound):
            rounds.round(made.YEAR, who)


def test_only_the_secretariat_sets_up_and_opens(person: Any, desk: Any) -> None:
    from concord_site.reporting.actions import rounds

    for role in ("", "regional-office", "national-authority", "statistician"):
        with pytest.raises(NotAllowed):
            made.prepared(person(role))
    row = made.prepared(desk)
    with pytest.raises(NotFound):
        rounds.open(round_id=row.pk, by=person("national-authority", area="KEN"))
    with pytest.raises(NotAllowed):
        rounds.open(round_id=row.pk, by=person("statistician"))


def test_days_out_of_order_unknown_rounds_and_second_ones_are_refused(desk: Any) -> None:
    from concord_site.reporting.actions import rounds

    with pytest.raises(Invalid) as refused:
        made.prepared(desk, opens=10, due=5)
    assert refused.value.code == "reporting.round.days"
    days = rounds.Days(dt.date(2028, 1, 1), dt.date(2028, 6, 1))
    with pytest.raises(NotFound) as unknown:
        rounds.set_up(year="2028", days=days, instruments={}, by=desk)
    assert unknown.value.code == "reporting.round.unknown"
    made.prepared(desk)
    with pytest.raises(Conflict) as taken:
        made.prepared(desk)
    assert taken.value.code == "reporting.round.exists"


def test_a_round_without_a_questionnaire_cannot_be_opened(desk: Any) -> None:
    from concord_site.reporting.actions import rounds

    day = made.today()
    row = rounds.set_up(year="2027", days=rounds.Days(day, day + dt.timedelta(9)), instruments={}, by=desk)
    with pytest.raises(Conflict) as refused:
        rounds.open(round_id=row.pk, by=desk)
    assert refused.value.code == "reporting.round.no-instrument"


def test_open_close_and_open_again_are_logged_with_their_reasons(desk: Any) -> None:
    from concord_site.audit.models import Entry
    from concord_site.reporting.actions import rounds
    from concord_site.reporting.queries import rounds as queries

    row = made.opened(desk)
    assert queries.current_round() == row
    with pytest.raises(Invalid) as refused:
        rounds.close(round_id=row.pk, reason="  ", by=desk)
    assert refused.value.code == "reporting.round.no-reason"
    rounds.close(round_id=row.pk, reason="The Assembly has the report.", by=desk)
    assert queries.current_round() is None
    with pytest.raises(Conflict):
        rounds.close(round_id=row.pk, reason="again", by=desk)
    assert rounds.reopen(round_id=row.pk, reason="A late report of weight.", by=desk).state == "open"
    actions = list(Entry.objects.filter(action__startswith="reporting.round.").values_list("action", flat=True))
    assert actions == [f"reporting.round.{each}" for each in ("set-up", "opened", "closed", "reopened")]


def test_the_questionnaire_stays_once_a_report_was_begun_and_days_of_an_open_round_need_a_reason(desk: Any) -> None:
    from concord_site.reporting.actions import rounds
    from concord_site.reporting.models.submissions import Submission

    row = made.opened(desk)
    days = rounds.Days(row.opens_on, row.due_on + dt.timedelta(5), row.closes_on)
    with pytest.raises(Invalid):
        rounds.change(round_id=row.pk, days=days, instruments={"national": made.national()}, by=desk)
    Submission.objects.create(round=row, area="KEN", instrument="x", digest="0" * 64)
    with pytest.raises(Conflict) as refused:
        rounds.change(round_id=row.pk, days=days, instruments={}, by=desk, reason="holidays")
    assert refused.value.code == "reporting.round.instrument-in-use"
    changed = rounds.change(
        round_id=row.pk, days=days, instruments={"national": made.national()}, by=desk, reason="holidays"
    )
    assert changed.due_on == days.due_on


def test_a_step_is_noted_once_and_takes_a_country_in(desk: Any) -> None:
    from concord_site.reporting.actions.steps import note
    from concord_site.reporting.models.rounds import Participation, Step

    row = made.opened(desk)
    first = note(row, "XMA", "started", by=desk)
    assert note(row, "XMA", "started").pk == first.pk
    assert note(row, "XMA", "submitted", details={"filing": 1}).pk != note(
        row, "XMA", "submitted", details={"filing": 2}
    ).pk  # fmt: skip
    assert Participation.objects.filter(round=row, area="XMA").count() == 1
    assert Step.objects.filter(participation__area="XMA").count() == 3
    with pytest.raises(ValueError, match="forgotten"):
        note(row, "KEN", "forgotten")


def test_standings_follow_the_day_and_count_member_states_alone(desk: Any) -> None:
    from concord_site.reporting.queries import rounds

    row = made.opened(desk)
    made.walked(row, "KEN", ("invited", -20), ("started", -10), ("submitted", -5))
    made.walked(row, "XMA", ("submitted", -5))
    found = rounds.standings(row, made.today())
    assert len(found) == 194
    assert found["KEN"].state == "submitted"
    assert rounds.standings(row, made.today() - dt.timedelta(6))["KEN"].state == "started"
    assert "XMA" not in found
    assert rounds.standings(row, made.today(), with_invented=True)["XMA"].is_in


def test_a_designation_of_the_register_counts_from_its_day_and_an_invented_one_only_in_an_example(desk: Any) -> None:
    from concord_site.registers.models import Designation
    from concord_site.reporting.queries import rounds

    common = {"office": {"en": "Office"}, "act": "letter", "state": "current"}
    since = (made.today() - dt.timedelta(3)).isoformat()
    Designation.objects.create(area="KEN", since=since, confirmed_at=timezone.now(), **common)
    Designation.objects.create(area="NOR", since=since, is_example=True, confirmed_at=timezone.now(), **common)
    row = made.opened(desk, is_example=False)
    found = rounds.standings(row, made.today())
    assert (found["KEN"].state, found["NOR"].state) == ("named", "none")
    assert rounds.standings(row, made.today() - dt.timedelta(4))["KEN"].state == "none"
    row.is_example = True
    assert rounds.standings(row, made.today())["NOR"].state == "named"


def test_more_time_moves_the_due_date_from_its_day_and_can_be_taken_back(desk: Any) -> None:
    from concord_site.reporting.actions import rounds_countries
    from concord_site.reporting.queries import rounds

    row = made.opened(desk)
    until = row.due_on + dt.timedelta(30)
    granted = rounds_countries.extend(round_id=row.pk, areas=["KEN", "NOR"], until=until, reason="asked", by=desk)
    part = rounds.participation(row, "KEN")
    assert rounds.due_on(part, made.today()) == until
    assert rounds.due_on(part, made.today() - dt.timedelta(1)) == row.due_on
    assert rounds.due_on(rounds.participation(row, "PHL"), made.today()) == row.due_on
    rounds_countries.take_back(extension_ids=[each.pk for each in granted], reason="mistake", by=desk)
    assert rounds.due_on(rounds.participation(row, "KEN"), made.today()) == row.due_on
    with pytest.raises(Conflict) as refused:
        rounds_countries.take_back(extension_ids=[each.pk for each in granted], reason="again", by=desk)
    assert refused.value.code == "reporting.extension.none"


def test_time_is_given_with_a_reason_later_than_before_and_not_after_the_closing(desk: Any) -> None:
    from concord_site.reporting.actions import rounds_countries

    row = made.opened(desk)
    codes = []
    for until, reason in (
        (row.due_on + dt.timedelta(3), " "), (row.due_on, "asked"), (row.closes_on + dt.timedelta(1), "asked"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            rounds_countries.extend(round_id=row.pk, areas=["KEN"], until=until, reason=reason, by=desk)
        codes.append(refused.value.code)
    assert codes == [
        "reporting.round.no-reason", "reporting.extension.not-later", "reporting.extension.after-closing",
    ]  # fmt: skip


def test_a_country_gives_itself_no_time_and_another_region_nothing(
    desk: Any, kenya: Any, person: Any, organisation: Any
) -> None:
    from concord_site.reporting.actions import rounds_countries
    from concord_site.reporting.queries import rounds

    row = made.opened(desk)
    until = row.due_on + dt.timedelta(3)
    for who in (person("national-authority", kenya), person("statistician"), person("regional-office")):
        with pytest.raises(Conflict) as refused:
            rounds_countries.extend(round_id=row.pk, areas=["KEN"], until=until, reason="me", by=who)
        assert refused.value.code == "reporting.round.nobody-chosen"
    africa = person("regional-office", organisation("regional-office", region="AFR"))
    assert rounds.reach(row, africa) >= {"KEN", "SEN"}
    assert "NOR" not in rounds.reach(row, africa)
    assert rounds.reach(row, person("national-authority", kenya)) == frozenset()
    assert rounds.reach(row, None) == frozenset()


def test_an_invitation_is_noted_once_and_told_to_those_who_may_report(desk: Any, kenya: Any, person: Any) -> None:
    from concord_site.accounts.models import Notice
    from concord_site.reporting.actions import rounds_countries
    from concord_site.reporting.models.rounds import Step

    authority, _reader = person("national-authority", kenya), person("country-reader", kenya)
    row = made.opened(desk)
    for _ in range(2):
        rounds_countries.invite(round_id=row.pk, areas=["KEN", "NOR"], by=desk)
    assert Step.objects.filter(what="invited").count() == 2
    assert list(Notice.objects.values_list("person", "what")) == [(authority.pk, "report-invited")]


def test_nobody_is_invited_to_a_round_that_is_not_open(desk: Any) -> None:
    from concord_site.reporting.actions import rounds_countries

    row = made.prepared(desk)
    with pytest.raises(Conflict) as refused:
        rounds_countries.invite(round_id=row.pk, areas=["KEN"], by=desk)
    assert refused.value.code == "reporting.round.not-open"
