"""Lists of choices of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from concord_site.reporting.editing import cells
from concord_site.reporting.editing.book import Book, Line

LIST = "list_name"


def lists(book: Book) -> dict[str, tuple[Line, ...]]:
    """The lists of a book by name, in order."""
    found: dict[str, list[Line]] = {}
    for line in book.choices.lines:
        if line[LIST]:
            found.setdefault(line[LIST], []).append(line)
    return {name: tuple(lines) for name, lines in found.items()}


def used_by(book: Book, name: str) -> tuple[Line, ...]:
    """The questions that use a list, as choices or as a side of a grid."""
    return tuple(
        line for line in book.survey.lines
        if cells.list_of(line) == name or name in (line["x_rows"], *line["x_columns"].split())
    )  # fmt: skip


def ordered(book: Book, name: str, lines: Sequence[Line]) -> Book:
    """The book whose list has these lines, at the place where the list began (at the end, where it is new)."""
    before: list[Line] = []
    after: list[Line] = []
    is_passed = False
    for line in book.choices.lines:
        if line[LIST] == name:
            is_passed = True
        else:
            (after if is_passed else before).append(line)
    return book.with_choices((*before, *lines, *after))


def added(book: Book, name: str, rows: Sequence[Mapping[str, str]]) -> Book:
    """The book with some more choices at the end of a list."""
    made = []
    for row in rows:
        book, line = book.fresh({LIST: name, **row})
        made.append(line)
    return ordered(book, name, (*lists(book).get(name, ()), *made))


def removed(book: Book, id: int) -> Book:
    """The book without one choice."""
    return book.with_choices(line for line in book.choices.lines if line.id != id)


def moved(book: Book, id: int, by: int) -> Book:
    """The book with a choice one place up or down in its list."""
    line = book.line(id)
    if line is None:
        return book
    own = list(lists(book).get(line[LIST], ()))
    here = own.index(line)
    there = here + by
    if not 0 <= there < len(own):
        return book
    own[here], own[there] = own[there], own[here]
    return ordered(book, line[LIST], own)


def renamed(book: Book, old: str, new: str) -> Book:
    """The book with a list under another name, in its questions too."""
    choices = [line.changed({LIST: new}) if line[LIST] == old else line for line in book.choices.lines]
    survey = [_with_list(line, old, new) for line in book.survey.lines]
    return replace(book.with_choices(choices), survey=book.survey.with_lines(survey))


def _with_list(line: Line, old: str, new: str) -> Line:
    changed: dict[str, str] = {}
    if cells.list_of(line) == old:
        words = line["type"].split()
        changed["type"] = " ".join((words[0], new, *words[2:]))
    for column in ("x_rows", "x_columns"):
        if old in line[column].split():
            changed[column] = " ".join(new if word == old else word for word in line[column].split())
    return line.changed(changed) if changed else line
