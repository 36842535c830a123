"""The pages on which a trial is answered: a few questions, a grid, the entries of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound, Refusal
from concord.instrument.model import Group, Question
from concord.instrument.numbering import numbers
from concord.vocabulary.text import Wording
from concord_site.reporting.actions import trials as actions
from concord_site.reporting.answering import (
    addresses,
    boxes,
    figures,
    grids,
    pages,
    progress,
    reading,
    rich,
    rules,
    saving,
    typed,
)
from concord_site.reporting.answering.addresses import Scope
from concord_site.reporting.answering.boxes import Box, Sight
from concord_site.reporting.answering.pages import Page, Section
from concord_site.reporting.answering.saving import Outcome
from concord_site.reporting.answering.typed import Typed
from concord_site.reporting.models.trials import Trial
from concord_site.reporting.queries.trials import Opened
from concord_site.reporting.views import trials as around
from concord_site.reporting.views.page import read_or_send
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@dataclass
class Here:
    """Where the reader stands: a page of a section, in one entry of a list."""

    opened: Opened
    section: Section
    page: Page
    scope: Scope
    mine: frozenset[str] = frozenset()  # answers just written beside somebody else's

    @property
    def href(self) -> str:
        """The page's own address."""
        return around.page_href(self.opened, self.page, self.scope)

    @property
    def is_open(self) -> bool:
        """Whether the role that is played may answer here."""
        return self.opened.is_open(self.section.number)

    def questions(self) -> Iterator[tuple[str, Question]]:
        """Lasting addresses of what is answered on the page, asked or not."""
        for each in self.page.questions:
            if each.is_asked:
                yield addresses.join(self.scope, each.key), each


# ---- finding the page -----------------------------------------------------------------------------------------------
def _here(found: Opened, section: int, number: int, chain: str) -> Here:
    of = found.section(section)
    page = next((each for each in of.pages if each.number == number), None)
    ids = chain.split(".") if chain else []
    if page is None or len(ids) != len(page.repeat):
        raise NotFound("site.access.unknown")
    scope = tuple(zip(page.repeat, ids, strict=True))
    if not found.book.has_entries(scope):
        raise NotFound("site.access.unknown")
    return Here(found, of, page, scope)


def _walk(found: Opened, section: Section) -> list[tuple[Page, Scope]]:
    """Every page of a section that is asked now, the pages of each entry after its list."""
    return list(_within(found, section.pages, 0, ()))


def _within(found: Opened, every: tuple[Page, ...], depth: int, scope: Scope) -> Iterator[tuple[Page, Scope]]:
    place = 0
    while place < len(every):
        page = every[place]
        place += 1
        if progress.is_asked(found.book, found.state, page, scope) and not found.is_left_out(page, scope):
            yield page, scope
        if page.kind != "list" or page.group is None:
            continue
        end = place
        while end < len(every) and len(every[end].repeat) > depth:
            end += 1
        for entry in found.book.entries_in(scope, page.group.key):
            yield from _within(found, every[place:end], depth + 1, (*scope, (page.group.key, entry)))
        place = end


@require_safe
def section(request: HttpRequest, pk: object, section: int) -> HttpResponse:
    """A section begins at its first page that is not answered yet."""
    found = around.opened(request, pk)
    if found.awaits_confirmation(section) and found.is_open(section):
        return redirect("reporting:trial-confirm", pk=pk, section=section)
    walk = _walk(found, found.section(section))
    if not walk or not _may_see(found, section):
        return redirect("reporting:trial", pk=pk)
    waiting = (each for each in walk if not _is_answered(found, *each))
    page, scope = next(waiting, walk[0])
    return redirect(around.page_href(found, page, scope))


