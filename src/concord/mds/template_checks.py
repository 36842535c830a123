"""Formulas of our own workbook: sums of the rows, and totals that do not agree with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from concord.intake.columns import letter
from concord.mds.template_columns import TemplateColumn
from concord.vocabulary.codelists import codelist

Lists = Mapping[str, Sequence[tuple[str, str]]]
#: Kinds of row that make up a total; an empty cell stands for one origin.
PARTS = ("origin", "domestic", "unknown")
#: Columns besides the kind of row and the origin that a total has in common with its parts.
KEYS = ("area", "year", "occupation", "activity", "sex")


def _at(columns: Sequence[TemplateColumn], name: str) -> str:
    """The letter of a column, or ""."""
    return next((letter(at) for at, column in enumerate(columns) if column.name == name), "")


def _texts(lists: Lists, code: str) -> list[str]:
    """What may stand for a kind of row: its code and what is offered for it."""
    offered = dict(lists.get("row-kind", ())).get(code, code)
    return list(dict.fromkeys((code, offered)))


def _sum(count: str, kinds: str, wanted: Sequence[str], keys: Sequence[str], *, rows: int, sheet: str) -> str:
    where = f"'{sheet}'!" if sheet else ""
    last = rows + 1

    def span(column: str) -> str:
        return f"{where}${column}$2:${column}${last}"

    parts = []
    for text in wanted:
        criterion = f'"{text}"'
        given = [span(count), span(kinds), criterion, *keys]
        parts.append(f"SUMIFS({','.join(given)})")
    return "+".join(parts)


def _parts(lists: Lists) -> list[str]:
    """Criteria of the rows that make up a total; "=" is the empty cell."""
    return [text for code in PARTS for text in _texts(lists, code)] + ["="]


def wrong_total(columns: Sequence[TemplateColumn], lists: Lists, *, rows: int) -> str:
    """Whether a row is a total whose number is not the sum of its parts; "" for a table without kinds of rows."""
    count, kinds = _at(columns, "headcount"), _at(columns, "row_kind")
    if not count or not kinds or not _at(columns, "origin"):
        return ""
    named = [_at(columns, key) for key in KEYS if _at(columns, key)]
    keys = [part for key in named for part in (f"${key}$2:${key}${rows + 1}", f'${key}2&""')]
    is_total = ",".join(f'${kinds}2="{text}"' for text in _texts(lists, "total"))
    whole = _sum(count, kinds, _parts(lists), keys, rows=rows, sheet="")
    return f"=AND(OR({is_total}),ISNUMBER(${count}2),{whole}<>${count}2)"


def sums(columns: Sequence[TemplateColumn], lists: Lists, row: int, sheet: str, *, rows: int) -> tuple[str, str]:
    """Formulas for one row of the sheet of checks: the sum of the rows, and the row of the total."""
    count, kinds = _at(columns, "headcount"), _at(columns, "row_kind")
    where, last = f"'{sheet}'!", rows + 1
    keys = []
    for name, cell in (("year", f"$A{row}"), ("occupation", f"$B{row}")):
        column = _at(columns, name)
        keys += [f"{where}${column}$2:${column}${last}", cell]
    parts = _sum(count, kinds, _parts(lists), keys, rows=rows, sheet=sheet)
    whole = _sum(count, kinds, _texts(lists, "total"), keys, rows=rows, sheet=sheet)
    return f"={parts}", f"={whole}"


def checked_rows(columns: Sequence[TemplateColumn], lists: Lists, years: Sequence[int]) -> list[tuple[int | None, str]]:
    """Year and occupation of each row of the sheet of checks: the occupations of the minimum data set."""
    if not all(_at(columns, name) for name in ("year", "occupation", "row_kind", "headcount", "origin")):
        return []
    offered = dict(lists.get("occupation", ()))
    core = [code.code for code in codelist("occupation").codes.values() if code.extra.get("minimum")]
    return [(year, offered.get(code, code)) for year in (years or (None,)) for code in core]
