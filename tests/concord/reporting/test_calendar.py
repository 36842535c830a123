"""Dates of a round as iCalendar: what RFC 5545 asks, in six languages."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.reporting import calendar
from concord.reporting.calendar import Dates, Event, escaped, folded, of_area, public
from concord.vocabulary.languages import LANGUAGES

DATES = Dates("2027", dt.date(2027, 5, 1), dt.date(2027, 8, 31), dt.date(2028, 1, 31), dt.date(2027, 11, 30))
STAMP = dt.datetime(2027, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def _file(events: tuple[Event, ...]) -> bytes:
    return calendar.calendar(events, name="Code", stamp=STAMP, host="concord.test", link="https://concord.test/en/")


def _unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


@given(st.text(max_size=400))
def test_a_folded_line_is_short_and_unfolds_to_itself(text: str) -> None:
    line = "SUMMARY:" + escaped(text.encode("utf-8", "ignore").decode())
    content = folded(line)
    assert all(len(part) <= 75 for part in content.split(b"\r\n"))
    assert _unfolded(content) == [line, ""]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=80))
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    assert "\n" not in escaped(text)
    assert _unescaped(escaped(text)) == calendar._NOT_TEXT.sub("", text)


def test_a_line_end_in_a_text_begins_no_new_property() -> None:
    event = Event("x", DATES.due_on, "a\r\nBEGIN:VALARM", "b\nc; d, e\\f")
    lines = _unfolded(_file((event,)))
    assert lines.count("BEGIN:VALARM") == 0
    assert "DESCRIPTION;LANGUAGE=en:b\\nc\\; d\\, e\\\\f" in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calendar_is_whole_in_every_language(language: str) -> None:
    lines = _unfolded(_file(of_area(DATES, "CIV", dt.date(2027, 9, 30), language, revision=1)))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 4
    assert lines.count("BEGIN:VALARM") == lines.count("END:VALARM") == 4
    assert "DTSTART;VALUE=DATE:20270930" in lines
    assert "DTEND;VALUE=DATE:20271001" in lines
    assert "DTSTAMP:20270102T030405Z" in lines
    assert "SEQUENCE:1" in lines
    assert "UID:2027-CIV-due@concord.test" in lines


def test_the_same_dates_give_the_same_bytes_and_the_ids_stay_when_a_day_moves() -> None:
    assert _file(public(DATES, "en")) == _file(public(DATES, "en"))
    moved = Dates("2027", DATES.opens_on, dt.date(2027, 9, 30))
    ids = {each.id for each in public(moved, "en")}
    assert ids < {each.id for each in public(DATES, "fr")}


def test_everybodys_calendar_names_no_country_and_a_countrys_has_its_own_day_alone() -> None:
    everybody = _file(public(DATES, "en")).decode()
    assert "KEN" not in everybody
    assert "Kenya" not in everybody
    own = of_area(DATES, "KEN", dt.date(2027, 9, 30), "en")
    assert [each.day for each in own if each.id.endswith("due")] == [dt.date(2027, 9, 30)]
    assert DATES.due_on not in {each.day for each in own}


def test_a_generated_example_says_so_in_every_entry() -> None:
    example = Dates("2027", DATES.opens_on, DATES.due_on, is_example=True)
    assert all("generated example" in each.text for each in public(example, "en"))


def test_alarms_speak_in_the_right_number() -> None:
    lines = _unfolded(_file(of_area(DATES, "KEN", DATES.due_on, "en", alarms=(7, 1))))
    said = [each for each in lines if each.startswith("DESCRIPTION:In ")]
    assert said[0].startswith("DESCRIPTION:In 7 days:")
    assert said[1].startswith("DESCRIPTION:In 1 day:")
