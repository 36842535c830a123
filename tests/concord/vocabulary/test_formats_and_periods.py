"""Numbers and dates are written as each language writes them; dates are no more precise than they are known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.vocabulary import formats
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.money import shown, usd
from concord.vocabulary.periods import PartialDate, Span, at

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "vocabulary" / "formats.yaml")


@pytest.mark.parametrize("case", CASES["numbers"], ids=str)
def test_numbers_follow_the_language(case: dict[str, object]) -> None:
    assert formats.number(case["value"], str(case["language"])) == case["shown"]  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES["dates"], ids=str)
def test_dates_follow_the_language(case: dict[str, str]) -> None:
    assert formats.date(case["value"], case["language"]) == case["shown"]


@given(st.integers(-(10**12), 10**12), st.sampled_from(LANGUAGES))
def test_no_digit_of_a_number_is_lost(value: int, language: str) -> None:
    digits = "".join(c for c in formats.number(value, language) if c.isdigit())
    assert digits == str(abs(value))


@given(st.dates(date(1, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_partial_date_is_written_as_it_was_read(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    read = PartialDate.parse(text)
    assert str(read) == text
    assert read.first <= day <= read.last


@pytest.mark.parametrize("text", ["2010-13", "2010-02-30", "10-05-21", "May 2010", "", "2010-5"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"vocabulary\.date\.unreadable"):
        PartialDate.parse(text)


class Region:
    """A dated value."""

    def __init__(self, name: str, span: Span) -> None:
        self.name, self.span = name, span


def test_the_value_of_the_day_is_taken() -> None:
    before = Region("SEAR", Span(None, date(2025, 5, 22)))
    since = Region("WPR", Span(date(2025, 5, 23)))
    names = [getattr(at([since, before], day), "name", None) for day in (date(2025, 5, 22), date(2025, 5, 23))]
    assert names == ["SEAR", "WPR"]
    assert at([Region("x", Span(date(2000, 1, 1), date(2001, 1, 1)))], date(2002, 1, 1)) is None


def test_money_is_exact_and_written_by_language() -> None:
    assert shown(usd("24270813"), "en") == "US$ 24,270,813"
    assert (usd("0.1") + usd("0.2")).amount == usd("0.3").amount
