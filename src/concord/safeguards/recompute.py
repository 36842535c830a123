"""The criteria of an edition recomputed from facts and compared with the published list, which stays the authority.

Source: Code, article 5.1; criteria of the World Health Report 2006 and of the lists of 2020 and 2023.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from concord.safeguards.editions import Criterion, Edition
from concord.vocabulary.areas import member_states
from concord.vocabulary.structures import Table

#: Member States are known from the adoption of the Code; an older edition is judged over those of 2011.
FIRST_KNOWN_YEAR = 2011

Verdict = Literal["meets", "does-not-meet", "unknown"]


@dataclass(frozen=True, slots=True)
class Fact:
    """The newest known value for one criterion and area: the value, its year (of each part), and its rows."""

    value: float
    years: tuple[int, ...]
    rows: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One area against all criteria: a fact (or None) for each, and the verdict."""

    area: str
    facts: tuple[Fact | None, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Recomputed:
    """What the criteria give with facts up to a year.

    ``extra`` meet the criteria and are not on the list; ``missing`` are on it and do not meet them; ``unknown`` cannot
    be judged for lack of a fact (on the list or not).
    """

    edition: str
    until: int
    judged: Mapping[str, Judged]
    published: frozenset[str]

    def _of(self, verdict: Verdict) -> frozenset[str]:
        return frozenset(area for area, each in self.judged.items() if each.verdict == verdict)

    @property
    def areas(self) -> frozenset[str]:
        """Areas that meet every criterion."""
        return self._of("meets")

    @property
    def extra(self) -> frozenset[str]:
        """Areas that meet the criteria and are not listed."""
        return self.areas - self.published

    @property
    def missing(self) -> frozenset[str]:
        """Listed areas that do not meet the criteria with these facts."""
        return self._of("does-not-meet") & self.published

    @property
    def unknown(self) -> frozenset[str]:
        """Areas that cannot be judged."""
        return self._of("unknown")

    @property
    def criteria(self) -> dict[str, int]:
        """How many areas were judged, and with what verdict."""
        return {verdict: len(self._of(verdict)) for verdict in ("meets", "does-not-meet", "unknown")}


def recompute(edition: Edition, density: Table, uhc_index: Table, *, until: int) -> Recomputed:
    """Judge every Member State by an edition's criteria with the newest facts no later than a year.

    Args:
        edition: The published edition and its criteria.
        density: Structure ``density``: published densities per 10 000; parts of a sum are added where all are known.
        uhc_index: Structure ``uhc-index``.
        until: The last year whose facts count.
    """
    newest = {"density": _newest(density, "per_10k", until), "uhc-index": _newest(uhc_index, "index_0_100", until)}
    states = [each.code for each in member_states(max(until, FIRST_KNOWN_YEAR))]
    judged = {area: _judged(area, edition.criteria, newest) for area in states}
    return Recomputed(edition.id, until, judged, edition.areas)


def _newest(table: Table, measure: str, until: int) -> dict[tuple[str, str], Fact]:
    newest: dict[tuple[str, str], tuple[int, Fact]] = {}
    for row in table.frame.iter_rows(named=True):
        key = (row["area"], row.get("occupation") or "")
        if row[measure] is None or row["year"] > until or newest.get(key, (0,))[0] >= row["year"]:
            continue
        ref = (row["source"], row["source_file"], row["source_row"])
        newest[key] = (row["year"], Fact(row[measure], (row["year"],), (ref,)))
    return {key: fact for key, (_, fact) in newest.items()}


def _judged(area: str, criteria: Iterable[Criterion], newest: Mapping[str, Mapping[tuple[str, str], Fact]]) -> Judged:
    listed = tuple(criteria)
    facts = tuple(_fact(newest[each.measure], area, each) for each in listed)
    met = [None if fact is None else each.is_met(fact.value) for each, fact in zip(listed, facts, strict=True)]
    verdict: Verdict = "does-not-meet" if False in met else "unknown" if None in met else "meets"
    return Judged(area, facts, verdict)


def _fact(newest: Mapping[tuple[str, str], Fact], area: str, criterion: Criterion) -> Fact | None:
    """The value for a criterion: as published for the whole, else the sum of its parts where all are known."""
    whole = newest.get((area, criterion.occupation))
    if whole is not None or not criterion.occupation:
        return whole
    parts = [fact for (of, occupation), fact in newest.items() if of == area and _is_part(occupation, criterion)]
    covered = sorted(
        group for (of, o), _ in newest.items() if of == area and _is_part(o, criterion) for group in o.split("_")
    )
    if covered != sorted(criterion.occupation.split("_")):
        return None
    return Fact(
        sum(part.value for part in parts),
        tuple(sorted({year for part in parts for year in part.years})),
        tuple(row for part in parts for row in part.rows),
    )


def _is_part(occupation: str, criterion: Criterion) -> bool:
    return set(occupation.split("_")) <= set(criterion.occupation.split("_"))
