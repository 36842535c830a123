"""Pages of the Code, the strategy, its budget and the rounds; open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord import articles
from concord.articles.lookup import normal
from concord.errors import NotFound, Refusal
from concord.programme import budget as budgets
from concord.programme import strategy as strategies
from concord_site.evidence.kept import kept
from concord_site.programme import code as codes
from concord_site.programme import cycle, money
from concord_site.programme import plan as plans
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link


def _page(request: HttpRequest, template: str, title: str, crumbs: list[Crumb], **context: object) -> HttpResponse:
    trail = [Crumb(_("Home"), f"/{language()}/"), *crumbs]
    return render(request, f"programme/{template}.html", {"title": title, "crumbs": trail, **context})


def _code_crumb() -> Crumb:
    return Crumb(_("The Code"), reverse("programme:code"))


def _code_tabs(here: str) -> list[Link]:
    pages = (
        ("code", _("Articles")), ("compare", _("Versions compared")), ("where", _("Where carried out")),
        ("resolutions", _("Resolutions")), ("reviews", _("Reviews")),
    )  # fmt: skip
    return [Link(label, reverse(f"programme:{name}"), name == here) for name, label in pages]


def _strategy_tabs(here: str) -> list[Link]:
    pages = (
        ("strategy", _("Objectives and results")), ("plan", _("Communication and activities")),
        ("budget", _("Budget")), ("rounds", _("Rounds")),
    )  # fmt: skip
    return [Link(label, reverse(f"programme:{name}"), name == here) for name, label in pages]


@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """The room's own address leads to the Code."""
    return redirect("programme:code")


@require_safe
@kept
def code(request: HttpRequest, version: str | None = None) -> HttpResponse:
    """The ten articles of a version, every obligation under its number."""
    shown = _found(lambda: articles.load(version))
    views = [
        Link(each.id, reverse("programme:version", kwargs={"version": each.id}), each.id == shown.version.id)
        for each in reversed(articles.versions())
    ]
    return _page(
        request, "code", _("The Code"), [Crumb(_("The Code"))], code=shown, views=views, tabs=_code_tabs("code"),
        counts=codes.counts(shown.obligations), degrees=codes.by_degree(shown.obligations),
    )  # fmt: skip


def _found(fetch):  # type: ignore[no-untyped-def]
    """What ``fetch`` gives; a thing the library does not know is a page that is not there."""
    try:
        return fetch()
    except NotFound:
        raise NotFound("site.access.unknown") from None


@require_safe
@kept
def paragraph(request: HttpRequest, number: str) -> HttpResponse:
    """One paragraph, or one article: words, who owes it, how strongly, and everything here that serves it."""
    wanted = normal(number) if len(number) < 40 else ""
    if wanted not in codes.known_numbers():
        raise NotFound("site.access.unknown")
    if wanted != number:
        return redirect("programme:paragraph", number=wanted)
    found = articles.where(wanted)
    article = found.articles[0]
    before, after = codes.neighbours(wanted)
    title = (
        _("Article %(number)s") % {"number": wanted}
        if found.kind == "article"
        else _("Paragraph %(number)s") % {"number": wanted}
    )
    crumbs = [_code_crumb()]
    if found.kind != "article":
        label = _("Article %(number)s") % {"number": article.number}
        crumbs.append(Crumb(label, reverse("programme:paragraph", kwargs={"number": article.number})))
    return _page(
        request, "article" if found.kind == "article" else "paragraph", title, [*crumbs, Crumb(wanted)],
        where=found, article=article, before=before, after=after, note=found.note(language()),
        bearing=codes.bearing(n for each in found.obligations for n in (each.id, each.paragraph)),
        shown=[(each, codes.shown_at(each)) for each in found.obligations],
        versions=[(each, _in_version(wanted, each.id)) for each in articles.versions()],
    )  # fmt: skip


def _in_version(number: str, version: str):  # type: ignore[no-untyped-def]
    try:
        return articles.where(number, version)
    except Refusal:
        return None


@require_safe
@kept
def compare(request: HttpRequest) -> HttpResponse:
    """The first and the latest version side by side."""
    known = articles.versions()
    comparison = articles.compare(known[0].id, known[-1].id)
    return _page(
        request, "compare", _("Versions of the Code compared"), [_code_crumb(), Crumb(_("Versions compared"))],
        comparison=comparison, tabs=_code_tabs("compare"), amendments=articles.load().amendments,
    )  # fmt: skip


