"""Fact tables and results looked up by area: built once, read by every chapter and every language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from concord.documents.model import RowsUsed, Status

if TYPE_CHECKING:
    from concord.indicators.model import Result, RowRef
    from concord.vocabulary.structures import Table

DOCTORS, NURSES, NURSES_AND_MIDWIVES = "221", "2221_3221", "222_322"
#: Ids of the declared indicators that the reports read.
SHARE, ABROAD, LISTED, LISTED_SHARE = "foreign-trained-share", "foreign-trained", "from-listed", "from-listed-share"
MOVED, PER_100000 = "emigration", "emigration-per-100000"


@dataclass(frozen=True, slots=True)
class Ref:
    """One row of a publisher's file."""

    source: str
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series, with its status and its place."""

    year: int
    value: float | None
    status: Status
    ref: Ref


@dataclass(frozen=True, slots=True)
class Pair:
    """Doctors trained in ``origin`` who work in ``destination``: persons, by place of training."""

    destination: str
    origin: str
    year: int
    headcount: int | None
    status: Status
    ref: Ref


Series = tuple[Point, ...]


@dataclass(frozen=True)
class Numbers:
    """What the tables and results say, by area.

    Attributes:
        pairs: Every published pair, the destination's own row left out.
        by_origin, by_destination: The same, largest first.
        totals: Persons by area and occupation, by year.
        density: Per 10 000 population as published, by area and occupation, by year.
        coverage: Service coverage index (0-100) by area, by year.
        population: Mid-year persons by area, by year.
        results: The newest result with its value or its reason, by indicator and area.
    """

    pairs: tuple[Pair, ...] = ()
    by_origin: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)
    by_destination: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)
    totals: Mapping[tuple[str, str], Series] = field(default_factory=dict)
    density: Mapping[tuple[str, str], Series] = field(default_factory=dict)
    coverage: Mapping[str, Series] = field(default_factory=dict)
    population: Mapping[str, Series] = field(default_factory=dict)
    results: Mapping[str, Mapping[str, Result]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Mapping[str, Table], results: Iterable[Result] = ()) -> Numbers:
        """Numbers of fact tables (by structure id) and of computed results.

        Args:
            tables: ``mds-stock-by-training``, ``mds-totals``, ``density``, ``uhc-index``, ``population``; those known.
            results: Of the declared indicators.
        """
        pairs = _pairs(tables.get("mds-stock-by-training"))
        return cls(
            pairs=pairs,
            by_origin=_grouped(pairs, "origin"),
            by_destination=_grouped(pairs, "destination"),
            totals=_by_occupation(tables.get("mds-totals"), "headcount"),
            density=_by_occupation(tables.get("density"), "per_10k"),
            coverage=_by_area(tables.get("uhc-index"), "index_0_100"),
            population=_by_area(tables.get("population"), "persons"),
            results=_newest(results),
        )

    def result(self, indicator: str, area: str) -> Result | None:
        """The newest result of one indicator for one area, or None when it was not computed."""
        return self.results.get(indicator, {}).get(area)

    def known(self, indicator: str) -> dict[str, Result]:
        """The results of one indicator that have a value, largest first."""
        found = [each for each in self.results.get(indicator, {}).values() if each.value is not None]
        return {each.area: each for each in sorted(found, key=lambda each: (-(each.value or 0), each.area))}

    @property
    def year(self) -> int:
        """The newest year for which doctors are known by place of training; 0 where none is."""
        return max((pair.year for pair in self.pairs), default=0)

    def latest(self, series: Mapping[Any, Series], key: object) -> Point | None:
        """The newest point with a value."""
        known = [point for point in series.get(key, ()) if point.value is not None]
        return known[-1] if known else None


def shown_status(result: Result) -> Status:
    """The status of what was counted: that populations are estimates is said in words, not at every rate."""
    return "normal" if result.status == "estimated" and "population" in result.parts else result.status


def used(refs: Iterable[Ref | RowRef]) -> tuple[RowsUsed, ...]:
    """Rows grouped by source and file, each row once."""
    grouped: dict[tuple[str, str], set[int]] = defaultdict(set)
    for ref in refs:
        grouped[ref.source, ref.file].add(ref.row)
    return tuple(RowsUsed(source, file, tuple(sorted(rows))) for (source, file), rows in sorted(grouped.items()))


def without_number(point: Point) -> Status:
    """How a point without a value is drawn: hidden is not missing."""
    return point.status if point.status in ("suppressed", "not-applicable") else "missing"


def median(values: Sequence[float]) -> float | None:
    """The middle of the values, the mean of the two middle ones where their number is even; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _ref(row: Mapping[str, Any]) -> Ref:
    return Ref(row.get("source") or "", row.get("source_file") or "", int(row.get("source_row") or 0))


def _rows(table: Table | None) -> Iterable[dict[str, Any]]:
    return table.frame.iter_rows(named=True) if table is not None else ()


def _pairs(table: Table | None) -> tuple[Pair, ...]:
    found = [
        Pair(row["area"], row["origin"], row["year"], row["headcount"], cast("Status", row["status"]), _ref(row))
        for row in _rows(table)
        if row["row_kind"] == "origin" and row["occupation"] == DOCTORS and row["origin"] != row["area"]
    ]
    newest: dict[str, int] = {}
    for pair in found:
        newest[pair.destination] = max(newest.get(pair.destination, 0), pair.year)
    return tuple(pair for pair in found if pair.year == newest[pair.destination])


def _grouped(pairs: Iterable[Pair], by: str) -> dict[str, tuple[Pair, ...]]:
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[getattr(pair, by)].append(pair)
    other = "destination" if by == "origin" else "origin"
    return {
        area: tuple(sorted(group, key=lambda pair: (-(pair.headcount or 0), getattr(pair, other))))
        for area, group in groups.items()
    }


def _by_occupation(table: Table | None, measure: str) -> dict[tuple[str, str], Series]:
    groups: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for row in _rows(table):
        groups[row["area"], row["occupation"]].append(_point(row, measure))
    return {key: tuple(sorted(points, key=lambda point: point.year)) for key, points in groups.items()}


def _by_area(table: Table | None, measure: str) -> dict[str, Series]:
    groups: dict[str, list[Point]] = defaultdict(list)
    for row in _rows(table):
        groups[row["area"]].append(_point(row, measure))
    return {key: tuple(sorted(points, key=lambda point: point.year)) for key, points in groups.items()}


def _point(row: Mapping[str, Any], measure: str) -> Point:
    value = row.get(measure)
    if value is None and measure == "per_10k" and row.get("per_1000") is not None:
        value = row["per_1000"] * 10
    return Point(row["year"], value, cast("Status", row["status"]), _ref(row))


def _newest(results: Iterable[Result]) -> dict[str, dict[str, Result]]:
    found: dict[str, dict[str, Result]] = defaultdict(dict)
    for result in results:
        if result.occupation not in ("", DOCTORS):
            continue
        before = found[result.indicator].get(result.area)
        better = before is None or (result.value is not None, result.year) > (before.value is not None, before.year)
        if better:
            found[result.indicator][result.area] = result
    return dict(found)
