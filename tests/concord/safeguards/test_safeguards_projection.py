"""Who will be near the line: a straight line with its range, refused where it bears none, and marked as an exercise."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord import safeguards
from concord.declarations import packs
from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import Invalid
from concord.mds.facts import bundled
from concord.safeguards.trend import fit, student
from concord.vocabulary.structures import Table, table

Series = Sequence[tuple[int, float]]


def density(area: str, parts: dict[str, Series]) -> Table:
    rows = [(year, occupation, value) for occupation, series in parts.items() for year, value in series]
    return table("density", area=[area] * len(rows), year=[each[0] for each in rows],
                 occupation=[each[1] for each in rows], per_10k=[each[2] for each in rows])  # fmt: skip


def index(area: str, series: Series) -> Table:
    return table("uhc-index", area=[area] * len(series), year=[year for year, _ in series],
                 index_0_100=[value for _, value in series])  # fmt: skip


def steady(value: float, slope: float = 0.0) -> list[tuple[int, float]]:
    return [(year, value + slope * (year - 2020)) for year in range(2012, 2021)]


def outlook(whole: Series, coverage: Series, *, until: int = 2020, to: int = 2025) -> safeguards.Outlooked:
    tables = density("KEN", {"221_222_322": whole}), index("KEN", coverage)
    return safeguards.project(safeguards.edition("2023"), *tables, until=until, to=to).areas["KEN"]


@pytest.mark.parametrize(
    ("whole", "coverage", "expected"),
    [
        (steady(20), steady(40), "meets"),
        (steady(20), steady(54, 1), "near-the-line"),  # 54 now, 59 then: the range holds both sides of 55
        (steady(20), steady(60, 1), "does-not-meet"),
        (steady(60), steady(54, 1), "does-not-meet"),  # one that surely fails is enough
        (steady(60), [(2020, 40)], "does-not-meet"),
        (steady(20), [(2020, 40)], "unknown"),  # one point bears no line, though it lies below
        (steady(48, 1), steady(54, 1), "near-the-line"),
        (steady(49), steady(40), "does-not-meet"),  # the threshold itself is not below
    ],
)
def test_the_outlook_follows_from_the_whole_range(whole: Series, coverage: Series, expected: str) -> None:
    assert outlook(whole, coverage).outlook == expected


def test_points_on_a_line_are_carried_on_exactly_and_the_range_holds_no_change() -> None:
    carried = outlook(steady(20), steady(50, 2), to=2025).criteria[1]
    assert carried.value == pytest.approx(60, abs=1e-9)
    assert (carried.low, carried.high) == (pytest.approx(50, abs=1e-9), pytest.approx(60, abs=1e-9))
    assert (carried.last, carried.last_years, carried.points) == (50, (2020,), 9)


def test_the_range_is_the_prediction_interval_worked_out_by_hand() -> None:
    # Points 2017-2020: 10, 14, 12, 16. Mean 13 at 2018.5, slope (−1.5×−3 − 0.5×1 + 0.5×−1 + 1.5×3) / 5 = 1.6; rests
    # −0.6, 1.8, −1.8, 0.6: s² = 7.2 / 2 = 3.6. At 2022: 13 + 1.6 × 3.5 = 18.6; t of 80 % with 2 = 1.8856;
    # half = 1.8856 × √3.6 × √(1 + 1/4 + 3.5² / 5) = 1.8856 × 1.8974 × 1.9235 = 6.8818.
    line = fit([(2017, 10), (2018, 14), (2019, 12), (2020, 16)])
    assert line.slope == pytest.approx(1.6, abs=1e-12)
    assert line.at(2022) == pytest.approx(18.6, abs=1e-12)
    assert student(0.8, 2) == pytest.approx(0.8 * math.sqrt(2 / (1 - 0.64)), abs=1e-9)
    assert line.half_width(2022, 0.8) == pytest.approx(0.8 * math.sqrt(2 / 0.36) * math.sqrt(3.6 * 3.7), abs=1e-9)


@pytest.mark.parametrize(
    ("coverage", "freedom", "expected"),
    [(0.95, 1, 12.7062), (0.80, 1, 3.0777), (0.95, 2, 4.3027), (0.80, 3, 1.6377), (0.95, 4, 2.7764), (0.99, 5, 4.0321),
     (0.80, 10, 1.3722), (0.95, 30, 2.0423)],
)  # fmt: skip
def test_student_equals_the_printed_tables(coverage: float, freedom: int, expected: float) -> None:
    assert student(coverage, freedom) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("series", "why"),
    [
        ([], "nothing-known"),
        ([(2018, 40.0), (2019, 40.0), (2020, 40.0)], "too-few-points"),
        ([(year, 40.0) for year in range(2000, 2010)], "too-old"),
        ([(year, 40.0) for year in (1990, 1995, 2000, 2005, 2020)], "too-few-points"),  # the old ones do not count
    ],
)
def test_what_bears_no_line_is_refused_with_its_reason(series: Series, why: str) -> None:
    carried = outlook(steady(20), series).criteria[1]
    assert (carried.value, carried.low, carried.high, carried.why) == (None, None, None, why)
    assert carried.outlook == "unknown"


def test_points_older_than_the_window_do_not_count() -> None:
    old = [(year, 100.0) for year in range(1990, 2006)]
    assert outlook(steady(20), [*old, *steady(40)]).criteria[1].points == 9


def test_facts_later_than_the_last_year_do_not_count() -> None:
    carried = outlook(steady(20), [*steady(40), (2021, 99.0)]).criteria[1]
    assert (carried.last, carried.value) == (40, pytest.approx(40))


def test_parts_are_carried_apart_and_added_up_with_their_bounds() -> None:
    parts = {"221": steady(5, 0.5), "222_322": [(2014, 9.0), (2016, 11.0), (2018, 10.0), (2020, 12.0)]}
    doctors, nurses = (fit(parts[id]) for id in ("221", "222_322"))
    tables = density("KEN", parts), index("KEN", steady(40))
    carried = safeguards.project(safeguards.edition("2023"), *tables, until=2020, to=2025).areas["KEN"].criteria[0]
    assert carried.value == pytest.approx(doctors.at(2025) + nurses.at(2025), abs=1e-9)
    assert carried.high == pytest.approx(doctors.at(2025) + nurses.at(2025) + nurses.half_width(2025, 0.8), abs=1e-9)
    assert carried.low == pytest.approx(5 + min(12, nurses.at(2025) - nurses.half_width(2025, 0.8)), abs=1e-9)
    assert (carried.last, carried.points) == (17.0, 4)


def test_a_part_that_is_not_known_leaves_the_whole_unknown() -> None:
    tables = density("KEN", {"221": steady(5)}), index("KEN", steady(40))
    carried = safeguards.project(safeguards.edition("2023"), *tables, until=2020, to=2025).areas["KEN"].criteria[0]
    assert (carried.value, carried.why) == (None, "parts-unknown")


@settings(max_examples=25, deadline=None)
@given(values=st.lists(st.floats(0, 100), min_size=4, max_size=9), to=st.integers(2021, 2035))
def test_value_and_last_value_lie_in_the_range_and_the_range_in_its_bounds(values: list[float], to: int) -> None:
    series = [(2020 - place, value) for place, value in enumerate(values)]
    carried = outlook(steady(20), series, to=to).criteria[1]
    assert carried.low is not None
    assert carried.value is not None
    assert carried.high is not None
    assert carried.last is not None
    assert 0 <= carried.low <= carried.value <= carried.high <= 100
    assert carried.low <= carried.last <= carried.high


@settings(max_examples=25, deadline=None)
@given(values=st.lists(st.floats(10, 90), min_size=4, max_size=9))
def test_further_ahead_is_never_surer(values: list[float]) -> None:
    line = fit([(2020 - place, value) for place, value in enumerate(values)])
    widths = [line.half_width(year, 0.8) for year in range(2021, 2036)]
    assert widths == sorted(widths)


@pytest.mark.parametrize(
    ("to", "code"), [(2020, "safeguards.projection.not-ahead"), (2036, "safeguards.projection.too-far")]
)
def test_a_year_that_is_not_ahead_or_too_far_is_refused(to: int, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        outlook(steady(20), steady(40), to=to)
    assert refused.value.code == code
    assert code in known_codes()


def test_the_method_is_declared_with_its_digest_and_follows_its_schema() -> None:
    path = packs.find("methods/safeguards-projection.yaml")
    assert not problems(read_yaml(path), packs.find("methods/safeguards-projection.schema.json"), file=path.name)
    method = safeguards.projection_method()
    assert (method.id, method.version, len(method.digest)) == ("safeguards-projection", "1", 64)


def test_every_member_state_has_one_outlook_and_it_is_an_exercise() -> None:
    found = safeguards.project(
        safeguards.edition("2023"), bundled("density"), bundled("uhc-index"), until=2021, to=2030
    )
    counts = {word: len(found.of(word)) for word in ("meets", "near-the-line", "does-not-meet", "unknown")}
    assert sum(counts.values()) == len(found.areas) == 194
    assert found.status == "estimated"
    assert {"KEN", "ZWE"} <= {each.area for each in found.near}
    again = safeguards.project(
        safeguards.edition("2023"), bundled("density"), bundled("uhc-index"), until=2021, to=2030
    )
    assert again == found
