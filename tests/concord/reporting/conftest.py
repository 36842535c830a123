"""Facts of the bundled files, gathered once, and the report composed once a language."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import pytest

from concord.client.facts import gather
from concord.documents.model import Document
from concord.documents.numbering import numbered
from concord.reporting import dg_report
from concord.reporting.facts import Facts

AS_OF = dt.date(2026, 11, 21)


@lru_cache(maxsize=1)
def _facts() -> Facts:
    return gather(as_of=AS_OF, round="2024")


@lru_cache(maxsize=6)
def _report(language: str) -> Document:
    return numbered(dg_report.compose(_facts(), language))


@pytest.fixture(scope="session")
def facts() -> Facts:
    """What the bundled files say on a fixed day."""
    return _facts()


@pytest.fixture
def report():
    """Gives the numbered report in a language."""
    return _report
