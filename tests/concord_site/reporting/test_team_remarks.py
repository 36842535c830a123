"""Comments among a country's people: at questions, in threads, settled and reopened, and never seen by others."""

from __future__ import annotations

import pytest

from concord.errors import Invalid, NotAllowed, NotFound
from concord_site.accounts.models import Notice
from concord_site.reporting.actions import team_remarks as actions
from concord_site.reporting.queries import team_places, team_remarks

from . import team_ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(person, organisation):
    return team_ground.made(person, organisation)


@pytest.fixture
def place(ground):
    return team_places.at_report(ground.submission.pk, ground.officer)


def test_comments_at_a_question_are_one_thread_that_is_settled_and_opened_again(ground, place, now) -> None:
    actions.say(place, "people_count", "Is this the register's figure?", now=now)
    actions.say(place, "people_count", "Yes.", now=now)
    thread = team_remarks.remarks_of(ground.submission, ["people_count"])["people_count"]
    assert ([each.text for each in thread.said], thread.open) == (["Is this the register's figure?", "Yes."], 2)
    assert actions.settle(place, "people_count", now=now) == 2
    thread = team_remarks.remarks_of(ground.submission, ["people_count"], by=ground.officer)["people_count"]
    assert (thread.is_settled, thread.settled_by, thread.said[0].is_own) == (True, ground.officer.name, True)
    assert actions.reopen(place, "people_count") == 2
    actions.settle(place, "people_count", now=now)
    actions.say(place, "people_count", "One more.", now=now)
    assert team_remarks.open_by_section(place) == {2: 1}, "a further comment opens the thread"


def test_open_threads_stand_first_and_then_in_the_order_of_the_questions(place, now) -> None:
    for address in ("support_what", "laws_any", "", "people_count"):
        actions.say(place, address, "x", now=now)
    actions.settle(place, "laws_any", now=now)
    assert [each.address for each in team_remarks.threads(place)] == ["", "people_count", "support_what", "laws_any"]


def test_a_comment_needs_text_and_a_question(place, now) -> None:
    with pytest.raises(Invalid):
        actions.say(place, "people_count", "  ", now=now)
    with pytest.raises(Invalid):
        actions.say(place, "people_count", "x" * 5000, now=now)
    with pytest.raises(NotFound):
        actions.say(place, "no_such_question", "x", now=now)


def test_readers_of_a_country_read_and_do_not_comment(ground, place, now) -> None:
    actions.say(place, "people_count", "Seen by us", now=now)
    for who in (ground.reader, ground.clearing):
        there = team_places.at_report(ground.submission.pk, who)
        assert team_remarks.threads(there)[0].open == 1
        with pytest.raises(NotAllowed):
            actions.say(there, "people_count", "x", now=now)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "published"])
@pytest.mark.parametrize(
    "role", ["secretariat-desk", "secretariat-administrator", "statistician", "regional-office", "other", "contributor"]
)
def test_nobody_outside_the_country_reads_a_comment_in_any_state(
    role, state, ground, place, person, organisation, signed_in, now
) -> None:
    actions.say(place, "people_count", "Between us alone", now=now)
    type(ground.submission).objects.filter(pk=ground.submission.pk).update(state=state)
    homes = {
        "other": ("national-authority", organisation("authority", "NZL")),
        "regional-office": ("regional-office", organisation("regional-office", region="AFR")),
        "contributor": ("contributor", organisation("stakeholder", "KEN")),
    }
    who = person(*homes.get(role, (role, None)))
    with pytest.raises(NotFound):
        team_places.at_report(ground.submission.pk, who)
    client = signed_in(who)
    address = f"/en/reporting/reports/{ground.submission.pk}/comments/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"at": "people_count", "text": "x"}).status_code == 404


def test_colleagues_are_told_and_the_author_is_not(ground, place, now) -> None:
    actions.say(place, "people_count", "x", now=now)
    assert {each.person for each in Notice.objects.filter(what="remark")} == {ground.chief}


def test_the_page_of_comments_without_scripts(ground, signed_in) -> None:
    client = signed_in(ground.officer)
    address = f"/en/reporting/reports/{ground.submission.pk}/comments/"
    assert "Nobody has commented yet" in client.get(address).content.decode()
    page = client.get(f"{address}?at=people_count").content.decode()
    assert "How many health workers arrived?" in page
    assert client.post(address, {"at": "people_count", "text": ""}).status_code == 422
    assert client.post(address, {"at": "people_count", "text": "<b>bold</b> words"}).status_code == 302
    page = client.get(address).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt; words" in page
    client.post(address, {"at": "people_count", "do": "settle"})
    assert "Settled by" in client.get(address).content.decode()
    client.post(address, {"at": "people_count", "do": "reopen"})
    assert "Settled by" not in client.get(address).content.decode()
    assert client.get(f"{address}?at=nowhere").status_code == 404


@pytest.mark.parametrize("language", ["ar", "en", "fr", "zh"])
def test_the_page_in_other_languages(language, ground, place, signed_in, now) -> None:
    actions.say(place, "people_count", "نعم", now=now)
    answer = signed_in(ground.officer).get(f"/{language}/reporting/reports/{ground.submission.pk}/comments/")
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1
