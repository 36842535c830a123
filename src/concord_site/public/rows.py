"""Rows of the release's tables as they are carried: filtered, in pieces, each with its file, row and licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import NotFound
from concord.indicators.model import Result
from concord.mds.citation import known_sources, licences, source_ids
from concord.vocabulary.areas import area
from concord.vocabulary.codelists import codelist
from concord.vocabulary.provenance import Source, sources
from concord.vocabulary.structures import Structure, Table, structure
from concord_site.evidence.facts import evidence
from concord_site.public import catalogue, catalogue_box, trace
from concord_site.public.comparing import addresses, held
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Chip, Link
from concord_site.shell.parts.words import named

FILTERS = ("area", "origin", "destination", "year", "occupation", "activity", "row_kind", "status", "source")
PIECE = 100
#: Digits of the longest number an address may hold.
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its dimensions in words, its value, and where it stands in the publisher's file."""

    dimensions: tuple[str, ...]
    value: float | None
    status: str
    source: str
    file: str
    row: int
    licence: str
    release: str = ""
    history: str = ""


def chosen(id: str, query: Mapping[str, str]) -> Table:
    """The rows of a table that the address asks for.

    Raises:
        NotFound: ``mds.query.nothing`` when the release holds no such table.
    """
    import polars as pl

    every = catalogue.tables()
    if id not in every:
        raise NotFound("mds.query.nothing", params={"structure": id, "release": evidence().basis.release or "-"})
    frame = every[id].frame
    for name, value in filters(id, query).items():
        column = pl.col(name)
        frame = frame.filter(column == int(value) if name == "year" else column == value)
    return Table(id, frame, every[id].provenance)


def filters(id: str, query: Mapping[str, str]) -> dict[str, str]:
    """The filters of the address that the table has a column for."""
    names = structure(id).names
    found = {name: query[name].strip() for name in FILTERS if name in names and query.get(name, "").strip()}
    if "year" in found and not _whole(found["year"]):
        del found["year"]
    return found


def _whole(words: str) -> int | None:
    """A whole number of an address, None for anything else and for what is too long to be one."""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= LONGEST else None


