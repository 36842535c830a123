"""Cells of our own columns: question maps, statuses, units, parts, provenance."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from concord.instrument.model import STATUSES
from concord.instrument.sheets import Row, Sheet
from concord.instrument.xlsform.build import YES
from concord.instrument.xlsform.links import MODES, link, problem
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import Item

PROVENANCES = ("verified", "unverified", "proposal")
#: The four things a national report tells (article 9.1).
PARTS = ("measures", "results", "difficulties", "lessons")
_ARTICLE = re.compile(r"[a-z][a-z0-9-]*:\S.*")
_NO = frozenset({"no", "false", "false()", "0"})
_MINUTES = re.compile(r"\d+(?:\.\d+)?")


def is_provenance(cell: str) -> bool:
    """Whether a cell says one of the three, with or without a note after a colon."""
    return cell.partition(":")[0].strip() in PROVENANCES


def check(items: Iterable[Item], survey: Sheet, remarks: Remarks) -> None:
    """Look at our own columns of the survey sheet, row by row and together."""
    each = list(items)
    for item in each:
        _row(item.row, survey, remarks)
    _claims([item.row for item in each], survey, remarks)


def _row(row: Row, sheet: Sheet, remarks: Remarks) -> None:
    def wrong(code: str, column: str, *, known: str = "", word: str = "") -> None:
        remarks.add(f"value.{code}", sheet=sheet, row=row, column=column, value=row[column], known=known, word=word)

    for word in row["x_status"].split():
        if word not in STATUSES:
            wrong("status", "x_status", word=word, known=", ".join(STATUSES))
    if row["x_part"] and row["x_part"] not in PARTS:
        wrong("part", "x_part", known=", ".join(PARTS))
    if row["x_provenance"] and not is_provenance(row["x_provenance"]):
        wrong("provenance", "x_provenance", known=", ".join(PROVENANCES))
    for column in ("x_confidential", "x_short"):
        if row[column] and row[column].lower() not in YES | _NO:
            wrong("yes-no", column)
    if row["x_minutes"] and not _MINUTES.fullmatch(row["x_minutes"]):
        wrong("minutes", "x_minutes")
    if row["x_source"] and not _ARTICLE.fullmatch(row["x_source"]):
        remarks.add("value.source", "soft", sheet=sheet, row=row, column="x_source", value=row["x_source"])
    on_link(row, sheet, remarks)


def on_link(row: Row, sheet: Sheet, remarks: Remarks) -> None:
    """Look at one cell of a question map."""
    cell = row["x_same_as"]
    wrong = problem(cell)
    if wrong:
        mode, known = cell.split()[0], ", ".join(MODES)
        remarks.add(f"same-as.{wrong}", sheet=sheet, row=row, column="x_same_as", value=cell, mode=mode, known=known)


def _claims(rows: list[Row], sheet: Sheet, remarks: Remarks) -> None:
    """One earlier question goes whole to one question, or split to several."""
    whole, parts = defaultdict[str, list[Row]](list), defaultdict[str, list[Row]](list)
    for row in rows:
        found = link(row["x_same_as"])
        if found is None:
            continue
        for id in found.ids:
            if found.mode in ("same", "reworded"):
                whole[id].append(row)
            elif found.mode == "split":
                parts[id].append(row)
    for id, claiming in whole.items():
        for row in claiming[1:]:
            first = claiming[0].number
            remarks.add("same-as.claimed-twice", sheet=sheet, row=row, column="x_same_as", value=id, first=first)
    for id, claiming in parts.items():
        if len(claiming) == 1 and not claiming[0]["x_rows"]:
            remarks.add("same-as.split-alone", "soft", sheet=sheet, row=claiming[0], column="x_same_as", value=id)
