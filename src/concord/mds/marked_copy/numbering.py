"""Numbers of a text table as a spreadsheet's numbers, so that a copy is not a sheet of texts that look like numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from concord.intake.columns import EMPTY, NUMBER, TEXT, Column, ColumnBuilder
from concord.intake.flags import western
from concord.intake.numbers import parse_number
from concord.intake.sheets import Sheet

_NUMBERED = re.compile(r"\d")
_LEADING_ZERO = re.compile(r"[^\d]*0\d")


def with_numbers(sheet: Sheet, decimal: Any) -> Sheet:
    """The sheet with numbers typed where it has none, by whole columns; a workbook's sheet is returned as it is.

    A column whose numbers cannot all be typed without changing what they say (codes with a leading zero, an open
    decimal sign) stays a column of texts.
    """
    if any(column.kinds for column in sheet.columns):
        return sheet
    return replace(sheet, columns=tuple(_typed(column, decimal) for column in sheet.columns), _by_header={})


def _typed(column: Column, decimal: Any) -> Column:
    texts, kinds = [], []
    for text in column.texts():
        number = _number(text, decimal)
        if number is None and _looks_like_one(text):
            return column
        texts.append(text if number is None else number)
        kinds.append(NUMBER if number is not None else TEXT if text else EMPTY)
    if NUMBER not in kinds:
        return column
    builder = ColumnBuilder()
    builder.extend(texts, kinds)
    return builder.column(column.header, column.letter)


def _number(text: str, decimal: Any) -> str | None:
    """The number in plain form, or None where it is none or is more than a number."""
    if not _NUMBERED.search(text):
        return None
    read = parse_number(text, decimal)
    if read.value is None or read.problem or read.mark or _LEADING_ZERO.match(western(text)):
        return None
    return format(read.value, "f")


def _looks_like_one(text: str) -> bool:
    bare = western(text).strip()
    return bool(bare) and all(character.isdigit() or character in ".,' \u00a0\u202f+-" for character in bare)
