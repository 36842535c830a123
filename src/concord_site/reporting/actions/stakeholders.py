"""What can be done with a registration: send it, confirm its address, decide, appeal, keep it up to date, end it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from concord.errors import Conflict, Invalid, Unavailable
from concord.reporting import stakeholders as library
from concord_site.accounts import invitations
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.audit import log
from concord_site.reporting.actions import stakeholder_notices as notices
from concord_site.reporting.models.stakeholders import (
    Stakeholder,
    StakeholderDecision,
    StakeholderEntry,
    StakeholderLink,
)
from concord_site.reporting.queries import stakeholders as queries
from concord_site.shell import access, outbox, post

State, What = Stakeholder.State, StakeholderDecision.What
ROLE = "stakeholder"
#: What the stakeholder may change afterwards.
STATEMENT = ("website", "countries", "does", "funding", "conflicts")


def register(
    *, name: str, type: str, does: str, funding: str, conflicts: str = "", website: str = "", seat: str = "",
    countries: Iterable[str] = (), contact_name: str, contact_email: str, language: str = "en", by: Any = None,
    is_example: bool = False,
) -> Stakeholder:  # fmt: skip
    """Send a registration; it waits until its mail address is confirmed by the link that is sent there.

    The same address again replaces what was not confirmed yet; where it is known already, the link to what there is
    goes there, and the page says the same, so that nobody learns who is registered.

    Raises:
        Invalid: ``reporting.stakeholder.type``; ``site.outbox.header``.
        Unavailable: ``reporting.stakeholder.too-many`` in this hour.
    """
    access.permit(Stakeholder, by, "create", state=State.PROPOSED)
    if type not in library.rules().types:
        raise Invalid("reporting.stakeholder.type", params={"type": type})
    post.require_clean(contact_email)
    now, email = timezone.now(), contact_email.strip().lower()
    with transaction.atomic():
        _not_too_many(now)
        known = Stakeholder.objects.select_for_update().filter(contact_email=email).exclude(state=State.ENDED)
        if (found := known.exclude(confirmed_at=None).order_by("-sent_at").first()) is not None:
            _write(
                found,
                f"known:{now:%Y-%m-%dT%H}",
                _("You are registered already"),
                _("Your registration is here:"),
                by_link=True,
            )
            return found
        found = known.order_by("-sent_at").first() or Stakeholder(contact_email=email, is_example=is_example)
        found.name, found.type, found.does, found.funding, found.conflicts = name, type, does, funding, conflicts
        found.website, found.seat, found.countries = website, seat, sorted(set(countries))
        found.contact_name, found.language, found.sent_at = contact_name, language, now
        found.save()
        log.record("reporting.stakeholder.proposed", subject=found, details={"type": type})
        _write(
            found, "confirm", _("Confirm your address of mail"),
            _("Somebody, we hope you, asked to be registered as a stakeholder here. Confirm it within %(days)s days:"),
            by_link=True, days=library.rules().confirm_days,
        )  # fmt: skip
    return found


def _not_too_many(now: dt.datetime) -> None:
    recent = Stakeholder.objects.filter(sent_at__gt=now - dt.timedelta(hours=1)).count()
    if recent >= library.rules().visitors_an_hour:
        raise Unavailable("reporting.stakeholder.too-many")


def confirm(token: str) -> Stakeholder:
    """Confirm the address of mail; from now on the Secretariat sees the registration.

    Raises:
        NotFound: ``reporting.stakeholder.link-used``.
    """
    with transaction.atomic():
        found = queries.of_token(token, lock=True)
        if found.confirmed_at is None:
            found.confirmed_at = timezone.now()
            found.save(update_fields=["confirmed_at"])
            log.record("reporting.stakeholder.confirmed", subject=found)
            notices.waits(found)
    return found


# ---- the Secretariat decides -----------------------------------------------------------------------------------------
def accept(pk: object, *, by: Any, text: str = "", now: dt.datetime | None = None) -> Stakeholder:
    """Register, also on appeal: the stakeholder is in the public register, and its contact gets an account.

    Raises:
        Conflict: ``site.access.state``; ``reporting.stakeholder.same-person`` on appeal.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        found = queries.registration(pk, by, "approve", lock=True)
        is_appeal = found.state == State.APPEALED
        _apply(found, "grant" if is_appeal else "register", by)
        if found.organisation_id is None:
            _open(found, by, moment)
        _show(found, moment.date(), is_suspended=False)
        _decided(found, What.REGISTERED, by, text=text)
        _write(
            found, f"registered:{moment.isoformat()}", _("You are registered"),
            _("You are in the public register of stakeholders, and may report in the rounds of the Code:"),
        )  # fmt: skip
    return found


