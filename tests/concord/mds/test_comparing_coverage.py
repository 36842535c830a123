"""What a country has given, how old and how late it is; nothing yet is not zero; quality as values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from concord.declarations.read import read_yaml
from concord.findings import Finding
from concord.mds import facts
from concord.mds.comparing import Came, Held, Quality, by_rule, came_from, coverage, quality, timeliness
from concord.mds.comparing.declared import coverage_rules
from concord.mds.comparing.occupations import covers
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import Table, structure, structures, table

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "comparing.yaml")
TODAY = dt.date(2026, 11, 22)
RULES = coverage_rules()


def totals(*lines: tuple[str, int, str, int | None, str], **more: Any) -> Table:
    return table(
        "mds-totals",
        area=[each[0] for each in lines],
        year=[each[1] for each in lines],
        occupation=[each[2] for each in lines],
        headcount=[each[3] for each in lines],
        status=[each[4] for each in lines],
        row_kind=["total"] * len(lines),
        **more,
    )


@pytest.mark.parametrize("case", CASES["covers"], ids=lambda case: case["name"])
def test_occupations_are_given_by_themselves_by_sums_and_by_all_their_parts(case: dict[str, Any]) -> None:
    assert [code for code in RULES.occupations if covers(code, case["codes"])] == sorted(case["gives"])


@pytest.mark.parametrize("case", CASES["timeliness"], ids=lambda case: case["name"])
def test_age_and_lateness_are_told_from_days(case: dict[str, Any]) -> None:
    came = [Came("KEN", "mds-totals", year, dt.date.fromisoformat(str(day))) for year, day in case.get("came", [])]
    dues = [dt.date.fromisoformat(str(day)) for day in case.get("dues", [])]
    found = timeliness(case["newest"], as_of=TODAY, came=came, dues=dues)
    assert {name: getattr(found, name) for name in case["expect"]} == case["expect"]


def test_what_is_declared_is_there() -> None:
    assert {each.structure for each in RULES.tables} <= set(structures())
    for each in RULES.tables:
        assert set(each.kinds) <= set(codelist("row-kind").codes)
        assert "row_kind" in structure(each.structure).names
    assert RULES.occupations == ("221", "2221", "2222", "2261", "2262", "3221", "3222")
    assert {grade for grade, _ in RULES.completeness} < set(codelist("completeness").codes)
    assert {grade for grade, _ in RULES.timeliness} < set(codelist("timeliness").codes)


def test_a_country_without_anything_has_nothing_yet_which_is_not_zero() -> None:
    (found,) = coverage(["KEN"], {}, as_of=TODAY)
    assert (found.grade, found.timeliness.grade) == ("nothing-yet", "nothing-yet")
    assert not found.has_anything
    assert found.hidden_share is None
    assert found.timeliness.newest is None
    assert found.timeliness.days is None
    assert all(each.newest is None and each.has_activity is None for each in found.tables)


def test_completeness_counts_tables_by_occupations() -> None:
    held = {"mds-totals": totals(("KEN", 2024, "221", 10, "normal"), ("KEN", 2024, "2221_3221", 20, "normal"))}
    (found,) = coverage(["KEN"], held, as_of=TODAY)
    assert (found.given, found.asked) == (3, len(RULES.tables) * len(RULES.occupations))
    assert found.grade == "some"
    of = found.of("mds-totals")
    assert of is not None
    assert of.given == ("221", "2221", "3221")
    assert of.lacking == ("2222", "2261", "2262", "3222")


def test_what_does_not_apply_is_not_asked() -> None:
    held = {"mds-totals": totals(("KEN", 2024, "221", 10, "normal"), ("KEN", 2024, "3222", None, "not-applicable"))}
    (found,) = coverage(["KEN"], held, as_of=TODAY)
    assert found.asked == len(RULES.tables) * len(RULES.occupations) - 1
    of = found.of("mds-totals")
    assert of is not None
    assert "3222" not in of.asked


def test_a_hidden_figure_is_given_and_a_missing_one_is_not() -> None:
    held = {"mds-totals": totals(("KEN", 2024, "221", None, "suppressed"), ("KEN", 2024, "2261", None, "missing"))}
    (found,) = coverage(["KEN"], held, as_of=TODAY)
    of = found.of("mds-totals")
    assert of is not None
    assert (of.given, of.hidden, of.missing, of.rows) == (("221",), 1, 1, 2)
    assert found.hidden_share == 0.5


GRADES = [(None, "nothing-yet"), (0, "nothing-yet"), (0.01, "some"), (0.49, "some"), (0.5, "more-than-half"),
          (0.9, "nearly-all"), (1, "nearly-all")]  # fmt: skip


@pytest.mark.parametrize(("share", "grade"), GRADES)
def test_grades_hold_at_their_thresholds(share: float | None, grade: str) -> None:
    assert RULES.complete(share) == grade


def test_recent_years_and_activity_are_told() -> None:
    held = {"mds-totals": totals(("KEN", 2024, "221", 10, "normal"), ("KEN", 2019, "221", 9, "normal"))}
    of = coverage(["KEN"], held, as_of=TODAY)[0].of("mds-totals")
    assert of is not None
    assert (of.years, of.recent, of.has_activity) == ((2019, 2024), (2024,), False)
    said = totals(("KEN", 2024, "221", 10, "normal"), activity=["licensed"])
    of = coverage(["KEN"], {"mds-totals": said}, as_of=TODAY)[0].of("mds-totals")
    assert of is not None
    assert of.has_activity


def test_days_are_told_of_figures_that_a_country_sent_and_not_of_a_publisher() -> None:
    sent = totals(("KEN", 2024, "221", 10, "normal"), source=["submitted"])
    published = totals(("NZL", 2024, "221", 10, "normal"), source=["oecd-wfmi"])
    releases = [Held("2026.1", "2026-02-01", published), Held("2026.2", "2026-03-01", Table(
        "mds-totals", published.frame.vstack(sent.frame)))]  # fmt: skip
    assert came_from({"mds-totals": releases}) == (Came("KEN", "mds-totals", 2024, dt.date(2026, 3, 1)),)


def test_the_first_release_that_held_a_year_is_its_day() -> None:
    sent = totals(("KEN", 2024, "221", 10, "normal"), source=["submitted"])
    releases = [Held("2026.1", "2026-02-01", sent), Held("2026.2", "2026-03-01", sent)]
    assert [each.on for each in came_from({"mds-totals": releases})] == [dt.date(2026, 2, 1)]


def test_the_bundled_facts_are_covered_as_a_plain_count_has_them() -> None:
    held = {id: facts.bundled(id) for id in ("mds-stock-by-training", "mds-totals")}
    found = {each.area: each for each in coverage(["NZL", "KEN"], held, as_of=TODAY)}
    stock = held["mds-stock-by-training"].frame
    assert found["NZL"].of("mds-stock-by-training").rows == stock.filter(stock["area"] == "NZL").height  # type: ignore[union-attr]
    assert not found["KEN"].has_anything


# --- Quality ---------------------------------------------------------------------------------------------------------
def one(tables: dict[str, Table], **more: Any) -> Quality:
    (found,) = coverage(["KEN"], tables, as_of=TODAY)
    return quality("KEN", tables, coverage=found, as_of=TODAY, **more)


def test_quality_tells_shares_breaks_statuses_and_sources() -> None:
    held = {"mds-totals": totals(
        ("KEN", 2023, "221", 8, "normal"), ("KEN", 2024, "221", 10, "break"), ("KEN", 2024, "2261", None, "suppressed"),
        ("GBR", 2024, "221", 99, "normal"),
        note=["", "census instead of register", "", ""], source=["submitted"] * 4,
    )}  # fmt: skip
    found = one(held)
    (table_,) = found.tables
    assert (table_.rows, table_.hidden, table_.years) == (3, 1, (2023, 2024))
    assert table_.statuses == {"break": 1}
    assert [(each.year, each.note) for each in found.breaks] == [(2024, "census instead of register")]
    assert found.sources == ("submitted",)
    assert not found.is_generated


def test_generated_figures_are_marked() -> None:
    assert one({"mds-totals": totals(("KEN", 2024, "221", 8, "normal"), source=["generated"])}).is_generated


def test_published_findings_are_those_of_published_figures_alone() -> None:
    """A hidden number beneath the status must not turn up in what a check says."""

    def of(beneath: int | None) -> Quality:
        lines = [("KEN", 2022, "221", 100, "normal"), ("KEN", 2023, "221", 300, "normal")]
        return one(
            {"mds-totals": totals(*lines, ("KEN", 2024, "221", beneath, "suppressed"), source=["submitted"] * 3)}
        )

    found = of(None)
    assert of(999_999) == found
    assert "mds.stock.jump" in {each.code for each in found.findings}
    assert not {each.code for each in found.findings} & {"mds.cell.small", "mds.cell.hidden-alone"}


def test_findings_are_gathered_by_rule_the_gravest_first_and_explained_ones_counted() -> None:
    found = by_rule([
        Finding("a.note", "note"), Finding("b.soft", "soft"),
        Finding("b.soft", "note", params={"explanation": "we counted anew"}), Finding("c.hard", "hard"),
    ])  # fmt: skip
    assert [(each.code, each.level, each.count, each.explained) for each in found] == [
        ("c.hard", "hard", 1, 0), ("b.soft", "soft", 2, 1), ("a.note", "note", 1, 0),
    ]  # fmt: skip


def test_corridors_of_which_both_sides_speak_are_compared_in_the_report() -> None:
    def flow(id: str, area: str, other: str, count: int) -> Table:
        place = "destination" if id == "mds-outflow" else "origin"
        return table(id, area=[area], year=[2024], occupation=["221"], row_kind=["origin"], headcount=[count],
                     **{place: [other]})  # fmt: skip

    held = {
        "mds-outflow": flow("mds-outflow", "KEN", "GBR", 40),
        "mds-inflow-by-training": flow("mds-inflow-by-training", "GBR", "KEN", 50),
    }
    found = one(held)
    assert [(each.origin, each.destination, each.differences[0].persons) for each in found.mirrors] == [
        ("KEN", "GBR", 10.0)
    ]
