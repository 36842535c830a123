"""All answers of a round are one tidy table: every status said, every number as it was given, no cell a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.instrument import library
from concord.reporting import answers_table as tables
from concord.reporting import publication
from concord.reporting.answers_table import Reported, Row
from concord.reporting.publication import Published

CASES = Path(__file__).parents[2] / "cases" / "reporting"
DAY = dt.date(2026, 11, 22)


def report(area: str = "KEN", *withheld: str, **changed: Any) -> Published:
    answers = json.loads((CASES / "generated-report-2027.json").read_text(encoding="utf-8")) | changed
    return publication.publish(
        library.load("nri-2027"), answers, today=DAY, withheld=withheld, area=area, round="2027",
        reference=f"NR-2027-{area}-1",
    )  # fmt: skip


@lru_cache(maxsize=1)
def found() -> tuple[Row, ...]:
    kenya = report("KEN", "contact_name", plan={"status": "not-known"}, comments="=1+1", steps=["law", "consult"])
    return tuple(
        tables.rows([Reported(kenya, is_example=True)], language="en", as_of=DAY, without=("NOR",), round="2027")
    )


def of(question: str) -> list[Row]:
    return [each for each in found() if each.question == question]


def test_every_question_has_a_row_whatever_became_of_it() -> None:
    asked = {each.key for each in library.load("nri-2027").questions if each.is_asked}
    assert {each.question for each in found()} == {*asked, ""}
    assert {"answered", "withheld", "not-known", "not-asked", "no-report"} <= {each.status for each in found()}


def test_each_chosen_choice_is_a_row_with_code_and_label() -> None:
    assert [(each.code, bool(each.label), each.status) for each in of("steps")] == [
        ("law", True, "answered"), ("consult", True, "answered")]  # fmt: skip


def test_a_status_has_neither_value_nor_unit() -> None:
    for each in found():
        if each.status != "answered":
            assert (each.value, each.numeric, each.code, each.unit) == ("", None, "", "")


def test_entries_and_numbers_are_told_apart() -> None:
    assert {each.entry for each in of("agreement_title")} >= {"agreements[1]"}
    number = of("inflow_doctors_2024_permanent")[0]
    assert number.numeric is not None
    assert number.unit == "persons"
    assert number.number == "7.6"


def test_a_country_without_a_report_has_one_row_that_says_so() -> None:
    rows = [each for each in found() if each.area == "NOR"]
    assert [(each.status, each.region, each.generated) for each in rows] == [("no-report", "EUR", "no")]


def test_files_hold_the_same_rows_their_citation_and_the_mark() -> None:
    made = {each: tables.written(found(), each, round="2027", language="en", as_of=DAY) for each in tables.FORMATS}
    read = json.loads(made["json"])
    assert len(read["rows"]) == len(found())
    assert read["generated"]
    assert "Generated, not real" in read["notes"][0]
    text = made["csv"].decode("utf-8-sig")
    assert "Generated, not real" in text
    lines = list(csv.reader(io.StringIO(text)))
    assert any(cell.endswith("=1+1") and not cell.startswith("=") for line in lines for cell in line)
    assert made == {
        each: tables.written(found(), each, round="2027", language="en", as_of=DAY) for each in tables.FORMATS
    }


def test_parquet_keeps_numbers_and_says_where_it_comes_from() -> None:
    import pyarrow.parquet as parquet

    file = io.BytesIO(tables.written(found(), "parquet", round="2027", language="en", as_of=DAY))
    table = parquet.read_table(file)
    assert table.num_rows == len(found())
    assert str(table.schema.field("numeric").type) == "double"
    assert b"concord.citation" in table.schema.metadata


def test_a_country_counts_once_and_missing_answers_apart() -> None:
    instrument = library.load("nri-2027")
    question = next(each for each in instrument.questions if each.key == "agreement_partners")
    reports = [report("KEN"), report("NOR", "agreements_any"), report("FRA", agreements_any="no", agreements=[])]
    said = [(each.area, [i for i in publication.items(each) if i.id == question.key]) for each in reports]
    counted = tables.counted(question, instrument, said, as_of=DAY)
    assert counted.reports == 3
    assert counted.answered == 1
    assert counted.by_status == {"answered": 1, "withheld": 1, "not-asked": 1}
    assert max(counted.by_code.values()) == 1
    assert set(counted.by_region) == {"AFR", "EUR"}
