"""What a country's people find on their home page: sections asked of them, reports that wait for their clearance."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concord.reporting import places
from concord_site.reporting.models.submissions import ClearanceStep, Delegation, Submission
from concord_site.reporting.queries import team_clearances, team_delegations
from concord_site.shell import access
from concord_site.shell.i18n import language
from concord_site.shell.parts.home import Start, Waiting


def waiting(person: Any) -> list[Waiting]:
    """Supplier ``home.waiting``."""
    return [*_asked(person), *_clearing(person), *_cleared(person)]


def _note(submission: Submission) -> str:
    return f"{places.name(submission.area, language())} · {submission.round.year}"


def _asked(person: Any) -> list[Waiting]:
    """Sections asked of somebody that are not handed in."""
    return [
        Waiting(
            "section-delegated",
            _asking(len(each.sections)),
            reverse("reporting:delegation", args=[each.pk]), each.due_on, each, _note(each.submission),
            each.submission.is_example,
        )
        for each in team_delegations.own(person) if each.state == Delegation.State.OPEN
    ]  # fmt: skip


def _asking(count: int) -> str:
    said = ngettext("Answer %(count)s section of a report", "Answer %(count)s sections of a report", count)
    return said % {"count": count}


def _clearing(person: Any) -> list[Waiting]:
    """Reports whose step is this person's now."""
    return [
        Waiting(
            "clearance-waiting", _("Clear a report before it is sent"),
            reverse("reporting:clearing", args=[each.submission_id]), each.due_on, each.submission,
            _note(each.submission), each.submission.is_example,
        )
        for each in team_clearances.waits_for(person)
    ]  # fmt: skip


def _cleared(person: Any) -> list[Waiting]:
    """Reports that every step has approved and that this person may send."""
    rows = access.visible(Submission, person, action="submit").filter(state=Submission.State.CLEARING)
    return [
        Waiting(
            "clearance-done", _("Send the report: every step is approved"),
            reverse("reporting:clearing", args=[each.pk]), None, each, _note(each), each.is_example,
        )
        for each in rows.select_related("round") if not team_clearances.clearance_open(each)
    ]  # fmt: skip


def entries(person: Any) -> list[Start]:
    """Supplier ``home.entries``: what was asked of somebody, the hand-over, and the steps of clearance."""
    found = []
    if team_delegations.own(person):
        note = _("Your sections, of every country and round that asks you.")
        found.append(Start(_("What is asked of you"), reverse("reporting:own-delegations"), note, 15))
    if access.areas(person, "see", ClearanceStep, state="recorded"):
        note = _("What is due, what was said, who helped: for whoever takes over.")
        found.append(Start(_("Hand-over"), reverse("reporting:handover"), note, 60))
    if access.areas(person, "edit", ClearanceStep, state="recorded"):
        note = _("Who clears the report before it is sent, in which order.")
        found.append(Start(_("Clearance before a report is sent"), reverse("reporting:clearance"), note, 65))
    return found
