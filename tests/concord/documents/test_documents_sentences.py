"""Sentences come from a file, figures from results, order and grammar from the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.packs import using
from concord.documents.frame import spans
from concord.documents.model import Run, phrase
from concord.documents.sentences import Count, Listed, Percent, Plain, joined, say
from concord.errors import NotFound

YAML = """
id: test
wordings:
  plain: "{share} of the doctors trained in {place}"
  few:
    plural: count
    one: "One of {total} answers"
    other: "{count} of {total} answers"
"""
PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8"

msgctxt "plain"
msgid "{share} of the doctors trained in {place}"
msgstr "{place}: {share} врачей"

msgctxt "few#one"
msgid "One of {total} answers"
msgstr "{count} ответ из {total}"

msgctxt "few#few"
msgid "{count} of {total} answers"
msgstr "{count} ответа из {total}"

msgctxt "few#many"
msgid "{count} of {total} answers"
msgstr "{count} ответов из {total}"
"""


@pytest.fixture
def pack(tmp_path: Path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "test.yaml").write_text(YAML, encoding="utf-8")
    (tmp_path / "locale" / "ru" / "documents").mkdir(parents=True)
    (tmp_path / "locale" / "ru" / "documents" / "test.po").write_text(PO, encoding="utf-8")
    with using(tmp_path):
        yield


def said(key: str, language: str, **values: object) -> str:
    return str(say("documents/test", key, language, **values))  # type: ignore[arg-type]


@pytest.mark.usefixtures("pack")
@pytest.mark.parametrize(
    ("count", "language", "expected"),
    [
        (1, "en", "One of 9 answers"),
        (0, "en", "0 of 9 answers"),
        (1, "ru", "1 ответ из 9"),
        (3, "ru", "3 ответа из 9"),
        (5, "ru", "5 ответов из 9"),
        (21, "ru", "21 ответ из 9"),
    ],
)
def test_a_number_governs_the_grammar_of_its_language(count: int, language: str, expected: str) -> None:
    assert said("few", language, count=Count(count), total=Count(9)) == expected


@pytest.mark.usefixtures("pack")
def test_word_order_is_the_language_s() -> None:
    assert said("plain", "ru", share=Percent(42.4), place=Plain("NZL")) == "NZL: 42,4\u00a0% врачей"


@pytest.mark.usefixtures("pack")
def test_a_sentence_without_translation_is_said_in_english_with_english_figures_and_marked() -> None:
    found = say("documents/test", "plain", "fr", share=Percent(42.4), place=Plain("NZL"))
    assert str(found) == "42.4% of the doctors trained in NZL"
    assert (found.language, found.is_fallback, found.direction) == ("en", True, "ltr")


@pytest.mark.usefixtures("pack")
def test_an_unknown_wording_is_refused() -> None:
    with pytest.raises(NotFound) as refused:
        said("nothing", "en")
    assert refused.value.code == "documents.wording.unknown"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "a, b and c"),
        ("fr", "a, b et c"),
        ("ar", "a وb وc"),
        ("zh", "a、b和c"),
        ("ru", "a, b и c"),
        ("es", "a, b y c"),
    ],
)
def test_lists_are_joined_as_the_language_joins_them(language: str, expected: str) -> None:
    items = Listed((Plain("a"), Plain("b"), Plain("c")))
    shown = "".join(run.text for run in items.runs(language))
    assert shown.replace("،", "").replace("  ", " ") == expected or shown == expected


def test_sentences_of_another_language_stand_in_a_paragraph_of_their_own() -> None:
    found = joined([phrase("A.", "ar"), phrase("B.", "ar"), phrase("C.", "en")])
    assert [str(each) for each in found] == ["A. B.", "C."]
    assert [str(each) for each in joined([phrase("甲。", "zh"), phrase("乙。", "zh")])] == ["甲。乙。"]


@given(st.lists(st.integers(2, 400), min_size=1, max_size=40))
def test_spans_name_the_first_and_the_last_row(rows: list[int]) -> None:
    shown = spans(tuple(rows))
    assert shown.startswith(str(min(rows)))
    assert str(max(rows)) in shown


def test_a_count_that_is_not_known_is_said_as_missing() -> None:
    assert Count(None).runs("en") == (Run("··", status="missing"),)
