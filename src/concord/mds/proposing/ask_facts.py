"""What has to be asked of a whole table or file: who reports, when, of whom, what a number is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from concord.findings import Place
from concord.mds.profile import Profile
from concord.mds.proposing import ids
from concord.mds.proposing.facts import fact, has, has_origins
from concord.mds.proposing.grid import NUMBER
from concord.mds.proposing.model import Choice, FoundTable, Question, Reason
from concord.vocabulary.codelists import codelist

NOT_SAID = "not-said"


def questions(tables: Sequence[FoundTable], profile: Profile, *, file: str) -> Iterator[Question]:
    """The questions about the tables that are to be read, taken together."""
    counted = [table for table in tables if table.kind == "counts"]
    yield from _area(tables, profile, file)
    by_origin = [table for table in counted if has_origins(table) and not _says_base(table)]
    yield from _whole("base", by_origin, profile)
    yield from _whole("measure", counted, profile)
    yield from _unit(counted, profile)
    yield from _single("year", tables, profile)
    yield from _single("occupation", tables, profile)
    yield from _whole("activity", tables, profile, must=False)
    yield from _whole("counts", counted, profile, must=False)
    stocks = [table for table in counted if fact(table, "measure", profile) == "stock"]
    yield from _whole("reference_day", stocks, profile, must=False)


def _says_base(table: FoundTable) -> bool:
    """Whether the places need no base: destinations, and structures of ours that say what their places are."""
    return bool(table.of("destination")) or "structure" in table.says


_CHOICES = {
    "base": ("training", "birth", "nationality"),
    "measure": ("stock", "inflow", "outflow"),
    "counts": ("headcount", "fte"),
    "reference_day": ("12-31", "01-01", "06-30"),
    "unit": ("persons", "thousands", "fte", "per_10k"),
}


def _area(tables: Sequence[FoundTable], profile: Profile, file: str) -> Iterator[Question]:
    silent = [table for table in tables if not has(table, "area") and not has(table, "area_code")]
    if profile.area or not silent:
        return
    said = list(dict.fromkeys(table.says["area"] for table in tables if "area" in table.says))
    choices = tuple(Choice(code, Reason("mds.reason.title", {"title": tables[0].title[:80]})) for code in said)
    yield Question("area", "area", Place(file), choices, free="area")


def _whole(key: str, tables: Sequence[FoundTable], profile: Profile, *, must: bool = True) -> Iterator[Question]:
    """One question for all tables that do not say it."""
    silent = [table for table in tables if not fact(table, key, profile) and not has(table, key)]
    id = key.replace("_", "-")
    if not silent or id in profile.answered:
        return
    codes = tuple(codelist("activity").codes) if key == "activity" else _CHOICES[key]
    choices = [Choice(code) for code in codes]
    if not must:
        choices.append(Choice(NOT_SAID))
    params = {"tables": len(silent)}
    free = "day" if key == "reference_day" else ""
    yield Question(id, id, silent[0].place, tuple(choices), params, free, must)


def _single(key: str, tables: Sequence[FoundTable], profile: Profile) -> Iterator[Question]:
    """One question for the file where it has one such table, else one for each."""
    silent = [table for table in tables if not fact(table, key, profile) and not has(table, key)]
    for table in silent:
        id = key if len(tables) == 1 else ids.made(key, table.id)
        choices: tuple[Choice, ...] = ()
        if key == "occupation":
            known = codelist("occupation").codes.values()
            choices = tuple(Choice(code.code) for code in known if code.extra.get("minimum"))
        params = {"table": table.title[:80] or table.sheet or table.range}
        yield Question(id, key, table.place, choices, params, free=key)


def _unit(tables: Sequence[FoundTable], profile: Profile) -> Iterator[Question]:
    """Numbers with decimals are no persons: thousands, full-time equivalents, or a density."""
    for table in tables:
        if fact(table, "unit", profile) or fact(table, "counts", profile) == "fte":
            continue
        example = _fraction(table)
        if example:
            choices = tuple(Choice(code) for code in _CHOICES["unit"])
            yield Question("unit", "unit", table.place, choices, {"example": example})
            return


def _fraction(table: FoundTable) -> str:
    """A number of the table that is not whole however its signs are read, or ""."""
    from concord.intake.numbers import parse_number

    data = set(table.data_rows)
    for line in table.region.body:
        for column in table.of("value") if line.row in data else ():
            spot = line.spots[column.at]
            if spot.look != NUMBER:
                continue
            read = [parse_number(spot.text, sign).value for sign in (".", ",")]
            known = [value for value in read if value is not None]
            if known and all(value != value.to_integral_value() for value in known):
                return spot.text
    return ""
