"""Shapes of estimates, as programs get them; what all of them say of themselves stands in :class:`Estimate`."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": values})


class InputOut(Schema):
    """Something that an estimate was made from."""

    id: str = Field(description="A declared file, a table, or the account of flows.")
    digest: str = Field(description="SHA-256 of its content.")
    version: str = Field("", description="The version it says of itself; empty where it says none.")


class EstimateRange(Schema):
    """A least and a most."""

    low: float | None = Field(description="The least; null where it cannot be told.")
    high: float | None = Field(description="The most; null where it cannot be told.")
    about: str = Field(description="What the range holds.")


_ESTIMATE: dict[str, Any] = {
    "method": "supply", "version": "1.0", "status": "estimated", "seed": 1,
    "range": {"low": 59100.0, "high": 88400.0, "about": "Persons at work in the last year, 80 of 100 draws."},
    "inputs": [{"id": "methods/supply.yaml", "digest": DIGEST, "version": ""}], "release": "2026.1",
    "sources": ["who-gho-hrh"], "licence": "CC BY-NC-SA 3.0 IGO", "citation": "Concord, release 2026.1.",
    "note": "Nobody has counted these: each names its method, its assumptions and its range.",
}  # fmt: skip


class Estimate(Schema):
    """What every estimate says of itself."""

    method: str = Field(description="Id of the declared method.")
    version: str = Field(description="Version of the method.")
    status: str = Field(description="Always `estimated`: nobody has counted it.")
    seed: int | None = Field(description="Of the draws; null where nothing was drawn.")
    range: EstimateRange = Field(description="The range of the whole.")
    inputs: list[InputOut] = Field(description="All that went in.")
    release: str = Field(description="The release its tables are of; empty for the facts that come with Concord.")
    sources: list[str] = Field(description="Ids of the declared sources.")
    licence: str = Field(description="Licences of the sources.")
    citation: str = Field(description="How it is cited.")
    note: str = Field(description="What a reader must be told beside any figure of it.")


# ---- flows -----------------------------------------------------------------------------------------------------------
class FlowMethodOut(Schema):
    """A way from stocks to flows."""

    id: str = Field(description="Names it in rows.")
    version: str = Field(description="Of the declarations.")
    title: str = Field(description="In English.")
    formula: str = Field(description="What it computes.")
    assumptions: list[str] = Field(description="What it takes for granted.")
    limits: str = Field(description="What it cannot say.")
    source: str = Field(description="Who published it.")


class PeriodOut(Schema):
    """A period between two tables of stocks."""

    model_config = _example(
        id="2005-2010", places=226, inputs=DIGEST, left_out=["CUW"], address="/api/v1/estimates/flows/2005-2010",
        methods=[{
            "id": "sd-drop-negative", "version": "1", "title": "Stock differencing", "formula": "max(0, end - start)",
            "assumptions": ["Falls are nothing."], "limits": "Deaths are falls.", "source": "Abel and Cohen 2019",
        }],
    )  # fmt: skip

    id: str = Field(description="First and last year.")
    places: int = Field(description="How many places it has.")
    inputs: str = Field(description="Digest of the account: both tables, births and deaths.")
    left_out: list[str] = Field(description="Places with stocks that are not in it.")
    address: str = Field(description="Where its flows are.")
    methods: list[FlowMethodOut] = Field(description="Methods that are run side by side.")


class FlowOut(Schema):
    """Moves of a period from one place to another by one method."""

    method: str = Field(description="Id of the method.")
    flow: float | None = Field(description="Persons; null where the method only bounds it.")
    low: float = Field(description="At the low end of what the method leaves open.")
    high: float = Field(description="At its high end.")


class CorridorOut(Schema):
    """Moves of a period from one place to another by all methods."""

    model_config = _example(
        origin="PHL", destination="USA", low=175000.0, high=560000.0,
        by_method=[{"method": "rate", "flow": 200000.0, "low": 200000.0, "high": 200000.0}],
    )  # fmt: skip

    origin: str = Field(description="Where they lived at the start (alpha-3).")
    destination: str = Field(description="Where they lived at the end.")
    low: float = Field(description="The least that any method says.")
    high: float = Field(description="The most that any method says.")
    by_method: list[FlowOut] = Field(description="In declared order.")


class TotalOut(Schema):
    """All moves of a period by one method."""

    method: str = Field(description="Id of the method.")
    total: float | None = Field(description="Persons; null where a pair is only bounded.")
    low: float = Field(description="At the low end of what the method leaves open.")
    high: float = Field(description="At its high end.")
    margins_error: float | None = Field(description="The worst closing identity, in persons; null where none is kept.")


class FlowsOut(Estimate):
    """Flows of a period: several methods side by side, and no single figure on top."""

    model_config = _example(
        **{**_ESTIMATE, "method": "side-by-side", "version": "1", "seed": None},
        period="2005-2010", who="people", totals=[
            {"method": "rate", "total": 34.0, "low": 34.0, "high": 34.0, "margins_error": None},
        ],
        items=[{"origin": "PHL", "destination": "USA", "low": 175000.0, "high": 560000.0,
                "by_method": [{"method": "rate", "flow": 200000.0, "low": 200000.0, "high": 200000.0}]}],
        count=1, limit=100, offset=0,
    )  # fmt: skip

    period: str = Field(description="First and last year.")
    who: str = Field(description="Who moves: people of all occupations, by place of birth.")
    totals: list[TotalOut] = Field(description="All moves by each method.")
    items: list[CorridorOut] = Field(description="Corridors, in order of origin and destination.")
    count: int = Field(description="How many corridors there are in all.")
    limit: int = Field(description="How many were asked for at most.")
    offset: int = Field(description="How many were left out from the beginning.")


# ---- projections -----------------------------------------------------------------------------------------------------
class ParameterOut(Schema):
    """What may be changed of a scenario."""

    id: str = Field(description="Names it.")
    title: str = Field(description="In the language asked for.")
    unit: str = Field(description="Of its value.")
    default: float = Field(description="Where nothing is said.")
    low: float = Field(description="The least it may be.")
    high: float = Field(description="The most it may be.")


class ScenarioOut(Schema):
    """A declared scenario."""

    model_config = _example(
        id="training", title="More training places", about="More graduates from a year on.", adds="",
        parameters=[
            {"id": "more", "title": "More graduates", "unit": "percent", "default": 20.0, "low": 0.0, "high": 100.0},
        ],
    )  # fmt: skip

    id: str = Field(description="As `s` names it.")
    title: str = Field(description="In the language asked for.")
    about: str = Field(description="What it does.")
    adds: str = Field(description="An occupation that it brings in; empty for none.")
    parameters: list[ParameterOut] = Field(description="In the order in which `s` gives their values.")


class OfferedOut(Schema):
    """A country that can be projected."""

    model_config = _example(area="KEN", occupations=["221", "222_322"])

    area: str = Field(description="Alpha-3.")
    occupations: list[str] = Field(description="Occupations with a published stock that is not too old.")


class YearOut(Schema):
    """One measure in one year: mean and quantiles of the draws."""

    area: str = Field(description="Alpha-3.")
    occupation: str = Field(description="Code.")
    measure: str = Field(description="`persons`, `fte`, `entered`, `emigrated` …; `moved-to-XXX` for a corridor.")
    unit: str = Field(description="`persons` or `fte`.")
    year: int = Field(description="A stock is at its end, a flow within it.")
    mean: float = Field(description="Of the draws.")
    sd: float | None = Field(description="Standard deviation of the draws; null for a corridor.")
    p2_5: float = Field(description="Low end of 95 of 100 draws.")
    p10: float = Field(description="Low end of 80 of 100 draws.")
    p50: float = Field(description="Median.")
    p90: float = Field(description="High end of 80 of 100 draws.")
    p97_5: float = Field(description="High end of 95 of 100 draws.")
    status: str = Field(description="Always `estimated`.")


class UsedOut(Schema):
    """A quantity as it went in."""

    area: str = Field(description="Alpha-3.")
    occupation: str = Field(description="Code.")
    quantity: str = Field(description="Id of the declared quantity, or `stock`.")
    kind: str = Field(description="`data` or `assumption`.")
    low: float = Field(description="The least.")
    central: float = Field(description="The middle.")
    high: float = Field(description="The most.")
    distribution: str = Field(description="Between them: `triangular`, `uniform` or `fixed`.")
    source: str = Field(description="Id of a declared source, or words.")
    reason: str = Field(description="Why this range was assumed.")
    at_least: bool = Field(description="Whether the data are known to leave part of it out.")
    year: int | None = Field(description="Reference year of data.")
    unit: str = Field(description="Of the three values.")


class NoteOut(Schema):
    """Something a reader must know of one country and occupation."""

    id: str = Field(description="Stable name.")
    area: str = Field(description="Alpha-3.")
    occupation: str = Field(description="Code.")
    year: int = Field(description="Of the stock.")


class ProjectionOut(Estimate):
    """Supply over the years as ranges: an exercise, never a forecast."""

    model_config = _example(
        **_ESTIMATE, areas=["DEU"], occupation="221", first=2021, to=2030, scenario="", draws=500,
        address="/en/data/projection/?area=DEU&occupation=221&from=2021&to=2030",
        rows=[
            {"area": "DEU", "occupation": "221", "measure": "persons", "unit": "persons", "year": 2030, "mean": 4.1e5,
             "sd": 2e4, "p2_5": 3.7e5, "p10": 3.8e5, "p50": 4.1e5, "p90": 4.4e5, "p97_5": 4.5e5,
             "status": "estimated"},
        ],
        assumptions=[], notes=[],
    )  # fmt: skip

    areas: list[str] = Field(description="The one a scenario is for first.")
    occupation: str = Field(description="Code.")
    first: int = Field(description="The year before the first projected one.")
    to: int = Field(description="The last year.")
    scenario: str = Field(description="As text; empty for none.")
    draws: int = Field(description="Of the Monte Carlo.")
    address: str = Field(description="The page that shows the same.")
    rows: list[YearOut] = Field(description="By country, occupation, measure and year.")
    assumptions: list[UsedOut] = Field(description="Every quantity with its range.")
    notes: list[NoteOut] = Field(description="What a reader must know.")


# ---- labour market analyses ------------------------------------------------------------------------------------------
class RowOut(Schema):
    """A row of a publisher's file."""

    source: str = Field(description="Id of the declared source.")
    file: str = Field(description="The publisher's file.")
    row: int = Field(description="The physical row, from 1.")


