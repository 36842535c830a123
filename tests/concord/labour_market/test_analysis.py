"""The analysis: what is known is used, what is not is said, and what is old or torn is not hidden."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.messages import known_codes
from concord.errors import Invalid, NotFound
from concord.labour_market import ageing, analysis_inputs
from concord.labour_market import analysis_model as model
from concord.labour_market.analysis import analyse
from concord.labour_market.analysis_model import Analysis, Figure, Given, Jump, Point, Row
from concord.labour_market.analysis_moves import Move, Moves
from concord.labour_market.curves import Range
from concord.mds.facts import bundled
from concord.vocabulary.provenance import Input
from concord.vocabulary.structures import Table, table

TODAY = dt.date(2026, 11, 22)
ROW = Row("s", "f", 1)
ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "data"
STRUCTURES = ("density", "population", "mds-totals", "mds-stock-by-training", "uhc-index")


def facts() -> dict[str, Table]:
    return {id: bundled(id) for id in STRUCTURES}


def analysed(area: str, tables: dict[str, Table] | None = None, **more: Any) -> Analysis:
    return analyse(area, facts() if tables is None else tables, as_of=TODAY, **more)


def said(found: Analysis, id: str) -> Figure:
    figure = found.figure(id)
    assert figure is not None, id
    return figure


def small(**more: Table) -> dict[str, Table]:
    """One country with ten years of counts of its own, and nobody else."""
    years = list(range(2010, 2022))
    density = table(
        "density", area=["KEN"] * 24, year=years * 2, occupation=["221"] * 12 + ["222_322"] * 12,
        per_10k=[2.0 + 0.1 * at for at in range(12)] + [10.0] * 12, source=["generated"] * 24,
    )  # fmt: skip
    population = table("population", area=["KEN"] * 2, year=[2021, 2022], persons=[50_000_000, 51_000_000])
    return {"density": density, "population": population, **more}


def points(*given: tuple[int, float]) -> tuple[Point, ...]:
    return tuple(Point(year, value, "normal", ROW) for year, value in given)


# --- How old a count is ----------------------------------------------------------------------------------------------
def test_a_count_of_this_year_has_no_range() -> None:
    assert ageing.spread([], 0) == Range.exact(1.0)


def test_an_old_count_may_be_as_far_off_as_eight_of_ten_countries_moved() -> None:
    series = [((2010, 10.0), (2015, 10.0 + at)) for at in range(21)]
    found = ageing.spread(series, 5)
    assert found is not None
    assert (found.low, found.value, found.high) == pytest.approx((1.0, 1.0, 2.8))
    assert ageing.spread(series[:19], 5) is None


def test_a_country_that_counts_every_year_is_its_own_measure() -> None:
    own = [(year, 1.1 ** (year - 2000)) for year in range(2000, 2015)]
    found = ageing.spread([], 2, own=own)
    assert found is not None
    assert (found.low, found.high) == (1.0, pytest.approx(1.21))
    assert ageing.spread([], 2, own=own[:12]) is not None
    assert ageing.spread([], 2, own=own[:11]) is None


@given(st.lists(st.floats(0.1, 100), min_size=20, max_size=40), st.integers(1, 20))
def test_the_range_of_an_old_count_always_holds_the_count(values: list[float], years: int) -> None:
    found = ageing.spread([((2000, 1.0), (2000 + years, each)) for each in values], years)
    assert found is not None
    assert found.low <= 1 <= found.high


@pytest.mark.parametrize(
    ("series", "expect"),
    [
        (points((2004, 57.7), (2015, 2.4)), [(2004, 2015)]),
        (points((2000, 10), (2010, 21)), []),
        (points((2000, 10), (2001, 19)), []),
        (points((2000, 10), (2001, 20)), [(2000, 2001)]),
        (points((2009, 4.0), (2010, 7.2), (2011, 14.5), (2012, 14.5)), [(2009, 2011)]),
        (points((2000, 10), (2001, 30), (2002, 10)), [(2000, 2001), (2001, 2002)]),
        (points((2000, 0), (2001, 30)), []),
    ],
)
def test_what_cannot_be_growth_is_a_jump(series: tuple[Point, ...], expect: list[tuple[int, int]]) -> None:
    found = ageing.jumps({"221": series}, factor=2, a_year=0.1)
    assert [(each.before.year, each.after.year) for each in found] == expect
    assert all(isinstance(each, Jump) for each in found)


def test_every_limit_is_declared_with_a_reason_and_read_by_name() -> None:
    room = ROOT / "src" / "concord" / "labour_market"
    asked = {id for file in room.glob("*.py") for id in re.findall(r'limits\["([a-z-]+)"\]', file.read_text())}
    assert asked == set(model.declared().limits)


def test_how_far_an_old_count_is_off_follows_what_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    series = [((2010, 10.0), (2015, 10.0 + at)) for at in range(21)]
    said = model.declared()
    other = {**said.limits, "spread-countries": 22.0, "spread-high": 1.0}
    monkeypatch.setattr(ageing, "declared", lambda: replace(said, limits={**other, "spread-countries": 20.0}))
    found = ageing.spread(series, 5)
    assert found is not None
    assert found.high == pytest.approx(3.0)
    monkeypatch.setattr(ageing, "declared", lambda: replace(said, limits=other))
    assert ageing.spread(series, 5) is None


# --- Real countries --------------------------------------------------------------------------------------------------
def test_kenya_needs_more_than_is_there_and_more_than_would_be_paid_for() -> None:
    found = analysed("KEN", listed="not-listed")
    assert (found.base, found.horizon, found.threshold) == (2023, 2035, "sdg-2016")
    assert said(found, "density-doctors").range == Range.exact(2.26)
    assert said(found, "now-doctors").range.value == pytest.approx(2.26 * 55_338_228 / 10_000)
    assert said(found, "need-sdg-2016").range.value == pytest.approx(44.5 * 55_338_228 / 10_000)
    assert said(found, "unmet").range.low > 0
    assert said(found, "unfunded").range.low > 0
    assert {"count-first", "fund-posts", "need-short"} <= {each.id for each in found.priorities}
    assert said(found, "abroad-doctors").at_least
    assert said(found, "abroad-doctors").range == Range.exact(76)


def test_the_philippines_are_not_told_short_by_a_series_of_two_definitions() -> None:
    found = analysed("PHL")
    assert [(each.before.year, each.after.year) for each in found.jumps if each.occupation == "222_322"][-1] == (
        2004,
        2015,
    )
    nurses = said(found, "now-nurses").range
    assert nurses.high == pytest.approx(57.74 * 114_893_377 / 10_000)
    assert next(each for each in found.gaps["sdg-2016"].unmet if each.year == 2023).sign == "unclear"
    assert found.priorities[0].id == "count-again"
    assert "need-short" not in {each.id for each in found.priorities}


def test_germany_is_counted_by_the_newer_head_count_and_relies_on_others() -> None:
    found = analysed("DEU")
    assert said(found, "now-nurses").range.value == 1_001_000
    assert said(found, "now-nurses").range.high >= 137.94 * 84_547_902 / 10_000
    assert said(found, "age-nurses").range == Range.exact(5)
    assert said(found, "foreign-trained-share").range.value == pytest.approx(100 * 44_085 / 359_036, abs=0.2)
    assert next(each for each in found.gaps["sdg-2016"].unmet if each.year == 2023).sign == "below"
    assert [each.id for each in found.priorities] == ["rely-less"]


def test_every_question_is_answered_or_missing_and_none_is_both() -> None:
    found = analysed("KEN")
    for step in found.steps:
        asked = {each.id for each in model.declared().steps[step.id]}
        assert set(step.answered) | set(step.missing) == asked
        assert not set(step.answered) & set(step.missing)
    assert [step.id for step in found.steps] == list(model.declared().steps)
    assert {"graduates", "vacancies", "supply-ahead", "pay-bill"} <= set(found.missing)


def test_every_result_names_its_files_its_method_and_its_status() -> None:
    found = analysed("KEN")
    named = {each.id for each in found.inputs}
    assert {
        "facts/population.csv", "methods/need.yaml", "methods/demand.yaml", "methods/need-population.csv",
        "methods/demand-gdp.csv", "methods/labour-market-analysis.yaml",
    } <= named  # fmt: skip
    assert all(len(each.digest) == 64 for each in found.inputs)
    assert (found.method, found.status, found.seed) == ("labour-market-analysis", "estimated", None)
    assert found.assumptions == ("income-benchmark", "income-growth")
    assert analysed("KEN") == found


# --- What is given, what is not --------------------------------------------------------------------------------------
def test_a_country_that_nobody_counts_is_not_told_anything_of() -> None:
    tables = {"population": facts()["population"]}
    found = analysed("KEN", tables)
    assert found.figure("stock-core") is None
    assert found.supply is None
    assert found.demand is None
    assert found.gaps["sdg-2016"].unmet == ()
    assert said(found, "need-sdg-2016").range.value > 0
    assert not found.priorities


def test_without_a_population_there_is_no_analysis() -> None:
    with pytest.raises(NotFound) as refused:
        analysed("KEN", {})
    assert refused.value.code == "labour-market.analysis.no-population"
    assert refused.value.code in known_codes()
    with pytest.raises(Invalid) as early:
        analysed("KEN", small(), horizon=2022)
    assert early.value.code == "labour-market.analysis.horizon"


def test_nothing_later_than_the_day_is_used() -> None:
    found = analyse("KEN", facts(), as_of=dt.date(2014, 6, 1))
    assert found.base == 2014
    assert said(found, "density-doctors").year == 2014
    assert found.threshold == "whr-2006"
    assert set(found.need) == {"whr-2006"}
    assert found.figure("abroad-doctors") is None


def test_the_own_record_of_a_country_makes_its_range() -> None:
    found = analysed("KEN", small())
    assert said(found, "now-doctors").range == Range(3.1, 3.1, said(found, "now-doctors").range.high / 5100) * 5100
    assert said(found, "now-doctors").range.high == pytest.approx(3.1 * 2.1 / 2.0 * 5100)
    assert said(found, "now-nurses").range == Range.exact(51_000)


def test_a_threshold_of_the_countrys_own_comes_first_and_the_others_stay_beside_it() -> None:
    found = analysed("KEN", given=Given(threshold=20))
    assert found.threshold == "own"
    assert list(found.need) == ["own", "whr-2006", "sdg-2016", "list-median"]
    assert said(found, "need-own").range.value == pytest.approx(20 * 55_338_228 / 10_000)


def test_a_declared_threshold_can_be_chosen_and_none_but_those() -> None:
    found = analysed("KEN", threshold="list-median")
    assert (found.threshold, set(found.need)) == ("list-median", {"whr-2006", "sdg-2016", "list-median"})
    assert said(found, "unmet").range.value == pytest.approx(
        said(found, "need-list-median").range.value - said(found, "stock-core").range.value
    )
    with pytest.raises(NotFound) as refused:
        analysed("KEN", threshold="mine")
    assert refused.value.code == "labour-market.threshold.unknown"


def test_what_the_country_gives_answers_its_questions_and_moves_its_priorities() -> None:
    own = Given(
        graduates={2025: 900.0}, entrants={2024: 800.0, 2025: 900.0}, openings={2024: 500.0, 2025: 500.0},
        posts={2023: 1000.0, 2024: 1000.0}, filled={2023: 950.0, 2024: 940.0}, unemployed={2023: 30.0, 2024: 40.0},
        pay_bill={2025: 1e6}, cost_per_post={2025: 1e3}, exits={2024: 20.0}, mismatch=0.5,
    )  # fmt: skip
    found = analysed("KEN", given=own)
    assert found.both is not None
    assert (found.both.kind, found.both.could_meet) == ("mismatch", 40)
    first = found.hiring[0]
    assert (first.year, first.sought_before, first.open_before) == (2024, 30, 50)
    assert said(found, "vacant").range == Range.exact(60)
    assert said(found, "posts-budget").range.value == pytest.approx(1000)
    assert said(found, "beyond").range == Range.exact(400)
    assert {"mismatch", "train-beyond"} <= {each.id for each in found.priorities}
    for id in ("graduates", "entering", "posts", "vacancies", "unemployed", "budget", "pay-bill", "exits"):
        assert id not in found.missing


def detail(count: int | None) -> Table:
    return table(
        "mds-stock-detail", area=["KEN"] * 3, year=[2021] * 3, occupation=["221"] * 3, sex=["F", "M", "U"],
        age_band=["Y55T64", "Y25T34", "Y35T44"], subnational=["A", "B", "A"], headcount=[count, 60, 5],
    )  # fmt: skip


def test_sex_and_age_are_shares_of_those_whose_sex_and_age_are_known() -> None:
    found = analysed("KEN", small(**{"mds-stock-detail": detail(20)}))
    assert said(found, "share-women").range.value == pytest.approx(25)
    assert said(found, "share-55").range.value == pytest.approx(100 * 20 / 85)
    assert said(found, "places").range == Range.exact(2)


def test_no_share_is_told_where_a_row_is_hidden() -> None:
    found = analysed("KEN", small(**{"mds-stock-detail": detail(None)}))
    assert found.figure("share-women") is None
    assert "sexes" in found.missing


def test_pairs_that_are_hidden_or_of_oneself_are_left_out() -> None:
    stock = table(
        "mds-stock-by-training", area=["KEN"] * 4, year=[2020, 2021, 2021, 2021], occupation=["221"] * 4,
        origin=["UGA", "UGA", "KEN", "TZA"], row_kind=["origin"] * 4, headcount=[9, 30, 7, None],
        status=["normal", "normal", "normal", "suppressed"],
    )  # fmt: skip
    found = analysis_inputs.pairs({"mds-stock-by-training": stock}, "area", "KEN", until=2026)
    assert [(each.origin, each.year, each.persons) for each in found] == [("UGA", 2021, 30)]
    (before,) = analysis_inputs.pairs({"mds-stock-by-training": stock}, "area", "KEN", until=2020)
    assert before.persons == 9


def test_being_listed_is_told_only_of_who_is_looked_up() -> None:
    assert "protected" in {each.id for each in analysed("NPL", listed="listed").priorities}
    assert "protected" not in {each.id for each in analysed("NPL", listed="not-listed").priorities}
    assert "list" in analysed("NPL").missing


def test_a_country_poorer_than_all_that_are_compared_is_not_compared() -> None:
    found = analysed("MWI")
    assert found.demand is None
    assert "economy" in found.missing
    assert found.figure("unfunded") is None
    assert not {"fund-posts", "hire", "use-all"} & {each.id for each in found.priorities}


def with_density(per_10k: float) -> dict[str, Table]:
    """Kenya as if it had so many doctors and as many nurses every year, among all others as they are."""
    import polars as pl

    tables = facts()
    others = tables["density"].frame.filter(pl.col("area") != "KEN")
    years = list(range(2010, 2024))
    own = table("density", area=["KEN"] * 28, year=years * 2, occupation=["221"] * 14 + ["222_322"] * 14,
                per_10k=[per_10k] * 28)  # fmt: skip
    return {**tables, "density": Table("density", pl.concat([others, own.frame]))}


def test_where_surely_fewer_are_there_than_others_employ_hiring_comes_first_and_where_more_using_all() -> None:
    few = {each.id for each in analysed("KEN", with_density(0.5)).priorities}
    many = {each.id for each in analysed("KEN", with_density(60.0)).priorities}
    assert "hire" in few
    assert "use-all" not in few
    assert "use-all" in many
    assert not {"hire", "need-short", "count-first", "count-again"} & many


def test_losing_one_doctor_of_twenty_to_the_few_that_publish_is_a_priority() -> None:
    stock = table(
        "mds-stock-by-training", area=["DEU"], year=[2021], occupation=["221"], origin=["KEN"], row_kind=["origin"],
        headcount=[1000],
    )  # fmt: skip
    found = analysed("KEN", small(**{"mds-stock-by-training": stock}))
    assert said(found, "abroad-share").range.value == pytest.approx(100 * 1000 / (1000 + 3.1 * 5000))
    assert "keep" in {each.id for each in found.priorities}


# --- Declared --------------------------------------------------------------------------------------------------------
def test_every_figure_that_a_rule_or_a_question_names_can_come_to_be() -> None:
    import re

    code = "".join(path.read_text() for path in Path(model.__file__).parent.glob("analysis_s*.py"))
    made = set(re.findall(r'"([a-z][a-z0-9-]+)"', code)) | {
        f"{a}-{b}" for a in ("density", "age", "now") for b in ("doctors", "nurses")
    }
    made |= {f"need-{id}" for id in ("sdg-2016",)}
    ruled = {each.figure for rule in model.declared().rules for each in rule.when}
    assert ruled <= made
    never = {"abroad-nurses", "need-services", "authority", "agreements"}
    asked = {id for questions in model.declared().steps.values() for each in questions for id in each.answered_by}
    assert asked - made == never


def test_populations_to_come_hold_their_bounds_and_begin_after_the_last_known_year() -> None:
    coming = analysis_inputs.populations_to_come("KEN")
    assert min(coming) == 2025
    assert max(coming) == 2045
    assert all(each.low <= each.value <= each.high for each in coming.values())
    assert analysis_inputs.populations_to_come("XXX") == {}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="publishers' files are kept outside the repository")
def test_carrying_populations_and_incomes_again_gives_the_same_bytes(tmp_path: Path) -> None:
    tool = ROOT / "tools" / "carry_labour_market.py"
    given = ["--data", str(SHARED), "--out", str(tmp_path)]
    subprocess.run([sys.executable, str(tool), *given], check=True, capture_output=True)
    for name in ("need-population.csv", "demand-gdp.csv"):
        assert (tmp_path / name).read_bytes() == (ROOT / "src/concord/data/methods" / name).read_bytes()


# --- Moves of people --------------------------------------------------------------------------------------------------
MOVES = Moves(
    2005, 2010, Range(700, 500, 900), Range(80, 60, 90), (Move("USA", Range(300, 200, 400)),), (), 7,
    "flows-side-by-side", "1", (Input("flows/people 2005-2010", "0" * 64, "1"),), ("un-migrant-stock-2020",),
)  # fmt: skip


def test_estimated_moves_are_figures_with_their_range_and_answer_no_question_about_personnel() -> None:
    found, without = analysed("KEN", moves=MOVES), analysed("KEN")
    assert (said(found, "people-out").range, said(found, "people-out").year) == (MOVES.out, 2010)
    assert said(found, "people-in").standing == "estimated"
    assert found.missing == without.missing
    assert MOVES.inputs[0] in found.inputs
    assert without.figure("people-out") is None
    assert found.priorities == without.priorities
