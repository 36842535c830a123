"""What XLSForm writes in short, written out: "or other", loops over a list, and our grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from types import MappingProxyType

from concord.instrument.model import Choice, ChoiceList
from concord.instrument.sheets import Row, Sheet
from concord.instrument.xlsform.columns import SENTENCES, in_language, language
from concord.instrument.xlsform.features import own_wording
from concord.instrument.xlsform.kobo import LISTS, check, is_kobo, write_out
from concord.instrument.xlsform.links import link
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import Item
from concord.instrument.xlsform.types import typed

OTHER = "other"
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_BETWEEN = " · "
Lists = dict[str, ChoiceList]


def expand(items: list[Item], lists: Lists, languages: tuple[str, ...], survey: Sheet, remarks: Remarks) -> list[Item]:
    """The items with everything written out; lists that need "other" have it afterwards."""
    out: list[Item] = []
    for item in items:
        if item.is_container:
            item.children = expand(item.children, lists, languages, survey, remarks)
        if is_kobo(item):
            if check(item, set(lists), survey, remarks):
                write_out(item, lists[item.row[LISTS[item.typed.word]]].choices, languages)
            out.append(item)
        elif item.is_container and item.typed.word == "loop":
            out.append(_loop(item, lists, languages, survey, remarks))
        elif item.is_container and is_grid(item):
            out.append(_grid(item, lists, languages, survey, remarks))
        elif item.typed.other and item.typed.list in lists:
            out.extend(_or_other(item, lists, languages))
        else:
            out.append(item)
    return out


def is_grid(item: Item) -> bool:
    """Whether a group says that it is a grid."""
    return bool(item.row["x_rows"] or item.row["x_columns"])


def _or_other(item: Item, lists: Lists, languages: tuple[str, ...]) -> Iterator[Item]:
    listed = lists[item.typed.list]
    if listed.choice(OTHER) is None:
        lists[listed.name] = replace(listed, choices=(*listed.choices, Choice(OTHER, own_wording("other", languages))))
    yield item
    label = own_wording("specify-other", languages)
    cells = {"type": "text", "name": f"{item.name}_other", "relevant": f"selected(${{{item.name}}}, '{OTHER}')"}
    cells |= {in_language("label", "" if code == languages[0] else code): label[code] for code in label}
    yield Item(Row(item.row.number, MappingProxyType(cells)), typed("text"), cells["name"], made=True)


def _loop(item: Item, lists: Lists, languages: tuple[str, ...], survey: Sheet, remarks: Remarks) -> Item:
    """A group with one group for each choice, and the loop's questions in each."""
    listed = lists.get(item.typed.list)
    if listed is None:
        remarks.add("list.missing", sheet=survey, row=item.row, column="type", value=item.typed.list, nearest="–")
        return item
    item.children = [
        Item(
            Row(item.row.number, MappingProxyType(_choice_cells(choice, languages))),
            typed("begin_group"),
            choice.name,
            [_filled(child, choice, languages) for child in item.children],
            made=True,
        )
        for choice in listed.choices
        if choice.name != "none"
    ]
    return item


def _choice_cells(choice: Choice, languages: tuple[str, ...]) -> dict[str, str]:
    said = {in_language("label", "" if code == languages[0] else code): choice.label[code] for code in choice.label}
    return {"type": "begin_group", "name": choice.name, **said}


def _filled(item: Item, choice: Choice, languages: tuple[str, ...]) -> Item:
    """A copy of an item in a loop, with the choice's name and label in its cells."""
    cells = {column: _said(cell, column, choice, languages) for column, cell in item.row.cells.items()}
    row = Row(item.row.number, MappingProxyType(cells))
    children = [_filled(child, choice, languages) for child in item.children]
    return Item(row, item.typed, row["name"], children, item.cell, made=True)


def _said(cell: str, column: str, choice: Choice, languages: tuple[str, ...]) -> str:
    code = language("survey", column) or languages[0]

    def value(found: re.Match[str]) -> str:
        if found[1] == "label":
            return choice.label.get(code) or choice.label.best(code).text
        return choice.name if found[1] == "name" else choice.filters.get(found[1], found[0])

    return _PLACEHOLDER.sub(value, cell)


def _grid(item: Item, lists: Lists, languages: tuple[str, ...], survey: Sheet, remarks: Remarks) -> Item:
    """The group with one question for each cell in place of its one template question."""
    axes = axes_of(item)
    missing = [name for name in axes if name not in lists]
    for name in missing:
        column = "x_rows" if name == axes[0] else "x_columns"
        remarks.add("grid.list-missing", sheet=survey, row=item.row, column=column, value=name)
    if len(axes) < 2:
        column = "x_columns" if item.row["x_rows"] else "x_rows"
        remarks.add("grid.axis-missing", sheet=survey, row=item.row, column=column, name=item.name)
    templates = [child for child in item.children if child.typed.what == "question"]
    if len(templates) != 1 or len(item.children) != 1:
        code = "grid.no-template" if not templates else "grid.several-templates"
        remarks.add(code, sheet=survey, row=item.row, column="x_rows", name=item.name, count=len(item.children))
        return item
    if missing or len(axes) < 2:
        return item
    places = product(*(lists[name].choices for name in axes))
    item.children = [_cell(templates[0], place, languages) for place in places]
    return item


def axes_of(item: Item) -> list[str]:
    """The lists of a grid: that of its rows, then those of its columns."""
    return [*item.row["x_rows"].split(), *item.row["x_columns"].split()]


def _cell(template: Item, place: tuple[Choice, ...], languages: tuple[str, ...]) -> Item:
    names = tuple(choice.name for choice in place)
    name = "_".join((template.name, *names))
    cells = dict(template.row.cells)
    for code in languages:
        column = in_language("label", "" if code == languages[0] else code)
        parts = [template.row[column], *(choice.label.get(code, "") for choice in place)]
        if all(parts[1:]) and (parts[0] or not template.row["label"]):
            cells[column] = _BETWEEN.join(part for part in parts if part)
    for column, cell in cells.items():
        if column.partition("::")[0] not in SENTENCES and f"${{{template.name}}}" in cell:
            cells[column] = cell.replace(f"${{{template.name}}}", f"${{{name}}}")
    cells["name"] = name
    if cells.get("x_same_as"):
        cells["x_same_as"] = _earlier(cells["x_same_as"], place)
    return Item(Row(template.row.number, MappingProxyType(cells)), template.typed, name, cell=names, made=True)


def _earlier(cell: str, place: tuple[Choice, ...]) -> str:
    """The template's earlier question → the earlier cell, by the choices' own earlier names."""
    found = link(cell)
    if found is None:
        return cell
    old = [choice.same_as.ids[0].rpartition("/")[2] if choice.same_as else choice.name for choice in place]
    ids = ("_".join((id, *old)) for id in found.ids)
    return " ".join((found.mode, *ids))
