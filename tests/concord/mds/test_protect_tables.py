"""Small counts of one release: hidden, not given away by anything beside them, and nothing else is changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import log2
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.mds.protect import Protected, attack, protect, protecting, rules
from concord.mds.protect.hiding import Hidden
from concord.mds.protect.views import views
from concord.vocabulary.structures import Table, structure

from .protect_people import by_kind, counted, everything_possible, person, shown

pytest.importorskip("highspy", reason="protection needs highspy")

CASES = Path(__file__).parents[2] / "cases" / "mds" / "protect"


@pytest.mark.parametrize("case", read_yaml(CASES / "one_series.yaml"), ids=lambda case: case["name"])
def test_what_is_hidden_of_one_series(case: dict[str, Any]) -> None:
    done = protect([by_kind(case["given"])])
    assert done.proof.holds
    after = shown(done.tables[0])
    hidden = {name for name, value in after.items() if value is None}
    assert set(case["hidden"]) <= hidden
    assert len(hidden) == len(case["hidden"]) + case["also"], hidden
    assert done.proof.near == 0


PLACE = st.sampled_from(["NZL", "NZL", "NZL", "PHL", "PHL", "IND", "TON", "FJI", None])
PERSON = st.fixed_dictionaries(
    {
        "occupation": st.sampled_from(["2221", "2211"]), "training": PLACE, "birth": PLACE,
        "sex": st.sampled_from(["F", "F", "M"]), "age_band": st.sampled_from(["Y25T34", "Y35T44"]),
        "sector": st.sampled_from(["public", "private", None]), "subnational": st.sampled_from(["North", "South"]),
    }
)  # fmt: skip
PEOPLE = st.lists(PERSON, min_size=1, max_size=60).map(lambda people: [person(**each) for each in people])


def value_of(table: Table) -> str:
    return structure(table.structure).of("measure")[0]


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_nothing_small_stands_open_and_nothing_else_is_changed(people: list[dict[str, Any]]) -> None:
    before = counted(people)
    done = protect(before)
    assert done.proof.holds
    assert [table.structure for table in done.tables] == [table.structure for table in before]
    for was, now in zip(before, done.tables, strict=True):
        value = value_of(was)
        hidden = now.frame["status"] == "suppressed"
        assert now.frame.filter(hidden)[value].null_count() == hidden.sum()
        assert now.frame.filter(~hidden).equals(was.frame.filter(~hidden))
        assert now.frame.filter(~hidden & pl.col(value).is_between(1, 4)).is_empty()
        assert now.frame.drop(value, "status", "note").equals(was.frame.drop(value, "status", "note"))


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_the_attacker_is_never_wrong_and_never_close(people: list[dict[str, Any]]) -> None:
    before = counted(people)
    done = protect(before)
    for each in attack([done.tables]):
        for _, number, row in each.spots:
            true = before[number].frame[value_of(before[number])][row]
            assert each.possible
            assert each.least <= true
            assert each.most is None or true <= each.most
            if 0 < true < 5:
                assert each.most is None or (each.most >= 5 and each.most - each.least >= 5)


ORIGINS = st.dictionaries(st.sampled_from(["PHL", "IND", "TON", "FJI"]), st.integers(1, 6), max_size=4)


@settings(max_examples=100, deadline=None)
@given(ORIGINS, st.integers(0, 4), st.integers(0, 2), st.data())
def test_the_attacker_finds_what_trying_everything_finds(
    origins: dict[str, int], domestic: int, unknown: int, data: st.DataObject
) -> None:
    foreign = sum(origins.values())
    full = {
        "domestic": domestic,
        "unknown": unknown,
        "foreign": foreign,
        "total": foreign + domestic + unknown,
        **origins,
    }
    hidden = data.draw(st.sets(st.sampled_from(sorted(full)), max_size=3))
    kinds = {name: None if name in hidden else value for name, value in full.items()}
    most = full["total"] + 3
    tried = everything_possible(kinds, most=most)
    for each in attack([[by_kind(kinds)]]):
        name = each.what[-1]
        if each.most is None:
            assert tried[name][1] == most or tried[name][0] == each.least
        else:
            assert (each.least, each.most) == tried[name], (kinds, each)


def test_a_total_is_hidden_wherever_it_stands() -> None:
    people = [person() for _ in range(3)] + [person(occupation="2211") for _ in range(30)]
    done = protect(counted(people))
    for table in done.tables[:3]:
        rows = table.frame.filter(pl.col("occupation") == "2221", pl.col("row_kind") == "total")
        assert rows["headcount"].to_list() == [None]
        assert rows["status"].to_list() == ["suppressed"]


def test_publishers_rows_are_left_as_they_are() -> None:
    table = by_kind({"total": 60, "domestic": 57, "unknown": 0, "foreign": 3, "TON": 3})
    theirs = Table(table.structure, table.frame.with_columns(pl.lit("oecd-wfmi").alias("source")), table.provenance)
    done = protect([theirs])
    assert done.tables[0].frame.equals(theirs.frame)
    assert done.lost == ()


def test_notes_and_other_measures_of_hidden_rows_say_nothing() -> None:
    people = [person(sex="F") for _ in range(30)] + [person(sex="M") for _ in range(2)]
    tables = counted(people)
    detail = tables[-1].frame.with_columns(pl.lit(1.0).alias("fte"), pl.lit("known of 1 of 2 persons").alias("note"))
    done = protect([*tables[:-1], Table(tables[-1].structure, detail, tables[-1].provenance)])
    hidden = done.tables[-1].frame.filter(pl.col("status") == "suppressed")
    assert len(hidden) == 2
    assert hidden["fte"].to_list() == hidden["note"].to_list() == [None, None]


def test_the_reason_for_hiding_is_the_officers_alone() -> None:
    done = protect(
        [by_kind({"total": 60, "domestic": 34, "unknown": 0, "foreign": 26, "PHL": 12, "IND": 11, "TON": 3})]
    )
    assert set(done.tables[0].frame["status"]) == {"normal", "suppressed"}
    compared = done.before_and_after("mds-stock-by-training")
    assert compared.filter(pl.col("why") == "primary")["headcount"].to_list() == [3]
    assert compared.filter(pl.col("why") == "secondary")["after"].to_list() == [None]
    assert [each.hidden for each in done.lost] == [2]
    assert (done.lost[0].primary, done.lost[0].secondary) == (1, 1)


def small_and_hidden(done: Protected) -> bool:
    return done.proof.holds and done.proof.recovered == 0


def test_views_in_a_circle_are_attacked_through_their_full_cross() -> None:
    # Each two of the three divisions stand open; together they leave one way only to place the people.
    people = [person(sex="F", sector="public", subnational="North") for _ in range(20)]
    people += [person(sex="M", sector="private", subnational="North") for _ in range(20)]
    people += [person(sex="F", sector="private", subnational="South") for _ in range(20)]
    people += [person(sex="M", sector="public", subnational="South") for _ in range(3)]
    circle = views(counted(people)[-1], [("sex", "sector"), ("sector", "subnational"), ("sex", "subnational")])
    done = protect([circle])
    assert small_and_hidden(done)


def test_views_add_up_and_are_protected_together() -> None:
    people = [
        person(sex=sex, age_band=age, sector=sector)
        for sex in "FM" for age in ("Y25T34", "Y35T44") for sector in ("public", "private")
        for _ in range(3 if sex == "M" and sector == "private" else 11)
    ]  # fmt: skip
    cut = views(counted(people)[-1])
    alone = cut.frame.filter(pl.col("sex") == "T", pl.col("age_band") == "_T", pl.col("sector") == "_T")
    assert alone.filter(pl.col("subnational") == "_T")["headcount"].to_list() == [len(people)]
    assert small_and_hidden(protect([cut]))


def test_a_whole_group_in_one_category_is_hidden_where_the_rules_ask_it() -> None:
    table = by_kind({"total": 12, "domestic": 0, "unknown": 0, "foreign": 12, "PHL": 12})
    assert protect([table]).share == 0
    done = protect([table], "suppress-10")
    after = shown(done.tables[0])
    assert after["foreign"] is None
    assert after["PHL"] is None
    assert None in (after["domestic"], after["unknown"])
    assert after["total"] == 12
    assert done.proof.holds
    found = {each.what[-1]: each for each in done.proof.intervals}
    assert found["foreign"].least <= 12 - 5


def test_a_group_that_is_all_in_one_category_gets_hidden_rows_of_nobody_beside_it() -> None:
    people = [person(sex="F", sector="public") for _ in range(25)] + [
        person(sex="M", sector="public") for _ in range(40)
    ]
    people += [person(sex="M", sector="private") for _ in range(40)]
    cut = views(counted(people)[-1], [("sex", "sector")])
    done = protect([cut], "suppress-10")
    assert done.proof.holds
    women = done.tables[0].frame.filter(pl.col("sex") == "F", pl.col("sector") != "_T")
    assert set(women["sector"]) == {"public", "private"}
    assert set(women["status"]) == {"suppressed"}
    assert done.tables[0].frame.filter(pl.col("sex") == "F", pl.col("sector") == "_T")["headcount"].to_list() == [25]


def test_hiding_small_counts_alone_is_not_enough() -> None:
    primary = {"total": 60, "domestic": 34, "unknown": 0, "foreign": 26, "PHL": 12, "IND": 11, "TON": None}
    assert [(each.least, each.most) for each in attack([[by_kind(primary)]])] == [(3, 3)]


def test_an_optimiser_that_forgets_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protecting, "hide", lambda known, wanted, rules, **_: Hidden(cells=set(wanted)))
    done = protect(
        [by_kind({"total": 60, "domestic": 34, "unknown": 0, "foreign": 26, "PHL": 12, "IND": 11, "TON": 3})]
    )
    assert done.tables == ()
    assert not done.proof.holds
    assert [finding.code for finding in done.findings.hard] == ["mds.protect.open"]


def test_a_small_remainder_that_a_table_leaves_out_is_protected() -> None:
    # 26 trained abroad, 23 of them listed: the other 3 stand in no row, and anybody can work them out.
    table = by_kind({"total": 60, "domestic": 34, "unknown": 0, "foreign": 26, "PHL": 12, "IND": 11})
    assert [(each.what[-1], each.least, each.most) for each in attack([[table]])] == [("rest", 3, 3)]
    done = protect([table])
    assert done.proof.holds
    assert len([value for value in shown(done.tables[0]).values() if value is None]) >= 1


def test_where_no_origin_is_listed_a_hidden_foreign_row_hides_nothing() -> None:
    # Without a row of any origin nobody is foreign: hiding that zero would leave the 2 to be worked out.
    table = by_kind({"total": 42, "domestic": 40, "unknown": 2, "foreign": 0})
    done = protect([table])
    assert shown(done.tables[0])["domestic"] is None
    assert [each.most for each in attack([done.tables]) if each.what[-1] == "unknown"] == [42]


def test_a_search_that_is_cut_short_protects_as_well() -> None:
    table = by_kind({"total": 90, "domestic": 34, "foreign": 56, "PHL": 12, "IND": 11, "WSM": 19, "FJI": 11, "TON": 3})
    done = protect([table], replace(rules(), effort={"rounds": 1, "nodes": 1, "cells": 3}))
    assert done.proof.holds
    assert done.proof.near
    assert done.share >= protect([table]).share


TINY = st.dictionaries(st.sampled_from(["PHL", "IND", "TON"]), st.integers(1, 12), min_size=2)


@settings(max_examples=12, deadline=None)
@given(TINY, st.integers(0, 12), st.integers(0, 6))
def test_nothing_much_cheaper_would_have_been_enough(origins: dict[str, int], domestic: int, unknown: int) -> None:
    foreign = sum(origins.values())
    kinds = {
        "total": foreign + domestic + unknown,
        "domestic": domestic,
        "unknown": unknown,
        "foreign": foreign,
        **origins,
    }
    done = protect([by_kind(kinds)])
    assert done.proof.near == 0
    ours = {name for name, value in shown(done.tables[0]).items() if value is None}
    small = {name for name, value in kinds.items() if 0 < value < 5}
    best = min(_cost(set(more) | small, kinds) for n in range(len(kinds) + 1) for more in combinations(sorted(kinds), n)
               if _is_enough(set(more) | small, kinds, small))  # fmt: skip
    assert _cost(ours, kinds) <= best * 1.005 + 1e-6


def _cost(hidden: set[str], kinds: dict[str, int]) -> float:
    by = rules().costs
    kind = {name: name if name in by else "origin" for name in kinds}
    return sum(by[kind[name]] * (1 + by["persons"] * log2(1 + kinds[name])) for name in hidden)


def _is_enough(hidden: set[str], kinds: dict[str, int], small: set[str]) -> bool:
    found = {
        each.what[-1]: each for each in attack([[by_kind({n: None if n in hidden else v for n, v in kinds.items()})]])
    }
    for name in small:
        each = found[name]
        # Rows of origins are there only where there is somebody: the least that is known of them is one.
        reach = 6 if len(name) == 3 else 5
        if each.most is not None and (each.most < reach or each.most - each.least < 5):
            return False
    return True


def test_what_the_sender_hid_is_not_given_away() -> None:
    table = by_kind({"total": 60, "domestic": 34, "unknown": 0, "foreign": 26, "PHL": 13, "IND": 10, "TON": None})
    done = protect([table])
    assert done.proof.holds
    found = {each.what[-1]: each for each in done.proof.intervals}
    assert found["TON"].width is None or found["TON"].width >= 5


def test_the_same_tables_give_the_same_choice() -> None:
    people = [
        person(training=p, birth=b) for p in ("NZL", "PHL", "IND", "TON") for b in ("NZL", "FJI") for _ in range(3)
    ]
    first, again = protect(counted(people)), protect(counted(people))
    assert first.senses == again.senses
    assert first.proof.digest == again.proof.digest


def test_rules_name_their_version_and_digest() -> None:
    done = protect([by_kind({"total": 60, "domestic": 57, "unknown": 0, "foreign": 3, "TON": 3})])
    assert done.proof.rules == f"suppress-5 {rules().version} {rules().digest}"