@read_or_send
def confirm(request: HttpRequest, pk: object, section: int) -> HttpResponse:
    """The short mode: a section's answers of last time as a whole, to be confirmed or opened."""
    found = around.opened(request, pk)
    of = found.section(section)
    if not found.is_open(section) or section not in found.short.confirm:
        return redirect("reporting:trial", pk=pk)
    if request.method == "POST":
        has_changed = request.POST.get("changed", "") == "yes"
        actions.confirm(pk, section, has_changed=has_changed, by=request.user, language=language(), today=found.today)
        return redirect("reporting:trial-section", pk=pk, section=section)
    title = around.section_title(of)
    return around.shown(
        request, "confirm", title, found, [Crumb(_("Section %(number)s") % {"number": section})], section=of,
        lines=[_line_of_last(found, each) for each in found.short.confirm[section]],
        anew=found.short.anew.get(section, 0), last=found.last, sections=len(found.sections),
    )  # fmt: skip


def _line_of_last(found: Opened, address: str) -> around.Line:
    """A carried answer, as it would arrive."""
    node = found.book.node(address)
    assert isinstance(node, Question)
    held = found.instrument.lists.get(node.choices)
    value = found.last.value(address)
    scope, _key = addresses.split(address)
    return around.Line(
        numbers(found.instrument).get(node.path, ""), node.label.best(language()),
        figures.shown_value(node, value, held.choices if held else (), language()),
        boxes.unit_words(node.about.unit, language()), "", (), ".".join(place for _repeat, place in scope),
    )  # fmt: skip


def _may_see(found: Opened, section: int) -> bool:
    return found.trial.role != Trial.Role.DELEGATE or found.trial.section == section


def _is_answered(found: Opened, page: Page, scope: Scope) -> bool:
    if page.kind == "list":
        return page.id in found.trial.passed
    asked = [
        addresses.join(scope, each.key) for each in page.questions
        if each.is_asked and progress.is_shown(found.book, found.state, each, scope)
    ]  # fmt: skip
    return all(found.book.of(each).value is not None for each in asked) and (
        bool(asked) or page.id in found.trial.passed
    )


# ---- the page -------------------------------------------------------------------------------------------------------
@read_or_send
def page(request: HttpRequest, pk: object, section: int, number: int) -> HttpResponse:
    """Show a page, or keep what was sent of it."""
    found = around.opened(request, pk)
    here = _here(found, section, number, request.GET.get("in", ""))
    if not _may_see(found, section):
        return redirect("reporting:trial", pk=pk)
    if request.method != "POST":
        return _shown(request, here, _refused_before(here))
    if not here.is_open:
        messages.error(request, _("In this role you see the answers and change nothing."))
        return redirect(here.href)
    return _list_sent(request, here) if here.page.kind == "list" else _sent(request, here)


def _refused_before(here: Here) -> Mapping[str, tuple[str, ...]]:
    wanted = dict(here.questions())
    return saving.again(here.opened.book, wanted, today=here.opened.today, language=language())


def _sent(request: HttpRequest, here: Here) -> HttpResponse:
    if address := request.POST.get("settle", ""):
        actions.settle(here.opened.trial.pk, address, keep=request.POST.get(f"c:{address}", "kept"), by=request.user)
        return redirect(here.href + f"#{addresses.element(address)}-slot")
    sent = _typed(request, here)
    if (only := request.POST.get("only", "")) and request.htmx:  # type: ignore[attr-defined]
        return _one(request, here, {only: sent[only]} if only in sent else {}, only)
    return _whole(request, here, sent)


def _typed(request: HttpRequest, here: Here) -> dict[str, tuple[Question, Typed]]:
    found = {
        address: (question, typed.read(question, address, request.POST, request.FILES))
        for address, question in here.questions() if typed.is_sent(request.POST, address)
    }  # fmt: skip
    if (address := request.POST.get("clear", "")) in found:
        question, held = found[address]
        found[address] = (question, Typed(revision=held.revision, removes_file=True))
    if (address := request.POST.get("use", "")) in found and (last := here.opened.last(address)) is not None:
        question, held = found[address]
        value = last.value
        found[address] = (question, typed.of_value(question, value, revision=held.revision))
    return found


