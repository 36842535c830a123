"""Predicates about change: from year to year, and of a stock against those who came, left and finished training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from concord.mds.beside import GRADUATES, Given, rows
from concord.mds.rowwise import Offence, divided, one_each, plain, rows_of, total_sex
from concord.mds.rules import Rule

if TYPE_CHECKING:
    import polars as pl

_KEYS = ("structure", "area", "occupation", "activity", "origin", "row_kind")
#: How two tables of one country are matched whose origins are the same and whose structures are not.
_ACROSS = tuple(name for name in _KEYS if name != "structure")


def flow_within_stock(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """An inflow above the stock of the same origin at the end of the year."""
    import polars as pl

    keys = [*_KEYS, "year", *divided(frame)]
    stock = frame.filter(pl.col("structure").is_in(list(rule.params["stock_of"].values())))
    stock = stock.select(*keys, pl.col("number").alias("stock"))
    flows = frame.filter(pl.col("structure").is_in(list(rule.params["stock_of"])))
    flows = flows.with_columns(pl.col("structure").replace(rule.params["stock_of"]).alias("_of"))
    joined = flows.join(
        one_each(stock, keys, "stock"),
        left_on=["_of", *keys[1:]],
        right_on=keys,
        nulls_equal=True,
        maintain_order="left",
    )
    for row in rows_of(joined.filter(pl.col("number") > pl.col("stock"))):
        yield row, {"inflow": plain(row["number"]), "stock": plain(row["stock"])}


def _before(frame: pl.DataFrame, given: Given, *, sent: bool, held: bool = True) -> pl.DataFrame:
    """The number of each key in the year before: of this table (``held``), else as it was sent before (``sent``)."""
    import polars as pl

    keys = [*_KEYS, *divided(frame)]
    kept = [*keys, (pl.col("year") + 1).alias("year"), pl.col("number").alias("before")]
    kept += [pl.col(name).alias(f"before_{name}") for name in ("row", "status", "source")]
    pieces = [frame.select(kept)] if held else []
    if sent and given.beside.previous:
        earlier = total_sex(rows(given.beside.previous))
        missing = [name for name in keys if name not in earlier.columns]
        earlier = earlier.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
        # A key that this table gives itself is not looked up in what was sent before.
        before = earlier.select(kept).with_columns(pl.lit(None, dtype=pl.Int64).alias("before_row"))
        pieces.append(before.join(frame.select(kept), on=[*keys, "year"], how="anti", nulls_equal=True))
    whole = pl.concat(pieces, how="vertical_relaxed") if pieces else frame.select(kept).clear()
    return one_each(whole.filter(pl.col("before").is_not_null()), [*keys, "year"], "before")


def _with_before(frame: pl.DataFrame, given: Given, *, sent: bool, held: bool = True) -> pl.DataFrame:
    """Rows of which the year before is known and that do not stand behind a declared break."""
    import polars as pl

    frame = total_sex(frame)
    on = [*_KEYS, "year", *divided(frame)]
    before = _before(frame, given, sent=sent, held=held)
    joined = frame.join(before, on=on, nulls_equal=True, maintain_order="left")
    other_method = (pl.col("status") == "difference") & (pl.col("before_status") != "difference")
    return joined.filter((pl.col("status") != "break") & ~other_method & pl.col("number").is_not_null())


def jump(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A change from the year before beyond the threshold, where neither year is a break.

    ``against: previous`` compares with what the country sent before, in cells of which this table has no year before.
    """
    import polars as pl

    sent = rule.params.get("against") == "previous"
    frame = frame.filter(pl.col("structure").str.starts_with("mds-"))
    joined = _with_before(frame, given, sent=sent, held=not sent)
    change = (pl.col("number") - pl.col("before")).abs() * 100
    large = pl.max_horizontal("number", "before") >= rule.params.get("from_persons", 1)
    beyond = change > rule.params["most_percent"] * pl.col("before")
    for row in rows_of(joined.filter(beyond & large & (pl.col("before") > 0))):
        percent = 100 * (row["number"] - row["before"]) / row["before"]
        said = {"before": plain(row["before"]), "value": plain(row["number"]), "before_row": row["before_row"] or "–"}
        yield row, {
            **said, "percent": f"{percent:+.0f}", "most": plain(rule.params["most_percent"]), "year": row["year"],
            "before_source": row["before_source"] or "–",
        }  # fmt: skip


