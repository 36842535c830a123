"""Facts that stand beside a table while it is checked: population, the partner's figures, graduates, other channels.

The caller gathers them (the site from its releases, a command from the bundled facts) and hands them in as tables; no
check fetches anything. A fact that is not given is not asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from concord.errors import Invalid
from concord.mds.harmonise.breaks import Break
from concord.vocabulary.structures import Table, structure

if TYPE_CHECKING:
    import polars as pl

#: Columns of a table of graduates, besides which it may name its ``source``.
GRADUATES = ("area", "year", "occupation", "graduates")
#: Dimensions by which a table may divide the rows of one key; a frame has those of the tables it was made of.
DIVIDED_BY = ("sex", "age_band", "speciality", "sector", "subnational", "facility")
#: The kind of a row that is a part of a total which its own table does not give.
PART = "part"
_STANDARD = ("structure", "area", "year", "occupation", "activity", "origin", "row_kind")
_TEXTS = (*(name for name in _STANDARD if name != "year"), *DIVIDED_BY, "status", "note", "source", "file")


@dataclass(frozen=True, slots=True)
class Beside:
    """Facts beside a table.

    Args:
        population: Structure ``population``: ``persons`` by area and year.
        mirror: What other countries report: ``mds-outflow`` and ``mds-inflow-by-training``.
        previous: What the same country sent before: any structure of the minimum data set.
        graduates: Columns ``area, year, occupation, graduates`` and, if known, ``source``.
        density: Structure ``density``: the national series that somebody else publishes.
        channels: What the country said through another channel: any structure of the minimum data set.
        breaks: What the country has answered to the question whether a definition changed; no year is compared with the
            one before across a break, nor is a change asked about again that was confirmed.
    """

    population: Table | None = None
    mirror: tuple[Table, ...] = ()
    previous: tuple[Table, ...] = ()
    graduates: Table | None = None
    density: Table | None = None
    channels: tuple[Table, ...] = ()
    breaks: tuple[Break, ...] = ()

    def __post_init__(self) -> None:
        if self.graduates is not None:
            lacking = [name for name in GRADUATES if name not in self.graduates.frame.columns]
            if lacking:
                raise Invalid("mds.beside.columns", params={"table": "graduates", "columns": ", ".join(lacking)})


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class Given:
    """What a predicate is told besides the rows.

    Args:
        as_of: The year as of which is checked.
        beside: Facts beside the table.
        of_persons: Whether the table was made of rows of persons, whose small counts may not be published.
    """

    as_of: int
    beside: Beside = field(default_factory=Beside)
    of_persons: bool = False


def bundled(areas: Iterable[str] | None = None, *, as_of: int | None = None) -> Beside:
    """The facts that come with Concord: mid-year population, and the densities that the World Bank publishes.

    Args:
        areas: Those that are asked about; all of them by default.
        as_of: The year up to which the newest known population stands for years that have none yet (status
            ``estimated``): the bounds of a density are wide, and a few years are no matter to them. None: for none.
    """
    from concord.mds import facts

    if areas is None:
        population, density = facts.bundled("population"), facts.bundled("density")
    else:
        wanted = frozenset(areas)
        population, density = facts.of_areas("population", wanted), facts.of_areas("density", wanted)
    return Beside(population=population if as_of is None else _carried(population, as_of), density=density)


def _carried(population: Table, as_of: int) -> Table:
    """A population with its newest year again for every later one."""
    import polars as pl

    frame = population.frame.filter(pl.col("persons") > 0)
    newest = frame.sort("year").unique("area", keep="last", maintain_order=True)
    later = newest.with_columns(
        pl.int_ranges(pl.col("year") + 1, as_of + 1).alias("year"), pl.lit("estimated").alias("status")
    )
    later = later.explode("year").drop_nulls("year").cast({"year": frame.schema["year"]}).select(frame.columns)
    return Table(population.structure, pl.concat([frame, later]), population.provenance)


def rows(tables: Iterable[Table]) -> pl.DataFrame:
    """Tables in the standard columns of harmonised rows, with ``number`` as their first measure.

    ``row_kind`` is ``total`` in a structure without kinds of row, ``part`` in one whose rows are parts alone; a density
    is per thousand; the columns of :data:`DIVIDED_BY` are there where some table has them; ``file`` and ``row`` lead to
    where a figure stands.
    """
    import polars as pl

    frames = [_standard(table) for table in tables]
    if not frames:
        return pl.DataFrame(schema=dict(_schema()))
    whole = pl.concat(frames, how="diagonal_relaxed")
    return whole.cast({name: pl.String for name in _TEXTS if name in whole.columns})


def _schema() -> list[tuple[str, Any]]:
    import polars as pl

    texts = [(name, pl.String) for name in _TEXTS if name not in DIVIDED_BY or name == "sex"]
    return [*texts, ("year", pl.Int64), ("number", pl.Float64), ("row", pl.Int64)]


def _standard(table: Table) -> pl.DataFrame:
    import polars as pl

    held = table.frame.columns
    wanted: dict[str, pl.Expr] = {"structure": pl.lit(table.structure)}
    for name, type in _schema()[1:]:
        wanted[name] = pl.col(name) if name in held else pl.lit(None, dtype=type)
    wanted |= {name: pl.col(name) for name in DIVIDED_BY if name in held}
    wanted["origin"] = next((pl.col(n) for n in ("origin", "destination") if n in held), wanted["origin"])
    wanted["number"] = _number(table).cast(pl.Float64)
    wanted["file"] = pl.col("source_file") if "source_file" in held else wanted["file"]
    wanted["row"] = pl.col("source_row") if "source_row" in held else wanted["row"]
    whole = pl.lit(PART if set(DIVIDED_BY).intersection(held) else "total")
    kind = pl.col("row_kind") if "row_kind" in held else whole
    return table.frame.select(each.alias(name) for name, each in {**wanted, "row_kind": kind}.items())


def _number(table: Table) -> pl.Expr:
    import polars as pl

    if table.structure == "density":
        return pl.coalesce("per_1000", pl.col("per_10k") / 10)
    return pl.col(structure(table.structure).of("measure")[0])
