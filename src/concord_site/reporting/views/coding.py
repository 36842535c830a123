"""Pages on which free-text answers are coded: queue, one text, differences, agreement, counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from concord.errors import NotFound, Refusal
from concord.reporting import places
from concord.reporting.coding import export, suggest
from concord.reporting.coding.book import Code, CodeBook
from concord.reporting.coding.counting import Counts
from concord.vocabulary import areas
from concord.vocabulary.languages import NATIVE_NAMES
from concord.vocabulary.text import Wording
from concord_site.reporting.actions import coding as actions
from concord_site.reporting.forms import coding as forms
from concord_site.reporting.models.coding import CodingText
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import coding as queries
from concord_site.reporting.queries import filling_asked, published
from concord_site.reporting.queries import stakeholder_reports as reports
from concord_site.reporting.views.filling.shown import private
from concord_site.reporting.views.page import page, read_or_send
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

READERS = ("secretariat-desk", "statistician", "translator")
CODERS = ("secretariat-desk", "statistician")
#: Texts listed on one page of the queue.
LISTED_AT_MOST = 100


def coding_crumb() -> Crumb:
    """The step to the desk."""
    return Crumb(_("Coding of answers"), reverse("reporting:coding"))


def require(request: HttpRequest, roles: Iterable[str] = READERS) -> bool:
    """Refuse whoever does not read codings; whether they code."""
    if not access.holds(request.user, roles):
        raise NotFound("site.access.unknown")
    return access.holds(request.user, CODERS)


def part_words(part: str) -> str:
    """What a part of a report is called."""
    return {
        "measures": _("Measures"), "results": _("Results"), "difficulties": _("Difficulties"), "lessons": _("Lessons"),
        "suggestions": _("Suggestions"),
    }[part]  # fmt: skip


def use_words(use: str) -> str:
    """Whose answers."""
    return {"national": _("Countries' reports"), "stakeholder": _("Stakeholders' reports")}[use]


def whose(found: CodingText) -> str:
    """Whose text: a country, or a stakeholder's reference."""
    return places.name(found.owner, language()) if found.use == Publication.Use.NATIONAL else found.owner


# ---- the queue -------------------------------------------------------------------------------------------------------
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where coding stands in each round."""
    may_code = require(request)
    rows = []
    for year in queries.rounds(request.user):
        for use in Publication.Use.values:
            found = queries.own_counts(request.user, year, use=use, resamples=0)
            if found.texts:
                rows.append((year, use, use_words(use), found, len(queries.queue(request.user, year=year, use=use))))
    return private(page(
        request, "coding/home", _("Coding of answers"), [Crumb(_("Coding of answers"))], rows=rows, may_code=may_code,
        versions=queries.versions(request.user), differ=len(queries.differences(request.user)),
        years=sorted({each for each, _open in _rounds_to_collect()}, reverse=True),
    ))  # fmt: skip


def _rounds_to_collect() -> list[tuple[str, bool]]:
    from concord_site.reporting.models.rounds import Round

    return [(each.year, each.state == Round.State.OPEN) for each in access.visible(Round, None)]


@login_required
@require_POST
def collect(request: HttpRequest) -> HttpResponse:
    """Take in the texts of a round."""
    require(request, CODERS)
    count = actions.collect(request.POST.get("year", ""), by=request.user)
    messages.success(request, _("New texts: %(count)s.") % {"count": count})
    return redirect("reporting:coding")


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The texts on which it is one's turn."""
    may_code = require(request)
    chosen = _chosen(request)
    found = queries.queue(request.user, **chosen)
    every = list(queries.texts(request.user, year=chosen["year"], use=chosen["use"]))
    return private(page(
        request, "coding/queue", _("Texts that wait for you"), [coding_crumb(), Crumb(_("Queue"))], may_code=may_code,
        rows=[(each, whose(each), part_words(each.part), bool(each.codings.all())) for each in found[:LISTED_AT_MOST]],
        total=len(found), first=found[0] if found else None, query=urlencode({k: v for k, v in chosen.items() if v}),
        rounds=_links(request, "year", [(each, each) for each in queries.rounds(request.user)]),
        parts=_links(request, "part", [(each, part_words(each)) for each in queries.frozen()[-1].parts]),
        languages=_links(
            request, "language", [(each, NATIVE_NAMES[each]) for each in sorted({row.language for row in every})]
        ),
    ))  # fmt: skip


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET.get(key, "")[:12] for key in ("year", "use", "part", "language")}


