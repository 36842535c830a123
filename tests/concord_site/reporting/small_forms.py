"""Small forms for the tests of answering, as their authors write them: rows of the survey and of the choices."""

from __future__ import annotations

from concord.instrument.model import Instrument
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets
from concord.instrument.xlsform import read_sheets


def sheet(name: str, rows: list[dict[str, str]]) -> Sheet:
    """Rows as a sheet."""
    return Sheet(name).with_rows([Row(place, row) for place, row in enumerate(rows, start=2)])


def form(*survey: dict[str, str], lists: dict[str, str] | None = None, **settings: str) -> Instrument:
    """An instrument; ``lists`` names choices by list: ``{"yes_no": "yes no"}``."""
    choices = [
        {"list_name": name, "name": each, "label": each.capitalize()}
        for name, every in (lists or {}).items() for each in every.split()
    ]  # fmt: skip
    told = {"form_title": "A small form", "form_id": "small", "version": "1", "default_language": "en", **settings}
    sheets = Sheets("small.xlsx", sheet(SURVEY, list(survey)), sheet(CHOICES, choices), sheet(SETTINGS, [told]))
    read = read_sheets(sheets)
    assert read.instrument is not None, [each.code for each in read.findings]
    return read.instrument


def question(type: str, name: str, label: str = "", **cells: str) -> dict[str, str]:
    """A row of the survey."""
    return {"type": type, "name": name, "label": label or f"What is {name}?", **cells}


LISTS = {"yes_no": "yes no", "colours": "red green blue", "many": " ".join(f"c{n}" for n in range(30))}

#: One question of every kind that is answered.
EVERY_KIND = form(
    question("text", "short"),
    question("text", "long", appearance="multiline"),
    question("text", "site", appearance="url"),
    question("integer", "count", x_unit="persons", x_status="not-known not-available not-applicable"),
    question("decimal", "share"),
    question("range", "mark", parameters="start=1 end=10 step=1"),
    question("select_one yes_no", "gate", x_status="not-known"),
    question("select_one many", "listed"),
    question("select_multiple colours", "some"),
    question("rank colours", "order"),
    question("date", "day"),
    question("date", "in_year", appearance="year"),
    question("date", "in_month", appearance="month-year"),
    question("time", "clock"),
    question("dateTime", "moment"),
    question("geopoint", "place"),
    question("geotrace", "path"),
    question("geoshape", "field"),
    question("barcode", "code"),
    question("acknowledge", "yes"),
    lists=LISTS,
)
