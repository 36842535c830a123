"""What the coding desk offers to the register of suppliers: dated work, what waits for a coder."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def register() -> None:
    """Offer it."""
    from concord_site.reporting.actions import coding
    from concord_site.shell import suppliers

    suppliers.register("tick.work", "reporting.coding", coding.collect_all)
    suppliers.register("home.waiting", "coding", waiting)
    suppliers.register("home.entries", "coding", entries)


def waiting(person: Any) -> list[Any]:
    """For coders how many answers wait for them."""
    from concord_site.reporting.queries import coding
    from concord_site.shell import access
    from concord_site.shell.parts.home import Waiting

    if not access.holds(person, ("secretariat-desk", "statistician")):
        return []
    found = []
    for year in coding.rounds(person)[:3]:
        rows = coding.queue(person, year=year)
        if rows:
            said = ngettext("Code %(count)s answer", "Code %(count)s answers", len(rows)) % {"count": len(rows)}
            href = reverse("reporting:coding-queue") + f"?year={year}"
            found.append(Waiting("coding-waiting", said, href, note=year, is_example=rows[0].is_example))
    return found


def entries(person: Any) -> list[Any]:
    """Where a coder begins."""
    from concord_site.shell import access
    from concord_site.shell.parts.home import Start

    if not access.holds(person, ("secretariat-desk", "statistician", "translator")):
        return []
    return [Start(_("Coding of answers"), reverse("reporting:coding"), order=65)]
