"""All findings of a filing in one order, each with its question, its place and why; and what a country may be asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from concord.declarations import messages
from concord.findings import LEVELS
from concord.reporting.outliers import Known, Peer
from concord.reporting.points import Review
from concord.reporting.review import Last, review

from .two_rounds import NEW, OLD, TABLE, made, row

TODAY = dt.date(2027, 3, 1)
PEERS = [Peer(f"{place:03}", 1000.0 + place) for place in range(12)]


def looked(answers: dict[str, Any], **more: Any) -> Review:
    return review(NEW, answers, today=TODAY, **more)


def codes(found: Review) -> list[tuple[str, str]]:
    return [(each.finding.code.rpartition(".")[2], each.address) for each in found]


def test_findings_come_by_level_and_then_as_the_instrument_asks() -> None:
    found = looked(
        {"staff": 900, "hours": 7, "people": [{"person": "Ada", "age": "old"}]},
        last=Last(OLD, {"staff": 100, "hours": 70, "title": "Office"}), peers={"hours": PEERS},
        reasons={"staff": "A new law"},
    )  # fmt: skip
    assert codes(found) == [
        ("not-a-number", "people[1]/age"), ("far-below", "hours"), ("moved-down", "hours"), ("gone", "name"),
        ("moved-explained-up", "staff"), ("too-few-peers", ""),
    ]  # fmt: skip
    levels = [LEVELS.index(each.level) for each in found]
    assert levels == sorted(levels)
    assert found.counts() == {"hard": 1, "soft": 3, "note": 2}
    assert [each.number for each in found] == ["6.2", "2", "2", "3", "1", ""]
    assert not found.is_clean


def test_notes_alone_are_clean() -> None:
    found = looked({"staff": 900}, last=Last(OLD, {"staff": 100}), reasons={"staff": "A new law"})
    assert found.is_clean
    assert len(found) == 1


def test_every_point_says_why_and_what_to_ask_in_each_language() -> None:
    found = looked(
        {"staff": 900, "hours": {"status": "not-known"}, "people": []},
        last=Last(OLD, {"staff": 100, "hours": 70, "title": "Office", "people": [{"person": "Ada"}]}),
        peers={"staff": PEERS},
    )  # fmt: skip
    assert len(found) >= 4
    for point in found:
        for language in ("en", "fr", "ar"):
            assert "{" not in point.why(language).message
            assert "{" not in point.asked(language)
            assert not point.asked(language).startswith("reporting.")


def test_what_a_country_is_asked_never_tells_of_other_countries() -> None:
    peers = [Peer(f"{place:03}", 777_000.0 + place) for place in range(12)]
    (point,) = looked({"staff": 3}, peers={"staff": peers})
    assert "777" in point.why("en").message
    assert "777" not in point.asked("en")
    assert "12" not in point.asked("en")
    assert "3" in point.asked("en")


def test_numbers_are_written_as_the_language_writes_them() -> None:
    (point,) = looked({"staff": 12_500}, last=Last(OLD, {"staff": 1_000}))
    assert "12,500" in point.asked("en")
    assert "12.500" in point.asked("es") or "12 500" in point.asked("es").replace("\u00a0", " ")


def test_too_few_others_are_one_note_for_all_numbers() -> None:
    found = looked({"staff": 3, "hours": 4}, peers={})
    assert codes(found) == [("too-few-peers", "")]
    assert found.points[0].finding.params["count"] == 2


def test_a_row_of_a_table_is_found_at_each_of_its_cells() -> None:
    cells = [each.key for each in TABLE.questions if each.cell and each.cell[:2] == ("doctors", "2026")]
    held = [Known("mds-inflow", 10, 2026, "221", "A data set")]
    found = review(TABLE, dict.fromkeys(cells, 30), today=TODAY, known=held)
    assert {each.finding.code for key in cells for each in found.at(key)} == {"reporting.review.other-than-known"}
    assert "A data set" in found.points[0].asked("en")


@pytest.mark.parametrize("code", sorted(c for c in messages.known_codes() if c.startswith("reporting.query.")))
def test_every_proposed_text_belongs_to_a_finding(code: str) -> None:
    assert code.replace("reporting.query.", "reporting.review.", 1) in messages.known_codes()


def test_persons_are_compared_per_head_and_both_numbers_are_said() -> None:
    instrument = made("heads-1", [row("integer", "nurses", x_unit="persons")])
    peers = {"nurses": [Peer(f"{place:03}", 1000.0 + place) for place in range(12)]}
    people = {f"{place:03}": 1_000_000.0 for place in range(12)} | {"BIG": 100_000_000.0}
    found = review(instrument, {"nurses": 1000}, today=TODAY, peers=peers, populations=people, area="BIG")
    (point,) = found
    assert point.finding.code == "reporting.review.far-below-per-head"
    assert "1,000, which is 0.10 per 10,000" in point.why("en").message
    assert "0.10" in point.asked("en")
    assert "10.05" not in point.asked("en")
    fair = review(instrument, {"nurses": 101_000}, today=TODAY, peers=peers, populations=people, area="BIG")
    assert list(fair) == []
