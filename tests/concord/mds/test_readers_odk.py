"""Exports of ODK and Kobo: plain tables of the questions, joined to what they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from concord.intake.reading import Reading
from concord.mds.harmonise import Asked
from concord.mds.profile import Profile
from concord.mds.readers import registry
from concord.mds.readers.odk_columns import choices, chosen, leaves
from concord.mds.tabulate import tabulate

SPECIMENS = Path(__file__).parents[2] / "specimens" / "mds" / "odk"


def rows(reading: Reading) -> list[dict[str, str]]:
    (sheet,) = reading.sheets
    return list(sheet.records())


@pytest.mark.parametrize("name", ["kobo-counts-in-a-repeat.xlsx", "odk-central.zip"])
def test_the_rows_of_a_repeat_get_the_answers_above_them(name: str) -> None:
    reading = registry.read(SPECIMENS / name)
    assert reading.facts["format"] == "odk"
    wanted = ["occupation", "country_of_training", "headcount", "name_of_office", "year"]
    assert [[row[header] for header in wanted] for row in rows(reading)] == [
        ["nurses", "Uganda", "12", "National nursing council", "2023"],
        ["nurses", "Cuba", "3", "National nursing council", "2023"],
        ["doctors", "Uganda", "40", "National nursing council", "2023"],
        ["doctors", "India", "1", "Medical board", "2025"],
    ]
    assert list(reading.sheets[0].rows) == [2, 3, 4, 6], "physical rows of the repeat, without the rejected one"
    assert [finding.code for finding in reading.findings if finding.level != "note"] == []


def test_metadata_and_who_collected_are_left_out() -> None:
    (sheet,) = registry.read(SPECIMENS / "kobo-persons.csv").sheets
    questions = ("registration_number", "sex", "date_of_birth", "profession", "country_of_training", "languages")
    assert sheet.headers == questions
    assert "collector1" not in " ".join(cell.text for cell in sheet.cells())
    assert [column.letter for column in sheet.columns] == ["C", "D", "E", "F", "G", "H"], "letters of the file"


def test_the_choices_of_one_question_are_one_column() -> None:
    assert [row["languages"] for row in rows(registry.read(SPECIMENS / "kobo-persons.csv"))] == ["en sw", "fr", "sw"]
    alone = {"why/far": ["1", "0"], "why/cost": ["1", "1"], "name": ["a", "b"]}
    assert choices(alone) == {"why": ["why/far", "why/cost"]}
    assert chosen(alone, ["why/far", "why/cost"]) == ["far cost", "cost"]


def test_counts_of_zero_and_one_in_a_group_are_no_choices() -> None:
    assert choices({"staff/headcount": ["1", "0"], "staff/year": ["1", "1"]}) == {}


def test_groups_are_taken_off_only_where_the_question_stays_unlike_others() -> None:
    assert leaves(["a/sex", "b/sex", "c/year"]) == {"a/sex": "a/sex", "b/sex": "b/sex", "c/year": "year"}
    assert leaves(["full-time"]) == {"full-time": "full-time"}
    hyphens = ["country-of-training", "country-of-birth"]
    assert leaves(hyphens) == {header: header for header in hyphens}, "a hyphen within a name is no group"
    assert leaves(["office-year", "office-code"]) == {"office-year": "year", "office-code": "code"}


def test_a_table_that_has_only_an_id_is_no_export() -> None:
    reading = registry.read(b"_id,start,headcount\n1,2020,5\n", "table.csv")
    assert "format" not in reading.facts
    assert reading.sheet().headers == ("_id", "start", "headcount")


def test_an_export_of_persons_is_counted_like_any_register() -> None:
    profile = Profile(activity="licensed", occupations={"Medical Doctor": "221"})
    asked = Asked(area="KEN", year=2025, profile=profile)
    made = tabulate([SPECIMENS / "kobo-persons.csv"], asked, as_of=2026)
    assert not made.findings.hard, list(made.findings)
    stock = next(table for table in made.tables if table.structure == "mds-stock-by-training").frame
    rows = {(row["occupation"], row["row_kind"], row["origin"]): row["headcount"] for row in stock.rows(named=True)}
    assert rows[("221", "origin", "CUB")] == 1
    assert rows[("2221_3221", "domestic", None)] == 1
    assert rows[("2221_3221", "unknown", None)] == 1, "no country of training was given, and none is guessed"
