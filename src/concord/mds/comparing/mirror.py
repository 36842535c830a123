"""Two countries' figures of one corridor beside each other: what the destination says, what the origin says.

A difference is told only between published figures that count the same movement in the same year. Where one side is
hidden there is no difference, and no sum over years that would give it away: sums hold the compared years alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from concord.findings import Finding
from concord.mds.comparing import reasons as reasons_of
from concord.mds.comparing.declared import MirrorRules, mirror_rules
from concord.mds.comparing.figures import Figure, figure, measure_of, partner_of, rows_of, safest
from concord.mds.comparing.sides import Difference, Series, Side
from concord.vocabulary.structures import Table, structure


@dataclass(frozen=True, slots=True)
class Sum:
    """Both sides over the years in which both are published: a sum of published figures and of nothing else."""

    years: tuple[int, ...]
    destination: float
    origin: float


@dataclass(frozen=True, slots=True)
class Mirror:
    """A corridor as its two countries see it.

    Args:
        series: Of both sides, in declared order.
        differences: By pair of series and year.
        reasons: Why the figures may rightly differ, as notes.
        lacking: Structures in which nobody says anything about this corridor, by side.
    """

    origin: str
    destination: str
    occupation: str
    series: tuple[Series, ...]
    differences: tuple[Difference, ...]
    reasons: tuple[Finding, ...]
    lacking: Mapping[Side, tuple[str, ...]]

    def of(self, side: Side) -> tuple[Series, ...]:
        """The series of one side."""
        return tuple(each for each in self.series if each.side == side)

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that anybody speaks of, the oldest first."""
        return tuple(sorted({year for each in self.series for year in each.years}))

    @property
    def is_two_sided(self) -> bool:
        """Whether both countries say something."""
        return bool(self.of("destination")) and bool(self.of("origin"))

    @property
    def has_hidden(self) -> bool:
        """Whether some figure of the corridor is hidden."""
        return any(each.is_hidden for series in self.series for each in series.figures)


def mirror(
    tables: Mapping[str, Table],
    *,
    origin: str,
    destination: str,
    occupation: str,
    years: Sequence[int] = (),
    rules: MirrorRules | None = None,
) -> Mirror:
    """The figures of both countries for one corridor.

    Args:
        tables: By structure: ``mds-stock-by-*``, ``mds-inflow-by-*``, ``mds-outflow``, ``mds-return``; those known.
        origin, destination: Alpha-3 codes of two countries.
        occupation: A code; what is reported under a broader or narrower one is named among the reasons.
        years: Those that are asked about; all by default.
        rules: Other rules than the declared ones.

    Example:
        >>> from concord.vocabulary.structures import table
        >>> def say(id, area, other, count):
        ...     place = "destination" if id == "mds-outflow" else "origin"
        ...     row = dict(area=[area], year=[2024], occupation=["221"], row_kind=["origin"], headcount=[count])
        ...     return table(id, **row, **{place: [other]})
        >>> given = {"mds-outflow": say("mds-outflow", "KEN", "GBR", 40),
        ...          "mds-inflow-by-training": say("mds-inflow-by-training", "GBR", "KEN", 50)}
        >>> [each.persons for each in mirror(given, origin="KEN", destination="GBR", occupation="221").differences]
        [10.0]
    """
    rules = rules or mirror_rules()
    sides: list[tuple[Side, str, str]] = [("destination", destination, origin), ("origin", origin, destination)]
    series: list[Series] = []
    lacking: dict[Side, tuple[str, ...]] = {}
    for side, area, other in sides:
        asked = rules.destination if side == "destination" else rules.origin
        held = {id: list(_series(tables.get(id), id, side, area, other, occupation, years)) for id in asked}
        series += [each for id in asked for each in held[id]]
        lacking[side] = tuple(id for id in asked if not held[id])
    differences = tuple(_differences(series, rules))
    said = reasons_of.told(tables, series, differences, origin, destination, occupation, rules)
    return Mirror(origin, destination, occupation, tuple(series), differences, said, lacking)


def sums(differences: Iterable[Difference]) -> Sum | None:
    """Both sides over the years of one pair in which both are published; None where there is none."""
    both = [each for each in differences if each.persons is not None]
    if not both:
        return None
    pairs = [(each.destination.at(each.year), each.origin.at(each.year)) for each in both]
    return Sum(
        tuple(each.year for each in both),
        sum(one.value or 0 for one, _ in pairs if one is not None),
        sum(other.value or 0 for _, other in pairs if other is not None),
    )


def _series(
    table: Table | None, id: str, side: Side, area: str, other: str, occupation: str, years: Sequence[int]
) -> Iterator[Series]:
    if table is None:
        return
    found: dict[str, dict[int, list[Figure]]] = {}
    chosen = {"area": area, partner_of(id): other, "occupation": occupation, "row_kind": "origin"}
    for row in rows_of(table, **chosen):
        if not years or row["year"] in years:
            level = found.setdefault(row.get("activity") or "", {})
            level.setdefault(row["year"], []).append(figure(row, measure_of(id)))
    said = structure(id).extra
    measure = "return" if id == "mds-return" else str(said.get("measure_of") or "")
    for activity in sorted(found):
        by_year = tuple(safest(found[activity][year]) for year in sorted(found[activity]))
        yield Series(side, area, id, measure, str(said.get("base") or ""), activity, by_year)


def _differences(series: Sequence[Series], rules: MirrorRules) -> Iterator[Difference]:
    for destination, origin in rules.compared:
        theirs = [each for each in series if each.side == "destination" and each.structure == destination]
        ours = [each for each in series if each.side == "origin" and each.structure == origin]
        alike = [(one, other) for one in theirs for other in ours if one.activity == other.activity]
        for one, other in alike or [(one, other) for one in theirs for other in ours]:
            for year in sorted({*one.years, *other.years}):
                yield _difference(one, other, year, rules)


def _difference(one: Series, other: Series, year: int, rules: MirrorRules) -> Difference:
    first, second = one.at(year), other.at(year)
    if any(each is not None and each.is_hidden for each in (first, second)):
        return Difference(year, one, other, None, None, "hidden")
    if first is None or second is None or first.value is None or second.value is None:
        return Difference(year, one, other, None, None, "missing")
    gap, larger = float(first.value - second.value), max(first.value, second.value)
    percent = 100 * gap / larger if larger else None
    is_large = abs(gap) * 100 > rules.beyond_percent * larger and abs(gap) > rules.from_persons
    return Difference(year, one, other, gap, percent, "", is_large)
