"""Questions whose choices are not there, table-lists that mix lists, and answers of a repeat used as choices."""

from __future__ import annotations

from collections.abc import Mapping

from concord.instrument.model import ChoiceList, Instrument
from concord.instrument.sheets import Sheet
from concord.instrument.xlsform.checks.nearest import nearest
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import Item, Tree


def check(tree: Tree, instrument: Instrument, remarks: Remarks) -> None:
    """Look at the list of every question that has one."""
    survey, lists = instrument.sheets.survey, instrument.lists
    for item in tree.walk():
        if item.typed.what == "question" and item.typed.kind in ("one", "many", "rank"):
            _question(item, survey, lists, instrument, remarks)
        if item.is_container and "table-list" in item.row["appearance"].split():
            _table_list(item, survey, remarks)


def _question(
    item: Item, survey: Sheet, lists: Mapping[str, ChoiceList], instrument: Instrument, remarks: Remarks
) -> None:
    name = item.typed.list
    place = {"sheet": survey, "row": item.row, "column": "type", "value": name}
    if item.typed.from_repeat:
        _from_repeat(item, survey, instrument, remarks)
    elif name not in lists:
        near = nearest(name, [each for each in lists if not each.startswith("${")])
        remarks.add("list.missing", **place, nearest=near)  # type: ignore[arg-type]
    elif item.typed.external and lists[name].source != "external":
        remarks.add("list.not-external", "soft", **place)  # type: ignore[arg-type]
    elif item.typed.external and not item.row["choice_filter"]:
        remarks.add("list.external-unfiltered", "note", **place)  # type: ignore[arg-type]


def _from_repeat(item: Item, survey: Sheet, instrument: Instrument, remarks: Remarks) -> None:
    name = item.typed.list[2:-1].strip()
    nodes = instrument.named(name)
    place = {"sheet": survey, "row": item.row, "column": "type", "value": item.typed.list}
    if not nodes:
        near = nearest(name, [node.name for node in instrument.questions])
        remarks.add("reference.unknown", **place, name=name, nearest=near)  # type: ignore[arg-type]
    elif not any(node.repeat for node in nodes):
        remarks.add("list.no-repeat", **place, name=name)  # type: ignore[arg-type]


def _table_list(item: Item, survey: Sheet, remarks: Remarks) -> None:
    selects = [child for child in item.children if child.typed.kind in ("one", "many") and child.typed.list]
    for child in selects[1:]:
        if child.typed.list != selects[0].typed.list:
            remarks.add(
                "list.table-mixed", sheet=survey, row=child.row, column="type", value=child.typed.list,
                other=selects[0].typed.list, group=item.name,
            )  # fmt: skip
