"""The demonstration's two agreements: declared, readable by every room, carried to the end, and marked as invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from concord.agreements import elements, lifecycle, objectives, plan_progress
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
from concord_site.agreements.following import queries as following
from concord_site.agreements.preparing import queries as preparing
from concord_site.agreements.preparing import thread
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


@pytest.mark.parametrize("id", STORIES)
def test_every_reason_and_every_figure_of_a_story_is_its_own(id) -> None:
    told = story(id)
    reasons = [words for step in told.steps for words in step.given.get("because", {}).values()]
    assert reasons
    assert len(set(reasons)) == len(reasons)
    assert all(len(words) > 60 for words in reasons)
    assert [step.on for step in told.steps if str(step.on) < str(step.given.get("with", {}).get("done_on", ""))] == []
    put = [step for step in told.steps if step.act == "put"]
    finished = [step for step in put if str(step.given["body"].get("done_on", "")) > str(step.on)]
    assert finished == []


def test_what_the_account_says_was_paid_is_what_both_parties_tell() -> None:
    put = [step.given for step in story("nurses").steps if step.act == "put"]
    paid = next(each["body"]["by_year"] for each in reversed(put) if each.get("key") == "payments-delivered")
    for side in ("origin", "destination"):
        told = {
            str(each["body"]["year"]): float(each["body"]["value"])
            for each in put
            if each["put"] == "indicator.value"
            and each["key"].startswith("payments-made:")
            and each["key"].endswith(side)
        }
        assert told == {year: float(each["value"]) for year, each in paid.items()}
    moved = next(each["body"] for each in reversed(put) if each.get("key") == "moved")
    assert "planned" not in moved["source"]


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
    sides = {side: Person.objects.get(email=cast[0]) for side, cast in CAST.items()}
    for id in STORIES:
        of = {side: next(each for each in spaces.dossiers_of(by) if each.title["en"] == story(id).title["en"])
              for side, by in sides.items()}  # fmt: skip
        a_life_is_whole(id, of)


def a_life_is_whole(id: str, of: dict[str, spaces.Dossier]) -> None:
    """Reasons where gates were open and no more, needs that reach a result, a plan with all that befalls one."""
    for side, dossier in of.items():
        said = [gate for step in story(id).steps if step.who == side for gate in step.given.get("because", {})]
        assert sorted(said) == sorted(each.gate for each in life.reasons_of(dossier))
        assert preparing.analysis_of(dossier) is not None
        assert {each.occasion for each in preparing.consultations_of(dossier)} >= {"consultation"}
        assert "result" in thread.thread_of(dossier).trace.reached().values()
    plan = following.plan(of["origin"])
    stands = plan_progress.progress(plan, today=TODAY)
    assert stands.finished_late
    assert stands.meetings_held >= 7
    assert any(dossier.own.records(following.ACTION) for dossier in of.values())
    public = plan_progress.public(plan)
    assert public.withheld
    assert len(public.plan.actions) < len(plan.actions) or id == "college"
