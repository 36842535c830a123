"""Two or three agreements side by side: what the address chooses, what may be chosen, and what the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.agreements import elements as catalogue
from concord.agreements import published_comparison as beside
from concord.agreements.elements import Mark
from concord.agreements.published_comparison import Cell, Line, Part, Profile, SideBySide, State
from concord.intake.out import OutColumn
from concord.vocabulary.text import Wording
from concord_site.public import catalogue as installation
from concord_site.public.agreeing import elements, held, listing, names
from concord_site.public.comparing import files
from concord_site.public.countries import Choice
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import number

#: Names of the choices in the address, in their order.
NAMES = ("one", "other", "third")
COLUMNS = (
    OutColumn("agreement", width=30), OutColumn("title", width=50), OutColumn("known_from"), OutColumn("invented"),
    OutColumn("element"), OutColumn("name", width=40), OutColumn("group", width=20), OutColumn("articles"),
    OutColumn("state"), OutColumn("level"), OutColumn("clauses", width=20), OutColumn("words", width=60),
    OutColumn("source", width=40),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """An agreement at the head of its column."""

    title: Wording
    href: str
    who: str
    tag: tuple[str, str]
    basis: str


@dataclass(frozen=True)
class Asked:
    """The address as it was understood: agreements that can be compared, each once."""

    ids: tuple[str, ...]
    profiles: tuple[Profile, ...]
    is_known_only: bool

    def address(self, **more: str) -> str:
        """The address of this question."""
        said = dict(zip(NAMES, self.ids, strict=False)) | ({"only": "known"} if self.is_known_only else {}) | more
        return (
            f"{reverse('public:agreements-compare')}?{urlencode({name: each for name, each in said.items() if each})}"
        )


def comparable() -> dict[str, Profile]:
    """Every agreement of which an element is known: published by its parties, then entries of the register."""
    shown = (
        (each.slug, beside.of_published(each.parts["profile"], id=each.slug, title=each.title,
                                        is_invented=each.invented))
        for each in held.published() if "profile" in each.parts
    )  # fmt: skip
    known = ((id, beside.of_entry(each)) for id, each in held.register().items())
    return {id: profile for id, profile in (*shown, *known) if profile is not None}


def asked(query: Mapping[str, str], listed: Mapping[str, Profile]) -> Asked:
    """Read the address; what cannot be compared is left out."""
    ids = tuple(dict.fromkeys(id for name in NAMES if (id := query.get(name, "")) in listed))
    return Asked(ids, tuple(listed[id] for id in ids), query.get("only", "") == "known")


def context(query: Mapping[str, str], now: Asked, listed: Mapping[str, Profile]) -> dict[str, Any]:
    """Everything the page shows; without two agreements, the choice alone."""
    shown = {
        "asked": now, "choices": _choices(query, now, listed), "views": listing.views("compare"),
        "is_same": len(now.ids) < len([name for name in NAMES if query.get(name, "") in listed]),
    }  # fmt: skip
    if len(now.profiles) < len(NAMES[:2]):
        return shown
    made = beside.side_by_side(now.profiles)
    groups = [(part, _counts(part, made)) for part in made.by_group()]
    return {
        **shown, "heads": [_head(each) for each in made.profiles],
        "groups": [(part.label.best(language()).text, counts) for part, counts in groups],
        "articles": [(_article(part.id), _counts(part, made)) for part in made.by_article()],
        "elements": _elements(made, now), "known": number(sum(line.is_known for line in made.lines)),
        "all": number(len(made.lines)), "composite": elements.note(), "has_facts": _has_facts(made),
        "csv": now.address(format="csv"), "xlsx": now.address(format="xlsx"),
        "every": now.address(only=""), "both": now.address(only="known"),
    }  # fmt: skip


def _has_facts(made: SideBySide) -> bool:
    return any(not each.is_read for each in made.profiles)


def _head(profile: Profile) -> Head:
    href = reverse("public:agreement", kwargs={"id": profile.id})
    title = profile.title.best(language())
    if profile.is_read:
        line = next(listing.published_line(each) for each in held.published() if each.slug == profile.id)
        tag = ("invented", "") if profile.is_invented else ("done", _("Published by its parties"))
        return Head(title, href, line.who, tag, _("marked by persons who read the text"))
    found = held.register()[profile.id]
    is_appraised = beside.facts_of(found) is not None
    basis = _("appraised from published facts") if is_appraised else _("as far as sources name elements")
    return Head(title, href, names.who(found), names.verification(found), basis)


def _counts(part: Part, made: SideBySide) -> list[str]:
    """For each agreement how many elements are in each state, in words."""
    return [
        " · ".join(f"{state_word(state)} {number(count)}" for state, count in part.counts(place))
        for place in range(len(made.profiles))
    ]


def state_word(state: State) -> str:
    """What is known of an element, in words."""
    if state in catalogue.MARKS:
        return catalogue.label_of_mark(_mark(state), language())
    words = {
        "not-marked": _("not marked yet"), "named": pgettext("element of an agreement", "named by a source"),
        "not-known": _("not known here"),
    }  # fmt: skip
    return words[state]


def _mark(state: State) -> Mark:
    return next(mark for mark in catalogue.MARKS if mark == state)


def _article(id: str) -> str:
    number_ = id.partition("-")[2]
    return _("Amendment of 2026, %(number)s") % {"number": number_} if id.startswith("2026-") else id


def _elements(made: SideBySide, now: Asked) -> list[tuple[str, list[dict[str, Any]]]]:
    """Groups with their elements; only those known of every agreement where that was asked."""
    listed = []
    for part in made.by_group():
        lines = [_line(line) for line in part.lines if line.is_known or not now.is_known_only]
        if lines:
            listed.append((part.label.best(language()).text, lines))
    return listed


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.element.label.best(language()).text, "articles": ", ".join(line.element.articles),
        "cells": [_cell(each) for each in line.cells],
    }  # fmt: skip


def _cell(cell: Cell) -> dict[str, Any]:
    squares = {"met": "met", "partly": "partly", "absent": "absent", "not-applicable": "apart"}
    level = catalogue.label_of_level(cell.level, language()) if cell.level not in (None, "absent") else ""
    words = cell.words.best(language())
    return {
        "square": squares.get(cell.state, ""), "word": state_word(cell.state), "clauses": ", ".join(cell.clauses),
        "is_unknown": cell.state in beside.UNKNOWN, "words": words if words.text else None, "source": cell.source,
        "level": _("at least: %(level)s") % {"level": level} if level and cell.state == "named" else level,
    }  # fmt: skip


def _choices(
    query: Mapping[str, str], now: Asked, listed: Mapping[str, Profile]
) -> list[tuple[str, str, list[tuple[str, list[Choice]]]]]:
    """For each place in the address: its name, its label, and what may be chosen by kind."""
    labels = (_("One agreement"), _("Another"), _("A third, if wanted"))
    chosen = [*now.ids, "", "", ""]
    return [
        (name, label, _kinds(listed, id)) for name, label, id in zip(NAMES, labels, chosen[: len(NAMES)], strict=True)
    ]


def _kinds(listed: Mapping[str, Profile], chosen: str) -> list[tuple[str, list[Choice]]]:
    register = held.register()
    kinds = (
        (_("Published by their parties"), lambda each: each.is_read),
        (_("Entries appraised from published facts"), partial(_is_appraised, register, True)),
        (_("Entries of which sources name elements"), partial(_is_appraised, register, False)),
    )
    made = []
    for label, fits in kinds:
        found = [Choice(id, _named(each), id == chosen) for id, each in listed.items() if fits(each)]
        if found:
            made.append((label, found))
    return made


def _is_appraised(register: Mapping[str, Any], wanted: bool, each: Profile) -> bool:
    return not each.is_read and (beside.facts_of(register[each.id]) is not None) is wanted


def _named(each: Profile) -> str:
    if each.is_read:
        return each.title.best(language()).text
    found = held.register()[each.id]
    return f"{names.who(found)}: {each.title.best(language()).text}" + (f" ({found.year})" if found.year else "")


def as_file(now: Asked, format: str) -> HttpResponse:
    """Every element of every agreement, a row each."""
    made = beside.side_by_side(now.profiles)
    title = _("Agreements side by side")
    cited = f"{title}: {'; '.join(each.title.best(language()).text for each in now.profiles)}. Concord."
    cited = f"{cited} {installation.origin()}{now.address()}"
    notes = [_("What no source names is not known here; it is not absent."), elements.note()]
    notes[:0] = [
        f"{each.title.best(language()).text}: {_('Invented example: agreement and parties do not exist.')}"
        for each in now.profiles if each.is_invented
    ]  # fmt: skip
    sources = ("agreements-register",) if _has_facts(made) else ()
    about = files.meta(title, sources, cited, notes=tuple(notes))
    return files.given("agreements-compared", format, COLUMNS, list(map(dict, beside.rows(made, language()))), about)
