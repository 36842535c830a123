"""Before and after: what was written otherwise, and the figures beside those that were confirmed before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from concord.errors import NotFound
from concord.vocabulary.areas import area
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import structure
from concord.vocabulary.text import Wording
from concord_site.mds.models import Delivery
from concord_site.shell.i18n import language

#: Kinds of row in the order in which a table shows them; others follow.
KINDS = ("domestic", "origin", "foreign", "native-foreign", "unknown", "total")
MOST_CHANGES = 200
MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Total:
    """One table: how many rows, how many persons, and the same of the delivery before.

    ``is_broken``: between the two years something else began to be counted, so that no change is told.
    """

    structure: str
    title: Wording
    rows: int
    total: float | None
    before: float | None
    is_before_known: bool
    percent: float | None
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and what it was before."""

    value: float | None
    before: float | None = None
    is_before_known: bool = False


@dataclass(frozen=True, slots=True)
class Small:
    """A small table of one structure and year: rows of occupations or origins, columns of kinds of row."""

    structure: str
    title: Wording
    year: str
    before_year: str
    heads: tuple[Wording, ...]
    rows: tuple[tuple[Any, tuple[Cell, ...]], ...]
    more: int = 0


def totals(
    figures: Mapping[str, Any], before: Mapping[str, Any], breaks: Mapping[str, frozenset[int]] | None = None
) -> list[Total]:
    """Every table with its total beside that of the delivery before; tables that are gone stand without figures.

    Args:
        figures: Of the delivery.
        before: Of the one it is compared with.
        breaks: Table → years from which something else is counted.
    """
    found = []
    for id in sorted({*figures, *before}):
        now, then = figures.get(id, {}), before.get(id, {})
        value, former = _newest_total(now), _newest_total(then)
        is_broken = _is_between((breaks or {}).get(id, frozenset()), then, now)
        percent = (value - former) / former * 100 if value is not None and former and not is_broken else None
        rows = int(now.get("rows") or 0)
        found.append(Total(id, _title(id), rows, value, former, id in before, percent, is_broken))
    return found


def _is_between(years: Iterable[int], then: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether one of some years lies after the newest year of one delivery, and not after that of another."""
    first, last = max(then.get("shares") or {}, default=""), max(now.get("shares") or {}, default="")
    return bool(first) and any(first < str(year) <= last for year in years)


def _newest_total(said: Mapping[str, Any]) -> float | None:
    """Persons of the newest year: a table of ten years is not compared with one of nine."""
    shares = said.get("shares") or {}
    if not shares:
        return said.get("total")
    newest = shares[max(shares)]
    every = [kinds for kinds in newest.values() if kinds]
    counted = [_counted(kinds) for kinds in every]
    known = [each for each in counted if each is not None]
    return sum(known) if known else None


def _counted(kinds: Mapping[str, Any]) -> float | None:
    total: float | None = kinds.get("total")
    if "origin" not in kinds and total is not None:  # a table of totals has no parts that add up
        return total
    parts = [kinds.get(name) for name in ("origin", "domestic", "row")]
    known = [each for each in parts if each is not None]
    return sum(known) if known else total


def _title(id: str) -> Wording:
    return structure(id).title.best(language())


def by_occupation(figures: Mapping[str, Any], before: Mapping[str, Any]) -> list[Small]:
    """For each table its newest year: occupations by kind of row, beside the newest year that was confirmed before."""
    found = []
    for id, said in sorted(figures.items()):
        shares = said.get("shares") or {}
        if not shares:
            continue
        year = max(shares)
        then = _year_before((before.get(id) or {}).get("shares") or {}, year)
        former = ((before.get(id) or {}).get("shares") or {}).get(then) or {}
        kinds = _kinds(shares[year].values())
        rows = [
            (_occupation(code), tuple(_cell(held, former.get(code), kind) for kind in kinds))
            for code, held in shares[year].items()
        ]
        heads = tuple(_kind(kind) for kind in kinds)
        found.append(Small(id, _title(id), year, then, heads, tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS)))
    return found


def _cell(held: Mapping[str, Any], former: Mapping[str, Any] | None, kind: str) -> Cell:
    return Cell(held.get(kind), (former or {}).get(kind), former is not None and kind in former)


def _year_before(shares: Mapping[str, Any], year: str) -> str:
    """The newest year before the one that is shown; the same year where it is sent again."""
    earlier = [each for each in shares if each < year]
    return max(earlier) if earlier else (year if year in shares else "")


def _kinds(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    there = {kind for row in rows for kind in row}
    return [*(kind for kind in KINDS if kind in there), *sorted(there - set(KINDS))]


def _name(list_id: str, code: str) -> Wording:
    try:
        return codelist(list_id).name(code, language())
    except (NotFound, KeyError):
        return Wording(code, language())


def _kind(code: str) -> Wording:
    return _name("row-kind", code)


def _occupation(code: str) -> Wording:
    return _name("occupation", code) if code else Wording("–", language())


def by_origin(origins: Mapping[str, Any]) -> list[tuple[Wording, str, list[tuple[Any, float | None]]]]:
    """For each table the largest places of origin of its newest year."""
    found = []
    for id, years in sorted(origins.items()):
        if years:
            year = max(years)
            rows = [(_place(code), number) for code, number in years[year].items()]
            found.append((_title(id), year, rows))
    return found


def _place(code: str) -> Wording:
    try:
        return area(code).wording(language())
    except NotFound:
        return Wording(code, language())


def counted_as(text: str) -> Wording:
    """What a word of a file is counted as, by its name: an area, an occupation, a kind of row."""
    head, _space, code = text.partition(" ")
    if head == "row_kind" and code:
        return _kind(code)
    if head == "status" and code in codelist("obs-status").codes:
        return _name("obs-status", code)
    if text in codelist("occupation").codes:
        return Wording(f"{_occupation(text).text} ({text})", language())
    named = _place(text)
    return named if named.text == text else Wording(f"{named.text} ({text})", language())


def figures_before(before: Delivery | None) -> Mapping[str, Any]:
    """The figures of the delivery one compares with."""
    return before.figures if before is not None else {}
