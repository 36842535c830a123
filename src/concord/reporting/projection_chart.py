"""A projection drawn: what is published, the median, and the range that holds 80 of 100 draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concord.declarations.messages import fill
from concord.documents.figures import Figure, Series, Style, Value, lines
from concord.labour_market.projection import Curve, Projection
from concord.vocabulary.areas import area as known_area
from concord.vocabulary.codelists import codelist


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart says; :func:`words_of` gives the declared ones."""

    title: str
    about: str
    seen: str
    base: str
    scenario: str


def words_of(base: Projection, area: str, occupation: str, language: str) -> Words:
    """The declared words (``labour-market.chart.*``) in a language."""

    def said(id: str, **params: str) -> str:
        return fill(f"labour-market.chart.{id}", params, language).message

    name = codelist("occupation").name(occupation, language).text
    years = {"from": str(base.years[0]), "to": str(base.years[-1])}
    return Words(
        said("title", area=known_area(area).name(language), occupation=name),
        said("about", draws=str(base.draws), **years), said("seen"), said("base"), said("scenario"),
    )  # fmt: skip


def chart(
    base: Projection,
    area: str,
    occupation: str,
    *,
    style: Style,
    scenario: Projection | None = None,
    seen: Sequence[tuple[int, float]] = (),
    measure: str = "persons",
    words: Words | None = None,
) -> Figure:
    """One area and occupation over the years.

    Args:
        base: Without scenarios (or the only one).
        area, occupation: Which.
        style: Language, width, palette.
        scenario: The same with scenarios, drawn beside it.
        seen: Published (year, persons), drawn as they are.
        measure: Of the curves.
        words: What it says; the declared words by default.
    """
    said = words or words_of(base, area, occupation, style.language)
    series = []
    if seen:
        series.append(Series(said.seen, [(year, Value(round(count))) for year, count in seen]))
    if (area, occupation) in base.pairs:
        series.append(_series(base, base.curve(area, occupation, measure), said.base))
    if scenario is not None and scenario.plan:
        series.append(_series(scenario, scenario.curve(area, occupation, measure), said.scenario))
    return lines(series, title=said.title, description=said.about, style=style)


def _series(projection: Projection, curve: Curve, name: str) -> Series:
    points = [
        (year, Value(round(middle), "estimated", low=low, high=high))
        for year, middle, (low, high) in zip(projection.years, curve.median, curve.range(80), strict=True)
    ]
    return Series(name, points)
