"""States of a report, ways of writing and kinds of change, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from concord_site.reporting.models.submissions import Submission

#: Somebody who opened a page this long ago is still said to be there.
HERE_FOR = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class State:
    """A state as a tag."""

    tag: str
    words: str


def state_of(row: Submission | None) -> State:
    """The state of a report as its country sees it; of none, that nobody has begun."""
    if row is None:
        return State("open", _("Not begun"))
    return {
        "draft": State("going", _("Being filled")), "clearing": State("going", _("Being cleared")),
        "submitted": State("done", _("Sent")), "under-review": State("done", _("Under review")),
        "returned": State("look", _("Returned with queries")), "accepted": State("done", _("Accepted")),
        "published": State("public", _("Published")), "corrected": State("done", _("Published, then corrected")),
        "withdrawn": State("later", _("Taken back")),
    }[row.state]  # fmt: skip


def way_words(way: str) -> str:
    """By which way an answer came."""
    return {
        "page": _("on the page"), "workbook": _("from a workbook"), "xform": _("from a form on a phone"),
        "json": _("from a file"), "api": _("by a program"), "last": _("taken over from last time"),
        "known": _("taken over from the data"),
    }.get(way, way)  # fmt: skip


def what_words(what: str) -> str:
    """What a change was."""
    return {
        "value": _("Written"), "rival": _("Written at the same time as another text"), "settled": _("Chosen of two"),
        "reason": _("Why the number moved"), "refused": _("Typed, and not accepted"),
    }.get(what, what)  # fmt: skip