def refuse(pk: object, *, reason: str, text: str, by: Any) -> Stakeholder:
    """Refuse a registration, or let a refusal or suspension stand on appeal; always with a reason and a text.

    Raises:
        Invalid: ``reporting.stakeholder.reason``, ``reporting.stakeholder.text``.
        Conflict: ``site.access.state``; ``reporting.stakeholder.same-person`` on appeal.
    """
    with transaction.atomic():
        found = queries.registration(pk, by, "approve", lock=True)
        is_appeal = found.state == State.APPEALED
        last = queries.last_decision(found)
        was_suspended = is_appeal and last is not None and last.what == What.SUSPENDED
        library.rules().reason("registration", "suspend" if was_suspended else "refuse", reason, text)
        _apply(found, ("uphold-suspension" if was_suspended else "uphold") if is_appeal else "refuse", by)
        _decided(found, What.UPHELD if is_appeal else What.REFUSED, by, reason=reason, text=text)
        _write(found, f"refused:{found.state_at.isoformat()}", _("Your registration was not accepted"),
               _("The reason, and what you can do, is here:"), by_link=True)  # fmt: skip
    return found


def appeal(*, text: str, token: str = "", pk: object = None, by: Any = None) -> Stakeholder:
    """The applicant appeals, by the link in the mail, or signed in; another person of the Secretariat will decide.

    Raises:
        NotFound: ``reporting.stakeholder.link-used``.
        Conflict: ``reporting.stakeholder.no-appeal``.
        Invalid: ``reporting.stakeholder.text``.
    """
    if not text.strip():
        raise Invalid("reporting.stakeholder.text")
    with transaction.atomic():
        found = queries.of_token(token, lock=True) if token else access.get(Stakeholder, pk, by, "see", lock=True)
        is_theirs = bool(token) or found in queries.own(by)
        if not is_theirs or not queries.may_appeal(found, now=timezone.now()):
            raise Conflict("reporting.stakeholder.no-appeal", params={"days": library.rules().appeal_days})
        found.state, found.state_at = State.APPEALED, timezone.now()
        found.save(update_fields=["state", "state_at"])
        _decided(found, What.APPEALED, by, text=text)
        notices.waits(found)
    return found


def suspend(pk: object, *, reason: str, text: str, by: Any) -> Stakeholder:
    """Suspend a registration: nothing is sent or published for it until it is given back."""
    return _manage(pk, "suspend", What.SUSPENDED, reason=reason, text=text, by=by)


def reinstate(pk: object, *, text: str, by: Any) -> Stakeholder:
    """Give a suspended registration back."""
    return _manage(pk, "reinstate", What.REINSTATED, text=text, by=by)


def end(pk: object, *, reason: str, text: str, by: Any) -> Stakeholder:
    """End a registration; what was published stays, and its people may no longer sign in for it."""
    return _manage(pk, "end", What.ENDED, reason=reason, text=text, by=by)


def leave(pk: object, *, text: str, by: Any) -> Stakeholder:
    """The stakeholder ends its registration itself."""
    with transaction.atomic():
        found = access.get(Stakeholder, pk, by, "withdraw", lock=True)
        return _changed(found, "leave", What.ENDED, "own-wish", text, by)


def _manage(pk: object, step: str, what: str, *, by: Any, text: str, reason: str = "") -> Stakeholder:
    with transaction.atomic():
        found = queries.registration(pk, by, "manage", lock=True)
        if step in ("suspend", "end"):
            library.rules().reason("registration", "suspend" if step == "suspend" else "end", reason, text)
        elif not text.strip():
            raise Invalid("reporting.stakeholder.text")
        return _changed(found, step, what, reason, text, by)


def _changed(found: Stakeholder, step: str, what: str, reason: str, text: str, by: Any) -> Stakeholder:
    now = timezone.now()
    _apply(found, step, by)
    _show(found, now.date(), is_suspended=found.state == State.SUSPENDED, is_over=found.state == State.ENDED)
    if found.state == State.ENDED:
        rows = Membership.objects.current(now).filter(organisation=found.organisation)
        rows.update(ends_at=now, reason="registration ended")
        Organisation.objects.filter(pk__in=[found.organisation_id]).update(state=Organisation.State.CLOSED)
    _decided(found, what, by, reason=reason, text=text)
    _write(found, f"{what}:{now.isoformat()}", _("Your registration has changed"),
           _("What was decided, and what you can do, is here:"), by_link=True)  # fmt: skip
    return found


