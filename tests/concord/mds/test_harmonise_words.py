"""Places, sex, activity, sector, ages, dates, full-time equivalents: the table of cases, and invariants."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.mds.harmonise import spoken
from concord.mds.harmonise.deciders import (
    GONE,
    ROW_KIND,
    SECTORS,
    age_on,
    band_of,
    decide_activity,
    decide_age_band,
    decide_date,
    decide_fte,
    decide_place,
    decide_sector,
    decide_sex,
)
from concord.vocabulary.areas import areas
from concord.vocabulary.codelists import codelist

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "harmonise_words.yaml")
DECIDERS: dict[str, Any] = {
    "place": decide_place,
    "sex": decide_sex,
    "activity": decide_activity,
    "sector": decide_sector,
    "age_band": decide_age_band,
    "date": decide_date,
    "fte": decide_fte,
}
NAMED = {"place": "area"}
SAID = {"name", "text", "value", "kind", "gone", "problem"}
ALL = [(topic, case) for topic, cases in CASES.items() for case in cases]
LANGUAGES = {"en", "fr", "es", "ru", "ar", "zh"}


@pytest.mark.parametrize(("topic", "case"), ALL, ids=[f"{topic}: {case['name']}" for topic, case in ALL])
def test_every_text_is_read_as_the_case_says(topic: str, case: dict[str, Any]) -> None:
    call = {key: value for key, value in case.items() if key not in SAID}
    if "latest" in call:
        call["latest"] = date.fromisoformat(call["latest"])
    found = DECIDERS[topic](case["text"], **call)
    assert found.values[NAMED.get(topic, topic)] == case["value"], found
    assert [problem.code for problem in found.problems] == ([case["problem"]] if "problem" in case else [])
    for key in ("kind", "gone"):
        if key in case:
            assert found.values[key] == case[key]


def test_every_topic_has_its_cases() -> None:
    assert set(CASES) == set(DECIDERS)


@pytest.mark.parametrize("name", ["sexes", "activities", "sectors", "places", "ages", "shares", "units"])
def test_words_are_declared_in_the_six_languages_and_marked_as_reviewed_or_not(name: str) -> None:
    rows = spoken.rows(name)
    assert {row["language"] for row in rows} >= LANGUAGES
    assert all(row["reviewed"] for row in rows)


def test_words_stand_for_declared_codes() -> None:
    assert {row["code"] for row in spoken.rows("sexes")} <= set(codelist("sex").codes)
    levels = set(codelist("activity").codes) | set(GONE) | {"unknown"}
    assert {part for row in spoken.rows("activities") for part in row["code"].split("|")} <= levels
    assert {part for row in spoken.rows("sectors") for part in row["code"].split("|")} <= set(SECTORS)
    codes = {area.code for area in areas(former=True)}
    assert {row["area"] for row in spoken.rows("demonyms")} <= codes
    assert set(ROW_KIND.values()) <= set(codelist("row-kind").codes)


@pytest.mark.parametrize("former", [area for area in areas(former=True) if area.kind == "former"], ids=lambda a: a.code)
def test_a_former_state_stays_what_it_was_in_every_language(former: Any) -> None:
    year = 1975 if former.code not in ("SCG", "SUD") else 2005
    for name in {former.code, *former.names.values()}:
        found = decide_place(name, year=year, role="birth")
        assert found.values["area"] in (former.code, None), name
        if found.values["area"]:
            assert (found.values["kind"], found.values["row_kind"]) == ("former", "origin")


@given(st.text(max_size=30))
def test_any_text_of_a_place_is_an_area_a_kind_or_asked(text: str) -> None:
    found = decide_place(text)
    assert found.values["kind"] in {*ROW_KIND, None}
    assert (found.values["kind"] is None) == any(problem.level == "hard" for problem in found.problems)
    assert found.values["area"] is None or found.values["kind"] in ("area", "former", "domestic")


@given(st.text(max_size=20), st.sets(st.sampled_from(["F", "M", "H", "W", "V", "1", "2", "0", "9", ""]), max_size=4))
def test_any_text_of_a_sex_is_a_code_or_asked(text: str, among: set[str]) -> None:
    for each in (text, *among):
        found = decide_sex(each, among={text, *among})
        assert (found.values["sex"] is None) == bool(found.problems)


@given(st.integers(0, 110), st.integers(0, 110))
def test_a_group_of_ages_is_in_a_band_exactly_when_both_its_ends_are(first: int, last: int) -> None:
    found = decide_age_band(f"{first}-{last}").values["age_band"]
    if first > last:
        assert found is None
    else:
        assert found == (band_of(first) if band_of(first) == band_of(last) else None)


@given(st.dates(date(1920, 1, 1), date(2020, 12, 31)), st.dates(date(1990, 1, 1), date(2026, 12, 31)))
def test_the_age_of_a_year_of_birth_is_that_of_its_days_or_one_more(born: date, day: date) -> None:
    exact, by_year = age_on(born, day), age_on(born.year, day)
    if exact is not None and by_year is not None:
        assert by_year - exact in (0, 1)
        assert (day.month, day.day) != (12, 31) or by_year == exact


@given(st.text(max_size=20))
def test_no_text_breaks_ages_dates_shares_activity_or_sector(text: str) -> None:
    assert decide_age_band(text).values["age_band"] in {*codelist("age-band").codes, None}
    fte = decide_fte(text).values["fte"]
    assert fte is None or 0 <= fte <= 1.5
    decide_date(text)
    decide_activity(text)
    decide_sector(text)


def test_a_date_of_birth_is_never_echoed() -> None:
    for text in ("03/04/1980", "1980-13-01", "12.03.79"):
        found = decide_date(text, personal=True)
        assert all(problem.value is None and text not in str(dict(problem.params)) for problem in found.problems)
        assert found.change is None
