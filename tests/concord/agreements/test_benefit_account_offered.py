"""What monitoring was told is offered to the account, year by year; nothing goes in by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from concord.agreements.account_declared import declared
from concord.agreements.account_figures import Given, read_given
from concord.agreements.account_offered import FROM, Heard, Held, offered, taken_over
from concord.agreements.monitoring import Told
from concord.agreements.monitoring_declared import declared as indicators
from concord.labour_market.curves import Range

DAY = datetime(2025, 3, 1, tzinfo=UTC)
SPAN = (2024, 2025)


def told(indicator: str, year: int, by: Any, value: float, days: int = 0, **more: Any) -> Heard:
    return Heard(Told(indicator, year, by, value, source=f"Ledger of {by}", **more), DAY + timedelta(days))


def held(quantity: str, days: int = 0, **body: Any) -> dict[str, Held]:
    given = read_given(quantity, {"source": "Forecast", "by": "both", **body}).given
    assert given is not None
    return {quantity: Held(given, DAY + timedelta(days))}


def test_a_year_that_the_account_does_not_have_is_offered_with_who_told_it_and_from_where() -> None:
    (offer,) = offered([told("payments-made", 2024, "origin", 654_000)], {}, span=SPAN)
    assert (offer.quantity, offer.by_year) == ("payments-delivered", {2024: Range.exact(654_000)})
    assert (offer.by, offer.sources) == ("origin", ("Ledger of origin",))


def test_where_both_parties_told_the_range_runs_from_one_to_the_other_with_the_bounds_of_each() -> None:
    heard = [told("returns", 2024, "origin", 4, low=4, high=7), told("returns", 2024, "destination", 6)]
    (offer,) = offered(heard, {}, span=SPAN)
    assert (offer.by, offer.by_year[2024]) == ("both", Range(5, 4, 7))
    assert offer.sources == ("Ledger of origin", "Ledger of destination")


@pytest.mark.parametrize(
    ("days", "value", "is_offered"), [(-1, 119, False), (1, 119, True), (1, 115, False)], ids=["older", "newer", "same"]
)
def test_a_figure_told_after_the_accounts_own_is_offered_an_older_or_equal_one_is_not(
    days: int, value: float, is_offered: bool
) -> None:
    stands = held("moved", by_year={"2024": {"value": 115}})
    assert bool(offered([told("persons-moved", 2024, "origin", value, days)], stands, span=SPAN)) is is_offered


def test_what_the_account_holds_for_all_years_gives_way_to_a_year_that_was_counted() -> None:
    stands = held("moved", days=5, value=100)
    (offer,) = offered([told("persons-moved", 2024, "origin", 119)], stands, span=SPAN)
    assert offer.by_year == {2024: Range.exact(119)}


def test_parts_other_years_and_what_neither_party_told_are_not_offered() -> None:
    heard = [
        told("persons-moved", 2024, "data-set", 300), told("payments-made", 2024, "account", 5),
        told("persons-moved", 2024, "origin", 40, of={"occupation": "2221"}), told("persons-moved", 2019, "origin", 90),
        told("vacancy-rate", 2024, "origin", 15),
    ]  # fmt: skip
    assert offered(heard, {}, span=SPAN) == ()


def test_what_is_taken_over_stands_beside_the_other_years_and_names_both_sources() -> None:
    body = {"value": 110, "low": 100, "high": 120, "by_year": {"2025": {"value": 90}}, "source": "Forecast",
            "by": "both"}  # fmt: skip
    (offer,) = offered([told("persons-moved", 2024, "origin", 119)], {}, span=SPAN)
    found = taken_over(offer, body, source="Monitoring: Ledger of origin")
    given = read_given("moved", found).given
    assert isinstance(given, Given)
    assert (given.at(2024), given.at(2025), given.at(2026)) == (Range.exact(119), Range.exact(90), Range(110, 100, 120))
    assert given.source == "Forecast; Monitoring: Ledger of origin"
    assert taken_over(offer, found, source="Monitoring: Ledger of origin")["source"] == given.source
    assert offered([told("persons-moved", 2024, "origin", 119)], {"moved": Held(given, DAY)}, span=SPAN) == ()


def test_a_source_grown_too_long_keeps_the_newest() -> None:
    (offer,) = offered([told("persons-moved", 2024, "origin", 119)], {}, span=SPAN)
    found = taken_over(offer, {"source": "x" * 490, "by": "both"}, source="Monitoring: Ledger of origin")
    assert found["source"] == "Monitoring: Ledger of origin"


def test_only_declared_indicators_are_offered_to_declared_quantities_of_years() -> None:
    assert set(FROM) <= set(indicators().indicators)
    assert all(declared().quantity(id).by_year for id in FROM.values())
    assert {"payments-made", "places-filled", "persons-moved", "returns"} <= set(FROM)
