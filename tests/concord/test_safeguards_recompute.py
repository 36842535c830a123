"""Recomputing a list judges each state by the edition's criteria, says what it does not know, and decides nothing."""

from __future__ import annotations

import pytest

from concord import safeguards
from concord.mds.facts import bundled
from concord.vocabulary.structures import Table, table

DOCTORS, NURSES = "221", "222_322"


def facts(
    area: str, doctors: float | None, nurses: float | None, index: float | None, year: int = 2019
) -> tuple[Table, Table]:
    columns = {"area": [area] * 2, "year": [year] * 2, "occupation": [DOCTORS, NURSES], "per_10k": [doctors, nurses]}
    return table("density", **columns), table("uhc-index", area=[area], year=[year], index_0_100=[index])


@pytest.mark.parametrize(
    ("doctors", "nurses", "index", "verdict"),
    [
        (2.0, 10.0, 40.0, "meets"),
        (2.0, 46.9, 40.0, "meets"),
        (2.0, 47.0, 40.0, "does-not-meet"),  # 49 is not below 49
        (2.0, 10.0, 55.0, "does-not-meet"),
        (2.0, None, 40.0, "unknown"),  # a part that is not known is not nothing
        (None, 10.0, 40.0, "unknown"),
        (2.0, 10.0, None, "unknown"),
        (2.0, None, 60.0, "does-not-meet"),  # one condition that fails is enough
    ],
)
def test_both_conditions_must_hold(
    doctors: float | None, nurses: float | None, index: float | None, verdict: str
) -> None:
    density, uhc = facts("KEN", doctors, nurses, index)
    assert safeguards.recompute(safeguards.edition("2023"), density, uhc, until=2020).judged["KEN"].verdict == verdict


def test_a_fact_from_a_later_year_does_not_count() -> None:
    density, uhc = facts("KEN", 2.0, 10.0, 40.0, year=2021)
    assert safeguards.recompute(safeguards.edition("2023"), density, uhc, until=2020).judged["KEN"].verdict == "unknown"


def test_differences_are_shown_and_the_published_list_is_untouched() -> None:
    density, uhc = facts("NZL", 2.0, 10.0, 40.0)
    compared = safeguards.recompute(safeguards.edition("2023"), density, uhc, until=2020)
    assert compared.extra == {"NZL"}
    assert compared.published == safeguards.edition("2023").areas
    assert len(compared.unknown) == 193


@pytest.mark.parametrize("id", ["2006", "2020", "2023"])
def test_every_state_is_judged_once_and_each_fact_leads_to_a_row(id: str) -> None:
    compared = safeguards.recompute(safeguards.edition(id), bundled("density"), bundled("uhc-index"), until=2021)
    assert len(compared.judged) == 194
    assert compared.areas | compared.unknown | {
        a for a, j in compared.judged.items() if j.verdict == "does-not-meet"
    } == set(compared.judged)
    for judged in compared.judged.values():
        assert all(row[1] and row[2] for fact in judged.facts if fact for row in fact.rows)
