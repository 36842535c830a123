"""Ground of the tests of deliveries: people of two countries and of the secretariat, and small files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from . import small_files


@pytest.fixture
def officer(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """An officer of Kenya's ministry."""
    return person("country-officer", organisation("ministry", area="KEN"), area="KEN", name="Rami Adan")


@pytest.fixture
def authority(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """Somebody who speaks for Kenya."""
    return person("national-authority", organisation("authority", area="KEN"), area="KEN", name="Tala Maro")


@pytest.fixture
def stranger(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """An officer of another country."""
    return person("country-officer", organisation("ministry", area="PER"), area="PER")


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    """The desk of the secretariat."""
    return person("secretariat-desk")


@pytest.fixture
def delivery(officer: Any) -> Any:
    """A delivery that was begun, with one good file."""
    from concord_site.mds.actions import delivering

    row = delivering.begin(area="KEN", by=officer, subject="Register of nurses")
    delivering.add(delivery_id=row.pk, chunks=[small_files.GOOD], name="stock.csv", by=officer)
    row.refresh_from_db()
    return row


@pytest.fixture
def read(officer: Any) -> Callable[..., Any]:
    """Have a delivery read, at once."""
    from concord_site.mds.actions import reading_files

    def run(row: Any, by: Any = None) -> Any:
        reading_files.run(delivery_id=row.pk, by=by or officer)
        row.refresh_from_db()
        return row

    return run
