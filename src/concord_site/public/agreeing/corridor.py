"""Two countries: who works where, everybody for comparison, list status, agreements, what each says of the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from concord import safeguards
from concord.agreements import repository_labour
from concord.agreements.repository_corridors import between, corridors
from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.documents import figures
from concord.documents.figures import Flow, Status, Style, Value
from concord.documents.figures.palette import Tone
from concord.mds.citation import GENERATED, known_sources
from concord.reporting.voice import sort_key
from concord.vocabulary.areas import Area, areas
from concord.vocabulary.provenance import source
from concord_site.evidence.facts import evidence
from concord_site.public import pictures, trace
from concord_site.public.agreeing import clauses, dossier_account, held, labour, listing, mapped, notified
from concord_site.public.comparing import addresses, names
from concord_site.public.flowing import held as moves
from concord_site.public.flowing import shown as flowing
from concord_site.public.flowing.choosing import Choice
from concord_site.shell.i18n import language

STOCK, INFLOW, OUTFLOW = "mds-stock-by-training", "mds-inflow-by-training", "mds-outflow"
DOCTORS, NURSES = pictures.DOCTORS, pictures.NURSES
#: Corridors that are offered to begin with.
MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure of one direction; None where nobody has published it, which is not zero."""

    value: float | None
    status: str
    year: int | None
    href: str


@dataclass(frozen=True, slots=True)
class Way:
    """One direction: who trained in one country and works in the other; ``left`` is what the country of origin says."""

    origin: str
    destination: str
    origin_name: str
    destination_name: str
    doctors: Figure
    nurses: Figure
    inflow: Figure
    left: Figure
    mirror: str

    @property
    def figures(self) -> tuple[Figure, Figure, Figure]:
        """What the country of work publishes."""
        return self.doctors, self.nurses, self.inflow


@dataclass(frozen=True, slots=True)
class Country:
    """One side of the page: name, code, people, list status."""

    area: Area
    name: str
    persons: Figure
    listed: tuple[str, ...]
    is_listed: bool


def context(one: Area, other: Area) -> dict[str, Any]:
    """Everything the page of a corridor shows; the country from which more doctors came stands first."""
    forth, back = way(one.code, other.code), way(other.code, one.code)
    if (back.doctors.value or 0) > (forth.doctors.value or 0):
        one, other, forth, back = other, one, back, forth
    ways = (forth, back)
    return {
        "one": country(one), "other": country(other), "ways": ways, "ratio": _ratio(forth, back),
        "arrows": _arrows(forth, back), "edition": safeguards.editions()[-1],
        "has_any": any(each.doctors.value is not None or each.nurses.value is not None for each in ways),
        "is_generated": any(GENERATED in _sources(each) for each in ways), "cited": _cited(ways),
        "statuses": {each.status for way_ in ways for each in (*way_.figures, way_.left)} | {"missing"},
        "start_at": _start(),
        **_everybody(one.code, other.code), **_agreements(one.code, other.code),
    }  # fmt: skip


# ---- health workers --------------------------------------------------------------------------------------------------
def way(origin: str, destination: str) -> Way:
    """What the country of work publishes of those who trained in the other."""
    return Way(
        origin, destination, names.place(origin), names.place(destination),
        _newest(STOCK, origin, destination, DOCTORS), _newest(STOCK, origin, destination, NURSES),
        _newest(INFLOW, origin, destination, DOCTORS), _newest(OUTFLOW, origin, destination, DOCTORS),
        addresses.mirror(origin, destination, DOCTORS),
    )  # fmt: skip


def _newest(structure: str, origin: str, destination: str, occupation: str) -> Figure:
    found = [row for row in _rows(structure, origin, destination) if row["occupation"] == occupation]
    if not found:
        return Figure(None, "missing", None, "")
    row = max(found, key=lambda each: each["year"])
    reports, other = (origin, "destination") if structure == OUTFLOW else (destination, "origin")
    told = {"area": reports, other: row[other], "year": row["year"], "occupation": occupation}
    return Figure(row["headcount"], row["status"], row["year"], trace.rows_address(structure, **told))


def _rows(structure: str, origin: str, destination: str) -> list[dict[str, Any]]:
    """Rows of a table about one direction; none where the table is not held."""
    import polars as pl

    table = evidence().facts.tables.get(structure)
    if table is None:
        return []
    if structure == OUTFLOW:
        one = (pl.col("area") == origin) & (pl.col("destination") == destination)
    else:
        one = (pl.col("area") == destination) & (pl.col("origin") == origin)
    return list(table.frame.filter(one).iter_rows(named=True))


def _ratio(forth: Way, back: Way) -> int | None:
    """How many came for each one who went, where both are of one year and it is at least two."""
    if not forth.doctors.value or not back.doctors.value or forth.doctors.year != back.doctors.year:
        return None
    ratio = round(forth.doctors.value / back.doctors.value)
    return ratio if ratio > 1 else None


def _arrows(forth: Way, back: Way) -> list[tuple[int, pictures.Drawn]]:
    if forth.doctors.value is None and back.doctors.value is None:
        return []
    return [(width, _two_arrows(forth, back, width)) for width in (520, 330)]


def _two_arrows(forth: Way, back: Way, width: int) -> pictures.Drawn:
    figure = figures.two_arrows(
        Flow(_label(forth), _value(forth.doctors), "origin"), Flow(_label(back), _value(back.doctors), "destination"),
        title=_("Doctors by country of training and country of work"), style=Style.web(language(), width=width),
        description=_("Two arrows on one scale; the wider one stands for more persons."),
    )  # fmt: skip
    return pictures.drawn(figure, f"corridor-{forth.origin}-{forth.destination}-{width}")


