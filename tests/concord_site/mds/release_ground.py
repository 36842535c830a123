"""Ground of the tests of releases: a delivery with three persons who stand out, confirmed, protected, released."""

from __future__ import annotations

from typing import Any

import polars as pl

from concord_site.mds.actions import confirming, delivering, explaining, publishing, releasing
from concord_site.mds.models import NationalRelease
from concord_site.mds.queries import deliveries

from . import small_files

STOCK = "mds-stock-by-training"
#: Three nurses from Malawi stand out; everything else is large.
SMALL = small_files.HEAD + (
    b"Uganda;2221;origin;T;2023;120\r\n"
    b"Malawi;2221;origin;T;2023;3\r\n"
    b"Ghana;2221;origin;T;2023;40\r\n"
    b";2221;domestic;T;2023;5000\r\n"
    b";2221;total;T;2023;5163\r\n"
)
WHY = "Ghana was counted twice."


def step(done: int, total: int, note: str) -> None:
    return


def brought(content: bytes, officer: Any, read: Any, **more: Any) -> Any:
    """A delivery of the file, confirmed; what is soft is explained."""
    row = delivering.begin(area="KEN", by=officer, subject="Register of nurses", **more)
    delivering.add(delivery_id=row.pk, chunks=[content], name="Registre de Mme Wanjiku.csv", by=officer)
    row = read(row)
    for each in deliveries.outcome_of(deliveries.current_reading(row)).found:
        if each.finding.level == "soft":
            explaining.explain(delivery_id=row.pk, key=each.key, text="As counted.", by=officer)
    row.refresh_from_db()
    confirming.confirm(delivery_id=row.pk, version=row.version, name="Rami Adan", office="Statistics", by=officer)
    row.refresh_from_db()
    return row


def prepared(officer: Any, *rows: Any, **more: Any) -> NationalRelease:
    made = releasing.begin(
        area="KEN", deliveries=[each.pk for each in rows], title="Nurses of 2023", by=officer, **more
    )
    return releasing.run(release_id=made.pk, by=officer, step=step)


def published(row: NationalRelease, authority: Any, **more: Any) -> NationalRelease:
    row.refresh_from_db()
    done = publishing.release(
        release_id=row.pk, revision=row.revision, name="Tala Maro", office="Ministry of Health", by=authority, **more
    )
    done.refresh_from_db()  # what is done once it is committed
    return done


def figure(frame: pl.DataFrame, origin: str) -> dict[str, Any]:
    return frame.filter(pl.col("origin") == origin).row(0, named=True)
