"""Order: a question is one line, a group is its begin line, what is in it, and its end line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from concord_site.reporting.editing.book import Book, Line

BEGIN, END = ("begin_group", "begin_repeat"), ("end_group", "end_repeat")
_SPELT = {"begin group": "begin_group", "begin repeat": "begin_repeat", "end group": "end_group",
          "end repeat": "end_repeat"}  # fmt: skip


def kind_of(line: Line) -> str:
    """The kind of a line, with either spelling of groups."""
    return _SPELT.get(line["type"].strip().lower(), line.kind)


@dataclass(frozen=True, slots=True)
class Block:
    """One line with the lines of what is in it; ``end`` is the place after its last line."""

    line: Line
    start: int
    end: int
    depth: int
    parent: int | None = None  # id of the group it stands in
    children: tuple[Block, ...] = ()

    @property
    def is_group(self) -> bool:
        """Whether it is a group or a repeating block."""
        return kind_of(self.line) in BEGIN


def tree(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of the first level; an end line without its begin stands as a block of its own."""
    blocks, _ = _read(lines, 0, 0, None)
    return blocks


def _read(lines: Sequence[Line], at: int, depth: int, parent: int | None) -> tuple[tuple[Block, ...], int]:
    found: list[Block] = []
    while at < len(lines):
        line = lines[at]
        kind = kind_of(line)
        if kind in END and depth:
            return tuple(found), at
        if kind in BEGIN:
            children, stop = _read(lines, at + 1, depth + 1, line.id)
            end = min(stop + 1, len(lines))
            found.append(Block(line, at, end, depth, parent, children))
            at = end
        else:
            found.append(Block(line, at, at + 1, depth, parent))
            at += 1
    return tuple(found), at


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block, groups before what is in them."""
    for each in blocks:
        yield each
        yield from walk(each.children)


def find(book: Book, id: int) -> Block | None:
    """The block that begins with the line of this id."""
    return next((each for each in walk(tree(book.survey.lines)) if each.line.id == id), None)


def siblings(book: Book, block: Block) -> tuple[Block, ...]:
    """The blocks of the same level within the same group."""
    if block.parent is None:
        return tree(book.survey.lines)
    parent = find(book, block.parent)
    return parent.children if parent else ()


def moved(book: Book, id: int, by: int) -> Book:
    """The book with a block one place up (-1) or down (+1) among its siblings; unchanged at the end."""
    block = find(book, id)
    if block is None:
        return book
    around = siblings(book, block)
    place = next(index for index, each in enumerate(around) if each.line.id == id) + by
    if not 0 <= place < len(around):
        return book
    other = around[place]
    first, second = (block, other) if by > 0 else (other, block)
    lines = book.survey.lines
    middle = (*lines[second.start : second.end], *lines[first.start : first.end])
    return book.with_survey((*lines[: first.start], *middle, *lines[second.end :]))


def moved_into(book: Book, id: int, group: int | None) -> Book:
    """The book with a block at the end of another group, or of the whole where ``group`` is None."""
    block = find(book, id)
    if block is None or group == id:
        return book
    lines = book.survey.lines
    piece = lines[block.start : block.end]
    if any(each.id == group for each in piece):
        return book
    return _inserted(book.with_survey((*lines[: block.start], *lines[block.end :])), piece, group=group)


def _inserted(book: Book, piece: Sequence[Line], *, group: int | None = None, after: int | None = None) -> Book:
    lines = book.survey.lines
    place = len(lines)
    if after is not None and (found := find(book, after)) is not None:
        place = found.end
    elif group is not None and (found := find(book, group)) is not None:
        place = found.end - 1 if kind_of(lines[found.end - 1]) in END else found.end
    return book.with_survey((*lines[:place], *piece, *lines[place:]))


def removed(book: Book, id: int) -> Book:
    """The book without a block and all that is in it."""
    block = find(book, id)
    if block is None:
        return book
    lines = book.survey.lines
    return book.with_survey((*lines[: block.start], *lines[block.end :]))


def added(
    book: Book, cells: Mapping[str, str], *, group: int | None = None, after: int | None = None
) -> tuple[Book, Line]:
    """The book with a new line at the end of a group, or after a block; a group gets its end line."""
    book, line = book.fresh(cells)
    piece = [line]
    if kind_of(line) in BEGIN:
        book, last = book.fresh({"type": kind_of(line).replace("begin", "end")})
        piece.append(last)
    return _inserted(book, piece, group=group, after=after), line


def duplicated(book: Book, id: int) -> tuple[Book, Line | None]:
    """The book with a copy of a block after it, under names that are not taken."""
    block = find(book, id)
    if block is None:
        return book, None
    taken = {line.name for line in book.survey.lines if line.name}
    renamed: dict[str, str] = {}
    for line in book.survey.lines[block.start : block.end]:
        if line.name:
            renamed[line.name] = free_name(line.name, taken)
            taken.add(renamed[line.name])
    piece: list[Line] = []
    for line in book.survey.lines[block.start : block.end]:
        cells = {key: _renamed(value, key, renamed) for key, value in line.cells.items() if key != "x_same_as"}
        book, made = book.fresh(cells)
        piece.append(made)
    return _inserted(book, piece, after=id), piece[0]


def _renamed(value: str, column: str, names: Mapping[str, str]) -> str:
    if column == "name":
        return names.get(value, value)
    return re.sub(r"\$\{([^}]+)\}", lambda found: "${" + names.get(found[1], found[1]) + "}", value)


def free_name(wanted: str, taken: set[str]) -> str:
    """A name like the wanted one that nothing has: ``remarks_2``."""
    stem = re.sub(r"_\d+$", "", wanted) or "question"
    if wanted and wanted not in taken:
        return wanted
    return next(name for count in range(2, len(taken) + 3) if (name := f"{stem}_{count}") not in taken)


def rename_references(book: Book, old: str, new: str) -> Book:
    """The book whose expressions and wordings say ``${new}`` where they said ``${old}``."""
    names = {old: new}
    lines = [
        replace(line, cells={key: _renamed(value, "", names) for key, value in line.cells.items()})
        if any("${" + old + "}" in value for value in line.cells.values())
        else line
        for line in book.survey.lines
    ]
    return book.with_survey(lines)


def groups(book: Book) -> tuple[Block, ...]:
    """Every group and repeating block, in order."""
    return tuple(each for each in walk(tree(book.survey.lines)) if each.is_group)


def questions(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Everything that is not a group, in order."""
    return tuple(each for each in walk(blocks) if not each.is_group and each.line["type"])
