"""Rows of answers and entries as they are written, with the change that remembers each writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from concord.instrument.model import Group
from concord_site.reporting.answering import addresses, rules
from concord_site.reporting.answering.book import ENTRIES_AT_MOST, Book
from concord_site.reporting.models.filling import entry_id

WRITTEN = ("value", "rival", "reason", "typed")


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand writes, and by which way.

    Args:
        name: As others who fill it see it; it stands beside the answer.
        person: The account, where there is one.
        way: ``page``, ``workbook``, ``xform``, ``api``, ``last``, ``known``.
        signed: Who did it, where that is somebody else than whose text it is.
    """

    name: str
    person: Any = None
    way: str = "page"
    signed: str = ""


def put(
    row: Any, rows: Mapping[str, Any], address: str, now: dt.datetime, by: Hand, *, what: str = "", **changes: Any
) -> Any:
    """Write one answer, and where the row keeps its history, how it was written.

    Args:
        row: Whatever is filled; its row is held by the caller.
        rows: Its stored answers by address.
        address: Lasting address.
        now: The moment.
        by: Whose hand.
        what: What the history calls it, where the changes do not say it.
        changes: ``value``, ``rival``, ``reason``, ``typed``.
    """
    found = rows.get(address)
    if found is None:
        found = row.answers.create(address=address, by=by.name, saved_at=now, **changes)
    else:
        for name, value in changes.items():
            setattr(found, name, value)
        found.revision += 1
        if "value" in changes:
            found.by, found.saved_at = by.name, now
        found.save()
    _remember(row, address, now, by, what, changes, found.value)
    return found


def _remember(
    row: Any, address: str, now: dt.datetime, by: Hand, what: str, changes: Mapping[str, Any], stands: Any
) -> None:
    if (history := getattr(row, "changes", None)) is None:
        return
    said: dict[str, Any] = {}
    if what:
        said[what] = changes.get("value", stands)
    elif "value" in changes:
        said["value"] = changes["value"]
    elif changes.get("rival"):
        said["rival"] = changes["rival"]["value"]
    elif changes.get("typed"):
        said["refused"] = changes["typed"]
    if "reason" in changes:
        said["reason"] = changes["reason"]
    history.bulk_create([
        history.model(
            **{history.field.name: row}, address=address, what=each, value=value, way=by.way, by=by.person,
            by_name=by.signed or by.name, at=now,
        )
        for each, value in said.items()
    ])  # fmt: skip


def touch(row: Any, *fields: str) -> None:
    """Note that something was saved."""
    row.saved_at = timezone.now()
    row.save(update_fields=["passed", "saved_at", *fields])


def put_into(
    row: Any, given: Mapping[str, Any], *, book: Book, by: Hand, was: bool = False, only: frozenset[str] | None = None
) -> None:
    """Write whole answers: entries that are lacking are added, values replaced."""
    book = with_entries(row, given, book, was=was)
    now = timezone.now()
    rows = {each.address: each for each in row.answers.all()}
    for address, value in rules.flat(book, given).items():
        if only is None or address in only:
            put(row, rows, address, now, by, value=value, typed=None)


def with_entries(row: Any, given: Mapping[str, Any], book: Book, *, was: bool, scope: addresses.Scope = ()) -> Book:
    """The book with as many entries as some answers have; those that are lacking are stored."""
    for key, value in given.items():
        block = addresses.join(scope, key)
        node = book.node(block)
        if not isinstance(node, Group) or not isinstance(value, list):
            continue
        for place, inner in enumerate(value[:ENTRIES_AT_MOST]):
            ids = book.entries_in(scope, key)
            if place >= len(ids) and not node.rules.count:
                made = row.entries.create(entry=entry_id(), block=block, place=place, was=place + 1 if was else None)
                book = book.with_entries(block, (*ids, made.entry))
            elif place >= len(ids):
                book = book.with_entries(block, (*ids, f"n{place + 1}"))
            entry = book.entries_in(scope, key)[place]
            book = with_entries(row, inner, book, was=was, scope=(*scope, (key, entry)))
    return book
