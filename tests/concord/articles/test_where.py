"""``where`` finds a paragraph, an article or a resolution, and all that serves it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord import articles
from concord.articles.lookup import normal
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary.languages import LANGUAGES

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "articles" / "paragraphs.yaml")
KEYS = {"paragraph", "version", "obligations", "implemented_by", "declared_in", "page", "tests"}
KEYS |= {"resolutions", "strength", "verification"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = articles.where(case["asked"])
    seen = {
        "obligations": [obligation.id for obligation in found.obligations],
        "who": list(dict.fromkeys(actor.id for o in found.obligations for actor in o.actors)),
        "strength": list(found.strengths),
        "degree": list(dict.fromkeys(o.strength.degree for o in found.obligations)),
        "objects": [each for o in found.obligations for each in o.objects],
        "verification": found.verification,
    }
    assert {key: seen[key] for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("id", [obligation.id for obligation in articles.load().obligations])
def test_every_obligation_is_found_by_its_own_number_with_every_key(id: str) -> None:
    answer = articles.where(id).as_json()
    assert set(answer) >= KEYS
    assert [obligation["id"] for obligation in answer["obligations"]] == [id]
    assert answer["declared_in"][0].startswith("articles/")
    assert answer["page"].startswith("/")
    shown = answer["obligations"][0]
    assert shown["implemented_by"] or shown["not_yet"] or shown["why_not"]


@pytest.mark.parametrize("number", [str(number) for number in range(1, 11)])
def test_an_article_answers_with_all_its_paragraphs(number: str) -> None:
    found = articles.where(number)
    assert found.kind == "article"
    assert {obligation.article for obligation in found.obligations} == {number}


@pytest.mark.parametrize("resolution", [resolution.id for resolution in articles.resolutions()])
def test_every_resolution_is_found_with_every_key(resolution: str) -> None:
    answer = articles.where(resolution.lower()).as_json()
    assert set(answer) >= KEYS
    assert answer["kind"] == "resolution"
    assert answer["paragraph"] == resolution
    assert answer["declared_in"] == [f"resolutions/{resolution}.yaml"]


def test_the_resolution_of_2004_asks_the_director_general_for_a_code() -> None:
    asked = articles.where("WHA57.19").as_json()["obligations"][1]
    assert [actor["id"] for actor in asked["actors"]] == ["director-general"]
    assert asked["verification"] == "verified"


def test_what_was_not_read_keeps_its_mark() -> None:
    assert articles.where("WHA63.16").verification == "unverified"
    assert articles.where("3.6").as_json()["obligations"][0]["verification"] == "unverified"
    assert articles.where("3.2").as_json()["obligations"][0]["verification_note"]


def test_the_resolutions_that_bear_on_a_paragraph_are_named() -> None:
    assert [resolution.id for resolution in articles.where("9.1").resolutions] == ["WHA63.16"]
    assert "WHA68(11)" in [resolution.id for resolution in articles.where("9.5").resolutions]


def test_the_amended_version_says_that_these_are_the_words_of_2010() -> None:
    answer = articles.where("7.3").as_json()
    assert (answer["version"], answer["words_of"]) == ("2026", "2010")
    assert "2010" in answer["note"]
    assert len(answer["amendments"]) == 3
    older = articles.where("7.3", "2010").as_json()
    assert (older["version"], older["note"], older["amendments"]) == ("2010", "", [])


def test_article_8_carries_its_note_on_numbers() -> None:
    assert "8.5" in articles.where("8.5").as_json()["numbering_notes"][0]


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [("7.9", "7.1, 7.2, 7.3, 7.4"), ("10.7", "10.1, 10.2, 10.3"), ("WHA63.61", "WHA63.16"), ("nonsense", "1, …, 10")],
)
def test_an_unknown_paragraph_is_refused_with_the_nearest(asked: str, nearest: str) -> None:
    with pytest.raises(NotFound) as refused:
        articles.where(asked)
    assert refused.value.code == "articles.paragraph.unknown"
    assert nearest in str(refused.value.params["nearest"])
    assert str(refused.value.params["nearest"]) in refused.value.hint


@given(st.text(max_size=12))
def test_whatever_is_asked_is_answered_or_refused(asked: str) -> None:
    with suppress(NotFound):
        assert articles.where(asked).as_json()["paragraph"]


@given(st.sampled_from(articles.load().obligations), st.sampled_from(["", "art. ", "Article ", "ART: ", "§", "art:"]))
def test_a_citation_is_read_the_same_however_it_is_written(obligation: articles.Obligation, prefix: str) -> None:
    id = obligation.id
    bracketed = f"{id[:-1]} ({id[-1]})" if id[-1].isalpha() else id
    assert normal(prefix + id) == normal(prefix + bracketed) == id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_code_are_there_in_every_language(language: str) -> None:
    for obligation in articles.load().obligations:
        said = obligation.said(language)
        assert said.language == language, obligation.id
        assert said.text
    for article in articles.load().articles:
        assert article.said_title(language).language == language


def test_a_changed_sentence_falls_back_to_english_visibly() -> None:
    from dataclasses import replace

    changed = replace(articles.load().obligations[0], words="A sentence nobody has translated.")
    said = changed.said("ar")
    assert (said.text, said.language, said.is_fallback, said.direction) == (changed.words, "en", True, "ltr")