def _whole(request: HttpRequest, here: Here, sent: dict[str, tuple[Question, Typed]]) -> HttpResponse:
    go = request.POST.get("go", "")
    stays = bool(request.POST.get("clear") or request.POST.get("use"))
    outcome, trial = actions.save(
        here.opened.trial.pk, sent, by=request.user, language=language(), today=here.opened.today,
        page="" if stays or go == "back" else here.page.id,
    )  # fmt: skip
    after = _after(here, outcome, trial)
    if stays:
        address = request.POST.get("clear") or request.POST.get("use") or ""
        return redirect(here.href + f"#{addresses.element(address)}-slot")
    if go in {"back", "later"}:
        return redirect(_next_href(after, -1 if go == "back" else 1))
    errors = dict(outcome.errors)
    missing = _missing(after)
    if errors or outcome.rivals or missing:
        return _shown(request, after, {**missing, **errors}, status=422, held=sent, may_leave=not errors)
    if follows := [address for address, question in after.questions() if _follows(after, address, question, sent)]:
        return _shown(request, after, {}, follows=follows)
    return redirect(_next_href(after, 1))


def _after(here: Here, outcome: Outcome, trial: Trial) -> Here:
    """The same place after saving; rows are read again, since saving wrote revisions and times."""
    from concord_site.reporting.queries import trials as queries

    book = queries.book_of(trial, here.opened.instrument, today=here.opened.today)
    opened = Opened(trial, here.opened.instrument, book, here.opened.today, here.opened.language)
    return Here(opened, here.section, here.page, here.scope, frozenset(outcome.rivals))


def _missing(here: Here) -> dict[str, tuple[str, ...]]:
    """Answers that are needed and not there, on this page."""
    found = {}
    for address, _question in here.questions():
        findings = [each for each in here.opened.all_faults.get(address, ()) if rules.is_hard(each)]
        if findings and here.opened.book.of(address).value is None:
            found[address] = rules.sentences(findings, language())
    return found


def _follows(here: Here, address: str, question: Question, sent: Mapping[str, Any]) -> bool:
    is_new = address not in sent and here.opened.book.of(address).value is None
    if here.opened.book.positional(address) in here.opened.state.readonly:
        return False
    return is_new and progress.is_shown(here.opened.book, here.opened.state, question, here.scope)


def _next_href(here: Here, step: int) -> str:
    """The page after, or before; an entry ends at its list, and a section at the task list."""
    walk = _walk(here.opened, here.section)
    try:
        place = walk.index((here.page, here.scope)) + step
    except ValueError:
        place = next((n for n, (page, _s) in enumerate(walk) if page.number > here.page.number), len(walk))
    is_end = not 0 <= place < len(walk)
    if step > 0 and here.scope and (is_end or walk[place][1][: len(here.scope)] != here.scope):
        return _list_href(here)
    return around.page_href(here.opened, *walk[place]) if not is_end else _tasks_href(here)


def _list_href(here: Here) -> str:
    """The page of the list that an entry belongs to."""
    repeat, _entry = here.scope[-1]
    for page in here.section.pages:
        is_it = page.kind == "list" and page.group is not None and page.group.key == repeat
        if is_it and page.repeat == addresses.keys(here.scope[:-1]):
            return around.page_href(here.opened, page, here.scope[:-1])
    return _tasks_href(here)


def _tasks_href(here: Here) -> str:
    return reverse("reporting:trial", args=[here.opened.trial.pk])


# ---- one box, on change ---------------------------------------------------------------------------------------------
def _one(request: HttpRequest, here: Here, sent: dict[str, tuple[Question, Typed]], only: str) -> HttpResponse:
    """Keep one answer and give back what changes on the page: its own marks, and questions that come or go."""
    is_grid = here.page.kind == "grid"
    before = {} if is_grid else {box.address: box for box in _boxes(here, {}, {}) if box.address != only}
    outcome, trial = actions.save(
        here.opened.trial.pk, sent, by=request.user, language=language(), today=here.opened.today, is_whole=False
    )
    after = _after(here, outcome, trial)
    if is_grid:
        return _one_cell(request, after, outcome, sent, only)
    every = {box.address: box for box in _boxes(after, outcome.errors, {a: t for a, (_q, t) in sent.items()})}
    pieces = [_slot(request, after, address, every.get(address)) for address in _differ(after, before, every, only)]
    if only in every:
        box = every[only]
        is_conflict = bool(box.versions)
        pieces += (
            [_slot(request, after, only, box)] if is_conflict or box.file else _marks(request, box, sent.get(only))
        )
    response = HttpResponse("".join(pieces), status=422 if outcome.errors else 200)
    response["Cache-Control"] = "no-store, private"
    return response