def _links(request: HttpRequest, key: str, values: list[tuple[str, str]]) -> list[Link]:
    chosen = _chosen(request)
    links = [Link(_("All"), "?" + urlencode({k: v for k, v in chosen.items() if v and k != key}), not chosen[key])]
    for value, label in values:
        given = {**chosen, key: value}
        href = "?" + urlencode({k: v for k, v in given.items() if v})
        links.append(Link(label, href, chosen[key] == value))
    return links


# ---- one text --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Choice:
    """A code that can be chosen: its key on the keyboard, whether it is suggested and by which words."""

    code: Code
    label: Wording
    definition: Wording
    key: str
    words: tuple[str, ...]
    is_chosen: bool
    by: str = ""


def choices(book: CodeBook, found: CodingText, chosen: Iterable[str], by: dict[str, str] | None = None) -> list[Choice]:
    """The codes for a text, in the order of the book; the first ten have a number key."""
    raised = {each.code.id: each.words(found.text) for each in queries.suggestions(found, book)}
    given = set(chosen)
    return [
        Choice(
            each, each.label.best(language()), each.definition.best(language()), "1234567890"[at] if at < 10 else "",
            raised.get(each.id, ()), each.id in given, (by or {}).get(each.id, ""),
        )
        for at, each in enumerate(book.of_part(found.part))
    ]  # fmt: skip


@login_required
@read_or_send
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """One text: read it, look at the suggestions, choose codes."""
    may_code = require(request)
    found = queries.text(pk, request.user)
    book, mine, place = queries.frozen()[-1], queries.own(found, request.user), queries.turn(found, request.user)
    data = request.POST if request.method == "POST" else None
    form = forms.CodesForm(
        data, codes=book.of_part(found.part), language=language(), initial={"note": mine.note if mine else ""}
    )
    query = urlencode({k: v for k, v in _chosen(request).items() if v})
    if may_code and form.is_valid() and _coded(request, pk, form):
        waiting = [each for each in queries.queue(request.user, **_chosen(request)) if each.pk != found.pk]
        if not waiting:
            messages.success(request, _("Nothing waits for you any more."))
            return redirect("reporting:coding")
        return redirect(reverse("reporting:coding-text", args=[waiting[0].pk]) + (f"?{query}" if query else ""))
    chosen = form["codes"].value() if form.is_bound else (mine.codes if mine else [])
    return private(page(
        request, "coding/text", _("Code this answer"), [coding_crumb(), _queue_crumb(query), Crumb(whose(found))],
        found=found, whose=whose(found), part=part_words(found.part), question=_question(found), form=form,
        place=place if may_code else "", query=query, choices=choices(book, found, chosen or []), book=book,
        is_none=form["is_none"].value() if form.is_bound else bool(mine is not None and not mine.codes),
        pieces=suggest.marked(found.text, queries.suggestions(found, book)), may_code=may_code, mine=mine,
        others=[each for each in queries.seen_codings(found, request.user) if each is not mine],
        labels={each.id: each.label.best(language()).text for each in book.codes},
        status=422 if form.is_bound else 200,
    ))  # fmt: skip


def _queue_crumb(query: str) -> Crumb:
    return Crumb(_("Queue"), reverse("reporting:coding-queue") + (f"?{query}" if query else ""))


def _question(found: CodingText) -> Wording:
    for each in filling_asked.library.load(found.instrument).questions:
        if each.key == found.question:
            return each.label.best(language())
    return Wording(found.question, "en")


