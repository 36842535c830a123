"""A year is written as a year in every language, and a number with its separators."""

from __future__ import annotations

import io
from typing import Any

import pytest

from concord.instrument import workbook, xlsform
from concord.instrument.model import Instrument
from concord.instrument.sheets import SETTINGS, SURVEY, Row, Sheet, Sheets
from concord.instrument.words.ranges import range_of
from concord.vocabulary.languages import LANGUAGES


def form(**rows: str) -> Instrument:
    """Whole numbers by name, each with its constraint."""
    survey = [
        {"type": "integer", "name": name, "label": name, "constraint": constraint} for name, constraint in rows.items()
    ]
    told = {"form_id": "years", "form_title": "Years", "version": "1", "default_language": "en"}

    def sheet(name: str, given: list[dict[str, str]]) -> Sheet:
        columns = tuple(dict.fromkeys(key for row in given for key in row))
        return Sheet(name, columns, tuple(Row(place, row) for place, row in enumerate(given, start=2)))

    read = xlsform.read_sheets(Sheets("years.xlsx", sheet(SURVEY, survey), Sheet("choices"), sheet(SETTINGS, [told])))
    assert read.instrument is not None, list(read.findings)
    return read.instrument


FORM = form(begun=". >= 1950 and . <= 2030", persons=". >= 1950 and . <= 90000", least=". >= 1950")


def said(name: str, language: str) -> str:
    (question,) = FORM.named(name)
    return range_of(question, FORM, language)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_is_never_divided(language: str) -> None:
    assert "1950" in said("begun", language)
    assert "2030" in said("begun", language)


def test_other_numbers_keep_their_separators() -> None:
    assert "1,950" in said("persons", "en")
    assert "90,000" in said("persons", "en")
    assert "1,950" in said("least", "en")


def test_the_workbook_says_it_so_too() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook.write(FORM, "en")))
    told: list[Any] = [each.error for sheet in book for each in sheet.data_validations.dataValidation]
    assert any("1950" in str(each) for each in told)
