"""Pages of rounds: who sees what of them, what they cost, and that each thing done asks first and can be undone."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from . import rounds_made as made

pytestmark = pytest.mark.django_db
ROUNDS = "/en/reporting/rounds/"
ROUND = f"{ROUNDS}{made.YEAR}/"
KB = 1024


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    """Somebody of the secretariat's desk."""
    return person("secretariat-desk")


@pytest.fixture
def kenya(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """The authority of Kenya."""
    return person("national-authority", organisation("authority", area="KEN"))


@pytest.fixture
def norway(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """The authority of Norway."""
    return person("national-authority", organisation("authority", area="NOR"))


@pytest.fixture
def africa(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """Somebody of the regional office for Africa."""
    return person("regional-office", organisation("regional-office", region="AFR"))


def _text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_everybody_reads_the_dates_and_no_count_of_what_is_not_published(
    client: Any, desk: Any, signed_in: Any, kenya: Any
) -> None:
    row = made.opened(desk, is_example=True)
    before = _text(client.get(f"{ROUND}?public"))
    made.generated(row)
    assert _text(client.get(f"{ROUND}?public")) == before
    assert "reports are in" not in _text(client.get(ROUND))
    assert "No report of this round is published yet" in before
    own = _text(signed_in(kenya).get(ROUND))
    assert "reports are in" not in own
    assert f"{ROUND}KEN/" in own
    assert "Generated answers" in before


def test_what_is_published_is_counted_from_publications_alone(client: Any, desk: Any) -> None:
    from concord_site.reporting.models.publications import Publication

    row = made.opened(desk)
    Publication.objects.create(
        reference="NR-2027-KEN-1", round=row, area="KEN", instrument="x", instrument_digest="0" * 64, language="en",
        digest="0" * 64, submitted_on=made.today(),
    )  # fmt: skip
    assert "Reports of" in _text(client.get(ROUND))


@pytest.mark.parametrize("page", ["", "countries/", "countries.csv", "informed.csv", "letters/", "set-up/", "KEN/"])
def test_nobody_else_reaches_the_desk(
    page: str, client: Any, desk: Any, person: Any, norway: Any, signed_in: Any
) -> None:
    row = made.opened(desk)
    made.walked(row, "KEN", ("started", -10), ("submitted", -2))
    for who in (client, signed_in(person()), signed_in(person("stakeholder")), signed_in(norway)):
        answer = who.get(f"{ROUND}{page}")
        if page == "":
            assert "Started" not in answer.content.decode()
        else:
            assert answer.status_code in (302, 403, 404), (page, answer.status_code)
            assert answer.status_code != 302 or "/account" in answer["Location"] or "login" in answer["Location"]


def test_a_round_being_prepared_is_not_there_for_others(client: Any, desk: Any, kenya: Any, signed_in: Any) -> None:
    made.prepared(desk)
    assert client.get(ROUND).status_code == 404
    assert client.get(f"{ROUND}dates.ics").status_code == 404
    assert f"{ROUND}" not in _text(client.get(ROUNDS))
    assert _text(signed_in(desk).get(ROUND))
    assert "is being prepared" in _text(signed_in(desk).get(ROUND))


def test_the_desk_costs_the_same_however_many_countries_moved_and_stays_small(desk: Any, signed_in: Any) -> None:
    row = made.opened(desk)
    browser = signed_in(desk)
    costs, sizes = [], []
    for _ in range(2):
        for page in (ROUND, f"{ROUND}countries/", "/ar" + ROUND[3:]):
            browser.get(page)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                answer = browser.get(page)
            costs.append((page, len(asked)))
            sizes.append(len(answer.content))
        made.generated(row)
    assert costs[:3] == costs[3:]
    assert max(sizes) < 100 * KB
    assert max(count for _page, count in costs) <= 40


def test_the_desk_follows_the_date(desk: Any, signed_in: Any) -> None:
    row = made.opened(desk)
    made.walked(row, "KEN", ("started", -9), ("submitted", -5))
    made.walked(row, "NOR", ("submitted", -1))
    browser = signed_in(desk)
    assert "2 of 194 reports are in" in _text(browser.get(ROUND))
    then = (made.today() - dt.timedelta(3)).isoformat()
    assert "1 of 194 reports is in" in _text(browser.get(f"{ROUND}?as_of={then}"))
    assert "2 of 194 reports are in" in _text(browser.get(f"{ROUND}?as_of=nonsense"))
    for step in ("designated", "started", "submitted", "accepted", "published", "nonsense"):
        assert "<svg" in _text(browser.get(f"{ROUND}?course={step}"))


def test_a_regional_office_sees_its_region_and_no_count_of_others(desk: Any, africa: Any, signed_in: Any) -> None:
    row = made.opened(desk)
    made.walked(row, "KEN", ("submitted", -2))
    made.walked(row, "NOR", ("submitted", -2))
    shown = _text(signed_in(africa).get(ROUND))
    assert "1 of 47 reports is in" in shown
    assert "NOR/" not in shown
    assert "2015: 74" not in shown
    assert signed_in(africa).get(f"{ROUND}NOR/").status_code == 404
    assert "NOR" not in _text(signed_in(africa).get(f"{ROUND}countries.csv"))


def test_the_table_is_narrowed_and_given_as_a_file(desk: Any, signed_in: Any) -> None:
    row = made.opened(desk, opens=-60, due=-1)
    made.walked(row, "KEN", ("started", -10), ("submitted", -5))
    browser = signed_in(desk)
    late = _text(browser.get(f"{ROUND}countries.csv?only=late&region=AFR"))
    rows = list(csv.DictReader(line for line in late.lstrip("\ufeff").splitlines() if not line.startswith("#")))
    assert len(rows) == 46
    assert "KEN" not in {each["area"] for each in rows}
    one = _text(browser.get(f"{ROUND}countries/?words=kenya"))
    assert "Kenya" in one
    assert "Norway" not in one
    book = browser.get(f"{ROUND}countries.xlsx")
    assert book.content[:2] == b"PK"
    assert "no-store" in book["Cache-Control"]


def test_nothing_is_done_to_many_before_it_was_asked_once_more(desk: Any, signed_in: Any) -> None:
    from concord_site.reporting.models.rounds import Extension, Step

    row = made.opened(desk)
    browser = signed_in(desk)
    ticked = {"act": "extend", "area": ["KEN", "NOR"]}
    assert "Kenya" in _text(browser.post(f"{ROUND}do/", ticked))
    assert Extension.objects.count() == 0
    refused = browser.post(f"{ROUND}do/", {**ticked, "sure": "1", "until": row.due_on.isoformat(), "reason": "x"})
    assert refused.status_code == 422
    until = (row.due_on + dt.timedelta(20)).isoformat()
    assert browser.post(f"{ROUND}do/", {**ticked, "sure": "1", "until": until, "reason": "asked"}).status_code == 302
    assert Extension.objects.count() == 2
    shown = _text(browser.get(ROUND))
    ids = shown.split('name="ids" value="')[1].split('"')[0]
    browser.post(f"{ROUND}take-back/", {"ids": ids})
    assert Extension.objects.filter(ended_at=None).count() == 0
    browser.post(f"{ROUND}do/", {"act": "invite", "all": "1", "region": "SEAR", "sure": "1"})
    assert Step.objects.filter(what="invited").count() == 10
    assert browser.post(f"{ROUND}do/", {"act": "invite"}).status_code == 302
    assert browser.post(f"{ROUND}do/", {"act": "forget", "area": "KEN"}).status_code == 404


def test_a_country_sees_its_own_way_and_not_what_the_desk_keeps(desk: Any, kenya: Any, signed_in: Any) -> None:
    row = made.opened(desk)
    made.walked(row, "KEN", ("invited", -20), ("started", -10))
    browser = signed_in(desk)
    kept = {"language": "fr", "note": "Wants to merge ministries"}
    assert browser.post(f"{ROUND}KEN/describe/", kept).status_code == 302
    assert "Wants to merge" in _text(browser.get(f"{ROUND}KEN/"))
    own = _text(signed_in(kenya).get(f"{ROUND}KEN/"))
    assert "Wants to merge" not in own
    assert "Invited" in own
    assert signed_in(kenya).post(f"{ROUND}KEN/describe/", kept).status_code in (403, 404)
    assert signed_in(kenya).get(f"{ROUND}NOR/").status_code == 404


def test_calendars_are_public_for_the_round_and_a_countrys_own_for_its_people(
    client: Any, desk: Any, kenya: Any, norway: Any, signed_in: Any
) -> None:
    from concord_site.reporting.actions import rounds_countries

    row = made.opened(desk)
    until = row.due_on + dt.timedelta(20)
    rounds_countries.extend(round_id=row.pk, areas=["KEN"], until=until, reason="asked", by=desk)
    public = client.get(f"{ROUND}dates.ics")
    assert public["Content-Type"].startswith("text/calendar")
    assert f"{row.due_on:%Y%m%d}" in public.content.decode()
    assert f"{until:%Y%m%d}" not in public.content.decode()
    own = signed_in(kenya).get(f"{ROUND}KEN/dates.ics").content.decode()
    assert f"DTSTART;VALUE=DATE:{until:%Y%m%d}" in own
    assert signed_in(norway).get(f"{ROUND}KEN/dates.ics").status_code == 404
    assert client.get(f"{ROUND}KEN/dates.ics").status_code == 302


def test_a_round_is_set_up_opened_closed_and_opened_again_on_its_pages(desk: Any, signed_in: Any, client: Any) -> None:
    from concord_site.reporting.models.rounds import Round

    browser, day = signed_in(desk), made.today()
    given = {
        "year": "2027", "opens_on": day.isoformat(), "due_on": (day + dt.timedelta(90)).isoformat(),
        "national": made.national(), "ahead": "30", "overdue": "7", "overdue_until": "28",
    }  # fmt: skip
    assert browser.post(f"{ROUNDS}new/", {**given, "due_on": day.isoformat()}).status_code == 422
    assert browser.post(f"{ROUNDS}new/", given).status_code == 302
    row = Round.objects.get()
    assert [each["id"] for each in row.reminders["rules"]] == ["ahead", "overdue"]
    assert "No round" not in _text(browser.get(f"{ROUND}set-up/"))
    for turn, state in (("open", "open"), ("close", "open"), ("close", "closed"), ("reopen", "open")):
        reason = "" if (turn, state) == ("close", "open") else "because"
        browser.post(f"{ROUND}turn/", {"turn": turn, "reason": reason})
        row.refresh_from_db()
        assert row.state == state
    assert _text(client.get(ROUNDS)).count(ROUND) == 1
    assert "Opened again" in _text(browser.get(f"{ROUND}set-up/"))


@pytest.mark.parametrize("language", ["ar", "zh", "fr"])
def test_every_page_is_there_in_every_language(language: str, desk: Any, signed_in: Any) -> None:
    made.opened(desk)
    browser = signed_in(desk)
    for page in ("", "2027/", "2027/?public", "2027/countries/", "2027/set-up/", "2027/KEN/", "2027/letters/"):
        assert browser.get(f"/{language}/reporting/rounds/{page}").status_code == 200
