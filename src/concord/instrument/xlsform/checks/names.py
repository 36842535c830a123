"""Names: there, well formed, not reserved, told apart within a group."""

from __future__ import annotations

import re
from collections.abc import Iterable

from concord.instrument.sheets import Sheet
from concord.instrument.xlsform.checks.words import look_alikes
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import Item
from concord.intake.lookalikes import in_code

#: What an XML element may be called, without a namespace.
_NAME = re.compile(
    "[A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd]"
    "[-.0-9A-Z_a-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u203f\u2040\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd]*"
)
#: Names that XForms, the converter or our own companions use.
RESERVED = frozenset({"meta", "instanceid", "instancename", "deprecatedid", "formdef_version"})
#: What statistics programs hold: longer names are cut when answers are exported.
LONGEST = 64


def check(items: list[Item], survey: Sheet, remarks: Remarks) -> None:
    """Look at the names of every row, group by group."""
    _siblings(items, survey, remarks)
    for item in items:
        if item.is_container:
            check(item.children, survey, remarks)


def _siblings(items: Iterable[Item], survey: Sheet, remarks: Remarks) -> None:
    seen: dict[str, Item] = {}
    folded: dict[str, Item] = {}
    for item in items:
        if not item.name:
            _nameless(item, survey, remarks)
            continue
        _formed(item, survey, remarks)
        place = {"sheet": survey, "row": item.row, "column": "name", "value": item.name}
        if item.name in seen:
            remarks.add("name.twice", **place, first=seen[item.name].row.number)  # type: ignore[arg-type]
        elif item.name.lower() in folded:
            other = folded[item.name.lower()]
            said = {"other": other.name, "first": other.row.number}
            remarks.add("name.case", "soft", **place, **said)  # type: ignore[arg-type]
        seen.setdefault(item.name, item)
        folded.setdefault(item.name.lower(), item)


def _nameless(item: Item, survey: Sheet, remarks: Remarks) -> None:
    if item.typed.kind == "note" and item.typed.what == "question":
        item.name = f"generated_note_name_{item.row.number}"
    elif item.typed.meta == "audit":
        item.name = "audit"
    elif item.typed.what in ("question", "begin"):
        label = item.row["label"] or item.row["type"]
        remarks.add("name.missing", sheet=survey, row=item.row, column="name", label=label)


def _formed(item: Item, survey: Sheet, remarks: Remarks) -> None:
    name = item.name
    place = {"sheet": survey, "row": item.row, "column": "name", "value": name}
    if in_code(name) and re.search("[A-Za-z]", name):
        look_alikes(name, "name.look-alike", survey, item.row, remarks)
    elif not _NAME.fullmatch(name):
        meant = re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("_.-")
        meant = f"_{meant}" if not meant[:1].isalpha() else meant
        remarks.add("name.invalid", **place, meant=meant)  # type: ignore[arg-type]
    elif name.lower() in RESERVED or name.startswith("__"):
        remarks.add("name.reserved", **place)  # type: ignore[arg-type]
    if len(name) > LONGEST:
        remarks.add("name.long", "soft", **place, length=len(name), longest=LONGEST)  # type: ignore[arg-type]
