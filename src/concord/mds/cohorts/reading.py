"""Rows of the structure ``cohort`` as episodes; what cannot be one is said, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from concord.findings import Finding, Place
from concord.mds.cohorts.model import FOLLOWED, Episode

if TYPE_CHECKING:
    from concord.vocabulary.structures import Table

STRUCTURE = "cohort"


def episodes(table: Table, *, group_by: str = "") -> tuple[tuple[Episode, ...], tuple[Finding, ...]]:
    """People of a table as episodes, and what is wrong with those that are left out.

    Args:
        table: Structure ``cohort``: one row a person.
        group_by: A column of it by whose values people are compared; empty for everybody together.

    Returns:
        Episodes in the order of the rows, and findings: ``mds.cohorts.row-time`` for a person whose time is missing or
        not above the entry, ``mds.cohorts.row-twice`` for a second row of one person in one cohort.
    """
    found, wrong, seen = [], [], set()
    for number, row in enumerate(table.frame.iter_rows(named=True), start=1):
        key = (row["cohort"], row["person"])
        if key in seen:
            wrong.append(_finding("mds.cohorts.row-twice", number, row, "person"))
            continue
        seen.add(key)
        entry = row["entry_years"] or 0.0
        if row["years"] is None or not 0 <= entry < row["years"]:
            wrong.append(_finding("mds.cohorts.row-time", number, row, "years"))
            continue
        group = str(row[group_by] or "") if group_by else ""
        found.append(Episode(row["years"], row["outcome"] or FOLLOWED, entry, group))
    return tuple(found), tuple(wrong)


def _finding(code: str, number: int, row: Mapping[str, Any], column: str) -> Finding:
    """A finding at its row; the person is not named, only the row."""
    return Finding(code, "hard", Place(file=row["source_file"] or "", row=row["source_row"] or number, header=column))