def _differ(here: Here, before: Mapping[str, Box], after: Mapping[str, Box], only: str) -> list[str]:
    """Questions of the page that are drawn otherwise than before, apart from the one that was answered."""
    every = [addresses.join(here.scope, each.key) for each in here.page.questions]
    return [each for each in every if each != only and before.get(each) != after.get(each)]


def _slot(request: HttpRequest, here: Here, address: str, box: Box | None) -> str:
    if box is None:
        return render_to_string("reporting/answering/gone.html", {"id": addresses.element(address), "oob": True})
    context = {"box": box, "save_url": here.href, "oob": True}
    return render_to_string("reporting/answering/question.html", context, request)


def _marks(request: HttpRequest, box: Box, pair: tuple[Question, Typed] | None) -> list[str]:
    """Error, time of saving and reason of one question; its box stays as it is under the hands of whoever types."""
    if pair is not None:
        box = boxes.seen(box, typed.mark(pair[1].parts, pair[1].status))
    return [
        render_to_string(f"reporting/answering/{part}.html", {"b": box, "oob": True}, request)
        for part in ("errors", "after", "moved")
    ]


def _one_cell(
    request: HttpRequest, here: Here, outcome: Outcome, sent: Mapping[str, tuple[Question, Typed]], only: str
) -> HttpResponse:
    errors = {**_refused_before(here), **outcome.errors}
    sight = _sight(here, errors, {a: t for a, (_q, t) in sent.items()})
    grid = grids.grid(sight, here.page, here.scope)
    seen = {a: typed.mark(t.parts, t.status) for a, (_q, t) in sent.items()}
    body = render_to_string(
        "reporting/answering/grid_marks.html", {"grid": grid, "only": only, "seen": seen.get(only, ""),
        "cell": next((c for c in grid.cells() if c.address == only), None), "oob": True}, request,
    )  # fmt: skip
    return HttpResponse(body, status=422 if outcome.errors else 200)


# ---- drawing --------------------------------------------------------------------------------------------------------
def _sight(here: Here, errors: Mapping[str, tuple[str, ...]], held: Mapping[str, Typed]) -> Sight:
    found = here.opened
    return Sight(
        found.book, found.state, language(), numbers(found.instrument), found.last,
        errors, {a: each for a, each in held.items() if a in errors}, not here.is_open, here.mine,
        lambda positional: reading.reasons(found.instrument, found.state, positional, language()),
        _article_href, lambda file: reverse("reporting:trial-file", args=[found.trial.pk, file]),
    )  # fmt: skip


def _article_href(number: str) -> str:
    try:
        return reverse("programme:paragraph", kwargs={"number": number})
    except NoReverseMatch:
        return ""


