"""Flows from stocks in small tables that were worked out elsewhere: every cell of every method."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.flows.accounts import Account, account, with_populations
from concord.flows.estimate import estimate
from concord.flows.result import Flows
from concord.flows.side_by_side import side_by_side

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "flows" / "stocks.yaml")["cases"]
PLACES = "ABCD"


def of(case: dict[str, Any]) -> Account:
    return account(PLACES, case["start"], case["end"], births=case.get("births"), deaths=case.get("deaths"))


def estimated(case: dict[str, Any], method: str, *, compatible: bool = False) -> Flows:
    """ "independence" is what is left of pseudo-Bayes without any weight on the fewest moves."""
    if method == "independence":
        return estimate(of(case), "pseudo-bayes-closed", weight=0, reference_compatible=compatible)
    return estimate(of(case), method, reference_compatible=compatible)


def every(key: str) -> list[Any]:
    return [
        pytest.param(case, method, id=f"{case['name']}-{method}") for case in CASES for method in case.get(key) or ()
    ]


@pytest.mark.parametrize(("case", "method"), every("flows"))
def test_every_cell_is_the_published_one(case: dict[str, Any], method: str) -> None:
    # the published tables have six decimals
    assert estimated(case, method).flow == pytest.approx(np.array(case["flows"][method]), abs=5.1e-7)


@pytest.mark.parametrize(("case", "method"), every("reference_flows"))
def test_the_compatible_mode_comes_to_the_figures_of_the_package(case: dict[str, Any], method: str) -> None:
    found = estimated(case, method, compatible=True)
    assert found.flow == pytest.approx(np.array(case["reference_flows"][method]), abs=1e-9)
    assert found.compatible


@pytest.mark.parametrize("case", [case for case in CASES if "net" in case], ids=lambda case: case["name"])
def test_net_migration_and_totals_are_those_of_the_stocks(case: dict[str, Any]) -> None:
    for method in ("minimum-closed", "minimum-open", "pseudo-bayes-closed", "pseudo-bayes-open"):
        assert estimated(case, method).net == pytest.approx(np.array(case["net"]), abs=1e-9)
    assert estimated(case, "minimum-closed").total == pytest.approx(case["totals"]["minimum-closed"], abs=1e-9)
    assert estimated(case, "independence").total == pytest.approx(case["totals"]["independence"], abs=5.1e-7)


@pytest.mark.parametrize("case", [case for case in CASES if "by_origin" in case], ids=lambda case: case["name"])
def test_the_moves_of_each_origin_are_the_published_ones(case: dict[str, Any]) -> None:
    found = estimated(case, "minimum-closed")
    for place, wanted in zip(PLACES, case["by_origin"], strict=True):
        moves = found.by_origin(place)
        assert moves.sum(axis=1) == pytest.approx(np.array(case["start"][PLACES.index(place)]), abs=1e-9)
        assert moves.sum(axis=0) == pytest.approx(np.array(case["end"][PLACES.index(place)]), abs=1e-9)
        np.fill_diagonal(moves, 0)
        assert moves == pytest.approx(np.array(wanted), abs=5.1e-7)


def test_ours_is_near_the_package_and_keeps_the_margins_that_it_does_not() -> None:
    case = next(case for case in CASES if case["name"] == "births-and-deaths-closed")
    ours, theirs = estimated(case, "minimum-closed"), estimated(case, "minimum-closed", compatible=True)
    assert ours.flow == pytest.approx(theirs.flow, abs=1e-3)
    assert ours.margins_error is not None
    assert theirs.margins_error is not None
    assert ours.margins_error < 1e-9 < theirs.margins_error


def test_rates_share_out_the_absolute_net_migration_or_what_is_said() -> None:
    case = CASES[0]
    found = estimated(case, "rate")
    stocks = np.array(case["start"], dtype=float)
    np.fill_diagonal(stocks, 0)
    assert found.total == pytest.approx(np.abs(case["net"]).sum())
    assert found.flow / found.flow.sum() == pytest.approx(stocks / stocks.sum())
    assert estimate(of(case), "rate", total=1000).flow == pytest.approx(1000 * stocks / stocks.sum())
    grown = account(PLACES, case["start"], case["end"], births=[10, 0, 0, 0], deaths=[0, 5, 0, 0])
    assert estimate(grown, "rate").parameters == {"total": abs(5 - 10) + abs(-40 + 5) + 55 + 20}


def test_pseudo_bayes_is_the_declared_mixture_with_its_range() -> None:
    least, free = estimated(CASES[0], "minimum-closed"), estimated(CASES[0], "independence")
    found = estimated(CASES[0], "pseudo-bayes-closed")
    assert found.flow == pytest.approx(0.87 * least.flow + 0.13 * free.flow)
    assert found.low == pytest.approx(
        np.minimum(0.8 * least.flow + 0.2 * free.flow, 0.95 * least.flow + 0.05 * free.flow)
    )
    assert found.high == pytest.approx(
        np.maximum(0.8 * least.flow + 0.2 * free.flow, 0.95 * least.flow + 0.05 * free.flow)
    )
    assert found.range == pytest.approx((float(0.95 * least.flow.sum() + 0.05 * free.flow.sum()),
                                         float(0.8 * least.flow.sum() + 0.2 * free.flow.sum())))  # fmt: skip
    said = estimate(of(CASES[0]), "pseudo-bayes-closed", weight=0.5)
    assert said.range == pytest.approx((said.total, said.total))
    with pytest.raises(Invalid, match=r"flows\.estimate\.weight"):
        estimate(of(CASES[0]), "pseudo-bayes-closed", weight=1.5)


def test_departures_returns_and_onward_moves_are_told_apart() -> None:
    start, end = np.diag([100.0, 100, 100]), np.diag([100.0, 100, 100])
    start[0] = [90, 10, 0]
    end[0] = [92, 5, 3]
    start[1], end[1] = [0, 100, 0], [0, 93, 7]
    found = estimate(account("ABC", start, end), "minimum-closed")
    assert found.departing.tolist() == [[0, 0, 0], [0, 0, 7], [0, 0, 0]]
    assert found.returning.tolist() == [[0, 0, 0], [2, 0, 0], [0, 0, 0]]
    assert found.onward.tolist() == [[0, 0, 0], [0, 0, 3], [0, 0, 0]]
    backwards = estimate(account("ABC", start, end), "sd-reverse-negative")
    assert backwards.returning.tolist() == [[0, 0, 0], [5, 0, 0], [0, 0, 0]]
    assert backwards.departing.tolist() == [[0, 0, 3], [0, 0, 7], [0, 0, 0]]


def test_health_personnel_is_the_same_account_read_otherwise() -> None:
    trained = account(["KEN", "GBR"], [[900, 100], [0, 5000]], [[940, 160], [0, 5300]],
                      births=[150, 600], deaths=[50, 300], reading="health-personnel")  # fmt: skip
    found = estimate(trained, "minimum-open")
    assert found.account.reading == "health-personnel"
    # of the Kenyan-trained 850 at home and 94.1 abroad are still there after exits; 790 (less graduates) and 160 are
    # seen at the end: 5.9 came from outside, in proportion, and whoever is missing at home has left
    still = 850 + 100 * (1 - 300 / 5100)
    assert found.between("KEN", "GBR") == pytest.approx(850 - 790 * still / 950)
    assert found.settled is not None
    assert found.settled.came[0].sum() == pytest.approx(950 - still)
    assert found.settled.went[0].sum() == pytest.approx(0)


def test_a_gap_is_refused_by_name_and_nothing_is_filled_in() -> None:
    case = CASES[0]
    start = np.array(case["start"], dtype=float)
    start[0, 1] = np.nan
    holed = account(PLACES, start, case["end"])
    for method in ("sd-drop-negative", "sd-reverse-negative", "rate", "minimum-closed", "pseudo-bayes-open"):
        with pytest.raises(Invalid) as refused:
            estimate(holed, method)
        assert (refused.value.code, refused.value.params["pairs"]) == ("flows.account.gaps", "start: A → B")


def test_a_bounded_pair_has_a_range_and_no_figure_and_others_keep_theirs() -> None:
    case = CASES[0]
    start = np.array(case["start"], dtype=float)
    start[1, 0] = np.nan
    within = {("start", "B", "A"): (50, 90)}
    plain, found = (
        estimate(account(PLACES, table, case["end"]), "sd-reverse-negative", within=within)
        for table in (case["start"], start)
    )
    assert (found.low[1, 0], found.high[1, 0]) == (0, 30)
    assert (found.low[0, 1], found.high[0, 1]) == (0, 10)
    assert np.isnan(found.flow[1, 0])
    assert found.total is None
    untouched = ~np.isnan(found.flow)
    assert untouched.sum() == 14
    assert (found.flow[untouched] == plain.flow[untouched]).all()
    with pytest.raises(Invalid, match=r"flows\.account\.bounds"):
        estimate(account(PLACES, start, case["end"]), "sd-drop-negative", within={("start", "B", "A"): (9, 5)})


def test_methods_that_need_natives_say_so_where_they_are_not_known() -> None:
    start = np.array(CASES[0]["start"], dtype=float)
    np.fill_diagonal(start, np.nan)
    blank = account(PLACES, start, start, native_known=False)
    assert estimate(blank, "sd-drop-negative").total == 0
    for method, code in (("minimum-closed", "flows.account.natives"), ("rate", "flows.rate.no-total")):
        with pytest.raises(Invalid, match=code.replace(".", r"\.")):
            estimate(blank, method)
    told = side_by_side(blank, total=100)
    assert set(told.flows) == {"sd-drop-negative", "sd-reverse-negative", "rate"}
    assert {each.code for each in told.refused.values()} == {"flows.account.natives"}


def test_natives_are_what_is_left_of_the_population() -> None:
    case = CASES[0]
    start, end = (np.array(case[key], dtype=float) for key in ("start", "end"))
    sums = [dict(zip(PLACES, table.sum(axis=0), strict=True)) for table in (start, end)]
    for table in (start, end):
        np.fill_diagonal(table, np.nan)
    blank = account(PLACES, start, end, native_known=False)
    filled = with_populations(blank, *sums)
    assert filled.start.tolist() == case["start"]
    assert estimate(filled, "minimum-closed").total == pytest.approx(150)
    with pytest.raises(Invalid, match=r"flows\.account\.no-population"):
        with_populations(blank, {"A": 1}, sums[1])
    with pytest.raises(Invalid, match=r"flows\.account\.above-population"):
        with_populations(blank, {**sums[0], "A": 10}, sums[1])


@pytest.mark.parametrize(
    ("births", "deaths", "code"),
    [([0, 0, 0, 9999], None, "flows.settle.births"), (None, [0, 0, 0, 9999], "flows.settle.deaths")],
)
def test_more_births_or_deaths_than_persons_are_refused(births: Any, deaths: Any, code: str) -> None:
    given = account(PLACES, CASES[0]["start"], CASES[0]["end"], births=births, deaths=deaths)
    with pytest.raises(Invalid) as refused:
        estimate(given, "minimum-open")
    assert (refused.value.code, refused.value.params["areas"]) == (code, "D")


def test_more_births_than_natives_are_shared_and_that_is_said() -> None:
    start, end = [[50, 0], [40, 100]], [[50, 0], [60, 100]]
    found = estimate(account("AB", start, end, births=[60, 0], deaths=[0, 0]), "minimum-open")
    assert [each.code for each in found.findings] == ["flows.settle.births-shared"]
    assert found.settled is not None
    assert found.settled.born[:, 0] == pytest.approx([60 * 50 / 110, 60 * 60 / 110])


def test_what_births_deaths_and_stocks_disagree_by_is_told_in_persons() -> None:
    found = estimate(account("AB", [[100, 10], [0, 90]], [[100, 20], [0, 100]]), "minimum-closed")
    (gap,) = (each for each in found.findings if each.code == "flows.settle.gap")
    assert gap.params["persons"] == -20
    assert found.settled is not None
    # natives of the start take 10 more and those of the end 10 fewer, each in proportion to their number
    start = np.array([[100 * 200 / 190, 10], [0, 90 * 200 / 190]])
    end = np.array([[100 * 190 / 200, 20], [0, 100 * 190 / 200]])
    assert found.settled.start.sum(axis=0) == pytest.approx(start.sum(axis=0))
    assert found.settled.end.sum(axis=0) == pytest.approx(end.sum(axis=0))
    assert found.settled.start.sum(axis=1) == pytest.approx((start.sum(axis=1) + end.sum(axis=1)) / 2)


def test_a_place_with_nobody_from_elsewhere_keeps_its_total_and_that_is_said() -> None:
    stuck = estimate(account("ABC", [[100, 0, 0], [0, 200, 0], [0, 9, 300]], [[80, 0, 0], [20, 200, 0], [0, 9, 300]]),
                     "minimum-closed")  # fmt: skip
    assert "flows.settle.nobody-from-elsewhere" in {each.code for each in stuck.findings}
    assert stuck.settled is not None
    assert stuck.settled.start.sum(axis=1) == pytest.approx(stuck.settled.end.sum(axis=1))


def test_what_no_closed_table_can_say_is_refused_with_the_places() -> None:
    # B and C know nobody else; what B lost C cannot have gained
    start, end = [[100, 5, 0], [0, 200, 0], [0, 0, 300]], [[100, 5, 0], [0, 150, 0], [0, 0, 350]]
    given = account("ABC", start, end)
    with pytest.raises(Invalid, match=r"flows\.settle\.impossible"):
        estimate(given, "minimum-closed")
    assert estimate(given, "minimum-open").total == 0


def test_all_methods_stand_side_by_side_with_the_range_between_them() -> None:
    told = side_by_side(of(CASES[1]))
    assert set(told.flows) == {"sd-drop-negative", "sd-reverse-negative", "rate", "minimum-open", "minimum-closed",
                               "pseudo-bayes-open", "pseudo-bayes-closed"}  # fmt: skip
    assert told.range == (60, told.flows["pseudo-bayes-closed"].range[1])
    for each in told.flows.values():
        assert (told.low <= each.flow + 1e-12).all()
        assert (told.high >= each.flow - 1e-12).all()
    low, middle, high = told.between("D", "B")["sd-reverse-negative"]
    assert (low, middle, high) == (35, 35, 35)


def test_an_unknown_method_and_a_place_that_is_not_there_are_refused() -> None:
    with pytest.raises(NotFound, match=r"flows\.method\.unknown"):
        estimate(of(CASES[0]), "guess")
    with pytest.raises(Invalid, match=r"flows\.account\.area"):
        of(CASES[0]).index("Z")
    with pytest.raises(Invalid, match=r"flows\.result\.no-origins"):
        estimated(CASES[0], "rate").by_origin("A")


@pytest.mark.parametrize(
    ("places", "start", "code"),
    [
        ("AA", [[1, 0], [0, 1]], "flows.account.areas"),
        ("AB", [[1, 0, 0], [0, 1, 0]], "flows.account.shape"),
        ("AB", [[1, -1], [0, 1]], "flows.account.negative"),
        ("AB", [[1, float("inf")], [0, 1]], "flows.account.infinite"),
    ],
)
def test_tables_that_are_none_are_refused(places: str, start: list[list[float]], code: str) -> None:
    with pytest.raises(Invalid, match=code.replace(".", r"\.")):
        account(places, start, [[1, 0], [0, 1]])


def test_every_result_says_what_it_was_made_of() -> None:
    found = estimated(CASES[0], "pseudo-bayes-closed")
    assert (found.status, found.version, found.parameters) == ("estimated", "1", {"weight": 0.87})
    assert found.inputs == of(CASES[0]).digest
    other = account(PLACES, CASES[0]["start"], CASES[0]["end"], births=[0, 0, 0, 0])
    assert other.digest != found.inputs
    assert [each.code for each in found.findings] == ["flows.account.none-given"] * 2
    with pytest.raises(ValueError, match="read-only"):
        found.flow[0, 1] = 5
