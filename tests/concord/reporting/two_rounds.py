"""Two small instruments of two rounds, the later one's questions linked to the earlier one's, and one with a table."""

from __future__ import annotations

from concord.instrument import xlsform
from concord.instrument.model import Instrument
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets

LIST = [{"list_name": "kinds", "name": name, "label": name} for name in "abc"]


def made(id: str, survey: list[dict[str, str]], choices: list[dict[str, str]] | None = None) -> Instrument:
    """An instrument from rows."""

    def sheet(name: str, rows: list[dict[str, str]]) -> Sheet:
        columns = tuple(dict.fromkeys(key for row in rows for key in row))
        return Sheet(name, columns, tuple(Row(place, row) for place, row in enumerate(rows, start=2)))

    told = {"form_id": id, "form_title": id, "version": "1", "default_language": "en"}
    read = xlsform.read_sheets(
        Sheets(f"{id}.xlsx", sheet(SURVEY, survey), sheet(CHOICES, choices or []), sheet(SETTINGS, [told]))
    )
    assert read.instrument is not None, list(read.findings)
    return read.instrument


def row(type: str, name: str, same_as: str = "", **more: str) -> dict[str, str]:
    """A row of the survey."""
    return {"type": type, "name": name, "label": f"What is {name}?", "x_same_as": same_as, **more}


OLD = made(
    "old-1",
    [
        row("integer", "staff", x_status="not-known"),
        row("integer", "hours", x_status="not-known"),
        row("text", "title"),
        row("select_multiple kinds", "kinds"),
        row("integer", "one"),
        row("integer", "two"),
        row("begin_repeat", "people"),
        row("text", "person"),
        row("integer", "age"),
        {"type": "end_repeat"},
        row("text", "old_only"),
    ],
    LIST,
)
NEW = made(
    "new-1",
    [
        row("integer", "staff", "old-1/staff", x_status="not-known"),
        row("integer", "hours", "old-1/hours", x_status="not-known"),
        row("text", "name", "reworded old-1/title"),
        row("select_multiple kinds", "kinds", "old-1/kinds"),
        row("integer", "both", "merged old-1/one old-1/two"),
        row("begin_repeat", "people", "old-1/people"),
        row("text", "person", "old-1/person"),
        row("integer", "age", "old-1/age"),
        {"type": "end_repeat"},
        row("text", "fresh"),
    ],
    LIST,
)
TABLE = made(
    "table-1",
    [
        row("begin_group", "grid", x_rows="rows", x_columns="years ways"),
        row("integer", "moved", x_known="mds-inflow"),
        {"type": "end_group"},
        row("integer", "all", x_known="mds-totals"),
        row("integer", "listed", x_known="mds-totals", x_indicator="from-listed"),
    ],
    [
        {"list_name": "rows", "name": "doctors", "label": "Doctors"},
        {"list_name": "rows", "name": "others", "label": "Others"},
        {"list_name": "years", "name": "2025", "label": "2025"},
        {"list_name": "years", "name": "2026", "label": "2026"},
        {"list_name": "ways", "name": "in", "label": "In"},
        {"list_name": "ways", "name": "out", "label": "Out"},
    ],
)