def context(id: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page of rows shows."""
    table, declared, set_ = chosen(id, query), structure(id), filters(id, query)
    measure = declared.of("measure")[-1] if id == "density" else declared.of("measure")[0]
    base = reverse("public:rows", kwargs={"structure": id})
    piece, pager = paged(base, set_, query, len(table))
    rows = table.frame.slice((piece - 1) * PIECE, PIECE).iter_rows(named=True)
    shown = [name for name in declared.of("dimension") if name != "activity"]
    lines = [_line(id, row, shown, measure) for row in rows]
    release, day = held.vintage()
    return {
        "id": id,
        "name": declared.title.best(language()).text,
        "about": declared.description,
        "heads": [_head(name) for name in shown],
        "measure": _head(measure),
        "unit": {each.name: each.unit for each in declared.columns}[measure],
        "lines": lines,
        "total": len(table),
        "statuses": {line.status for line in lines},
        "release": release,
        "release_day": day,
        "has_hidden": any(line.status == "suppressed" for line in lines),
        "chips": [Chip(_word(declared, name, value), _without(base, set_, name)) for name, value in set_.items()],
        **pager,
        "downloads": [
            (kind.upper(), f"{base}?{urlencode(set_ | {'format': kind})}")
            for kind in ("csv", "csvw", "xlsx", "parquet", "sdmx-csv", "sdmx-json", "sdmx-ml")
        ],
        **catalogue_box.of_rows(table, set_),
    }


def _line(id: str, row: Mapping[str, Any], shown: list[str], measure: str) -> Line:
    found = sources().get(row["source"] or "")
    words = tuple(_value(name, row[name]) for name in shown)
    return Line(
        words, row[measure], row["status"], row["source"] or "", row["source_file"] or "", row["source_row"] or 0,
        found.licence if found else "", trace.release_address(row["source"] or "", row["source_file"] or ""),
        addresses.vintages(id, row),
    )  # fmt: skip


def _value(name: str, value: object) -> str:
    if value is None:
        return "·"
    if name in {"area", "origin", "destination"}:
        return area(str(value)).name(language())
    if name in {"occupation", "row_kind", "activity"}:
        return codelist(name.replace("_", "-")).name(str(value), language()).text
    return str(value)


def _head(name: str) -> str:
    return {
        "area": _("Country or area"), "origin": _("Origin"), "destination": _("Destination"), "year": _("Year"),
        "occupation": _("Occupation"), "row_kind": _("What the row counts"), "headcount": _("Persons"),
        "per_1000": _("Per 1,000 people"), "per_10k": _("Per 10,000 people"), "index_0_100": _("Index, 0 to 100"),
        "persons": _("Persons"), "activity": _("Level of activity"),
    }.get(name, name)  # fmt: skip


def _word(declared: Structure, name: str, value: str) -> str:
    try:
        return named(_head(name), _value(name, value))
    except NotFound:
        return named(_head(name), value)


def _without(base: str, set_: Mapping[str, str], name: str) -> str:
    rest = {key: value for key, value in set_.items() if key != name}
    return base + (f"?{urlencode(rest)}" if rest else "")


def paged(base: str, set_: Mapping[str, str], query: Mapping[str, str], count: int) -> tuple[int, dict[str, Any]]:
    """The piece of a long table that the address asks for, from 1, and the ways to the others.

    Args:
        base: Address of the page.
        set_: What its address says besides.
        query: The address's query; ``piece`` is read.
        count: Rows in all.
    """
    pieces = max(1, -(-count // PIECE))
    piece = min(max(1, _whole(query.get("piece", "")) or 1), pieces)
    return piece, {
        "pages": _pages(base, set_, piece, pieces),
        "back": _piece(base, set_, piece - 1) if piece > 1 else "",
        "onward": _piece(base, set_, piece + 1) if piece < pieces else "",
    }


def _piece(base: str, set_: Mapping[str, str], piece: int) -> str:
    return f"{base}?{urlencode({**set_, 'piece': piece})}"


def _pages(base: str, set_: Mapping[str, str], piece: int, pieces: int) -> list[Link]:
    if pieces == 1:
        return []
    near = sorted({1, pieces, *range(max(1, piece - 2), min(pieces, piece + 2) + 1)})
    return [Link(str(number), _piece(base, set_, number), number == piece) for number in near]


def sources_of(result: Result) -> dict[str, Any]:
    """The sources and licences of a figure's rows."""
    ids = tuple(dict.fromkeys(row.source for row in result.rows))
    return {"sources": known_sources(ids), "licences": licences(ids)}


def cited(*structures: str, area: str = "") -> tuple[Source, ...]:
    """The sources that rows of these tables name, of one area's rows if asked; a place of origin counts too."""
    import polars as pl

    ids: dict[str, None] = {}
    for id in structures:
        table = evidence().facts.tables.get(id)
        if table is None:
            continue
        if area:
            columns = [name for name in ("area", "origin") if name in table.frame.columns]
            table = Table(id, table.frame.filter(pl.any_horizontal(pl.col(columns) == area)))
        ids |= dict.fromkeys(source_ids(table))
    return known_sources(ids)


def tables_of(source: str) -> list[tuple[str, str, int, str]]:
    """Tables of the release that hold rows of a source: id, title, how many rows, where they are."""
    import polars as pl

    found = []
    for id, table in evidence().facts.tables.items():
        count = table.frame.filter(pl.col("source") == source).height
        if count:
            href = reverse("public:rows", kwargs={"structure": id}) + "?" + urlencode({"source": source})
            found.append((id, structure(id).title.best(language()).text, count, href))
    return found
