"""A projection as files (CSV, Parquet, SVG) and as one JSON document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.declarations.bundle import digest_of
from concord.intake.out import Meta, OutColumn, write_csv
from concord.labour_market import told
from concord.labour_market.inputs import Inputs
from concord.labour_market.projection import Projection, unit_of
from concord.labour_market.three_curves import Three
from concord.labour_market.tornado import Tornado
from concord.mds.citation import known_sources, licences, source_line
from concord.vocabulary.provenance import sources

if TYPE_CHECKING:
    from concord.client.figures import Basis

NAMES = ("p2_5", "p10", "p50", "p90", "p97_5")
COLUMNS = (
    *(OutColumn(name) for name in ("area", "occupation", "measure", "unit")), OutColumn("year", kind="integer"),
    *(OutColumn(name, kind="decimal") for name in ("mean", "sd", *NAMES)), OutColumn("status"),
)  # fmt: skip
_WHOLE, _PARTS = {"year"}, {"value", "low", "high"}


def _columns(names: Sequence[str]) -> tuple[OutColumn, ...]:
    return tuple(
        OutColumn(name, kind="integer" if name in _WHOLE else "decimal" if name in _PARTS else "text") for name in names
    )


CURVES, GAPS = _columns(told.CURVE_COLUMNS), _columns(told.GAP_COLUMNS)
BARS = ("area", "occupation", "year", "of", "quantity", "low_value", "high_value", "low", "high")


def rows(found: Projection) -> list[dict[str, Any]]:
    """Every curve, and every corridor, a row a year."""
    out = []
    for each in found.curves:
        for at, year in enumerate(found.years):
            quantiles = dict(zip(NAMES, each.quantiles[at], strict=True))
            out.append({
                "area": each.area, "occupation": each.occupation, "measure": each.measure, "unit": each.unit,
                "year": year, "mean": each.mean[at], "sd": each.sd[at], **quantiles, "status": found.status,
            })  # fmt: skip
    for pair in found.corridors:
        for at, year in enumerate(found.years[1:]):
            quantiles = dict(zip(NAMES, pair.quantiles[at], strict=True))
            said = {"area": pair.origin, "occupation": pair.occupation, "measure": f"moved-to-{pair.destination}"}
            out.append({**said, "unit": "persons", "year": year, "mean": pair.mean[at], "sd": None, **quantiles,
                        "status": found.status})  # fmt: skip
    return out


def curves(sides: Sequence[Three]) -> list[dict[str, Any]]:
    """Need by threshold, demand and supply of doctors, nurses and midwives together, a row a year."""
    return [row for each in sides for row in told.curve_rows(
        each.area, need=each.need, demand=each.demand, supply=each.supply)]  # fmt: skip


def gaps(sides: Sequence[Three]) -> list[dict[str, Any]]:
    """What lies between them, a row a year."""
    return [row for each in sides for row in told.gap_rows(each.area, each.gaps)]


def assumptions(found: Projection) -> list[dict[str, Any]]:
    """Every quantity as it went in."""
    return [{**asdict(each), "unit": unit_of(each.quantity)} for each in found.used]


def write(
    out: Path,
    found: Projection,
    base: Projection,
    storms: Sequence[Tornado],
    inputs: Sequence[Inputs],
    sides: Sequence[Three] = (),
    *,
    language: str,
) -> list[Path]:
    """Write all files; each comes into place whole, and none before all are made. Without curves there is no file."""
    above = _meta(found)
    made: dict[str, bytes] = {
        "projection.csv": _csv(COLUMNS, rows(found), above),
        "projection.parquet": _parquet(rows(found)),
        "assumptions.csv": _csv(tuple(assumptions(found)[0]), assumptions(found), above),
        "tornado.csv": _csv(BARS, _bars(storms), above),
    }
    if sides:
        made |= {"curves.csv": _csv(CURVES, curves(sides), above), "gaps.csv": _csv(GAPS, gaps(sides), above)}
    made |= {f"chart-{area}-{o}.svg": svg.encode() for (area, o), svg in _charts(found, base, inputs, language).items()}
    out.mkdir(parents=True, exist_ok=True)
    parts = []
    for name, content in made.items():
        part = out / f".{name}.part"
        part.write_bytes(content)
        parts.append((part, out / name))
    for part, whole in parts:
        part.replace(whole)
    return [whole for _, whole in parts]


def as_json(
    found: Projection, storms: Sequence[Tornado], written: Sequence[Path], basis: Basis, sides: Sequence[Three] = ()
) -> dict[str, Any]:
    """The document that scripts read."""
    return {
        "quantiles": rows(found),
        "curves": curves(sides),
        "gaps": gaps(sides),
        "threshold": sides[0].threshold if sides else None,
        "files": [{"path": str(path), "sha256": digest_of(path)} for path in written],
        "method": found.method,
        "version": found.version,
        "status": found.status,
        "seed": found.seed,
        "draws": found.draws,
        "scenario": found.plan,
        "assumptions": assumptions(found),
        "fits": [asdict(each) for each in found.fits],
        "tornado": [{**asdict(each), "bars": [asdict(bar) for bar in each.bars]} for each in storms],
        "notes": [asdict(each) for each in found.notes],
        "inputs": [asdict(each) for each in found.inputs],
        "basis": {"kind": basis.kind, "release": basis.release, "folder": basis.folder},
    }


def _bars(storms: Sequence[Tornado]) -> list[dict[str, Any]]:
    return [
        {"area": each.area, "occupation": each.occupation, "year": each.year, "of": bar.area, "quantity": bar.quantity,
         "low_value": bar.low_value, "high_value": bar.high_value, "low": bar.low, "high": bar.high}
        for each in storms for bar in each.bars
    ]  # fmt: skip


def sources_of(found: Projection) -> tuple[str, ...]:
    """Ids of the declared sources of what went in as data."""
    known = sources()
    return tuple(dict.fromkeys(each.source for each in found.used if each.source in known))


def told_of(found: Projection) -> tuple[str, ...]:
    """What made a projection, a line each, so that a file can be made again."""
    inputs = "; ".join(f"{each.id} {each.digest}" for each in found.inputs)
    return (
        f"method: {found.method} {found.version}", f"seed: {found.seed}; draws: {found.draws}",
        f"scenario: {found.plan or '-'}", f"inputs: {inputs}",
    )  # fmt: skip


def _meta(found: Projection) -> Meta:
    ids = sources_of(found)
    return Meta(
        title="Projection of health personnel: an exercise, not a forecast",
        source="; ".join(source_line(each) for each in known_sources(ids)), licence=licences(ids), notes=told_of(found),
    )  # fmt: skip


def _csv(columns: Sequence[str | OutColumn], held: Sequence[dict[str, Any]], above: Meta) -> bytes:
    stream = io.BytesIO()
    write_csv(stream, columns, held, above)
    return stream.getvalue()


def _parquet(held: Sequence[dict[str, Any]]) -> bytes:
    import polars as pl

    target = io.BytesIO()
    pl.DataFrame(held, schema_overrides={"sd": pl.Float64}).write_parquet(target)
    return target.getvalue()


def _charts(found: Projection, base: Projection, inputs: Sequence[Inputs], language: str) -> dict[tuple[str, str], str]:
    from concord.documents.figures import Style
    from concord.reporting.projection_chart import chart

    style = Style.print(language)
    series = {(each.area, each.occupation): each.history for each in inputs}
    return {
        (area, occupation): chart(
            base, area, occupation, style=style, seen=series.get((area, occupation), ()),
            scenario=found if found.plan else None,
        ).svg
        for area, occupation in found.pairs
    }  # fmt: skip
