"""Who is told of what happens to a designation."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from concord_site.accounts import notices
from concord_site.accounts.models import Person
from concord_site.accounts.queries import people_of, people_with
from concord_site.registers.models import Designation

DESK = ("secretariat-desk", "secretariat-administrator")
COUNTRY = ("national-authority", "country-officer")


def _tell(kind: str, found: Designation, people: list[Person], *, by: Any = None, key: str = "", **more: Any) -> None:
    page = reverse("registers:designation", kwargs={"pk": found.pk})
    notices.tell(
        kind, people, key=key or str(found.pk), href=page, about=found, by=by, area=found.area,
        is_example=found.is_example, **more,
    )  # fmt: skip


def _sender(found: Designation) -> list[Person]:
    """Whoever entered it, where they are not of the country."""
    return [found.proposed_by] if isinstance(found.proposed_by, Person) else []


def proposed(found: Designation, by: Any) -> None:
    """To the desk, until it is decided."""
    notices.settle("designation-refused", about=found)
    _tell("designation-proposed", found, people_with(DESK), by=by, key=f"{found.pk}:{found.version}", action="approve")


def confirmed(found: Designation, by: Any) -> None:
    """To the country, and to whoever entered it."""
    people = {each.pk: each for each in [*people_of(found.area, COUNTRY), *_sender(found)]}
    _tell("designation-confirmed", found, list(people.values()), by=by, since=found.since)


def refused(found: Designation, by: Any) -> None:
    """To whoever can correct it."""
    country = people_of(found.area, "national-authority") if found.origin == Designation.Origin.COUNTRY else []
    people = {each.pk: each for each in [*country, *_sender(found)]}
    _tell("designation-refused", found, list(people.values()), by=by, key=f"{found.pk}:{found.version}")


def ended(found: Designation, by: Any) -> None:
    """To the country, and to the desk, which looks at whose roles end with it."""
    people = {each.pk: each for each in [*people_of(found.area, COUNTRY), *people_with(DESK)]}
    _tell("designation-ended", found, list(people.values()), by=by, until=found.until)


def coming_to_an_end(found: Designation, *, kind: str, until: str) -> None:
    """To the country and the desk, once for each end or review date."""
    people = {each.pk: each for each in [*people_of(found.area, COUNTRY), *people_with(DESK)]}
    _tell(kind, found, list(people.values()), key=f"{found.pk}:{until}", until=until)


def settled(found: Designation) -> None:
    """Nobody has to verify or correct it any more."""
    for kind in ("designation-proposed", "designation-refused"):
        notices.settle(kind, about=found)
