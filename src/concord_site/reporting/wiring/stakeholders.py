"""What stakeholders' reports offer to the register of suppliers: entries, dated work, what waits for a person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def register() -> None:
    """Offer it."""
    from concord_site.reporting.actions import stakeholder_reports, stakeholders
    from concord_site.shell import suppliers
    from concord_site.shell.navigation import Entry
    from concord_site.shell.navigation import register as navigate

    navigate("reporting.stakeholders", Entry("find", "reporting:stakeholders", gettext_lazy("Stakeholders"), order=58))
    suppliers.register("tick.work", "reporting.stakeholders", stakeholders.sweep)
    suppliers.register("tick.work", "reporting.stakeholder-reports", stakeholder_reports.publish_due)
    suppliers.register("home.waiting", "stakeholders", waiting)
    suppliers.register("home.entries", "stakeholders", entries)


def waiting(person: Any) -> list[Any]:
    """For the Secretariat what it moderates, for a country what it may comment on, for a stakeholder its drafts."""
    from concord_site.reporting.queries import stakeholder_reports as reports
    from concord_site.reporting.queries import stakeholders
    from concord_site.shell import access
    from concord_site.shell.parts.home import Waiting

    found: list[Any] = []
    if reports.is_secretariat(person):
        for each in stakeholders.waiting(person)[:20]:
            href = reverse("reporting:stakeholder-desk-registration", args=[each.pk])
            found.append(Waiting("stakeholder-registered", _("Decide on the registration of a stakeholder"), href,
                                 about=each, note=each.name, is_example=each.is_example))  # fmt: skip
        for row in reports.waiting(person)[:20]:
            href = reverse("reporting:stakeholder-desk-report", args=[row.pk])
            note = f"{row.stakeholder.name}, {row.round.year}"
            found.append(Waiting("stakeholder-registered", _("Moderate a stakeholder's report"), href, about=row,
                                 note=note, is_example=row.is_example))  # fmt: skip
    for asked in reports.asked_of(person)[:20]:
        if not asked.comments.exists() and asked.report.state == "commenting" and access.may(asked, person, "review"):
            href = reverse("reporting:stakeholder-comment", args=[asked.pk])
            found.append(Waiting("stakeholder-published", _("Comment on a stakeholder's report"), href,
                                 due=asked.report.comment_until, about=asked, note=asked.report.round.year,
                                 is_example=asked.report.is_example))  # fmt: skip
    for row in reports.own_reports(person):
        if row.state in ("draft", "refused"):
            href = reverse("reporting:stakeholder-report", args=[row.pk])
            found.append(Waiting("stakeholder-decided", _("Go on with your report"), href, due=row.round.due_on,
                                 about=row, note=row.round.year, is_example=row.is_example))  # fmt: skip
    return found


def entries(person: Any) -> list[Any]:
    """Where a stakeholder, and whoever moderates, begins."""
    from concord_site.reporting.queries import stakeholder_reports as reports
    from concord_site.reporting.queries import stakeholders
    from concord_site.shell.parts.home import Start

    found = []
    if stakeholders.own(person):
        found.append(Start(_("Your reports as a stakeholder"), reverse("reporting:stakeholder-home"), order=20))
    if reports.is_secretariat(person):
        found.append(Start(_("Moderation of stakeholders"), reverse("reporting:stakeholder-desk"), order=60))
    if reports.asked_of(person):
        found.append(
            Start(_("Stakeholders' reports on your country"), reverse("reporting:stakeholder-asked"), order=60)
        )  # fmt: skip
    return found
