"""What can be done at the desk of anything that is filled: answer, add and remove entries, settle, restore, confirm.

Answers are kept one row each under their lasting address. The filled row is held while a page is saved, so that what
somebody else wrote meanwhile is seen and never overwritten: it stays beside the other text until somebody chooses.
Where the row keeps ``changes``, every writing is one, so that nothing that was typed disappears.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotFound
from concord.instrument import answers as library_answers
from concord.instrument.model import Group, Question
from concord_site.reporting.actions import filling_files
from concord_site.reporting.actions.filling_rows import Hand, put, put_into, touch, with_entries
from concord_site.reporting.answering import addresses, rules, saving, typed
from concord_site.reporting.answering.book import ENTRIES_AT_MOST, Book
from concord_site.reporting.answering.saving import Outcome
from concord_site.reporting.answering.typed import Typed
from concord_site.reporting.models.filling import entry_id
from concord_site.reporting.queries import filling as queries
from concord_site.reporting.queries.filling import Desk, Opened

Sent = Mapping[str, tuple[Question, Typed]]


@dataclass(frozen=True)
class Saved:
    """What saving did: the decision, and how things stood before and stand now."""

    outcome: Outcome
    before: Opened
    after: Opened


def hand(desk: Desk, way: str = "page") -> Hand:
    """Whoever stands at a desk, writing by some way."""
    return Hand(desk.writer, desk.by if getattr(desk.by, "pk", None) is not None else None, way)


def held(desk: Desk, *, today: dt.date, language: str) -> Opened:
    """The row, held until the transaction ends, with its instrument and answers; to be changed."""
    row = desk.fetch("edit", lock=True)
    instrument = desk.instrument(row)
    return Opened(desk, row, instrument, queries.book_of(row, instrument, today=today), today, language)


def save(
    desk: Desk, sent: Sent | Callable[[Opened], Sent], *, language: str, today: dt.date, page: str = "",
    is_whole: bool = True, way: str = "page",
) -> Saved:  # fmt: skip
    """Keep what was sent of one page, or of one box; the instrument is evaluated once.

    Args:
        desk: Who writes.
        sent: Question and what was typed, by lasting address; or what gives it, called while the row is held.
        page: Id of the page, where it was sent by its button.
        is_whole: See :func:`~concord_site.reporting.answering.saving.decide`.
        way: How it came: ``page``, ``workbook``, ``xform``, ``api``, ``last``, ``known``.

    Raises:
        NotFound: ``site.access.unknown``.
        Conflict: It is not filled at present.
    """
    with transaction.atomic():
        row = desk.fetch("edit", lock=True)
        instrument = desk.instrument(row)
        book = queries.book_of(row, instrument, today=today)
        before = Opened(desk, row, instrument, book, today, language)
        given = sent(before) if callable(sent) else sent
        given = {address: pair for address, pair in given.items() if _is_there(before, address, pair[0])}
        given = {at: (each, filling_files.with_file(desk, row, book, at, it)) for at, (each, it) in given.items()}
        outcome = saving.decide(book, given, today=today, language=language, is_whole=is_whole)
        changed = _keep(row, outcome, hand(desk, way))
        if page and page not in row.passed:
            row.passed = [*row.passed, page]
        if outcome.changed or page:
            touch(row)
    after = Book(instrument, {**book.kept, **_kept(changed)}, book.entries)
    state: rules.State | None = outcome.state
    if outcome.accepted and queries.counted_of(instrument):
        after, state = queries.with_counted(after, today=today), None
    return Saved(outcome, before, Opened(desk, row, instrument, after, today, language, state))


def _kept(changed: Mapping[str, Any]) -> dict[str, Any]:
    return {address: queries.kept_of(each) for address, each in changed.items()}


def _is_there(found: Opened, address: str, question: Question) -> bool:
    node = found.book.node(address)  # by its path: two threads may each have read the instrument when they began
    is_known = isinstance(node, Question) and node.path == question.path and found.book.positional(address) is not None
    return is_known and found.desk.knows(found.section_of(address))


def _keep(row: Any, outcome: Outcome, by: Hand) -> dict[str, Any]:
    now, changed = timezone.now(), {}
    rows = queries.stored(row, outcome.changed) if outcome.changed else {}
    for address in sorted(outcome.changed):
        changes: dict[str, Any] = {}
        if address in outcome.reasons:
            changes["reason"] = outcome.reasons[address]
        if address in outcome.accepted:
            changes |= {"value": outcome.accepted[address], "typed": None, "rival": None}
        elif address in outcome.refused:
            it = outcome.refused[address]
            changes["typed"] = {"parts": dict(it.parts), "status": it.status}
        elif address in outcome.rivals:
            changes["rival"] = {"value": outcome.rivals[address], "by": by.name, "at": now.isoformat()}
        changed[address] = put(row, rows, address, now, by, **changes)
    return changed


# ---- entries --------------------------------------------------------------------------------------------------------
def add_entry(desk: Desk, block: str, *, today: dt.date, language: str = "en") -> str:
    """Add an entry to a list; its id is returned.

    Raises:
        Invalid: ``reporting.filling.too-many-entries``, ``reporting.filling.no-such-list``.
    """
    with transaction.atomic():
        found = held(desk, today=today, language=language)
        ids = _open_list(found, block)
        if len(ids) >= ENTRIES_AT_MOST:
            raise Invalid("reporting.filling.too-many-entries", params={"count": ENTRIES_AT_MOST})
        last = found.row.entries.filter(block=block).order_by("-place").first()
        made = found.row.entries.create(entry=entry_id(), block=block, place=last.place + 1 if last else 0)
        touch(found.row)
    return str(made.entry)


def _open_list(found: Opened, block: str) -> tuple[str, ...]:
    node = found.book.node(block)
    scope, key = addresses.split(block)
    is_open = isinstance(node, Group) and node.repeats and not node.rules.count and found.book.has_entries(scope)
    if not is_open or not found.desk.knows(found.section_of(block)):
        raise Invalid("reporting.filling.no-such-list")
    return found.book.entries_in(scope, key)


def remove_entry(desk: Desk, block: str, entry: str, *, today: dt.date) -> None:
    """Take an entry out of its list; it can be brought back with all its answers."""
    _mark_entry(desk, block, entry, today=today, removed_at=timezone.now())


def restore_entry(desk: Desk, block: str, entry: str, *, today: dt.date) -> None:
    """Bring back an entry that was removed."""
    _mark_entry(desk, block, entry, today=today, removed_at=None)


def _mark_entry(desk: Desk, block: str, entry: str, *, today: dt.date, removed_at: dt.datetime | None) -> None:
    with transaction.atomic():
        found = held(desk, today=today, language="en")
        _open_list(found, block)
        found.row.entries.filter(block=block, entry=entry).update(removed_at=removed_at)
        touch(found.row)


def use_last_entries(desk: Desk, block: str, *, language: str, today: dt.date) -> int:
    """Begin a list that is still empty with the entries of last time, and their answers; their number is returned."""
    with transaction.atomic():
        found = held(desk, today=today, language=language)
        scope, key = addresses.split(block)
        given = found.last.carried.get(key, [])
        if scope or _open_list(found, block) or not given:
            return 0
        put_into(found.row, {key: given}, book=found.book, by=hand(desk, "last"), was=True)
        touch(found.row)
    return len(given)


def confirm(desk: Desk, section: int, *, has_changed: bool, language: str, today: dt.date) -> int:
    """In the short mode, take over a section's answers of last time: as they are, or to be looked through.

    Returns:
        How many answers were taken over; those that have been answered since stay as they are.
    """
    with transaction.atomic():
        found = held(desk, today=today, language=language)
        wanted = found.short.confirm.get(section, ())
        keys = {addresses.split(each)[0][0][0] if addresses.split(each)[0] else each for each in wanted}
        given = {key: value for key, value in found.last.carried.items() if key in keys}
        book = with_entries(found.row, given, found.book, was=True)
        chosen = {book.lasting(each) for each in wanted}
        open_ones = frozenset(each for each in chosen if each and book.of(each).value is None)
        put_into(found.row, given, book=book, by=hand(desk, "last"), only=open_ones)
        found.row.confirmed = {**found.row.confirmed, str(section): "open" if has_changed else "same"}
        touch(found.row, "confirmed")
    return len(open_ones)


# ---- two answers at once, and earlier ones --------------------------------------------------------------------------
def settle(desk: Desk, address: str, *, keep: str, today: dt.date, language: str = "en") -> None:
    """Keep one of two answers that were written at the same time.

    Args:
        desk: Who chooses.
        address: Lasting address of the answer.
        keep: ``kept`` for the one that stands, ``rival`` for the other.
        today: For rules that speak of it.
        language: Of the person.
    """
    with transaction.atomic():
        found = held(desk, today=today, language=language)
        row = found.row.answers.select_for_update().filter(address=address).exclude(rival__isnull=True).first()
        if row is None or not desk.knows(found.section_of(address)):
            return
        changes: dict[str, Any] = {"rival": None}
        if keep == "rival":
            changes["value"] = row.rival["value"]
        who, now = hand(desk), timezone.now()
        by = Hand(row.rival["by"], who.person, who.way, signed=who.name) if keep == "rival" else who
        put(found.row, {address: row}, address, now, by, what="settled", **changes)
        touch(found.row)


def restore(desk: Desk, address: str, change: object, *, language: str, today: dt.date) -> Saved:
    """Write an earlier text of an answer again; what stands now stays in the history.

    Raises:
        NotFound: ``site.access.unknown`` where there is no such change of this answer.
        Conflict: ``reporting.filling.not-restored`` where it breaks a rule by now.
    """
    found = queries.opened(desk, today=today, language=language)
    row = found.row.changes.filter(pk=change, address=address).exclude(what__in=("reason", "refused")).first()
    node = found.book.node(address)
    if row is None or not isinstance(node, Question) or not desk.knows(found.section_of(address)):
        raise NotFound("site.access.unknown")
    again = typed.of_value(node, row.value, revision=found.book.of(address).revision)
    saved = save(desk, {address: (node, again)}, language=language, today=today)
    if address in saved.outcome.errors:
        raise Conflict("reporting.filling.not-restored", params={"reason": saved.outcome.errors[address][0]})
    return saved


def digest(book: Book) -> str:
    """SHA-256 over the answers, as the library says it."""
    return library_answers.digest(library_answers.parse(book.answers()))
