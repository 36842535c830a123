"""Known counts come from the rounds and from measures of their own, each with its date, its source and its state."""

from __future__ import annotations

from pathlib import Path

import pytest

from concord.declarations import packs
from concord.indicators.targets import Known
from concord.programme import history


def of(measure: str, round: str | None = None) -> list[Known]:
    return [known for known in history.load() if known.measure == measure and round in (None, known.round)]


@pytest.mark.parametrize(
    ("measure", "round", "value", "as_of"),
    [
        ("national-reports", "2012", 56, "2012"),
        ("designated-authorities", "2012", 85, "2012"),
        ("national-reports", "2015", 74, "2016-03"),
        ("designated-authorities", "2018", 108, "2018-09"),
    ],
)
def test_the_counts_of_a_round_are_known_with_their_day(measure: str, round: str, value: int, as_of: str) -> None:
    assert (value, as_of) in [(known.value, known.as_of) for known in of(measure, round) if known.is_fact]


def test_a_count_names_its_publication_its_address_its_terms_and_its_file() -> None:
    (known,) = of("national-reports", "2012")
    assert "Bulletin of the World Health Organization" in known.source
    assert known.link.startswith("https://")
    assert known.licence
    assert known.file == "rounds/2012.yaml"


def test_what_was_recalled_and_not_read_is_no_fact() -> None:
    assert [known.is_fact for known in of("designated-authorities", "2015")] == [False]


def test_a_draft_is_known_as_a_draft() -> None:
    (draft,) = of("reporting-guidelines-drafted")
    assert (draft.value, draft.as_of, draft.round) == (True, "2011-03", None)
    assert of("reporting-guidelines-finished") == []


def test_an_installation_adds_what_it_knows_by_a_pack(tmp_path: Path) -> None:
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "consultations.yaml").write_text(
        "measure: consultations\ntitle: T\nunit: Member States\narticles: []\nfacts:\n"
        '  - {value: 25, as_of: "2011-12", source: "Invented for this test", link: "https://example.org", '
        "verification: verified}\n",
        encoding="utf-8",
    )
    from concord.programme import strategy

    assert {judged.target.id: judged.status for judged in strategy.results()}["target-2.1"] == "unknown"
    with packs.using(tmp_path):
        assert {judged.target.id: judged.status for judged in strategy.results()}["target-2.1"] == "met"
