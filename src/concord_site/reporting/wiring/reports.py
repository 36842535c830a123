"""What national reports offer to the home page: what is due, and where one begins."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.reporting import places
from concord_site.shell import suppliers
from concord_site.shell.i18n import language
from concord_site.shell.parts.home import Start, Waiting


def register() -> None:
    """Offer the suppliers; called when the application starts."""
    suppliers.register("home.waiting", "reports", waiting)
    suppliers.register("home.entries", "reports", entries)


def waiting(person: Any) -> list[Waiting]:
    """Reports of somebody's countries that are to be begun or sent."""
    from concord_site.reporting.models.submissions import Submission
    from concord_site.reporting.queries import reports

    found = []
    for each in reports.reports(person, today=timezone.now().date()):
        row = each.submission
        if row is None and not each.may_begin:
            continue
        if row is not None and row.state not in reports.BEING_FILLED:
            continue
        said = {"country": places.name(each.area, language()), "round": each.round.year}
        if row is None:
            title = _("Begin the report of %(country)s for %(round)s") % said
            href = reverse("reporting:report-begin", args=[each.round.year, each.area])
        else:
            is_back = row.state == Submission.State.RETURNED
            title = (_("Answer the queries on the report of %(country)s for %(round)s") if is_back
                     else _("Fill the report of %(country)s for %(round)s")) % said  # fmt: skip
            href = reverse("reporting:report", args=[row.pk])
        found.append(Waiting("report-due", title, href, due=each.due, about=row, is_example=each.round.is_example))
    return found


def entries(person: Any) -> list[Start]:
    """The list of reports, for the people of a country."""
    from concord_site.reporting.models.submissions import SubmissionAnswer
    from concord_site.shell import access

    if not access.areas(person, "see", SubmissionAnswer, state="recorded"):
        return []
    note = _("What is due and what was sent, round by round.")
    return [Start(_("National reports of your country"), reverse("reporting:reports"), note, 10)]
