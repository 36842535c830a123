"""What the first page says: the rounds, the list, the doctors, the map, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concord import articles, safeguards
from concord.documents import figures
from concord.documents.figures import Style, Value
from concord.indicators.targets import Judged
from concord.programme import strategy
from concord.reporting.rounds import Round, rounds
from concord_site.evidence.facts import Evidence, evidence
from concord_site.public import pictures, rows, trace
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Bar, Link

MAP = "emigration-per-100000"
#: How many bars stand under the narrow map.
MOST = 6
BOUNDS = (0.5, 1.0, 2.0, 10.0, 25.0)


@dataclass(frozen=True, slots=True)
class News:
    """Something that changed: when, what, where to read on."""

    when: str
    what: str
    more: str
    href: str


def context(view: str) -> dict[str, Any]:
    """Everything the first page shows; ``view`` is ``map`` or ``table``."""
    found = evidence()
    abroad = [each for each in found.of("foreign-trained") if each.value is not None]
    origins = {each.area for each in found.of("emigration") if each.value}
    year = max((each.year for each in abroad), default=None)
    title = _("Doctors abroad per 100,000 people of the country of training")
    here = reverse("public:home")
    return {
        "reports": _reports(),
        "latest_list": safeguards.editions()[-1],
        "list_before": safeguards.editions()[-2],
        "abroad": int(sum(each.value or 0 for each in abroad)),
        "destinations": len(abroad),
        "origins": len(origins),
        "year": year,
        "targets": _targets(),
        "map": pictures.map_of(found, MAP, language(), title, BOUNDS),
        "small_map": pictures.map_of(found, MAP, language(), title, BOUNDS, 340),
        "top": _top(found),
        "view": view,
        "views": [
            Link(_("Map"), f"{here}#map", view == "map"),
            Link(_("Table"), f"{here}?view=table#map", view == "table"),
        ],
        "news": _news(),
        "cited": rows.cited("mds-stock-by-training", "population"),
    }


def _top(found: Evidence) -> list[Bar]:
    """The highest values of the map, for phones, where labels on it could not be read."""
    known = {each.area: each for each in found.of(MAP) if each.value is not None}
    highest = sorted(known.values(), key=lambda each: -(each.value or 0))[:MOST]
    return [
        Bar(pictures.short_name(each.area, language()), each.value, each.status, trace=trace.address(each),
            href=reverse("public:country", kwargs={"code": each.area}),
            decimals=0 if (each.value or 0) >= pictures.WHOLE_FROM else 1)
        for each in highest
    ]  # fmt: skip


def _reports() -> pictures.Drawn:
    columns = [figures.Column(each.id, _count(each)) for each in rounds() if each.status == "closed"]
    title = _("National reports by round")
    style = Style.web(language(), width=300)
    return pictures.drawn(
        figures.columns(columns, title=title, style=style, headings=(_("Round"), _("National reports received"))),
        "reports",
    )


def _count(each: Round) -> Value:
    known = each.count("national-reports")
    if known is None:
        return figures.MISSING
    return Value(known.value, "provisional" if known.is_final is False else "normal")


def _targets() -> dict[str, int]:
    judged: tuple[Judged, ...] = strategy.results(strategy.load("strategy-2010-2015"), as_of=evidence().facts.as_of)
    return {
        "all": len(judged),
        "met": sum(1 for each in judged if each.status == "met"),
        "missed": sum(1 for each in judged if each.status == "missed"),
    }


def _news() -> list[News]:
    """Dated things that are declared: newest version of the Code, last round, newest list."""
    newest = articles.versions()[-1]
    last = [each for each in rounds() if each.status == "closed"][-1]
    coming = next((each for each in rounds() if each.status == "next"), None)
    before, listed = safeguards.editions()[-2:]
    joined = len(listed.added)
    found = [
        News(
            newest.start, _("The Code was amended: care workers come into scope"),
            _("Compare the versions. The wording of the amended paragraphs was not found."),
            _address("programme:compare"),
        ),
        News(
            last.deadline.value if last.deadline else last.id,
            _("Deadline of the round of national reporting of %(year)s") % {"year": last.id},
            _("The next round is expected in %(year)s.") % {"year": coming.id} if coming else "",
            _address("programme:rounds"),
        ),
        News(
            str(listed.start),
            ngettext(
                "%(count)s country joined the safeguards list", "%(count)s countries joined the safeguards list", joined
            ) % {"count": joined},
            _("Countries named: %(count)s on the list of %(edition)s, %(earlier)s on the list of %(before)s.")
            % {"edition": listed.id, "count": listed.count, "before": before.id, "earlier": before.count},
            reverse("public:list", kwargs={"edition": listed.id}),
        ),
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.when, reverse=True)


def _address(name: str) -> str:
    from django.urls import NoReverseMatch

    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
