"""The page of a list of entries: what is in it, adding, removing, bringing back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from concord.errors import Refusal
from concord.instrument.model import Group
from concord_site.reporting.actions import filling as actions
from concord_site.reporting.answering import addresses, figures, pages, progress, rules
from concord_site.reporting.answering.addresses import Scope
from concord_site.reporting.queries.filling import Opened
from concord_site.reporting.views.filling.here import Here, next_href, walk
from concord_site.reporting.views.filling.shown import page_href
from concord_site.shell import problems
from concord_site.shell.i18n import language


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


def sent(request: HttpRequest, here: Here) -> HttpResponse:
    """Do what a button of a list asks for."""
    group, desk, today = here.page.group, here.opened.desk, here.opened.today
    assert group is not None
    block = addresses.join(here.scope, group.key)
    do, _sign, entry = request.POST.get("do", "").partition(":")
    try:
        if do == "add":
            return redirect(_first_of(here, actions.add_entry(desk, block, today=today)))
        if do == "remove":
            actions.remove_entry(desk, block, entry, today=today)
            return redirect(f"{here.href}{'&' if '?' in here.href else '?'}removed={entry}")
        if do == "restore":
            actions.restore_entry(desk, block, entry, today=today)
            return redirect(here.href)
        if do == "last":
            actions.use_last_entries(desk, block, language=language(), today=today)
            return redirect(here.href)
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
        return redirect(here.href)
    go = request.POST.get("go", "")
    actions.save(desk, {}, language=language(), today=today, page="" if go == "back" else here.page.id)
    return redirect(_untouched_entry(here) or _beyond(here) if go != "back" else next_href(here, -1))


def _untouched_entry(here: Here) -> str:
    """The first page of an entry in which nothing has been answered yet; empty where there is none."""
    assert here.page.group is not None
    group = here.page.group
    every = (_entry_shown(here, group, each, n) for n, each in enumerate(_ids(here, group), start=1))
    return next((each.href for each in every if each.asked and not each.answered), "")


def _first_of(here: Here, entry: str) -> str:
    """The first page of an entry that has just been added."""
    assert here.page.group is not None
    inner = next(
        (each for each in here.section.pages
         if each.number > here.page.number and len(each.repeat) == len(here.scope) + 1), None,
    )  # fmt: skip
    scope = (*here.scope, (here.page.group.key, entry))
    return page_href(here.opened, inner, scope) if inner else here.href


def _beyond(here: Here) -> str:
    """The page after a list and all its entries."""
    every = walk(here.opened, here.section)
    depth = len(here.scope)
    for page, scope in every[every.index((here.page, here.scope)) + 1 :] if (here.page, here.scope) in every else []:
        if len(scope) <= depth or scope[:depth] != here.scope:
            return page_href(here.opened, page, scope)
    return here.opened.desk.href()


def context(request: HttpRequest, here: Here) -> dict[str, Any]:
    """What the template of a list is given."""
    group = here.page.group
    assert group is not None
    block = addresses.join(here.scope, group.key)
    entries = [_entry_shown(here, group, each, n) for n, each in enumerate(_ids(here, group), start=1)]
    removed = request.GET.get("removed", "")
    is_there = removed and here.opened.row.entries.filter(block=block, entry=removed[:12]).exclude(removed_at=None)
    last = here.opened.last
    return {
        "group": group, "label": group.label.best(language()), "hint": group.hint.best(language()), "entries": entries,
        "is_counted": bool(group.rules.count), "removed": removed if is_there and is_there.exists() else "",
        "last_entries": len(last.carried.get(group.key, ())) if not here.scope and not entries else 0,
        "last": last,
    }  # fmt: skip


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
