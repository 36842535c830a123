"""Estimates as plain values: the same runs as the pages show, with what every estimate says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from math import isnan
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.client.project_files import assumptions, rows, sources_of
from concord.flows.declared import declared as flows_declared
from concord.flows.declared import methods as flow_methods
from concord.flows.people import periods
from concord.labour_market import told
from concord.labour_market.scenarios import scenarios
from concord.mds.citation import licences
from concord.vocabulary.provenance import sources
from concord_site.evidence.facts import newest_release
from concord_site.public import catalogue
from concord_site.public.flowing import held as flowing
from concord_site.public.projecting import held as projecting

if TYPE_CHECKING:
    from concord.labour_market.analysis_model import Analysis
    from concord.labour_market.asked import Asked

PEOPLE = "people of all occupations, by place of birth"


def common(title: str, address: str, ids: Iterable[str], range: Mapping[str, Any]) -> dict[str, Any]:
    """What every estimate says of itself, but for its method."""
    known = tuple(dict.fromkeys(ids))
    return {
        "status": "estimated", "range": dict(range), "release": newest_release(), "sources": list(known),
        "licence": licences(known), "citation": f"{title}. Concord. {catalogue.origin()}{address}",
        "note": _("Nobody has counted these: each names its method, its assumptions and its range."),
    }  # fmt: skip


# ---- flows -----------------------------------------------------------------------------------------------------------
def flow_periods(base: str) -> list[dict[str, Any]]:
    """The periods that are held, the newest first, with the methods."""
    methods = [
        {"id": each.id, "version": each.version, "title": each.title, "formula": each.formula,
         "assumptions": list(each.assumptions), "limits": each.limits, "source": each.source}
        for each in flow_methods()
    ]  # fmt: skip
    return [
        {"id": period, "places": found.account.size, "inputs": found.account.digest, "left_out": list(found.left_out),
         "address": f"{base}/{period}", "methods": methods}
        for period in reversed(periods())
        for found in (flowing.of(period),)
    ]  # fmt: skip


def flows(period: str, origin: str, destination: str, *, limit: int, offset: int) -> dict[str, Any]:
    """Corridors of a period, all or those of an origin, of a destination, or of both.

    Raises:
        NotFound: ``flows.people.period``.
    """
    found = flowing.of(period)
    beside = flowing.told(period)
    here = beside.areas
    pairs = [
        (a, b) for a in ([origin] if origin else here) for b in ([destination] if destination else here)
        if a != b and a in here and b in here
    ]  # fmt: skip
    low, high = beside.range
    title = _("Flows between countries, estimates")
    about = {
        "low": round(low, 1),
        "high": round(high, 1),
        "about": "All moves of the period by all methods, in persons.",
    }
    return {
        **common(title, reverse("public:flows"), found.sources, about),
        "method": "side-by-side", "version": flows_declared().version, "seed": None,
        "inputs": [{"id": f"flows/people {period}", "digest": found.account.digest, "version": ""}],
        "period": period, "who": PEOPLE,
        "totals": [
            {"method": id, "total": _round(each.total), "low": round(each.range[0], 1), "high": round(each.range[1], 1),
             "margins_error": each.margins_error}
            for id, each in beside.flows.items()
        ],
        "items": [_corridor(beside.between(*pair), *pair) for pair in pairs[offset : offset + limit]],
        "count": len(pairs), "limit": limit, "offset": offset,
    }  # fmt: skip


def _corridor(told: Mapping[str, tuple[float, float, float]], origin: str, destination: str) -> dict[str, Any]:
    return {
        "origin": origin, "destination": destination,
        "low": round(min(low for low, _, _ in told.values()), 1),
        "high": round(max(high for _, _, high in told.values()), 1),
        "by_method": [
            {"method": id, "flow": _round(flow), "low": round(low, 1), "high": round(high, 1)}
            for id, (low, flow, high) in told.items()
        ],
    }  # fmt: skip


def _round(value: float | None) -> float | None:
    return None if value is None or isnan(value) else round(value, 1)


# ---- projections -----------------------------------------------------------------------------------------------------
def declared_scenarios(language: str) -> list[dict[str, Any]]:
    """What can be tried."""
    return [
        {"id": each.id, "title": each.title.best(language).text, "about": each.about.best(language).text,
         "adds": each.adds, "parameters": [
             {"id": one.id, "title": one.title.best(language).text, "unit": one.unit, "default": one.default,
              "low": one.low, "high": one.high} for one in each.parameters]}
        for each in scenarios().values()
    ]  # fmt: skip


def offered() -> list[dict[str, Any]]:
    """Countries of which a stock is known that is not too old."""
    return [{"area": area, "occupations": list(codes)} for area, codes in projecting.offered().items()]


def projection(asked: Asked, measures: frozenset[str]) -> dict[str, Any]:
    """Every year of the measures that are asked for; of all where none is."""
    found = projecting.ran(asked)
    address = f"{reverse('public:projection')}?{asked.query()}"
    low, high = found.curve(asked.areas[0], asked.occupation).range(80)[-1]
    about = {"low": low, "high": high, "about": f"Persons at work in {asked.areas[0]} in {asked.to}: 80 of 100 draws."}
    return {
        **common(_("Projection of health personnel"), address, sources_of(found), about),
        "method": found.method, "version": found.version, "seed": found.seed,
        "inputs": [asdict(each) for each in found.inputs],
        "areas": list(asked.areas), "occupation": asked.occupation, "first": asked.first, "to": asked.to,
        "scenario": found.plan, "draws": found.draws, "address": address,
        "rows": [row for row in rows(found) if not measures or row["measure"] in measures],
        "assumptions": assumptions(found), "notes": [asdict(each) for each in found.notes],
    }  # fmt: skip


# ---- labour market analyses ------------------------------------------------------------------------------------------
def analysis(found: Analysis, address: str) -> dict[str, Any]:
    """A whole analysis."""
    made = told.analysis(found)
    named = {row["source"] for step in made["steps"] for figure in step["figures"] for row in figure["rows"]}
    named |= {row["source"] for row in (*made["origins"], *made["destinations"])}
    unmet = next((row for row in made["gaps"] if (row["kind"], row["year"]) == ("unmet", found.base)), None)
    about = {
        "low": unmet["low"] if unmet else None, "high": unmet["high"] if unmet else None,
        "about": f"Persons missing to {found.threshold} in {found.base}; below zero: more than it asks for.",
    }  # fmt: skip
    made.pop("both")
    made.pop("hiring")
    return {
        **made,
        **common(_("Labour market analysis"), address, sorted(named & set(sources())), about),
        "address": address,
    }
