"""What was explained last time is offered for the same finding of the same series, and taken over by a press alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from concord.errors import NotFound
from concord_site.audit.models import Entry
from concord_site.mds.actions import confirming, delivering, explaining
from concord_site.mds.queries import deliveries

from . import small_files
from .test_data_api_deliveries import HERE, ask, key

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Not asked before 2020."
NEXT = small_files.UNKNOWN.replace(b"2023", b"2024")
#: The same of another occupation besides.
OTHER = NEXT + NEXT.partition(b"\r\n")[2].replace(b"2221", b"221").replace(b"Uganda", b"Malawi")


@pytest.fixture
def last_year(delivery: Any, authority: Any, officer: Any, read: Any) -> Any:
    """Figures with an explained finding, confirmed."""
    delivering.add(delivery_id=delivery.pk, chunks=[small_files.UNKNOWN], name="stock.csv", by=officer)
    read(delivery)
    for each in _soft(delivery):
        explaining.explain(delivery_id=delivery.pk, key=each, text=TEXT, by=authority)
    delivery.refresh_from_db()
    confirming.confirm(delivery_id=delivery.pk, version=delivery.version, name="R", office="S", by=officer)
    return delivery


def _soft(row: Any) -> dict[str, str]:
    found = deliveries.outcome_of(row.readings.order_by("-number").first()).found
    return {each.key: each.finding.code for each in found if each.finding.level == "soft"}


def _brought(officer: Any, read: Any, content: bytes = NEXT) -> Any:
    row = delivering.begin(area="KEN", by=officer, subject="Register of nurses")
    delivering.add(delivery_id=row.pk, chunks=[content], name="b.csv", by=officer)
    return read(row)


def test_it_is_offered_with_who_said_it_and_never_taken_over_silently(
    last_year: Any, officer: Any, read: Any, signed_in: Any
) -> None:
    row = _brought(officer, read)
    assert not row.explanations.exists()
    assert row.counts["unexplained"] == len(_soft(row)) > 0
    page = signed_in(officer).get(reverse("mds:findings", kwargs={"pk": row.pk})).content.decode()
    assert TEXT in page
    assert "Tala Maro" in page
    assert 'value="take-all"' in page


def test_one_press_takes_one_or_all_over(last_year: Any, officer: Any, read: Any, signed_in: Any) -> None:
    row = _brought(officer, read)
    client, address = signed_in(officer), reverse("mds:findings", kwargs={"pk": row.pk})
    (key,) = [key for key, code in _soft(row).items() if code == "mds.unknown.share"]
    assert client.post(address, {"do": "take", "key": key}).status_code == 302
    kept = row.explanations.get()
    assert (kept.key, kept.text, kept.by) == (key, TEXT, officer)
    row.refresh_from_db()
    assert row.counts["unexplained"] == len(_soft(row)) - 1
    assert client.post(address, {"do": "take-all"}).status_code == 302
    assert Entry.objects.filter(action="mds.delivery.explained-again").exists()
    assert 'value="take' not in client.get(address).content.decode()


def test_what_was_said_of_one_series_is_not_offered_for_another(last_year: Any, officer: Any, read: Any) -> None:
    row = _brought(officer, read, OTHER)
    shares = [key for key, code in _soft(row).items() if code == "mds.unknown.share"]
    assert len(shares) == 2
    explaining.take_over(delivery_id=row.pk, by=officer)
    assert set(row.explanations.values_list("key", flat=True)) & set(shares) == {
        key for key in last_year.explanations.values_list("key", flat=True) if key in shares
    }
    assert row.explanations.filter(key__in=shares).count() == 1
    (other,) = set(shares) - set(row.explanations.values_list("key", flat=True))
    with pytest.raises(NotFound):
        explaining.take_over(delivery_id=row.pk, by=officer, key=other)


@pytest.mark.parametrize(("occupation", "is_compared"), [(b"2221", True), (b"221", False)])
def test_a_delivery_is_compared_with_one_that_counts_the_same_people(
    last_year: Any, officer: Any, read: Any, occupation: bytes, is_compared: bool
) -> None:
    """Of another subject: only where it counts some of the same occupations."""
    row = delivering.begin(area="KEN", by=officer, subject="Another register")
    delivering.add(delivery_id=row.pk, chunks=[NEXT.replace(b"2221", occupation)], name="c.csv", by=officer)
    row = read(row)
    assert deliveries.previous(row, officer) == (last_year if is_compared else None)


def test_a_program_is_offered_it_and_says_so_itself(last_year: Any, officer: Any, read: Any) -> None:
    secret = key(officer)
    row = _brought(officer, read)
    here = f"{HERE}/{row.pk}/explanations"
    told = ask(secret, "get", here).json()
    assert told["items"] == []
    assert {each["text"] for each in told["offered"]} == {TEXT}
    assert ask(secret, "post", f"{here}/again", {"key": "none-such"}).status_code == 404
    assert ask(secret, "post", f"{here}/again", {}).json()["counts"]["unexplained"] == 0
    said = ask(secret, "get", here).json()
    assert ({each["text"] for each in said["items"]}, said["offered"]) == ({TEXT}, [])
