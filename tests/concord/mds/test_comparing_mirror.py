"""Two countries' figures of one corridor: what is subtracted, what is not, and that nothing hidden shows through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations import messages
from concord.declarations.read import read_yaml
from concord.mds.comparing import Mirror, corridors, mirror, sums
from concord.mds.comparing.declared import mirror_rules
from concord.mds.comparing.reasons import CONDITIONS, spoken
from concord.vocabulary.structures import Table, structures, table

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "comparing.yaml")["mirror"]


def rows(id: str, given_rows: list[list[Any]], activity: str | None = None) -> Table:
    place = "destination" if id == "mds-outflow" else "origin"
    columns = {
        "area": [each[0] for each in given_rows],
        place: [each[1] for each in given_rows],
        "year": [each[2] for each in given_rows],
        "headcount": [each[3] for each in given_rows],
        "status": [each[4] for each in given_rows],
        "occupation": ["221"] * len(given_rows),
        "row_kind": ["origin"] * len(given_rows),
        "activity": [activity] * len(given_rows),
    }
    return table(id, **columns)


def tables(case: dict[str, Any]) -> dict[str, Table]:
    return {id: rows(id, each) for side in ("destination", "origin") for id, each in case[side].items()}


def seen(case: dict[str, Any]) -> Mirror:
    return mirror(tables(case), origin="KEN", destination="GBR", occupation="221")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_corridor_is_told_as_both_say_it(case: dict[str, Any]) -> None:
    found = seen(case)
    told = [[each.year, each.persons, None if each.percent is None else round(each.percent, 2)]
            for each in found.differences]  # fmt: skip
    assert told == case["differences"]
    assert [each.code.removeprefix("mds.mirror.reason.") for each in found.reasons] == case["reasons"]
    assert [each.year for each in found.differences if each.is_large] == case.get("large", [])
    if "without" in case:
        assert [each.without for each in found.differences] == case["without"]


def test_every_declared_table_condition_and_wording_is_there() -> None:
    rules = mirror_rules()
    named = {*rules.destination, *rules.origin, *(id for pair in rules.compared for id in pair)}
    assert named <= set(structures())
    assert {each.when for each in rules.reasons} == set(CONDITIONS)
    for each in rules.reasons:
        assert f"mds.mirror.reason.{each.id}" in messages.known_codes(), each.id


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es", "ru", "zh"])
def test_no_reason_is_told_with_a_code_or_an_unfilled_place(language: str) -> None:
    for case in CASES:
        for reason in seen(case).reasons:
            said = spoken(reason, language)
            assert "{" not in said
            assert "GBR" not in said
            assert "mds-" not in said


numbers = st.integers(0, 500)
statuses = st.sampled_from(["normal", "estimated", "suppressed"])
lines = st.lists(
    st.tuples(st.integers(2018, 2024), numbers, statuses), min_size=1, max_size=6, unique_by=lambda x: x[0]
)


def corridor(theirs: Any, ours: Any, beneath: int) -> Mirror:
    """Both sides with a number beneath every hidden status, as a table that was not cleaned would have it."""

    def of(area: str, other: str, given_lines: Any) -> list[list[Any]]:
        return [
            [area, other, year, beneath if status == "suppressed" else number, status]
            for year, number, status in given_lines
        ]

    held = {
        "mds-inflow-by-training": rows("mds-inflow-by-training", of("GBR", "KEN", theirs)),
        "mds-outflow": rows("mds-outflow", of("KEN", "GBR", ours)),
    }
    return mirror(held, origin="KEN", destination="GBR", occupation="221")


@settings(max_examples=60, deadline=None)
@given(theirs=lines, ours=lines, one=numbers, other=numbers)
def test_nothing_that_is_told_depends_on_a_hidden_number(theirs: Any, ours: Any, one: int, other: int) -> None:
    assert corridor(theirs, ours, one) == corridor(theirs, ours, other)


@settings(max_examples=60, deadline=None)
@given(theirs=lines, ours=lines)
def test_a_sum_holds_only_years_in_which_both_are_published(theirs: Any, ours: Any) -> None:
    found = sums(corridor(theirs, ours, 7).differences)
    open_ = [{year: number for year, number, status in side if status != "suppressed"} for side in (theirs, ours)]
    both = sorted(open_[0].keys() & open_[1].keys())
    if not both:
        assert found is None
        return
    assert found is not None
    assert found.years == tuple(both)
    assert (found.destination, found.origin) == tuple(sum(side[year] for year in both) for side in open_)


def test_a_hidden_row_beside_an_open_one_of_the_same_key_stays_hidden() -> None:
    held = {
        "mds-outflow": rows("mds-outflow", [["KEN", "GBR", 2024, 40, "normal"], ["KEN", "GBR", 2024, 3, "suppressed"]])
    }
    found = mirror(held, origin="KEN", destination="GBR", occupation="221")
    assert [(each.value, each.status) for each in found.series[0].figures] == [(None, "suppressed")]


def test_levels_of_activity_are_compared_with_their_like() -> None:
    both = [rows("mds-inflow-by-training", [["GBR", "KEN", 2024, count, "normal"]], level).frame
            for count, level in ((50, "licensed"), (30, "practising"))]  # fmt: skip
    held = {
        "mds-inflow-by-training": Table("mds-inflow-by-training", both[0].vstack(both[1])),
        "mds-outflow": rows("mds-outflow", [["KEN", "GBR", 2024, 40, "normal"]], "licensed"),
    }
    found = mirror(held, origin="KEN", destination="GBR", occupation="221")
    assert [(each.destination.activity, each.persons) for each in found.differences] == [("licensed", 10)]


def test_an_occupation_told_under_another_code_is_named_and_not_compared() -> None:
    held = {
        "mds-inflow-by-training": rows("mds-inflow-by-training", [["GBR", "KEN", 2024, 50, "normal"]]),
        "mds-outflow": table("mds-outflow", area=["KEN"], destination=["GBR"], year=[2024], occupation=["2211"],
                             row_kind=["origin"], headcount=[40]),
    }  # fmt: skip
    found = mirror(held, origin="KEN", destination="GBR", occupation="221")
    assert found.differences == ()
    reason = next(each for each in found.reasons if each.code.endswith(".occupation"))
    assert "Generalist medical practitioners" in spoken(reason)


def test_unknown_places_are_told_where_they_are_published_and_not_where_they_are_hidden() -> None:
    def told(count: int | None, status: str) -> bool:
        open_ = rows("mds-outflow", [["KEN", "GBR", 2024, 40, "normal"]]).frame
        unknown = table("mds-outflow", area=["KEN"], destination=[None], year=[2024], occupation=["221"],
                        row_kind=["unknown"], headcount=[count], status=[status]).frame  # fmt: skip
        held = {"mds-outflow": Table("mds-outflow", open_.vstack(unknown))}
        found = mirror(held, origin="KEN", destination="GBR", occupation="221")
        return any(each.code.endswith(".unknown") for each in found.reasons)

    assert told(9, "normal")
    assert not told(0, "normal")
    assert not told(None, "suppressed")
    assert not told(9, "suppressed")


def test_corridors_of_which_both_sides_speak_come_first() -> None:
    held = {
        "mds-stock-by-training": rows("mds-stock-by-training", [
            ["GBR", "IND", 2024, 9000, "normal"], ["GBR", "KEN", 2024, 90, "normal"], ["GBR", "GBR", 2024, 1, "normal"],
        ]),
        "mds-outflow": rows("mds-outflow", [["KEN", "GBR", 2024, None, "suppressed"]]),
    }  # fmt: skip
    found = corridors(held)
    assert [(each.origin, each.destination_says, each.origin_says, each.persons) for each in found] == [
        ("KEN", True, True, 90.0), ("IND", True, False, 9000.0),
    ]  # fmt: skip


def test_nothing_at_all_gives_no_corridor_and_an_empty_mirror() -> None:
    assert corridors({}) == ()
    found = mirror({}, origin="KEN", destination="GBR", occupation="221")
    assert (found.series, found.differences, found.reasons, found.years) == ((), (), (), ())
    assert found.lacking["origin"] == ("mds-outflow", "mds-return")
    assert not found.is_two_sided
