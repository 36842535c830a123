"""What can be done to people, organisations and roles; each act is permitted, done and logged in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from concord import roles
from concord.errors import Conflict, Invalid, NotAllowed
from concord_site.accounts import demonstration, invitations, sessions
from concord_site.accounts.country import actions as country
from concord_site.accounts.demonstration import DemonstrationPerson
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.audit import log
from concord_site.shell import access, post

ADMINISTRATOR = "secretariat-administrator"


def create_organisation(
    *, name: Mapping[str, str], what: str, area: str = "", region: str = "", is_example: bool = False, by: Person
) -> Organisation:
    """Add an organisation to the list."""
    access.permit(Organisation, by, "create", state=Organisation.State.CURRENT)
    with transaction.atomic():
        made = Organisation.objects.create(name=dict(name), what=what, area=area, region=region, is_example=is_example)
        log.record("accounts.organisation.created", by=by, subject=made, area=area, details={"what": what})
    return made


def invite(
    *, organisation_id: int, email: str, name: str, role: str, language: str, by: Person, now: datetime
) -> Membership:
    """Give somebody a role in an organisation; whoever is new here is invited by mail.

    For a country the secretariat does this to its authority alone, which confirms it; the authority does the rest.

    Raises:
        NotFound: ``site.access.unknown``: no organisation that ``by`` may know of.
        NotAllowed: ``site.access.forbidden``; ``site.membership.own``: to oneself; ``site.membership.country``.
        Invalid: ``site.organisation.unknown-role``: not a role of organisations of this kind.
        Conflict: ``site.invitation.member``: they hold it already.
    """
    post.require_clean(email)
    with transaction.atomic():
        organisation = access.get(Organisation, organisation_id, by, "manage", lock=True)
        access.permit(Membership, by, "create", state="recorded", area=organisation.area, organisation=organisation.pk)
        _require_role(organisation, role)
        country.require_own_affair(organisation, by, role)
        person, is_new = _person(email, name, language)
        if person.pk == by.pk:
            raise NotAllowed("site.membership.own")
        if person.memberships.current(now).filter(organisation=organisation, role=role).exists():
            raise Conflict("site.invitation.member")
        membership = Membership.objects.create(person=person, organisation=organisation, role=role, begins_at=now)
        invitations.send(membership, is_new=is_new)
        log.record(
            "accounts.membership.begun", by=by, subject=membership, area=organisation.area,
            details={"role": role, "person": person.pk, "organisation": organisation.pk},
        )  # fmt: skip
    return membership


def _require_role(organisation: Organisation, role: str) -> None:
    if role not in {each.id for each in roles.held_in(organisation.what)}:
        raise Invalid("site.organisation.unknown-role", params={"role": role})


def _person(email: str, name: str, language: str) -> tuple[Person, bool]:
    """The person of this address; new people are made as invited. Whether an invitation is needed."""
    person = Person.objects.select_for_update().filter(email=email.strip().lower()).first()
    if person is None:
        person = Person.objects.create_user(
            email.strip(), None, name=name, language=language, state=Person.State.INVITED, is_active=False
        )
    if person.state == Person.State.CLOSED:
        raise Conflict("site.outbox.closed-account")
    return person, person.state == Person.State.INVITED


def invite_again(membership_id: int, *, by: Person) -> None:
    """Send a new invitation; links sent before are no longer good."""
    with transaction.atomic():
        membership = access.get(Membership, membership_id, by, "manage", lock=True)
        country.require_own_affair(membership.organisation, by, membership.role)
        if membership.ends_at is not None:
            raise Conflict("site.membership.over")
        person = Person.objects.select_for_update().get(pk=membership.person_id)
        if person.state != Person.State.INVITED:
            raise Conflict("site.invitation.used")
        person.set_unusable_password()
        person.save(update_fields=["password"])
        membership.person = person
        invitations.send(membership, is_new=True)
        log.record("accounts.invitation.renewed", by=by, subject=person)


def accept(token: str, *, password: str) -> Person:
    """Choose the first password and open the account.

    Raises:
        NotFound: ``site.invitation.used``.
        ValidationError: Django's, when the password is not good enough.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=invitations.open_token(token).pk)
        invitations.open_token(token)  # once more under the lock: two clicks are one acceptance
        validate_password(password, person)
        _open(person, password)
        log.record("accounts.invitation.accepted", by=person, subject=person)
    return person


