"""What is known of one area and occupation at the start, and whether data or an assumption says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from concord.errors import Invalid, NotFound
from concord.labour_market.method import Method, method
from concord.labour_market.quantities import Assumed, Given, Quantity, declared
from concord.vocabulary.provenance import Input
from concord.vocabulary.structures import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Quantities that only some scenarios need.
BY_SCENARIO = frozenset({"wage-elasticity", "care-workers-per-nurse", "corridor-share"})
CARE_WORKERS = "532"
NURSES = ("2221_3221", "222_322")


@dataclass(frozen=True, slots=True)
class Inputs:
    """One area and occupation.

    Args:
        area, occupation: Codes.
        year: To which the stock belongs.
        stock: Persons at work.
        quantities: By id, each given or assumed.
        history: (year, persons) up to the stock's year, of one source, after its last break; what is calibrated to.
        destinations: Share of the home-trained abroad by destination, where tables tell.
        origins: Share of the foreign-trained by country of training, where a table tells.
        provenance: Files behind the data, with digests.
        stock_note: How the stock was made of what was published.
    """

    area: str
    occupation: str
    year: int
    stock: Quantity
    quantities: Mapping[str, Quantity] = field(hash=False)
    history: tuple[tuple[int, float], ...] = ()
    destinations: Mapping[str, float] = field(default_factory=dict, hash=False)
    origins: Mapping[str, float] = field(default_factory=dict, hash=False)
    provenance: tuple[Input, ...] = ()
    stock_note: str = ""

    def __post_init__(self) -> None:
        unknown = set(self.quantities) - set(declared())
        if unknown:
            raise Invalid("labour-market.quantity.unknown-given", params={"ids": ", ".join(sorted(unknown))})
        if self.stock.span[0] < 0:
            raise Invalid("labour-market.stock.negative", params={"area": self.area, "occupation": self.occupation})

    def given(self, **values: float | Quantity) -> Inputs:
        """The same with quantities set; names with underscores for hyphens (``exit_rate=2.0``)."""
        told: dict[str, Quantity] = {
            name.replace("_", "-"): Given(float(value), "given by the user")
            if isinstance(value, int | float)
            else value
            for name, value in values.items()
        }
        return replace(self, quantities={**self.quantities, **told})


def assumed(area: str, occupation: str, year: int, stock: Quantity | float, **given: float | Quantity) -> Inputs:
    """Inputs that rest on declared assumptions alone, but for the stock and what is given."""
    held = stock if isinstance(stock, Given | Assumed) else Given(float(stock), "given by the user", year)
    ranges: dict[str, Quantity] = {
        id: each.of(area, occupation) for id, each in declared().items() if id not in BY_SCENARIO
    }
    return Inputs(area, occupation, year, held, ranges).given(**given)


def occupations(area: str, tables: Mapping[str, Table]) -> tuple[str, ...]:
    """Occupations of which a stock of the area is known: doctors, and nurses as the fuller table names them."""
    counted = {row["occupation"] for row in _rows(tables, "mds-totals", area) if row["headcount"] is not None}
    dense = {row["occupation"] for row in _rows(tables, "density", area) if row["per_10k"] is not None}
    nurses = next((each for each in NURSES if each in counted), next((each for each in NURSES if each in dense), ""))
    found = ("221" if "221" in counted | dense else "", nurses)
    return tuple(each for each in found if each)


def from_tables(
    area: str, occupation: str, tables: Mapping[str, Table], *, year: int, how: Method | None = None
) -> Inputs:
    """Gather what tables say up to a year, and declared assumptions for the rest.

    Args:
        area, occupation: Codes.
        tables: By structure: ``mds-totals``, ``density``, ``population``, ``mds-stock-by-training``; any may be absent.
        year: No figure after it is used.
        how: The method; the declared one by default.

    Raises:
        NotFound: ``labour-market.stock.none`` when no stock up to this year is known.
    """
    how = how or method()
    held = _counted(area, occupation, tables, year) or _dense(area, occupation, tables, year)
    if held is None:
        params = {"area": area, "occupation": occupation, "year": year}
        raise NotFound("labour-market.stock.none", params=params)
    stock, series, structures = held
    start = assumed(area, occupation, stock.year or year, stock)
    quantities = dict(start.quantities)
    foreign, origins = _foreign(area, occupation, tables, year, stock.value)
    if foreign is not None:
        quantities["foreign-share"] = foreign
    abroad, destinations = _abroad(area, occupation, tables, year, stock.value, how)
    if abroad is not None:
        quantities["abroad-share"] = abroad
    used = [*structures, *(["mds-stock-by-training"] if origins or destinations else [])]
    return replace(
        start, quantities=quantities, destinations=destinations, origins=origins, stock_note=stock.note,
        history=_recent(series, how), provenance=_files(tables, used),
    )  # fmt: skip


def care_workers(nurses: Inputs) -> Inputs:
    """Care workers beside nurses: no count is bundled, so their stock is an assumption for each nurse."""
    ratio = declared()["care-workers-per-nurse"].of(nurses.area, CARE_WORKERS)
    persons = nurses.stock.span[1]
    stock = Assumed(
        ratio.low * persons,
        ratio.central * persons,
        ratio.high * persons,
        ratio.distribution,
        ratio.source,
        ratio.reason,
    )
    start = assumed(nurses.area, CARE_WORKERS, nurses.year, stock)
    return replace(start, provenance=nurses.provenance, stock_note="care-workers-per-nurse")


_Held = tuple[Given, list[tuple[int, float, str]], tuple[str, ...]]


def _rows(tables: Mapping[str, Table], structure: str, area: str, column: str = "area") -> Iterable[dict[str, Any]]:
    table = tables.get(structure)
    if table is None:
        return ()
    frame = table.frame
    return frame.filter(frame[column] == area).iter_rows(named=True)


def _counted(area: str, occupation: str, tables: Mapping[str, Table], year: int) -> _Held | None:
    rows = sorted(
        (row["year"], row["headcount"], row["status"], row["source"])
        for row in _rows(tables, "mds-totals", area)
        if row["occupation"] == occupation and row["headcount"] is not None and row["year"] <= year
    )
    if not rows:
        return None
    last = rows[-1]
    series = [(when, float(count), status) for when, count, status, _ in rows]
    return Given(float(last[1]), last[3] or "mds-totals", last[0]), series, ("mds-totals",)


def _dense(area: str, occupation: str, tables: Mapping[str, Table], year: int) -> _Held | None:
    people = {row["year"]: row["persons"] for row in _rows(tables, "population", area) if row["persons"]}
    rows = sorted(
        (row["year"], row["per_10k"], row["status"], row["source"])
        for row in _rows(tables, "density", area)
        if row["occupation"] == occupation and row["per_10k"] is not None and row["year"] <= year
    )
    series = [(when, rate * people[when] / 10_000, status) for when, rate, status, _ in rows if when in people]
    if not series:
        return None
    when, persons, _ = series[-1]
    source = next(source for at, _, _, source in rows if at == when)
    return Given(persons, source or "density", when, note="density-times-population"), series, ("density", "population")


def _recent(series: list[tuple[int, float, str]], how: Method) -> tuple[tuple[int, float], ...]:
    """The part of a series after its last break, no further back than the method looks."""
    last = series[-1][0]
    begin = max((when for when, _, status in series if status == "break"), default=-1)
    return tuple(
        (when, persons) for when, persons, _ in series if when >= max(begin, last - how.history_years) and persons > 0
    )


def _foreign(
    area: str, occupation: str, tables: Mapping[str, Table], year: int, stock: float
) -> tuple[Given | None, dict[str, float]]:
    """The share trained abroad: at least so many, because a pair that is not listed is not a zero."""
    rows = [
        row
        for row in _rows(tables, "mds-stock-by-training", area)
        if row["occupation"] == occupation and row["row_kind"] == "origin" and row["headcount"] and row["year"] <= year
        and row["origin"] != area
    ]  # fmt: skip
    if not rows:
        return None, {}
    newest = max(row["year"] for row in rows)
    by = {row["origin"]: float(row["headcount"]) for row in rows if row["year"] == newest}
    total = sum(by.values())
    counted = {row["year"]: row["headcount"] for row in _rows(tables, "mds-totals", area)
               if row["occupation"] == occupation and row["headcount"]}  # fmt: skip
    whole = counted.get(newest) or stock
    given = Given(min(1.0, total / whole), rows[0]["source"] or "", newest, at_least=True, note="sum-of-listed-origins")
    return given, {origin: count / total for origin, count in sorted(by.items())}


def _abroad(
    area: str, occupation: str, tables: Mapping[str, Table], year: int, stock: float, how: Method
) -> tuple[Assumed | None, dict[str, float]]:
    """Home-trained abroad for each one at home: what destinations see is the least there can be."""
    rows = [
        row
        for row in _rows(tables, "mds-stock-by-training", area, "origin")
        if row["occupation"] == occupation and row["row_kind"] == "origin" and row["headcount"] and row["year"] <= year
        and row["area"] != area
    ]  # fmt: skip
    if not rows or stock <= 0:
        return None, {}
    newest = max(row["year"] for row in rows)
    by = {row["area"]: float(row["headcount"]) for row in rows if row["year"] == newest}
    total = sum(by.values())
    seen = total / stock
    usual = declared()["abroad-share"].of(area, occupation)
    range = Assumed(
        seen, max(seen * how.unseen_central, usual.central), max(seen * how.unseen_high, usual.high),
        source=rows[0]["source"] or "",
        reason=f"The least: seen by the {len(by)} destinations that publish, {newest}. Above it, an assumption.",
    )  # fmt: skip
    return range, {place: count / total for place, count in sorted(by.items())}


def _files(tables: Mapping[str, Table], structures: Iterable[str]) -> tuple[Input, ...]:
    found = {each for id in structures if id in tables for each in tables[id].provenance.inputs}
    return tuple(sorted(found, key=lambda each: each.id))


def scaled_history(history: tuple[tuple[int, float], ...], year: int, persons: float) -> tuple[tuple[int, float], ...]:
    """An older series of another source brought to the level of a stock, so that only its growth counts.

    Its last year becomes the stock's year where it ends one year before it.
    """
    if not history:
        return ()
    last, level = history[-1]
    return tuple((when + (year - last), count * persons / level) for when, count in history)