class FigureOut(Schema):
    """One figure of an analysis."""

    id: str = Field(description="Stable name.")
    value: float = Field(description="Its value.")
    low: float = Field(description="The least it may be; equal to the value where it was counted.")
    high: float = Field(description="The most it may be.")
    unit: str = Field(description="What it counts.")
    year: int | None = Field(description="Of which year.")
    status: str = Field(description="`normal` was counted, `estimated` worked out, `assumed` rests on an assumption.")
    at_least: bool = Field(description="Whether it is a sum from which something may be missing.")
    rows: list[RowOut] = Field(description="Where it was read.")


class StepOut(Schema):
    """One step of an analysis."""

    id: str = Field(description="`stock`, `education`, `movement` …")
    figures: list[FigureOut] = Field(description="What is known.")
    answered: list[str] = Field(description="Ids of the questions that are answered.")
    missing: list[str] = Field(description="Ids of the questions that nothing answers.")


class CurveYearOut(Schema):
    """One year of need, demand or supply, in persons."""

    area: str = Field(description="Alpha-3.")
    kind: str = Field(description="`need`, `demand` or `supply`.")
    id: str = Field(description="The threshold of a need; else empty.")
    occupations: str = Field(description="Whom it counts, separated by blanks.")
    year: int = Field(description="The year.")
    value: float = Field(description="Persons.")
    low: float = Field(description="The least.")
    high: float = Field(description="The most.")
    status: str = Field(description="`normal`, `estimated` or `assumed`.")
    method: str = Field(description="Id of its method.")
    version: str = Field(description="Version of its method.")


