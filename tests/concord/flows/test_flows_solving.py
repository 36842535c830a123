"""The inverse by Cholesky's factor is the inverse; a table is balanced as exactly as before it was made faster."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.flows import solving
from concord.flows.balancing import balance
from concord.flows.solving import SMALL, inverse, inverted


@pytest.mark.parametrize("size", [1, 2, SMALL, SMALL + 1, 2 * SMALL + 3, 150])
def test_it_solves_what_the_matrix_makes(size: int) -> None:
    random = np.random.default_rng(size)
    half = random.normal(size=(size, size))
    matrix, vector = half @ half.T + size * np.eye(size), random.normal(size=size)
    assert np.abs(matrix @ inverse(matrix)(vector) - vector).max() < 1e-10
    lower = np.linalg.cholesky(matrix)
    assert np.abs(inverted(lower) @ lower - np.eye(size)).max() < 1e-10
    assert not np.triu(inverted(lower), 1).any()


def test_a_matrix_that_rounding_has_left_below_zero_is_inverted_as_it_is() -> None:
    matrix = np.array([[1.0, 2.0], [2.0, 1.0]])
    assert inverse(matrix)(np.array([3.0, 3.0])) == pytest.approx([1.0, 1.0])
    with pytest.raises(np.linalg.LinAlgError):
        inverse(np.zeros((2, 2)))


def test_the_example_comes_out() -> None:
    assert doctest.testmod(solving).failed == 0


@given(st.integers(2, 40), st.integers(0, 10_000))
def test_natives_that_outweigh_all_others_are_met_to_the_last_digit(size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    table = random.uniform(1, 1000, (size, size))
    np.fill_diagonal(table, random.uniform(1e6, 1e9, size))
    columns = table.sum(axis=0)
    wanted = table * random.uniform(0.9, 1.1, (size, size))
    rows = wanted.sum(axis=1) * (columns.sum() / wanted.sum())
    # sums that some table has: those of the same table with columns of its own
    made = table * (rows / table.sum(axis=1))[:, None]
    columns = made.sum(axis=0)
    found = balance(table, rows, columns)
    assert found.is_exact
    assert np.abs(found.table.sum(axis=0) - columns).max() <= 1e-15 * size * columns.max()
    assert (found.table >= 0).all()
