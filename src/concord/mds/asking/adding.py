"""When rows may be added, and what their sum says.

* Counts of persons and full-time equivalents are added, rates and indices never.
* People who were there in two years are the same people: years of a stock are kept apart; a flow's may be added.
* Levels of activity lie within one another, and figures that do not say the level may be of any: always kept apart.
* A total is not added to its parts. Of the kinds of row, one origin, those at home and those of unknown origin are
  parts of the whole; without a wish, named origins (or, in a table without origins, the totals) are what is added.
* Where a dimension has a code for all (sex ``T``, age, sector, place ``_T``) its row counts only where no detail stands
  beside it.
* Occupations that lie within another are not added to it, nor areas that are part of another.
* A hidden cell is not there: a sum over it is at least what is said, and says so; so it is with missing ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from concord.errors import Invalid
from concord.mds.asking import occupations
from concord.mds.asking.question import AREAS, OCCUPATION_GROUP, Question
from concord.mds.protect.cells import DIVISIONS
from concord.vocabulary import areas
from concord.vocabulary.structures import Structure, structure

if TYPE_CHECKING:
    import polars as pl

#: Units that may be added.
COUNTED = ("persons", "fte")
#: Kinds of row that together make the whole.
PARTS = ("origin", "domestic", "unknown")
#: Dimension → its code for everything: tables are published in views that are divided in one of these ways or another.
EVERYTHING: Mapping[str, str] = DIVISIONS
#: Statuses with a value, the one that says most of a sum first.
WEIGHT = ("estimated", "provisional", "break", "difference", "normal")
HIDDEN, MISSING, NOT_APPLICABLE = "suppressed", "missing", "not-applicable"


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows of a table are added.

    Args:
        keep: What sums are kept apart by, with what has to be.
        always: What was kept without being asked.
        kinds: Kinds of row that are added; empty where the table has none.
        measures: What is added.
    """

    keep: tuple[str, ...]
    always: tuple[str, ...]
    kinds: tuple[str, ...]
    measures: tuple[str, ...]


def measures(declared: Structure) -> tuple[str, ...]:
    """The measures of a structure that may be added."""
    return tuple(each.name for each in declared.columns if each.role == "measure" and each.unit in COUNTED)


def never_added(declared: Structure) -> tuple[str, ...]:
    """Dimensions over which rows are never added."""
    is_flow = declared.extra.get("measure_of") in ("inflow", "outflow")
    kept = ("activity",) if is_flow else ("year", "activity")
    return tuple(name for name in kept if name in declared.names)


def plan(question: Question) -> Plan:
    """How a question's rows are added.

    Raises:
        Invalid: ``mds.asking.not-added``, ``mds.asking.kinds``.
    """
    declared = structure(question.structure)
    added = measures(declared)
    if not added:
        raise Invalid("mds.asking.not-added", params={"structure": question.structure})
    always = tuple(name for name in never_added(declared) if name not in question.keep)
    return Plan((*question.keep, *always), always, _kinds(question, declared), added)


def _kinds(question: Question, declared: Structure) -> tuple[str, ...]:
    if "row_kind" not in declared.names:
        return ()
    asked = question.filters.get("row_kind", ())
    if "row_kind" in question.keep:
        return asked
    if not asked:
        has_places = "origin" in declared.names or "destination" in declared.names
        return ("origin",) if has_places else ("total",)
    if len(asked) > 1 and not set(asked) <= set(PARTS):
        raise Invalid("mds.asking.kinds", params={"kinds": ", ".join(asked), "parts": ", ".join(PARTS)})
    return asked


# ---- rows that may be added ------------------------------------------------------------------------------------------
def addable(frame: pl.DataFrame, found: Plan, declared: Structure) -> pl.DataFrame:
    """The rows of a frame that are added: none of them is part of another within a sum.

    Raises:
        Invalid: ``mds.asking.overlap``, ``mds.asking.totals``.
    """
    import polars as pl

    if found.kinds:
        frame = frame.filter(pl.col("row_kind").is_in(found.kinds))
    told = tuple(name for name in EVERYTHING if name in declared.names and name not in found.keep)
    if told:
        frame = _details(frame, told, declared)
    if "occupation" in declared.names and "occupation" not in found.keep:
        frame = _apart(frame, declared, found.keep)
    for name in AREAS:
        if name in declared.names and name not in found.keep:
            frame = _whole_areas(frame, declared, name)
    return frame


def _details(frame: pl.DataFrame, told: tuple[str, ...], declared: Structure) -> pl.DataFrame:
    """Without the rows for everything wherever details stand beside them."""
    import polars as pl

    others = [each for each in declared.of("dimension") if each not in told]
    there = frame.group_by(others).agg(pl.struct(told).unique().alias("_all"))
    kept = [[dict(zip(told, row, strict=True)) for row in finest(_set(rows, told), told)] for rows in there["_all"]]
    kind = pl.List(pl.Struct(dict.fromkeys(told, pl.String)))
    there = there.with_columns(pl.Series("_kept", kept, dtype=kind)).drop("_all").explode("_kept")
    there = there.unnest("_kept")
    return frame.join(there, on=[*others, *told], how="semi", nulls_equal=True)


def _set(rows: Iterable[Mapping[str, str | None]], told: tuple[str, ...]) -> frozenset[tuple[str | None, ...]]:
    return frozenset(tuple(row[name] for name in told) for row in rows)


