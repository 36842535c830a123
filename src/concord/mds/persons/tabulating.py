"""From rows of persons to tables: stocks and flows by origin, returns, totals, stock in detail. Nobody is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.mds.citation import SUBMITTED
from concord.mds.persons.typed_rows import TypedRows
from concord.vocabulary.provenance import Provenance
from concord.vocabulary.structures import Table, conform

if TYPE_CHECKING:
    import polars as pl

KEYS = ("area", "year", "occupation", "activity")
#: Base → structure of stock, structure of inflow.
BASES = {
    "training": ("mds-stock-by-training", "mds-inflow-by-training"),
    "birth": ("mds-stock-by-birth", "mds-inflow-by-birth"),
    "nationality": ("mds-stock-by-nationality", "mds-inflow-by-nationality"),
}
#: Which rows are counted → the column that says the year.
FLOWS = {"inflow": "entered", "outflow": "left", "returned": "returned"}
METHOD = "counted from rows of persons"


@dataclass(frozen=True)
class Counts:
    """Rows there at the end of the year by what makes a stock, counted once for checks and tables alike.

    Args:
        training: By :data:`KEYS` and training; training null where it is not known or not given.
        has_training: Whether the register gives countries of training at all.
    """

    training: pl.DataFrame
    has_training: bool


def stocks(register: TypedRows) -> Counts:
    """The stock by country of training."""
    base = ["training"] if "training" in register.columns else []
    return Counts(register.counted([*_keys(register), *base], where="stock"), bool(base))


def tables(
    register: TypedRows,
    *,
    file: str = "",
    counts: Counts | None = None,
    provenance: Provenance | None = None,
    sent: str = SUBMITTED,
) -> tuple[Table, ...]:
    """Every table that the rows give, in order of structure.

    Args:
        register: The typed rows, checked.
        file: Name of the sender's file, kept with every row.
        counts: The stock by training, where it has been counted already.
        provenance: Where the rows come from.
        sent: The source of every figure: a country, or a generator.
    """
    import polars as pl

    known = counts or stocks(register)
    natives = _natives(register, "native-stock")
    made = [_totals(known, natives)]
    frames = {"training": known.training}
    for base, (stock, _) in BASES.items():
        if base in register.columns:
            frame = frames.get(base)
            frame = register.counted([*_keys(register), base], where="stock") if frame is None else frame
            made.append((stock, by_origin(frame, base, natives=natives if base == "training" else None)))
    made += _flows(register)
    made.append(("mds-stock-detail", _detail(register)))
    provenance = provenance or Provenance(method=METHOD)
    source = (pl.lit(sent).alias("source"), pl.lit(file or None, dtype=pl.String).alias("source_file"))
    found = [conform(id, frame.with_columns(source), provenance) for id, frame in made if frame.height]
    return tuple(sorted(found, key=lambda table: table.structure))


def _keys(register: TypedRows) -> list[str]:
    return [key for key in KEYS if key in register.columns]


def _flows(register: TypedRows) -> list[tuple[str, pl.DataFrame]]:
    made = []
    if "entered" in register.columns:
        for base, (_, inflow) in BASES.items():
            if base in register.columns:
                natives = _natives(register, "native-inflow") if base == "training" else None
                frame = register.counted([*_keys(register), base], where="inflow")
                made.append((inflow, by_origin(frame, base, natives=natives)))
    for where, id, place in (("outflow", "mds-outflow", "destination"), ("returned", "mds-return", "origin")):
        if FLOWS[where] in register.columns:
            place_of = ["left_for"] if "left_for" in register.columns else []
            frame = register.counted([*_keys(register), *place_of], where=where)
            kinds = by_origin(_with(frame, "left_for"), "left_for", foreign=False)
            made.append((id, kinds.rename({"origin": place})))
    return made


def _with(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    import polars as pl

    return frame if column in frame.columns else frame.with_columns(pl.lit(None, dtype=pl.String).alias(column))


def _natives(register: TypedRows, where: str) -> pl.DataFrame | None:
    """Those born where they work and trained abroad, by :data:`KEYS`; None where the register cannot say it."""
    if not {"training", "birth"} <= register.columns:
        return None
    return register.counted(_keys(register), where=where)


def by_origin(
    counts: pl.DataFrame, base: str, *, natives: pl.DataFrame | None = None, foreign: bool = True
) -> pl.DataFrame:
    """Rows of every kind: each origin, domestic, unknown, all foreign, the native-born among them, and the total.

    Args:
        counts: ``headcount`` by keys and ``base`` (null where not known).
        base: The column of origins.
        natives: ``headcount`` of the native-born among the foreign by keys, where it is known.
        foreign: Whether domestic, foreign and native rows make sense (they do not for destinations).
    """
    import polars as pl

    keys = [key for key in KEYS if key in counts.columns]
    counts = counts.with_columns(pl.col("headcount").cast(pl.Int64))
    at_home = (pl.col(base) == pl.col("area")) & pl.lit(foreign)
    kind = pl.when(pl.col(base).is_null()).then(pl.lit("unknown")).when(at_home).then(pl.lit("domestic"))
    rows = counts.with_columns(kind.otherwise(pl.lit("origin")).alias("row_kind"))
    origins = rows.filter(pl.col("row_kind") == "origin").group_by([*keys, pl.col(base).alias("origin")]).agg(_sum())
    parts = [origins.with_columns(pl.lit("origin").alias("row_kind"))]
    sums = rows.group_by(keys).agg(
        _sum(pl.col("row_kind") == "domestic").alias("domestic"),
        _sum(pl.col("row_kind") == "unknown").alias("unknown"),
        _sum(pl.col("row_kind") == "origin").alias("foreign"),
        _sum().alias("total"),
    )
    if natives is not None:
        apart = natives.select(*keys, pl.col("headcount").cast(pl.Int64).alias("native-foreign"))
        sums = sums.join(apart, on=keys, how="left", nulls_equal=True)
        sums = sums.with_columns(pl.col("native-foreign").fill_null(0))
    wanted = ["unknown", "total", *(["domestic", "foreign"] if foreign else [])]
    wanted += ["native-foreign"] if "native-foreign" in sums.columns else []
    for name in wanted:
        own = pl.lit(name).alias("row_kind")
        parts.append(
            sums.select(*keys, pl.lit(None, dtype=pl.String).alias("origin"), pl.col(name).alias("headcount"), own)
        )
    return pl.concat(parts, how="diagonal").sort([*keys, "row_kind", "origin"])


def _sum(chosen: pl.Expr | None = None) -> pl.Expr:
    import polars as pl

    counted = pl.col("headcount") if chosen is None else pl.col("headcount").filter(chosen)
    return counted.sum().alias("headcount")


def _totals(known: Counts, natives: pl.DataFrame | None) -> tuple[str, pl.DataFrame]:
    import polars as pl

    frame = known.training
    if known.has_training:
        rows = by_origin(frame, "training", natives=natives)
        return "mds-totals", rows.filter(pl.col("row_kind") != "origin").drop("origin")
    keys = [key for key in KEYS if key in frame.columns]
    total = frame.group_by(keys).agg(pl.col("headcount").cast(pl.Int64).sum())
    return "mds-totals", total.with_columns(pl.lit("total").alias("row_kind")).sort(keys)


def _detail(register: TypedRows) -> pl.DataFrame:
    """By sex, age group, sector and subnational area, as far as they are given."""
    import polars as pl

    there = register.columns
    aged = bool({"birth_year", "age", "age_band"} & there)
    given = [column for column in ("sex", "sector", "subnational") if column in there]
    keys = [*_keys(register), *given, *(["band"] if aged else [])]
    frame = register.counted(keys, where="stock", with_fte="fte" in there)
    frame = frame.with_columns(pl.col("headcount").cast(pl.Int64))
    sex = pl.col("sex").fill_null("U") if "sex" in given else pl.lit("T")
    band = pl.col("band").fill_null("U") if aged else pl.lit("_T")
    frame = frame.with_columns(sex.alias("sex"), band.alias("age_band"))
    kept = [*_keys(register), "sex", "age_band", *(c for c in ("sector", "subnational") if c in given)]
    # A band that was null and one that was said to be unknown are one row; so it is with sexes.
    sums = [pl.col("headcount").sum()]
    if "fte" in there:
        sums += [pl.col("fte").sum().round(4), pl.col("fte_known").sum()]
    made = frame.group_by(kept).agg(sums).sort(kept)
    return made.with_columns(_whole_fte(), _note()).drop("fte_known") if "fte" in there else made


def _whole_fte() -> pl.Expr:
    import polars as pl

    return pl.when(pl.col("fte_known") == pl.col("headcount")).then(pl.col("fte")).alias("fte")


def _note() -> pl.Expr:
    import polars as pl

    said = pl.format("full-time equivalents are known of {} of {} persons", "fte_known", "headcount")
    return pl.when(pl.col("fte_known") < pl.col("headcount")).then(said).alias("note")
