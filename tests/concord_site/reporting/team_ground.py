"""A small round in which a country reports: three sections, its people, and somebody of every other kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from . import workbooks

TODAY = dt.date(2027, 5, 10)
SURVEY = (
    ("type", "name", "label::English (en)", "label::Français (fr)", "relevant", "constraint", "required"),
    ("begin_group", "laws", "Laws and policies", "Lois et politiques", "", "", ""),
    ("select_one yes_no", "laws_any", "Does your country have such laws?", "", "", "", "yes"),
    ("text", "laws_which", "Which laws are these?", "", "${laws_any} = 'yes'", "", ""),
    ("end_group", "", "", "", "", "", ""),
    ("begin_group", "people", "Health personnel", "Personnel de santé", "", "", ""),
    ("integer", "people_count", "How many health workers arrived?", "", "", ". >= 0", "yes"),
    ("text", "people_notes", "What should be known of the number?", "", "", "", ""),
    ("text", "people_law", "Does the law change the number?", "", "${laws_any} = 'yes'", "", ""),
    ("end_group", "", "", "", "", "", ""),
    ("begin_group", "support", "Support to others", "Soutien", "", "", ""),
    ("text", "support_what", "Which support was given?", "", "", "", ""),
    ("end_group", "", "", "", "", "", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """A report that is being filled, and its people."""

    round: Any
    submission: Any
    chief: Any
    officer: Any
    clearing: Any
    reader: Any


def made(person: Any, organisation: Any, *, area: str = "KEN", round: Any = None) -> Ground:
    """A country's draft in a round, begun by its officer through the action."""
    from concord_site.reporting.actions import reports

    office = organisation("authority", area)
    chief, officer = person("national-authority", office), person("country-officer", office)
    there = round or opened_round(person)
    submission = reports.begin(there, area, by=officer, today=TODAY)
    clearing, reader = person("clearing-officer", office), person("country-reader", office)
    return Ground(there, submission, chief, officer, clearing, reader)


def opened_round(person: Any, year: str = "2027") -> Any:
    """An open round that asks the small questionnaire."""
    from concord.instrument import xlsform
    from concord_site.reporting.actions import instruments
    from concord_site.reporting.models import Round, RoundInstrument

    read = xlsform.read(workbooks.workbook(SURVEY), "small.xlsx")
    assert read.sheets is not None
    version = instruments.begin(sheets=read.sheets, by=person())
    there = Round.objects.create(year=year, state="open", opens_on=TODAY, due_on=TODAY + dt.timedelta(days=90))
    RoundInstrument.objects.create(
        round=there, use="national", instrument=version.instrument, number="1", version=version, digest="0" * 64
    )
    return there


def answer(ground: Ground, by: Any = None, **values: Any) -> None:
    """Write answers as the pages do."""
    from concord_site.reporting.actions import filling
    from concord_site.reporting.answering import typed
    from concord_site.reporting.queries.reports import ReportDesk

    desk = ReportDesk(ground.submission.pk, by or ground.officer)

    def given(found: Any) -> Any:
        nodes = {key: found.book.node(key) for key in values}
        return {
            key: (node, typed.of_value(node, values[key], revision=found.book.of(key).revision))
            for key, node in nodes.items()
        }

    filling.save(desk, given, language="en", today=TODAY)


def complete(ground: Ground) -> None:
    """Everything that must be answered."""
    answer(ground, laws_any="no", people_count=12)
