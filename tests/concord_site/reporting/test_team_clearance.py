"""Clearance before a report is sent: in order, bound to the answers, and never shown outside the country."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import get_resolver

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts.models import Notice
from concord_site.audit.models import Entry
from concord_site.reporting.actions import reports as sending
from concord_site.reporting.actions import team, team_clearances
from concord_site.reporting.models import Clearance, Submission
from concord_site.reporting.queries import team_clearances as queries
from concord_site.reporting.queries import team_home
from concord_site.shell.models import OutboxMessage

from . import team_ground
from .team_ground import TODAY

pytestmark = pytest.mark.django_db
TITLES = ("Quorkmester of law", "Zibbelwise cabinet")


@pytest.fixture
def ground(person, organisation):
    found = team_ground.made(person, organisation)
    team_ground.complete(found)
    return found


@pytest.fixture
def steps(ground):
    return [declare(ground, TITLES[0], ground.clearing, 5), declare(ground, TITLES[1], ground.chief, None)]


def declare(ground, title, who, days=None):
    return team_clearances.declare(area="KEN", title=title, person=who.pk, days=days, by=ground.chief)


def start(ground, by=None):
    return team.start_clearing(ground.submission.pk, by=by or ground.chief, language="en", today=TODAY)


def approve(ground, by):
    ground.submission.refresh_from_db()
    seen = team_clearances.digest_of(ground.submission, today=TODAY)
    return team.approve(ground.submission.pk, by=by, seen=seen, today=TODAY)


def send(ground):
    return sending.submit(
        ground.submission.pk, by=ground.chief, statement={"name": "A", "office": "B"}, language="en", today=TODAY
    )


def state(ground) -> str:
    ground.submission.refresh_from_db()
    return str(ground.submission.state)


# ---- declaring ------------------------------------------------------------------------------------------------------
def test_an_authority_declares_orders_changes_and_ends_steps(ground, steps) -> None:
    third = declare(ground, "Third", ground.clearing)
    team_clearances.move(third.pk, up=True, by=ground.chief)
    assert [each.title for each in queries.declared("KEN")] == [TITLES[0], "Third", TITLES[1]]
    team_clearances.move(third.pk, up=False, by=ground.chief)
    team_clearances.move(third.pk, up=False, by=ground.chief)
    assert [each.title for each in queries.declared("KEN")] == [*TITLES, "Third"]
    team_clearances.change(third.pk, title="Last", person=ground.chief.pk, days=2, by=ground.chief)
    team_clearances.end(steps[0].pk, by=ground.chief, today=TODAY)
    assert [each.title for each in queries.declared("KEN")] == [TITLES[1], "Last"]
    with pytest.raises(NotFound):
        team_clearances.end(steps[0].pk, by=ground.chief, today=TODAY)


def test_only_the_authority_declares_and_only_people_who_clear_are_named(ground, person, organisation) -> None:
    other = person("national-authority", organisation("authority", "NZL"))
    for by in (ground.officer, ground.clearing, ground.reader, other, person("secretariat-administrator")):
        with pytest.raises(NotAllowed):
            team_clearances.declare(area="KEN", title="x", person=ground.clearing.pk, days=None, by=by)
    for who in (ground.officer, ground.reader, other):
        with pytest.raises(Invalid):
            declare(ground, "x", who)


# ---- going through --------------------------------------------------------------------------------------------------
def test_a_report_waits_for_every_step_in_order_and_is_sent_after_the_last(ground, steps) -> None:
    assert queries.clearance_open(ground.submission) == 2
    with pytest.raises(Conflict) as refusal:
        send(ground)
    assert refusal.value.code == "reporting.submission.not-cleared"
    start(ground)
    assert state(ground) == "clearing"
    assert queries.waiting(ground.submission).due_on == TODAY + timedelta(days=5)
    assert [each.submission for each in queries.waits_for(ground.clearing)] == [ground.submission]
    assert queries.waits_for(ground.chief) == []
    with pytest.raises(NotAllowed) as refusal:
        approve(ground, ground.chief)
    assert refusal.value.code == "reporting.clearance.not-yours"
    approve(ground, ground.clearing)
    assert queries.clearance_open(ground.submission) == 1
    with pytest.raises(Conflict):
        send(ground)
    approve(ground, ground.chief)
    assert (queries.clearance_open(ground.submission), state(ground)) == (0, "clearing")
    assert send(ground).number == 1
    assert state(ground) == "submitted"


def test_a_report_that_is_not_complete_is_not_cleared(person, organisation) -> None:
    ground = team_ground.made(person, organisation)
    declare(ground, "x", ground.clearing)
    with pytest.raises(Conflict) as refusal:
        start(ground)
    assert refusal.value.code == "workflow.step.hard-findings"
    assert state(ground) == "draft"


def test_without_declared_steps_nothing_is_in_the_way(ground) -> None:
    with pytest.raises(Invalid):
        start(ground)
    assert send(ground).number == 1


def test_only_whoever_speaks_for_the_country_starts_it(ground, steps, person) -> None:
    for by in (ground.officer, ground.clearing, ground.reader):
        with pytest.raises(NotAllowed):
            start(ground, by)
    with pytest.raises(NotFound):
        start(ground, person("secretariat-administrator"))


def test_answers_are_locked_while_a_report_is_cleared(ground, steps, signed_in) -> None:
    start(ground)
    with pytest.raises(Conflict):
        team_ground.answer(ground, people_count=99)
    client = signed_in(ground.officer)
    client.post(f"/en/reporting/reports/{ground.submission.pk}/2/1/", {"a:people_count": "99", "go": "on"})
    assert ground.submission.answers.get(address="people_count").value == 12


def test_an_approval_counts_for_the_answers_that_were_seen(ground, steps) -> None:
    start(ground)
    ground.submission.answers.filter(address="people_count").update(value=13)  # around every door
    with pytest.raises(Conflict) as refusal:
        approve(ground, ground.clearing)
    assert refusal.value.code == "reporting.clearance.changed"
    with pytest.raises(Conflict):
        team.approve(ground.submission.pk, by=ground.clearing, seen="0" * 64, today=TODAY)
    Clearance.objects.update(state="approved")
    digest = team_clearances.digest_of(ground.submission, today=TODAY)
    ground.submission.refresh_from_db()
    assert queries.clearance_open(ground.submission, digest=digest) == 2, "approvals of other answers do not count"


def test_a_returned_report_begins_again_with_the_first_step(ground, steps) -> None:
    start(ground)
    approve(ground, ground.clearing)
    with pytest.raises(Invalid):
        team.send_back(ground.submission.pk, reason=" ", by=ground.chief)
    team.send_back(ground.submission.pk, reason="The figure is provisional.", by=ground.chief)
    assert state(ground) == "draft"
    assert {each.person for each in Notice.objects.filter(what="clearance-returned")} == {ground.officer}
    team_ground.answer(ground, people_count=14)
    start(ground)
    assert [row.state for row in queries.turn_of(ground.submission)] == ["waiting", "waiting"]
    turns = queries.turns(ground.submission, ground.officer)
    assert [turn.number for turn in turns] == [2, 1]
    assert turns[1].rows[1].reason == "The figure is provisional."


def test_taking_back_ends_the_turn(ground, steps) -> None:
    start(ground)
    approve(ground, ground.clearing)
    for by in (ground.reader, ground.clearing):
        with pytest.raises(NotFound):
            team.take_back(ground.submission.pk, by=by)
    team.take_back(ground.submission.pk, by=ground.officer)
    assert (state(ground), queries.clearance_open(ground.submission)) == ("draft", 2)
    assert [row.state for row in queries.turn_of(ground.submission)] == ["approved", "cancelled"]
    with pytest.raises(Conflict):
        team.take_back(ground.submission.pk, by=ground.officer)


def test_a_report_that_was_sent_before_goes_back_to_returned(ground, steps) -> None:
    start(ground)
    approve(ground, ground.clearing)
    approve(ground, ground.chief)
    send(ground)
    Submission.objects.update(state="returned")
    start(ground)
    team.send_back(ground.submission.pk, reason="x", by=ground.clearing)
    assert state(ground) == "returned"


def test_ending_a_step_lets_a_report_go_on_and_another_person_can_take_it_over(ground, steps, person) -> None:
    start(ground)
    team_clearances.change(steps[0].pk, title=TITLES[0], person=ground.chief.pk, days=None, by=ground.chief)
    assert queries.is_turn_of(ground.submission, ground.chief) is False, "read anew"
    ground.submission.refresh_from_db()
    assert queries.is_turn_of(ground.submission, ground.chief)
    team_clearances.end(steps[0].pk, by=ground.chief, today=TODAY)
    assert queries.waiting(ground.submission).step == steps[1]
    assert queries.clearance_open(ground.submission) == 1


def test_somebody_whose_role_has_ended_clears_nothing(ground, steps, now) -> None:
    start(ground)
    ground.clearing.memberships.update(ends_at=now - timedelta(hours=1))
    with pytest.raises(NotFound):
        approve(ground, ground.clearing)
    assert queries.waits_for(ground.clearing) == []


def test_each_is_told_when_their_turn_comes_and_once_more_when_it_is_late(ground, steps, now) -> None:
    start(ground)
    told = Notice.objects.filter(what="clearance-waiting")
    assert told.get().person == ground.clearing
    assert len(team_home.waiting(ground.clearing)) == 1
    assert team_home.waiting(ground.chief) == []
    Clearance.objects.filter(step=steps[0]).update(due_on=now.date() - timedelta(days=1))
    assert team_clearances.remind_of_days(now=now) == 1
    assert team_clearances.remind_of_days(now=now) == 1
    assert told.count() == 2
    approve(ground, ground.clearing)
    assert not told.filter(person=ground.clearing, read_at=None).exists(), "what was done waits no longer"
    approve(ground, ground.chief)
    assert [each.kind for each in team_home.waiting(ground.chief)] == ["clearance-done"]


# ---- pages ----------------------------------------------------------------------------------------------------------
def test_the_pages_of_a_clearing_officer_and_an_authority(ground, steps, signed_in) -> None:
    pk = ground.submission.pk
    chief, clearing = signed_in(ground.chief), signed_in(ground.clearing)
    page = chief.get("/en/reporting/clearance/").content.decode()
    assert TITLES[0] in page
    given = {"title": "A further one", "person": str(ground.clearing.pk), "days": "3"}
    assert chief.post("/en/reporting/clearance/", given).status_code == 302
    assert chief.post("/en/reporting/clearance/", {"title": ""}).status_code == 422
    assert clearing.post("/en/reporting/clearance/", given).status_code == 403
    third = queries.declared("KEN")[2]
    for do in ("up", "down", "end"):
        assert chief.post(f"/en/reporting/clearance/{third.pk}/", {"do": do}).status_code == 302
    address = f"/en/reporting/reports/{pk}/clearance/"
    digest = team_clearances.digest_of(ground.submission, today=TODAY)
    assert "Send it to be cleared" in chief.get(address).content.decode()
    assert chief.post(address, {"do": "start", "seen": digest}).status_code == 302
    assert state(ground) == "clearing"
    assert "Your decision" in clearing.get(address).content.decode()
    assert clearing.get(f"/en/reporting/reports/{pk}/check/").status_code == 200
    assert clearing.post(address, {"do": "return", "reason": ""}).status_code == 422
    assert clearing.post(address, {"do": "approve", "digest": "old"}).status_code == 302
    assert queries.waiting(ground.submission).step == steps[0], "not for answers that were not seen"
    assert clearing.post(address, {"do": "approve", "digest": digest}).status_code == 302
    assert "Your decision" not in clearing.get(address).content.decode()
    assert chief.post(address, {"do": "approve", "digest": digest}).status_code == 302
    assert "Every step is approved" in chief.get(address).content.decode()


@pytest.mark.parametrize("language", ["ar", "en", "zh"])
def test_pages_in_other_languages(language, ground, steps, signed_in) -> None:
    start(ground)
    client = signed_in(ground.clearing)
    for path in ("clearance/", f"reports/{ground.submission.pk}/clearance/"):
        answer = client.get(f"/{language}/reporting/{path}")
        assert answer.status_code == 200
        assert answer.content.decode().count("<h1") == 1


# ---- never outside the country --------------------------------------------------------------------------------------
def plain_addresses(pk: object, year: str) -> list[str]:
    """Every address of the room that needs nothing but a report, a round or a country."""
    known = {"pk": str(pk), "year": year, "area": "KEN", "id": "small-2027", "reference": "x"}
    found = []
    for names in get_resolver("concord_site.reporting.urls").reverse_dict.lists():
        for possibility in names[1]:
            for pattern, params in possibility[0]:
                if set(params) <= set(known):
                    found.append("/en/reporting/" + pattern % {name: known[name] for name in params})
    return sorted(set(found))


@pytest.mark.parametrize("role", ["secretariat-administrator", "other"])  # the walk as every role has the others
def test_no_page_of_anybody_outside_the_country_holds_a_step(
    role, ground, steps, person, organisation, signed_in
) -> None:
    start(ground)
    team.send_back(ground.submission.pk, reason="Zwirbelgrund", by=ground.clearing)
    start(ground)
    approve(ground, ground.clearing)
    approve(ground, ground.chief)
    send(ground)
    homes = {
        "other": ("national-authority", organisation("authority", "NZL")),
        "regional-office": ("regional-office", organisation("regional-office", region="AFR")),
    }
    client = signed_in(person(*homes.get(role, (role, None))))
    client.raise_request_exception = False
    general = ["/en/", "/en/accounts/", "/en/accounts/home/", "/en/audit/", "/en/search/?q=Quorkmester", "/health"]
    seen = 0
    for address in [*plain_addresses(ground.submission.pk, ground.round.year), *general]:
        answer = client.get(address)
        if answer.status_code != 200 or answer.streaming:
            continue
        seen += 1
        text = answer.content.decode(errors="replace")
        for words in (*TITLES, "Zwirbelgrund", ground.clearing.name):
            assert words not in text, (address, words)
    assert seen > 5
    assert client.get(f"/en/reporting/reports/{ground.submission.pk}/clearance/").status_code == 404
    assert client.get("/en/reporting/clearance/").status_code in {200, 404}


def test_log_and_mails_hold_no_step_and_do_not_tell_that_there_is_one(ground, steps) -> None:
    start(ground)
    team.send_back(ground.submission.pk, reason="Zwirbelgrund", by=ground.clearing)
    written = " ".join(entry.text for entry in Entry.objects.all())
    mails = " ".join(f"{each.subject} {each.body} {each.subject_kind}" for each in OutboxMessage.objects.all())
    for words in (*TITLES, "Zwirbelgrund", "clearance", "clearing"):
        assert words not in written, words
    for words in (*TITLES, "Zwirbelgrund", "Clearance"):
        assert words not in mails, words
    assert Entry.objects.filter(action=team_clearances.WORKED_ON, area="KEN").exists()
