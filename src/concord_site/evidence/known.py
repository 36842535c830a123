"""What the newest release knows of a country already, by the keys that questionnaires ask for (``x_known``)."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from django.utils.translation import gettext as _

from concord.vocabulary.provenance import source
from concord_site.evidence.facts import Evidence, evidence
from concord_site.shell.parts.words import number

#: Key, headcount, year, occupation, source.
Figure = tuple[str, float, int, str, str]
_kept: WeakKeyDictionary[Evidence, dict[str, tuple[Figure, ...]]] = WeakKeyDictionary()
_inhabitants: WeakKeyDictionary[Evidence, Mapping[str, float]] = WeakKeyDictionary()
#: Key → the rows that are added up: the persons a country has told of, by the place where they were trained, or in all.
KINDS: Mapping[str, tuple[str, ...]] = {
    "mds-stock-by-training": ("origin",),
    "mds-totals": ("total",),
    "mds-inflow-by-training": ("origin",),
    "mds-outflow": ("origin",),
}


def known(country: str) -> dict[str, tuple[str, str]]:
    """Supplier ``instrument.known``: key → the newest figure in words and who says so; what is unknown is absent."""
    newest: dict[str, tuple[int, float, str]] = {}
    for key, count, year, _occupation, said in figures(country):
        held = newest.get(key)
        if held is None or year > held[0]:
            newest[key] = (year, count, said)
        elif year == held[0]:
            newest[key] = (year, held[1] + count, held[2])
    return {key: (_words(count, year), said) for key, (year, count, said) in newest.items()}


def _words(count: float, year: int) -> str:
    return _("%(number)s persons in %(year)s") % {"number": number(int(count)), "year": year}


def figures(country: str) -> tuple[Figure, ...]:
    """Supplier ``instrument.known-figures``: key, headcount (persons), year, occupation (ISCO-08), who says so."""
    held = evidence()
    kept = _kept.setdefault(held, {})
    if country not in kept:
        kept[country] = _figures(held, country)
    return kept[country]


def _figures(held: Evidence, country: str) -> tuple[Figure, ...]:
    import polars as pl

    facts, found = held.facts, []
    for key, kinds in KINDS.items():
        if key not in facts.tables:
            continue
        mine = (pl.col("area") == country) & pl.col("headcount").is_not_null() & pl.col("row_kind").is_in(kinds)
        grouped = facts.frame(key).filter(mine).group_by("year", "occupation")
        rows = grouped.agg(pl.col("headcount").sum(), pl.col("source").first()).sort("year", "occupation")
        for year, occupation, count, said in rows.iter_rows():
            found.append((key, count, year, occupation, source(said).title))
    return tuple(found)


def populations() -> Mapping[str, float]:
    """Supplier ``population.persons``: inhabitants by area in the newest year that is known of each."""
    held = evidence()
    if held not in _inhabitants:
        _inhabitants[held] = _populations(held)
    return _inhabitants[held]


def _populations(held: Evidence) -> Mapping[str, float]:
    import polars as pl

    if "population" not in held.facts.tables:
        return {}
    rows = held.facts.frame("population").filter(pl.col("persons") > 0).sort("year")
    newest = rows.group_by("area", maintain_order=True).agg(pl.col("persons").last())
    return {area: float(persons) for area, persons in newest.iter_rows()}
