"""Suggestions name the words that raised them, in every language, and decide nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.reporting.coding import book as books
from concord.reporting.coding.suggest import folded, marked, stem, suggest

START = books.declared("free-answers")


@pytest.mark.parametrize(
    ("language", "text", "code", "words"),
    [
        ("en", "The Ministries did not coordinate.", "coordination", ("coordinate",)),
        ("en", "Budgets were cut and funding ended.", "money", ("Budgets", "funding")),
        ("en", "Recruitement agencies cannot be found.", "recruiters", ("Recruitement agencies", "agencies")),
        (
            "fr",
            "Les données manquent ; le système d'information est vieux.",
            "data",
            ("données", "système d'information"),
        ),
        ("es", "Falta presupuesto.", "money", ("presupuesto",)),
        ("ar", "لا يوجد تنسيق بين الوزارات", "coordination", ("تنسيق", "بين الوزارات")),
        ("ar", "والميزانية غير كافية", "money", ("والميزانية",)),
        ("ru", "Не хватает финансирования и данных.", "money", ("финансирования",)),
        ("zh", "缺少资金，数据不足。", "money", ("资金",)),
    ],
)
def test_a_code_is_suggested_with_its_words(language: str, text: str, code: str, words: tuple[str, ...]) -> None:
    found = {each.code.id: each for each in suggest(START, text, language=language)}
    assert found[code].words(text) == words


def test_codes_of_another_part_are_not_suggested() -> None:
    text = "Amend the article and make it binding."
    assert "change-code" in {each.code.id for each in suggest(START, text, language="en", part="suggestions")}
    assert "change-code" not in {each.code.id for each in suggest(START, text, language="en", part="lessons")}


def test_a_text_in_a_language_without_words_gets_no_suggestion() -> None:
    assert suggest(START, "Sem dinheiro.", language="pt") == ()


def test_words_inside_other_words_raise_nothing() -> None:
    assert "law" not in {each.code.id for each in suggest(START, "A flawless award.", language="en")}


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "es", "ar", "ru", "zh"]))
def test_the_marked_pieces_together_are_the_text(text: str, language: str) -> None:
    found = suggest(START, text, language=language)
    assert "".join(piece for piece, _codes in marked(text, found)) == text
    for each in found:
        assert all(0 <= span.start < span.end <= len(text) for span in each.spans)


@given(st.text(max_size=30), st.sampled_from(["en", "fr", "es", "ar", "ru", "zh"]))
def test_a_stem_is_never_longer_than_its_word(word: str, language: str) -> None:
    plain = folded(word)
    assert len(stem(plain, language)) <= len(plain)
