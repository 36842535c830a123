"""Two versions side by side; strength words, numbers and dates; language versions aligned."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.texts.aligning import align
from concord.texts.clauses import cut
from concord.texts.comparing import compare, word_by_word
from concord.texts.figures import dates_apart, figures, numbers_apart
from concord.texts.guessing import language_of
from concord.texts.prevailing import prevailing
from concord.texts.strength import counted, ladder, levels, strengths, strongest, weaker
from concord.texts.tokens import tokens
from concord.vocabulary.languages import LANGUAGES

CASES = Path(__file__).parents[2] / "cases" / "texts"
WORDS = st.lists(
    st.sampled_from(["shall", "should", "may", "the", "Party", ",", ".", "100", "一", "应", "\n", "x"]), max_size=30
)
PLAIN = WORDS.map(" ".join)
BEFORE = """Article 1
Purpose

1. The Parties shall cooperate in training.
2. They shall pay 100 dollars each year.

Article 2
Scope

It covers nurses and also midwives in public service.

Article 3
Old

This clause goes away entirely.
"""
AFTER = """Article 1
Purpose

1. The Parties should cooperate in training.
2. A new paragraph about something else.
3. They shall pay 200 dollars each year.

Article 2
Scope

It covers nurses and also midwives in public service.

Article 4
End
"""


def test_every_clause_is_the_same_changed_added_or_removed() -> None:
    found = compare(cut(BEFORE, language="en"), cut(AFTER, language="en"), language="en")
    shown = [
        (pair.kind, pair.renumbered, pair.before and pair.before.id, pair.after and pair.after.id)
        for pair in found.pairs
    ]
    assert shown == [
        ("same", False, "art-1", "art-1"),
        ("changed", False, "art-1.1", "art-1.1"),
        ("added", False, None, "art-1.2"),
        ("changed", True, "art-1.2", "art-1.3"),
        ("same", False, "art-2", "art-2"),
        ("added", False, None, "art-4"),
        ("removed", False, "art-3", None),
    ]
    assert found.counts() == {"same": 2, "changed": 2, "added": 2, "removed": 1, "renumbered": 1}
    assert len(found.changed()) == 5


def test_a_weaker_verb_is_seen_and_a_changed_number_too() -> None:
    found = compare(cut(BEFORE, language="en"), cut(AFTER, language="en"), language="en")
    weakened, renumbered = found.pairs[1], found.pairs[3]
    assert weakened.strengths is not None
    assert (weakened.strengths.before, weakened.strengths.after) == ((("binds", 1),), (("recommends", 1),))
    assert weakened.strengths.weaker is True
    assert not weakened.numbers
    assert renumbered.strengths is None
    assert renumbered.numbers


@settings(max_examples=60, deadline=None)
@given(before=PLAIN, after=PLAIN)
def test_the_words_of_both_versions_are_all_there(before: str, after: str) -> None:
    pieces = word_by_word(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(first.kind != second.kind for first, second in itertools.pairwise(pieces))


@settings(max_examples=30, deadline=None)
@given(before=st.lists(PLAIN, max_size=8), after=st.lists(PLAIN, max_size=8))
def test_every_clause_of_both_versions_stands_in_the_comparison_once(before: list[str], after: list[str]) -> None:
    first, second = (
        cut("\n".join(f"Article {n}\n{said}" for n, said in enumerate(given, 1)), language="en")
        for given in (before, after)
    )
    pairs = compare(first, second, language="en").pairs
    assert sorted(pair.before.id for pair in pairs if pair.before) == sorted(clause.id for clause in first)
    assert [pair.after.id for pair in pairs if pair.after] == [clause.id for clause in second]


@settings(max_examples=25, deadline=None)
@given(text=PLAIN)
def test_a_text_compared_with_itself_has_not_changed(text: str) -> None:
    clauses = cut(f"Article 1\n{text}", language="en")
    assert compare(clauses, clauses, language="en").changed() == ()


def test_a_clause_that_moved_is_not_shown_as_new() -> None:
    moved = "Article 1\nIt covers nurses and midwives.\n\nArticle 2\nThe Parties shall cooperate gladly.\n"
    clauses = "Article 1\nThe Parties shall cooperate gladly.\n\nArticle 2\nIt covers nurses and midwives.\n"
    pairs = compare(cut(clauses, language="en"), cut(moved, language="en"), language="en").pairs
    assert {pair.kind for pair in pairs} == {"same"}
    assert [pair.renumbered for pair in pairs].count(True) >= 1


@given(text=st.text(max_size=200))
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@pytest.mark.parametrize(
    "case", read_yaml(CASES / "strength.yaml"), ids=lambda case: f"{case['language']} {case['text'][:30]}"
)
def test_words_of_strength_are_found_as_they_stand(case: Mapping[str, Any]) -> None:
    found = strengths(case["text"], language=case["language"])
    assert [f"{each.level} | {each.words}" for each in found] == case["expect"]
    assert all(case["text"][each.start : each.end] == each.words for each in found)


def test_should_is_weaker_than_shall_and_a_prohibition_stands_beside_the_ladder() -> None:
    assert weaker("binds", "recommends") is True
    assert weaker("permits", "binds") is False
    assert weaker("binds", "prohibits") is None
    assert weaker("binds", "binds") is None
    assert set(ladder()) < set(levels())
    assert strongest("It may, it should, it shall.", language="en") == "binds"
    assert counted("It may and may.", language="en") == {"permits": 2}
    assert strongest("Nothing.", language="en") == ""


@pytest.mark.parametrize("case", read_yaml(CASES / "figures.yaml"), ids=lambda case: case["name"])
def test_one_sentence_states_the_same_in_six_languages(case: Mapping[str, Any]) -> None:
    found = {language: figures(text, language=language) for language, text in case["versions"].items()}
    assert set(found) == set(LANGUAGES)
    for said in found.values():
        assert sorted(said.dates.elements()) == case["dates"]
        assert set(case["numbers"]) <= set(said.numbers) | set(said.worded)
        assert not numbers_apart(found["en"], said)
        assert not dates_apart(found["en"], said)


def test_a_number_in_words_and_in_figures_is_stated_once() -> None:
    assert not numbers_apart(figures("three (3) years", language="en"), figures("3 ans", language="fr"))
    apart = numbers_apart(figures("three years", language="en"), figures("deux ans", language="fr"))
    assert apart.only_first == ("3",)
    assert not numbers_apart(figures("both Parties", language="en"), figures("les deux Parties", language="fr"))


@pytest.mark.parametrize("case", read_yaml(CASES / "aligning.yaml"), ids=lambda case: case["name"])
def test_language_versions_are_aligned_and_what_differs_is_said(case: Mapping[str, Any]) -> None:
    versions = {language: cut(text, language=language) for language, text in case["versions"].items()}
    found = align(versions)
    said = [finding for row in found.rows for finding in row.findings] + list(found.findings)
    assert sorted(f"{each.code} | {each.where.item or ''}".strip() for each in said) == sorted(
        each.strip() for each in case["expect"]
    )
    assert found.which == case["which"]
    assert [id for row in found.rows for id in [row.id]] == list(dict.fromkeys(row.id for row in found.rows))


def test_a_clause_missing_in_the_middle_stands_where_the_other_version_has_it() -> None:
    english = cut("Article 1\nOne.\n\nArticle 2\nTwo.\n\nArticle 3\nThree.\n", language="en")
    french = cut("Article 1\nUn.\n\nArticle 3\nTrois.\n\nArticle 4\nQuatre.\n", language="fr")
    assert [row.id for row in align({"fr": french, "en": english}).rows] == ["art-1", "art-2", "art-3", "art-4"]


def test_a_single_language_needs_no_clause_on_languages() -> None:
    assert not align({"en": cut("Article 1\nOne.\n", language="en")}).findings


@pytest.mark.parametrize(
    ("language", "text", "which"),
    [
        ("en", "In case of divergence of interpretation, the English text shall prevail.", "en"),
        ("en", "Done in Arabic and English, both texts being equally authentic.", "equal"),
        (
            "en",
            "Done in two languages, both texts being equally authentic. In doubt the English text shall prevail.",
            "en",
        ),
        ("es", "En caso de divergencia, prevalecerá el texto en inglés.", "en"),
        ("ru", "Оба текста имеют одинаковую силу.", "equal"),
        ("ar", "وفي حالة الاختلاف يرجح النص الإنجليزي.", "en"),
        ("zh", "两种文本同等作准。", "equal"),
        ("en", "The Parties speak English.", None),
    ],
)
def test_which_version_prevails_is_read_in_the_text(language: str, text: str, which: str | None) -> None:
    found = prevailing(cut(f"{text}\n", language=language), language=language)
    assert (found.which if found else None) == which


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Parties shall cooperate for the training of nurses.", "en"),
        ("Les Parties coopèrent pour la formation des infirmiers dans les hôpitaux.", "fr"),
        ("Las Partes cooperarán para la formación de los enfermeros en los hospitales.", "es"),
        ("Стороны сотрудничают.", "ru"),
        ("يتعاون الطرفان.", "ar"),
        ("双方应合作。", "zh"),
        ("123", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_text_is_guessed_or_left_open(text: str, language: str) -> None:
    assert language_of(text) == language
