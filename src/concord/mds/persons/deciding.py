"""What each distinct text of a column stands for: the room's deciders, called once a text, and the officer's codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from concord.intake.flags import flag_of, western
from concord.intake.numbers import DecimalSign, parse_count
from concord.mds.harmonise import decide
from concord.mds.harmonise.ages import decide_age_band
from concord.mds.harmonise.dates import decide_date
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.lands import decide_place
from concord.mds.harmonise.settle import Decision, Problem
from concord.mds.harmonise.sexes import decide_sex
from concord.mds.harmonise.shares import decide_fte
from concord.mds.harmonise.standing import decide_activity, decide_sector
from concord.mds.persons.columns import Standard
from concord.mds.profile import LEAVE_OUT


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a column when its texts are decided.

    Args:
        standard: What it holds.
        header: Its header.
        among: All its texts.
        codes: The officer's codes for it: text → code, or :data:`~concord.mds.profile.LEAVE_OUT`.
        formats: How its dates are written.
        decimal: The decimal sign of the file.
        reporter: Who reports.
        on: The year as of which names of areas are read, where there is one.
        scheme: The classification of codes of occupations that the profile says, or "".
    """

    standard: Standard
    header: str
    among: Sequence[str]
    codes: dict[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    decimal: DecimalSign | None = None
    reporter: str = ""
    on: int | None = None
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a text stands for: a value for each typed column it gives, whether its rows are left out, what is wrong."""

    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    change: tuple[str, str] | None = None
    leave_out: bool = False


def decided(column: Column) -> list[Decided]:
    """What every text of the column stands for, in order; occupations have a module of their own."""
    decider = _DECIDERS[column.standard.kind]
    codes = {" ".join(text.split()): code for text, code in column.codes.items()}
    return [_one(column, text, codes, decider) for text in column.among]


def _one(column: Column, text: str, codes: dict[str, str], decider: Callable[[Column, str], Decided]) -> Decided:
    said = codes.get(" ".join(text.split()), codes.get(" ".join(western(text).split()))) if codes else None
    if said == LEAVE_OUT:
        return Decided({}, change=(shown(text), LEAVE_OUT), leave_out=True)
    if said is not None and column.standard.kind not in ("place", "occupation"):
        return Decided({column.standard.name: said or None}, change=(shown(text), said))
    return decider(column, text)


def _of(decision: Decision, **values: Any) -> Decided:
    return Decided(values, decision.problems, decision.change)


def _text(column: Column, text: str) -> Decided:
    plain = " ".join(text.split())
    return Decided({column.standard.name: None if flag_of(plain) is not None else plain})


def _place(column: Column, text: str) -> Decided:
    name = column.standard.name
    if name == "area":
        found = decide.area(text.strip(), "", column.on, of="area", said=column.codes)
        return _of(found, area=found.values.get("area"))
    found = decide_place(text, role=name, reporter=column.reporter, said=column.codes, among=column.among)  # type: ignore[arg-type]  # one of the roles that are places
    at_home = found.values.get("kind") == "domestic" and column.reporter
    return _of(found, **{name: found.values.get("area") or (column.reporter if at_home else None)})


def _activity(column: Column, text: str) -> Decided:
    found = decide_activity(text)
    gone = found.values.get("gone")
    return _of(found, activity=found.values.get("activity"), gone=None if gone == "unknown" else gone)


def _sex(column: Column, text: str) -> Decided:
    found = decide_sex(text, among=column.among)
    return _of(found, sex=found.values.get("sex"))


def _band(column: Column, text: str) -> Decided:
    found = decide_age_band(text)
    band = found.values.get("age_band")
    return _of(found, age_band=None if band in ("U", "_T") else band)


def _sector(column: Column, text: str) -> Decided:
    found = decide_sector(text)
    sector = found.values.get("sector")
    return _of(found, sector=None if sector == "unknown" else sector)


def _year(column: Column, text: str) -> Decided:
    if column.standard.name != "year":
        found = decide_date(text, formats=column.formats)
        return _of(found, **{column.standard.name: found.values.get("year")})
    found = decide.year(text, "text")
    return _of(found, year=found.values.get("year"))


def _day(column: Column, text: str) -> Decided:
    found = decide_date(text, formats=column.formats, personal=column.standard.personal)
    written, year = found.values.get("date"), found.values.get("year")
    whole = written if written and len(written) == 10 else None
    if column.standard.name == "birth_date":
        return _of(found, birth_year=year, birth_date=whole)
    return _of(found, **{column.standard.name: year, f"{column.standard.name}_on": whole})


def _age(column: Column, text: str) -> Decided:
    read = parse_count(text, column.decimal)
    if not read.problem:
        return Decided({"age": read.value if read.value is None or read.value < 200 else None})
    return Decided({"age": None}, (Problem(read.problem, read.level, read.params, shown(text)),))


def _share(column: Column, text: str) -> Decided:
    found = decide_fte(text, decimal=column.decimal)
    return _of(found, fte=found.values.get("fte"))


_DECIDERS: dict[str, Callable[[Column, str], Decided]] = {
    "text": _text,
    "place": _place,
    "activity": _activity,
    "sex": _sex,
    "band": _band,
    "sector": _sector,
    "year": _year,
    "day": _day,
    "age": _age,
    "share": _share,
}
