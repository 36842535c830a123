"""The worked examples of the pages and of the modules run, and give what they say."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs" / "explanation"
MODULES = (
    "concord.labour_market.need", "concord.labour_market.wisn", "concord.labour_market.gaps",
    "concord.agreements.benefits",
)  # fmt: skip


@pytest.mark.parametrize("name", ["labour-market-analysis", "benefit-methods", "benefit-account", "cohorts"])
def test_the_examples_of_a_page_give_what_it_says(name: str) -> None:
    path = DOCS / f"{name}.md"
    done = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert done.attempted >= 5
    assert done.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_they_say(name: str) -> None:
    done = doctest.testmod(importlib.import_module(name))
    assert done.attempted >= 1
    assert done.failed == 0
