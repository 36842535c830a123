"""The chapters on the objectives and on suggestions: gaps are said, nothing is said without its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from concord.declarations import packs, schema
from concord.declarations.read import read_yaml
from concord.documents.model import Bullets, Empty, Table, phrases
from concord.reporting.chapters import effectiveness, suggestions
from concord.reporting.coding import book as books
from concord.reporting.coding.counting import Coded, Given, count
from concord.reporting.facts import Facts
from concord.reporting.told import Answers, Told
from concord.reporting.voice import Voice
from concord.vocabulary.text import Text

DAY = dt.date(2026, 11, 21)


def voice(language: str = "en") -> Voice:
    return Voice("documents/dg-report", language, DAY)


def said(blocks) -> str:
    return "\n".join(str(each) for each in phrases(tuple(blocks)))


@pytest.mark.parametrize("name", ["dg-effectiveness", "dg-suggestions"])
def test_what_is_declared_keeps_to_its_schema(name: str) -> None:
    file = packs.find(f"documents/{name}.yaml")
    assert not schema.problems(read_yaml(file), packs.find("documents/schema.json"), file=file)


def test_each_objective_of_article_1_has_what_is_known_and_what_is_not(facts: Facts) -> None:
    blocks = effectiveness.chapter(facts, voice()).pieces["effectiveness"]
    assert [each["obligation"] for each in effectiveness.objectives()] == ["1(1)", "1(2)", "1(3)", "1(4)"]
    assert sum(str(each.title) == "What is known" for each in blocks if hasattr(each, "title")) == 4
    for each in blocks:
        if isinstance(each, Bullets):
            assert each.items
    assert "65 agreements between countries had been notified in the round of 2015" in said(blocks)


def test_a_gap_is_said_until_an_answer_closes_it(facts: Facts) -> None:
    gap = "How many countries have laws on international recruitment in this round is not known here."
    assert gap in said(effectiveness.chapter(facts, voice()).pieces["effectiveness"])
    told = Told("laws_any", "5.1", Text(en="Laws?"), "", {"yes": 3}, {}, {"answered": 5})
    answers = Answers(facts.round, {"KEN": "NR-1"}, {"laws_any": told}, False, "d")
    with_answers = said(effectiveness.chapter(replace(facts, answers=answers), voice()).pieces["effectiveness"])
    assert gap not in with_answers
    assert "3 say that there are laws or policies on international recruitment (question 5.1)" in with_answers


def test_with_no_facts_at_all_every_objective_says_that_nothing_is_known() -> None:
    bare = Facts("2024", DAY, ())
    blocks = effectiveness.chapter(bare, voice()).pieces["effectiveness"]
    assert sum(isinstance(each, Empty) for each in blocks) == 4


def test_without_coded_answers_the_report_suggests_nothing_in_their_place(facts: Facts) -> None:
    blocks = suggestions.chapter(facts, voice()).pieces["suggestions"]
    assert any(isinstance(each, Empty) for each in blocks)
    assert "WHA73(30)" in said(blocks)
    assert "its effect was still emerging" not in said(blocks)  # what could not be checked is not repeated


def test_coded_answers_stand_with_their_coders_agreement_and_version_and_stakeholders_apart(facts: Facts) -> None:
    book = books.declared("free-answers")
    rows = [
        Coded("KEN", "AFR", "national", "suggestions", Given(("support",), 1), Given(("support",), 1)),
        Coded("UGA", "AFR", "national", "suggestions", Given(("support", "money"), 1), Given(("support",), 1),
              Given(("support",), 1)),
        Coded("SR-2024-1", "", "stakeholder", "suggestions", Given(("change-code",), 1)),
    ]  # fmt: skip
    coded = {
        use: count(rows, [book], round="2024", use=use, as_of=DAY, coders=2, seed=1, resamples=20, is_example=True)
        for use in ("national", "stakeholder")
    }
    blocks = suggestions.chapter(replace(facts, coded=coded), voice()).pieces["suggestions"]
    tables = {each.id: each for each in blocks if isinstance(each, Table)}
    first = tables["table-suggestions-national"].rows[0]
    assert [cell.text for cell in first][0::2] == ["Help from WHO or partners", "2"]
    assert tables["table-suggestions-stakeholder"].rows[0][0].text == "Change the text of the Code"
    text = said(blocks)
    assert "never the word of a country" in text
    assert "Generated, not real" in text
    assert "by 2 people" in text
    assert replace(facts, coded=coded).is_generated


@pytest.mark.parametrize("language", ["fr", "es", "ar", "ru", "zh"])
def test_both_chapters_are_said_in_every_language(facts: Facts, language: str) -> None:
    for chapter, piece in ((effectiveness, "effectiveness"), (suggestions, "suggestions")):
        blocks = chapter.chapter(facts, voice(language)).pieces[piece]
        assert not [str(each) for each in phrases(blocks) if each.is_fallback]
