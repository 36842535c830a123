"""The table of countries as CSV and as a workbook."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from concord_site.mds.queries.watch_lines import TABLES, Line

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = (
    "area", "name", "region", "is_member_state", "state", *(id.replace("-", "_") for id in TABLES), "other_tables",
    "tables", "percent", "first_year", "last_year", "confirmed_on", "found", "explained", "questions", "waiting",
    "has_draft", "brought_by", "round_asked", "due_on", "came_on", "days_late", "is_example",
)  # fmt: skip


def countries(lines: Iterable[Line], format: str, as_of: dt.date, *, narrowed_to: str = "") -> bytes:
    """Every country's line; years of each table as ``2019-2021``, and only that there is a draft."""
    from concord.intake import Meta, write_csv, write_xlsx

    lines = list(lines)
    notes = [_("Confirmed by the countries; nothing of it is published by that.")]
    if any(each.is_example for each in lines):
        notes.append(_("Lines with yes under is_example rest on invented or generated figures: they are no facts."))
    notes += [narrowed_to] if narrowed_to else []
    title = _("Minimum data set: what countries have delivered")
    meta = Meta(title=title, notes=tuple(notes), created=as_of, language=get_language() or "en")
    out = io.BytesIO()
    (write_xlsx if format == "xlsx" else write_csv)(out, list(COLUMNS), [_row(each) for each in lines], meta)
    return out.getvalue()


def _row(line: Line) -> list[Any]:
    years = line.years
    return [
        line.area, line.name.text, line.region, _yes(line.is_member), line.state,
        *(span(years_of(line, id)) for id in TABLES), " ".join(id for id in line.structures if id not in TABLES),
        line.tables, line.percent, years[0] if years else "", years[-1] if years else "",
        line.confirmed_on.isoformat() if line.confirmed_on else "", line.found, line.explained, line.questions,
        line.waiting, _yes(line.has_draft), "; ".join(line.sources), *_called(line), _yes(line.is_example),
    ]  # fmt: skip


def _called(line: Line) -> tuple[str, str, str, int | str]:
    """What rounds ask, when it came, and how many days late; several rounds one after another."""
    every = line.called
    if not every:
        return "", "", "", ""
    came = "; ".join(each.came_on.isoformat() if each.came_on else "" for each in every)
    return (
        "; ".join(each.due.round for each in every), "; ".join(each.due.day.isoformat() for each in every),
        came.strip("; "), max(each.days_late for each in every),
    )  # fmt: skip


def years_of(line: Line, structure: str) -> tuple[int, ...]:
    """The years of one table that stand."""
    return tuple(sorted({year for each in line.pieces for year in each.years.get(structure, ())}))


def span(years: tuple[int, ...]) -> str:
    """Years as the longest runs: ``2019-2021, 2023``.

    Example:
        >>> span((2019, 2020, 2021, 2023))
        '2019-2021, 2023'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
