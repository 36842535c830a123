"""Choice lists: names told apart and usable, labels, lists that nobody uses."""

from __future__ import annotations

from concord.instrument.sheets import Row, Sheet, Sheets
from concord.instrument.xlsform.build import YES
from concord.instrument.xlsform.checks.values import on_link
from concord.instrument.xlsform.checks.words import look_alikes, on_text
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import Tree


def check(tree: Tree, sheets: Sheets, remarks: Remarks) -> None:
    """Look at the choices sheet, knowing how its lists are used."""
    many = {item.typed.list for item in tree.walk() if item.typed.kind in ("many", "rank") and item.typed.list}
    twice_allowed = sheets.setting("allow_choice_duplicates").lower() in YES
    names: dict[tuple[str, str], int] = {}
    for row in sheets.choices.rows:
        _row(row, sheets.choices, many, remarks)
        key = (row["list_name"], row["name"])
        if all(key) and key in names and not twice_allowed:
            remarks.add(
                "choice.twice", sheet=sheets.choices, row=row, column="name", value=row["name"], list=key[0],
                first=names[key],
            )  # fmt: skip
        names.setdefault(key, row.number)
    _unused(tree, sheets, remarks)


def _row(row: Row, sheet: Sheet, many: set[str], remarks: Remarks) -> None:
    if not row["list_name"]:
        if row["name"] or row["label"]:
            remarks.add("choice.no-list", "soft", sheet=sheet, row=row, column="list_name", name=row["name"])
        return
    if not row["name"]:
        remarks.add("choice.no-name", sheet=sheet, row=row, column="name", list=row["list_name"])
        return
    if " " in row["name"]:
        # A space parts the choices of one answer, so that such a name falls apart.
        level = "hard" if row["list_name"] in many else "soft"
        remarks.add("choice.space", level, sheet=sheet, row=row, column="name", value=row["name"])  # type: ignore[arg-type]
    look_alikes(row["name"], "choice.look-alike", sheet, row, remarks)
    if not row["label"] and not row["image"] and not row["audio"] and not row["video"]:
        remarks.add("choice.no-label", "soft", sheet=sheet, row=row, column="label", name=row["name"])
    on_text(row, sheet, remarks)
    on_link(row, sheet, remarks)


def _unused(tree: Tree, sheets: Sheets, remarks: Remarks) -> None:
    used = {item.typed.list for item in tree.walk()}
    rules = ("choice_filter", "calculation", "relevant", "constraint", "default", "x_rows", "x_columns")
    said = " ".join(item.row[column] for item in tree.walk() for column in rules)
    told = set[str]()
    for row in sheets.choices.rows:
        name = row["list_name"]
        if name and name not in used and name not in told and name not in said:
            remarks.add("list.unused", "note", sheet=sheets.choices, row=row, column="list_name", value=name)
            told.add(name)
