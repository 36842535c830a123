"""What states of a query are called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def query_words(state: str, weight: str) -> tuple[str, str]:
    """Tag and words of a query's state, for the secretariat."""
    if state == "drafted":
        return "private", _("Your draft")
    if weight == "note":
        return "note", pgettext("remark of a reviewer", "Comment")
    return {
        "open": ("look", _("Waits for the country")), "answered": ("going", _("Answered")),
        "closed": ("done", _("Closed")),
    }[state]  # fmt: skip
