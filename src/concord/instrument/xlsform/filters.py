"""Names in choice filters that are no column of the choices: told, and taken for empty, as XPath has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from concord.instrument.expressions import Unreadable, compile
from concord.instrument.expressions.tree import Path, walk
from concord.instrument.model import ChoiceList
from concord.instrument.sheets import Sheet
from concord.instrument.xlsform.checks.nearest import nearest
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import Item
from concord.instrument.xlsform.wording import expression


def complete(items: list[Item], lists: dict[str, ChoiceList], survey: Sheet, remarks: Remarks) -> None:
    """Give every list the columns that filters over it speak of."""
    for item in (each for top in items for each in top.walk()):
        listed = lists.get(item.typed.list)
        if item.typed.what != "question" or not item.row["choice_filter"] or listed is None or not listed.choices:
            continue
        known = {"name", "label"}.union(*(choice.filters for choice in listed.choices))
        missing = [name for name in _names(item.row["choice_filter"]) if name not in known]
        for name in missing:
            remarks.add(
                "filter.unknown-column", "soft", sheet=survey, row=item.row, column="choice_filter",
                value=item.row["choice_filter"], found=name, nearest=nearest(name, known),
            )  # fmt: skip
        empty = dict.fromkeys(missing, "")
        choices = [replace(each, filters=MappingProxyType({**empty, **each.filters})) for each in listed.choices]
        lists[listed.name] = replace(listed, choices=tuple(choices))


def _names(source: str) -> Iterator[str]:
    """First names of the relative paths of an expression: columns of the choices."""
    try:
        tree = compile(expression(source)).tree
    except Unreadable:
        return
    for each in walk(tree):
        if isinstance(each, Path) and each.start == "here" and each.steps and each.steps[0].axis == "child":
            yield each.steps[0].name
