"""Public pages of published reports: rounds and countries, one report, its files, the feed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord.reporting import answers_table, places
from concord.reporting.national_report import compose, marks, title_of
from concord.vocabulary.areas import fold, member_states, regions
from concord.vocabulary.languages import LANGUAGES, direction, native_name
from concord.vocabulary.text import Wording
from concord_site.reporting.actions import round_files as actions
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import published, published_counts, published_feed, published_page, round_files
from concord_site.reporting.views.page import page
from concord_site.shell import files, preferences
from concord_site.shell.i18n import in_language, language
from concord_site.shell.interface import answers
from concord_site.shell.parts.values import Chip, Crumb, Link
from concord_site.shell.parts.values import Job as Work
from concord_site.shell.parts.words import number

DOCUMENTS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
TABLES = ("json", "csv")
#: How long a reader without an account may keep a page before asking whether it has changed.
SECONDS = 60
View = Callable[..., HttpResponse]


def fresh(view: View) -> View:
    """A page that readers without a session need not be sent again while nothing was published."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if request.COOKIES.get("sessionid") or request.user.is_authenticated or "messages" in request.COOKIES:
            return view(request, *args, **more)
        parts = (published.stamp(), timezone.now().date(), request.get_full_path(), preferences.of(request).key)
        mark = answers.tag(*parts)
        held = answers.unchanged(request, mark)
        response = HttpResponse(status=304) if held else view(request, *args, **more)
        if response.status_code in (200, 304) and not response.cookies:
            response["ETag"] = mark
            response["Cache-Control"] = "private, no-cache"
        return response

    return answer


def room() -> Crumb:
    """The step to all published reports."""
    return Crumb(_("Published reports"), reverse("reporting:published"))


def of_round(year: str) -> Crumb:
    """The step to a round."""
    return Crumb(_("Round %(year)s") % {"year": year}, reverse("reporting:published-round", kwargs={"year": year}))


# --- Rounds and countries ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Line:
    """A country in the list of a round."""

    area: str
    name: str
    region: str
    href: str
    report: Publication | None
    editions: int


@require_safe
@fresh
def listed(request: HttpRequest, year: str = "") -> HttpResponse:
    """Rounds with published reports, and the countries of one: by region, state and name."""
    known = published.rounds()
    chosen = published.round_of(year) if year else (known[0] if known else None)
    title = _("Published reports, round %(year)s") % {"year": year} if year else _("Published reports")
    crumbs = [room(), Crumb(of_round(year).label)] if year else [Crumb(room().label)]
    if chosen is None:
        return page(request, "published/listed", title, crumbs, chosen=None, feed=_feed())
    today = timezone.now().date()
    wanted = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "region", "state")}
    every = published.listed(chosen.year, every=True)
    lines = [each for each in _lines(chosen.year, every) if _fits(each, wanted)]
    members = len(member_states(today))
    there = sum(places.is_member(each.area, today) for each in every if each.state == Publication.State.PUBLISHED)
    context: dict[str, Any] = {
        "chosen": chosen, "rounds": _round_links(known, chosen.year), "lines": lines, "wanted": wanted,
        "regions": [(code, regions().name(code, language()).text) for code in regions().codes],
        "states": _states(), "chips": _chips(wanted), "reports": there, "members": members,
        "missing": [(each, places.name(each, language())) for each in published.missing(chosen.year, today)],
        "tables": _table_links(chosen.year), "feed": _feed(),
    }  # fmt: skip
    return page(request, "published/listed", title, crumbs, **context)


def _feed() -> str:
    return reverse("reporting:published-feed")


def _round_links(known: tuple[published.RoundOf, ...], year: str) -> list[Link]:
    return [
        Link(f"{each.year} ({number(each.reports)})", reverse("reporting:published-round", kwargs={"year": each.year}),
             each.year == year)
        for each in known
    ]  # fmt: skip


def _lines(year: str, every: list[Publication]) -> list[Line]:
    by_area: dict[str, list[Publication]] = {}
    for each in every:
        by_area.setdefault(each.area, []).append(each)
    today, found = timezone.now().date(), []
    for area, editions in by_area.items():
        standing = next((each for each in editions if each.state == Publication.State.PUBLISHED), editions[0])
        region = places.region(area, today)
        found.append(Line(
            area, places.name(area, language()), regions().name(region, language()).text if region else "",
            reverse("reporting:published-report", kwargs={"year": year, "area": area}), standing, len(editions),
        ))  # fmt: skip
    return sorted(found, key=lambda each: fold(each.name))


