"""Predicates that compare a table with facts beside it: a partner's figures, other channels, population, densities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.errors import NotFound
from concord.mds.beside import Given, rows
from concord.mds.rowwise import Offence, divided, one_each, plain, rows_of, total_sex
from concord.mds.rules import Rule
from concord.vocabulary.areas import area

if TYPE_CHECKING:
    import polars as pl

#: A structure of flows and the one in which the partner country reports the same persons.
PARTNERS = {"mds-outflow": "mds-inflow-by-training", "mds-inflow-by-training": "mds-outflow"}
_CORRIDOR = ("area", "origin", "year", "occupation")
_CELL = ("structure", "area", "year", "occupation", "activity", "origin", "row_kind")


def _of_all(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that are not of one sex, age group, sector … alone."""
    import polars as pl

    undivided = [pl.col(name).is_null() | pl.col(name).is_in(["T", "_T"]) for name in divided(frame)]
    return frame.filter(pl.all_horizontal(undivided)) if undivided else frame


def _gap(one: str, other: str, *, percent: float, persons: float) -> pl.Expr:
    """Whether two numbers differ by more than a share of the larger one and by more than so many persons."""
    import polars as pl

    gap = (pl.col(one) - pl.col(other)).abs()
    return (gap * 100 > percent * pl.max_horizontal(one, other)) & (gap > persons)


def mirrored(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A flow that the partner country reports otherwise: outflow of A to B against inflow of B from A, and back.

    A partner that counts at several levels of activity disagrees only where all of its figures do.
    """
    import polars as pl

    if not given.beside.mirror:
        return
    theirs = _of_all(rows(given.beside.mirror)).filter(pl.col("row_kind") == "origin")
    theirs = theirs.select(
        pl.col("structure").replace_strict(PARTNERS, default=None).alias("structure"),
        pl.col("origin").alias("area"),
        pl.col("area").alias("origin"),
        "year",
        "occupation",
        pl.col("number").alias("other"),
        pl.col("source").alias("other_source"),
        pl.col("structure").alias("other_structure"),
    ).filter(pl.col("other").is_not_null())
    ours = _of_all(frame).filter((pl.col("row_kind") == "origin") & pl.col("number").is_not_null())
    joined = ours.with_row_index("_at").join(theirs, on=["structure", *_CORRIDOR], maintain_order="left_right")
    gap = (pl.col("number") - pl.col("other")).abs()
    nearest = joined.sort(gap, maintain_order=True).unique("_at", keep="first", maintain_order=True).sort("_at")
    said = rule.params
    wrong = _gap("number", "other", percent=said["beyond_percent"], persons=said["from_persons"])
    for row in rows_of(nearest.filter(wrong)):
        yield row, {**_both(row), "partner": row["origin"], "other_structure": row["other_structure"]}


def _both(row: Mapping[str, object]) -> dict[str, object]:
    """Both numbers and both sources, and what the row is about."""
    number, other = row["number"], row["other"]
    assert isinstance(number, float)
    assert isinstance(other, float)
    return {
        "value": plain(number),
        "other": plain(other),
        "difference": plain(number - other),
        "area": row["area"],
        "year": row["year"],
        "own_source": row["source"] or row["file"] or "–",
        "other_source": row["other_source"] or "–",
    }


def said_alike(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A figure that the same country gave otherwise through another channel."""
    import polars as pl

    if not given.beside.channels:
        return
    theirs = rows(given.beside.channels)
    missing = [name for name in divided(frame) if name not in theirs.columns]
    theirs = theirs.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
    keys = [*_CELL, *divided(frame)]
    theirs = total_sex(theirs).select(*keys, pl.col("number").alias("other"), pl.col("source").alias("other_source"))
    theirs = theirs.filter(pl.col("other").is_not_null())
    joined = total_sex(frame).join(theirs, on=keys, nulls_equal=True, maintain_order="left_right")
    said = rule.params
    wrong = _gap("number", "other", percent=said["beyond_percent"], persons=said["from_persons"])
    for row in rows_of(joined.filter(wrong).unique([*keys, "other", "other_source"], maintain_order=True)):
        yield row, _both(row)


def _per_10k(frame: pl.DataFrame, rule: Rule, given: Given) -> pl.DataFrame | None:
    """National totals with their area's population and density; None where the population is not given."""
    import polars as pl

    if given.beside.population is None:
        return None
    people = given.beside.population.frame.filter(pl.col("persons") > 0)
    people = people.select("area", "year", "persons", pl.col("source").alias("other_source"))
    totals = _of_all(frame).filter(pl.col("structure").is_in(rule.params["stock"]) & (pl.col("row_kind") == "total"))
    joined = totals.join(one_each(people, ["area", "year"], "persons"), on=["area", "year"], maintain_order="left")
    return joined.with_columns((pl.col("number") * 10_000 / pl.col("persons")).alias("per_10k"))


def density_within(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A national total whose density lies outside the declared bounds of its region and occupation."""
    import polars as pl

    joined = _per_10k(frame, rule, given)
    if joined is None:
        return
    bounds = _bounds(rule.params["bounds"])
    for row in rows_of(joined.filter(pl.col("per_10k").is_not_null() & (pl.col("number") > 0))):
        region = _region(row["area"], row["year"])
        bound = bounds.get((row["occupation"], region or ""))
        if bound is None or bound[0] <= row["per_10k"] <= bound[1]:
            continue
        said = {"least": plain(bound[0]), "most": plain(bound[1]), "region": region, "persons": row["persons"]}
        yield row, {**said, "value": plain(row["number"]), "per_10k": f"{row['per_10k']:.3g}", "year": row["year"]}


@lru_cache(maxsize=4)
def _bounds(name: str) -> Mapping[tuple[str, str], tuple[float, float]]:
    read = read_csv(packs.find(f"checks/{name}.csv")).rows
    return {(row["occupation"], row["region"]): (float(row["least"]), float(row["most"])) for row in read}


@lru_cache(maxsize=4096)
def _region(code: str | None, year: int) -> str | None:
    try:
        return area(code or "").region(year)
    except NotFound:
        return None


def near_series(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A national total whose density departs from the published national series."""
    import polars as pl

    joined = _per_10k(frame, rule, given)
    if joined is None or given.beside.density is None:
        return
    series = given.beside.density.frame.select(
        "area",
        "year",
        "occupation",
        pl.coalesce("per_10k", pl.col("per_1000") * 10).alias("other"),
        pl.col("source").alias("series_source"),
    )
    keys: Sequence[str] = ("area", "year", "occupation")
    series = one_each(series.filter(pl.col("other") > 0), keys, "other")
    with_series = joined.join(series, on=keys, maintain_order="left")
    # Densities are quotients: what lies at the threshold is not beyond it for the last binary digit's sake.
    allowed = rule.params["beyond_percent"] * pl.col("other") * (1 + 1e-9)
    apart = (pl.col("per_10k") - pl.col("other")).abs() * 100 > allowed
    for row in rows_of(with_series.filter(apart)):
        percent = 100 * (row["per_10k"] - row["other"]) / row["other"]
        numbers = {"per_10k": f"{row['per_10k']:.4g}", "other": f"{row['other']:.4g}", "percent": f"{percent:+.1f}"}
        said = {"own_source": row["source"] or row["file"] or "–", "other_source": row["series_source"] or "–"}
        yield row, {**numbers, **said, "value": plain(row["number"]), "persons": row["persons"], "year": row["year"]}
