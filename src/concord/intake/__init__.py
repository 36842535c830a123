"""Reads strangers' files: a limited process of its own, cells with places, findings; and writes safe CSV and XLSX.

Public face, each in its own file: :func:`~concord.intake.reading.read` → :class:`~concord.intake.reading.Reading` with
:class:`~concord.intake.sheets.Sheet` and :class:`~concord.intake.sheets.Cell`; :class:`~concord.intake.limits.Limits`;
:func:`~concord.intake.protection.protection`; :func:`~concord.intake.numbers.parse_count`,
:func:`~concord.intake.numbers.parse_number`, :func:`~concord.intake.dates.parse_date`;
:func:`~concord.intake.lookalikes.in_code`; :func:`~concord.intake.bulk.plan`; :func:`~concord.intake.out.write_csv`,
:func:`~concord.intake.out.write_xlsx`. Those named below are also offered by this package itself, imported when first
used, so that the reading process does not load what it must not have.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concord.intake.bulk import Plan, plan
    from concord.intake.dates import parse_date
    from concord.intake.limits import Limits
    from concord.intake.lookalikes import in_code
    from concord.intake.numbers import counts, parse_count, parse_counts, parse_number, parse_numbers
    from concord.intake.out import Meta, OutColumn, write_csv, write_xlsx
    from concord.intake.reading import Reading, read
    from concord.intake.sheets import Cell, Sheet

_HOMES = {
    "Cell": "sheets",
    "Limits": "limits",
    "Meta": "out",
    "OutColumn": "out",
    "Plan": "bulk",
    "Reading": "reading",
    "Sheet": "sheets",
    "counts": "numbers",
    "in_code": "lookalikes",
    "parse_count": "numbers",
    "parse_counts": "numbers",
    "parse_date": "dates",
    "parse_number": "numbers",
    "parse_numbers": "numbers",
    "plan": "bulk",
    "read": "reading",
    "write_csv": "out",
    "write_xlsx": "out",
}

__all__ = [
    "Cell",
    "Limits",
    "Meta",
    "OutColumn",
    "Plan",
    "Reading",
    "Sheet",
    "counts",
    "in_code",
    "parse_count",
    "parse_counts",
    "parse_date",
    "parse_number",
    "parse_numbers",
    "plan",
    "read",
    "write_csv",
    "write_xlsx",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
