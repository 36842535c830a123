"""Mirror ratios: what a destination counts coming in against what the origin counts going out, corridor by corridor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from concord.indicators.counting import Key, Row, gravest, missing, ref, rows_of, wanted, with_silent
from concord.indicators.model import Facts, Indicator, Result

#: Whose corridors are taken together: column of a corridor by what ``params.by`` says.
SIDES: Final[tuple[str, ...]] = ("destination", "origin")


@dataclass(frozen=True, slots=True)
class Corridor:
    """One movement of one year as both of its countries count it; both figures are published."""

    origin: str
    destination: str
    year: int
    occupation: str
    came: int
    went: int
    rows: tuple[Row, Row]

    @property
    def ratio(self) -> float | None:
        """Persons the destination counts for each one the origin counts; None where the origin counts nobody."""
        return self.came / self.went if self.went else None


def corridors(facts: Facts, indicator: Indicator) -> tuple[Corridor, ...]:
    """Every corridor and year in which both the inflow by training and the outflow are published, in order of codes.

    Hidden rows are left out: no ratio is told where one side is hidden.
    """
    went = _pairs(facts, indicator, "mds-outflow", "destination")
    came = _pairs(facts, indicator, "mds-inflow-by-training", "origin")
    found = []
    for (destination, origin, year, occupation), arrived in sorted(came.items()):
        left = went.get((origin, destination, year, occupation))
        if left is not None:
            counts = arrived["headcount"], left["headcount"]
            found.append(Corridor(origin, destination, year, occupation, *counts, (arrived, left)))
    return tuple(found)


def _pairs(facts: Facts, indicator: Indicator, structure: str, partner: str) -> dict[tuple[str, str, int, str], Row]:
    frame = wanted(facts.frame(structure), indicator)
    return {
        (row["area"], row[partner], row["year"], row["occupation"]): row
        for row in rows_of(frame)
        if row["row_kind"] == "origin" and row["headcount"] is not None and row[partner] not in (None, row["area"])
    }


def mirror_ratio(indicator: Indicator, facts: Facts) -> list[Result]:
    """Persons counted coming in for each one counted going out, over the corridors that both sides publish.

    For the destination or the origin (``params.by``). The range goes from the least to the greatest corridor; no
    greatest is told where somebody came through a corridor of which the origin counts nobody leaving.

    Source: Code, articles 6.4 and 7.1; comparison of the two tables of the minimum data set.
    """
    grouped: dict[Key, list[Corridor]] = {}
    for each in corridors(facts, indicator):
        grouped.setdefault((getattr(each, indicator.params["by"]), each.year, each.occupation), []).append(each)
    results = [_ratio(indicator, key, group) for key, group in sorted(grouped.items())]
    return with_silent(results, facts, indicator, "both-sides")


def _ratio(indicator: Indicator, key: Key, group: Iterable[Corridor]) -> Result:
    pairs = list(group)
    came, went = sum(each.came for each in pairs), sum(each.went for each in pairs)
    rows = [row for each in pairs for row in each.rows]
    refs = tuple(map(ref, rows))
    parts = {"came": came, "went": went, "corridors": len(pairs)}
    if not went:
        return missing(indicator, key, "nobody-left", parts=parts, rows=refs)
    ratios = [each.ratio for each in pairs if each.ratio is not None]
    is_open = any(each.came and not each.went for each in pairs)
    return Result(
        indicator.id, *key[:2], came / went, indicator.unit, gravest(rows), key[2], parts=parts, rows=refs,
        low=min(ratios), high=None if is_open else max(ratios),
    )  # fmt: skip
