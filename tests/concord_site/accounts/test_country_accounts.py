"""Accounts of a country: run by its authority, verified by the secretariat at the top alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from concord.errors import Conflict, NotAllowed, NotFound, Refusal
from concord_site.accounts import actions, country, invitations
from concord_site.accounts.country import queries
from concord_site.accounts.models import Membership
from concord_site.audit.models import Entry
from concord_site.shell.models import OutboxMessage

from ..at_once import together

pytestmark = pytest.mark.django_db
AUTHORITY = country.AUTHORITY


@pytest.fixture
def authority(organisation):
    return organisation("authority", "KEN", name="Ministry of Health")


@pytest.fixture
def chief(person, authority):
    return person(AUTHORITY, authority, name="Chief Known")


def invite(organisation, by, now, **changed):
    values = {"email": "new@concord.test", "name": "New Person", "role": "country-officer", "language": "fr", **changed}
    return actions.invite(organisation_id=organisation.pk, by=by, now=now, **values)


def role_of(who) -> list[str]:
    return [row.role for row in who.memberships.current()]


@pytest.mark.parametrize("role", country.ROLES)
def test_an_authority_gives_every_role_of_its_country(role, authority, chief, now) -> None:
    assert invite(authority, chief, now, role=role).role == role


def test_the_secretariat_gives_the_first_administrator_and_nobody_else(authority, person, now) -> None:
    desk = person(actions.ADMINISTRATOR)
    made = invite(authority, desk, now, role=AUTHORITY)
    with pytest.raises(NotAllowed) as refusal:
        invite(authority, desk, now, email="b@concord.test")
    assert refusal.value.code == "site.membership.country"
    with pytest.raises(NotAllowed):
        actions.change_role(made.pk, role="country-reader", by=desk, now=now + timedelta(seconds=1))
    assert Membership.objects.filter(organisation=authority).count() == 1


def test_the_secretariat_ends_nobody_of_a_country_but_an_authority(authority, chief, person, now) -> None:
    desk, officer = person(actions.ADMINISTRATOR), person("country-officer", authority)
    with pytest.raises(NotAllowed):
        actions.end_membership(officer.memberships.get().pk, by=desk, reason="x", now=now)
    second = person(AUTHORITY, authority)
    actions.end_membership(second.memberships.get().pk, by=desk, reason="the designation ended", now=now)
    with pytest.raises(Conflict) as refusal:
        actions.end_membership(chief.memberships.get().pk, by=desk, reason="x", now=now)
    assert refusal.value.code == "site.membership.last-authority"
    with pytest.raises(Conflict):
        actions.close_account(chief.pk, by=desk, now=now)


def test_a_changed_role_keeps_its_history_and_asks_for_a_new_sign_in(authority, chief, person, signed_in, now) -> None:
    who = person("country-officer", authority)
    client = signed_in(who)
    assert client.get("/en/accounts/").status_code == 200
    actions.change_role(who.memberships.get().pk, role="country-reader", by=chief, now=now)
    assert client.get("/en/accounts/").status_code == 302
    assert role_of(who) == ["country-reader"]
    assert list(who.memberships.order_by("pk").values_list("role", "reason")) == [
        ("country-officer", "changed"), ("country-reader", ""),
    ]  # fmt: skip
    assert OutboxMessage.objects.get().person == who
    entry = Entry.objects.get(action="accounts.membership.changed")
    assert entry.area == "KEN"
    assert "country-reader" in entry.text


def test_a_role_that_is_held_already_or_ended_cannot_be_changed(authority, chief, person, now) -> None:
    row = person("country-officer", authority).memberships.get()
    with pytest.raises(Conflict):
        actions.change_role(row.pk, role="country-officer", by=chief, now=now)
    actions.end_membership(row.pk, by=chief, reason="x", now=now)
    with pytest.raises(Conflict):
        actions.change_role(row.pk, role="country-reader", by=chief, now=now + timedelta(seconds=1))


def test_an_administrator_cannot_be_demoted_by_themselves_or_leave_the_country_without_one(
    authority, chief, person, now
) -> None:
    own = chief.memberships.get()
    with pytest.raises(NotAllowed):
        actions.change_role(own.pk, role="country-reader", by=chief, now=now)
    second = person(AUTHORITY, authority)
    actions.change_role(own.pk, role="country-reader", by=second, now=now)
    with pytest.raises(NotFound):
        actions.change_role(second.memberships.get().pk, role="country-reader", by=chief, now=now)


def test_an_invited_administrator_does_not_count_until_the_account_is_open(authority, chief, person, now) -> None:
    desk = person(actions.ADMINISTRATOR)
    invite(authority, chief, now, role=AUTHORITY)
    with pytest.raises(Conflict):
        actions.end_membership(chief.memberships.get().pk, by=desk, reason="x", now=now + timedelta(seconds=1))


def test_a_withdrawn_invitation_has_no_good_link_and_can_be_sent_anew(authority, chief, now) -> None:
    row = invite(authority, chief, now)
    link = invitations.token(row.person)
    actions.end_membership(row.pk, by=chief, reason="not needed", now=now + timedelta(seconds=1))
    with pytest.raises(NotFound):
        invitations.open_token(link)
    with pytest.raises(Conflict):
        actions.invite_again(row.pk, by=chief)
    again = invite(authority, chief, now + timedelta(seconds=2))
    again.person.refresh_from_db()
    assert invitations.open_token(invitations.token(again.person)) == again.person


def test_the_page_shows_people_roles_last_seen_and_what_waits(authority, chief, person, signed_in, now) -> None:
    officer = person("country-officer", authority, name="Officer Known")
    signed_in(officer).get("/en/accounts/")
    invite(authority, chief, now, name="Not Yet Here")
    client = signed_in(chief)
    assert client.get("/en/accounts/country/").url == f"/en/accounts/organisations/{authority.pk}/"
    text = client.get("/en/accounts/country/", follow=True).content.decode()
    for words in ("Officer Known", "Not Yet Here", "Invite again", "Withdraw", "Last seen", "Invitations that wait"):
        assert words in text
    assert queries.last_seen([officer])[officer.pk] == now.date()
    assert f"/en/accounts/roles/{chief.memberships.get().pk}/" not in text, "nobody changes their own role"


def test_the_page_changes_a_role_and_says_why_it_cannot(authority, chief, person, signed_in) -> None:
    row = person("country-officer", authority).memberships.get()
    client, address = signed_in(chief), f"/en/accounts/roles/{row.pk}/"
    assert "Clearing officer" in client.get(address).content.decode()
    assert "already has that role" in client.post(address, {"role": "country-officer"}).content.decode()
    assert client.post(address, {"role": "clearing-officer"}).status_code == 302
    assert client.post(address, {"role": "country-reader"}).status_code == 422


def test_accounts_of_a_country_are_reached_by_its_authority_alone(authority, chief, person, organisation, signed_in):
    row = person("country-officer", authority).memberships.get()
    strangers = (
        person(AUTHORITY, organisation("authority", "NZL")), person("country-officer", authority),
        person("secretariat-desk"), person("country-reader", authority),
    )  # fmt: skip
    for who in strangers:
        assert signed_in(who).get(f"/en/accounts/roles/{row.pk}/").status_code in {403, 404}
        assert signed_in(who).post(f"/en/accounts/roles/{row.pk}/", {"role": "country-reader"}).status_code in {
            403,
            404,
        }
    assert signed_in(strangers[1]).get("/en/accounts/country/").status_code == 404
    assert role_of(row.person) == ["country-officer"]


def test_people_of_a_country_are_those_who_hold_a_role_now(authority, chief, person, organisation, now) -> None:
    person("stakeholder", organisation("stakeholder", "KEN"))
    clearing = person("clearing-officer", authority, name="A")
    gone = person("clearing-officer", authority)
    gone.memberships.update(ends_at=now - timedelta(hours=1))
    assert queries.people("KEN") == [clearing, chief]
    assert queries.people("KEN", "clearing-officer") == [clearing]


@pytest.mark.parametrize("act", ["end", "demote"])
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_two_administrators_who_remove_each_other_at_once_leave_one(act, authority, person, now) -> None:
    first, second = person(AUTHORITY, authority), person(AUTHORITY, authority)
    rows = {who.pk: who.memberships.get().pk for who in (first, second)}

    def remove(by, other) -> None:
        if act == "end":
            actions.end_membership(rows[other.pk], by=by, reason="x", now=now)
        else:
            actions.change_role(rows[other.pk], role="country-reader", by=by, now=now)

    ends = together(lambda: remove(first, second), lambda: remove(second, first))
    (refused,) = [each for each in ends if each is not None]
    assert isinstance(refused, Refusal)
    assert queries.administrators("KEN", now=now + timedelta(seconds=1)).count() == 1