def _coded(request: HttpRequest, pk: int, form: forms.CodesForm) -> bool:
    given = form.cleaned_data
    try:
        actions.code(pk, given["codes"], is_none=given["is_none"], note=given["note"], by=request.user,
                     place=request.POST.get("place", ""))  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return False
    return True


# ---- where coders differ ---------------------------------------------------------------------------------------------
@login_required
@require_safe
def differences(request: HttpRequest) -> HttpResponse:
    """Texts on which two coders differ."""
    may_code = require(request)
    year = request.GET.get("year", "")
    book = queries.frozen()[-1]
    labels = {each.id: each.label.best(language()).text for each in book.codes}
    rows = queries.differences(request.user, year=year)
    return private(page(
        request, "coding/differences", _("Where coders differ"), [coding_crumb(), Crumb(_("Where coders differ"))],
        rows=[(each, whose(each.text), _named(each.both, labels), _named(each.first_alone, labels),
               _named(each.second_alone, labels)) for each in rows],
        rounds=_links(request, "year", [(each, each) for each in queries.rounds(request.user)]), may_code=may_code,
    ))  # fmt: skip


def _named(codes: Iterable[str], labels: dict[str, str]) -> list[str]:
    return [labels.get(each, each) for each in codes]


@login_required
@read_or_send
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle one of them: by a third person, or by agreement of the two."""
    require(request, CODERS)
    found = queries.text(pk, request.user)
    difference = next(
        (each for each in queries.differences(request.user, with_settled=True) if each.text == found), None
    )
    if difference is None:
        raise NotFound("site.access.unknown")
    book = queries.frozen()[-1]
    data = request.POST if request.method == "POST" else None
    form = forms.SettleForm(data, codes=book.of_part(found.part), language=language())
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.settle(pk, given["codes"], is_none=given["is_none"], note=given["note"], by=request.user,
                           is_agreed=given["is_agreed"])  # fmt: skip
            messages.success(request, _("It is settled."))
            return redirect("reporting:coding-differences")
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
    settled = difference.settled.codes if difference.settled else difference.both
    chosen = form["codes"].value() if form.is_bound else settled
    by = {each: _("both") for each in difference.both} | {each: _("the first") for each in difference.first_alone}
    by |= {each: _("the second") for each in difference.second_alone}
    is_coder = request.user.pk in (difference.first.by_id, difference.second.by_id)
    return private(page(
        request, "coding/settle", _("Settle this answer"),
        [coding_crumb(), Crumb(_("Where coders differ"), reverse("reporting:coding-differences")), Crumb(whose(found))],
        found=found, whose=whose(found), part=part_words(found.part), question=_question(found), form=form,
        difference=difference, choices=choices(book, found, chosen or [], by), is_coder=is_coder, is_none=False,
        pieces=suggest.marked(found.text, queries.suggestions(found, book)), status=422 if form.is_bound else 200,
    ))  # fmt: skip


# ---- agreement and counts --------------------------------------------------------------------------------------------
@login_required
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """How far coders agree, in a round."""
    require(request)
    years = queries.rounds(request.user)
    year = request.GET.get("year", "") or (years[0] if years else "")
    use = request.GET.get("use", "") or Publication.Use.NATIONAL
    found = queries.own_counts(request.user, year, use=use) if year in years else None
    labels = {each.id: each.label.best(language()) for each in found.book.codes} if found else {}
    rows = [(labels[each.code], each) for each in found.measured.codes] if found and found.measured else []
    return private(page(
        request, "coding/agreement", _("Agreement of coders"), [coding_crumb(), Crumb(_("Agreement"))], found=found,
        rows=rows, year=year, rounds=[Link(each, f"?year={each}&use={use}", each == year) for each in years],
        uses=_uses(year, use),
    ))  # fmt: skip


def _uses(year: str, use: str, more: str = "") -> list[Link]:
    return [Link(use_words(each), f"?year={year}&use={each}{more}", each == use) for each in Publication.Use.values]


def _counts_of(request: HttpRequest) -> tuple[Counts | None, str, str, bool, list[str]]:
    """The counts asked for; of what is not published for the Secretariat alone."""
    is_reader = request.user.is_authenticated and access.holds(request.user, READERS)
    years = queries.rounds(request.user) if is_reader else []
    years = years or sorted(
        {each.year for each in published.rounds()} | {each.round.year for each in reports.published(every=True)},
        reverse=True,
    )
    year = request.GET.get("year", "") or (years[0] if years else "")
    use = request.GET.get("use", "") or str(Publication.Use.NATIONAL)
    if use not in Publication.Use.values or (years and year not in years):
        raise NotFound("site.access.unknown")
    is_all = is_reader and request.GET.get("all") == "1"
    if not year:
        return None, year, use, is_all, years
    if is_all:
        return queries.own_counts(request.user, year, use=use), year, use, True, years
    return queries.counts(year, timezone.now().date(), use=use), year, use, False, years


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """What the codes come to: for everybody of published answers; for the Secretariat of all, if asked for."""
    found, year, use, is_all, years = _counts_of(request)
    labels = {each.id: each for each in found.book.codes} if found else {}
    rows = sorted(found.codes, key=lambda each: (-each.reports, each.code)) if found else []
    known, address = areas.regions(), f"?year={year}&use={use}"
    regions = [(each, str(known.name(each, language()))) for each in (found.reports_by_region if found else {})]
    more = "&all=1" if is_all else ""
    is_reader = request.user.is_authenticated and access.holds(request.user, READERS)
    response = page(
        request, "coding/counts", _("What free-text answers speak of"),
        [coding_crumb() if is_reader else Crumb(_("Coding of answers")), Crumb(_("Counts"))], found=found, year=year,
        rows=[(labels[each.code].label.best(language()), labels[each.code].definition.best(language()), each,
               [each.by_region.get(region, 0) for region, _name in regions]) for each in rows],
        regions=regions, is_all=is_all, is_reader=is_reader, use=use, use_words=use_words(use),
        rounds=[Link(each, f"?year={each}&use={use}{more}", each == year) for each in years],
        uses=_uses(year, use, more), views=[Link(_("Published answers"), address, not is_all),
               Link(_("All answers, not public"), f"{address}&all=1", is_all)],
        files=[Link(kind.upper(), reverse("reporting:coding-counts-file", args=[kind]) + address + more)
               for kind in ("csv", "json")],
    )  # fmt: skip
    return private(response) if is_all else response


@require_safe
def counts_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    found, year, use, is_all, _years = _counts_of(request)
    if found is None or kind not in ("csv", "json"):
        raise NotFound("site.access.unknown")
    made = (
        export.counts_csv(found, language=language())
        if kind == "csv"
        else export.counts_json(found, language=language())
    )
    response = HttpResponse(made, content_type="text/csv; charset=utf-8" if kind == "csv" else "application/json")
    response["Content-Disposition"] = f'attachment; filename="codes-{year}-{use}.{kind}"'
    return private(response) if is_all else response


@login_required
@require_safe
def codings_file(request: HttpRequest) -> HttpResponse:
    """Every coding of a round as CSV, for the Secretariat; texts stand in it only where they are published."""
    require(request)
    year = request.GET.get("year", "")
    rows = []
    for each in queries.texts(request.user, year=year).prefetch_related("codings__book"):
        for one in queries.seen_codings(each, request.user):
            rows.append({
                "round": each.round.year, "use": each.use, "owner": each.owner, "question": each.question,
                "part": each.part, "address": each.address, "place": one.place, "version": one.book.number,
                "codes": one.codes, "digest": each.digest, "text": each.text if each.publication_id else "",
            })  # fmt: skip
    response = HttpResponse(export.codings_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="codings-{year or "all"}.csv"'
    return private(response)
