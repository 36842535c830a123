"""A published report beside the one of the round before, or beside other countries' reports of the same round."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.reporting import places, side_by_side
from concord.reporting.side_by_side import Line
from concord.vocabulary.areas import fold
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import published
from concord_site.reporting.views.page import page
from concord_site.reporting.views.published import fresh, of_round, room
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

#: Reports that stand beside one another, the country's own counted.
MOST = 6


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one section."""

    title: Any
    lines: tuple[Line, ...]


@require_safe
@fresh
def compare(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """With the last round (``?with=last``), or with up to five other countries (``?with=KEN&with=NOR``)."""
    found = published.edition(year, area.upper())
    if not published.is_open(found):
        return _page(request, found, None, [], {}, before=None)
    before = published.before(found)
    asked = [each.upper() for each in request.GET.getlist("with")]
    if "LAST" in asked or (not asked and before is not None):
        other = [before] if before is not None else []
        lines = _rounds(*_keys(found, *other), language()) if other else ()
        return _page(request, found, "last", other, lines, before=before)
    others = published.of_areas(year, [code for code in asked if code != found.area])[: MOST - 1]
    lines = _countries(*_keys(found, *others), language()) if others else ()
    return _page(request, found, "countries", others, lines, before=before)


def _keys(*found: Publication) -> tuple[tuple[tuple[str, str], ...]]:
    return (tuple((each.reference, f"{each.digest}{each.state}") for each in found),)


@lru_cache(maxsize=24)
def _rounds(keys: tuple[tuple[str, str], ...], code: str) -> tuple[Line, ...]:
    now, before = (published.published_of(published.by_reference(reference)) for reference, _digest in keys)
    return side_by_side.rounds(now, before, code)


@lru_cache(maxsize=24)
def _countries(keys: tuple[tuple[str, str], ...], code: str) -> tuple[Line, ...]:
    reports = [published.published_of(published.by_reference(reference)) for reference, _digest in keys]
    return side_by_side.countries(reports, code)


def _page(
    request: HttpRequest, found: Publication, mode: str | None, others: list[Any], lines: Any, *, before: Any
) -> HttpResponse:
    code, year = language(), found.round.year
    sections = list(dict.fromkeys(each.section.text for each in lines))
    chosen = request.GET.get("section", "1")
    place = int(chosen) if chosen.isascii() and chosen.isdigit() and 1 <= int(chosen) <= len(sections) else 1
    only = request.GET.get("only") == "different"
    here = [
        each for each in lines
        if sections and each.section.text == sections[place - 1] and _is_shown(each) and not (only and each.is_equal)
    ]  # fmt: skip
    name = places.name(found.area, code)
    title = _("%(country)s, beside others") % {"country": name}
    if mode == "last":
        title = _("%(country)s: %(year)s beside %(before)s") % {
            "country": name, "year": year, "before": before.round.year if before else "–"}  # fmt: skip
    heads = _heads(found, others, mode)
    crumbs = [room(), of_round(year), Crumb(name, _address(found)), Crumb(_("Compare"))]
    return page(
        request, "published/compare", title, crumbs, found=found, mode=mode, lines=here, heads=heads, before=before,
        sections=[Link(text or _("Other questions"), _query(request, section=str(n)), n == place)
                  for n, text in enumerate(sections, start=1)],
        only=_query(request, only="" if only else "different"), is_only=only, others=others,
        choices=_choices(found, others), most=MOST - 1, section=place, counts=_counts(lines) if mode == "last" else {},
        is_example=found.is_example or any(each.is_example for each in others), name=name,
        is_open=published.is_open(found), report=_address(found),
    )  # fmt: skip


def _address(found: Publication) -> str:
    return reverse("reporting:published-report", kwargs={"year": found.round.year, "area": found.area})


def _is_shown(line: Line) -> bool:
    """Questions that nobody was asked say nothing."""
    return any(each.status != "not-asked" for cell in line.cells for each in cell)


def _heads(found: Publication, others: list[Publication], mode: str | None) -> list[tuple[str, str, bool]]:
    if mode == "last":
        return [(each.round.year, each.reference, each.is_example) for each in (found, *others)]
    return [(places.name(each.area, language()), each.reference, each.is_example) for each in (found, *others)]


def _counts(lines: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in lines:
        counts[each.mode] = counts.get(each.mode, 0) + 1
    return counts


def _choices(found: Publication, others: list[Any]) -> list[tuple[str, str, bool]]:
    taken = {each.area for each in others}
    listed = [(each.area, places.name(each.area, language()), each.area in taken)
              for each in published.listed(found.round.year) if each.area != found.area]  # fmt: skip
    return sorted(listed, key=lambda each: fold(each[1]))


def _query(request: HttpRequest, **more: str) -> str:
    given = [(key, text) for key in request.GET for text in request.GET.getlist(key) if key not in more]
    return "?" + urlencode([*given, *((key, text) for key, text in more.items() if text)])
