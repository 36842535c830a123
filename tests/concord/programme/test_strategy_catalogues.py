"""The catalogues of the plan's words and of its results: complete, matching the English, with their placeholders."""

from __future__ import annotations

import string

import pytest

from concord.declarations import packs
from concord.declarations.messages import catalogue
from concord.declarations.read import read_po, read_yaml
from concord.programme import strategy
from concord.vocabulary.languages import LANGUAGES

OTHERS = [language for language in LANGUAGES if language != "en"]


def spoken() -> dict[str, str]:
    plan = strategy.load()
    items = [*plan.objectives, *plan.tiers, *plan.categories, *plan.audiences, *plan.products, *plan.channels]
    items += [*plan.partners, *plan.timeline, *(item for _, item in (*plan.mechanisms, *plan.activities))]
    words = {item.id: item.words for item in items}
    words |= {line.id: line.deliverable for line in plan.budget.lines}
    words |= {f"{target.id}.measures": target.measures for target in plan.targets}
    words |= {f"{target.id}.indicator": target.indicator for target in plan.targets}
    return words | {f"note.{note.id}": note.words for note in plan.notes}


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_the_plan_is_translated_and_says_whether_it_was_reviewed(language: str) -> None:
    path = catalogue(language, "strategy")
    assert path is not None
    entries = list(read_po(path))
    assert {entry.msgctxt: entry.msgid for entry in entries} == spoken()
    assert all(entry.msgstr and entry.tcomment.startswith("reviewed: ") for entry in entries)


@pytest.mark.parametrize("language", OTHERS)
def test_objectives_targets_and_notes_are_said_in_the_language_asked_for(language: str) -> None:
    plan = strategy.load()
    said = [each.said(language) for each in (*plan.objectives, *plan.targets, *plan.budget.lines, *plan.notes)]
    assert {each.language for each in said} == {language}
    assert {each.said_indicator(language).language for each in plan.targets} == {language}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("room", ["targets", "articles"])
@pytest.mark.parametrize("language", OTHERS)
def test_a_translated_message_keeps_the_names_it_is_filled_with(language: str, room: str) -> None:
    path = catalogue(language, f"messages/{room}")
    assert path is not None
    declared = read_yaml(packs.find(f"messages/{room}.yaml"))
    for entry in read_po(path):
        code, _, part = str(entry.msgctxt).partition("#")
        assert entry.msgid == declared[code][part or "message"]
        assert fields(entry.msgstr) == fields(entry.msgid), entry.msgctxt
