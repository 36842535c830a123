"""What search, country pages and home pages are told of published reports, and of nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from concord.reporting import places
from concord.vocabulary import formats
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import published
from concord_site.shell.i18n import language as current
from concord_site.shell.parts.home import Change


def entries(words: str, *, language: str = "en") -> list[dict[str, Any]]:
    """Published reports of countries whose name or code holds the words; with a year among them, of that round."""
    wanted = words.strip().split()
    years = {each for each in wanted if each.isdigit()}
    rest = " ".join(each for each in wanted if not each.isdigit())
    if not rest and not years:
        return []
    found = []
    for each in published.listed():
        by_reference = rest.casefold() == each.reference.casefold()
        if not by_reference and ((years and each.round.year not in years) or (rest and not _meant(each, rest))):
            continue
        if not rest and not years:
            continue
        title = _("National report %(year)s: %(country)s") % {
            "year": each.round.year, "country": places.name(each.area, language)}  # fmt: skip
        if each.is_example:
            title = f"{title} ({_('Generated, not real')})"
        found.append({
            "kind": _("Published report"), "title": title,
            "href": address(each), "rank": 0 if by_reference else 2, "more": each.reference,
        })  # fmt: skip
    return found


def _meant(found: Publication, words: str) -> bool:
    return len(words) >= 2 and places.is_meant(found.area, words)


def address(found: Publication) -> str:
    """The page of a country's report."""
    return reverse("reporting:published-report", kwargs={"year": found.round.year, "area": found.area})


def rounds_of(code: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """For a country's page: by round, the published report with its day and the way to it."""
    wanted, found = set(ids), {}
    for each in published.listed(area=code):
        if each.round.year not in wanted:
            continue
        day = formats.date(each.published_at.date(), current())
        said = _("published on %(day)s") % {"day": day}
        if each.is_example:
            said = _("%(said)s (generated, not real)") % {"said": said}
        found[each.round.year] = {"report": format_html('<a href="{}">{}</a>', address(each), said)}
    return found


def changes(person: Any, since: dt.datetime) -> list[Change]:
    """For a home page: reports published since, of the person's own countries."""
    codes = {seat.area for seat in person.seats() if seat.area}
    rows = published.rows().filter(area__in=codes, use=Publication.Use.NATIONAL, published_at__gt=since)
    return [
        Change(
            "report-published",
            _("The report %(reference)s was published") % {"reference": each.reference}, address(each),
            each.published_at, about=each, is_example=each.is_example,
        )
        for each in rows.defer(*published.LARGE).order_by("-published_at")[:20]
    ]  # fmt: skip
