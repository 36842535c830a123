"""How rows of fact tables are read and added up: what every method shares.

Rows are taken by reporting area, year and occupation. Where a table tells one of them by several levels of activity
(practising, professionally active, licensed: each within the next), one level is taken and never the sum of several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from concord.indicators.model import Facts, Indicator, Result, RowRef, Status

if TYPE_CHECKING:
    import polars as pl

Key = tuple[str, int, str]
Row = dict[str, Any]
_WORST_FIRST: Final[tuple[Status, ...]] = ("break", "difference", "provisional", "estimated")
#: Status of a row that is hidden to protect persons, and the note of a sum from which it is left out.
SUPPRESSED, HIDDEN = "suppressed", "hidden"
#: Which level of activity is taken where several are told, the first that is there; no level stated comes last.
ACTIVITIES: Final[tuple[str, ...]] = ("practising", "professionally-active", "licensed", "")


def ref(row: Mapping[str, Any]) -> RowRef:
    """Where a row stands at its publisher."""
    return RowRef(row.get("source") or "", row.get("source_file") or "", int(row.get("source_row") or 0))


def gravest(rows: Iterable[Mapping[str, Any]]) -> Status:
    """The gravest status of what was counted; hidden rows are not counted."""
    present = {row.get("status") for row in rows}
    return next((status for status in _WORST_FIRST if status in present), "normal")


def has_hidden(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a row among them is hidden to protect persons."""
    return any(row.get("status") == SUPPRESSED for row in rows)


def rows_of(frame: pl.DataFrame) -> Iterator[Row]:
    """The rows of a frame, each as a mapping."""
    return frame.iter_rows(named=True)


def by_key(frame: pl.DataFrame) -> dict[Key, list[Row]]:
    """Rows by area, year and occupation."""
    grouped: dict[Key, list[Row]] = {}
    for row in rows_of(frame):
        grouped.setdefault((row["area"], row["year"], row.get("occupation") or ""), []).append(row)
    return grouped


def wanted(frame: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Rows of the indicator's occupations (all where it names none), of one level of activity each."""
    import polars as pl

    occupations = indicator.params.get("occupations")
    chosen = frame.filter(pl.col("occupation").is_in(occupations)) if occupations else frame
    return of_one_activity(chosen)


def of_one_activity(frame: pl.DataFrame) -> pl.DataFrame:
    """For each area, year and occupation the rows of the first of :data:`ACTIVITIES` that is there, in their order."""
    import polars as pl

    if "activity" not in frame.columns or frame["activity"].null_count() == frame.height:
        return frame
    rank = pl.col("activity").fill_null("").replace_strict(
        dict(zip(ACTIVITIES, range(len(ACTIVITIES)), strict=True)), default=len(ACTIVITIES), return_dtype=pl.Int64
    )  # fmt: skip
    return frame.filter(rank == rank.min().over("area", "year", "occupation"))


def missing(indicator: Indicator, key: Key, note: str, **more: Any) -> Result:
    """No value, and which fact is lacking."""
    return Result(indicator.id, key[0], key[1], None, indicator.unit, "missing", key[2], note=note, **more)


def hidden(indicator: Indicator, key: Key, **more: Any) -> Result:
    """No value, since a hidden row would be needed."""
    return Result(indicator.id, key[0], key[1], None, indicator.unit, "suppressed", key[2], note=HIDDEN, **more)


def total_rows(facts: Facts) -> pl.DataFrame:
    """Rows of the totals that count everybody; parts (domestic, foreign, unknown) are never added to the whole."""
    import polars as pl

    return facts.frame("mds-totals").filter(pl.col("row_kind") == "total")


def origins(facts: Facts, indicator: Indicator, structure: str = "mds-stock-by-training") -> dict[Key, list[Row]]:
    """Rows by country of origin, by reporting area, year and occupation; a reporter's own rows apart."""
    import polars as pl

    frame = wanted(facts.frame(structure), indicator)
    return by_key(frame.filter((pl.col("row_kind") == "origin") & (pl.col("origin") != pl.col("area"))))


def is_usable(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a reporter's rows say anything: rows of zeros alone do not."""
    return any(row["headcount"] for row in rows)


def persons(rows: Iterable[Mapping[str, Any]]) -> int:
    """Head counts added up; what is not known or hidden is left out."""
    return sum(row["headcount"] or 0 for row in rows)


def unusable(indicator: Indicator, key: Key, rows: Sequence[Row], **more: Any) -> Result:
    """What is said of a reporter whose published rows say nothing: hidden where rows are hidden, else zeros alone."""
    refs = tuple(map(ref, rows))
    if has_hidden(rows):
        return hidden(indicator, key, rows=refs, **more)
    return missing(indicator, key, "only-zero-rows", rows=refs, **more)


def left_out(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What is said besides of a sum from which hidden rows are left out."""
    return {"at_least": True, "note": HIDDEN} if has_hidden(rows) else {}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: its persons (None where not known), the rows that say so, and whether one is hidden."""

    persons: int | None = None
    rows: tuple[Row, ...] = ()
    is_hidden: bool = False


def part(rows: Iterable[Row], kind: str) -> Part:
    """The part that rows of one kind tell; of several the newest in the table, which is the last."""
    of_kind = [row for row in rows if row["row_kind"] == kind]
    told = [row for row in of_kind if row["headcount"] is not None]
    return Part(told[-1]["headcount"], (told[-1],)) if told else Part(is_hidden=has_hidden(of_kind))


def newest_keys(facts: Facts, indicator: Indicator) -> list[Key]:
    """For each area and occupation of the totals the newest year with a head count: what lacks is said there."""
    newest: dict[tuple[str, str], int] = {}
    for area, year, occupation in by_key(wanted(total_rows(facts).drop_nulls("headcount"), indicator)):
        newest[area, occupation] = max(year, newest.get((area, occupation), year))
    return [(area, year, occupation) for (area, occupation), year in sorted(newest.items())]


def with_silent(results: Iterable[Result], facts: Facts, indicator: Indicator, note: str) -> list[Result]:
    """Results, and for each area and occupation without any a missing one that says which fact is lacking."""
    told = list(results)
    spoken = {(each.area, each.occupation) for each in told}
    silent = [key for key in newest_keys(facts, indicator) if (key[0], key[2]) not in spoken]
    added = [missing(indicator, key, note) for key in silent]
    return sorted([*told, *added], key=lambda each: (each.area, each.year, each.occupation))