def edit(pk: object, *, by: Any, **statement: Any) -> Stakeholder:
    """Bring the statement of interest up to date; the public register shows it at once, what was published does not."""
    with transaction.atomic():
        found = access.get(Stakeholder, pk, by, "edit", lock=True)
        changed = [each for each in STATEMENT if each in statement and getattr(found, each) != statement[each]]
        for each in changed:
            setattr(found, each, statement[each])
        found.save(update_fields=[*STATEMENT])
        _show(found, timezone.now().date(), is_suspended=False)
        log.record("reporting.stakeholder.edited", by=by, subject=found, details={"fields": changed})
    return found


def sweep(*, now: dt.datetime) -> int:
    """Remove registrations whose address was not confirmed in time: nobody ever read them."""
    since = now - dt.timedelta(days=library.rules().confirm_days)
    gone, _by_model = Stakeholder.objects.filter(confirmed_at=None, sent_at__lt=since).delete()
    return gone


# ---- the pieces ------------------------------------------------------------------------------------------------------
def _apply(found: Stakeholder, step: str, by: Any) -> None:
    last = queries.last_decision(found)
    more = {library.FIRST: last.by_id if last is not None else None, library.NOW: getattr(by, "pk", None)}
    held = {seat.role for seat in access.seats_of(by)}
    library.REGISTRATION.apply(found, step, by=held, more=more)
    found.state_at = timezone.now()
    found.save(update_fields=["state", "state_at"])


def _decided(found: Stakeholder, what: str, by: Any, *, reason: str = "", text: str = "") -> None:
    StakeholderDecision.objects.create(stakeholder=found, what=what, reason=reason, text=text.strip(), by=by)
    log.record(f"reporting.stakeholder.{what}", by=by, subject=found, details={"reason": reason} if reason else {})


def _open(found: Stakeholder, by: Any, now: dt.datetime) -> None:
    """The organisation and the account of the contact."""
    found.organisation = Organisation.objects.create(
        name={found.language: found.name}, what=Organisation.Kind.STAKEHOLDER, is_example=found.is_example
    )
    found.save(update_fields=["organisation"])
    person = Person.objects.select_for_update().filter(email=found.contact_email).first()
    if person is None:
        person = Person.objects.create_user(
            found.contact_email, None, name=found.contact_name, language=found.language,
            state=Person.State.INVITED, is_active=False, is_example=found.is_example,
        )  # fmt: skip
    if person.state == Person.State.CLOSED:
        raise Conflict("site.outbox.closed-account")
    membership = Membership.objects.create(person=person, organisation=found.organisation, role=ROLE, begins_at=now)
    invitations.send(membership, is_new=person.state == Person.State.INVITED)
    log.record("accounts.membership.begun", by=by, subject=membership,
               details={"role": ROLE, "person": person.pk, "organisation": found.organisation_id})  # fmt: skip


def _show(found: Stakeholder, today: dt.date, *, is_suspended: bool, is_over: bool = False) -> None:
    """The entry of the public register, made or brought up to date; of somebody who speaks for themselves, no name."""
    link = StakeholderLink.objects.select_related("entry").filter(stakeholder=found).first()
    row = link.entry if link is not None else StakeholderEntry(since=today, number=_number())
    is_person = library.rules().types[found.type].is_person
    row.name, row.type, row.website = "" if is_person else found.name, found.type, "" if is_person else found.website
    row.seat, row.countries, row.language, row.is_example = (
        found.seat, found.countries, found.language, found.is_example,
    )  # fmt: skip
    row.interest = {"does": found.does, "funding": found.funding, "conflicts": found.conflicts}
    row.is_suspended = is_suspended
    if is_over:
        row.state, row.until = StakeholderEntry.State.ENDED, today
    row.save()
    if link is None:
        StakeholderLink.objects.create(stakeholder=found, entry=row)


def _number() -> str:
    newest = StakeholderEntry.objects.select_for_update().order_by("-pk").values_list("pk", flat=True).first()
    return f"ST-{(newest or 0) + 1:04d}"


def _write(
    found: Stakeholder, occasion: str, subject: Any, said: Any, *, by_link: bool = False, **values: object
) -> None:
    """A message to the contact, in their language; the link is a key where they may have no account."""
    with override(found.language):
        path = reverse("reporting:stakeholder-mine", args=[queries.token(found)]) if by_link else \
            reverse("reporting:stakeholder-home")  # fmt: skip
        closing = str(_("If you did not expect this message, you need not do anything."))
        body, title = f"{str(said) % values}\n\n{outbox.link(path)}\n\n{closing}", str(subject)
    key = f"reporting.stakeholder:{found.pk}:{occasion}:{found.sent_at.isoformat()}"
    outbox.write(key=key[:120], subject=title, body=body, address=found.contact_email, language=found.language,
                 is_secret=by_link)  # fmt: skip
