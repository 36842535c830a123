"""``{% load review %}``: words of the review for its templates."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from concord_site.reporting.answering.query_words import query_words
from concord_site.reporting.models.reviewing import Query
from concord_site.reporting.queries.review_log import Line
from concord_site.shell.parts.words import day, number

register = template.Library()


@register.simple_tag
def query_state(query: Query) -> tuple[str, str]:
    """``{% query_state query as state %}``: tag and words of a query's state."""
    return query_words(query.state, query.weight)


@register.simple_tag
def moment(at: dt.datetime) -> SafeString:
    """``{% moment reply.at %}``: day and time of the day (universal time, as everywhere on the site)."""
    return format_html('{} <time datetime="{}">{}</time>', day(at), at.isoformat(timespec="minutes"), f"{at:%H:%M}")


@register.simple_tag
def log_words(line: Line) -> str:
    """``{% log_words line %}``: what happened, in the reader's language."""
    details = line.details or {}
    if line.what == "filed":
        late = (
            _("Report sent, late: filing %(number)s") if details.get("is_late") else _("Report sent: filing %(number)s")
        )
        return late % {"number": number(details["filing"])}
    return {
        "invited": _("Country invited to report"), "designated": _("Authority designated"),
        "started": _("Report begun"), "published": _("Report published"), "corrected": _("Report corrected"),
        "withdrawn": _("Report withdrawn"), "reporting.review.taken-up": _("Taken up for review"),
        "reporting.review.returned": _("Returned with queries"), "reporting.review.accepted": _("Accepted"),
        "reporting.review.reopened": _("Review opened again"), "reporting.review.assigned": _("Reviewer noted"),
        "reporting.review.reminded": _("Country reminded of its queries"),
        "reporting.query.sent": _("Further query sent"),
        "reporting.query.answered": _("Query answered in words"),
        "reporting.query.changed": _("Query answered by another answer"),
        "reporting.query.continued": _("A word added to a query"), "reporting.query.closed": _("Query closed"),
    }.get(line.what, line.what)  # fmt: skip
