"""Ticks, classes and the width of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.documents.figures.labels import Ground, Wanted, apart, place
from concord.documents.figures.measure import width, wrapped
from concord.documents.figures.model import Style
from concord.documents.figures.scale import class_of, class_words, classes, ticks, years

numbers = st.floats(1e-3, 1e7, allow_nan=False)


@given(low=st.floats(-1e6, 0), high=numbers)
def test_ticks_are_few_rising_and_hold_the_range(low: float, high: float) -> None:
    marks = ticks(low, high)
    assert 2 <= len(marks) <= 5
    assert marks == sorted(set(marks))
    assert marks[0] <= low + 1e-8 * (high - low)
    assert marks[-1] >= high - 1e-8 * (high - low)


@pytest.mark.parametrize(
    ("high", "expected"), [(18_753, [0, 5000, 10_000, 15_000, 20_000]), (0, [0, 0.25, 0.5, 0.75, 1])]
)
def test_ticks_are_the_numbers_a_person_would_choose(high: float, expected: list[float]) -> None:
    assert ticks(0, high) == expected


@given(st.lists(numbers, min_size=1, max_size=80))
def test_classes_rise_and_no_class_above_the_highest_value_is_made(values: list[float]) -> None:
    bounds = classes(values)
    assert len(bounds) <= 5
    assert list(bounds) == sorted(set(bounds))
    assert all(bound <= max(values) for bound in bounds)


def test_a_number_on_a_bound_belongs_to_the_class_above_and_zero_to_the_lowest() -> None:
    assert [class_of(n, (0.5, 1, 25)) for n in (0, 0.49, 0.5, 24.9, 25, 900)] == [0, 0, 1, 2, 3, 3]


def test_classes_are_written_with_all_their_digits_in_each_language() -> None:
    assert class_words((0.25, 1, 2.5), Style.web("en", decimals=0)) == ["under 0.25", "0.25–1", "1–2.5", "2.5 and over"]
    assert class_words((0.25, 1000), Style.web("fr"))[1] == "0,25–1\u202f000"


def test_the_last_year_is_always_written() -> None:
    assert years(2010, 2022, most=5)[-1] == 2022
    assert years(2010, 2021, most=4)[-1] == 2021
    assert years(2015, 2015, most=4) == [2015]


def test_semibold_is_wider_and_chinese_is_one_em_a_character() -> None:
    assert width("Kenya", 10, bold=True) > width("Kenya", 10)
    assert width("新西兰", 10) == pytest.approx(30.6, abs=0.1)


@given(st.text(alphabet="abc é中文，ا ", max_size=60), st.floats(20, 200))
def test_wrapping_loses_no_letter_unless_it_says_so(text: str, room: float) -> None:
    out = wrapped(text, room, 10)
    assert 1 <= len(out) <= 2
    if not any("…" in line for line in out):
        assert "".join(out).replace(" ", "") == text.replace(" ", "")


def test_labels_keep_off_each_other_and_inside_the_drawing() -> None:
    wanted = [Wanted(100 + 3 * i, 100 + 2 * i, 60, 12) for i in range(6)]
    placed = place(wanted, Ground((0, 0, 400, 300), 10, [], lambda _: 0.0))
    boxes = [one.box for one in placed]
    for i, a in enumerate(boxes):
        assert a[0] >= 0
        assert a[2] <= 400
        for b in boxes[:i]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_dots_in_one_place_are_moved_apart() -> None:
    moved = apart([(10, 10), (10, 10), (11, 10)], 4)
    assert len({(round(x), round(y)) for x, y in moved}) == 3