def _open(person: Person, password: str) -> None:
    person.set_password(password)
    person.state, person.is_active = Person.State.ACTIVE, True
    person.save(update_fields=["name", "password", "state", "is_active"])
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def open_account(*, email: str, name: str, password: str, language: str) -> Person:
    """Open the account of somebody whose address a link of another room has proved; it has no role by itself.

    Somebody who was invited to a role and has not chosen a password yet does so here.

    Raises:
        Conflict: ``site.account.exists``: sign in instead; ``site.outbox.closed-account``.
        ValidationError: Django's, when the password is not good enough.
    """
    with transaction.atomic():
        person, is_new = _person(email, name, language)
        if not is_new:
            raise Conflict("site.account.exists")
        person.name = name
        validate_password(password, person)
        _open(person, password)
        log.record("accounts.account.opened", by=person, subject=person)
    return person


def change_role(membership_id: int, *, role: str, by: Person, now: datetime) -> Membership:
    """Give somebody another role in the same organisation in place of the one they hold.

    The old one ends and the new one begins, so that the history stays; open sign-ins end with the old one.

    Returns:
        The new membership.

    Raises:
        NotAllowed: ``site.membership.own``; ``site.membership.country``.
        Invalid: ``site.organisation.unknown-role``.
        Conflict: ``site.membership.over``; ``site.invitation.member``: they hold it already;
            ``site.membership.last-administrator``, ``site.membership.last-authority``.
    """
    with transaction.atomic():
        old = _held(membership_id, by, now)
        organisation, person = old.organisation, old.person
        access.permit(Membership, by, "create", state="recorded", area=organisation.area, organisation=organisation.pk)
        _require_role(organisation, role)
        country.require_own_affair(organisation, by, old.role, role)
        if person.memberships.current(now).filter(organisation=organisation, role=role).exists():
            raise Conflict("site.invitation.member")
        _require_another_administrator(old, now)
        old.ends_at, old.reason = now, "changed"
        old.save(update_fields=["ends_at", "reason"])
        made = Membership.objects.create(person=person, organisation=organisation, role=role, begins_at=now)
        ended = sessions.end_all(person)
        if person.state == Person.State.ACTIVE:
            invitations.send(made, is_new=False)
        log.record(
            "accounts.membership.changed", by=by, subject=made, area=organisation.area,
            details={"before": old.role, "role": role, "person": person.pk, "sessions": ended},
        )  # fmt: skip
    return made


def _held(membership_id: int, by: Person, now: datetime) -> Membership:
    """Somebody else's current membership, for ``by`` to manage, after its country's roles are held."""
    area = Membership.objects.filter(pk=membership_id).values_list("organisation__area", flat=True).first()
    country.hold(area or "")
    membership = access.get(Membership, membership_id, by, "manage", lock=True)
    if membership.person_id == by.pk:
        raise NotAllowed("site.membership.own")
    if membership.ends_at is not None and membership.ends_at <= now:
        raise Conflict("site.membership.over")
    return membership


def update_profile(*, name: str, language: str, by: Person) -> Person:
    """Change one's own name and language."""
    with transaction.atomic():
        person = access.get(Person, by.pk, by, "edit", lock=True)
        person.name, person.language = name, language
        person.save(update_fields=["name", "language"])
        log.record("accounts.profile.changed", by=by, subject=person, details={"language": language})
    return person


