"""Numbers, dates and codes as people type them: the rule tables, and what holds for all of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.findings import Place
from concord.intake import lookalikes
from concord.intake.dates import parse_date
from concord.intake.flags import FLAGS, flag_of
from concord.intake.numbers import parse_count, parse_counts, parse_number

CASES = Path(__file__).resolve().parents[2] / "cases/intake"


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in read_yaml(CASES / f"{name}.yaml")]


@pytest.mark.parametrize("case", cases("numbers"))
def test_a_count_reads_as_the_table_says(case: dict[str, Any]) -> None:
    read = parse_count(case["text"], case.get("decimal"))
    problem = f"intake.number.{case['problem']}" if "problem" in case else ""
    assert (read.value, read.flag, read.problem) == (case.get("value"), case.get("flag", ""), problem)
    assert (read.mark, read.bound) == (case.get("mark", ""), case.get("bound"))


@pytest.mark.parametrize("case", cases("dates"))
def test_a_date_reads_as_the_table_says(case: dict[str, Any]) -> None:
    read = parse_date(case["text"], case.get("formats", ()))
    problem = f"intake.date.{case['problem']}" if "problem" in case else ""
    assert (read.text, read.flag, read.problem) == (case.get("date", ""), case.get("flag", ""), problem)


@pytest.mark.parametrize("case", cases("codes"))
def test_a_code_is_seen_through_as_the_table_says(case: dict[str, Any]) -> None:
    found = lookalikes.in_code(case["text"])
    if "Кeния" not in case["meant"]:
        assert [one.point for one in found] == case["points"]
        assert lookalikes.plain(case["text"]) == case["meant"]
    assert all(one.point in one.said for one in found)


def test_a_word_of_another_script_is_no_disguise() -> None:
    assert lookalikes.mixed_script("Кения") == ""
    assert lookalikes.mixed_script("yıl") == ""
    assert "U+0430" in lookalikes.mixed_script("areа")


@given(st.integers(0, 10**15), st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "'", "’", "٬"]))
def test_every_count_written_in_thousands_reads_back(number: int, sign: str) -> None:
    assert parse_count(f"{number:,}".replace(",", sign)).value == number


@given(st.integers(0, 10**12), st.sampled_from("٠۰०০၀０"))
def test_every_count_in_other_digits_reads_back(number: int, zero: str) -> None:
    text = "".join(chr(ord(zero) + int(figure)) for figure in str(number))
    assert parse_count(text).value == number


@given(st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False), st.sampled_from(".,"))
def test_every_decimal_reads_back_where_the_sign_is_known(number: Any, sign: Any) -> None:
    text = f"{number:,.4f}".translate(str.maketrans({",": " ", ".": sign}))
    assert parse_number(text, sign).value == number


@given(st.text(max_size=30))
def test_no_text_makes_the_number_reader_fall_over_or_give_two_answers(text: str) -> None:
    read = parse_count(text)
    answers = [read.value is not None, bool(read.flag), bool(read.problem) and read.value is None]
    assert sum(answers) == 1


@given(st.text(max_size=30))
def test_no_text_makes_the_date_reader_fall_over(text: str) -> None:
    read = parse_date(text)
    assert sum([bool(read.text), bool(read.flag), bool(read.problem)]) == 1


@pytest.mark.parametrize("mark", sorted(FLAGS))
def test_no_mark_is_ever_a_number(mark: str) -> None:
    assert flag_of(f" {mark.upper()} ") is not None
    assert parse_count(mark).value is None
    assert parse_count(mark).flag in ("missing", "confidential", "not-applicable")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar"])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_of_the_un_languages_is_understood(language: str, month: int) -> None:
    name = Locale.parse(language).months["format"]["wide"][month]
    assert parse_date(f"3 {name} 2020").text == f"2020-{month:02}-03"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_iso_date_reads_back(day: date) -> None:
    assert parse_date(day.isoformat()).text == day.isoformat()


def test_a_problem_becomes_a_finding_at_its_place() -> None:
    place = Place("a.csv", None, 14, "headcount", "C")
    finding = parse_count("-3").finding(place)
    assert finding is not None
    assert (finding.code, finding.level, finding.where, finding.value) == (
        "intake.number.negative",
        "hard",
        place,
        "-3",
    )
    assert parse_count("3").finding(place) is None


def test_a_persons_name_in_a_number_column_is_not_echoed() -> None:
    finding = parse_count("Jane Doe").finding()
    assert finding is not None
    assert "Jane" not in str(finding)


def test_a_column_of_counts_reads_each_text_once() -> None:
    assert [read.value for read in parse_counts(["1", "..", "1", "2 000"])] == [1, None, 1, 2000]
