"""What countries have delivered: the table of all of them, one country, and the figures of one table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord.vocabulary import areas, formats
from concord.vocabulary.structures import structure as structure_of
from concord.vocabulary.structures import structures
from concord.vocabulary.text import Wording
from concord_site.mds.due import Called
from concord_site.mds.naming import name
from concord_site.mds.queries import cells, deliveries, observatories, watch, watch_files
from concord_site.mds.queries.watch_lines import TABLES, Line, Narrowing, Watch, narrowed
from concord_site.mds.views.page import page, private, state
from concord_site.mds.views.watch_forms import FilterForm
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Chip, Crumb

FIRST_DAY = dt.date(2011, 1, 1)


def _today() -> dt.date:
    return timezone.now().date()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    form: FilterForm
    chosen: dict[str, Any]
    found: Watch
    lines: tuple[Line, ...]
    query: dict[str, str]


def _asked(request: HttpRequest) -> Asked:
    today = _today()
    mine = watch.reach(request.user, today)
    if mine is not None and not mine:
        raise NotFound("site.access.unknown")
    day, year = _day(request.GET.get("as_of", ""), today), request.GET.get("year", "")
    found = watch.watch(
        request.user, as_of=day, language=language(), today=today, round=request.GET.get("round", "")[:10],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )  # fmt: skip
    form = FilterForm(
        request.GET, regions=[(each.id, each.name) for each in found.regions], structures=_structures(),
        years=list(found.known_years), rounds=list(found.known_rounds), last=today,
    )  # fmt: skip
    chosen = form.chosen()
    kept = ("region", "state", "structure", "only", "words")
    wanted = Narrowing(**{key: chosen[key] for key in kept if key in chosen})
    query = {key: str(value) for key, value in chosen.items() if key != "as_of" or value != today}
    return Asked(form, chosen, found, narrowed(found, wanted, chosen.get("sort", "name")), query)


def _day(said: str, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(said)
    except ValueError:
        return today
    return day if FIRST_DAY <= day <= today else today


def _structures() -> list[tuple[str, str]]:
    sent = [id for id in structures() if id.startswith("mds-")]
    ordered = [*TABLES, *sorted(set(sent) - set(TABLES))]
    return [(id, structure_of(id).title.best(language()).text) for id in ordered]


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every country, narrowed and in order; sums against the plan's objective 3."""
    asked = _asked(request)
    found = asked.found
    return page(
        request, "watch/index", _headline(found), [Crumb(_("Figures of countries"))],
        found=found, form=asked.form, lines=[_shown(each) for each in asked.lines], chips=_chips(asked),
        query=urlencode(asked.query), is_today=found.as_of == _today(), tables=len(TABLES),
        members=sum(each.is_member for each in asked.lines), has_others=any(not each.is_member for each in asked.lines),
        narrowed_to=asked.chosen.get("year") or asked.chosen.get("round"), is_asked=bool(found.rounds),
        has_examples=any(each.is_example for each in asked.lines),
    )  # fmt: skip


def _headline(found: Watch) -> str:
    values = {
        "count": formats.number(found.whole.count, language()), "all": formats.number(found.whole.of, language()),
    }  # fmt: skip
    said = ngettext(
        "%(count)s of %(all)s Member States has confirmed figures",
        "%(count)s of %(all)s Member States have confirmed figures", found.whole.count,
    )  # fmt: skip
    return said % values


@dataclass(frozen=True, slots=True)
class Shown:
    """A country in the table."""

    line: Line
    href: str
    kind: str
    words: str
    years: str
    tables: tuple[str, ...]
    called: tuple[tuple[Called, str, str], ...]  # what a round asks, the form of its mark, and its words


def _shown(line: Line) -> Shown:
    kind, words = {
        "confirmed": ("done", pgettext("of a country's figures", "Confirmed")),
        "draft": ("going", pgettext("of a country's figures", "In hand")),
        "withdrawn": ("open", pgettext("of a country's figures", "Taken back")),
        "none": ("open", pgettext("of a country's figures", "Nothing")),
    }[line.state]
    titles = tuple(structure_of(id).title.best(language()).text for id in line.structures)
    href = reverse("mds:watch-country", kwargs={"area": line.area})
    called = tuple((each, *late(each)) for each in line.called)
    return Shown(line, href, kind, words, watch_files.span(line.years), titles, called)