def end_membership(membership_id: int, *, by: Person, reason: str, now: datetime) -> Membership:
    """End a role; the person's sign-ins end with it, and their next request is refused.

    An invitation that was not taken up is withdrawn so: its link is no longer good.

    Raises:
        NotAllowed: ``site.membership.own``; ``site.membership.country``.
        Conflict: ``site.membership.over``; ``site.membership.last-administrator``, ``site.membership.last-authority``.
    """
    with transaction.atomic():
        membership = _held(membership_id, by, now)
        country.require_own_affair(membership.organisation, by, membership.role)
        _require_another_administrator(membership, now)
        membership.ends_at, membership.reason = now, reason[:200]
        membership.save(update_fields=["ends_at", "reason"])
        ended = sessions.end_all(membership.person)
        _withdraw_link(membership.person, now)
        log.record(
            "accounts.membership.ended", by=by, subject=membership, area=membership.organisation.area,
            details={"role": membership.role, "person": membership.person_id, "sessions": ended},
        )  # fmt: skip
    return membership


def _withdraw_link(person: Person, now: datetime) -> None:
    """Links sent to somebody who was invited and holds no role any more are no longer good."""
    if person.state == Person.State.INVITED and not person.memberships.current(now).exists():
        person.set_unusable_password()
        person.save(update_fields=["password"])


def _require_another_administrator(membership: Membership, now: datetime) -> None:
    country.require_another(membership, now=now)
    if membership.role != ADMINISTRATOR:
        return
    others = Membership.objects.current(now).filter(role=ADMINISTRATOR, person__state=Person.State.ACTIVE)
    if not others.exclude(person_id=membership.person_id).exists():
        raise Conflict("site.membership.last-administrator")


def close_account(person_id: int, *, by: Person, now: datetime) -> Person:
    """Close an account: every role and every sign-in ends; what the person did stays in the log."""
    with transaction.atomic():
        person = access.get(Person, person_id, by, "manage", lock=True)
        if person.pk == by.pk:
            raise NotAllowed("site.membership.own")
        memberships = list(person.memberships.current(now).select_related("organisation"))
        for area in sorted({membership.organisation.area for membership in memberships}):
            country.hold(area)
        for membership in memberships:
            _require_another_administrator(membership, now)
        person.memberships.filter(ends_at__isnull=True).update(ends_at=now, reason="account closed")
        person.state, person.is_active = Person.State.CLOSED, False
        person.set_unusable_password()
        person.save(update_fields=["state", "is_active", "password"])
        sessions.end_all(person)
        log.record("accounts.account.closed", by=by, subject=person)
    return person


def first_administrator(*, email: str, name: str, language: str, organisation: Mapping[str, str], now: datetime) -> str:
    """Start an installation: the secretariat and its first administrator, who is invited.

    Returns:
        The address of the invitation, for the operator to hand over where mail is not set up yet.

    Raises:
        Conflict: ``site.invitation.member`` when there is an administrator already.
    """
    from concord_site.shell import outbox

    with transaction.atomic():
        if Membership.objects.current(now).filter(role=ADMINISTRATOR, person__state=Person.State.ACTIVE).exists():
            raise Conflict("site.invitation.member")
        body = Organisation.objects.filter(what=Organisation.Kind.SECRETARIAT).first() or Organisation.objects.create(
            name=dict(organisation), what=Organisation.Kind.SECRETARIAT
        )
        person, _ = _person(email, name, language)
        membership, _ = Membership.objects.get_or_create(
            person=person, organisation=body, role=ADMINISTRATOR, ends_at=None, defaults={"begins_at": now}
        )
        log.record(
            "accounts.membership.begun", subject=membership, details={"role": ADMINISTRATOR, "person": person.pk}
        )
        invitations.send(membership, is_new=True)
    return outbox.link(invitations.path(person))


def create_demonstration_people(*, now: datetime) -> list[DemonstrationPerson]:
    """The invented people of a demonstration, with their means of sign-in (see :mod:`.demonstration`)."""
    return demonstration.create(now=now)
