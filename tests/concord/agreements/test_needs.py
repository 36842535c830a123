"""What one side needs: the picture of its analysis, drafts that figures propose, and what a stated need lacks."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord import articles
from concord.agreements import needs, objectives, parties
from concord.agreements.needs import Evidence, Need
from concord.declarations.messages import known_codes
from concord.errors import Invalid
from concord.labour_market import analysis_model
from concord.labour_market.analysis_model import Analysis, Figure, Step
from concord.labour_market.curves import Range
from concord.vocabulary.text import Text

TODAY = date(2026, 11, 22)
EMPTY: MappingProxyType[str, object] = MappingProxyType({})


def analysis(*figures: Figure) -> Analysis:
    """An analysis with these figures and nothing else."""
    return Analysis(
        "KEN", TODAY, 2024, 2035, "sdg-2016", (Step("stock", figures, (), ()),), {}, {}, (), (), (), {}, None, None, {},
        None, (), (), (), (),
    )  # fmt: skip


def figure(id: str, value: float, low: float | None = None, high: float | None = None) -> Figure:
    return Figure(id, Range(value, value if low is None else low, value if high is None else high), "persons", 2024)


# --- The picture -----------------------------------------------------------------------------------------------------
def test_the_picture_asks_what_the_issue_asks() -> None:
    asked = {each.asked.id for each in needs.picture(None)}
    assert {"stock", "inflow", "graduates", "employ", "vacancies", "unemployment", "thresholds", "list"} <= asked


def test_without_an_analysis_everything_is_not_known() -> None:
    assert not any(each.is_known for each in needs.picture(None))
    assert needs.proposals(None) == ()


def test_a_question_shows_the_figures_that_answer_it_and_no_others() -> None:
    shown = {
        each.asked.id: each.figures for each in needs.picture(analysis(figure("vacant", 40), figure("posts", 900)))
    }
    assert [each.id for each in shown["vacancies"]] == ["vacant", "posts"]
    assert shown["stock"] == ()


def test_questions_and_rules_read_figures_that_an_analysis_can_have() -> None:
    known = {
        id for questions in analysis_model.declared().steps.values() for each in questions for id in each.answered_by
    }
    known |= {
        "stock-core", "now-doctors", "now-nurses", "abroad-share", "foreign-trained-share", "beyond", "could-meet",
        "unmet", "need-whr-2006", "need-list-median", "need-sdg-2016-horizon",
    }  # fmt: skip
    declared = needs.declared()
    read = {id for each in declared.looked_at for id in each.figures}
    read |= {each.figure for rule in declared.proposals for each in rule.when}
    read |= {id for rule in declared.proposals for id in (*rule.missing, *([rule.size] if rule.size else ()))}
    assert read <= known


# --- Drafts ----------------------------------------------------------------------------------------------------------
def test_a_shortage_is_proposed_only_where_it_is_certain() -> None:
    sure = {each.rule.id for each in needs.proposals(analysis(figure("unmet", 500, 100, 900)))}
    unsure = {each.rule.id for each in needs.proposals(analysis(figure("unmet", 500, -100, 900)))}
    assert "short" in sure
    assert "short" not in unsure


def test_a_draft_carries_its_figures_and_its_range() -> None:
    found = next(e for e in needs.proposals(analysis(figure("unmet", 500, 100, 900))) if e.rule.id == "short")
    draft = found.need(id="n1", side="origin")
    assert draft.size == Range(500, 100, 900)
    assert (draft.year, draft.unit, draft.area) == (2024, "persons", "education")
    assert [each.figure for each in draft.evidence] == ["unmet"]
    assert {each.code for each in needs.check(draft)} == {"agreements.need.no-owner"}


def test_what_nobody_counts_is_a_need_of_its_own() -> None:
    assert "count" in {each.rule.id for each in needs.proposals(analysis(figure("unmet", 1)))}
    assert "count" not in {each.rule.id for each in needs.proposals(analysis(figure("graduates", 10)))}


def test_a_listed_country_is_proposed_protection() -> None:
    assert "protected" in {each.rule.id for each in needs.proposals(analysis(figure("listed", 1)))}
    assert "protected" not in {each.rule.id for each in needs.proposals(analysis(figure("listed", 0)))}


def test_what_is_kept_of_an_analysis_pictures_and_proposes_the_same() -> None:
    whole = analysis(figure("unmet", 500, 100, 900), figure("vacant", 40), figure("population", 10_000_000))
    kept = needs.keep(whole)
    assert needs.picture(kept) == needs.picture(whole)
    assert needs.proposals(kept) == needs.proposals(whole)
    assert kept.figure("population") is None
    from dataclasses import replace

    read = replace(figure("graduates", 10), rows=(analysis_model.Row("oecd", "file.csv", 7),))
    for each in (kept, needs.keep(analysis(read))):
        assert needs.Kept.from_json(each.to_json()) == each
    assert kept.on == TODAY


# --- Whether an analysis stands --------------------------------------------------------------------------------------
def test_an_analysis_counts_once_it_says_something_of_every_occupation_that_is_needed() -> None:
    from concord.agreements.needs_kept import facts, uncovered

    bare, drawn = needs.Kept(TODAY, "Ours"), needs.keep(analysis(figure("vacant", 40)))
    told = needs.Kept(date(2024, 5, 1), "Pharmacists", says=Text(en="Enough"), occupations=("2262",))
    nurses, pharmacists = ("2221", "222_322"), ("2262",)
    assert set(facts([], [nurses]).values()) == {None}
    assert facts([bare], [nurses]) == {"analysis-says": False, "analysis-covers": None, "analysis-on": None}
    assert facts([bare, drawn], [nurses])["analysis-covers"] is True
    assert facts([drawn], [nurses, pharmacists])["analysis-covers"] is False
    assert uncovered([drawn], [nurses, pharmacists]) == ("2262",)
    both = facts([drawn, told], [nurses, pharmacists])
    assert (both["analysis-covers"], both["analysis-on"]) == (True, date(2024, 5, 1))
    assert facts([drawn, told], [()])["analysis-on"] == TODAY
    assert needs.Kept.from_json(told.to_json()) == told


# --- Stated needs ----------------------------------------------------------------------------------------------------
def whole() -> Need:
    return Need(
        "n1", "origin", "education", Text(en="More nurses"), (Evidence("Survey of 2025", year=2025),),
        Range(300, 250, 400), "persons", 2030, "Ministry of Health", 1, ("2221",), "origin-replaced",
    )  # fmt: skip


def test_a_whole_need_lacks_nothing() -> None:
    assert needs.is_complete(whole())


@pytest.mark.parametrize("part", ["evidence", "size", "year", "owner", "unit"])
def test_each_part_that_is_lacking_is_said(part: str) -> None:
    from dataclasses import replace

    empty = {"evidence": (), "size": None, "year": None, "owner": " ", "unit": ""}
    lacking = replace(whole(), **{part: empty[part]})
    codes = {each.code for each in needs.check(lacking)}
    assert codes == {f"agreements.need.no-{part}"}
    assert codes <= known_codes()
    assert not needs.is_complete(lacking)


def test_old_evidence_is_noted_and_does_not_bar() -> None:
    from dataclasses import replace

    old = replace(whole(), evidence=(Evidence("Census", year=2009),))
    assert {each.code for each in needs.check(old, today=TODAY)} == {"agreements.need.old-evidence"}
    assert needs.is_complete(old)


WORDS = st.text("abcde ", min_size=1).filter(str.strip)
RANGES = st.tuples(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6)).map(
    lambda three: Range(sorted(three)[1], sorted(three)[0], sorted(three)[2])
)


@given(
    st.builds(
        Need, WORDS, st.sampled_from(parties.SIDES), st.sampled_from(sorted(needs.areas())),
        WORDS.map(lambda text: Text(fr=text.strip())),
        st.lists(st.builds(Evidence, WORDS, value=st.none() | RANGES, year=st.none() | st.integers(1990, 2030)),
                 max_size=2).map(tuple),
        st.none() | RANGES, st.sampled_from(["", "persons"]), st.none() | st.integers(2000, 2040),
        st.sampled_from(["", "Ministry"]), st.sampled_from([1, 2, 3]), st.just(("2221",)),
    )
)  # fmt: skip
def test_a_need_written_and_read_is_the_same(need: Need) -> None:
    assert Need.from_json(need.to_json()) == need


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area", "heaven"), ("side", "third"), ("priority", 4), ("priority", True), ("statement", {}),
        ("size", {"value": 5, "low": 6, "high": 7}), ("evidence", "much"), ("year", "soon"), ("occupations", [221]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(Invalid) as caught:
        Need.from_json({**whole().to_json(), field: value})
    assert (caught.value.code, caught.value.params["field"]) == ("agreements.record.field", field)


# --- Objectives ------------------------------------------------------------------------------------------------------
def test_every_goal_has_an_objective_for_both_countries() -> None:
    for goal in objectives.goals().values():
        for side in parties.SIDES:
            assert objectives.objectives(goal=goal.id, side=side), (goal.id, side)
        for paragraph in goal.articles:
            assert articles.where(paragraph).obligations


def test_an_indicator_is_declared_or_its_absence_is_explained() -> None:
    from concord.declarations import packs
    from concord.declarations.read import read_yaml

    for each in objectives.objectives():
        assert bool(each.indicator) != bool(each.no_indicator)
        where, _, id = each.indicator.partition("/")
        if where == "data-set":
            assert packs.find(f"indicators/{id}.yaml")
        elif where == "agreement":
            assert id in {one["id"] for one in read_yaml(packs.find("agreements/indicators.yaml"))["indicators"]}


def test_objectives_say_which_goal_and_side_is_without_one() -> None:
    chosen = [
        objectives.Chosen.of(each, id=each.id) for each in objectives.objectives() if each.goal != "health-security"
    ]
    assert {each.where.item for each in objectives.check(chosen)} == {
        "health-security/origin", "health-security/destination",
    }  # fmt: skip
    assert [objectives.Chosen.from_json(each.to_json()) for each in chosen] == chosen


def test_an_objective_of_ones_own_needs_an_indicator_or_a_reason() -> None:
    own = objectives.Chosen("o1", "worker-welfare", "origin", Text(en="Nobody is cheated"))
    assert "agreements.objective.no-indicator" in {each.code for each in objectives.check([own])}


# --- Parties ---------------------------------------------------------------------------------------------------------
def party(id: str, side: parties.Side, **more: str) -> parties.Party:
    return parties.Party(id, Text(en=id), more.pop("level", "state"), side, **more)


def test_an_agreement_has_two_sides_and_somebody_signs_on_each() -> None:
    codes = {each.code for each in parties.check([party("kenya", "origin", area="KEN")])}
    assert codes == {"agreements.parties.side-missing"}
    both = [party("kenya", "origin", area="KEN"), party("wales", "destination", area="GBR", level="region")]
    assert not parties.check(both)
    from dataclasses import replace

    silent = [both[0], replace(both[1], role="observes")]
    assert {each.code for each in parties.check(silent)} == {"agreements.parties.nobody-signs"}


def test_parties_of_every_level_of_the_issue_are_known() -> None:
    assert {"state", "province", "region", "ministry", "employment-service", "college", "hospital"} <= set(
        parties.levels()
    )


def test_a_ministry_belongs_to_a_party_that_is_there() -> None:
    listed = [
        party("kenya", "origin", area="KEN"), party("moh", "origin", level="ministry", part_of="kenia"),
        party("gbr", "destination", area="GBR"),
    ]  # fmt: skip
    assert {each.code for each in parties.check(listed)} == {"agreements.parties.part-of"}


def test_an_invented_party_needs_no_real_country() -> None:
    listed = [party("marania", "origin", area="XMA"), party("velmark", "destination", area="XVE")]
    assert {each.code for each in parties.check(listed)} == {"agreements.parties.area"}
    assert not parties.check(listed, invented=True)


def test_a_party_written_and_read_is_the_same() -> None:
    one = party("wales", "destination", area="GBR", level="region", role="consents", place="Wales")
    assert parties.Party.from_json(one.to_json()) == one
