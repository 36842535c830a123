"""Retention and competing outcomes: a textbook's example, closed forms, and tables that give nobody away."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.messages import known_codes
from concord.errors import Invalid
from concord.mds.cohorts.model import FOLLOWED, Episode
from concord.mds.cohorts.outcomes import outcomes
from concord.mds.cohorts.published import Published, published
from concord.mds.cohorts.reading import episodes
from concord.mds.cohorts.retention import retention
from concord.mds.protect import rules
from concord.vocabulary.structures import table

#: Weeks of remission of 21 children on 6-mercaptopurine: Freireich and others 1963, Blood 21:699-716.
RELAPSED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
IN_REMISSION = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
TREATED = tuple(Episode(t, "relapse") for t in RELAPSED) + tuple(Episode(t) for t in IN_REMISSION)
#: time, at risk, relapsed, share, standard error, and bounds of 95 % on the scale of log(-log).
PRINTED = (
    (6, 21, 3, 0.857, 0.0764, 0.620, 0.952),
    (7, 17, 1, 0.807, 0.0869, 0.563, 0.923),
    (10, 15, 1, 0.753, 0.0963, 0.503, 0.889),
    (13, 12, 1, 0.690, 0.1068, 0.432, 0.849),
    (16, 11, 1, 0.627, 0.1141, 0.368, 0.805),
    (22, 7, 1, 0.538, 0.1282, 0.268, 0.747),
    (23, 6, 1, 0.448, 0.1346, 0.188, 0.680),
)
NAMES = ("abroad", "other-work", "retired", "died", FOLLOWED)
PEOPLE = st.lists(
    st.builds(Episode, st.integers(1, 12).map(float), st.sampled_from(NAMES)), min_size=1, max_size=60
)  # fmt: skip


def refused(code: str, what: Any) -> None:
    with pytest.raises(Invalid) as caught:
        what()
    assert caught.value.code == code
    assert code in known_codes()


# --- Kaplan and Meier ------------------------------------------------------------------------------------------------
def test_the_textbook_example_to_the_digits_it_is_printed_with() -> None:
    found = retention(TREATED)
    said = [
        (s.time, s.at_risk, s.ended, round(s.share, 3), round(s.error, 4), round(s.low, 3), round(s.high, 3))
        for s in found.steps
    ]
    assert said == list(PRINTED)
    assert (found.median, found.persons, found.ended, found.followed, found.longest) == (23, 21, 9, 12, 35)


def test_a_plain_band_is_the_share_and_its_error_cut_at_everybody() -> None:
    first = retention(TREATED, bands="plain").steps[0]
    assert first.low == pytest.approx(first.share - 1.959964 * first.error, abs=1e-6)
    assert first.high == 1.0


def test_the_curve_holds_between_its_steps_and_says_nothing_beyond_the_last_person() -> None:
    found = retention(TREATED)
    assert found.at(0).share == 1.0
    assert found.at(9.9).share == found.at(7).share
    assert found.at(35).share == found.steps[-1].share
    assert found.at(35.1) is None
    refused("mds.cohorts.time", lambda: found.at(-1))


def test_more_than_half_staying_has_no_median() -> None:
    assert retention([Episode(1, "abroad"), Episode(2), Episode(3)]).median is None


@given(st.lists(st.integers(1, 20).map(float), min_size=1, max_size=40))
def test_where_nobody_is_lost_the_curve_is_the_share_still_there(times: list[float]) -> None:
    found = retention(Episode(time, "abroad") for time in times)
    n = len(times)
    for step in found.steps:
        share = sum(1 for time in times if time > step.time) / n
        assert step.share == pytest.approx(share, abs=1e-9)
        assert step.error == pytest.approx(math.sqrt(share * (1 - share) / n), abs=1e-9)
    assert found.steps[-1].share == pytest.approx(0)


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_a_curve_falls_from_everybody_and_stays_within_its_bounds(people: list[Episode]) -> None:
    found = retention(people)
    before = 1.0
    for step in found.steps:
        assert 0 <= step.low <= step.share <= step.high <= 1
        assert step.share < before
        before = step.share


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.randoms())
def test_the_order_of_people_changes_nothing(people: list[Episode], chance: Any) -> None:
    mixed = list(people)
    chance.shuffle(mixed)
    assert retention(mixed) == retention(people)
    assert outcomes(mixed) == outcomes(people)


def test_who_was_found_late_is_at_risk_only_from_then_on() -> None:
    found = retention([Episode(2, "abroad"), Episode(5, "abroad", entry=3), Episode(5)])
    assert [(each.time, each.at_risk) for each in found.steps] == [(2, 2), (5, 2)]
    assert [each.share for each in found.steps] == [0.5, 0.25]


@pytest.mark.parametrize(
    "wrong", [Episode(0), Episode(-1), Episode(2, entry=2), Episode(2, entry=-1), Episode(math.inf)]
)
def test_a_time_that_is_none_is_refused(wrong: Episode) -> None:
    refused("mds.cohorts.time", lambda: retention([wrong]))


def test_nobody_and_no_confidence_are_refused() -> None:
    refused("mds.cohorts.nobody", lambda: retention([]))
    refused("mds.cohorts.confidence", lambda: retention(TREATED, confidence=1))
    refused("mds.cohorts.confidence", lambda: outcomes(TREATED, confidence=0))


# --- Aalen and Johansen ----------------------------------------------------------------------------------------------
def test_two_reasons_by_hand() -> None:
    people = [Episode(1, "abroad"), Episode(2, "retired"), Episode(2), Episode(3, "abroad"), Episode(4)]
    found = outcomes(people)
    assert found.times == (1, 2, 3)
    assert [each.share for each in found.of("abroad")] == pytest.approx([0.2, 0.2, 0.2 + 0.6 / 2])
    assert [each.share for each in found.of("retired")] == pytest.approx([0, 0.2, 0.2])
    assert found.there == pytest.approx((0.8, 0.6, 0.3))
    assert found.at("abroad", 2.5).share == pytest.approx(0.2)
    assert found.at("abroad", 4.5) is None
    assert found.of("died") == ()


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_reasons_and_those_still_there_add_up_to_everybody(people: list[Episode]) -> None:
    found, curve = outcomes(people), retention(people)
    for at, time in enumerate(found.times):
        left = sum(shares[at].share for _, shares in found.by_outcome)
        assert left + found.there[at] == pytest.approx(1, abs=1e-9)
        assert found.there[at] == pytest.approx(curve.at(time).share, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_of_one_reason_alone_it_is_the_other_side_of_the_retention_curve(people: list[Episode]) -> None:
    one = [Episode(each.time, "abroad" if each.has_ended else FOLLOWED) for each in people]
    found, curve = outcomes(one), retention(one)
    for share, step in zip(found.of("abroad"), curve.steps, strict=True):
        assert share.share == pytest.approx(1 - step.share, abs=1e-9)
        if step.share > 1e-12:
            assert share.error == pytest.approx(step.error, abs=1e-9)
        assert share.low <= share.share <= share.high


@given(st.lists(st.tuples(st.integers(1, 9).map(float), st.sampled_from(NAMES[:4])), min_size=1, max_size=50))
def test_where_nobody_is_lost_it_is_the_share_of_all_who_began(given_: list[tuple[float, str]]) -> None:
    found = outcomes(Episode(*each) for each in given_)
    n = len(given_)
    for outcome, shares in found.by_outcome:
        for each in shares:
            share = sum(1 for time, why in given_ if why == outcome and time <= each.time) / n
            assert each.share == pytest.approx(share, abs=1e-9)
            assert each.error == pytest.approx(math.sqrt(share * (1 - share) / n), abs=1e-7)


def test_curves_made_as_if_the_others_did_not_exist_add_up_to_too_much() -> None:
    people = [Episode(t, "abroad" if t % 2 else "retired") for t in range(1, 21)]
    alone = sum(
        1
        - retention(Episode(each.time, each.outcome if each.outcome == why else FOLLOWED) for each in people)
        .steps[-1]
        .share
        for why in ("abroad", "retired")
    )
    together = outcomes(people)
    assert alone > 1.05
    assert sum(shares[-1].share for _, shares in together.by_outcome) == pytest.approx(1)


# --- What may leave --------------------------------------------------------------------------------------------------
def cells(found: tuple[Published, ...]) -> list[int]:
    return [
        count for each in found for p in each.periods for count in (*(c for _, c in p.left), p.followed)
    ]  # fmt: skip


GROUPED = st.lists(
    st.builds(
        Episode, st.integers(1, 6).map(float), st.sampled_from(NAMES), st.just(0.0), st.sampled_from(("a", "b", "c"))
    ),
    min_size=1, max_size=120,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(GROUPED)
def test_no_count_is_small_and_no_difference_of_published_tables_is(people: list[Episode]) -> None:
    found = published(people, ends=(1, 2, 3, 4, 5, 6))
    small = range(1, rules().threshold)
    assert not [count for count in cells(found) if count in small]
    shown = {each.group: each for each in found if not each.is_hidden}
    if "" not in shown:
        return
    whole = shown.pop("")
    for at, period in enumerate(whole.periods):
        assert {(each.periods[at].since, each.periods[at].until) for each in shown.values()} <= {
            (period.since, period.until)
        }
        rest = Counter({**dict(period.left), FOLLOWED: period.followed})
        for each in shown.values():
            rest.subtract({**dict(each.periods[at].left), FOLLOWED: each.periods[at].followed})
        assert not [count for count in rest.values() if count in small or count < 0]


@settings(max_examples=40, deadline=None)
@given(GROUPED)
def test_what_is_shown_counts_everybody_once(people: list[Episode]) -> None:
    for each in published(people, ends=(1, 2, 3, 4, 5, 6)):
        if each.is_hidden:
            assert each.periods == ()
            continue
        mine = [one for one in people if each.group in ("", one.group)]
        assert each.periods[0].at_risk == len(mine)
        assert sum(sum(count for _, count in p.left) + p.followed for p in each.periods) == len(mine)
        assert [p.since for p in each.periods[1:]] == [p.until for p in each.periods[:-1]]
        shares = [1.0, *(p.share for p in each.periods)]
        assert all(0 <= after <= before for before, after in pairwise(shares))


def test_a_group_of_four_is_hidden_and_with_it_another_or_the_total_would_tell_it() -> None:
    large = [Episode(1.0, "abroad", group=name) for name in ("a", "b") for _ in range(20)]
    found = {
        each.group: each
        for each in published([*large, *(Episode(1.0, "abroad", group="c") for _ in range(4))], ends=(1,))
    }
    assert {name for name, each in found.items() if each.is_hidden} == {"a", "c"}
    assert found[""].periods[0].left == (("abroad", 44),)


def test_a_small_reason_goes_into_other_in_every_table() -> None:
    people = [
        Episode(1.0, why, group=name) for name in ("a", "b") for why in ("abroad", "retired", "died") for _ in range(6)
    ]
    people = [*people, *(Episode(1.0, "sick", group="a") for _ in range(2))]
    found = published(people, ends=(1,))
    assert {each.group: each.periods[0].left for each in found} == {
        "": (("other", 38),), "a": (("other", 20),), "b": (("other", 18),),
    }  # fmt: skip


def test_as_many_as_the_threshold_are_not_small() -> None:
    people = [Episode(1.0, why) for why in ("abroad", "retired") for _ in range(rules().threshold)]
    (found,) = published(people, ends=(1,))
    assert found.periods[0].left == (("abroad", 5), ("retired", 5))


def test_periods_are_run_together_until_nobody_stands_out() -> None:
    people = [
        *(Episode(1.0, "abroad") for _ in range(3)),
        *(Episode(2.0, "abroad") for _ in range(4)),
        *(Episode(3.0) for _ in range(9)),
    ]
    (found,) = published(people, ends=(1, 2, 3))
    assert [(p.since, p.until, p.at_risk, p.left, p.followed) for p in found.periods] == [
        (0, 2, 16, (("abroad", 7),), 0), (2, 3, 9, (), 9),
    ]  # fmt: skip
    assert (found.rules, found.threshold) == ("suppress-5", 5)
    (strict,) = published(people, ends=(1, 2, 3), by="suppress-10")
    assert strict.is_hidden


def test_a_share_counts_those_lost_from_sight_for_half_a_period() -> None:
    people = [
        *(Episode(0.5, "abroad") for _ in range(10)),
        *(Episode(0.5) for _ in range(20)),
        *(Episode(2.0) for _ in range(70)),
    ]
    (found,) = published(people, ends=(1, 2))
    assert found.periods[0].share == pytest.approx(1 - 10 / 90)


@pytest.mark.parametrize("ends", [(), (2, 1), (1, 1), (0, 6), (1, 5)])
def test_periods_must_rise_and_reach_the_last_person(ends: tuple[float, ...]) -> None:
    refused("mds.cohorts.periods", lambda: published([Episode(6.0)] * 9, ends=ends))


def test_people_found_late_or_without_a_group_are_not_counted_with_the_others() -> None:
    refused("mds.cohorts.entry", lambda: published([Episode(6.0, entry=1)], ends=(6,)))
    refused("mds.cohorts.group", lambda: published([Episode(6.0), Episode(6.0, group="a")], ends=(6,)))


# --- Rows ------------------------------------------------------------------------------------------------------------
def test_rows_become_people_and_what_cannot_is_said_without_naming_anybody() -> None:
    rows = table(
        "cohort", cohort=["2018"] * 5, person=["a", "b", "b", "c", "d"], sex=["F", "M", "M", "F", None],
        years=[2.0, 3.0, 1.0, None, 1.0], entry_years=[None, 1.0, None, None, 1.0],
        outcome=["abroad", None, "abroad", "abroad", "died"],
    )  # fmt: skip
    found, wrong = episodes(rows, group_by="sex")
    assert found == (Episode(2.0, "abroad", 0.0, "F"), Episode(3.0, FOLLOWED, 1.0, "M"))
    assert [(each.code, each.where.row) for each in wrong] == [
        ("mds.cohorts.row-twice", 3), ("mds.cohorts.row-time", 4), ("mds.cohorts.row-time", 5),
    ]  # fmt: skip
    assert all(each.value is None and each.code in known_codes() for each in wrong)