class GapOut(Schema):
    """What lies between two curves in one year, in persons."""

    area: str = Field(description="Alpha-3.")
    kind: str = Field(description="`unmet` need, `vacant` (demand less supply) or `unfunded` need.")
    threshold: str = Field(description="Of the need; empty for `vacant`.")
    year: int = Field(description="The year.")
    value: float = Field(description="Persons.")
    low: float = Field(description="The least.")
    high: float = Field(description="The most.")
    sign: str = Field(description="`above`, `below`, `equal`, or `unclear` where the range holds zero.")
    status: str = Field(description="Always `estimated`.")
    method: str = Field(description="Id of its method.")
    version: str = Field(description="Version of its method.")


class PairOut(RowOut):
    """Doctors trained in one country who work in another."""

    origin: str = Field(description="Where they were trained.")
    destination: str = Field(description="Where they work.")
    year: int = Field(description="Of the count.")
    persons: int = Field(description="Counted by the destination.")


class EndsOut(Schema):
    """A middle between a least and a most."""

    value: float = Field(description="The median of the methods.")
    low: float = Field(description="The least that any method says.")
    high: float = Field(description="The most that any method says.")


class PartnerOut(EndsOut):
    """Moves between the country and one other."""

    area: str = Field(description="Alpha-3 of the other.")


