"""What rounds offer to other rooms: navigation, the clock's work, the record of being informed, what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concord_site.mds.due import Due
from concord_site.registers.models import Designation
from concord_site.reporting.actions import rounds_reminders, steps
from concord_site.reporting.models.rounds import Letter, Participation
from concord_site.reporting.queries import rounds, rounds_desk, rounds_letters
from concord_site.shell import access, suppliers
from concord_site.shell.i18n import language
from concord_site.shell.navigation import Entry
from concord_site.shell.navigation import register as offer
from concord_site.shell.parts.home import Change, Start, Waiting


def register() -> None:
    """Offer everything of this part."""
    offer("reporting.rounds", Entry("find", "reporting:rounds", gettext_lazy("Rounds and deadlines"), order=46))
    suppliers.register("tick.work", "reporting.rounds", rounds_reminders.tick)
    suppliers.register("informed.of", "reporting", rounds_letters.informed)
    suppliers.register("designation.confirmed", "reporting.rounds", designated)
    suppliers.register("mds.due", "rounds", due)
    suppliers.register("mds.dues", "rounds", dues)
    suppliers.register("home.waiting", "rounds", waiting)
    suppliers.register("home.changes", "rounds", changes)
    suppliers.register("home.entries", "rounds", entries)


def due(area: str, today: dt.date) -> list[Due]:
    """By when the open round asks a country for its figures: when its report is due (articles 7.2 and 9.2)."""
    row = rounds.current_round()
    if row is None:
        return []
    part = rounds.participation(row, area)
    part.round = row
    href = reverse("reporting:round", kwargs={"year": row.year})
    return [Due(row.year, rounds.due_on(part, today), href, row.is_example)]


def dues(areas: Iterable[str], today: dt.date) -> dict[str, list[Due]]:
    """The same for many countries, in a fixed number of queries."""
    row = rounds.current_round()
    if row is None:
        return {}
    href = reverse("reporting:round", kwargs={"year": row.year})
    parts = rounds.all_participations(row)
    return {
        area: [Due(row.year, rounds.due_on(parts.get(area) or Participation(round=row, area=area), today), href,
                   row.is_example)]
        for area in areas
    }  # fmt: skip


def designated(*, designation: Designation, by: Any, at: dt.datetime) -> None:
    """An act that comes into force while a round runs is a step of its country; invented acts of invented rounds."""
    row = rounds.current_round()
    if row is None or designation.state != Designation.State.CURRENT or designation.is_example != row.is_example:
        return
    steps.note(row, designation.area, "designated", by=by, at=at, details={"designation": designation.pk})


def _title(area: str) -> str:
    return rounds_desk.named(area, language(), timezone.now().date())[0].text


def waiting(person: Any) -> list[Waiting]:
    """Letters that wait for the acknowledgement of the person's country."""
    own = access.areas(person, "edit", Letter, state=Letter.State.SENT)
    if not own:
        return []
    rows = access.visible(Letter, person, action="edit").filter(area__in=own, state=Letter.State.SENT)
    return [
        Waiting(
            "letter-received", _("A letter waits to be acknowledged"),
            reverse("reporting:letter", kwargs={"pk": each.pk}), about=each, note=each.subject,
            is_example=each.is_example,
        )
        for each in rows.order_by("sent_on")
    ]  # fmt: skip


def changes(person: Any, since: Any) -> list[Change]:
    """More time that was given to the person's country."""
    own = access.areas(person, "see", Participation, state="recorded")
    if not own:
        return []
    rows = access.visible(Participation, person).filter(area__in=own, extensions__granted_at__gte=since)
    return [
        Change(
            "extension-granted", _("More time to report"),
            reverse("reporting:round-country", kwargs={"year": each.round.year, "area": each.area}),
            max(one.granted_at for one in each.extensions.all()), about=each, note=_title(each.area),
            is_example=each.round.is_example,
        )
        for each in rows.select_related("round").prefetch_related("extensions").distinct()
    ]  # fmt: skip


def entries(person: Any) -> list[Start]:
    """The desk of the round that runs, for those who follow countries in it."""
    row = rounds.current_round()
    if row is None or not rounds.reach(row, person):
        return []
    title = _("The desk of round %(year)s") % {"year": row.year}
    href = reverse("reporting:round", kwargs={"year": row.year})
    return [Start(title, href, _("Who was invited, has started, has sent; dates, letters and reminders."), order=20)]
