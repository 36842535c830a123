"""Breaks in a series: seen as a jump, asked, answered, and kept as an attribute of the series.

Growth across a break is not growth: :mod:`concord.mds.harmonise.growth` is how other rooms compare years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid

if TYPE_CHECKING:
    import polars as pl

What = Literal["definition", "coverage", "source", "classification", "method", "none"]
WHATS: tuple[What, ...] = ("definition", "coverage", "source", "classification", "method", "none")
#: What makes one series; columns that a frame does not have are left out.
SERIES = ("structure", "area", "occupation", "activity", "origin", "row_kind", "sex", "age_band", "sector")


@dataclass(frozen=True, slots=True)
class Jump:
    """A change from one year to the next that may be a break.

    Args:
        series: Column → value.
        year, before_year: The year of the change, and the last year before it that has a number.
        before, after: The numbers.
        percent: The change in per cent of ``before``; None from zero.
    """

    series: tuple[tuple[str, Any], ...]
    year: int
    before_year: int
    before: float
    after: float
    percent: float | None


@dataclass(frozen=True, slots=True)
class Break:
    """The answer: from which year something else was counted, and what changed. An attribute of the series.

    Args:
        series: Column → value; columns that are not named hold for all: an area and an occupation are enough.
        year: The first year of the new counting.
        what: What changed; ``none`` says that the change is real and was confirmed.
        note: In the country's words; required, and shown with the series.
        by, on: Who said it and when (ISO day).
    """

    series: tuple[tuple[str, Any], ...]
    year: int
    what: What
    note: str
    by: str = ""
    on: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for a file or a page."""
        return {**asdict(self), "series": dict(self.series)}


def answer(series: Mapping[str, Any], year: int, *, what: What, note: str, by: str = "", on: str = "") -> Break:
    """The answer to the question whether the definition changed.

    Raises:
        Invalid: ``mds.break.what`` for anything but :data:`WHATS`; ``mds.break.note`` without a word on what changed.
    """
    if what not in WHATS:
        raise Invalid("mds.break.what", params={"what": what, "known": ", ".join(WHATS)})
    if not note.strip():
        raise Invalid("mds.break.note", params={"year": year})
    return Break(tuple(sorted(series.items())), year, what, note.strip(), by, on)


@lru_cache(maxsize=1)
def limits() -> Mapping[str, Any]:
    """Declared thresholds, proposed and not official."""
    said: Mapping[str, Any] = read_yaml(packs.find("concordances/thresholds.yaml"))["breaks"]
    return said


def keys_of(frame: pl.DataFrame, keys: Sequence[str]) -> list[str]:
    """The columns of a series that a frame has."""
    return [name for name in (keys or SERIES) if name in frame.columns]


def _paired(frame: pl.DataFrame, keys: Sequence[str], number: str) -> pl.DataFrame:
    """Rows with a number, each with the number and year before it in its series."""
    import polars as pl

    held = keys_of(frame, keys)
    numbered = frame.filter(pl.col(number).is_not_null() & pl.col("year").is_not_null()).sort("year")
    by: list[Any] = list(held) or [pl.lit(1)]
    return numbered.with_columns(
        pl.col(number).shift(1).over(by).alias("before"), pl.col("year").shift(1).over(by).alias("before_year")
    )


def jumps(
    frame: pl.DataFrame, *, keys: Sequence[str] = (), number: str = "number", known: Iterable[Break] = ()
) -> list[Jump]:
    """Changes beyond the declared thresholds that no break explains yet, largest first.

    Args:
        frame: One row for each series and year: the series' columns, ``year``, the number, and ``status`` where there
            is one (a year marked ``break`` is answered already).
        keys: Columns of a series; by default those of :data:`SERIES` that the frame has.
        number: Column of the numbers.
        known: Breaks and confirmed changes that were answered before.
    """
    import polars as pl

    held = keys_of(frame, keys)
    rows = _marked(_paired(frame, keys, number), known, held)
    change = pl.col(number) - pl.col("before")
    least = limits()["stock_percent"] if "origin" not in held else limits()["cell_percent"]
    beyond = (change.abs() * 100 > least * pl.col("before")) & (
        pl.max_horizontal(number, "before") >= limits()["from_persons"]
    )
    found = rows.filter(beyond & ~pl.col("answered")).sort(change.abs(), descending=True)
    return [_jump(row, held, number) for row in found.iter_rows(named=True)]


def _jump(row: Mapping[str, Any], held: Sequence[str], number: str) -> Jump:
    percent = None if not row["before"] else 100 * (row[number] - row["before"]) / row["before"]
    series = tuple((name, row[name]) for name in held)
    return Jump(series, row["year"], row["before_year"], row["before"], row[number], percent)


def _marked(rows: pl.DataFrame, known: Iterable[Break], held: Sequence[str]) -> pl.DataFrame:
    """With ``answered``: the year of the row is a break, or its change was confirmed."""
    import polars as pl

    answered = pl.lit(False)
    if "status" in rows.columns:
        answered = answered | (pl.col("status") == "break").fill_null(False)
    for one in known:
        of = pl.col("year") >= one.year
        of = of & (
            (pl.col("before_year") < one.year) if "before_year" in rows.columns else (pl.col("year") == one.year)
        )
        for name, value in one.series:
            if name in rows.columns:
                of = of & pl.col(name).eq_missing(pl.lit(value))
        answered = answered | of.fill_null(False)
    return rows.with_columns(answered.alias("answered"))


def apply(frame: pl.DataFrame, breaks: Iterable[Break], *, keys: Sequence[str] = ()) -> pl.DataFrame:
    """The series with their breaks: ``status`` is ``break`` in the first year of the new counting, ``note`` says why.

    A status that says there is no number (missing, suppressed …) stays; then the next year with a number is the break.
    A series that begins after the break stands behind it as a whole and has none. Confirmed changes (``none``) get the
    note and no break.

    Args:
        frame: One row for each series and year, with ``year``, ``number`` or another measure, ``status`` and ``note``.
        breaks: The answers.
        keys: Columns of a series, as in :func:`jumps`.
    """
    import polars as pl

    held = keys_of(frame, keys)
    has_value = pl.col("status").is_in(["normal", "estimated", "provisional", "difference", "break"])
    by: list[Any] = list(held) or [pl.lit(1)]
    for one in breaks:
        of = pl.lit(True)
        for name, value in one.series:
            if name in frame.columns:
                of = of & pl.col(name).eq_missing(pl.lit(value))
        later = of & has_value & (pl.col("year") >= one.year)
        first = later & (pl.col("year") == pl.col("year").filter(later).min().over(by)).fill_null(False)
        first = first & (pl.col("year").min().over(by) <= one.year).fill_null(False)
        note = pl.concat_str(pl.col("note"), pl.lit(one.note), separator=" ", ignore_nulls=True)
        status = pl.col("status") if one.what == "none" else pl.lit("break")
        frame = frame.with_columns(
            pl.when(first).then(status).otherwise(pl.col("status")).alias("status"),
            pl.when(first).then(note).otherwise(pl.col("note")).alias("note"),
        )
    return frame
