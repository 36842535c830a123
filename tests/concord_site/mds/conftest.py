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


# ---- releases --------------------------------------------------------------------------------------------------------
@pytest.fixture
def confirmed(officer: Any, read: Callable[..., Any]) -> Any:
    """A delivery with a small number, confirmed."""
    from . import release_ground as ground

    return ground.brought(ground.SMALL, officer, read)


@pytest.fixture
def first(confirmed: Any, officer: Any, authority: Any) -> Any:
    """It is released and public."""
    from . import release_ground as ground

    return ground.published(ground.prepared(officer, confirmed), authority)


@pytest.fixture
def second(first: Any, officer: Any, authority: Any, read: Callable[..., Any]) -> Any:
    """The correction: Ghana is 20 and not 40."""
    from . import release_ground as ground

    content = ground.SMALL.replace(b"2023;40", b"2023;20").replace(b"5163", b"5143")
    row = ground.brought(content, officer, read)
    return ground.published(ground.prepared(officer, row, corrects=first.pk, reason=ground.WHY), authority)
