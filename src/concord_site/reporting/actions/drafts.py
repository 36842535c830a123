"""What is done to a draft: every act is one step that can be undone; nothing of another person's work is lost.

A page sends the number of the step it was made from. Where the draft has moved on since, cells that only one of two
people changed are merged; where both changed the same cell, the act is refused with :class:`Clashed` and the page shows
both texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction

from concord.errors import Conflict, Invalid, NotFound
from concord.instrument.sheets import Sheets
from concord_site.audit import log
from concord_site.reporting.actions import instruments
from concord_site.reporting.editing import blocks, cells, choices
from concord_site.reporting.editing import book as books
from concord_site.reporting.editing.book import Book, Line
from concord_site.reporting.editing.cells import Clash
from concord_site.reporting.models.instruments import InstrumentVersion, State
from concord_site.reporting.queries import instruments as queries
from concord_site.shell import access

Change = Callable[[Book], Book]


class Clashed(Conflict):
    """Two people changed the same cells."""

    def __init__(self, clashes: Sequence[Clash], by: str) -> None:
        super().__init__("reporting.draft.clash", params={"count": len(clashes)})
        self.clashes = tuple(clashes)
        self.by = by


def _save(
    version_id: int, by: Any, change: Callable[[Book, Book], Book], what: str, about: str = "", since: int = 0
) -> InstrumentVersion:
    """One step: ``change`` gets the book as it stands and as the page had it."""
    with transaction.atomic():
        found = access.get(InstrumentVersion, version_id, by, "edit", lock=True)
        if found.state != State.DRAFT:
            raise Conflict("site.access.state", params={"state": found.state})
        now = books.of_json(found.sheets)
        after = change(now, _base(found, since, now))
        if after.as_json() == now.as_json():
            return found
        instruments.describe(found, after)
        found.save()
        step = instruments.take_step(found, after, by=by, what=what, about=about)
        log.record(
            "reporting.draft.changed", by=by, subject=found, details={"step": step.number, "what": what, "about": about}
        )
    return found


def _base(found: InstrumentVersion, since: int, now: Book) -> Book:
    """The book as the page had it; as it stands where the page says nothing or nothing has happened since."""
    if not since or (found.step is not None and found.step.number == since):
        return now
    step = queries.step(found, since)
    if step is None:
        raise Conflict("reporting.draft.unknown-step", params={"step": since})
    return books.unpacked(bytes(step.content))


def _required(book: Book, id: int) -> Line:
    line = book.line(id)
    if line is None:
        raise NotFound("reporting.draft.row-gone")
    return line


# ---- rows ---------------------------------------------------------------------------------------------------------
def save_row(
    *, version_id: int, row_id: int, mine: Mapping[str, str], by: Any, since: int = 0, is_settled: bool = False
) -> InstrumentVersion:
    """Change cells of one row of the survey; a new name is followed by the expressions that used the old one.

    Args:
        mine: Cells by column; an empty value empties the cell.
        since: The step the page was made from.
        is_settled: Whoever sends has seen both texts: mine is kept.

    Raises:
        Clashed: ``reporting.draft.clash``.
        NotFound: ``reporting.draft.row-gone`` where somebody has removed the row.
    """
    about = mine.get("name", "")

    def change(now: Book, base: Book) -> Book:
        line = _required(now, row_id)
        before = line if is_settled else (base.line(row_id) or line)
        merged = cells.merged(row_id, before.cells, line.cells, mine)
        if merged.clashes and not is_settled:
            raise Clashed(merged.clashes, _who(version_id, by))
        book = now.with_survey(
            each.changed(merged.cells) if each.id == row_id else each for each in now.survey.lines
        )  # fmt: skip
        new = merged.cells.get("name", line.name)
        others = {each.name for each in now.survey.lines if each.id != row_id}
        return blocks.rename_references(book, line.name, new) if _is_renamed(line.name, new, others) else book

    return _save(version_id, by, change, "row.changed", about, since)


def _is_renamed(old: str, new: str, others: set[str]) -> bool:
    return bool(old and new and old != new and old not in others)


def _who(version_id: int, by: Any) -> str:
    found = access.get(InstrumentVersion, version_id, by)
    return str(found.step.by) if found.step is not None and found.step.by is not None else ""


def add_row(
    *, version_id: int, row: Mapping[str, str], by: Any, group: int | None = None, after: int | None = None
) -> tuple[InstrumentVersion, int]:
    """Put a new question or group at the end of a group, or after a row; its name is made unlike all others.

    Returns:
        The draft, and the new row's id.
    """
    made: list[int] = []

    def change(now: Book, _base: Book) -> Book:
        taken = {line.name for line in now.survey.lines if line.name}
        named = {**row, "name": blocks.free_name(row.get("name", "") or "question", taken)}
        book, line = blocks.added(now, named, group=group, after=after)
        made.append(line.id)
        return book

    found = _save(version_id, by, change, "row.added", row.get("name", ""))
    return found, made[0]


def remove_row(*, version_id: int, row_id: int, by: Any, since: int = 0) -> InstrumentVersion:
    """Take a question, or a group with all that is in it, out of a draft.

    Raises:
        Conflict: ``reporting.draft.changed-meanwhile`` where somebody has changed it since the page was made.
    """

    def change(now: Book, base: Book) -> Book:
        _required(now, row_id)
        if _piece(now, row_id) != _piece(base, row_id):
            raise Conflict("reporting.draft.changed-meanwhile")
        return blocks.removed(now, row_id)

    return _save(version_id, by, change, "row.removed", _name(version_id, row_id, by), since)


def _piece(book: Book, id: int) -> tuple[Line, ...]:
    block = blocks.find(book, id)
    return book.survey.lines[block.start : block.end] if block else ()


def _name(version_id: int, row_id: int, by: Any) -> str:
    line = books.of_json(access.get(InstrumentVersion, version_id, by).sheets).line(row_id)
    return line.name if line else ""


def move_row(*, version_id: int, row_id: int, by: Any, places: int) -> InstrumentVersion:
    """Move a row, or a group with all that is in it, up (-1) or down (+1) among its neighbours."""

    def change(now: Book, _base: Book) -> Book:
        _required(now, row_id)
        return blocks.moved(now, row_id, places)

    return _save(version_id, by, change, "row.moved", _name(version_id, row_id, by))


def move_row_into(*, version_id: int, row_id: int, group: int | None, by: Any) -> InstrumentVersion:
    """Move a row to the end of another group, or of the whole questionnaire."""

    def change(now: Book, _base: Book) -> Book:
        _required(now, row_id)
        return blocks.moved_into(now, row_id, group)

    return _save(version_id, by, change, "row.moved", _name(version_id, row_id, by))


def duplicate_row(*, version_id: int, row_id: int, by: Any) -> tuple[InstrumentVersion, int]:
    """Put a copy of a row, or of a group with all that is in it, after it.

    Returns:
        The draft, and the copy's id.
    """
    made: list[int] = []

    def change(now: Book, _base: Book) -> Book:
        _required(now, row_id)
        book, line = blocks.duplicated(now, row_id)
        made.extend([line.id] if line else [])
        return book

    found = _save(version_id, by, change, "row.duplicated", _name(version_id, row_id, by))
    return found, made[0]


# ---- choices and settings -----------------------------------------------------------------------------------------
def save_choices(
    *, version_id: int, list_name: str, mine: Mapping[int, Mapping[str, str]], more: Sequence[Mapping[str, str]],
    by: Any, since: int = 0, is_settled: bool = False,
) -> InstrumentVersion:  # fmt: skip
    """Change the choices of a list and add some.

    Args:
        mine: Cells by choice's id.
        more: New choices, put at the end.

    Raises:
        Clashed: ``reporting.draft.clash``.
    """

    def change(now: Book, base: Book) -> Book:
        clashes: list[Clash] = []
        changed: dict[int, Line] = {}
        for id, sent in mine.items():
            line = now.line(id)
            if line is None:
                continue
            before = line if is_settled else (base.line(id) or line)
            merged = cells.merged(id, before.cells, line.cells, sent)
            clashes.extend(merged.clashes)
            changed[id] = line.changed(merged.cells)
        if clashes and not is_settled:
            raise Clashed(clashes, _who(version_id, by))
        book = now.with_choices(changed.get(each.id, each) for each in now.choices.lines)
        return choices.added(book, list_name, [row for row in more if any(row.values())])

    return _save(version_id, by, change, "list.changed", list_name, since)


def move_choice(*, version_id: int, choice_id: int, by: Any, places: int) -> InstrumentVersion:
    """Move a choice up (-1) or down (+1) in its list."""

    def change(now: Book, _base: Book) -> Book:
        _required(now, choice_id)
        return choices.moved(now, choice_id, places)

    return _save(version_id, by, change, "choice.moved")


def remove_choice(*, version_id: int, choice_id: int, by: Any) -> InstrumentVersion:
    """Take a choice out of its list; answers to earlier versions keep it."""

    def change(now: Book, _base: Book) -> Book:
        _required(now, choice_id)
        return choices.removed(now, choice_id)

    return _save(version_id, by, change, "choice.removed", _name(version_id, choice_id, by))


def rename_list(*, version_id: int, old: str, new: str, by: Any) -> InstrumentVersion:
    """Give a list another name, in its questions too.

    Raises:
        Conflict: ``reporting.draft.list-taken``.
    """
    if not new or " " in new:
        raise Invalid("reporting.draft.list-name", params={"name": new})

    def change(now: Book, _base: Book) -> Book:
        if new != old and new in choices.lists(now):
            raise Conflict("reporting.draft.list-taken", params={"name": new})
        return choices.renamed(now, old, new)

    return _save(version_id, by, change, "list.renamed", new)


def save_settings(
    *, version_id: int, mine: Mapping[str, str], by: Any, since: int = 0, is_settled: bool = False
) -> InstrumentVersion:
    """Change what the draft is called, its id, version, languages, round and statement.

    Raises:
        Clashed: ``reporting.draft.clash``.
    """

    def change(now: Book, base: Book) -> Book:
        stand, before = _settings(now), _settings(base)
        merged = cells.merged(0, stand if is_settled else before, stand, mine)
        if merged.clashes and not is_settled:
            raise Clashed(merged.clashes, _who(version_id, by))
        return now.with_setting(merged.cells)

    return _save(version_id, by, change, "settings.changed", "", since)


def _settings(book: Book) -> Mapping[str, str]:
    return book.settings.lines[0].cells if book.settings.lines else {}


# ---- the whole ----------------------------------------------------------------------------------------------------
def replace_sheets(*, version_id: int, sheets: Sheets, by: Any) -> InstrumentVersion:
    """Put an uploaded workbook in place of the draft's sheets, as one step that can be undone."""
    return _save(version_id, by, lambda _now, _base: books.of_sheets(sheets), "replaced", sheets.file)