@require_safe
@kept
def where(request: HttpRequest) -> HttpResponse:
    """Every obligation and where it is carried out here, or why not yet."""
    latest = articles.load()
    rows = [(each, codes.shown_at(each)) for each in latest.obligations]
    return _page(
        request, "where", _("Where each paragraph is carried out"), [_code_crumb(), Crumb(_("Where carried out"))],
        rows=rows, counts=codes.counts(latest.obligations), tabs=_code_tabs("where"),
    )  # fmt: skip


@require_safe
@kept
def reviews(request: HttpRequest) -> HttpResponse:
    """Reviews of the Code's relevance and effectiveness."""
    return _page(
        request, "reviews", _("Reviews of the Code"), [_code_crumb(), Crumb(_("Reviews"))],
        reviews=articles.reviews(), tabs=_code_tabs("reviews"),
        known=frozenset(each.id for each in articles.resolutions()),
    )  # fmt: skip


@require_safe
@kept
def resolutions(request: HttpRequest) -> HttpResponse:
    """Resolutions and decisions of the Assembly about the Code."""
    return _page(
        request, "resolutions", _("Resolutions and decisions"), [_code_crumb(), Crumb(_("Resolutions"))],
        resolutions=articles.resolutions(), tabs=_code_tabs("resolutions"),
    )  # fmt: skip


@require_safe
@kept
def resolution(request: HttpRequest, id: str) -> HttpResponse:
    """One resolution: its paragraphs, whom each asks for what, and where that led."""
    found = _found(lambda: articles.resolution(id[:40]))
    crumbs = [_code_crumb(), Crumb(_("Resolutions"), reverse("programme:resolutions")), Crumb(found.id)]
    return _page(
        request, "resolution", str(found.said_title(language())), crumbs, resolution=found,
        numbers=codes.known_numbers(), wording=found.said_title(language()),
    )  # fmt: skip


@require_safe
@kept
def strategy(request: HttpRequest) -> HttpResponse:
    """Objectives, targets and results."""
    plan = strategies.load()
    return _page(
        request, "strategy", _("The strategy of 2010 to 2015"), [Crumb(_("Strategy"))], plan=plan,
        aims=plans.aims(plan), tally=plans.tally(plan), tabs=_strategy_tabs("strategy"),
    )  # fmt: skip


@require_safe
@kept
def plan(request: HttpRequest) -> HttpResponse:
    """Audiences, products, channels, partners, activities, timeline."""
    found = strategies.load()
    crumbs = [Crumb(_("Strategy"), reverse("programme:strategy")), Crumb(_("Communication and activities"))]
    return _page(
        request, "plan", _("Communication, activities and timeline"), crumbs, plan=found,
        timeline=plans.timeline(found), tabs=_strategy_tabs("plan"), plan_notes=found.notes_on("plan"),
        partners=[str(each.said(language())) for each in found.partners],
        activities=[(year, item, found.notes_on(item.id)) for year, item in found.activities],
    )  # fmt: skip


@require_safe
@kept
def budget(request: HttpRequest) -> HttpResponse:
    """The budget by line, year and tier."""
    found, plan = budgets.load(), strategies.load()
    wide, narrow = money.charts(found)
    notes = {note.id: note for id in ("budget", *(e.id for e in found.lines)) for note in plan.notes_on(id)}
    crumbs = [Crumb(_("Strategy"), reverse("programme:strategy")), Crumb(_("Budget"))]
    return _page(
        request, "budget", _("Budget of the strategy"), crumbs, budget=found, plan=plan, rows=money.rows(found),
        totals=money.totals(found), percents=money.years_percent(found),
        wide=wide, narrow=narrow, line_bars=money.line_bars(found), tier_bars=money.tier_bars(found),
        largest=max(found.by_tier().values()), notes=list(notes.values()), tabs=_strategy_tabs("budget"),
        source=found.source.partition(", http")[0], source_link=plan.link,
    )  # fmt: skip


@require_safe
def budget_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The budget as CSV or XLSX."""
    answer = HttpResponse(money.written(budgets.load(), kind), content_type=money.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="concord-budget-2010-2015-{language()}.{kind}"'
    return answer


@require_safe
@kept
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds of reporting: what is known of each, and what is not."""
    crumbs = [Crumb(_("Strategy"), reverse("programme:strategy")), Crumb(_("Rounds"))]
    return _page(
        request, "rounds", _("Rounds of reporting"), crumbs, turns=cycle.turns(), tabs=_strategy_tabs("rounds"),
        measures=[cycle.measure_words(each) for each in cycle.MEASURES],
    )  # fmt: skip