@lru_cache(maxsize=4096)
def finest(rows: frozenset[tuple[str | None, ...]], told: tuple[str, ...]) -> tuple[tuple[str | None, ...], ...]:
    """Those of some rows that may be added: what contains another of them is left out.

    Args:
        rows: What each row says of the dimensions.
        told: The dimensions, each with its code for everything.

    Raises:
        Invalid: ``mds.asking.totals`` where two rows meet and neither contains the other.

    Example:
        >>> finest(frozenset({("T", "_T"), ("F", "_T"), ("M", "Y25T34")}), ("sex", "age_band"))
        (('F', '_T'), ('M', 'Y25T34'))
    """
    every = tuple(EVERYTHING[name] for name in told)
    if not any(value in every for row in rows for value in row):
        return tuple(sorted(rows, key=_order))
    kept = sorted((r for r in rows if not any(r != each and _contains(r, each, every) for each in rows)), key=_order)
    for at, one in enumerate(kept):
        for other in kept[at + 1 :]:
            if all(a == b or all_of in (a, b) for a, b, all_of in zip(one, other, every, strict=True)):
                raise Invalid("mds.asking.totals", params={"one": _said(one), "other": _said(other)})
    return tuple(kept)


def _order(row: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(value or "" for value in row)


def _said(row: tuple[str | None, ...]) -> str:
    return ", ".join(value or "–" for value in row)


def _contains(whole: tuple[str | None, ...], part: tuple[str | None, ...], every: tuple[str, ...]) -> bool:
    return all(a in (all_of, b) for a, b, all_of in zip(whole, part, every, strict=True))


def _apart(frame: pl.DataFrame, declared: Structure, keep: Sequence[str]) -> pl.DataFrame:
    """Without occupations that lie within another one of the same area, year and everything else."""
    import polars as pl

    others = [each for each in declared.of("dimension") if each != "occupation"]
    others += [OCCUPATION_GROUP] if OCCUPATION_GROUP in keep and OCCUPATION_GROUP in frame.columns else []
    there = frame.group_by(others).agg(pl.col("occupation").unique().alias("_all"))
    kept = [sorted(occupations.apart(frozenset(codes))) for codes in there["_all"].to_list()]
    there = there.with_columns(pl.Series("_kept", kept, dtype=pl.List(pl.String))).drop("_all")
    joined = frame.join(there, on=others, how="left", nulls_equal=True, maintain_order="left")
    return joined.filter(pl.col("_kept").list.contains(pl.col("occupation"))).drop("_kept")


def _whole_areas(frame: pl.DataFrame, declared: Structure, name: str) -> pl.DataFrame:
    """Without areas that are part of another one of the same row otherwise (Jersey beside the Channel Islands)."""
    import polars as pl

    there = set(frame[name].drop_nulls().unique().to_list())
    others = [each for each in declared.of("dimension") if each != name]
    for whole in (each for each in areas.areas(former=True) if each.parts and each.code in there):
        has_whole = frame.filter(pl.col(name) == whole.code).select(others).unique()
        parts = frame.filter(pl.col(name).is_in(whole.parts)).join(has_whole, on=others, how="semi", nulls_equal=True)
        frame = frame.join(parts.select(*others, name), on=[*others, name], how="anti", nulls_equal=True)
    return frame


# ---- sums ------------------------------------------------------------------------------------------------------------
def added(frame: pl.DataFrame, found: Plan) -> pl.DataFrame:
    """One row for each sum.

    Columns: what is kept; each measure (null where nothing is known; one besides the first also where it is not known
    of every row that has the first); ``at_least``: whether something is hidden or
    missing; ``status``; ``rows``, ``hidden`` and ``missing``: how many rows were added, and of how many nothing is
    known.
    """
    import polars as pl

    first = found.measures[0]
    is_hidden = pl.col("status") == HIDDEN
    is_missing = pl.col(first).is_null() & ~is_hidden & (pl.col("status") != NOT_APPLICABLE)
    known = pl.col(first).is_not_null()
    whole = {name: known.any() if name == first else (pl.col(name).is_not_null() | ~known).all() & known.any()
             for name in found.measures}  # fmt: skip
    sums = [pl.when(whole[name]).then(pl.col(name).sum()).otherwise(None).alias(name) for name in found.measures]
    counts = [is_hidden.sum().alias("hidden"), is_missing.sum().alias("missing"), pl.len().alias("rows")]
    grouped = frame.group_by(found.keep, maintain_order=True) if found.keep else frame.group_by(pl.lit(1).alias("_"))
    made = grouped.agg(*sums, *counts, pl.col("status").unique().alias("_said"))
    status = [_status(said, hidden, known) for said, hidden, known in zip(
        made["_said"].to_list(), made["hidden"].to_list(), made[first].is_not_null().to_list(), strict=True,
    )]  # fmt: skip
    made = made.with_columns(
        ((pl.col("hidden") + pl.col("missing")) > 0).alias("at_least"), pl.Series("status", status, dtype=pl.String)
    )
    counted = [pl.col(name).cast(pl.Int64) for name in ("rows", "hidden", "missing")]
    return made.select(*found.keep, *found.measures, "at_least", "status", *counted)


def _status(said: Sequence[str], hidden: int, is_known: bool) -> str:
    """The status of a sum: that of its values which says most; without a value, why there is none."""
    if not is_known:
        return HIDDEN if hidden else MISSING if set(said) - {NOT_APPLICABLE} else NOT_APPLICABLE
    return next((each for each in WEIGHT if each in said), said[0])
