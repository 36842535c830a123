"""The interval of a share: the one of the books, for texts of agreements and for answers of workers alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.agreements.intervals import wilson
from concord.errors import Invalid


@pytest.mark.parametrize(
    ("found", "of", "ends"),
    [
        pytest.param(0, 10, (0.0, 0.2775), id="none of ten"),
        pytest.param(10, 10, (0.7225, 1.0), id="all of ten"),
        pytest.param(81, 263, (0.2553, 0.3662), id="Newcombe 1998, table I"),
        pytest.param(0, 0, (0.0, 1.0), id="nothing was looked at"),
    ],
)
def test_the_interval_is_the_one_of_the_books(found: int, of: int, ends: tuple[float, float]) -> None:
    low, high = wilson(found, of)
    assert (round(low, 4), round(high, 4)) == ends


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share_and_narrows_with_more(one: int, other: int) -> None:
    found, of = min(one, other), max(one, other, 1)
    low, high = wilson(found, of)
    assert 0 <= low <= found / of <= high <= 1
    again = wilson(4 * found, 4 * of)
    assert again[1] - again[0] < high - low


@pytest.mark.parametrize(("found", "of"), [(3, 2), (-1, 2)])
def test_what_is_no_share_is_refused(found: int, of: int) -> None:
    with pytest.raises(Invalid):
        wilson(found, of)
