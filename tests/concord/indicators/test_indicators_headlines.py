"""Headline figures beside ours: carried with their sources, computed as declared, every difference with a reason."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from concord.declarations import packs
from concord.declarations.messages import fill, known_codes
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import NotFound
from concord.indicators.compute import compute
from concord.indicators.headlines.beside import PREFIX, Beside, beside
from concord.indicators.headlines.figures import figure, figures, inputs
from concord.indicators.headlines.ours import KINDS
from concord.indicators.model import Facts, indicators
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.structures import table

ROOT = Path(__file__).resolve().parents[3]
PUBLISHED = ROOT.parent / "shared/domain/headline_figures.csv"
CASES: list[dict[str, Any]] = read_yaml(ROOT / "tests/cases/indicators/headlines.yaml")
DECLARED: dict[str, Any] = read_yaml(packs.find("headlines/comparisons.yaml"))
LISTS = {"2006": frozenset({"KEN", "IND"}), "2020": frozenset({"KEN"}), "2023": frozenset({"KEN", "RWA"})}
needs_shared = pytest.mark.skipif(not PUBLISHED.is_file(), reason="the collected figures are not at hand")


def found(tables: dict[str, Any], given: dict[str, float] | None = None) -> dict[str, Beside]:
    facts = Facts({id: table(id, **columns) for id, columns in tables.items()}, LISTS, dt.date(2026, 1, 1))
    return {each.headline.id: each for each in beside(facts, compute(facts), given=given)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_ours_is_computed_as_declared_and_its_difference_explained(case: dict[str, Any]) -> None:
    each = found(case["tables"])[case["figure"]]
    assert each.ours is not None
    said = {
        "value": each.ours.value, "other": each.ours.other, "people": each.ours.people, "years": list(each.ours.years),
        "counted": list(each.ours.counted), "difference": each.difference, "percent": each.percent,
        "reasons": [reason.code.removeprefix(PREFIX) for reason in each.reasons],
    }  # fmt: skip
    for name, wanted in case["expect"].items():
        assert said[name] == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), name


def test_lists_and_thresholds_are_counted_from_what_is_declared_here() -> None:
    every = found({}, {"threshold:2006:density": 23.0, "threshold:2023:density": 49.0})
    assert every["critical-shortage-countries-2006"].ours is not None
    assert every["critical-shortage-countries-2006"].difference == -55
    new = every["safeguards-list-new-2023"].ours
    assert new is not None
    assert (new.value, new.counted) == (1.0, ("RWA",))
    african = every["critical-shortage-countries-sub-saharan-africa-2006"].ours
    assert african is not None
    assert african.counted == ("KEN",)
    assert every["critical-shortage-threshold-2006"].is_equal
    assert every["density-criterion-2020"].difference == pytest.approx(0.4)
    assert every["who-member-states-adoption-2010"].is_equal
    assert every["uhc-index-criterion-2023"].ours is None  # nobody handed it over


def test_without_tables_ours_is_none_and_the_reason_is_told_not_a_number() -> None:
    for each in found({}).values():
        assert each.reasons or each.is_equal, each.headline.id
        if (
            each.headline.id == "critical-shortage-countries-2006"
        ):  # two countries are listed here, and nothing says why
            assert [reason.code for reason in each.reasons] == [f"{PREFIX}unexplained"]
        if each.ours is None:
            (reason,) = each.reasons
            assert reason.kind == "none", each.headline.id
            assert (each.difference, each.percent) == (None, None)


def test_every_figure_stands_once_and_is_compared_or_says_why_not() -> None:
    compared = [each["figure"] for each in DECLARED["compared"]]
    left = [id for ids in DECLARED["not-compared"].values() for id in ids]
    assert sorted([*compared, *left]) == sorted(figures())
    for each in figures().values():
        assert (each.comparison is None) == bool(each.none), each.id
        assert each.verification.startswith("verified"), each.id
        assert each.source, each.id
        assert each.unit, each.id


def test_comparisons_follow_their_schema_and_name_what_exists() -> None:
    assert not problems(DECLARED, packs.find("headlines/schema.json"), file="comparisons.yaml")
    for each in DECLARED["compared"]:
        assert each["kind"] in KINDS
        assert each["params"].get("indicator", "personnel") in indicators()


def test_what_is_compared_is_worded_in_six_languages() -> None:
    for each in figures().values():
        assert set(each.said) == (set(LANGUAGES) if each.comparison else set()), each.id


def test_every_reason_has_wording_whose_places_can_all_be_filled() -> None:
    reasons = [reason for each in _bundled() for reason in each.reasons]
    assert {f"{PREFIX}none-{why}" for why in DECLARED["not-compared"]} <= known_codes()
    for each in DECLARED["compared"]:
        assert {f"{PREFIX}{reason}" for reason in each.get("reasons", ())} <= known_codes()
    for reason in reasons:
        assert "{" not in fill(reason.code, reason.params).message, reason.code


@cache
def _bundled() -> tuple[Beside, ...]:
    from concord.client.figures import headline_given
    from concord.mds.facts import bundled
    from concord.safeguards import editions

    tables = {id: bundled(id) for id in ("mds-stock-by-training", "mds-totals", "density", "population")}
    facts = Facts(tables, {each.id: each.areas for each in editions()}, dt.date(2026, 1, 1))
    return beside(facts, compute(facts), given=headline_given())


def test_with_the_bundled_facts_28_of_111_figures_are_computed_and_every_difference_has_a_reason() -> None:
    every = _bundled()
    computed = [each for each in every if each.ours is not None]
    assert (len(every), len(computed)) == (111, 28)
    assert all(each.is_equal or each.reasons for each in computed)
    assert all(each.ours is not None and (each.ours.rows or not each.ours.indicator) for each in computed)
    by_id = {each.headline.id: each for each in computed}
    equal = ("safeguards-list-size-2020", "safeguards-list-size-2023", "critical-shortage-countries-2006",
             "uhc-index-criterion-2023", "countries-english-red-list-2023", "safeguards-list-new-2023")  # fmt: skip
    assert all(by_id[id].is_equal for id in equal)
    oecd = by_id["doctors-trained-abroad-oecd-average-2019"].ours
    assert oecd is not None
    assert (round(oecd.value or 0, 1), round(oecd.other or 0, 1), len(oecd.counted)) == (20.2, 16.9, 14)


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(NotFound) as refused:
        figure("happiness-2024")
    assert refused.value.code == "indicators.headline.unknown"
    assert [each.id for each in inputs()] == ["headlines/figures.csv", "headlines/comparisons.yaml"]


@needs_shared
def test_the_verified_figures_are_carried_as_they_were_collected() -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        collected = [row for row in csv.DictReader(file) if row["verification"].startswith("verified")]
    carried = list(figures().values())
    assert [(each.value, each.unit, each.year, each.verification) for each in carried] == [
        (float(row["value"]), row["unit"], int(row["year"]), row["verification"]) for row in collected
    ]
    assert sum(each.source == row["source"] for each, row in zip(carried, collected, strict=True)) >= 100
