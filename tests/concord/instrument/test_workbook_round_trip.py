"""What is answered comes back from a workbook as it was: written by us, and typed in by a person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.instrument import library
from concord.instrument.answers import as_json, normal, parse
from concord.instrument.model import FILES, Instrument, Question
from concord.instrument.workbook import read, write
from concord.vocabulary.languages import LANGUAGES

sys.path.insert(0, str(Path(__file__).parent))
from examples import (  # the tests are no package
    EXAMPLES,
    instrument_of,
    sample_answers,
)
from instrument_by_hand import ANSWERS, SMALL, built
from workbook_by_hand import TODAY, filled_in


def without_files(instrument: Instrument, answers: dict[str, Any], repeat: tuple[str, ...] = ()) -> dict[str, Any]:
    """Answers that a workbook can carry; entries that held nothing else are gone."""
    kept: dict[str, Any] = {}
    for key, value in answers.items():
        node = instrument.by_key.get((repeat, key))
        if isinstance(node, Question):
            if node.kind not in FILES or "status" in value:
                kept[key] = value
        else:
            entries = [without_files(instrument, each, (*repeat, key)) for each in value]
            kept |= {key: [each for each in entries if each]} if any(entries) else {}
    return kept


def known(instrument: Instrument, answers: dict[str, Any]) -> dict[str, Any]:
    made, _ = normal(instrument, without_files(instrument, as_json(parse(answers))))
    return as_json(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_written_are_read_again(language: str) -> None:
    instrument = built()
    found = read(write(instrument, language, answers=ANSWERS), instrument, today=TODAY)
    assert [finding.code for finding in found.findings.hard] == []
    assert as_json(found.answers) == ANSWERS
    assert found.sections == ("",)
    assert found.language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_typed_in_are_read(language: str) -> None:
    instrument = built()
    typed = filled_in(write(instrument, language), instrument, ANSWERS, language)
    found = read(typed, instrument, today=TODAY)
    assert [finding.code for finding in found.findings.hard] == []
    assert as_json(found.answers) == ANSWERS
    assert found.held == frozenset()


@pytest.mark.parametrize(("id", "language"), [*((id, "en") for id in library.ids()), ("nri-2027", "ar")])
def test_a_shipped_instrument_comes_back_written_and_typed(id: str, language: str) -> None:
    instrument = library.load(id)
    answers = known(instrument, sample_answers(instrument, today=TODAY))
    assert len(answers) > 5
    written = read(write(instrument, language, answers=answers), instrument, today=TODAY)
    assert [finding.code for finding in written.findings.hard] == []
    assert as_json(written.answers) == answers
    typed = read(filled_in(write(instrument, language), instrument, answers, language), instrument, today=TODAY)
    assert [finding.code for finding in typed.findings.hard] == []
    assert as_json(typed.answers) == answers
    assert typed.sections == tuple(section.name for section in instrument.sections)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_form_comes_back(name: str) -> None:
    instrument = instrument_of(name)
    answers = known(instrument, sample_answers(instrument, today=TODAY))
    found = read(write(instrument, "en", answers=answers), instrument, today=TODAY)
    assert as_json(found.answers) == answers, [finding.code for finding in found.findings.hard]


def test_more_choices_than_there_are_cells_are_not_lost() -> None:
    instrument = built()
    answers = {"countries": [f"c{number}" for number in range(45)]}
    found = read(write(instrument, "en", answers=answers), instrument, today=TODAY)
    assert as_json(found.answers) == answers


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=30)


@settings(max_examples=8, deadline=None)
@given(
    name=_TEXT.filter(lambda text: text.strip() == text and text.strip("\u200b\ufeff")),
    n=st.integers(0, 10**12),
    share=st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 6)),
    language=st.sampled_from(LANGUAGES),
)
def test_whatever_is_written_comes_back(name: str, n: int, share: float, language: str) -> None:
    instrument = built([row for row in SMALL if row.get("q") in ("gate", "name", "n", "share")])
    answers = as_json(
        parse({"gate": "yes", "name": name, "n": n, "share": int(share) if share == int(share) else share})
    )
    found = read(write(instrument, language, answers=answers), instrument, today=TODAY)
    assert as_json(found.answers) == answers, [finding.code for finding in found.findings]
