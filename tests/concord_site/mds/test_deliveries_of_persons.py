"""Rows about persons never enter the database, are counted, and are gone once the counts are confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from concord_site.mds import tables
from concord_site.mds.actions import confirming, delivering
from concord_site.mds.models import Delivery

from . import small_files

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "RN-4711-"


@pytest.fixture
def register(officer: Any, read: Any) -> Any:
    """A register that was brought and read."""
    row = delivering.begin(area="KEN", by=officer, what="register", subject="Nursing council", year=2023)
    delivering.add(delivery_id=row.pk, chunks=[small_files.register()], name="register.csv", by=officer)
    return read(row)


def _in_the_database() -> list[str]:
    """Every value of every row of every table that holds the canary."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            found += [model.__name__ for value in row if CANARY in str(value)]
    return found


def _on_the_disk(folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_a_register_is_counted_and_no_row_of_it_is_in_the_database(register: Any) -> None:
    assert register.figures["mds-stock-by-training"]["total"] == 43
    assert register.readings.get().is_personal
    assert _in_the_database() == []


def test_nothing_of_a_row_is_left_once_the_counts_are_confirmed(register: Any, officer: Any, settings: Any) -> None:
    assert register.state == Delivery.State.CHECKED, register.counts
    assert _on_the_disk(settings.CONCORD.folder)
    confirming.confirm(delivery_id=register.pk, version=register.version, name="R", office="S", by=officer)
    assert _on_the_disk(settings.CONCORD.folder) == []
    assert _in_the_database() == []
    frame = tables.frame(tables.content("KEN", register.pk, "mds-stock-by-training"))
    assert frame.filter(frame["row_kind"] == "origin")["headcount"].sum() == 13
    assert register.files.get().sha256


def test_giving_a_register_up_leaves_nothing_of_a_row(register: Any, officer: Any, settings: Any) -> None:
    delivering.discard(delivery_id=register.pk, by=officer)
    assert _on_the_disk(settings.CONCORD.folder) == []


def test_another_year_is_read_again_as_the_officer_says(register: Any, officer: Any, read: Any) -> None:
    delivering.describe(delivery_id=register.pk, by=officer, what="register", subject="Nursing council", year=2024)
    read(register)
    assert {str(year) for _structure, year, *_ in register.covers} == {"2024"}


def test_pages_show_what_was_found_and_take_what_is_answered(
    delivery: Any, officer: Any, read: Any, signed_in: Any
) -> None:
    delivering.add(delivery_id=delivery.pk, chunks=[small_files.ATLANTIS], name="stock.csv", by=officer)
    read(delivery)
    client = signed_in(officer)
    address = reverse("mds:profile", kwargs={"pk": delivery.pk})
    name = "q:code/origin/Atlantis"
    page = client.get(address).content.decode()
    assert f'name="{name}"' in page
    wrong = client.post(address, {name: "Nowhere land", "version": delivery.version})
    assert wrong.status_code == 422
    assert "Nowhere land" in wrong.content.decode()
    taken = client.post(address, {name: "Malawi (MWI)", "version": delivery.version})
    assert taken.status_code == 302
    delivery.refresh_from_db()
    assert delivery.profile["areas"] == {"Atlantis": "MWI"}
    moved = client.post(address, {name: "Uganda", "version": 1})
    assert moved.status_code == 422


def test_a_key_of_no_finding_explains_nothing(delivery: Any, officer: Any, read: Any, signed_in: Any) -> None:
    read(delivery)
    client = signed_in(officer)
    address = reverse("mds:findings", kwargs={"pk": delivery.pk})
    assert client.post(address, {"key": "0" * 24, "text": "So."}).status_code == 404
    assert client.get(f"{address}?level=hard").status_code == 200
    assert client.get(f"{address}?level=none&sheet=%00x").status_code == 200


def test_what_waits_stands_on_the_home_page(delivery: Any, officer: Any, read: Any) -> None:
    import datetime as dt

    from concord_site.mds import wiring
    from concord_site.mds.due import Due
    from concord_site.shell import suppliers

    read(delivery)
    assert [each.href for each in wiring.waiting(officer)] == [reverse("mds:confirm", kwargs={"pk": delivery.pk})]
    suppliers.register("mds.due", "tests", lambda area, today: [Due("2027", dt.date(2027, 6, 1))])
    try:
        asked = [each for each in wiring.waiting(officer) if each.kind == wiring.DUE]
        assert [(each.due, each.href) for each in asked] == [
            (dt.date(2027, 6, 1), reverse("mds:begin", kwargs={"area": "KEN"}))
        ]
    finally:
        suppliers.withdraw("mds.due", "tests")
