"""What the country and the secretariat see of a designation beside what is public: letter, scan, contacts, people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from concord.errors import NotAllowed, NotFound
from concord_site.accounts.models import Membership, Organisation
from concord_site.accounts.queries import last_seen, role_label
from concord_site.audit import log
from concord_site.registers.models import AuthorityContact, Designation
from concord_site.registers.queries.as_of import stands
from concord_site.shell import access
from concord_site.shell.models import PrivateFile

State = Designation.State
KINDS = (Organisation.Kind.AUTHORITY, Organisation.Kind.MINISTRY)


def _may(model: type[Designation] | type[AuthorityContact], by: object, action: str, state: str, area: str) -> bool:
    try:
        access.permit(model, by, action, state=state, area=area)
    except NotAllowed:
        return False
    return True


def may_propose(area: str, by: object) -> bool:
    """Whether ``by`` may propose a designation of a country."""
    return _may(Designation, by, "create", State.PROPOSED, area)


def may_decide(by: object) -> bool:
    """Whether ``by`` is one of those who verify designations."""
    return _may(Designation, by, "approve", State.PROPOSED, "")


def inside(area: str, by: object) -> bool:
    """Whether ``by`` sees what was told beside the public entry: those who see a country's proposals."""
    return _may(Designation, by, "see", State.PROPOSED, area)


def scan(pk: object, by: Any) -> PrivateFile:
    """The scanned letter of a designation, for its country and the secretariat.

    Raises:
        NotFound: ``site.access.unknown``: no designation that may be known of, no letter, or not for this person.
    """
    found = access.get(Designation, pk, by)
    letter = found.scan
    own = letter is not None and access.may(letter, by, "see")
    if letter is None or not (own or may_propose(found.area, by)):
        raise NotFound("site.access.unknown")
    log.record("registers.letter.seen", by=by, subject=found, area=found.area)
    return letter


def contacts(area: str, by: object) -> list[AuthorityContact]:
    """The contact persons of a country, for those who may see them; reading them is an entry of the log."""
    rows = list(access.visible(AuthorityContact, by).filter(area=area).order_by("name", "pk"))
    if rows:
        log.record("registers.contacts.seen", by=by, area=area, details={"count": len(rows)})
    return rows


def may_add_contact(area: str, by: object) -> bool:
    """Whether ``by`` may name a contact person of a country."""
    return _may(AuthorityContact, by, "create", "recorded", area)


@dataclass(frozen=True, slots=True)
class OfOffice:
    """Somebody whose role may rest on a designation."""

    membership: int
    name: str
    role: str
    organisation: str
    since: dt.datetime
    seen_on: dt.date | None
    may_end: bool


def people_of_office(found: Designation, by: Any) -> list[OfOffice]:
    """People who act for the country of an ended designation now: the desk looks at whose roles end with it.

    The caller has fetched the designation for ``by`` to manage it; the people are seen as a part of it.
    """
    rows = Membership.objects.current().filter(organisation__area=found.area, organisation__what__in=KINDS)
    members = list(rows.select_related("person", "organisation").order_by("person__name", "pk"))
    seen = last_seen(row.person for row in members)
    log.record("registers.people.seen", by=by, subject=found, area=found.area, details={"count": len(members)})
    return [
        OfOffice(
            row.pk, row.person.name, role_label(row.role), str(row.organisation), row.begins_at,
            seen.get(row.person_id), access.may(row, by, "manage"),
        )
        for row in members
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForDesk:
    """What waits at the desk."""

    to_verify: list[Designation]
    returned: list[Designation]
    ending: list[tuple[Designation, str]]
    to_review: list[Designation]


def waiting_for_decision(by: object, *, today: dt.date) -> ForDesk:
    """Everything about designations that waits for the secretariat; empty lists for others."""
    if not may_decide(by):
        return ForDesk([], [], [], [])
    rows = access.visible(Designation, by)
    current = rows.filter(state=State.CURRENT).exclude(runs_until="", review_on="").order_by("area")
    spoken_of = [(each, stands(each, today)) for each in current]
    over = rows.filter(state__in=(State.ENDED, State.EXPIRED), people_reviewed_at=None, confirmed_at__isnull=False)
    return ForDesk(
        list(rows.filter(state=State.PROPOSED).order_by("proposed_at", "pk")),
        list(rows.filter(state=State.REFUSED).order_by("decided_at", "pk")),
        [each for each in spoken_of if each[1] != "in-force"],
        list(over.filter(area__in=_areas_with_people()).order_by("decided_at", "pk")),
    )


def _areas_with_people() -> set[str]:
    rows = Membership.objects.current().filter(organisation__what__in=KINDS)
    return set(rows.values_list("organisation__area", flat=True))
