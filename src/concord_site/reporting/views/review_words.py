"""What the pages of the review have in common: words of states, refusals in words, and that nobody keeps them."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from concord.errors import Refusal
from concord_site.reporting.answering.figures import number
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and found by no search."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def queue_crumb(year: str) -> Crumb:
    """The step to the queue."""
    return Crumb(_("Review of %(year)s") % {"year": year}, reverse("reporting:review-queue", args=[year]))


def state_words() -> dict[str, str]:
    """What states of a report are called."""
    return {
        "submitted": pgettext("state of a report", "Sent"),
        "under-review": pgettext("state of a report", "Under review"),
        "returned": pgettext("state of a report", "Returned with queries"),
        "accepted": pgettext("state of a report", "Accepted"),
        "published": pgettext("state of a report", "Published"),
        "corrected": pgettext("state of a report", "Corrected since"),
        "withdrawn": pgettext("state of a report", "Withdrawn"),
        "draft": pgettext("state of a report", "Being filled"),
        "clearing": pgettext("state of a report", "Being filled"),
        "": pgettext("state of a report", "Nothing sent"),
    }


STATE_TAGS = {
    "submitted": "open", "under-review": "going", "returned": "look", "accepted": "done", "published": "public",
    "corrected": "done", "withdrawn": "later",
}  # fmt: skip


def days_words(days: int | None) -> str:
    """How long something waits."""
    if days is None:
        return ""
    if days == 0:
        return _("today")
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": number(days, language())}


def worded(refusal: Refusal) -> Refusal:
    """A refusal whose state is said in words of the reader's language."""
    if "state" in refusal.params:
        words = state_words().get(str(refusal.params["state"]), str(refusal.params["state"]))
        return type(refusal)(refusal.code, params={**refusal.params, "state": words}, hint=refusal.hint)
    return refusal
