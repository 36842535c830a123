"""What the register tells the home page: designations to verify, to correct, to renew, to review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.reporting import places
from concord.vocabulary.periods import PartialDate
from concord_site.registers import queries
from concord_site.registers.models import Designation
from concord_site.registers.queries.inside import may_decide
from concord_site.shell import access
from concord_site.shell.i18n import language
from concord_site.shell.parts.home import Start, Waiting


def waiting(person: Any) -> list[Waiting]:
    """What waits for a person: as the secretariat, or as the authority of a country."""
    today = timezone.now().date()
    return [*_for_desk(person, today), *_for_country(person, today)]


def _name(area: str) -> str:
    return places.name(area, language())


def _line(kind: str, title: str, found: Designation, due: str = "", page: str = "designation") -> Waiting:
    day = PartialDate.parse(due).last if due else None
    href = reverse(f"registers:{page}", kwargs={"pk": found.pk})
    words = title % {"country": _name(found.area)}
    return Waiting(kind, words, href, day, found, is_example=found.is_example)


def _for_desk(person: Any, today: dt.date) -> Iterator[Waiting]:
    found = queries.waiting_for_decision(person, today=today)
    for each in found.to_verify:
        if person.pk not in (each.proposed_by_id, each.edited_by_id):
            yield _line("designation-proposed", _("Verify the designation of %(country)s"), each)
    for each in found.returned:
        if each.proposed_by_id == person.pk:
            yield _line("designation-refused", _("Correct the designation of %(country)s"), each)
    for each, stands in found.ending:
        yield _ending(each, stands)
    for each in found.to_review:
        yield _line(
            "designation-ended", _("Look at whose roles end with the designation of %(country)s"), each, page="people"
        )


def _ending(found: Designation, stands: str) -> Waiting:
    if stands == "ends-soon":
        return _line(
            "designation-ending", _("The designation of %(country)s comes to its end"), found, found.runs_until
        )
    return _line("designation-review", _("The designation of %(country)s is to be reviewed"), found, found.review_on)


def _for_country(person: Any, today: dt.date) -> Iterator[Waiting]:
    areas = access.areas(person, "create", Designation, state=Designation.State.PROPOSED)
    if may_decide(person) or not areas:
        return
    rows = access.visible(Designation, person).filter(area__in=areas)
    for each in rows.filter(state=Designation.State.REFUSED).order_by("decided_at"):
        yield _line("designation-refused", _("Correct the designation of %(country)s"), each)
    for each in rows.filter(state=Designation.State.CURRENT).exclude(runs_until="", review_on=""):
        stands = queries.stands(each, today)
        if stands not in ("in-force", "ended"):
            yield _ending(each, stands)


def entries(person: Any) -> list[Start]:
    """Where one begins with the register."""
    if may_decide(person):
        note = _("Designations to verify, those that come to an end, lists to bring in.")
        return [Start(_("Designations at the desk"), reverse("registers:desk"), note, 30)]
    return [
        Start(
            _("The national authority of %(country)s") % {"country": _name(area)},
            reverse("registers:authority", kwargs={"area": area}),
            _("The entry in the register, contact persons, a new designation."), 30,
        )
        for area in sorted(access.areas(person, "see", Designation, state=Designation.State.PROPOSED))
    ]  # fmt: skip
