"""What was read of files put together to an account, with everything that stands in the way or should be known.

A pair that no row names is what the caller says: zero, as the publishers of bilateral stocks leave zeros out, or not
known. Natives are in the tables, or what is left of populations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from concord.findings import Finding, Findings, Place
from concord.flows.accounts import Account, account

if TYPE_CHECKING:
    from concord.flows.accounts import Numbers
    from concord.flows.reading import Read

Absent = Literal["zero", "unknown"]
NAMED = 10


@dataclass(frozen=True)
class Given:
    """The account in a set of files; None where something hard stands in the way."""

    account: Account | None
    findings: Findings
    digests: Mapping[str, str] = field(default_factory=dict)


def given(
    start: Read,
    end: Read,
    *,
    births: Read | None = None,
    deaths: Read | None = None,
    population: tuple[Read, str, str] | None = None,
    years: tuple[str | None, str | None] = (None, None),
    absent: Absent = "zero",
    reading: str = "people",
) -> Given:
    """An account from what was read.

    Args:
        births, deaths: One figure per area; the whole period's.
        population: Of both dates, with its years; natives are what is left of it.
        years: Which year of a file with several is the start, and the end.
        absent: What a pair is that no row names.
    """
    told: list[Finding] = [*start.findings, *end.findings]
    for other in (births, deaths, population[0] if population else None):
        told += other.findings if other else ()
    first, last = _year(start, end, years, told)
    if any(each.level == "hard" for each in told):
        return Given(None, Findings(told))
    tables = start.of(first), end.of(last)
    areas = tuple(sorted({area for table in tables for key in table for area in key}))
    native = _natives(tables, areas, population is not None, told)
    matrices = [_matrix(table, areas, absent) for table in tables]
    _say_absent(tables, areas, absent, start.file, told)
    extra = {name: _vector(read, areas, name, told) for name, read in (("births", births), ("deaths", deaths))}
    if population is not None:
        native = _fill(matrices, population, areas, told)
    if any(each.level == "hard" for each in told):
        return Given(None, Findings(told))
    made = account(
        areas, matrices[0], matrices[1], births=extra["births"], deaths=extra["deaths"],
        reading=reading, period=(first, last), native_known=native,
    )  # fmt: skip
    digests = {each.file: each.digest for each in (start, end, births, deaths) if each is not None}
    return Given(made, Findings(told), digests)


def _year(start: Read, end: Read, years: tuple[str | None, str | None], told: list[Finding]) -> tuple[str, str]:
    """The year of each table: the one said, the only one, or both of a file that has two."""
    same = start.digest == end.digest and len(start.years) == 2
    chosen = []
    for read, said, place in ((start, years[0], 0), (end, years[1], -1)):
        if said is not None and said in read.years:
            chosen.append(said)
        elif said is None and (len(read.years) == 1 or same):
            chosen.append(read.years[place])
        elif read.years:
            params = {"said": said or "", "years": ", ".join(read.years[:12])}
            told.append(Finding("flows.table.year", "hard", Place(read.file), params))
            chosen.append("")
        else:
            told.append(Finding("flows.table.empty", "hard", Place(read.file)))
            chosen.append("")
    if all(chosen) and not chosen[0] < chosen[1]:
        told.append(Finding("flows.table.order", "hard", Place(end.file), {"start": chosen[0], "end": chosen[1]}))
    return chosen[0], chosen[1]


def _natives(
    tables: Sequence[Mapping[tuple[str, ...], float]], areas: Sequence[str], come: bool, told: list[Finding]
) -> bool:
    """Whether the diagonal is known: wholly, or not at all; half of it is a mistake."""
    missing = [area for area in areas if any((area, area) not in table for table in tables)]
    if not missing or come:
        return True
    if len(missing) < len(areas) and any((area, area) in table for table in tables for area in areas):
        params = {"areas": ", ".join(missing[:NAMED]), "count": len(missing)}
        told.append(Finding("flows.table.natives", "soft", params=params))
    return False


def _matrix(table: Mapping[tuple[str, ...], float], areas: Sequence[str], absent: Absent) -> Numbers:
    at = {area: index for index, area in enumerate(areas)}
    made = np.full((len(areas), len(areas)), 0.0 if absent == "zero" else np.nan)
    for (origin, residence), value in table.items():
        made[at[origin], at[residence]] = value
    for area in areas:
        if (area, area) not in table:
            made[at[area], at[area]] = np.nan
    return made


def _say_absent(
    tables: Sequence[Mapping[tuple[str, ...], float]],
    areas: Sequence[str],
    absent: Absent,
    file: str,
    told: list[Finding],
) -> None:
    pairs = len(areas) * (len(areas) - 1)
    left_out = sum(pairs - sum(key[0] != key[1] for key in table) for table in tables)
    if left_out:
        told.append(Finding(f"flows.table.absent-{absent}", "note", Place(file), {"count": left_out}))


def _vector(read: Read | None, areas: Sequence[str], name: str, told: list[Finding]) -> Numbers | None:
    if read is None:
        return None
    if len(read.years) != 1:
        told.append(Finding("flows.table.year", "hard", Place(read.file), {"said": "", "years": ", ".join(read.years)}))
        return None
    return _by_area(read.of(read.years[0]), areas, read.file, name, told)


def _by_area(
    figures: Mapping[tuple[str, ...], float], areas: Sequence[str], file: str, name: str, told: list[Finding]
) -> Numbers:
    made = np.array([figures.get((area,), np.nan) for area in areas])
    missing = [area for area, value in zip(areas, made, strict=True) if np.isnan(value)]
    if missing:
        params = {"what": name, "areas": ", ".join(missing[:NAMED]), "count": len(missing)}
        told.append(Finding("flows.table.no-sum", "hard", Place(file), params))
    others = sorted(key[0] for key in figures if key[0] not in set(areas))
    if others:
        params = {"what": name, "areas": ", ".join(others[:NAMED]), "count": len(others)}
        told.append(Finding("flows.table.other-areas", "note", Place(file), params))
    return made


def _fill(
    matrices: Sequence[Numbers], population: tuple[Read, str, str], areas: Sequence[str], told: list[Finding]
) -> bool:
    """Natives as what is left of the population; more from elsewhere than everybody is a hard finding."""
    read, *years = population
    for matrix, year in zip(matrices, years, strict=True):
        everybody = _by_area(read.of(year), areas, read.file, "population", told)
        np.fill_diagonal(matrix, 0)
        native = everybody - matrix.sum(axis=0)
        for index in np.flatnonzero(native < 0).tolist():
            params = {"area": areas[index], "year": year, "more": round(float(-native[index]))}
            told.append(Finding("flows.table.above-population", "hard", Place(read.file), params))
        np.fill_diagonal(matrix, native)
    return True
