"""One run of ``concord estimate flows``: files in, one file and its figures out; a hard finding writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from concord.declarations.messages import said
from concord.errors import Invalid, Refusal
from concord.findings import Finding, Findings, Place
from concord.findings import as_json as finding_json
from concord.flows import reading
from concord.flows.assembling import Absent, given
from concord.flows.declared import declared
from concord.flows.declared import method as method_of
from concord.flows.estimate import estimate
from concord.flows.result import Flows
from concord.flows.side_by_side import SideBySide, side_by_side
from concord.intake import write_csv

STEPS = 9
#: What is wrong with the call rather than with the tables.
OF_THE_CALL = frozenset({"flows.estimate.weight"})
COLUMNS = ("origin", "destination", "flow", "low", "high", "method", "status")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is about; see :func:`concord.flows.assembling.given`."""

    start: Path
    end: Path
    births: Path | None = None
    deaths: Path | None = None
    population: Path | None = None
    years: tuple[str | None, str | None] = (None, None)
    absent: Absent = "zero"
    reading: str = "people"
    total: float | None = None
    weight: float | None = None
    compatible: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of it; ``flows`` is None where something hard was found."""

    method: str
    flows: Flows | None
    beside: SideBySide | None
    file: Path | None
    findings: Findings
    digests: Mapping[str, str]


def run(asked: Asked, method: str, *, out: Path, advance: Callable[[int], None] = lambda _: None) -> Ran:
    """Read, estimate by all methods the tables allow, write the one that was asked for.

    Raises:
        NotFound: A file, or the method.
        Invalid: The method cannot be used with these tables.
    """
    chosen = method_of(method)
    if asked.reading not in declared().readings:
        raise Invalid("flows.run.reading", params={"said": asked.reading, "known": ", ".join(declared().readings)})
    start = reading.stocks(asked.start)
    end = start if asked.end == asked.start else reading.stocks(asked.end)
    years = asked.years
    population = None
    if asked.population is not None:
        sums = reading.sums(asked.population, "population")
        population = (sums, *_population_years(sums, start, end, years))
    got = given(
        start, end,
        births=reading.sums(asked.births, "births") if asked.births else None,
        deaths=reading.sums(asked.deaths, "deaths") if asked.deaths else None,
        population=population, years=years, absent=asked.absent, reading=asked.reading,
    )  # fmt: skip
    advance(1)
    if got.account is None:
        return Ran(chosen.id, None, None, None, got.findings, got.digests)
    try:
        flows = estimate(
            got.account,
            chosen.id,
            total=asked.total,
            weight=asked.weight,
            reference_compatible=asked.compatible,
        )
    except Invalid as refusal:
        if refusal.code in OF_THE_CALL:
            raise
        return Ran(chosen.id, None, None, None, _stopped(got.findings, refusal, asked.start.name), got.digests)
    advance(1)
    beside = side_by_side(got.account, total=asked.total, weight=asked.weight, advance=advance)
    _write(out, flows, beside)
    return Ran(chosen.id, flows, beside, out, got.findings + flows.findings, got.digests)


def _stopped(findings: Findings, refusal: Refusal, file: str) -> Findings:
    """Why the figures could not be used, as findings: at the rows that are not known where there are such."""
    rows = [replace(each, level="hard") for each in findings if each.code == "flows.table.unknown"]
    others = [each for each in findings if each.code != "flows.table.unknown"]
    if refusal.code != "flows.account.gaps" or not rows:
        others.append(Finding(refusal.code, "hard", Place(file), refusal.params))
        rows = [each for each in findings if each.code == "flows.table.unknown"]
    return Findings((*rows, *others))


def _write(out: Path, flows: Flows, beside: SideBySide) -> None:
    """Whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with unfinished.open("wb") as stream:
            write_csv(stream, COLUMNS, rows(flows, beside))
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def _population_years(
    sums: reading.Read, start: reading.Read, end: reading.Read, years: tuple[str | None, str | None]
) -> tuple[str, str]:
    """The populations' years: those of the stocks where they are named, else the file's first and last."""
    same = start is end
    first = years[0] or (start.years[0] if len(start.years) == 1 or same else "")
    last = years[1] or (end.years[-1] if len(end.years) == 1 or same else "")
    if first in sums.years and last in sums.years and (first or last):
        return first, last
    return sums.years[0] if sums.years else "", sums.years[-1] if sums.years else ""


def rows(flows: Flows, beside: SideBySide) -> Iterator[list[object]]:
    """A row for each pair of two places; the range is that of all methods, this one among them."""
    import numpy as np

    low, high = np.minimum(beside.low, flows.low), np.maximum(beside.high, flows.high)
    for i, origin in enumerate(flows.areas):
        for j, destination in enumerate(flows.areas):
            if i != j:
                figure = float(flows.flow[i, j])
                shown = None if figure != figure else figure
                yield [origin, destination, shown, float(low[i, j]), float(high[i, j]), flows.method, flows.status]


def as_json(ran: Ran, language: str = "en") -> dict[str, Any]:
    """What a script is told."""
    data: dict[str, Any] = {
        "method": ran.method, "total": None, "margins_error": None, "file": None, "range": None,
        "findings": [finding_json(each, language) for each in ran.findings.capped()[0]],
    }  # fmt: skip
    if ran.flows is None or ran.beside is None:
        return data
    low, high = ran.beside.range
    own = ran.flows.range
    refused = {id: _refusal(each, language) for id, each in ran.beside.refused.items()}
    return {
        **data,
        "total": ran.flows.total,
        "margins_error": ran.flows.margins_error,
        "file": str(ran.file),
        "range": {
            "low": min(low, own[0]), "high": max(high, own[1]), "own": list(own), "methods": ran.beside.totals,
            "refused": refused,
        },
        "status": ran.flows.status,
        "version": ran.flows.version,
        "parameters": dict(ran.flows.parameters),
        "reference_compatible": ran.flows.compatible,
        "returning": _sum(ran.flows.returning), "departing": _sum(ran.flows.departing),
        "onward": _sum(ran.flows.onward),
        "inputs": {"account": ran.flows.inputs, "files": dict(ran.digests)},
    }  # fmt: skip


def _sum(values: Any) -> float | None:
    total = float(values.sum())
    return None if total != total else total


def _refusal(refusal: Refusal, language: str) -> dict[str, str]:
    return {"code": refusal.code, "message": said(refusal, language).message}
