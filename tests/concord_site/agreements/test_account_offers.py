"""Figures that monitoring was told are offered to the account; a person takes them over, and the journal undoes it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from concord_site.agreements.actions import writing
from concord_site.agreements.following import queries

pytestmark = pytest.mark.django_db


def at(table: Any, page: str = "account/", language: str = "en") -> str:
    return f"/{language}/agreements/dossiers/{table.id}/follow/{page}"


@pytest.fixture
def followed(table: Any) -> Any:
    """An account without deliveries, and both parties' figures of 2026 in monitoring."""
    shared, theirs = table.origin().shared, table.destination().shared
    told = {"source": "Ledger, invented", "by": "both"}
    now = timezone.now() - timedelta(days=2)
    for key, body in {
        "setup": {"first": 2026, "years": 3, "price_year": 2025},
        "moved": {"value": 108, "low": 100, "high": 120, **told},
        "payments-promised": {"value": 500_000, **told},
    }.items():  # fmt: skip
        writing.put(shared, "account.input", key, body, by=table.asha, now=now, based_on=0)
    for space, person, by, payments in ((shared, table.asha, "origin", 480_000), (theirs, table.ben, "destination",
                                                                                 490_000)):  # fmt: skip
        space.journal.catch_up()
        for indicator, value in (("payments-made", payments), ("returns", 4)):
            body = {"indicator": indicator, "year": 2026, "by": by, "value": value, "source": f"Books of {by}"}
            writing.put(space, "indicator.value", f"{indicator}:2026:{by}", body, by=person, now=timezone.now(),
                        based_on=0)  # fmt: skip
    return table


def page_of(client: Any, table: Any, page: str = "account/", language: str = "en") -> str:
    return " ".join(unescape(client.get(at(table, page, language)).content.decode()).split())


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_newer_figures_are_offered_in_one_line_with_one_button_and_go_in_only_when_somebody_says_so(
    followed, signed_in
) -> None:
    client = signed_in(followed.asha)
    page = page_of(client, followed)
    for words in ("Newer figures were told: take them over?", "Payments delivered", "485,000 (480,000 to 490,000)",
                  "Persons who return in a year", "both parties", "dollars of 2025"):  # fmt: skip
        assert words in page, words
    assert queries.shared_account(followed.origin()).origin.lines[4].standing == "promised"
    answer = client.post(at(followed, "account/shared/take-over/"), {"quantity": "payments-delivered",
                                                                     "seen": seen(page)})  # fmt: skip
    assert answer.status_code == 302
    after = page_of(client, followed)
    assert "Taken over." in after
    assert "Payments received (partly delivered)" in after
    assert "Monitoring: Books of origin and Books of destination" in after
    assert 'value="payments-delivered"' not in after
    assert 'value="returned"' in after


def test_what_is_offered_is_told_in_arabic_too(followed, signed_in) -> None:
    page = page_of(signed_in(followed.asha), followed, language="ar")
    assert "Newer figures" not in page
    assert "Take them over" not in page
    assert "ذُكرت أرقام أحدث" in page


def test_figures_told_while_somebody_looked_are_not_taken_over_unseen(followed, signed_in) -> None:
    client = signed_in(followed.asha)
    page = page_of(client, followed)
    theirs = followed.destination().shared
    body = {"indicator": "payments-made", "year": 2026, "by": "destination", "value": 1, "source": "Books"}
    writing.put(theirs, "indicator.value", "payments-made:2026:destination", body, by=followed.ben,
                now=timezone.now(), based_on=1)  # fmt: skip
    client.post(at(followed, "account/shared/take-over/"), {"quantity": "payments-delivered", "seen": seen(page)})
    assert "Other figures were told while you were looking" in page_of(client, followed)
    assert followed.origin().shared.record("account.input", "payments-delivered") is None


def test_a_party_may_take_them_into_its_own_account_alone(followed, signed_in) -> None:
    ours, theirs = signed_in(followed.asha), signed_in(followed.ben)
    token = seen(page_of(ours, followed, "account/own/"))
    ours.post(at(followed, "account/own/take-over/"), {"quantity": ["payments-delivered", "returned"], "seen": token})
    assert "Newer figures" not in page_of(ours, followed, "account/own/")
    assert "Newer figures" in page_of(ours, followed)
    assert "Newer figures" in page_of(theirs, followed, "account/own/")


def test_what_was_taken_over_is_taken_back_from_the_figure(followed, signed_in) -> None:
    client = signed_in(followed.asha)
    token = seen(page_of(client, followed))
    client.post(at(followed, "account/shared/take-over/"), {"quantity": "returned", "seen": token})
    client.post(at(followed, "shared/take-away/"), {"kind": "account.input", "key": "returned"})
    assert 'value="returned"' in page_of(client, followed)


def test_nobody_else_takes_anything_over_and_nothing_chosen_changes_nothing(
    followed, signed_in, person, organisation
) -> None:
    address, client = at(followed, "account/shared/take-over/"), signed_in(followed.asha)
    other = signed_in(person("negotiator", organisation("ministry", "GHA")))
    assert other.post(address, {"quantity": "returned"}).status_code == 404
    assert client.get(address).status_code == 405
    assert client.post(at(followed, "account/theirs/take-over/"), {"seen": "x"}).status_code == 404
    client.post(address, {"seen": seen(page_of(client, followed))})
    assert "Nothing was chosen" in page_of(client, followed)
