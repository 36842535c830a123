"""Curves, gaps and analyses as plain rows: what files and programs are given, every value with its range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from concord.labour_market.analysis_model import Analysis, Figure, Pair, Row
from concord.labour_market.analysis_moves import Moves
from concord.labour_market.curves import Curve, Range
from concord.labour_market.gaps import Gaps

CURVE_COLUMNS = ("area", "kind", "id", "occupations", "year", "value", "low", "high", "status", "method", "version")
GAP_COLUMNS = (
    "area", "kind", "threshold", "year", "value", "low", "high", "sign", "status", "method", "version",
)  # fmt: skip
#: Gaps that are the same whatever the threshold.
WITHOUT_THRESHOLD = frozenset({"vacant"})


def curve_rows(
    area: str, *, need: Mapping[str, Curve], demand: Curve | None, supply: Curve | None
) -> Iterator[dict[str, Any]]:
    """A row for each curve and year, in persons; ``id`` is the threshold of a need, else empty."""
    named = [*need.items(), *(("", each) for each in (demand, supply) if each is not None)]
    for id, curve in named:
        for year in curve.years:
            yield {
                "area": area, "kind": curve.kind, "id": id, "occupations": " ".join(curve.occupations), "year": year,
                **_ends(curve.points[year]), "status": curve.standing, "method": curve.method,
                "version": curve.version,
            }  # fmt: skip


def gap_rows(area: str, gaps: Mapping[str, Gaps]) -> Iterator[dict[str, Any]]:
    """A row for each gap and year: ``unmet`` need, ``vacant`` (demand less supply), ``unfunded`` need."""
    for at, (threshold, found) in enumerate(gaps.items()):
        for kind in ("unmet", "vacant", "unfunded"):
            if at and kind in WITHOUT_THRESHOLD:
                continue
            id = "" if kind in WITHOUT_THRESHOLD else threshold
            for each in getattr(found, kind):
                yield {
                    "area": area, "kind": kind, "threshold": id, "year": each.year, **_ends(each.distance),
                    "sign": each.sign, "status": "estimated", "method": found.method, "version": found.version,
                }  # fmt: skip


def analysis(found: Analysis) -> dict[str, Any]:
    """A whole analysis: steps with their figures, curves, gaps, what is missing, priorities, inputs."""
    projection = found.projection
    return {
        "area": found.area, "as_of": found.as_of.isoformat(), "base": found.base, "horizon": found.horizon,
        "threshold": found.threshold, "listed": found.listed, "income_group": found.income_group,
        "method": found.method, "version": found.version, "status": found.status, "seed": found.seed,
        "draws": projection.draws if projection else None, "scenario": projection.plan if projection else "",
        "steps": [
            {"id": each.id, "figures": [_figure(one) for one in each.figures], "answered": list(each.answered),
             "missing": list(each.missing)}
            for each in found.steps
        ],
        "curves": list(curve_rows(found.area, need=found.need, demand=found.demand, supply=found.supply)),
        "gaps": list(gap_rows(found.area, found.gaps)),
        "origins": [_pair(each) for each in found.origins],
        "destinations": [_pair(each) for each in found.destinations],
        "moves": _moves(found.moves),
        "both": asdict(found.both) if found.both else None,
        "hiring": [asdict(each) for each in found.hiring],
        "priorities": [{"id": each.id, "figures": list(each.figures)} for each in found.priorities],
        "missing": list(found.missing),
        "assumptions": list(found.assumptions),
        "inputs": [asdict(each) for each in found.inputs],
    }  # fmt: skip


def _figure(found: Figure) -> dict[str, Any]:
    return {
        "id": found.id, **_ends(found.range), "unit": found.unit, "year": found.year, "status": found.standing,
        "at_least": found.at_least, "rows": [_row(each) for each in found.rows],
    }  # fmt: skip


def _pair(found: Pair) -> dict[str, Any]:
    return {
        "origin": found.origin, "destination": found.destination, "year": found.year, "persons": found.persons,
        **_row(found.row),
    }  # fmt: skip


def _moves(found: Moves | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "who": "people of all occupations", "first": found.first, "last": found.last, "methods": found.methods,
        "method": found.method, "version": found.version, "status": "estimated", "out": _ends(found.out),
        "into": _ends(found.into), "sources": list(found.sources),
        "destinations": [{"area": each.partner, **_ends(each.range)} for each in found.to],
        "origins": [{"area": each.partner, **_ends(each.range)} for each in found.of],
    }  # fmt: skip


def _row(found: Row) -> dict[str, Any]:
    return {"source": found.source, "file": found.file, "row": found.row}


def _ends(found: Range) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}
