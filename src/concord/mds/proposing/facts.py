"""What holds for a whole table: said of it, said in the profile, or said by its titles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from concord.mds.profile import Profile
from concord.mds.proposing.model import FoundTable

#: Facts of which a file usually has one; those of single tables (year, occupation) come from the titles first.
WHOLE = ("base", "measure", "activity", "unit", "counts", "reference_day")
SINGLE = ("year", "occupation")


def fact(table: FoundTable, key: str, profile: Profile) -> str:
    """What is known of a table: ``base``, ``measure``, ``year`` … as text, or ""."""
    own = getattr(table.said, key, "") or ""
    whole = getattr(profile, key, "") or ""
    title = table.says.get(key, "") if key not in SINGLE or not has(table, key) else ""
    by_columns = _by_columns(table, key)
    order = (own, by_columns, title, whole) if key in SINGLE else (own, by_columns, whole, title)
    return next((str(each) for each in order if each), "")


def _by_columns(table: FoundTable, key: str) -> str:
    """What the heads of columns say of the whole table."""
    if key == "base":
        return next((column.base for column in table.columns if column.base), "")
    if key == "measure":
        if table.of("destination"):
            return "outflow"
        measures = {column.says.get("measure") or column.measure for column in table.of("value")} - {""}
        return next(iter(measures)) if len(measures) == 1 else ""
    return ""


def has(table: FoundTable, key: str) -> bool:
    """Whether a column, or heads across the columns, say it of every row."""
    return bool(table.of(key)) or any(key in column.says for column in table.of("value"))


def has_origins(table: FoundTable) -> bool:
    """Whether the table is by places of origin."""
    return any(has(table, key) for key in ("origin", "origin_code"))


def common(tables: Sequence[FoundTable], key: str, profile: Profile) -> str:
    """What all tables say alike, or ""."""
    found = {fact(table, key, profile) for table in tables}
    return next(iter(found)) if len(found) == 1 else ""


def typed(key: str, text: str) -> Any:
    """A fact in the form a profile keeps it."""
    return int(text) if key == "year" and text else text
