"""Who sees a delivery: officer and authority of the country; the secretariat once it is confirmed; nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from concord import roles
from concord_site.mds.actions import confirming, delivering, explaining, reading_files
from concord_site.mds.models import Delivery, Reading
from concord_site.mds.queries import deliveries
from concord_site.shell import access

from . import small_files

pytestmark = pytest.mark.django_db(transaction=True)
OWN = {"country-officer", "national-authority"}
#: What a country lets an observatory do for it, while it agrees; each has its own tests.
LENT = {"observatory-upload", "observatory-check", "observatory-comment"}
READS = {"secretariat-desk", "secretariat-administrator", "statistician"}
SENT = {"confirmed", "replaced", "withdrawn"}
#: With a country's consent, and of what it brought itself alone (test_observatories_consents.py).
BRINGS = "observatory-upload"
#: Who follows the countries of a region, or reads the tables that stand with a country's consent.
FOLLOWS = {"regional-office", "observatory-check", "observatory-comment"}
#: A word of the file that stands in no table: only the country may ever see it.
CANARY = "Atlantis-4711"


def test_the_matrix_of_deliveries_is_what_is_promised() -> None:
    table = roles.declared()
    for role, action, kind, state in table.cells():
        reach = table.reach(role, action, kind, state)
        if kind in ("delivery-part", "delivery-upload", "data-profile"):
            assert not reach or role in OWN or role == BRINGS, (role, action, kind, state)
            assert reach <= {"area", "own"}
        if kind == "delivery":
            expected = role in OWN or (role in READS | FOLLOWS and action == "see" and state in SENT)
            expected = expected or role == BRINGS or (role, action) == ("observatory-check", "review")
            assert expected or not reach, (role, action, kind, state)
            assert role not in OWN or reach <= {"area"}
    assert not table.may("country-officer", "submit", "delivery", "read")
    assert not table.may("country-officer", "edit", "delivery", "confirmed")


@pytest.fixture
def canary(officer: Any, read: Any) -> Any:
    """A delivery that was read, with a word of its own."""
    row = delivering.begin(area="KEN", by=officer, subject=f"Register {CANARY}")
    content = small_files.UNKNOWN.replace(b"Uganda", CANARY.encode())
    delivering.add(delivery_id=row.pk, chunks=[content], name=f"{CANARY}.csv", by=officer)
    return read(row)


def _addresses(row: Any) -> list[str]:
    """Every address of the room, from the router itself."""
    found = []
    file = row.files.first()
    values = {
        "pk": row.pk, "area": "KEN", "file": file.pk, "format": "csv", "structure": "mds-stock-by-training",
        "upload": "0" * 32,
    }  # fmt: skip
    for pattern in _named(get_resolver("concord_site.mds.urls")):
        names = re.findall(r"<(?:\w+:)?(\w+)>", pattern[1])
        found.append(reverse(f"mds:{pattern[0]}", kwargs={name: values[name] for name in names}))
    return found


def _named(resolver: Any, before: str = "") -> list[tuple[str, str]]:
    found = []
    for each in resolver.url_patterns:
        path = before + str(each.pattern)
        found += _named(each, path) if hasattr(each, "url_patterns") else [(each.name, path)]
    return found


def test_nobody_else_learns_anything_at_any_address(
    canary: Any, stranger: Any, desk: Any, person: Any, signed_in: Any
) -> None:
    for who in (stranger, desk, person(), person("statistician"), person("regional-office"), person("operator")):
        client = signed_in(who)
        for address in _addresses(canary):
            for answer in (client.get(address), client.post(address, {"do": "stop", "key": "x"})):
                if str(canary.pk) in address:
                    assert answer.status_code in (404, 405), (address, answer.status_code)
                assert CANARY not in answer.content.decode(errors="replace"), address


def test_somebody_who_has_not_signed_in_is_asked_to(canary: Any) -> None:
    for address in _addresses(canary):
        answer = Client().get(address)
        assert answer.status_code in (302, 405), address


def test_missing_and_forbidden_are_the_same_bytes(canary: Any, stranger: Any, signed_in: Any) -> None:
    client = signed_in(stranger)
    address = reverse("mds:findings", kwargs={"pk": canary.pk})
    forbidden = client.get(address)
    missing = client.get(address.replace(str(canary.pk), "00000000-0000-4000-8000-000000000000"))
    assert forbidden.status_code == missing.status_code == 404
    clean = [answer.content.decode().replace(str(canary.pk), "X").replace("00000000-0000-4000-8000-000000000000", "X")
             for answer in (forbidden, missing)]  # fmt: skip
    assert clean[0] == clean[1]


def test_the_secretariat_reads_confirmed_tables_and_nothing_of_the_files(
    officer: Any, desk: Any, read: Any, signed_in: Any
) -> None:
    row = delivering.begin(area="KEN", by=officer, subject="Council")
    delivering.add(delivery_id=row.pk, chunks=[small_files.UNKNOWN], name=f"{CANARY}.csv", by=officer)
    read(row)
    for each in deliveries.outcome_of(row.readings.get()).found:
        if each.finding.level == "soft":
            explaining.explain(delivery_id=row.pk, key=each.key, text="Not asked before 2020.", by=officer)
    row.refresh_from_db()
    confirming.confirm(delivery_id=row.pk, version=row.version, name="Rami Adan", office="Statistics", by=officer)
    client = signed_in(desk)
    for page in ("delivery", "before-after", "history", "findings"):
        answer = client.get(reverse(f"mds:{page}", kwargs={"pk": row.pk}))
        assert answer.status_code == 200, page
        assert CANARY not in answer.content.decode(), page
    named = {"pk": row.pk, "structure": "mds-stock-by-training", "format": "csv"}
    table = client.get(reverse("mds:table", kwargs=named))
    assert table.status_code == 200
    assert "Not asked before 2020." in client.get(reverse("mds:findings", kwargs={"pk": row.pk})).content.decode()
    for page in ("profile", "findings-file"):
        more = {"format": "csv"} if page == "findings-file" else {}
        assert client.get(reverse(f"mds:{page}", kwargs={"pk": row.pk, **more})).status_code == 404
    assert not access.visible(Reading, desk).exists()


def test_an_officer_whose_role_ended_reads_nothing_more(canary: Any, officer: Any, signed_in: Any) -> None:
    from django.utils import timezone

    client = signed_in(officer)
    assert client.get(reverse("mds:delivery", kwargs={"pk": canary.pk})).status_code == 200
    officer.memberships.update(ends_at=timezone.now())
    answer = client.get(reverse("mds:delivery", kwargs={"pk": canary.pk}))
    assert answer.status_code in (302, 404)
    assert CANARY not in answer.content.decode()
    for file in canary.files.all():
        assert client.get(f"/files/{file.file_id}").status_code in (302, 404)


def test_staged_bytes_have_no_address_of_their_own(canary: Any, officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    there = [file.file_id for file in canary.files.all()] + [each.result_id for each in canary.readings.all()]
    assert [client.get(f"/files/{pk}").status_code for pk in there] == [404] * len(there)


def test_a_colleague_of_the_country_goes_on_where_another_stopped(canary: Any, authority: Any) -> None:
    reading_files.run(delivery_id=canary.pk, by=authority)
    canary.refresh_from_db()
    assert canary.readings.count() == 2
    assert canary.state == Delivery.State.ASKED
