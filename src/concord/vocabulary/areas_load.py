"""Reads the declared tables of areas (``data/areas/``) once and joins them.

A pack that brings a file of the same name replaces the built-in one: an installation that decides otherwise on a
contested membership, or on a name, carries its own copy of that file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from concord.declarations import packs
from concord.declarations.read import CsvFile, read_csv
from concord.vocabulary.areas_model import Area, Fact
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.periods import PartialDate, Span
from concord.vocabulary.text import Text

Row = dict[str, str]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Loaded:
    """All areas by code, and the day from which the list of Member States is known."""

    areas: dict[str, Area]
    known_since: date


def loaded() -> Loaded:
    """The declared areas of the built-in data and the packs in use now."""
    return _loaded(packs.roots())


@lru_cache(maxsize=8)
def table(name: str, roots: tuple[Path, ...]) -> CsvFile:
    """One declared table of areas; the last pack that has it is believed."""
    return read_csv(next(path for root in reversed(roots) if (path := root / "areas" / name).is_file()))


@lru_cache(maxsize=4)
def _loaded(roots: tuple[Path, ...]) -> Loaded:
    members = table("members.csv", roots)
    known_since = PartialDate.parse(members.meta["known_since"]).first
    facts = _Facts(roots, members, known_since)
    names = {row["area"]: row for row in table("names.csv", roots).rows}
    areas = {row["code"]: _iso(row, names[row["code"]], facts) for row in table("areas.csv", roots).rows}
    for row in table("outside.csv", roots).rows:
        areas[row["code"]] = _outside(row, facts)
    for row in table("former.csv", roots).rows:
        areas[row["code"]] = _former(row, facts)
    return Loaded(areas, known_since)


class _Facts:
    """The dated facts of all areas, gathered table by table."""

    def __init__(self, roots: tuple[Path, ...], members: CsvFile, known_since: date) -> None:
        self.members: dict[str, list[Fact]] = defaultdict(list)
        self.regions: dict[str, list[Fact]] = defaultdict(list)
        self.incomes: dict[str, list[Fact]] = defaultdict(list)
        self.groups: dict[str, list[Fact]] = defaultdict(list)
        stated = _by_area(table("membership.csv", roots).rows)
        moved = _by_area(table("region_changes.csv", roots).rows)
        source = members.meta["source"]
        listed = {row["area"] for row in members.rows}
        for area in (*listed, *(stated.keys() - listed)):
            known = _memberships(stated.get(area, []), area in listed, known_since, source)
            self.members[area] = list(known)
        for row in members.rows:
            joined = next((f.span.start for f in self.members[row["area"]] if f.value == "member"), None)
            first = joined if joined != known_since else None
            self.regions[row["area"]] = list(_regions(row["who_region"], moved.get(row["area"], []), first, source))
        self._income(table("income.csv", roots))
        self._groups(table("groups.csv", roots), _by_area(table("group_changes.csv", roots).rows))

    def _income(self, declared: CsvFile) -> None:
        for row in declared.rows:
            span = Span(date(int(row["first"]) - 1, 7, 1), date(int(row["last"]), 6, 30))
            self.incomes[row["area"]].append(Fact(row["group"], span, declared.meta["source"]))

    def _groups(self, declared: CsvFile, changes: dict[str, list[Row]]) -> None:
        for row in declared.rows:
            changed = {each["change"]: each for each in changes.get(row["area"], []) if each["group"] == row["group"]}
            joined, left = changed.get("joined"), changed.get("left")
            start = PartialDate.parse(joined["on"]).first if joined else None
            until = PartialDate.parse(left["on"]).first - ONE_DAY if left else None
            why = joined or left or {"source": declared.meta["source"], "verification": ""}
            self.groups[row["area"]].append(Fact(row["group"], Span(start, until), why["source"], why["verification"]))

    def of(self, code: str) -> dict[str, tuple[Fact, ...]]:
        """The facts of one area, as the fields of :class:`Area` that hold them."""
        return {
            "regions": tuple(self.regions.get(code, ())),
            "incomes": tuple(self.incomes.get(code, ())),
            "memberships": tuple(self.members.get(code, ())),
            "belongings": tuple(self.groups.get(code, ())),
        }


def _by_area(rows: tuple[Row, ...]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["area"]].append(row)
    return grouped


def _memberships(stated: list[Row], listed: bool, known_since: date, source: str) -> Iterator[Fact]:
    joined_later = any(row["state"] == "member" for row in stated)
    dated = all(row["from"] for row in stated)
    if (listed and not joined_later) or not dated:
        yield Fact("unknown", Span(None, known_since - ONE_DAY), source)
    if listed and not joined_later:
        yield Fact("member", Span(known_since, None), source)
    for row in stated:
        start = PartialDate.parse(row["from"]).first if row["from"] else known_since
        until = PartialDate.parse(row["until"]).last if row["until"] else None
        yield Fact(row["state"], Span(start, until), row["source"], row["verification"], row["note"])


def _regions(now: str, moved: list[Row], first: date | None, source: str) -> Iterator[Fact]:
    for row in moved:
        change = PartialDate.parse(row["on"]).first
        yield Fact(row["before"], Span(first, change - ONE_DAY), row["source"], row["verification"], row["note"])
        first = change
        now, source = row["after"], row["source"]
    yield Fact(now, Span(first, None), source)


def _text(row: Row) -> Text:
    return Text({language: row[language] for language in LANGUAGES})


def _iso(row: Row, named: Row, facts: _Facts) -> Area:
    return Area(
        code=row["code"],
        alpha2=row["alpha2"],
        numeric=row["numeric"],
        kind="iso",
        names=_text(named),
        sub_region=row["sub_region"],
        depends_on=row["depends_on"],
        names_source=named["source"],
        names_not_reviewed=tuple(named["not_reviewed"].split()),
        **facts.of(row["code"]),  # type: ignore[arg-type]
    )


def _outside(row: Row, facts: _Facts) -> Area:
    return Area(
        code=row["code"],
        alpha2=row["alpha2"],
        numeric=row["numeric"],
        kind="user-assigned" if row["kind"] == "user-assigned" else "statistical",
        names=_text(row),
        parts=tuple(row["parts"].split()),
        note=row["note"],
        names_not_reviewed=() if row["reviewed"] == "yes" else tuple(lang for lang in LANGUAGES if lang != "en"),
        **facts.of(row["code"]),  # type: ignore[arg-type]
    )


def _former(row: Row, facts: _Facts) -> Area:
    start = PartialDate.parse(row["from"]).first if row["from"] else None
    return Area(
        code=row["code"],
        alpha2=row["alpha2"],
        numeric=row["numeric"],
        kind="former",
        names=_text(row),
        existed=Span(start, PartialDate.parse(row["until"]).last),
        successors=tuple(row["successors"].split()),
        note=row["note"],
        names_not_reviewed=() if row["reviewed"] == "yes" else tuple(lang for lang in LANGUAGES if lang != "en"),
        **facts.of(row["code"]),  # type: ignore[arg-type]
    )