def late(each: Called) -> tuple[str, str]:
    """The form and the words of what was asked and did, or did not, come; nothing before its day."""
    if not each.days_late:
        return ("done", pgettext("figures that a round asks for", "In time")) if each.came_on else ("", "")
    shown = {"days": formats.number(each.days_late, language())}
    if each.came_on:
        return "look", ngettext("%(days)s day late", "%(days)s days late", each.days_late) % shown
    return "must", ngettext("Late by %(days)s day", "Late by %(days)s days", each.days_late) % shown


def _chips(asked: Asked) -> list[Chip]:
    said = []
    for key, value in asked.query.items():
        field = asked.form.fields[key]
        names = {str(code): str(label) for code, label in getattr(field, "choices", ())}
        shown = formats.date(value, language()) if key == "as_of" else names.get(value, value)
        rest = urlencode({other: kept for other, kept in asked.query.items() if other != key})
        said.append(Chip(f"{field.label}: {shown}", f"?{rest}"))
    return said


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, format: str) -> HttpResponse:
    """The table, narrowed as on the page, as CSV or as a workbook."""
    asked = _asked(request)
    if format not in watch_files.FORMATS:
        raise NotFound("site.access.unknown")
    said = "; ".join(chip.label for chip in _chips(asked))
    content = watch_files.countries(asked.lines, format, asked.found.as_of, narrowed_to=said)
    answer = private(HttpResponse(content, content_type=watch_files.FORMATS[format]))
    answer["Content-Disposition"] = f'attachment; filename="figures-{asked.found.as_of.isoformat()}.{format}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


# ---- one country -----------------------------------------------------------------------------------------------------
@never_cache
@login_required
@require_safe
def country(request: HttpRequest, area: str) -> HttpResponse:
    """What one country has delivered, table by table and year by year, its questions, and its observatories."""
    today = _today()
    mine = watch.reach(request.user, today)
    if mine is not None and area not in mine:
        raise NotFound("site.access.unknown")
    rows = list(deliveries.seen_by(request.user, area=area).select_related("organisation"))
    if not rows and not _is_known(area) and area not in watch.drafts_of([area]):
        raise NotFound("site.access.unknown")
    title = _("Figures of %(country)s") % {"country": watch.named(area, language(), today)[0].text}
    standing = [each for each in rows if each.state == "confirmed"]
    return page(
        request, "watch/country", title, [_watch_crumb(), Crumb(title)], area=area,
        standing=[(each, name(each), observatories.source(each), _years(each)) for each in standing],
        past=[(each, name(each), *state(each)) for each in rows if each.state != "confirmed"],
        has_draft=area in watch.drafts_of([area]), missing=_missing(standing),
        questions=[(each, cells.title(each.about)) for each in cells.seen_by(request.user, of=area)[:50]],
        consents=[each for each in observatories.consents(request.user, today=today) if each.row.area == area],
        called=[(each, *late(each)) for each in watch.called(area, standing, today)],
        is_example=any(each.is_example for each in standing),
    )  # fmt: skip


def _is_known(area: str) -> bool:
    try:
        areas.area(area)
    except NotFound:
        return False
    return True


def _watch_crumb() -> Crumb:
    return Crumb(_("Figures of countries"), reverse("mds:watch"))


def _years(row: Any) -> list[tuple[str, Wording, str]]:
    """Each table of a delivery with its years."""
    held: dict[str, set[int]] = {}
    for id, year, *_rest in row.covers:
        held.setdefault(id, set()).update([year] if year is not None else [])
    ordered = sorted(held, key=lambda id: (TABLES.index(id) if id in TABLES else len(TABLES), id))
    return [(id, structure_of(id).title.best(language()), watch_files.span(tuple(sorted(held[id])))) for id in ordered]


def _missing(standing: list[Any]) -> list[Wording]:
    there = {id for row in standing for id, *_rest in row.covers}
    return [structure_of(id).title.best(language()) for id in TABLES if id not in there]
