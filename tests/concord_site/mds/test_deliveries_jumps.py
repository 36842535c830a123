"""Of which series a jump is, how far a change of definition reaches, and what is seen in rows of persons besides."""

from __future__ import annotations

from typing import Any

import pytest

from concord.findings import Finding
from concord_site.mds.actions import breaking, delivering
from concord_site.mds.queries import deliveries, jumps

from . import small_files

CELL = "mds-stock-by-training/area=KEN/year=2024/occupation=2221/origin=UGA/row_kind=origin"
TEXT = "The register was cleaned."


def _found(code: str, level: Any = "soft", **params: object) -> Finding:
    return Finding(code, level, params=params)


def test_the_series_of_a_jump_is_that_of_its_finding_without_year_and_country() -> None:
    change = jumps.change_of(_found("mds.cell.jump-since", series=CELL, year=2024))
    assert change is not None
    assert (change.year, change.of_register) == (2024, False)
    assert change.series == {
        "structure": "mds-stock-by-training", "occupation": "2221", "origin": "UGA", "row_kind": "origin",
    }  # fmt: skip


def test_a_name_with_a_stroke_stays_one_name() -> None:
    series = "mds-stock-detail/year=2024/occupation=221/row_kind=part/facility=St. A/B=C"
    change = jumps.change_of(_found("mds.cell.jump", series=series))
    assert change is not None
    assert change.series["facility"] == "St. A/B=C"


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        ("occupation", {"structure": "mds-stock-by-training", "occupation": "2221"}),
        ("table", {"structure": "mds-stock-by-training"}), ("all", {}),
    ],
)  # fmt: skip
def test_a_break_reaches_as_far_as_is_said(scope: str, reached: dict[str, str]) -> None:
    change = jumps.change_of(_found("mds.cell.jump", series=CELL))
    assert change is not None
    assert change.reaching(scope) == reached
    assert change.reaching("series") == change.series


def test_of_a_total_the_whole_occupation_is_the_likeliest_and_of_one_origin_its_own_series() -> None:
    cell = jumps.change_of(_found("mds.cell.jump", series=CELL))
    total = jumps.change_of(_found("mds.stock.jump", series=CELL.replace("/origin=UGA", "").replace("origin", "total")))
    assert cell is not None
    assert total is not None
    assert (cell.scopes[0], total.scopes[0]) == ("series", "occupation")
    assert "Uganda" in jumps.scope_words(cell, "series")
    assert "Stock by country of training" in jumps.scope_words(cell, "table")


@pytest.mark.parametrize(
    ("code", "level"), [("mds.unknown.share", "soft"), ("mds.cell.jump", "note"), ("mds.count.negative", "hard")]
)
def test_nothing_else_is_asked_about(code: str, level: str) -> None:
    assert jumps.change_of(_found(code, level, series=CELL)) is None


def test_a_break_said_twice_says_what_was_said_last() -> None:
    held = jumps.with_break([], 2024, "One.", {"occupation": "2221"})
    held = jumps.with_break(held, 2024, TEXT, {"occupation": "2221"})
    assert jumps.with_break(held, 2023, "Other.", {}) == [
        {"year": 2024, "what": TEXT, "series": {"occupation": "2221"}}, {"year": 2023, "what": "Other."},
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_what_is_seen_in_rows_of_persons_is_explained_by_the_same_words(officer: Any, read: Any) -> None:
    rows = small_files.register(200).decode().splitlines()
    years = [f"{row};{2022 + (number % 4 > 0)}" for number, row in enumerate(rows[1:])]
    content = "\r\n".join([f"{rows[0]};Year", *years, ""]).encode()
    row = delivering.begin(area="KEN", by=officer, what="register", subject="Council")
    delivering.add(delivery_id=row.pk, chunks=[content], name="register.csv", by=officer)
    read(row)
    found = deliveries.outcome_of(row.readings.get()).found
    seen = {each.key: jumps.change_of(each.finding) for each in found if each.finding.code.startswith("mds.person.")}
    of_rows = {key for key, change in seen.items() if change is not None}
    assert of_rows, sorted({each.finding.code for each in found})
    breaking.say(delivery_id=row.pk, key=next(iter(of_rows)), scope="all", text=TEXT, by=officer)
    assert set(row.explanations.values_list("key", flat=True)) == of_rows
    assert {each.text for each in row.explanations.all()} == {TEXT}