class MovesOut(Schema):
    """Estimated moves of people of all occupations; how many were health personnel is not known."""

    who: str = Field(description="Who moved.")
    first: int = Field(description="The year of the first table of stocks.")
    last: int = Field(description="The year of the second.")
    methods: int = Field(description="How many methods were run side by side.")
    method: str = Field(description="Id of what estimated them.")
    version: str = Field(description="Of the declarations.")
    status: str = Field(description="Always `estimated`.")
    out: EndsOut = Field(description="Persons who left, in the whole period.")
    into: EndsOut = Field(description="Persons who came, in the whole period.")
    sources: list[str] = Field(description="Ids of the declared sources.")
    destinations: list[PartnerOut] = Field(description="Where most went.")
    origins: list[PartnerOut] = Field(description="Where most came from.")


class PriorityOut(Schema):
    """Something to do first."""

    id: str = Field(description="Stable name.")
    figures: list[str] = Field(description="Ids of the figures that say so.")


class AnalysisOut(Estimate):
    """The labour market analysis of a country."""

    model_config = _example(
        **{**_ESTIMATE, "method": "labour-market-analysis", "version": "1"},
        area="KEN", as_of="2026-11-22", base=2023, horizon=2035, threshold="sdg-2016", listed="not-listed",
        income_group="LMC", draws=1000, scenario="", address="/en/analysis/labour-market/KEN/",
        steps=[{"id": "stock", "answered": ["doctors-now"], "missing": ["ages"], "figures": [
            {"id": "density-doctors", "value": 2.26, "low": 2.26, "high": 2.26, "unit": "per_10k", "year": 2021,
             "status": "normal", "at_least": False, "rows": []}]}],
        curves=[], gaps=[], origins=[], destinations=[], moves=None, priorities=[], missing=["ages"], assumptions=[],
    )  # fmt: skip

    area: str = Field(description="Alpha-3.")
    as_of: str = Field(description="Nothing later was used.")
    base: int = Field(description="The year of the newest population.")
    horizon: int = Field(description="The last year looked at.")
    threshold: str = Field(description="Id of the threshold by which gaps are told first; `own` for one of your own.")
    listed: str = Field(description="`listed` or `not-listed` on the safeguards list in force; empty: not known.")
    income_group: str = Field(description="Code of the income group.")
    draws: int | None = Field(description="Of the projection; null where none was run.")
    scenario: str = Field(description="Of the projection, as text.")
    address: str = Field(description="The page that shows the same.")
    steps: list[StepOut] = Field(description="In declared order.")
    curves: list[CurveYearOut] = Field(description="Need by threshold, demand, supply.")
    gaps: list[GapOut] = Field(description="Between the curves.")
    origins: list[PairOut] = Field(description="Who works here and was trained elsewhere.")
    destinations: list[PairOut] = Field(
        description="Who was trained here and works elsewhere, as far as it is published."
    )
    moves: MovesOut | None = Field(description="Of people of all occupations; null where nobody estimated them.")
    priorities: list[PriorityOut] = Field(description="In order.")
    missing: list[str] = Field(description="Ids of all questions that nothing answers.")
    assumptions: list[str] = Field(description="Ids of what was assumed.")