def _flows(frame: pl.DataFrame, stock_of: Mapping[str, str]) -> pl.DataFrame:
    """Inflows by the structure of their stock."""
    import polars as pl

    keys = [*_KEYS, "year", *divided(frame)]
    flows = total_sex(frame).filter(pl.col("structure").is_in(list(stock_of)) & pl.col("number").is_not_null())
    flows = flows.with_columns(pl.col("structure").replace(stock_of))
    return one_each(flows.select(*keys, pl.col("number").alias("inflow")), keys, "inflow")


def exits_at_most(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A stock that lost more persons within a year than plausibly leave: stock before + inflow - stock now.

    Where the inflow is not known it is taken as none, and a fall of which the year-on-year rule speaks is left to it.
    """
    import polars as pl

    said = rule.params
    stock = frame.filter(pl.col("structure").is_in(said["stock"]))
    # All bases have one total: who came in is the same whatever "foreign" means.
    keys = [*_ACROSS, "year", *divided(frame)]
    came = one_each(_flows(frame, said["stock_of"]).drop("structure"), keys, "inflow")
    joined = _with_before(stock, given, sent=True).join(
        came, on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    left = pl.col("before") + pl.col("inflow").fill_null(0) - pl.col("number")
    joined = joined.with_columns(left.alias("left"))
    told = pl.col("inflow").is_null() & (pl.col("left") * 100 > said["unless_percent"] * pl.col("before"))
    beyond = pl.col("left") * 100 > said["most_percent"] * pl.col("before")
    for row in rows_of(joined.filter(beyond & ~told & (pl.col("before") >= said["from_persons"]))):
        numbers: dict[str, object] = {name: plain(row[name]) for name in ("before", "left", "inflow")}
        percent = f"{100 * row['left'] / row['before']:.0f}"
        yield row, {**numbers, "value": plain(row["number"]), "percent": percent, "year": row["year"]}


def rise_within(frame: pl.DataFrame, rule: Rule, given: Given) -> Iterator[Offence]:
    """A stock that rose by more than those who can have joined it: the inflow of that origin, or the graduates."""
    import polars as pl

    said = rule.params
    stock = _with_before(frame.filter(pl.col("structure").is_in(said["stock"])), given, sent=True)
    if said["joined_by"] == "graduates":
        joined = _with_graduates(stock, given)
    else:
        keys = [*_KEYS, "year", *divided(frame)]
        flows = _flows(frame, said["stock_of"]).with_columns(pl.lit("").alias("other_source"))
        joined = stock.join(flows, on=keys, nulls_equal=True, maintain_order="left")
    rise = pl.col("number") - pl.col("before")
    allowed = pl.col("inflow") * (1 + said["beyond_percent"] / 100) + said["from_persons"]
    for row in rows_of(joined.with_columns(rise.alias("rise")).filter(rise > allowed)):
        numbers: dict[str, object] = {name: plain(row[name]) for name in ("before", "rise", "inflow")}
        numbers |= {"value": plain(row["number"]), "year": row["year"], "other_source": row["other_source"] or "–"}
        yield row, numbers


def _with_graduates(stock: pl.DataFrame, given: Given) -> pl.DataFrame:
    import polars as pl

    table = given.beside.graduates
    if table is None:
        return stock.with_columns(pl.lit(None, dtype=pl.Float64).alias("inflow")).clear()
    source = pl.col("source") if "source" in table.frame.columns else pl.lit(None, dtype=pl.String)
    *keys, number = GRADUATES
    finished = table.frame.select(
        *keys, pl.col(number).cast(pl.Float64).alias("inflow"), source.alias("other_source")
    ).filter(pl.col("inflow").is_not_null())
    return stock.join(one_each(finished, keys, "inflow"), on=keys, maintain_order="left")
