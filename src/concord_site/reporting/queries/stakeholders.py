"""Registrations of stakeholders: the public register, one's own, what waits for the Secretariat."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone

from concord.errors import NotFound
from concord.reporting import stakeholders as library
from concord.vocabulary import areas
from concord_site.reporting.models.stakeholders import Stakeholder, StakeholderDecision, StakeholderEntry
from concord_site.shell import access

State = Stakeholder.State
_SALT = "concord.reporting.stakeholder"
#: How long a link to one's own registration is good once the address is confirmed.
LINK_GOOD_FOR = dt.timedelta(days=400)
NEGATIVE = (StakeholderDecision.What.REFUSED, StakeholderDecision.What.SUSPENDED, StakeholderDecision.What.UPHELD)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the register as everybody reads it."""

    row: StakeholderEntry
    type: library.Type

    @property
    def is_named(self) -> bool:
        """Whether there is a name: somebody who reports for themselves has none here."""
        return bool(self.row.name)


def entries(*, type: str = "", area: str = "", words: str = "", every: bool = True) -> list[Entry]:
    """The public register, current entries first, then by name.

    Args:
        type: Of one type only.
        area: Concerned with one country (or with all).
        words: Every word stands in the name or the statement.
        every: With ended entries.
    """
    known = library.rules().types
    rows = access.visible(StakeholderEntry, None)
    rows = rows.filter(type=type) if type else rows
    rows = rows if every else rows.filter(state=StakeholderEntry.State.CURRENT)
    found = [Entry(each, known[each.type]) for each in rows if _fits(each, area, words)]
    return sorted(
        found, key=lambda each: (each.row.state != "current", not each.row.name, each.row.name.casefold(), each.row.pk)
    )


def _fits(row: StakeholderEntry, area: str, words: str) -> bool:
    if area and row.countries and area not in row.countries and row.seat != area:
        return False
    text = " ".join((row.name, row.number, *row.interest.values())).casefold()
    return all(each in text for each in words.casefold().split())


def entry(number: str) -> Entry:
    """One entry of the register.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    row = access.visible(StakeholderEntry, None).filter(number=number).first()
    if row is None:
        raise NotFound("site.access.unknown")
    return Entry(row, library.rules().types[row.type])


def own(by: object) -> list[Stakeholder]:
    """The registrations of the organisations that somebody acts for as a stakeholder."""
    homes = {seat.organisation for seat in access.seats_of(by) if seat.role == "stakeholder" and seat.organisation}
    return list(access.visible(Stakeholder, by).filter(organisation__in=homes).order_by("pk")) if homes else []


def waiting(by: object) -> QuerySet[Stakeholder]:
    """Registrations that wait for a decision, oldest first; those whose address is not confirmed are not among them."""
    rows = access.visible(Stakeholder, by, action="approve").exclude(confirmed_at=None)
    return rows.filter(state__in=(State.PROPOSED, State.APPEALED)).order_by("sent_at")


def listed(by: object, *, state: str = "") -> QuerySet[Stakeholder]:
    """Every confirmed registration that the Secretariat may see, newest first."""
    rows = access.visible(Stakeholder, by, action="see").exclude(confirmed_at=None)
    return (rows.filter(state=state) if state else rows).order_by("-sent_at")


def registration(pk: object, by: object, action: str = "see", *, lock: bool = False) -> Stakeholder:
    """One registration; before its address is confirmed it is nobody's to read.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.get(Stakeholder, pk, by, action, lock=lock)
    if found.confirmed_at is None:
        raise NotFound("site.access.unknown")
    return found


# ---- a link is the key of whoever has no account yet -----------------------------------------------------------------
def token(found: Stakeholder) -> str:
    """The signed part of the link to a registration."""
    return signing.dumps({"stakeholder": str(found.pk), "at": _mark(found)}, salt=_SALT)


def of_token(given: str, *, lock: bool = False) -> Stakeholder:
    """The registration of a link.

    Raises:
        NotFound: ``reporting.stakeholder.link-used`` when the link is forged, too old or replaced.
    """
    try:
        value = signing.loads(given, salt=_SALT, max_age=LINK_GOOD_FOR)
        rows = Stakeholder.objects.select_for_update() if lock else Stakeholder.objects.all()
        found = rows.get(pk=value["stakeholder"])
    except (signing.BadSignature, Stakeholder.DoesNotExist, KeyError, TypeError, ValueError) as problem:
        raise NotFound("reporting.stakeholder.link-used") from problem
    good_for = dt.timedelta(days=library.rules().confirm_days)
    is_late = found.confirmed_at is None and found.sent_at + good_for < timezone.now()
    if value["at"] != _mark(found) or is_late:
        raise NotFound("reporting.stakeholder.link-used")
    return found


def _mark(found: Stakeholder) -> str:
    # What is sent again for the same address replaces the link that was sent before.
    said = f"{found.pk}\0{found.contact_email}\0{found.sent_at.isoformat()}"
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def last_decision(found: Stakeholder) -> StakeholderDecision | None:
    """The last thing that was decided, appeals left out."""
    what = StakeholderDecision.What.APPEALED
    return found.decisions.exclude(what=what).order_by("-at", "-pk").first()


def may_appeal(found: Stakeholder, *, now: dt.datetime) -> bool:
    """Whether an appeal can be written now: once against each refusal or suspension, within the declared days."""
    last = found.decisions.order_by("-at", "-pk").first()
    if last is None or found.state not in (State.REFUSED, State.SUSPENDED) or last.what not in NEGATIVE[:2]:
        return False
    return now <= last.at + dt.timedelta(days=library.rules().appeal_days)


def country_choices(language: str, on: dt.date) -> list[tuple[str, str]]:
    """Member States by name, for a form."""
    return sorted(((each.id, each.name(language)) for each in areas.member_states(on)), key=lambda each: each[1])