def undo(*, version_id: int, by: Any, since: int = 0) -> InstrumentVersion:
    """Go back to the step before.

    Raises:
        Conflict: ``reporting.draft.nothing-to-undo``; ``reporting.draft.moved-on`` where somebody else has saved since
            the page was made: undoing would take their work back.
    """
    return _go(
        version_id, by, lambda found: queries.undoing(found).undo and found.step and found.step.before, "undone", since
    )


def redo(*, version_id: int, by: Any, since: int = 0) -> InstrumentVersion:
    """Go on to the newest step that was undone from here.

    Raises:
        Conflict: ``reporting.draft.nothing-to-undo``, ``reporting.draft.moved-on``.
    """
    return _go(version_id, by, lambda found: queries.undoing(found).redo, "redone", since)


def go_to(*, version_id: int, step: int, by: Any) -> InstrumentVersion:
    """Go to any step of the history; the steps after it stay and can be gone to again."""
    return _go(version_id, by, lambda found: queries.step(found, step), "gone-to")


def _go(
    version_id: int, by: Any, where: Callable[[InstrumentVersion], Any], what: str, since: int = 0
) -> InstrumentVersion:  # fmt: skip
    with transaction.atomic():
        found = access.get(InstrumentVersion, version_id, by, "edit", lock=True)
        if found.state != State.DRAFT:
            raise Conflict("site.access.state", params={"state": found.state})
        if since and found.step is not None and found.step.number != since:
            raise Conflict("reporting.draft.moved-on")
        target = where(found)
        if target is None:
            raise Conflict("reporting.draft.nothing-to-undo")
        instruments.describe(found, books.unpacked(target.content))
        found.step = target
        found.save()
        log.record(f"reporting.draft.{what}", by=by, subject=found, details={"step": target.number})
    return found
