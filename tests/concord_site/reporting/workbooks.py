"""Workbooks for tests, as an author would send them."""

from __future__ import annotations

import io
from collections.abc import Sequence

SURVEY = (
    ("type", "name", "label::English (en)", "label::Français (fr)", "relevant", "constraint", "x_same_as"),
    ("begin_group", "laws", "Laws and policies", "Lois et politiques", "", "", ""),
    ("select_one yes_no", "laws_any", "Does your country have such laws?", "Votre pays a-t-il de telles lois ?", "", "",
     ""),
    ("integer", "laws_count", "How many laws?", "", "${laws_any} = 'yes'", ". >= 0 and . <= 100", ""),
    ("end_group", "", "", "", "", "", ""),
)  # fmt: skip
CHOICES = (
    ("list_name", "name", "label::English (en)", "label::Français (fr)"),
    ("yes_no", "yes", "Yes", "Oui"),
    ("yes_no", "no", "No", "Non"),
)
SETTINGS = (
    ("form_title", "form_id", "version", "default_language"),
    ("A small questionnaire", "small-2027", "1", "English (en)"),
)

Rows = Sequence[Sequence[str]]


def workbook(survey: Rows = SURVEY, choices: Rows = CHOICES, settings: Rows = SETTINGS) -> bytes:
    """A workbook with three sheets."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "survey"
    for sheet, rows in (
        (first, survey),
        (book.create_sheet("choices"), choices),
        (book.create_sheet("settings"), settings),
    ):
        for row in rows:
            sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def broken() -> bytes:
    """The same with an unknown list and an expression that cannot be read."""
    rows = [list(row) for row in SURVEY]
    rows[2][0] = "select_one nowhere"
    rows[3][4] = "${laws_any} = 'yes"
    return workbook(rows)