def _states() -> list[tuple[str, str]]:
    return [("published", _("Published")), ("corrected", _("Has a corrected edition")), ("withdrawn", _("Withdrawn"))]


def _fits(line: Line, wanted: dict[str, str]) -> bool:
    assert line.report is not None
    if wanted["region"] and places.region(line.area, timezone.now().date()) != wanted["region"]:
        return False
    if wanted["state"] == "corrected" and line.editions < 2:
        return False
    if wanted["state"] in ("published", "withdrawn") and line.report.state != wanted["state"]:
        return False
    return not wanted["q"] or places.is_meant(line.area, wanted["q"])


def _chips(wanted: dict[str, str]) -> list[Chip]:
    from urllib.parse import urlencode

    names = {
        "q": wanted["q"],
        "region": regions().name(wanted["region"], language()).text if wanted["region"] in regions().codes else
        wanted["region"],
        "state": dict(_states()).get(wanted["state"], wanted["state"]),
    }  # fmt: skip
    return [
        Chip(names[name], "?" + urlencode({key: text for key, text in wanted.items() if text and key != name}))
        for name in names if names[name]
    ]  # fmt: skip


def _table_links(year: str) -> list[tuple[str, str]]:
    return [
        (format.upper() if format != "parquet" else "Parquet",
         reverse("reporting:published-answers", kwargs={"year": year, "form": format}))
        for format in answers_table.FORMATS
    ]  # fmt: skip


# --- One report -------------------------------------------------------------------------------------------------------
@require_safe
@fresh
def report(request: HttpRequest, year: str, area: str, edition: int | None = None) -> HttpResponse:
    """A country's report as a page; the edition that stands unless another one is named."""
    if area != area.upper():
        return redirect("reporting:published-report", year=year, area=area.upper())
    found = published.edition(year, area, edition)
    return shown(request, found)


@require_safe
@fresh
def cited(request: HttpRequest, reference: str) -> HttpResponse:
    """A report by what it is cited by: a country's edition, or a stakeholder's word on a page of its own."""
    found = published.by_reference(reference)
    if found.use != Publication.Use.NATIONAL:
        return redirect("reporting:stakeholder-publication", reference=found.reference)
    return redirect("reporting:published-edition", year=found.round.year, area=found.area, edition=found.edition)


def shown(request: HttpRequest, found: Publication) -> HttpResponse:
    """The page of a country's published report."""
    code, about = language(), published.edition_of(found)
    given, is_open = published.published_of(found), published.is_open(found)
    parts = _sections(found.reference, f"{found.digest}{found.state}", code) if is_open else ()
    at = {"year": found.round.year, "area": found.area}
    crumbs = [room(), of_round(found.round.year), Crumb(places.name(found.area, code))]
    return page(
        request, "published/report", str(title_of(given, about, code)), crumbs, found=found, sections=parts,
        marks=marks(about, code), is_open=is_open, editions=published.editions(**at), earlier=published.before(found),
        stakeholders=[(each, str((each.who or {}).get("name", ""))) for each in published.stakeholders(**at)],
        written=_written(found.language), files=_files(found), replies=_replies(found, about, given),
        withheld=len(found.withheld) if is_open else 0,
        comment=_worded(*about.comment) if about.comment[0] and is_open else None,
        others=reverse("reporting:published-compare", kwargs=at), may_withdraw=_may_withdraw(request, found),
    )  # fmt: skip


@lru_cache(maxsize=96)
def _sections(reference: str, _digest: str, code: str) -> tuple[published_page.Section, ...]:
    found = published.by_reference(reference)
    return published_page.sections(published.published_of(found), published.items_of(found), code)


def _may_withdraw(request: HttpRequest, found: Publication) -> bool:
    from concord_site.shell import access

    return request.user.is_authenticated and access.may(found, request.user, "withdraw")


def _written(code: str) -> tuple[str, str, str]:
    return code, native_name(code) if code in LANGUAGES else code, direction(code)


def _worded(text: str, code: str) -> Wording:
    return Wording(text, code, code != language())


def _replies(found: Publication, about: Any, given: Any) -> list[dict[str, Any]]:
    from concord.instrument.numbering import numbers
    from concord.reporting.side_by_side import ids

    if not about.replies:
        return []
    by_id = {id: path for path, id in ids(given.instrument).items()}
    numbered = numbers(given.instrument)
    return [
        {"number": numbered.get(by_id.get(each.question, ()), ""), "anchor": f"q-{each.question}".replace("_", "-"),
         "asked": _worded(each.asked, each.asked_in), "answered": _worded(each.answered, each.answered_in)}
        for each in about.replies
    ]  # fmt: skip


