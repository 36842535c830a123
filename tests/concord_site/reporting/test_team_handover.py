"""The hand-over: for the country's own people, with offices and without persons, as page, PDF and Word."""

from __future__ import annotations

import pytest

from concord_site.reporting.actions import reports as sending
from concord_site.reporting.actions import team_delegations, team_remarks
from concord_site.reporting.models import Letter, Query, Reply
from concord_site.reporting.queries import team_handover, team_places

from . import team_ground
from .team_ground import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(person, organisation, now):
    found = team_ground.made(person, organisation)
    team_ground.complete(found)
    team_delegations.invite(
        found.submission.pk, sections=[2], email="someone.private@concord.test", office="Statistics office",
        message="", due_on=None, language="en", by=found.officer, now=now,
    )  # fmt: skip
    place = team_places.at_report(found.submission.pk, found.officer)
    team_remarks.say(place, "people_count", "Ask the council again", now=now)
    Letter.objects.create(area="KEN", what="other", subject="Note on the round", state="sent", sent_on=TODAY)
    sending.submit(
        found.submission.pk, by=found.chief, statement={"name": "A", "office": "B"}, language="en", today=TODAY
    )
    query = Query.objects.create(submission=found.submission, address="people_count", text="Which year?", state="open")
    Reply.objects.create(query=query, side="country", text="The year 2026.")
    Query.objects.create(submission=found.submission, text="Not sent yet", state="drafted")
    return found


def test_a_new_officer_finds_what_is_due_said_open_and_received(ground, signed_in) -> None:
    client = signed_in(ground.reader)
    page = client.get("/en/reporting/handover/").content.decode()
    for words in (
        "Statistics office", "Ask the council again", "Note on the round", "Which year?", "The year 2026.",
        "How many health workers arrived?", "NR-2027-KEN-1.1", "12",
    ):  # fmt: skip
        assert words in page, words
    assert "Not sent yet" not in page
    assert "someone.private" not in page, "offices, not addresses"
    assert "Laws and policies" in page


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_hand_over_as_a_file(form, ground, signed_in) -> None:
    answer = signed_in(ground.officer).get(f"/ar/reporting/handover/KEN.{form}")
    assert answer.status_code == 200
    assert answer.content[:4] in {b"%PDF", b"PK\x03\x04"}
    assert answer["Cache-Control"] == "no-store, private"


def test_the_hand_over_is_for_the_country_s_own_people(ground, person, organisation, signed_in) -> None:
    strangers = (
        person("secretariat-administrator"), person("secretariat-desk"), person("statistician"),
        person("regional-office", organisation("regional-office", region="AFR")), person(),
        person("contributor", organisation("stakeholder", "KEN")),
    )  # fmt: skip
    for who in strangers:
        for path in ("handover/", "handover/?country=KEN", "handover/KEN.pdf", "handover/KEN.docx"):
            assert signed_in(who).get(f"/en/reporting/{path}").status_code == 404, (who, path)
    other = signed_in(person("country-officer", organisation("authority", "NZL")))
    assert other.get("/en/reporting/handover/").status_code == 200
    assert "Statistics office" not in other.get("/en/reporting/handover/").content.decode()
    assert other.get("/en/reporting/handover/?country=KEN").status_code == 404
    assert signed_in(ground.officer).get("/en/reporting/handover/KEN.exe").status_code == 404


def test_an_empty_country_gets_an_empty_hand_over(person, organisation, signed_in) -> None:
    who = person("country-officer", organisation("authority", "NZL"))
    kit = team_handover.kit("NZL", who, today=TODAY, language="en")
    assert (kit.due, kit.last, kit.asked, kit.helped, kit.open, kit.letters) == ((), None, (), (), (), ())
    assert "No report was sent from here yet." in signed_in(who).get("/en/reporting/handover/").content.decode()
