"""A country asks for more time where its deadline stands, sees what becomes of it, and the desk answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from concord.errors import Refusal
from concord_site.accounts.notice_models import Notice
from concord_site.reporting.actions import rounds_countries, rounds_time
from concord_site.reporting.models.rounds import Participation, TimeRequest

from . import rounds_made as made
from .reports import at, begun, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    """Somebody of the secretariat's desk."""
    return person("secretariat-desk")


@pytest.fixture
def kenya(desk: Any) -> Participation:
    """Kenya in an open round."""
    return Participation.objects.get(round=made.opened(desk), area="KEN")


def day(days: int) -> dt.date:
    return made.today() + dt.timedelta(days)


def ask(part: Participation, by: Any, days: int = 80) -> TimeRequest:
    return rounds_time.ask(participation_id=part.pk, until=day(days), reason="Elections", by=by)


def way(part: Participation, path: str = "") -> str:
    return f"/en/reporting/rounds/{part.round.year}/{part.area}/{path}"


def refused(what: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as held:
        what()
    return held.value.code


def test_more_time_is_asked_for_where_the_deadline_stands(
    kenya: Participation, authority: Any, signed_in: Callable[..., Client], desk: Any
) -> None:
    client = signed_in(authority)
    report = begun(authority, kenya.round)
    for path in (at(report), way(kenya)):
        assert page_of(client, path).xpath("//a[text()='Ask for more time']/@href") == [way(kenya, "time/")]
    assert client.get(way(kenya, "time/")).status_code == 200
    answer = client.post(way(kenya, "time/"), {"until": day(80).isoformat(), "reason": "Elections"})
    assert answer.status_code == 302
    for path in (at(report), way(kenya)):
        page = page_of(client, path)
        assert "Waits for the secretariat" in page.text_content()
        assert not page.xpath("//a[text()='Ask for more time']")
    assert list(Notice.objects.values_list("what", "person")) == [("extension-asked", desk.pk)]


def test_giving_time_grants_the_wish_and_declining_says_why(
    kenya: Participation, authority: Any, desk: Any, signed_in: Callable[..., Client]
) -> None:
    ask(kenya, authority)
    page = page_of(signed_in(desk), way(kenya))
    assert page.xpath("//input[@name='until']/@value") == [day(80).isoformat()]
    assert "More time is asked for" in page_of(signed_in(desk), f"/en/reporting/rounds/{made.YEAR}/").text_content()
    rounds_time.decline(participation_id=kenya.pk, reason="The Assembly waits", by=desk)
    assert "The Assembly waits" in page_of(signed_in(authority), way(kenya)).text_content()
    again = ask(kenya, authority, 90)
    given = rounds_countries.extend(round_id=kenya.round_id, areas=["KEN"], until=day(85), reason="As asked", by=desk)
    again.refresh_from_db()
    assert (again.state, again.extension) == ("granted", given[0])
    assert "There is more time" in page_of(signed_in(authority), way(kenya)).text_content()


def test_only_those_who_fill_the_report_ask_and_only_for_their_own_country(
    kenya: Participation, person: Callable[..., Any], organisation: Callable[..., Any], desk: Any,
    signed_in: Callable[..., Client],
) -> None:  # fmt: skip
    reader = person("country-reader", organisation("ministry", area="KEN"), area="KEN")
    other = person("national-authority", organisation("authority", area="GHA"), area="GHA")
    assert refused(lambda: ask(kenya, other)) == "site.access.unknown"
    assert refused(lambda: ask(kenya, reader)) == "site.access.forbidden"
    assert refused(lambda: ask(kenya, desk)) == "site.access.forbidden"
    assert signed_in(reader).get(way(kenya, "time/")).status_code == 404
    assert not page_of(signed_in(reader), way(kenya)).xpath("//a[text()='Ask for more time']")
    assert refused(lambda: rounds_time.decline(participation_id=kenya.pk, reason="No", by=reader)) == (
        "site.access.forbidden"
    )


def test_one_wish_waits_at_a_time_and_can_be_taken_back(kenya: Participation, authority: Any, desk: Any) -> None:
    ask(kenya, authority)
    assert refused(lambda: ask(kenya, authority)) == "reporting.extension.already-asked"
    rounds_time.take_back(participation_id=kenya.pk, by=authority)
    assert refused(lambda: rounds_time.take_back(participation_id=kenya.pk, by=authority)) == (
        "reporting.extension.nothing-asked"
    )
    assert ask(kenya, authority).state == "open"


@pytest.mark.parametrize(
    ("days", "code"), [(60, "reporting.extension.not-later"), (201, "reporting.extension.after-closing")]
)
def test_a_day_that_helps_nobody_is_refused(kenya: Participation, authority: Any, days: int, code: str) -> None:
    assert refused(lambda: ask(kenya, authority, days)) == code


def test_a_refused_day_is_said_at_the_form(
    kenya: Participation, authority: Any, signed_in: Callable[..., Client]
) -> None:
    data = {"until": day(2).isoformat(), "reason": "x"}
    answer = signed_in(authority).post(way(kenya, "time/"), data)
    assert answer.status_code == 422
    assert html.fromstring(answer.content.decode()).xpath("//*[contains(@class,'error')]")


def test_figures_are_due_with_the_report_and_more_time_for_one_is_more_time_for_both(
    kenya: Participation, desk: Any
) -> None:
    from concord_site.mds import due

    before = due.of("KEN", today=made.today())
    assert [(each.round, each.day) for each in before] == [(kenya.round.year, kenya.round.due_on)]
    until = kenya.round.due_on + dt.timedelta(20)
    rounds_countries.extend(round_id=kenya.round_id, areas=["KEN"], until=until, reason="Elections", by=desk)
    assert [each.day for each in due.of("KEN", today=made.today())] == [until]
