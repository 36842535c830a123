"""What was hidden stays hidden: earlier releases are attacked together with the new one."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.errors import Unavailable
from concord.mds.protect import Protected, attack, protect
from concord.vocabulary.structures import Table

from .protect_people import by_kind, counted, person, shown

pytest.importorskip("highspy", reason="protection needs highspy")

FIRST = {"total": 60, "domestic": 34, "unknown": 0, "foreign": 26, "PHL": 12, "IND": 11, "TON": 3}


def codes(done: Protected) -> set[str]:
    return {finding.code for finding in done.findings}


def test_the_same_tables_again_hide_the_same_rows() -> None:
    first = protect([by_kind(FIRST)])
    again = protect([by_kind(FIRST)], earlier=[first.tables])
    assert shown(again.tables[0]) == shown(first.tables[0])
    assert again.proof.holds
    assert again.proof.releases == 2


def test_another_partner_in_a_later_release_would_give_it_away() -> None:
    hidden = {**FIRST, "TON": None, "PHL": None}
    other = {**FIRST, "TON": None, "IND": None}
    found = attack([[by_kind(hidden)], [by_kind(other)]])
    assert {each.what[-1]: each.known for each in found}["TON"]
    done = protect([by_kind(FIRST)], earlier=[[by_kind(hidden)]])
    assert shown(done.tables[0])["PHL"] is None
    assert done.proof.holds


def test_a_correction_does_not_betray_what_was_hidden() -> None:
    first = protect([by_kind(FIRST)])
    corrected = {**FIRST, "total": 62, "domestic": 36}
    done = protect([by_kind(corrected)], earlier=[first.tables])
    assert done.proof.holds
    assert shown(done.tables[0])["TON"] is None
    assert "mds.protect.small-change" in codes(done)


def test_additions_alone_do_not_say_where_they_were_added() -> None:
    # Three more in all and one more at home: without more hiding, the one not known would be one of two.
    first = protect([by_kind({"total": 48, "domestic": 28, "unknown": 0, "foreign": 20, "PHL": 20})])
    added = {"total": 51, "domestic": 29, "unknown": 1, "foreign": 21, "PHL": 21}
    done = protect([by_kind(added)], earlier=[first.tables])
    assert done.proof.holds
    found = {each.what[-1]: each for each in attack([first.tables, done.tables])}
    assert found["unknown"].most is None or found["unknown"].most >= 5


def test_what_cannot_be_protected_is_not_published() -> None:
    # All but one row are a publisher's, and stand open in a publication of theirs.
    table = by_kind(FIRST)
    theirs = pl.when(pl.col("origin") == "TON").then(pl.lit("submitted")).otherwise(pl.lit("oecd-wfmi"))
    done = protect([Table(table.structure, table.frame.with_columns(theirs.alias("source")), table.provenance)])
    assert done.tables == ()
    assert [finding.code for finding in done.findings.hard] == ["mds.protect.open"]
    assert [each.what[-1] for each in done.proof.open] == ["TON"]


def test_a_small_count_that_stood_open_before_is_told() -> None:
    done = protect([by_kind(FIRST)], earlier=[[by_kind(FIRST)]])
    assert "mds.protect.shown-before" in codes(done)
    assert shown(done.tables[0])["TON"] is None


def test_a_count_that_was_shown_protects_nobody() -> None:
    # The Philippines' 12 stand in the first release: hiding them now would hide nothing.
    partly = {name: FIRST[name] for name in ("total", "PHL")}
    done = protect([by_kind(FIRST)], earlier=[[by_kind(partly)]])
    assert shown(done.tables[0])["PHL"] == 12
    assert done.proof.holds


def test_stopping_publishes_nothing() -> None:
    with pytest.raises(Unavailable) as refusal:
        protect([by_kind(FIRST)], stop=lambda: True)
    assert refusal.value.code == "mds.protect.stopped"


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    protect([by_kind(FIRST)], progress=lambda *said: told.append(said))
    assert told[0] == ("hiding", 0, 1)
    assert ("hiding", 1, 1) in told


PLACE = st.sampled_from(["NZL", "NZL", "PHL", "PHL", "IND", "TON", "FJI"])
PERSON = st.fixed_dictionaries({"training": PLACE, "birth": PLACE, "sex": st.sampled_from(["F", "M"])})
PEOPLE = st.lists(PERSON, min_size=8, max_size=50).map(lambda people: [person(**each) for each in people])


@settings(max_examples=15, deadline=None)
@given(PEOPLE, PEOPLE, st.integers(0, 6), st.integers(0, 6))
def test_three_releases_with_corrections_keep_what_they_hid(
    people: list[dict[str, Any]], late: list[dict[str, Any]], added: int, dropped: int
) -> None:
    versions = [people, people + late[:added], people[dropped:] + late[: added + 1]]
    published: list[Any] = []
    for version in versions:
        if not version:
            continue
        done = protect(counted(version), earlier=published)
        if not done.tables:
            # Where nothing can be hidden any more, the proof says so and nothing is published.
            assert done.findings.hard
            return
        published.append(done.tables)
    truths = [counted(version) for version in versions]
    for each in attack(published):
        for release, number, row in each.spots:
            true = truths[release][number].frame["headcount"][row]
            if 0 < true < 5 and each.known:
                assert each.least != true, each
