"""What the room offers to the register of suppliers: dated work, what waits, what changed, where one begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concord_site.shell import suppliers
from concord_site.shell.parts.home import Change, Start, Waiting

#: Kinds of ``data/notices.yaml``.
DUE, OPEN, ERASED, DONE = "figures-due", "figures-open", "figures-erased", "figures-confirmed"


def register() -> None:
    """Called when the room starts."""
    from concord_site.mds import watch_wiring
    from concord_site.mds.actions import clock, publishing

    watch_wiring.register()
    suppliers.register("tick.work", "mds.deliveries", clock.tick)
    suppliers.register("tick.work", "mds.releases", publishing.tick)
    suppliers.register("catalogue.entries", "mds.releases", catalogued)
    suppliers.register("home.waiting", "mds", waiting)
    suppliers.register("home.changes", "mds", changes)
    suppliers.register("home.entries", "mds", entries)


def catalogued() -> Any:
    """Countries' releases, for the catalogue."""
    from concord_site.mds.queries import catalogued as found

    return found.entries()


def waiting(person: Any) -> list[Waiting]:
    """For the people of a country: figures that are asked for, questions to answer, files that will be erased."""
    from concord_site.mds.models import Delivery
    from concord_site.mds.queries import deliveries
    from concord_site.shell import access

    today = timezone.now().date()
    found: list[Waiting] = []
    # What an observatory brings it brings when it can: the country is asked, and the country confirms.
    asked = access.areas(person, "submit", Delivery, state=Delivery.State.CHECKED)
    for area in deliveries.areas(person):
        rows = [row for row in deliveries.seen_by(person, area=area) if row.is_open]
        found += [line for row in rows if (line := _of_delivery(row, today, area in asked)) is not None]
        found += _asked_for(area, rows, person, today) if area in asked else []
    return found


def _asked_for(area: str, rows: list[Any], person: Any, today: dt.date) -> list[Waiting]:
    """A round asks for figures, and none are in hand or confirmed for it."""
    from concord.reporting import places
    from concord_site.mds import due
    from concord_site.mds.queries import deliveries
    from concord_site.shell.i18n import language

    done = {row.round for row in deliveries.confirmed(person, area=area)}
    return [
        Waiting(
            DUE, _("Bring the figures of %(country)s") % {"country": places.name(area, language())},
            reverse("mds:begin", kwargs={"area": area}), due=each.day, is_example=each.is_example,
        )
        for each in due.of(area, today=today)
        if each.round not in done and not any(row.round == each.round for row in rows)
    ]  # fmt: skip


def _of_delivery(row: Any, today: dt.date, may_confirm: bool) -> Waiting | None:
    from concord_site.mds.naming import name
    from concord_site.mds.queries import deliveries

    erased = deliveries.erased_on(row)
    counts = row.counts
    said: dict[str, Any] = {"name": name(row)}
    page, kind, title = "delivery", OPEN, _("Have the files read: %(name)s")
    if row.state == "asked":
        n = int(counts.get("questions", 0))
        page = "profile"
        title = ngettext("Answer %(count)s question: %(name)s", "Answer %(count)s questions: %(name)s", n)
        said["count"] = n
    elif row.state == "read":
        page, title = "findings", _("Correct what was found: %(name)s")
    elif row.state == "checked":
        is_ready = not counts.get("unexplained")
        if is_ready and not may_confirm:
            return None
        page = "confirm" if is_ready else "findings"
        title = _("Confirm the tables: %(name)s") if is_ready else _("Change or explain what was found: %(name)s")
    elif not deliveries.used_files(row):
        return None
    if erased is not None and (erased - today).days <= deliveries.WARN_DAYS:
        kind = ERASED
    href = reverse(f"mds:{page}", kwargs={"pk": row.pk})
    return Waiting(
        kind, title % said, href, due=erased if kind == ERASED else None, about=row, is_example=row.is_example
    )


def changes(person: Any, since: dt.datetime) -> list[Change]:
    """Figures that were confirmed, for whoever may read them."""
    from concord_site.mds.naming import name
    from concord_site.mds.queries import deliveries

    rows = deliveries.confirmed(person).filter(confirmed_at__gte=since)[:50]
    return [
        Change(DONE, _("Figures are confirmed: %(name)s") % {"name": name(row)},
               reverse("mds:delivery", kwargs={"pk": row.pk}), row.confirmed_at or since, about=row,
               is_example=row.is_example)
        for row in rows
    ]  # fmt: skip


def entries(person: Any) -> list[Start]:
    """Where the people of a country begin."""
    from concord_site.mds.queries import deliveries

    if not deliveries.areas(person):
        return []
    note = _("A register or tables as they are: read, checked, confirmed.")
    return [Start(_("Figures of your country"), reverse("mds:home"), note, 12)]
