"""Tables of stocks, births and deaths out of files, every doubt with its file, row and column.

A table has the columns ``origin``, ``destination`` and ``stock`` (persons), and may have ``year``. A pair that is
written with an empty figure, or with a mark such as "..", is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from concord.findings import Finding, Findings, Place
from concord.intake import Limits
from concord.intake import read as read_file
from concord.intake.numbers import parse_numbers

if TYPE_CHECKING:
    from concord.intake.reading import Reading
    from concord.intake.sheets import Sheet

STOCK = ("stock", "persons", "headcount", "value")
AREA = ("area", "destination", "residence", "country", "place", "region", "origin")
VALUES = ("persons", "headcount", "value")
#: Headers that are read as births (or graduates), deaths (or exits) and populations (or totals).
SUMS: Mapping[str, tuple[str, ...]] = {
    "births": ("births", "graduates", *VALUES),
    "deaths": ("deaths", "exits", *VALUES),
    "population": ("population", "total", *VALUES),
}
#: The same for counts of a year: who left, who came back, who is away.
COUNTS: Mapping[str, tuple[str, ...]] = {
    "departures": ("departures", "left", "outflow", *VALUES),
    "returns": ("returns", "returned", *VALUES),
    "abroad": ("abroad", "stock", *VALUES),
}
PARTNER = ("destination", "origin", "partner")
#: Columns of counts that may be missing: then all rows are of one country, of all occupations, of all partners.
OPTIONAL = frozenset({"area", "occupation", "partner"})


@dataclass(frozen=True)
class Read:
    """A file's figures by key and year; a figure that is not known is NaN."""

    file: str
    digest: str
    figures: Mapping[tuple[str, tuple[str, ...]], float]
    findings: Findings

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The years in the file, sorted; ("",) where it has no such column."""
        return tuple(sorted({year for year, _ in self.figures}))

    def of(self, year: str) -> dict[tuple[str, ...], float]:
        """The figures of one year."""
        return {key: value for (its, key), value in self.figures.items() if its == year}


def stocks(path: Path, *, decimal: Literal[".", ","] | None = None) -> Read:
    """A table of stocks by origin and destination."""
    return _read(path, [("origin", ("origin",)), ("destination", ("destination", "residence"))], STOCK, decimal)


def sums(path: Path, what: str) -> Read:
    """Births, deaths or populations by area (``what`` is ``births``, ``deaths`` or ``population``)."""
    return _read(path, [("area", AREA)], SUMS[what], None)


def counts(path: Path, what: str) -> Read:
    """Departures, returns or persons abroad (``what``) by area, occupation and partner, each where there is a column.

    In a table of the data set only rows of one partner and total rows are read; a total row has no partner.
    """
    keys = [("area", ("area", "country", "place")), ("occupation", ("occupation",)), ("partner", PARTNER)]
    return _read(path, keys, COUNTS[what], None, OPTIONAL)


def _read(
    path: Path,
    keys: Sequence[tuple[str, Sequence[str]]],
    values: Sequence[str],
    decimal: Literal[".", ","] | None,
    optional: frozenset[str] = frozenset(),
) -> Read:
    reading = read_file(path, limits=Limits.none(), decimal=decimal)
    findings: list[Finding] = list(reading.findings)
    figures: dict[tuple[str, tuple[str, ...]], float] = {}
    if reading.ok and reading.visible:
        figures = _figures(reading, keys, values, findings, optional)
    return Read(reading.name, reading.digest, figures, Findings(findings))


def _figures(
    reading: Reading,
    keys: Sequence[tuple[str, Sequence[str]]],
    values: Sequence[str],
    found: list[Finding],
    optional: frozenset[str],
) -> dict[tuple[str, tuple[str, ...]], float]:
    sheet = reading.sheet()
    headers = {header.strip().casefold(): header for header in reversed(sheet.headers)}
    names = {name: _chosen(headers, spellings) for name, spellings in (*keys, ("value", values))}
    for name, header in names.items():
        if header is None and name not in optional:
            wanted = ", ".join(dict((*keys, ("value", values)))[name])
            found.append(Finding("flows.table.column", "hard", Place(sheet.file, sheet.name), {"wanted": wanted}))
    if any(header is None and name not in optional for name, header in names.items()):
        return {}
    chosen = [names[name] for name, _ in keys]
    parts = [sheet.column(header).texts() if header else [""] * len(sheet) for header in chosen]
    kinds = sheet.column(headers["row_kind"]).texts() if optional and "row_kind" in headers else None
    year = headers.get("year")
    years = sheet.column(year).texts() if year else [""] * len(sheet)
    value = str(names["value"])
    parsed = parse_numbers(sheet.column(value).texts(), reading.decimal)
    made: dict[tuple[str, tuple[str, ...]], float] = {}
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    for index, cell in enumerate(parsed):
        if kinds is not None and kinds[index].strip() not in ("origin", "total"):
            continue
        key = tuple(part[index].strip() for part in parts)
        whole = (years[index].strip(), key)
        if "" in key and not optional:
            found.append(Finding("flows.table.no-area", "hard", sheet.place(index, str(chosen[key.index("")]))))
        elif whole in first:
            params = {"first": first[whole], "pair": " → ".join(key)}
            found.append(Finding("flows.table.twice", "hard", sheet.place(index, value), params))
        else:
            first[whole] = sheet.rows[index]
            made[whole] = _number(cell, sheet, index, value, found)
    return made


def _number(cell: object, sheet: Sheet, index: int, header: str, found: list[Finding]) -> float:
    from concord.intake.numbers import Parsed

    assert isinstance(cell, Parsed)
    where = sheet.place(index, header)
    problem = cell.finding(where)
    if problem is not None:
        found.append(problem)
    if cell.value is None:
        if problem is None:
            found.append(Finding("flows.table.unknown", "note", where, value=sheet.column(header).text(index)[:20]))
        return float("nan")
    if cell.value < 0:
        found.append(Finding("flows.table.negative", "hard", where, value=str(cell.value)))
        return float("nan")
    return float(cell.value)


def _chosen(headers: Mapping[str, str], spellings: Iterable[str]) -> str | None:
    return next((headers[each] for each in spellings if each in headers), None)
