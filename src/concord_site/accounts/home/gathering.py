"""Gathers what the suppliers tell: only what the person may still see, grouped, in order, late ones marked."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction

from concord_site.accounts.models import Person
from concord_site.accounts.notices import kinds
from concord_site.shell import access, suppliers
from concord_site.shell.models import Guarded
from concord_site.shell.parts.home import Change, Start, Waiting

log = logging.getLogger("concord.home")
MOST_CHANGES = 60
Line = TypeVar("Line", Waiting, Change)
OTHER = ""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that waits, with whether its day is past and how many days are left (negative: past)."""

    line: Waiting
    is_late: bool
    days: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together; ``label`` is empty for kinds that are not declared."""

    id: str
    label: str
    lines: tuple[Any, ...]


def waiting(person: Person, *, today: dt.date, language: str) -> tuple[Group, ...]:
    """What waits for a person, by group: late first, then by day, without a day last."""
    found = _seen(_asked("home.waiting", Waiting, person), person)
    lines = [
        Due(each, each.due is not None and each.due < today, None if each.due is None else (each.due - today).days)
        for each in sorted(_once(found), key=lambda each: (each.due or dt.date.max, each.title))
    ]
    return _grouped(lines, lambda due: due.line.kind, language)


def changes(person: Person, *, since: dt.datetime, language: str) -> tuple[Group, ...]:
    """What changed since a moment, by group, newest first; a thing told by two suppliers is shown once."""
    found = [each for each in _asked("home.changes", Change, person, since) if each.at > since]
    newest = sorted(_seen(found, person), key=lambda each: each.at, reverse=True)
    return _grouped(_once(newest)[:MOST_CHANGES], lambda each: each.kind, language)


def entries(person: Person) -> tuple[Start, ...]:
    """Where the person can begin, in order."""
    found = {each.href: each for each in reversed(_asked("home.entries", Start, person))}
    return tuple(sorted(found.values(), key=lambda each: (each.order, each.title)))


def _asked(kind: str, wanted: type[Any], *arguments: object) -> list[Any]:
    """What every supplier of a kind answers; one that fails is logged and left out."""
    found: list[Any] = []
    for name, supplier in suppliers.named(kind).items():
        try:
            with transaction.atomic():  # a supplier whose query fails must not take the page's others with it
                found.extend(each for each in supplier(*arguments) if isinstance(each, wanted))
        except Exception:
            log.exception("%s of %s could not be asked", kind, name)
    return found


def _seen(lines: Iterable[Line], person: Person) -> list[Line]:
    """Those whose thing the person may see now; one question a model."""
    given = list(lines)
    groups: dict[type[Guarded], set[Any]] = {}
    for each in given:
        if each.about is not None:
            groups.setdefault(type(each.about), set()).add(each.about.pk)
    allowed = {
        model: set(access.visible(model, person).filter(pk__in=pks).values_list("pk", flat=True))
        for model, pks in groups.items()
    }
    return [each for each in given if each.about is None or each.about.pk in allowed[type(each.about)]]


def _once(lines: Iterable[Line]) -> list[Line]:
    found: dict[tuple[str, str, str], Line] = {}
    for each in lines:
        found.setdefault((each.kind, each.href, each.title), each)
    return list(found.values())


def _grouped(lines: list[Any], kind_of: Callable[[Any], str], language: str) -> tuple[Group, ...]:
    declared = kinds.declared()
    by_group: dict[str, list[Any]] = {group: [] for group in (*declared.groups, OTHER)}
    for each in lines:
        found = declared.kinds.get(kind_of(each))
        by_group[found.group if found is not None else OTHER].append(each)
    return tuple(
        Group(id, kinds.group_label(id, language) if id else "", tuple(held)) for id, held in by_group.items() if held
    )