def _boxes(here: Here, errors: Mapping[str, tuple[str, ...]], held: Mapping[str, Typed]) -> list[Box]:
    """The boxes of what is asked on the page now; a calculation without a result is left out."""
    sight = _sight(here, errors, held)
    drawn = [
        boxes.box(sight, each, here.scope)
        for each in here.page.questions
        if progress.is_shown(here.opened.book, here.opened.state, each, here.scope)
    ]
    return [each for each in drawn if each.question.kind != "calculate" or each.told]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on the page: a heading, a question, or an empty place where one may appear."""

    id: str = ""
    heading: Wording | None = None
    box: Box | None = None


def _slots(here: Here, drawn: Mapping[str, Box]) -> list[Slot]:
    found: list[Slot] = []
    for item in here.page.items:
        if isinstance(item, Group):
            if item.label and _has_drawn(here, item, drawn):
                found.append(Slot(heading=item.label.best(language())))
        else:
            address = addresses.join(here.scope, item.key)
            found.append(Slot(addresses.element(address), box=drawn.get(address)))
    return found


def _has_drawn(here: Here, group: Group, drawn: Mapping[str, Box]) -> bool:
    return any(addresses.join(here.scope, each.key) in drawn for each in pages.questions_in(group.children))


def _shown(
    request: HttpRequest, here: Here, errors: Mapping[str, tuple[str, ...]], *, status: int = 200,
    held: Mapping[str, tuple[Question, Typed]] | None = None, may_leave: bool = False, follows: list[str] | None = None,
) -> HttpResponse:  # fmt: skip
    walk = _walk(here.opened, here.section)
    place = walk.index((here.page, here.scope)) + 1 if (here.page, here.scope) in walk else 0
    title = around.section_title(here.section)
    context: dict[str, Any] = {
        "here": here, "section": here.section, "place": place, "places": len(walk),
        "sections": len(here.opened.sections), "save_url": here.href, "is_open": here.is_open,
        "heading": _heading(here), "entry": _entry(here), "may_leave": may_leave, "follows": len(follows or ()),
        "back": reverse("reporting:trial", args=[here.opened.trial.pk]),
        "onward": "" if here.is_open else _next_href(here, 1),
    }  # fmt: skip
    if not place:
        context |= {"onward": _next_href(here, 1), "is_open": False}
        return around.shown(request, "left_out", title, here.opened, _crumbs(here, title), **context)
    if here.page.kind == "list":
        return _list_shown(request, here, title, context)
    typed_now = {a: each for a, (_q, each) in (held or {}).items()}
    if here.page.kind == "grid":
        grid = grids.grid(_sight(here, errors, typed_now), here.page, here.scope)
        context |= {
            "grid": grid,
            "errors": [(each.id, each.words, each.errors) for each in grid.cells() if each.errors],
        }
        return around.shown(request, "grid", title, here.opened, _crumbs(here, title), status=status, **context)
    drawn = {box.address: box for box in _boxes(here, errors, typed_now)}
    context |= {
        "slots": _slots(here, drawn),
        "errors": [(box.first, rich.plain(box.label.text), box.errors) for box in drawn.values() if box.errors],
    }
    return around.shown(request, "page", title, here.opened, _crumbs(here, title), status=status, **context)


def _crumbs(here: Here, title: str) -> list[Crumb]:
    return [Crumb(_("Section %(number)s") % {"number": here.section.number})]


def _heading(here: Here) -> Wording | None:
    """The label of the page's own group, where it says more than the section's."""
    group = here.page.group
    if group is None or not group.label or group.repeats or group.label == here.section.label:
        return None  # an entry's list is named above it
    return group.label.best(language())


def _entry(here: Here) -> str:
    """Which entry of which list the page is of."""
    if not here.scope:
        return ""
    repeat, entry = here.scope[-1]
    ids = here.opened.book.entries_in(here.scope[:-1], repeat)
    node = here.opened.book.node(addresses.join(here.scope[:-1], repeat))
    name = rich.plain(node.label.best(language()).text) if node is not None else ""
    return _("%(list)s: entry %(number)s of %(count)s") % {
        "list": name or repeat, "number": ids.index(entry) + 1, "count": len(ids)
    }  # fmt: skip


# ---- lists of entries -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as its list shows it."""

    id: str
    number: int
    words: str
    href: str
    answered: int
    asked: int
    is_wrong: bool = False


def _list_sent(request: HttpRequest, here: Here) -> HttpResponse:
    group, pk, by = here.page.group, here.opened.trial.pk, request.user
    assert group is not None
    block = addresses.join(here.scope, group.key)
    do, _sign, entry = request.POST.get("do", "").partition(":")
    try:
        if do == "add":
            made = actions.add_entry(pk, block, by=by, today=here.opened.today)
            return redirect(_first_of(here, made))
        if do == "remove":
            actions.remove_entry(pk, block, entry, by=by)
            return redirect(f"{here.href}{'&' if '?' in here.href else '?'}removed={entry}")
        if do == "restore":
            actions.restore_entry(pk, block, entry, by=by)
            return redirect(here.href)
        if do == "last":
            actions.use_last_entries(pk, block, by=by, language=language(), today=here.opened.today)
            return redirect(here.href)
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
        return redirect(here.href)
    go = request.POST.get("go", "")
    actions.save(pk, {}, by=by, language=language(), today=here.opened.today, page="" if go == "back" else here.page.id)
    return redirect(_untouched_entry(here) or _beyond(here) if go != "back" else _next_href(here, -1))