def _label(each: Way) -> str:
    words = {"origin": each.origin_name, "destination": each.destination_name}
    return _("doctors trained in %(origin)s, working in %(destination)s") % words


def _value(figure: Figure) -> Value:
    if figure.value is None:
        return Value(None, "suppressed" if figure.status == "suppressed" else "missing")
    return Value(figure.value, cast(Status, figure.status))


def _sources(each: Way) -> set[str]:
    return {
        row["source"] for structure in (STOCK, INFLOW, OUTFLOW)
        for row in _rows(structure, each.origin, each.destination) if row["source"]
    }  # fmt: skip


def _cited(ways: tuple[Way, Way]) -> Any:
    return known_sources(sorted(_sources(ways[0]) | _sources(ways[1])))


# ---- the two countries -----------------------------------------------------------------------------------------------
def country(place: Area) -> Country:
    """Name, people and list status of one side."""
    listed = tuple(each.id for each in safeguards.editions() if place.code in each)
    return Country(place, names.place(place.code), _people(place.code), listed, place.code in safeguards.editions()[-1])


def _people(code: str) -> Figure:
    """The newest count of people until the day of the facts; what lies after it is a projection."""
    import polars as pl

    table = evidence().facts.tables.get("population")
    if table is None:
        return Figure(None, "missing", None, "")
    kept = table.frame.filter(
        (pl.col("area") == code) & pl.col("persons").is_not_null() & (pl.col("year") < evidence().facts.as_of.year)
    )
    if kept.is_empty():
        return Figure(None, "missing", None, "")
    row = kept.sort("year").row(-1, named=True)
    href = trace.rows_address("population", area=code, year=row["year"])
    return Figure(float(row["persons"]), row["status"], row["year"], href)


# ---- everybody, for comparison ---------------------------------------------------------------------------------------
def _everybody(one: str, other: str) -> dict[str, Any]:
    choice = Choice(one, other, moves.newest())
    is_known = {one, other} <= set(moves.places())
    shown = flowing.context(choice) if is_known else {}
    born = [(width, _born(one, other, width)) for width in (400, 330)]
    return {
        "born": [(width, each) for width, each in born if each is not None],
        "moved": shown.get("drawings", []), "moved_tables": shown.get("tables", []), "moved_at": choice.address(),
        "people_sources": [source(id) for id in ("un-migrant-stock-2020", "abel-cohen-flows")],
    }  # fmt: skip


def _born(one: str, other: str, width: int) -> pictures.Drawn | None:
    """People born in one country who live in the other, both ways."""
    ways: tuple[tuple[str, str, Tone], ...] = ((one, other, "origin"), (other, one, "destination"))
    series = [
        figures.Series(_("born in %(country)s") % {"country": names.place(born)}, points, tone)
        for born, lives, tone in ways
        if (points := _stocks(born, lives))
    ]
    if not series:
        return None
    figure = figures.lines(
        series, title=_("People living in the other country, persons"),
        style=Style.web(language(), width=width, decimals=0), heading=_("Year"),
    )  # fmt: skip
    return pictures.drawn(figure, f"born-{one}-{other}-{width}")


def _stocks(born: str, lives: str) -> list[tuple[int, Value]]:
    row = _people_stocks(packs.find("flows/people-stocks.csv")).get((born, lives))
    if row is None:
        return []
    return [(year, Value(count) if count is not None else figures.MISSING) for year, count in row]


@lru_cache(maxsize=2)
def _people_stocks(path: Path) -> Mapping[tuple[str, str], tuple[tuple[int, float | None], ...]]:
    found = {}
    for row in read_csv(path).rows:
        points = tuple((int(name), float(text) if text else None) for name, text in row.items() if name.isdigit())
        found[row["origin"], row["residence"]] = points
    return found


# ---- agreements ------------------------------------------------------------------------------------------------------
def _agreements(one: str, other: str) -> dict[str, Any]:
    register = held.register().values()
    published = held.published_between(one, other)
    return {
        "agreements": [listing.line(each) for each in between(register, one, other)],
        "published": [listing.published_line(each) for each in published],
        "accounts": [
            (listing.published_line(each), dossier_account.verdicts(each))
            for each in published if "account" in each.parts
        ],
        "labour": labour.lines(list(repository_labour.between(one, other))), "labour_source": source(clauses.SOURCE),
        "notified": notified.between(one, other),
    }  # fmt: skip


def _start() -> str:
    """Where somebody who is signed in begins an agreement, and with it an account."""
    try:
        return reverse("agreements:dossiers")
    except NoReverseMatch:
        return ""


# ---- choosing two ----------------------------------------------------------------------------------------------------
def choices() -> list[tuple[str, str]]:
    """Countries and areas to choose from, by name."""
    named = [(each.code, names.place(each.code)) for each in areas()]
    return sorted(named, key=lambda each: sort_key(each[1], language()))


def starting() -> dict[str, Any]:
    """Corridors to begin with: those with most agreements."""
    found = corridors(held.register().values())[:MOST_OFFERED]
    return {
        "offered": [
            (_("%(origin)s to %(destination)s") % {"origin": names.place(each.origin),
                                                   "destination": names.place(each.destination)},
             mapped.address(each.origin, each.destination), each.count)
            for each in found if each.count
        ]
    }  # fmt: skip