def _files(found: Publication) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Language, its own name, and the files in it."""
    if not published.is_open(found):
        return []
    rows: list[tuple[str, str, list[tuple[str, str]]]] = []
    for code in LANGUAGES:
        links = [(form.upper() if form != "docx" else "Word", in_language(file_address(found, form), code))
                 for form in (*DOCUMENTS, *TABLES)]  # fmt: skip
        rows.append((code, native_name(code), links))
    return rows


def file_address(found: Publication, form: str) -> str:
    """Where a file of a publication is, in the language in use."""
    return reverse("reporting:published-file", kwargs={"reference": found.reference, "form": form})


@require_safe
def file(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """A report as PDF, Word, JSON or CSV, in the language of the address."""
    found, code = published.by_reference(reference), language()
    if not published.is_open(found):
        raise NotFound("site.access.unknown")
    if form not in DOCUMENTS and form not in TABLES:
        raise Http404
    mark = answers.tag("report", found.reference, found.digest, found.state, form, code)
    if answers.unchanged(request, mark):
        response = HttpResponse(status=304)
    else:
        content, media = _made(found.reference, f"{found.digest}{found.state}", form, code)
        response = answers.download(content, name=f"{found.reference}-{code}.{form}", media_type=media)
    response["ETag"], response["Cache-Control"] = mark, "private, no-cache"
    return response


@lru_cache(maxsize=24)
def _made(reference: str, _digest: str, form: str, code: str) -> tuple[bytes, str]:
    found = published.by_reference(reference)
    if form in TABLES:
        return published_counts.of_report(found, form, language=code), answers_table.FORMATS[form]
    from concord.documents.render import docx, pdf

    document = compose(published.published_of(found), published.edition_of(found), code)
    return (pdf if form == "pdf" else docx).render(document), DOCUMENTS[form]


@require_safe
def answers_file(request: HttpRequest, year: str, form: str) -> HttpResponseBase:
    """All published answers of a round as one table."""
    if form not in answers_table.FORMATS:
        raise Http404
    published.round_of(year)
    today, code = timezone.now().date(), language()
    if form == "xlsx" and round_files.is_heavy(year):
        return round_workbook(request, year, code)
    mark = answers.tag("answers", year, form, code, today, published.stamp())
    if answers.unchanged(request, mark):
        response = HttpResponse(status=304)
    else:
        content = published_counts.file(year, form, language=code, as_of=today)
        name = f"concord-answers-{year}-{code}.{form}"
        response = answers.download(content, name=name, media_type=answers_table.FORMATS[form])
    response["ETag"], response["Cache-Control"] = mark, "private, no-cache"
    return response


def round_workbook(request: HttpRequest, year: str, code: str) -> HttpResponseBase:
    """The workbook of a large round: kept, or being made while this page says how far it is."""
    row = round_files.kept(year, code)
    if (row is None or row.file is None) and request.method == "GET":
        row = actions.ask(year, language=code, by=request.user)
    if row is not None and row.file is not None:
        return files.response(row.file, files.open_checked(row.file))
    done, total = (row.done, row.total) if row is not None else (0, 0)
    left = round_files.seconds_left(row, timezone.now()) if row is not None else None
    title = _("All answers of %(year)s as a workbook") % {"year": year}
    work = Work(title, done, total, left, "running" if done else "waiting", again=request.path)
    response = page(
        request, "published/being_made", title, [room(), of_round(year), Crumb(_("Being made"))], work=work, year=year,
        tables=[each for each in _table_links(year) if not each[1].endswith(".xlsx")], status=202,
    )  # fmt: skip
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Atom: what was published, corrected and withdrawn."""
    mark = answers.tag("feed", published.stamp(), language(), request.get_host())
    if answers.unchanged(request, mark):
        response = HttpResponse(status=304)
    else:
        body = published_feed.atom(request.build_absolute_uri, language=language())
        response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"], response["Cache-Control"] = mark, "private, no-cache"
    return response


def counts_words(count: int) -> str:
    """How many reports, in words."""
    return ngettext("%(n)s report", "%(n)s reports", count) % {"n": number(count)}


__all__ = ["answers_file", "cited", "feed", "file", "listed", "render", "report"]
