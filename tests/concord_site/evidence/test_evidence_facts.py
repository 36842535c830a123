"""Evidence is computed once a release, and rates carry the status of what was counted."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest

from concord_site.evidence import facts


def test_declarations_of_releases_are_read_again_only_when_their_folder_changes(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Counting:
        def latest(self) -> None:
            asked.append(1)

    monkeypatch.setattr(facts, "store", Counting)
    releases = settings.CONCORD.folder / "releases"
    releases.mkdir()
    assert facts.newest_release() == ""
    assert facts.newest_release() == ""
    assert len(asked) == 1
    os.utime(releases, ns=(1, 1))
    facts.newest_release()
    assert len(asked) == 2


def test_an_estimated_population_does_not_make_a_rate_an_estimate(settings: Any) -> None:
    found = facts._evidence(str(settings.CONCORD.folder), "", date(2026, 11, 21))
    rates = [each for each in found.of("emigration-per-100000") if each.value is not None]
    assert rates
    assert {each.status for each in rates} == {"normal"}
    assert found.facts.frame("population")["status"].unique().to_list() != ["normal"]


def test_the_newest_value_is_found_by_area_and_occupation(settings: Any) -> None:
    found = facts._evidence(str(settings.CONCORD.folder), "", date(2026, 11, 21))
    share = found.newest("foreign-trained-share", "NZL", "221")
    assert share is not None
    assert (share.year, dict(share.parts)) == (2018, {"foreign_trained": 7_211, "all": 17_025})
    assert found.newest("foreign-trained-share", "GRC", "221") is None
