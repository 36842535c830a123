"""Published answers by question: counts, a map with its table, every country's answer, who did not report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.instrument.model import CHOOSING, NUMBERS, Instrument, Question
from concord.reporting import places
from concord.reporting.answers_table import Counted
from concord.reporting.instrument_print.voice import bare
from concord.reporting.national_report import status_words
from concord.reporting.publication import STATUSES
from concord.reporting.side_by_side import section_of
from concord.vocabulary.areas import fold, regions
from concord_site.reporting.queries import published, published_counts, published_maps, published_page
from concord_site.reporting.queries.published_counts import Whole
from concord_site.reporting.queries.published_maps import MOST_CLASSES, Drawn
from concord_site.reporting.views.page import page
from concord_site.reporting.views.published import fresh, of_round, room
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Bar, Crumb, Link

PAGE = 30
#: One map for every screen: it has no labels, so it may be drawn smaller than it is.
WIDTH = 900


@dataclass(frozen=True, slots=True)
class Listed:
    """A question in the list."""

    id: str
    number: str
    label: str
    answered: int
    withheld: int
    is_new_section: str = ""


@require_safe
@fresh
def listed(request: HttpRequest, year: str) -> HttpResponse:
    """Every question of the round with how many countries have answered."""
    whole = published_counts.whole(year)
    lines, section = [], ""
    for id, number, question, counts in published_counts.questions(whole):
        if question.cell:
            continue
        here = section_of(whole.instrument, question, language()).text
        lines.append(Listed(id, number, bare(question.label.best(language()).text), counts["answered"],
                            counts["withheld"], here if here != section else ""))  # fmt: skip
        section = here
    title = _("Answers by question, round %(year)s") % {"year": year}
    crumbs = [room(), of_round(year), Crumb(_("By question"))]
    return page(request, "published/questions", title, crumbs, year=year, lines=lines, reports=len(whole.reports),
                is_example=whole.is_example)  # fmt: skip


@require_safe
@fresh
def question(request: HttpRequest, year: str, key: str) -> HttpResponse:
    """One question: counts by choice and region, the map and its table, the answers, who did not report."""
    whole, code, today = published_counts.whole(year), language(), timezone.now().date()
    asked = published_counts.question(whole, key)
    counted = published_counts.counted(whole, key, as_of=today)
    labels = _labels(whole.instrument, asked, code)
    words = {each: status_words(each, code).text for each in STATUSES}
    label = asked.label.best(code)
    title = bare(label.text)
    chosen = request.GET.get("choice", "")
    drawn = (
        _maps(whole, key, chosen, code, published.stamp()) if asked.kind in CHOOSING or _has_numbers(counted) else ()
    )
    missing = published.missing(year, today)
    said = _said(whole, key, code)
    pages = Paginator(said, PAGE)
    here = pages.get_page(request.GET.get("page"))
    address = reverse("reporting:published-question", kwargs={"year": year, "key": key})
    crumbs = [room(), of_round(year), Crumb(_("By question"), reverse("reporting:published-questions",
              kwargs={"year": year})), Crumb(_number(whole, key) or key)]  # fmt: skip
    return page(
        request, "published/question", title, crumbs, year=year, key=key, asked=asked, label=label, counted=counted,
        number=_number(whole, key), bars=_bars(counted, labels, address, asked), reports=counted.reports,
        answered=counted.answered, statuses=_statuses(counted, words), regions=_regions(counted, labels, words),
        labels=list(labels.items()), drawn=drawn, said=here.object_list, missing=_named(missing, code),
        pages=_links(pages, here.number, chosen), is_example=whole.is_example, total=_total(counted),
        unit=published_page.unit(asked, code), words=words, chosen=_shown_choice(asked, counted, labels, chosen),
        section=section_of(whole.instrument, asked, code),
    )  # fmt: skip


def _shown_choice(asked: Question, counted: Counted, labels: dict[str, str], chosen: str) -> str:
    """Which choice the map shows, where it shows one of many."""
    if asked.kind not in CHOOSING or not counted.answered or (asked.kind == "one" and len(labels) <= MOST_CLASSES):
        return ""
    return labels[_picked(counted, labels, chosen)]


def _has_numbers(counted: Counted) -> bool:
    return any(number is not None for _, number, _ in counted.areas.values())


def _number(whole: Whole, key: str) -> str:
    return next((number for id, number, _, _ in published_counts.questions(whole) if id == key), "")


def _labels(instrument: Instrument, asked: Question, code: str) -> dict[str, str]:
    found = instrument.lists.get(asked.choices)
    if found is None or asked.kind not in CHOOSING:
        return {}
    return {each.name: each.label.best(code).text or each.name for each in found.choices}


def _bars(counted: Counted, labels: dict[str, str], address: str, asked: Question) -> list[Bar]:
    rows = [(code, count) for code, count in counted.by_code.items() if count or len(labels) <= 24]
    if len(labels) > 24:
        rows = sorted(rows, key=lambda each: -each[1])[:40]
    has_own_map = asked.kind != "one" or len(labels) > MOST_CLASSES
    return [
        Bar(labels.get(code, code), count, href=f"{address}?choice={code}#map" if has_own_map else "")
        for code, count in rows
    ]  # fmt: skip


def _statuses(counted: Counted, words: dict[str, str]) -> list[tuple[str, str, int]]:
    return [(each, words[each], counted.by_status.get(each, 0)) for each in STATUSES
            if each != "answered" and counted.by_status.get(each)]  # fmt: skip


def _regions(counted: Counted, labels: dict[str, str], words: dict[str, str]) -> dict[str, Any]:
    """A table: regions down, choices (or "answered") across, then the statuses that occur."""
    codes = [each for each in labels if counted.by_code.get(each)][:8]
    kept = [each for each in STATUSES if counted.by_status.get(each) and (each != "answered" or not codes)]
    rows = []
    for region, (chosen, statuses) in counted.by_region.items():
        name = regions().name(region, language()).text if region else _("No WHO region")
        cells = [*(chosen.get(each, 0) for each in codes), *(statuses.get(each, 0) for each in kept)]
        rows.append((name, sum(statuses.values()), cells))
    return {"heads": [*(labels[each] for each in codes), *(words[each] for each in kept)], "rows": rows}


def _total(counted: Counted) -> dict[str, Any] | None:
    """Sum, least, middle and most of the numbers given; none where nobody gave one."""
    found = sorted(number for _, number, _ in counted.areas.values() if number is not None)
    if not found or counted.question.kind not in NUMBERS:
        return None
    half = len(found) // 2
    middle = found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2
    return {"count": len(found), "sum": sum(found), "least": found[0], "middle": middle, "most": found[-1]}


@lru_cache(maxsize=32)
def _maps(whole: Whole, key: str, chosen: str, code: str, _stamp: tuple[Any, ...]) -> Drawn | None:
    """The map; none where nobody answered."""
    asked = published_counts.question(whole, key)
    counted = published_counts.counted(whole, key, as_of=timezone.now().date())
    labels = _labels(whole.instrument, asked, code)
    words = {each: status_words(each, code).text for each in STATUSES}
    words["missing"] = _("No published answer")
    about: dict[str, Any] = {"language": code, "title": bare(asked.label.best(code).text), "width": WIDTH}
    if not counted.answered:
        return None
    if asked.kind in NUMBERS:
        return published_maps.of_numbers(counted, words, **about)
    if asked.kind == "one" and 1 < len(labels) <= MOST_CLASSES:
        return published_maps.of_choices(counted, labels, words, **about)
    picked = _picked(counted, labels, chosen)
    return published_maps.of_choice(counted, picked, (_("Not chosen"), labels[picked]), words, **about)


def _picked(counted: Counted, labels: dict[str, str], chosen: str) -> str:
    """The choice that a map of one choice shows: the one asked for, else the most frequent."""
    return chosen if chosen in labels else max(counted.by_code, key=lambda each: counted.by_code[each])


def _said(whole: Whole, key: str, code: str) -> list[dict[str, Any]]:
    """Every country's answer, by name; what is not an answer says what it is."""
    found = []
    for report, items in published_counts.of_question(whole, key):
        given = published.published_of(report)
        shown = [published_page.answer(given, each, code) for each in items]
        plain = shown if any(each.status == "answered" for each in shown) else shown[:1]
        href = reverse("reporting:published-report", kwargs={"year": whole.year, "area": report.area})
        found.append({
            "name": places.name(report.area, code), "href": f"{href}#q-{key.replace('_', '-').replace('/', '-')}",
            "answers": plain, "is_example": report.is_example,
            "reasons": [each.reason for each in items if each.reason], "language": report.language,
        })  # fmt: skip
    return sorted(found, key=lambda each: fold(each["name"]))


def _named(codes: tuple[str, ...], code: str) -> list[str]:
    return sorted((places.name(each, code) for each in codes), key=fold)


def _links(pages: Any, now: int, chosen: str) -> list[Link]:
    if pages.num_pages < 2:
        return []
    more = f"&choice={chosen}" if chosen else ""
    return [Link(str(each), f"?page={each}{more}#answers", each == now) for each in pages.page_range]
