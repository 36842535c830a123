"""What the newest release knows of a country already, by the keys that questionnaires ask for (``x_known``)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from concord.vocabulary.provenance import source
from concord_site.evidence.facts import evidence
from concord_site.shell.parts.words import number

#: Key → the rows that are added up: the persons a country has told of, by the place where they were trained, or in all.
KINDS: Mapping[str, tuple[str, ...]] = {
    "mds-stock-by-training": ("origin",),
    "mds-totals": ("total",),
    "mds-inflow-by-training": ("origin",),
    "mds-outflow": ("origin",),
}


def known(country: str) -> dict[str, tuple[str, str]]:
    """Supplier ``instrument.known``: key → the newest figure in words and who says so; what is unknown is absent."""
    found = {key: _newest(key, country) for key in KINDS}
    return {key: value for key, value in found.items() if value is not None}


def _newest(key: str, country: str) -> tuple[str, str] | None:
    import polars as pl

    facts = evidence().facts
    if key not in facts.tables:
        return None
    rows = facts.frame(key).filter((pl.col("area") == country) & pl.col("headcount").is_not_null())
    rows = rows.filter(pl.col("row_kind").is_in(KINDS[key]))
    if rows.is_empty():
        return None
    year = rows["year"].max()
    rows = rows.filter(pl.col("year") == year)
    said = _("%(number)s persons in %(year)s") % {"number": number(int(rows["headcount"].sum())), "year": year}
    return said, source(rows["source"][0]).title


def figures(country: str) -> list[tuple[str, float, int, str, str]]:
    """Supplier ``instrument.known-figures``: key, headcount (persons), year, occupation (ISCO-08), who says so."""
    import polars as pl

    facts, found = evidence().facts, []
    for key, kinds in KINDS.items():
        if key not in facts.tables:
            continue
        mine = (pl.col("area") == country) & pl.col("headcount").is_not_null() & pl.col("row_kind").is_in(kinds)
        grouped = facts.frame(key).filter(mine).group_by("year", "occupation")
        rows = grouped.agg(pl.col("headcount").sum(), pl.col("source").first()).sort("year", "occupation")
        for year, occupation, count, said in rows.iter_rows():
            found.append((key, count, year, occupation, source(said).title))
    return found
