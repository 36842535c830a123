"""Counts changed by keys: always alike, in bounds, in the middle right, and never a small one."""

from __future__ import annotations

import random
from itertools import combinations, product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.errors import Invalid, NotFound
from concord.mds.protect import protect, rules
from concord.mds.protect.cube import ALL, Cube, cube
from concord.mds.protect.cube_attack import attack_cube
from concord.mds.protect.keys import KEYS, changed, key_of, possible, table_of

from .protect_people import by_kind, person

SECRET = b"a secret of the installation"
METHODS = ["cell-key-5", "rounding-5"]


@pytest.mark.parametrize("id", METHODS)
@pytest.mark.parametrize("count", [*range(14), 100, 4711])
def test_the_mean_of_what_may_be_published_is_the_count(id: str, count: int) -> None:
    values, ends = table_of(count, rules(id))
    chances = [end - start for end, start in zip(ends, (0.0, *ends), strict=False)]
    assert sum(value * chance for value, chance in zip(values, chances, strict=True)) == pytest.approx(count, abs=1e-6)
    assert ends[-1] == 1.0
    assert all(chance >= 0 for chance in chances)


@pytest.mark.parametrize("id", METHODS)
@given(st.integers(0, 500), st.integers(0, KEYS - 1))
def test_no_small_count_is_published_and_nobody_stays_nobody(id: str, count: int, key: int) -> None:
    by = rules(id)
    shown = changed(count, key, by)
    assert shown == 0 or shown >= by.threshold
    assert abs(shown - count) <= by.change_at_most
    assert count or shown == 0
    least, most = possible(shown, by)
    assert least <= count <= most
    assert most - least >= by.width


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        key_of(b"short", "P1")
    assert refusal.value.code == "mds.protect.secret"
    with pytest.raises(Invalid):
        protect([by_kind({"total": 9})], "cell-key-5")


def crowd(size: int, seed: int) -> pl.DataFrame:
    chance = random.Random(seed)
    people: list[dict[str, Any]] = [
        {**person(sex=chance.choice("FFM"), sector=chance.choice(["public", "private"]),
                  subnational=chance.choice(["North", "South", "West"]), training=chance.choice(["NZL"] * 9 + ["TON"])),
         "person": f"P{n}"} for n in range(size)
    ]  # fmt: skip
    return pl.DataFrame(people)


DIMENSIONS = ("sex", "sector", "subnational", "training")


@pytest.fixture(scope="module")
def made() -> Cube:
    return cube(crowd(400, 1), DIMENSIONS, rules("cell-key-5"), secret=SECRET)


def test_the_same_persons_have_the_same_count_by_whatever_name() -> None:
    people = crowd(300, 2).with_columns(pl.when(pl.col("training") == "TON").then(pl.lit("West")).otherwise(
        pl.lit("North")).alias("subnational"))  # fmt: skip
    found = cube(people, DIMENSIONS, rules("cell-key-5"), secret=SECRET)
    assert found.ask(training="TON") == found.ask(subnational="West") == found.ask(training="TON", subnational="West")


def test_rows_and_order_and_other_dimensions_do_not_matter(made: Cube) -> None:
    fewer = cube(crowd(400, 1).sample(fraction=1, shuffle=True, seed=3), ("training", "sex"), made.rules, secret=SECRET)
    assert fewer.ask(sex="M", training="TON") == made.ask(sex="M", training="TON")
    assert fewer.ask() == made.ask()


def test_another_secret_gives_other_counts(made: Cube) -> None:
    other = cube(crowd(400, 1), DIMENSIONS, made.rules, secret=SECRET[::-1])
    assert not other.frame["persons"].equals(made.frame["persons"])


def test_a_dimension_that_is_not_there_is_refused(made: Cube) -> None:
    with pytest.raises(NotFound):
        made.ask(religion="any")


def test_differencing_overlapping_queries_finds_nobody(made: Cube) -> None:
    """For every cell, what all unions that hold it leave of it, by subtraction of the published counts alone."""
    people = crowd(400, 1)
    guessed = right = 0
    for cell in product("FM", ("public", "private"), ("North", "South", "West"), ("NZL", "TON")):
        said = dict(zip(DIMENSIONS, cell, strict=True))
        true = people.filter([pl.col(name) == code for name, code in said.items()]).height
        if not 0 < true < 5:
            continue
        for kept in (each for n in range(4) for each in combinations(DIMENSIONS, n)):
            above = {name: said[name] for name in kept}
            parts = _others(made, above, said)
            guessed += 1
            right += made.ask(**above) - parts == true
    assert guessed > 50
    # Guessing among the possible counts would be right as often.
    assert right / guessed < 0.25


def _others(made: Cube, above: dict[str, str], said: dict[str, str]) -> int:
    """The other cells of the finest kind below a margin, added up."""
    frame = made.frame.filter([pl.col(name) != ALL for name in DIMENSIONS])
    frame = frame.filter([pl.col(name) == code for name, code in above.items()] or [pl.lit(True)])
    own = pl.all_horizontal([pl.col(name) == code for name, code in said.items()])
    return int(frame.filter(~own)["persons"].sum())


@pytest.mark.parametrize("id", METHODS)
@pytest.mark.parametrize("seed", [1, 4, 7])
def test_all_margins_together_leave_every_cell_room(id: str, seed: int) -> None:
    pytest.importorskip("highspy", reason="the attack needs highspy")
    people = crowd(400, seed)
    made = cube(people, DIMENSIONS, rules(id), secret=SECRET)
    true = {tuple(row[:-1]): row[-1] for row in people.group_by(DIMENSIONS).len().iter_rows()}
    found = attack_cube(made)
    assert len(found) == 24
    for each in found:
        assert each.least <= true.get(each.place, 0) <= each.most
        assert each.most >= 5
        assert each.most - each.least >= 5


def test_a_cell_of_few_is_not_told_from_a_cell_of_nobody(made: Cube) -> None:
    assert made.frame["persons"].min() >= 5


def test_asking_again_gives_nothing_to_average(made: Cube) -> None:
    answers = {cube(crowd(400, 1), DIMENSIONS, made.rules, secret=SECRET).ask(training="TON") for _ in range(3)}
    assert answers == {made.ask(training="TON")}


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(["PHL", "IND", "TON"]), st.integers(1, 30), min_size=1), st.integers(0, 60))
def test_tables_are_changed_alike_and_say_so(origins: dict[str, int], domestic: int) -> None:
    foreign = sum(origins.values())
    table = by_kind({"total": foreign + domestic, "domestic": domestic, "foreign": foreign, **origins})
    one, two = (protect([table], "cell-key-5", secret=SECRET) for _ in range(2))
    assert one.tables[0].frame.equals(two.tables[0].frame)
    assert one.proof.holds
    assert {finding.code for finding in one.findings} == {"mds.protect.changed"}
    assert set(one.tables[0].frame["status"]) == {"estimated"}
    for was, now in zip(table.frame["headcount"], one.tables[0].frame["headcount"], strict=True):
        assert now == 0 or now >= 5
        assert abs(now - was) <= rules("cell-key-5").change_at_most
