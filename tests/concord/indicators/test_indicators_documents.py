"""The worked examples of the explanations and of the rooms' docstrings run as they stand."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[3] / "docs" / "explanation"


@pytest.mark.parametrize("name", ["indicators-of-the-code.md", "safeguards-recomputed.md"])
def test_the_worked_examples_of_a_page_are_right(name: str) -> None:
    found = doctest.testfile(str(DOCS / name), module_relative=False, encoding="utf-8")
    assert found.attempted > 5
    assert found.failed == 0


@pytest.mark.parametrize(
    "name", ["indicators.spans", "indicators.thresholds", "safeguards.trend", "safeguards.editions"]
)
def test_the_examples_of_a_module_are_right(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"concord.{name}"))
    assert found.attempted
    assert found.failed == 0
