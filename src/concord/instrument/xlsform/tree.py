"""Survey rows → a tree of items: what begins and ends where, and which rows count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from concord.instrument.sheets import Row, Sheet
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.types import Typed, typed

_YES = frozenset({"yes", "true", "true()"})


@dataclass(slots=True)
class Item:
    """A row that counts, with what it holds.

    Args:
        row: The row; of an item made of another (a grid's cell, "specify other") a copy with other cells.
        typed: What its type says.
        name: Its name.
        children: Of a container.
        cell: Of a grid's cell: row and columns.
        made: Whether it was made here, and is on no sheet.
    """

    row: Row
    typed: Typed
    name: str
    children: list[Item] = field(default_factory=list)
    cell: tuple[str, ...] = ()
    made: bool = False

    @property
    def is_container(self) -> bool:
        """Whether it holds others."""
        return self.typed.what == "begin"

    def walk(self) -> Iterator[Item]:
        """The item and all in it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Tree:
    """What the survey sheet holds: items, further instances, settings in the wrong place."""

    items: list[Item] = field(default_factory=list)
    instances: list[Item] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def walk(self) -> Iterator[Item]:
        """Every item, in order."""
        for item in self.items:
            yield from item.walk()


def is_disabled(row: Row) -> bool:
    """Whether the row is switched off."""
    return row["disabled"].strip().lower() in _YES


def is_comment(row: Row) -> bool:
    """Whether the row is a note of the author: no type, name or label."""
    return not row["type"] and not row["name"] and not row["label"]


def counting(sheet: Sheet) -> Iterator[Row]:
    """The rows that count."""
    return (row for row in sheet.rows if not is_disabled(row) and not is_comment(row))


def grow(survey: Sheet, remarks: Remarks) -> Tree:
    """The tree of a survey sheet; begins and ends that do not meet are told and mended."""
    tree = Tree()
    stack: list[Item] = []
    for row in survey.rows:
        if is_disabled(row):
            remarks.add("row.disabled", "note", sheet=survey, row=row, column="disabled", name=row["name"])
            continue
        if is_comment(row):
            remarks.add("row.comment", "note", sheet=survey, row=row)
            continue
        if not row["type"]:
            remarks.add("type.missing", sheet=survey, row=row, column="type", name=row["name"] or row["label"])
            continue
        _place(Item(row, typed(row["type"]), row["name"]), stack, tree, survey, remarks)
    for item in stack:
        remarks.add(
            "group.not-ended", sheet=survey, row=item.row, column="type", name=item.name, word=_end_word(item.typed)
        )
    return tree


def _place(item: Item, stack: list[Item], tree: Tree, survey: Sheet, remarks: Remarks) -> None:
    match item.typed.what:
        case "begin":
            (stack[-1].children if stack else tree.items).append(item)
            stack.append(item)
        case "end":
            _end(item, stack, survey, remarks)
        case "setting":
            tree.settings[item.typed.word] = item.name
        case "instance":
            tree.instances.append(item)
        case _:
            (stack[-1].children if stack else tree.items).append(item)


def _end(item: Item, stack: list[Item], survey: Sheet, remarks: Remarks) -> None:
    place = {"sheet": survey, "row": item.row}
    if not stack:
        remarks.add("group.not-begun", **place, column="type", word=item.typed.word)  # type: ignore[arg-type]
        return
    begun = stack[-1]
    if begun.typed.word != item.typed.word:
        said = {"name": begun.name, "row_begun": begun.row.number, "word": _end_word(begun.typed)}
        remarks.add("group.wrong-end", **place, column="type", value=item.row["type"], **said)  # type: ignore[arg-type]
        if not any(each.typed.word == item.typed.word for each in stack):
            return
        while stack[-1].typed.word != item.typed.word:
            stack.pop()
        stack.pop()
        return
    if item.name and item.name != begun.name:
        said = {"name": begun.name, "row_begun": begun.row.number}
        remarks.add("group.end-name", "soft", **place, column="name", value=item.name, **said)  # type: ignore[arg-type]
    stack.pop()


def _end_word(opened: Typed) -> str:
    return f"end_{opened.word}"
