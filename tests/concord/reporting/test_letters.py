"""Letters to Member States: what they say, in Word and PDF, and that nothing is left open in them."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import pytest

from concord.documents.model import phrases
from concord.errors import Conflict, NotFound
from concord.reporting import letters, letters_compose, letters_files
from concord.reporting.letters import Facts, facts_of, letter_of
from concord.reporting.letters_language import language_of
from concord.vocabulary.areas import member_states
from concord.vocabulary.languages import LANGUAGES

FACTS = Facts(
    area="KEN", office="Secretariat", reference="CODE/2027/KEN/1", on=dt.date(2027, 7, 20),
    link="https://concord.test/en/reporting/rounds/2027/KEN/", sender=("Avenue Appia 20", "Geneva"),
    signed=("Director, Health Workforce",), round="2027", opens_on=dt.date(2027, 5, 1), due_on=dt.date(2027, 8, 31),
    round_due_on=dt.date(2027, 8, 31), questionnaire="Instrument 2027", authority="Department of Human Resources",
    authority_since="2026-03-04", submitted_on=dt.date(2027, 7, 1), receipt="NR-2027-KEN-1",
)  # fmt: skip
IDS = [each.id for each in letters.letters()]


def _text(id: str, facts: Facts = FACTS, language: str = "en") -> str:
    document = letters_compose.compose(letter_of(id), facts, language)
    return "\n".join(str(each) for each in phrases(document.blocks))


def test_the_letters_of_the_loop_are_declared_in_their_order() -> None:
    assert IDS == [
        "invitation-designate", "invitation-report", "reminder", "overdue", "thanks", "designation-confirmed",
    ]  # fmt: skip


WITHOUT = [id for id in IDS if "authority" not in letter_of(id).needs]


@pytest.mark.parametrize(("id", "authority"), [*((id, FACTS.authority) for id in IDS), *((id, "") for id in WITHOUT)])
@pytest.mark.parametrize("extended", [False, True])
def test_no_place_is_left_open(id: str, authority: str, extended: bool) -> None:
    due = dt.date(2027, 9, 30) if extended else FACTS.due_on
    facts = replace(FACTS, authority=authority, due_on=due, closes_on=dt.date(2028, 1, 31) if extended else None)
    assert not re.search(r"[{}]", _text(id, facts))


@pytest.mark.parametrize("id", IDS)
def test_every_wording_of_a_letter_is_used(id: str) -> None:
    from concord.documents.sentences import wordings

    body = letter_of(id).body
    used = {"subject"}
    for each in body:
        if isinstance(each, str):
            used.add(each)
        else:
            used |= {each["say"]} if "say" in each else set(each.get("list", ()))
    assert set(wordings(letter_of(id).domain)) == used


def test_a_letter_names_the_date_the_link_and_the_authority() -> None:
    said = _text("invitation-report")
    assert "31 August 2027" in said
    assert FACTS.link in said
    assert "Department of Human Resources" in said
    assert "additional time" not in said
    later = _text("invitation-report", replace(FACTS, due_on=dt.date(2027, 9, 30)))
    assert "30 September 2027" in later
    assert "additional time" in later


def test_a_note_verbale_is_unsigned_and_a_letter_is_signed_by_an_office() -> None:
    assert "Director" not in _text("invitation-designate")
    assert "Director, Health Workforce" in _text("reminder")


def test_a_letter_of_a_demonstration_says_so_on_every_page() -> None:
    document = letters_compose.compose(letter_of("reminder"), replace(FACTS, is_example=True), "en")
    assert document.demonstration
    assert "not a letter of the World Health Organization" in str(document.running_head)
    assert "nobody is asked for anything" in _text("reminder", replace(FACTS, is_example=True))
    assert "Demonstration" not in _text("reminder")


@pytest.mark.parametrize(
    ("id", "facts", "need"),
    [
        ("thanks", replace(FACTS, submitted_on=None), "submitted"),
        ("designation-confirmed", replace(FACTS, authority=""), "authority"),
        ("reminder", replace(FACTS, due_on=None), "due"),
        ("reminder", replace(FACTS, round=""), "round"),
    ],
)
def test_a_letter_with_a_hole_in_it_is_refused(id: str, facts: Facts, need: str) -> None:
    with pytest.raises(Conflict) as refused:
        letters_compose.compose(letter_of(id), facts, "en")
    assert (refused.value.code, refused.value.params["need"]) == ("reporting.letter.needs", need)


def test_an_unknown_letter_is_refused_by_name() -> None:
    with pytest.raises(NotFound) as refused:
        letter_of("ultimatum")
    assert refused.value.code == "reporting.letter.unknown"


def test_facts_that_were_kept_are_the_facts() -> None:
    assert facts_of(FACTS.as_json()) == FACTS


@pytest.mark.parametrize("language", ["en", "ar"])
def test_word_and_pdf_are_made_and_are_the_same_again(language: str) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("docx")
    first = letters_files.made(letter_of("invitation-report"), FACTS, language)
    assert first == letters_files.made(letter_of("invitation-report"), FACTS, language)
    assert first["pdf"].startswith(b"%PDF-")
    with zipfile.ZipFile(io.BytesIO(first["docx"])) as word:
        body = word.read("word/document.xml").decode()
        assert 'w:val="Title"' not in body
        assert FACTS.link in body
        assert "invitation" in word.read("docProps/core.xml").decode()


def test_every_member_state_is_written_to_in_one_of_six_languages() -> None:
    found = {each.id: language_of(each.id) for each in member_states(dt.date(2027, 1, 1))}
    assert set(found.values()) == set(LANGUAGES)
    assert {area: found[area] for area in ("SEN", "MEX", "CHN", "EGY", "KAZ", "JPN", "UKR", "ISR")} == {
        "SEN": "fr", "MEX": "es", "CHN": "zh", "EGY": "ar", "KAZ": "ru", "JPN": "en", "UKR": "en", "ISR": "en",
    }  # fmt: skip
    assert language_of("XMA") == "en"


def test_a_letter_without_a_translation_is_written_in_english_as_a_whole() -> None:
    letter = letter_of("reminder")
    for language in LANGUAGES:
        assert letters_compose.spoken(letter, language) in (language, "en")
