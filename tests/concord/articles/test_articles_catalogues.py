"""The catalogues of the Code's words: complete, matching the English, and honest about who has read them."""

from __future__ import annotations

import re

import pytest

from concord import articles
from concord.declarations.messages import catalogue
from concord.declarations.read import read_po
from concord.vocabulary.languages import LANGUAGES

CITED = re.compile(r"(?<![\d.])\d+\.\d+(?!\d)")
OTHERS = [language for language in LANGUAGES if language != "en"]


def spoken() -> dict[str, str]:
    code = articles.load()
    words = {obligation.id: obligation.words for obligation in code.obligations}
    words |= {f"article-{article.number}.title": article.title for article in code.articles}
    words |= {f"actor.{actor.id}": actor.name for actor in articles.actors()}
    words |= {f"strength.{strength.word}": strength.word for strength in articles.strengths()}
    words |= {f"amendment.{change.id}": change.words for change in code.amendments}
    words |= {f"amendment.{change.id}.subject": change.subject for change in code.amendments}
    words |= {f"review.{review.id}": review.result for review in articles.reviews()}
    words |= {f"review.{review.id}.title": review.title for review in articles.reviews()}
    words |= {f"review.{review.id}.mandate": review.mandate for review in articles.reviews() if review.mandate}
    words |= {f"review.{review.id}.evidence": review.evidence for review in articles.reviews() if review.evidence}
    words |= {f"version.{version.id}.title": version.title for version in articles.versions()}
    words |= {f"version.{version.id}.note": version.note for version in articles.versions() if version.note}
    for resolution in articles.resolutions():
        words[f"resolution.{resolution.id}.title"] = resolution.title
        words |= {f"resolution.{resolution.id}.{each.id}": each.words for each in resolution.paragraphs}
    return words


@pytest.mark.parametrize("language", OTHERS)
def test_every_entry_translates_a_sentence_that_is_there(language: str) -> None:
    path = catalogue(language, "articles")
    assert path is not None
    entries = {entry.msgctxt: entry.msgid for entry in read_po(path)}
    assert entries == spoken()


@pytest.mark.parametrize("language", OTHERS)
def test_every_entry_says_whether_a_person_has_reviewed_it(language: str) -> None:
    path = catalogue(language, "articles")
    assert path is not None
    for entry in read_po(path):
        assert entry.tcomment in ("reviewed: no", "reviewed: yes") or entry.tcomment.startswith("reviewed: yes, by ")
        assert entry.msgstr
        assert not entry.fuzzy


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_the_numbers_of_the_paragraphs_it_cites(language: str) -> None:
    path = catalogue(language, "articles")
    assert path is not None
    for entry in read_po(path):
        assert sorted(CITED.findall(entry.msgstr)) == sorted(CITED.findall(entry.msgid)), entry.msgctxt
