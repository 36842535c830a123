"""The Code is declared whole: ten articles, 62 obligations, each with its strength, its source and its state."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from concord import articles
from concord.articles import loading
from concord.declarations import packs, schema
from concord.declarations.read import read_yaml
from concord.errors import Invalid

SHARED = Path(__file__).parents[4] / "shared" / "domain" / "code_articles.json"


def test_the_ten_articles_hold_sixty_two_obligations() -> None:
    code = articles.load("2010")
    assert [article.number for article in code.articles] == [str(number) for number in range(1, 11)]
    assert len(code.obligations) == 62
    assert len({obligation.id for obligation in code.obligations}) == 62


@pytest.mark.skipif(not SHARED.exists(), reason="the domain manual is not here")
def test_no_obligation_of_the_manual_was_lost_or_its_strength_changed() -> None:
    manual = json.loads(SHARED.read_text(encoding="utf-8"))
    wanted = {o["id"]: (o["strength"], o["obligation"]) for a in manual["articles"] for o in a["obligations"]}
    held = {o.id: (o.strength.word, o.words) for o in articles.load("2010").obligations}
    assert held == wanted


def test_only_the_organizations_own_tasks_are_duties() -> None:
    duties = [o for o in articles.load().obligations if o.strength.degree == "duty"]
    assert {o.paragraph for o in duties} == {"7.4", "9.2", "9.3"}
    assert {actor.id for o in duties for actor in o.actors} == {"who-secretariat", "director-general"}


def test_every_obligation_says_where_it_was_read_or_that_it_was_not() -> None:
    states = Counter(obligation.verification for obligation in articles.load().obligations)
    assert set(states) == {"verified", "confirmed-in-substance", "unverified"}
    assert states["verified"] == 14
    for obligation in articles.load().obligations:
        assert obligation.source.document
        assert obligation.is_verified == bool(obligation.source.link)


def test_the_stakeholders_are_those_of_article_2_2() -> None:
    ids = {actor.id for actor in articles.stakeholders()}
    assert {"health-personnel", "recruiters", "employers", "professional-organizations"} <= ids
    assert "member-states" not in ids


def test_strength_words_run_from_duty_to_statement() -> None:
    degrees = [strength.degree for strength in articles.strengths()]
    order = ["duty", "recommendation", "consideration", "encouragement", "permission", "none"]
    assert degrees == sorted(degrees, key=order.index)


def test_resolutions_and_decisions_are_told_in_order_of_time() -> None:
    ids = [resolution.id for resolution in articles.resolutions()]
    assert ids == ["WHA57.19", "WHA58.17", "WHA63.16", "WHA68(11)", "WHA73(30)", "amendment-2026"]
    adopting = {resolution.adopts_version: resolution.id for resolution in articles.resolutions()}
    assert adopting["2010"] == "WHA63.16"


def test_no_operative_paragraph_number_is_invented() -> None:
    for resolution in articles.resolutions():
        assert all(not paragraph.number for paragraph in resolution.paragraphs)
        assert resolution.numbers_note


def test_every_paragraph_a_resolution_bears_on_exists() -> None:
    known = {obligation.id for obligation in articles.load().obligations}
    for resolution in articles.resolutions():
        for paragraph in resolution.paragraphs:
            assert set(paragraph.leads_to) <= known


def test_each_review_names_a_decision_that_is_declared_or_none() -> None:
    known = {resolution.id for resolution in articles.resolutions()} | {""}
    assert [review.year for review in articles.reviews()] == ["2015", "2020", "2022", "2024"]
    assert {review.decision for review in articles.reviews()} <= known


@pytest.mark.parametrize("folder", ["articles", "resolutions"])
def test_the_declared_files_follow_their_schema(folder: str) -> None:
    rules = packs.find(f"{folder}/schema.json")
    for path in packs.each(folder):
        assert schema.problems(read_yaml(path), rules, file=path.name) == ()


def test_an_actor_the_code_does_not_know_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        loading._named(["nobody"])
    assert refused.value.code == "articles.actor.unknown"


def test_a_strength_word_that_is_not_the_codes_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        loading._strength("must")
    assert refused.value.code == "articles.strength.unknown"
