"""The catalogue of elements: complete, in six languages, honest about what it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from concord.agreements import elements
from concord.agreements.appraisal_facts import from_facts, one_from_facts
from concord.agreements.elements import LEVELS, MARKS, catalogue, element
from concord.agreements.sample_wordings import sample, samples
from concord.errors import NotFound
from concord.vocabulary.languages import LANGUAGES

CATALOGUE = Path(__file__).parents[4] / "shared/domain/agreement_provisions.json"
PLACE = re.compile(r"\[[^\[\]]*\]")


def test_the_catalogue_has_its_forty_nine_clauses_and_the_right_to_health() -> None:
    ids = [each.id for each in catalogue().elements]
    assert sorted(ids) == [f"CL{number:02}" for number in range(1, 51)]
    assert element("CL50").label["en"] == "Right to health of the population"
    assert {each.id for each in catalogue().elements if each.source == "own"} == {"CL50"}


def test_every_element_speaks_six_languages() -> None:
    for each in catalogue().elements:
        assert set(each.label) == set(each.question) == set(sample(each.id).text) == set(LANGUAGES)
        assert all(each.cues[language].strong for language in LANGUAGES), each.id


def test_every_sample_wording_leaves_the_same_places_in_every_language() -> None:
    counts = {each.element: {len(PLACE.findall(text)) for text in each.text.values()} for each in samples()}
    assert {id: found for id, found in counts.items() if len(found) > 1} == {}


def test_the_note_says_in_six_languages_that_it_is_a_composite() -> None:
    assert set(catalogue().note) == set(LANGUAGES)
    assert "not WHO's own list" in elements.note("en")


def test_levels_and_marks_are_named_in_six_languages() -> None:
    for language in LANGUAGES:
        assert len({elements.label_of_level(level, language) for level in LEVELS}) == 5
        assert len({elements.about_level(level, language) for level in LEVELS}) == 5
        assert len({elements.label_of_mark(mark, language) for mark in MARKS}) == 4


def test_an_element_that_is_none_is_refused() -> None:
    with pytest.raises(NotFound) as refusal:
        element("CL99")
    assert refusal.value.code == "agreements.element.unknown"


@pytest.mark.skipif(not CATALOGUE.is_file(), reason="the domain's catalogue is not here")
def test_articles_and_groups_are_those_of_the_domains_catalogue() -> None:
    for each in json.loads(CATALOGUE.read_text(encoding="utf-8"))["clauses"]:
        ours = element(each["id"])
        assert ours.group == each["group"].replace(" ", "-")
        named = {part.strip() for part in each["code_articles"].split(",")}
        said = {article for article in ours.articles if not article.startswith("2026-")}
        assert said == {part.split(" ")[0] for part in named if part[0].isdigit() and "amendment" not in part}


def test_six_agreements_are_appraised_from_facts_and_unknown_is_not_absent() -> None:
    assert len(from_facts()) == 6
    for each in from_facts():
        known, other = {found.id for found, _ in each.known()}, {found.id for found in each.not_known()}
        assert known
        assert known | other == {found.id for found in catalogue().elements}
        assert not known & other
        assert all(fact.source.startswith("https://") and fact.at_least != "absent" for fact in each.facts.values())
    assert one_from_facts("AGR005").facts["CL23"].at_least == "detailed"
    with pytest.raises(NotFound):
        one_from_facts("AGR999")