def _untouched_entry(here: Here) -> str:
    """The first page of an entry in which nothing has been answered yet; empty where there is none."""
    assert here.page.group is not None
    group = here.page.group
    shown = (_entry_shown(here, group, each, n) for n, each in enumerate(_ids(here, group), start=1))
    return next((each.href for each in shown if each.asked and not each.answered), "")


def _first_of(here: Here, entry: str) -> str:
    """The first page of an entry that has just been added."""
    assert here.page.group is not None
    inner = next(
        (each for each in here.section.pages
         if each.number > here.page.number and len(each.repeat) == len(here.scope) + 1), None,
    )  # fmt: skip
    scope = (*here.scope, (here.page.group.key, entry))
    return around.page_href(here.opened, inner, scope) if inner else here.href


def _beyond(here: Here) -> str:
    """The page after a list and all its entries."""
    walk = _walk(here.opened, here.section)
    depth = len(here.scope)
    for page, scope in walk[walk.index((here.page, here.scope)) + 1 :] if (here.page, here.scope) in walk else []:
        if len(scope) <= depth or scope[:depth] != here.scope:
            return around.page_href(here.opened, page, scope)
    return reverse("reporting:trial", args=[here.opened.trial.pk])


def _list_shown(request: HttpRequest, here: Here, title: str, context: dict[str, Any]) -> HttpResponse:
    group = here.page.group
    assert group is not None
    block = addresses.join(here.scope, group.key)
    entries = [_entry_shown(here, group, each, n) for n, each in enumerate(_ids(here, group), start=1)]
    removed = request.GET.get("removed", "")
    is_there = here.opened.trial.entries.filter(block=block, entry=removed).exclude(removed_at=None).exists()
    last = here.opened.last
    context |= {
        "group": group, "label": group.label.best(language()), "hint": group.hint.best(language()), "entries": entries,
        "is_counted": bool(group.rules.count), "removed": removed if is_there else "",
        "last_entries": len(last.carried.get(group.key, ())) if not here.scope and not entries else 0,
        "last": last,
    }  # fmt: skip
    return around.shown(request, "list", title, here.opened, _crumbs(here, title), **context)


def _ids(here: Here, group: Group) -> tuple[str, ...]:
    return here.opened.book.entries_in(here.scope, group.key)


def _entry_shown(here: Here, group: Group, entry: str, number: int) -> Entry:
    found, scope = here.opened, (*here.scope, (group.key, entry))
    asked = [
        addresses.join(inner, each.key)
        for each in pages.questions_in(group.children) if each.is_asked
        for inner in found.book.scopes(each.repeat) if inner[: len(scope)] == scope
        if progress.is_shown(found.book, found.state, each, inner)
    ]  # fmt: skip
    answered = sum(found.book.of(each).value is not None for each in asked)
    wrong = any(found.book.of(each).typed or found.book.of(each).rival or found.faults.get(each) for each in asked)
    return Entry(entry, number, _summary(found, group, scope), _first_of(here, entry), answered, len(asked), wrong)


def _summary(found: Opened, group: Group, scope: Scope) -> str:
    said = []
    for each in pages.questions_in(group.children):
        value = found.book.of(addresses.join(scope, each.key)).value
        if each.repeat == addresses.keys(scope) and value is not None and each.is_asked:
            positional = found.book.positional(addresses.join(scope, each.key)) or ""
            said.append(figures.shown_value(each, value, rules.choices(found.state, positional, each), language()))
    return " · ".join(each[:60] for each in said[:3] if each)
