"""The stable key of a finding: what is wrong with which series, not in which row, so that next year finds it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.findings import Finding
from concord.mds.beside import DIVIDED_BY

_SERIES = ("area", "year", "occupation", "activity", "origin", "row_kind", *DIVIDED_BY)


def series_of(row: Mapping[str, Any], *, year: bool) -> str:
    """A row's series as one text: its structure and the dimensions that it has; the year only where asked.

    Example:
        >>> series_of({"structure": "mds-totals", "area": "NZL", "year": 2018, "row_kind": "total"}, year=False)
        'mds-totals/area=NZL/row_kind=total'
    """
    parts = [str(row.get("structure") or "-")]
    for name in _SERIES:
        value = row.get(name)
        if value is None or (name == "year" and not year) or (name, value) == ("sex", "T"):
            continue
        parts.append(f"{name}={value}")
    return "/".join(parts)


def key(finding: Finding) -> str:
    """The finding's key: its code and its series; where it is of no series, its sheet, column and value.

    The same thing found in another file, row or year has the same key, except where an explanation could hold for one
    year alone (a jump, a break): there the year is part of the series.
    """
    series = finding.params.get("series")
    if series:
        return f"{finding.code}/{series}"
    place = finding.where
    parts = {"sheet": place.sheet, "column": place.header or place.letter, "item": place.item, "value": finding.value}
    return "/".join([finding.code, *(f"{name}={value}" for name, value in parts.items() if value)])
