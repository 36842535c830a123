"""Files of the desk: the table of countries and the record of being informed, as CSV and as a workbook."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from concord.reporting.standing import STEPS
from concord_site.reporting.models.rounds import Letter
from concord_site.reporting.queries.rounds_desk import Desk, Line, named

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def countries(desk: Desk, lines: Iterable[Line], form: str) -> bytes:
    """Every country's line: state, first day of each step, due date, whether it is late."""
    columns = [
        "area", "name", "region", "state", *(f"{step}_on" for step in STEPS), "due_on", "is_extended", "is_late",
        "language", "times_informed", "last_informed_on", "acknowledged_on",
    ]  # fmt: skip
    rows = [_country(each) for each in lines]
    title = _("Countries in the round of %(round)s") % {"round": desk.round.year}
    return _written(columns, rows, title, desk.as_of, form, is_example=desk.round.is_example)


def _country(line: Line) -> list[Any]:
    found, told = line.standing, line.informed
    return [
        line.area, line.name.text, line.region, found.state, *(_day(found.reached.get(step)) for step in STEPS),
        _day(found.due_on), _yes(line.is_extended), _yes(found.is_late), line.language,
        told.count if told else 0, _day(told.latest_on if told else None),
        _day(told.acknowledged_on if told else None),
    ]  # fmt: skip


def informed(letters: Iterable[Letter], members: Iterable[str], on: dt.date, language: str, form: str = "csv") -> bytes:
    """The record of being informed, one row a thing told; a country that was told nothing has a row that says so."""
    columns = [
        "area", "name", "sent_on", "what", "subject", "language", "reference", "sent_by_office", "way", "sent_to",
        "acknowledged_on", "acknowledged_by", "round", "is_example",
    ]  # fmt: skip
    by_area: dict[str, list[Letter]] = {}
    for each in letters:
        by_area.setdefault(each.area, []).append(each)
    rows: list[list[Any]] = []
    for area in dict.fromkeys((*members, *by_area)):
        name = named(area, language, on)[0].text
        rows.extend(_told(each, name) for each in by_area.get(area, ()))
        if area not in by_area:
            rows.append([area, name, "", _("nothing is known here"), *[""] * 10])
    title = _("What Member States were told of the Code and of their reports (not part of indicator 1)")
    return _written(columns, rows, title, on, form)


def _told(each: Letter, name: str) -> list[Any]:
    return [
        each.area, name, _day(each.sent_on), each.what, each.subject, each.language, each.reference,
        each.sent_by_office, each.way, each.sent_to, _day(each.acknowledged_on), each.acknowledged_by,
        each.round.year if each.round else "", _yes(each.is_example),
    ]  # fmt: skip


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value is not None else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _written(
    columns: list[str], rows: list[list[Any]], title: str, as_of: dt.date, form: str, *, is_example: bool = False
) -> bytes:
    from concord.intake import Meta, write_csv, write_xlsx

    said = _("Generated example: nothing in it happened.") if is_example else ""
    meta = Meta(title=title, notes=(said,) if said else (), created=as_of, language=get_language() or "en")
    out = io.BytesIO()
    (write_xlsx if form == "xlsx" else write_csv)(out, columns, rows, meta)
    return out.getvalue()
