"""The demonstration's two agreements: declared, readable by every room, carried to the end, and marked as invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from concord.agreements import elements, lifecycle, objectives
from concord.agreements.appraisal_marks import checked
from concord.agreements.monitoring_declared import declared
from concord.errors import NotAllowed
from concord.texts.clauses import cut
from concord.vocabulary.languages import LANGUAGES
from concord_site.accounts.models import Person
from concord_site.agreements import parts
from concord_site.agreements.demonstration import fill
from concord_site.agreements.demonstration.stories import STORIES, story
from concord_site.agreements.demonstration.telling import CAST
from concord_site.agreements.queries import life, published, spaces

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize("id", STORIES)
def test_a_story_is_whole_before_it_is_told(id) -> None:
    told = story(id)
    assert set(told.title) == set(LANGUAGES)
    assert all(set(party["name"]) == set(LANGUAGES) for party in told.parties.values())
    entered = {
        side: [s.given["enter"] for s in told.steps if s.act == "enter" and s.who == side] for side in told.parties
    }
    wanted = [phase.id for phase in lifecycle.phases()][1:]
    assert all(steps == wanted for steps in entered.values())
    assert {mark.element for mark in told.marks} == {element.id for element in elements.catalogue().elements}
    clauses = cut(told.texts["en"], language="en")
    assert [finding.code for mark in told.marks for finding in checked(mark, clauses)] == []


@pytest.mark.parametrize("id", STORIES)
def test_a_story_sets_objectives_under_every_goal_for_both_countries_and_tells_what_became_of_them(id) -> None:
    put = [step.given for step in story(id).steps if step.act == "put"]
    chosen = [objectives.Chosen.from_json(each["body"]) for each in put if each["put"] == "objective"]
    assert [finding.code for finding in objectives.check(chosen)] == []
    told = {each["body"]["indicator"] for each in put if each["put"] == "indicator.value"}
    asked = {question for step in story(id).steps if step.act == "survey" for question in step.given["answers"]}
    told |= {each.id for each in declared().indicators.values() if each.question in asked}
    assert {each.indicator.removeprefix("agreement/") for each in chosen if each.indicator} <= told
    judged = {
        verdict["objective"] for each in put if each["put"] == "evaluation" for verdict in each["body"]["verdicts"]
    }
    assert judged == {each.id for each in chosen}
    assert any(each["put"] == "position.cited" and each["body"].get("settled") for each in put)


@pytest.mark.django_db
def test_nothing_is_invented_on_an_installation_of_real_people(settings) -> None:
    with pytest.raises(NotAllowed):
        fill(today=TODAY)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_both_agreements_are_carried_to_the_end_once_and_say_that_they_are_invented(settings) -> None:
    settings.CONCORD = replace(settings.CONCORD, demonstration=True)
    assert fill(today=TODAY) == "2 agreements carried to their end"
    assert fill(today=TODAY) == "0 agreements carried to their end"
    lead = Person.objects.get(email=CAST["origin"][0])
    dossiers = spaces.dossiers_of(lead)
    assert [dossier.is_invented for dossier in dossiers] == [True, True]
    assert [life.life_of(dossier).outcome.id for dossier in dossiers] == ["renewed", "ended"]
    for part in parts.all_parts():
        assert part.summary is None or [part.summary(dossier) for dossier in dossiers]
    found = published.published_all()
    assert len(found) == 2
    for each in found:
        assert each.invented
        assert all("invented" in text for text in (each.title["en"],))
        assert {"text", "profile", "plan", "numbers", "evaluation", "lessons"} <= set(each.parts)
    withheld = {each.slug: [w.part for w in each.withheld if w.is_agreed] for each in found}
    assert sorted(withheld.values()) == [[], ["account"]]
    for each in found:
        for dossier in dossiers:
            assert dossier.id not in str(each.parts)
