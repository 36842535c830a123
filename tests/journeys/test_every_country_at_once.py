"""Many countries answer at once: each acknowledged answer is there, in order, and none is written over unseen.

Over HTTP, through the server as it is run, on databases that wait for their disk; with ``CONCORD_CAMPAIGN`` all 194.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import reports
import reports_load as load

pytestmark = pytest.mark.slow
IS_CAMPAIGN = bool(os.environ.get("CONCORD_CAMPAIGN"))
COUNTRIES, SAVES = (194, 5) if IS_CAMPAIGN else (10, 2)


def promised(folder: Path, database: str) -> None:
    at = load.port()
    ground = load.grounded(folder, at, database, COUNTRIES)
    assert len(ground["countries"]) == COUNTRIES
    with load.served(folder, at, database):
        officers = load.loaded(ground, at, SAVES, looks=False)
        answers, written = load.kept(folder, at, database)
    assert [each.faults for each in officers if each.faults] == []
    assert sum(len(each.acknowledged) for each in officers) == COUNTRIES * SAVES
    assert load.lost(officers, answers, written) == []


def test_countries_that_save_at_once_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    promised(tmp_path / "data", "")


def test_countries_that_save_at_once_lose_nothing_on_postgresql(tmp_path: Path) -> None:
    with reports.cluster() as address:
        if not address:
            message = "PostgreSQL is not installed"
            pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
        promised(tmp_path / "data", address)
