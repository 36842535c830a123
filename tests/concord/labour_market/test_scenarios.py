"""Scenarios: declared and bounded, one text for one plan, combined and compared; the tornado in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations import packs
from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import Invalid, NotFound, Refusal
from concord.labour_market.asked import Asked, read_own, read_query
from concord.labour_market.inputs import Inputs, assumed
from concord.labour_market.projection import project
from concord.labour_market.quantities import declared
from concord.labour_market.scenarios import Plan, choose, from_file, plan, read_plan, scenario, scenarios
from concord.labour_market.tornado import tornado
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.provenance import sources

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases" / "labour_market" / "scenarios.yaml")


def home(**given: float) -> Inputs:
    return assumed("KEN", "221", 2020, 10_000, **given)


def end(inputs: list[Inputs], text: str, *, to: int = 2030, area: str = "KEN", measure: str = "persons") -> float:
    return project(inputs, to=to, draws=60, plan=read_plan(text)).curve(area, "221", measure).mean[-1]


def test_everything_declared_is_of_its_schema_and_in_six_languages() -> None:
    for path in packs.each("scenarios"):
        schema = path.with_name("assumptions.schema.json" if path.stem == "assumptions" else "schema.json")
        assert list(problems(read_yaml(path), schema, file=path.name)) == []
    for each in (*scenarios().values(), *declared().values()):
        assert set(each.title) == set(LANGUAGES)
    assert {each.assumed.source for each in declared().values()} <= set(sources())
    assert {effect.quantity for each in scenarios().values() for effect in each.effects} <= set(declared())


def test_the_scenarios_that_were_asked_for_are_there() -> None:
    assert list(scenarios()) == ["care-workers", "ceiling", "recruitment", "retention", "training", "wage"]
    assert all(p.low <= p.default <= p.high for each in scenarios().values() for p in each.parameters)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_one_text_for_one_plan(case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(Refusal) as refused:
            read_plan(case["text"])
        assert refused.value.code == case["refused"]
        assert refused.value.code in known_codes()
    else:
        assert read_plan(case["text"]).text == case["canonical"]


@given(st.data())
def test_a_plan_is_read_back_from_its_text(data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.sampled_from(list(scenarios())), unique=True))
    chosen = []
    for id in ids:
        each = scenario(id)
        values = [data.draw(st.integers(int(p.low), int(p.high))) for p in each.parameters]
        chosen.append(choose(each, values, data.draw(st.sampled_from(["", "KEN", "GBR"]))))
    made = plan(*chosen)
    assert read_plan(made.text) == made
    assert read_plan(";".join(reversed(made.text.split(";")))) == made


@given(
    areas=st.lists(st.sampled_from(["KEN", "GBR", "IND"]), min_size=1, unique=True), first=st.integers(1990, 2030),
    years=st.integers(1, 40), text=st.sampled_from(["", "training:30", "retention;wage:5"]),
    own=st.sampled_from(["", "exit-rate:1.5", "exit-rate:0.5~1~3;return-rate:2"]), draws=st.sampled_from([100, 1000]),
)  # fmt: skip
def test_an_address_gives_back_what_was_asked(
    areas: list[str], first: int, years: int, text: str, own: str, draws: int
) -> None:
    asked = Asked(tuple(areas), "221", first, first + years, read_plan(text), read_own(own), draws)
    again = read_query(dict(parse_qsl(asked.query())), first=1, to=2)
    assert again == asked
    assert again.query() == asked.query()
    assert " " not in asked.query()


def test_what_has_its_usual_value_is_left_out_of_the_address() -> None:
    assert Asked(("KEN",), "221", 2021, 2035).query() == "area=KEN&occupation=221&from=2021&to=2035"
    asked = read_query({"area": "ken,gbr", "s": "training:20,4"}, first=2021, to=2035)
    assert asked.query() == "area=KEN,GBR&occupation=221&from=2021&to=2035&s=training"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "labour-market.project.nothing"), ({"area": "KEN", "from": "soon"}, "labour-market.asked.number"),
        ({"area": "KEN", "a": "exit-rate"}, "labour-market.quantity.text"),
        ({"area": "KEN", "a": "exit-rate:1~2"}, "labour-market.quantity.text"),
        ({"area": "KEN", "a": "exit-rate:3~2~1"}, "labour-market.assumption.range"),
        ({"area": "KEN", "a": "luck:3"}, "labour-market.quantity.unknown"),
        ({"area": "KEN", "s": "luck"}, "labour-market.scenario.unknown"),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_refused_with_words(given: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_query(given, first=2021, to=2035)
    assert refused.value.code == code
    assert code in known_codes()


def test_own_assumptions_are_for_the_first_country_alone() -> None:
    asked = read_query({"area": "KEN,GBR", "a": "exit-rate:9"}, first=2020, to=2030)
    assert asked.applied(home()).quantities["exit-rate"].span == (9, 9, 9)
    other = assumed("GBR", "221", 2020, 10_000)
    assert asked.applied(other) == other


def test_more_training_adds_graduates_after_the_years_it_needs() -> None:
    base, more = (project([home()], to=2035, draws=50, plan=read_plan(each)).curve("KEN", "221", "entered").mean
                  for each in ("", "training:50,4"))  # fmt: skip
    assert more[1:5] == base[1:5]
    assert more[7] == pytest.approx(1.5 * base[7])
    assert more[5] == pytest.approx((1 + 0.5 / 3) * base[5])


def test_better_retention_keeps_more_at_work_and_later_retirement_too() -> None:
    base = end([home()], "")
    assert end([home()], "retention:40,0,0") > base
    assert end([home()], "retention:0,40,0") > base
    assert end([home()], "retention:0,0,3") > base
    assert end([home()], "retention:0,0,0") == base


def test_a_recruitment_wave_abroad_passes() -> None:
    base, wave = (project([home()], to=2035, draws=50, plan=read_plan(each)).curve("KEN", "221", "emigrated").mean
                  for each in ("", "recruitment:100,2,3"))  # fmt: skip
    assert wave[1:3] == base[1:3]
    assert wave[3] == pytest.approx(2 * base[3])
    assert wave[6] < base[6] * 1.01


def test_a_wage_rise_works_through_an_elasticity_that_is_itself_uncertain() -> None:
    base = end([home()], "")
    assert end([home()], "wage:30") > base
    known = home(wage_elasticity=-1.0)
    left = project([known], to=2030, draws=20, plan=read_plan("wage:25")).curve("KEN", "221", "left-job").mean
    plain = project([known], to=2030, draws=20).curve("KEN", "221", "left-job").mean
    assert left[2] / plain[2] == pytest.approx(1 / 1.25, rel=0.01)


def test_scenarios_together_are_not_each_other() -> None:
    inputs = [home(), assumed("GBR", "221", 2020, 200_000)]
    both = end(inputs, "recruitment:200,0,15;ceiling:50")
    assert end(inputs, "recruitment:200,0,15") < both
    assert end(inputs, "training:50@GBR", area="GBR") > end(inputs, "", area="GBR")
    assert end(inputs, "training:50@GBR") == end(inputs, "")


def test_more_who_leave_one_country_are_more_in_the_other() -> None:
    inputs = [home(), assumed("GBR", "221", 2020, 200_000)]
    assert end(inputs, "recruitment:300,0,15", area="GBR") > end(inputs, "", area="GBR")
    assert end(inputs, "recruitment:300,0,15") < end(inputs, "")


def test_a_scenario_can_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "bonding.yaml"
    path.write_text(
        'id: bonding\ntitle: {en: "Service"}\nabout: {en: "More enter."}\nsource: own\nparameters:\n'
        '  - {id: more, title: {en: "More"}, unit: points, default: 5, low: 0, high: 20, step: 1}\n'
        "effects:\n  - {quantity: enters-share, how: points, parameter: more, start: 1, phase: 2}\n"
    )
    made = plan(choose(from_file(path), [10]))
    assert made.text == "bonding:10"
    entered = project([home(enters_share=0.5)], to=2025, draws=5, plan=made).curve("KEN", "221", "entered").mean
    base = project([home(enters_share=0.5)], to=2025, draws=5).curve("KEN", "221", "entered").mean
    assert [a / b for a, b in zip(entered[1:], base[1:], strict=True)] == pytest.approx([1, 1.1, 1.2, 1.2, 1.2])
    path.write_text("id: bonding\n")
    with pytest.raises(Invalid) as refused:
        from_file(path)
    assert refused.value.code == "labour-market.scenario.file"


def test_a_share_stays_a_share_whatever_a_scenario_does(tmp_path: Path) -> None:
    path = tmp_path / "all.yaml"
    path.write_text(
        'id: all\ntitle: {en: "All"}\nabout: {en: "All enter."}\nsource: own\nparameters:\n'
        '  - {id: more, title: {en: "More"}, unit: points, default: 90, low: 0, high: 90, step: 1}\n'
        "effects:\n  - {quantity: enters-share, how: points, parameter: more}\n"
    )
    made = plan(choose(from_file(path)))
    known = home(enters_share=0.5, graduates_per_100=4.0, graduates_growth=0.0, year_to_year=0.0)
    assert project([known], to=2022, draws=5, plan=made).curve("KEN", "221", "entered").mean[1] == pytest.approx(400)


def test_the_tornado_is_one_at_a_time_and_in_order() -> None:
    found = tornado([home()], to=2035)
    widths = [bar.width for bar in found.bars]
    assert widths == sorted(widths, reverse=True)
    assert found.bars[0].quantity in ("graduates-growth", "growth-before")
    assert {"fte-female", "wage-elasticity"} <= set(found.without_effect)
    fte = tornado([home()], to=2035, measure="fte")
    assert "fte-female" in {bar.quantity for bar in fte.bars}
    one = next(bar for bar in found.bars if bar.quantity == "retirement-age")
    span = declared()["retirement-age"].of("KEN", "221")
    assert (one.low_value, one.high_value) == pytest.approx(tuple(span.draws(np.array([0.1, 0.9]))))


def test_the_tornado_agrees_with_a_run_of_the_same_value() -> None:
    found = tornado([home(graduates_per_100=4.0, year_to_year=0.0)], to=2030)
    bar = next(each for each in found.bars if each.quantity == "exit-rate")
    middle = {
        id: float(each.draws(np.array([0.5]))[0])
        for id, each in home().quantities.items()
        if id not in ("graduates-per-100", "year-to-year")
    }
    fixed = home(graduates_per_100=4.0, year_to_year=0.0, **{id.replace("-", "_"): v for id, v in middle.items()})
    ran = project([fixed.given(exit_rate=bar.high_value)], to=2030, draws=1)
    assert ran.curve("KEN", "221").mean[-1] == pytest.approx(bar.high, rel=1e-9)


def test_a_tornado_of_a_corridor_names_whose_quantity_matters() -> None:
    inputs = [home(), assumed("GBR", "221", 2020, 200_000)]
    found = tornado(inputs, to=2030, area="GBR", occupation="221")
    assert (found.area, {bar.area for bar in found.bars}) == ("GBR", {"KEN", "GBR"})


def test_no_plan_is_the_continuation() -> None:
    assert read_plan("") == Plan()
    assert read_plan("").text == ""
    with pytest.raises(NotFound):
        scenario("luck")
