"""A release in words: its tables, what protection cost, what a correction changed; for the country and for everybody.

What is for everybody is made of published tables alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from concord.mds.comparing.changes import KINDS
from concord.vocabulary.structures import structure
from concord.vocabulary.text import Wording
from concord_site.mds.models import NationalRelease
from concord_site.mds.queries import cells, releases
from concord_site.shell.i18n import language

if TYPE_CHECKING:
    import polars as pl

#: Rows of a correction that are shown; all stand in the files.
MOST_CHANGES = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One table of a release as the country sees it: rows, those hidden and why, the persons in them (percent)."""

    structure: str
    title: Wording
    rows: int
    given: int
    hidden: int
    primary: int
    secondary: int
    percent: float
    persons_percent: float
    has_both: bool


def tables(row: NationalRelease) -> list[Line]:
    """The tables, with what protection cost."""
    return [
        Line(
            each["structure"], _title(each["structure"]), each["rows"], each["given"], each["hidden"],
            each["primary"], each["secondary"], 100 * each["hidden"] / each["rows"] if each["rows"] else 0.0,
            100 * each["persons_share"], bool(each.get("both")),
        )
        for each in row.tables
    ]  # fmt: skip


def _title(id: str) -> Wording:
    return structure(id).title.best(language())


@dataclass(frozen=True, slots=True)
class MadeOf:
    """A delivery that went into a release."""

    row: Any
    name: str
    rows: int
    is_personal: bool
    told: tuple[str, ...]


def made_of(row: NationalRelease) -> list[MadeOf]:
    """The deliveries that a release was made of, the oldest first."""
    from concord_site.mds.naming import name

    return [
        MadeOf(each, name(each), sum(file.rows or 0 for file in each.files.all() if file.is_used),
               each.what == each.What.REGISTER, tuple(dict.fromkeys(one.text for one in releases.told_with(each))))
        for each in releases.chosen(row)
    ]  # fmt: skip


# ---- before and after ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Both:
    """One row before and after; ``why`` is ``primary``, ``secondary`` or empty."""

    words: tuple[Wording, ...]
    before: Any
    after: Any
    why: str


def both(frame: pl.DataFrame, id: str, said: Mapping[str, str], *, most: int) -> dict[str, Any]:
    """One table for the officer's own eyes: a year and an occupation at a time, hidden rows first where wanted."""
    import polars as pl

    names = [each for each in cells.dimensions(id) if each in frame.columns]
    chosen = {name: _chosen(frame, name, said.get(name, "")) for name in ("year", "occupation") if name in names}
    shown = frame.filter(*(pl.col(name) == value for name, value in chosen.items() if value is not None))
    hidden_only = said.get("show") == "hidden"
    if hidden_only:
        shown = shown.filter(pl.col("why").is_not_null())
    heads = [name for name in names if name not in chosen and shown[name].null_count() < shown.height]
    measure = cells.measure(id)
    rows = [
        Both(tuple(cells.value_name(id, name, each[name]) for name in heads), each[measure], each["after"],
             each["why"] or "")
        for each in shown.head(most).iter_rows(named=True)
    ]  # fmt: skip
    here: dict[str, str] = {str(name): str(value) for name, value in chosen.items() if value is not None}
    return {
        "title": _title(id).text, "heads": [cells.dimension(each) for each in heads], "rows": rows,
        "count": shown.height, "more": max(0, shown.height - most), "hidden_only": hidden_only,
        "hidden": int(frame["why"].is_not_null().sum()), "whole": frame.height,
        "ways": [_ways(frame, id, name, chosen[name], here, hidden_only) for name in chosen],
        "toggle": "?" + urlencode(here if hidden_only else {**here, "show": "hidden"}),
    }  # fmt: skip


def _chosen(frame: pl.DataFrame, name: str, wanted: str) -> Any:
    every = frame[name].drop_nulls().unique().sort(descending=name == "year").to_list()
    return next((each for each in every if str(each) == wanted), every[0] if every else None)


def _ways(frame: pl.DataFrame, id: str, name: str, chosen: Any, here: dict[str, str], hidden: bool) -> Any:
    """The values of one dimension that can be chosen: its name, and for each its words, its address, whether it is."""
    every = frame[name].drop_nulls().unique().sort(descending=name == "year").to_list()
    more = {"show": "hidden"} if hidden else {}
    return cells.dimension(name), [
        (cells.value_name(id, name, each).text, "?" + urlencode({**here, name: str(each), **more}), each == chosen)
        for each in every
    ]


# ---- what a correction changes ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is not as it was."""

    table: Wording
    words: str
    kind: str
    before: Any
    after: Any
    before_status: str
    after_status: str


def changes(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction changes: counts by kind, and the first rows in words; empty where it is no correction."""
    if not told:
        return {}
    counts = [(kind, told["counts"][kind]) for kind in KINDS if told["counts"].get(kind)]
    rows = [
        Change(
            _title(each["structure"]), _words(each["structure"], each["key"]), each["kind"], each["before"],
            each["after"], each["before_status"], each["after_status"],
        )
        for each in told["rows"][:MOST_CHANGES]
    ]  # fmt: skip
    return {"counts": counts, "same": told["same"], "rows": rows,
            "more": told["more"] + max(0, len(told["rows"]) - MOST_CHANGES)}  # fmt: skip


def _words(id: str, key: Mapping[str, Any]) -> str:
    shown = [cells.value_name(id, name, value).text for name, value in key.items()
             if value is not None and name not in ("area", "source")]  # fmt: skip
    return " · ".join(shown)
