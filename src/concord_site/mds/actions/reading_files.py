"""Having the files of a delivery read: started by a person, done by a job, kept as one reading."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict
from concord.mds.citation import content_digest
from concord.mds.freezing import in_order
from concord.vocabulary.structures import Table
from concord_site.mds import outcome, reading, tables
from concord_site.mds.actions import erasing
from concord_site.mds.actions.common import changed, held, logged
from concord_site.mds.models import Delivery, DeliveryFile, Reading
from concord_site.mds.queries import beside, deliveries
from concord_site.shell import files, jobs
from concord_site.shell.models import Job, PrivateFile

JOB = "mds.delivery.read"
Reads = Callable[[Sequence[Path], reading.Wish, reading.Step], tuple[outcome.Outcome, tuple[Table, ...]]]


def start(*, delivery_id: object, by: Any) -> Job:
    """Have the files read in the background.

    Raises:
        Conflict: ``site.delivery.no-files``, ``site.delivery.being-read``.
    """
    with transaction.atomic():
        row = held(delivery_id, by)
        if not deliveries.used_files(row):
            raise Conflict("site.delivery.no-files")
        made = jobs.start(JOB, by=by, arguments={"delivery_id": str(row.pk)})
        row.job = made.pk
        row.save(update_fields=["job"])
        logged("reading-started", row, by)
    return made


def stop(*, delivery_id: object, by: Any) -> None:
    """Stop the reading that runs; what was read before stays as it was."""
    row = deliveries.delivery(delivery_id, by, "edit")
    if row.job and deliveries.is_reading(row):
        jobs.stop(row.job, by=by)


def run(*, delivery_id: object, by: Any, step: reading.Step = reading.quiet, reads: Reads | None = None) -> Reading:
    """Read the files now and keep what was found.

    Args:
        delivery_id: The delivery.
        by: Whoever has them read.
        step: Told how far it is; may raise to stop.
        reads: What reads them; by default this process itself.

    Raises:
        Conflict: ``site.delivery.moved-on`` when files, year or profile have changed meanwhile; nothing is kept then.
    """
    row = deliveries.delivery(delivery_id, by, "edit")
    there = deliveries.used_files(row)
    if not there:
        raise Conflict("site.delivery.no-files")
    seen = _basis(row, there)
    with folder(there) as paths:
        last = row.profile_from.body if row.profile_from is not None else None
        year = timezone.now().year
        known = beside.of(row, as_of=year)
        wish = reading.Wish(row.area, row.year, dict(row.profile), year, last, beside=known)
        found, made = (reads or reading.read)(paths, wish, step)
    step(1, 1, "")  # the last moment to stop: from here on it is kept
    with transaction.atomic():
        row = deliveries.delivery(delivery_id, by, "edit", lock=True)
        if _basis(row, deliveries.used_files(row)) != seen:
            raise Conflict("site.delivery.moved-on")
        return _keep(row, there, found, made, by=by, now=timezone.now())


def _basis(row: Delivery, there: Sequence[DeliveryFile]) -> tuple[Any, ...]:
    return (row.area, row.year, row.profile, row.profile_from_id, [(each.pk, each.sha256) for each in there])


@contextmanager
def folder(there: Sequence[DeliveryFile]) -> Iterator[list[Path]]:
    """The files under the names they were sent with, in a private folder that is gone afterwards."""
    ground = Path(settings.CONCORD.private) / "reading"
    ground.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = Path(tempfile.mkdtemp(dir=ground))
    try:
        yield [_put(each, place) for each in there]
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _put(each: DeliveryFile, place: Path) -> Path:
    with files.open_checked(each.file) as stream:
        path = place / each.name
        try:
            os.link(files.place(each.file_id), path)
        except OSError:
            with path.open("xb") as copy:
                shutil.copyfileobj(stream, copy)
    return path


def _keep(
    row: Delivery, there: Sequence[DeliveryFile], found: outcome.Outcome, made: Sequence[Table], *, by: Any,
    now: dt.datetime,
) -> Reading:  # fmt: skip
    former = deliveries.last_reading(row)
    if former is not None:
        erasing.erase_tables(former, now=now)
    kept = Reading.objects.create(
        delivery=row, number=former.number + 1 if former else 1, result=_stage(outcome.dumped(found), "result.json"),
        tables=[_table(each) for each in made], files=[dict(each) for each in found.files],
        profile=dict(found.profile), counts=found.counts(), codes=found.codes(),
        is_personal=found.is_personal, by=by, at=now,
    )  # fmt: skip
    _count_rows(there, found)
    row.state = _state(found, made)
    row.counts = {**found.counts(), "unexplained": unexplained(row, found)}
    row.figures, row.covers = found.figures(), [list(each) for each in found.covers]
    row.digest = tables.digest_of(made) if made else ""
    changed(row, "state", "counts", "figures", "covers", "digest", now=now)
    logged("read", row, by, reading=kept.number, counts=row.counts, digests=[each.sha256 for each in there])
    return kept


def _count_rows(there: Sequence[DeliveryFile], found: outcome.Outcome) -> None:
    rows = {each["name"]: each["rows"] for each in found.files}
    for each in there:
        each.rows = rows.get(each.name)
        each.save(update_fields=["rows"])


def _state(found: outcome.Outcome, made: Sequence[Table]) -> str:
    if found.open:
        return Delivery.State.ASKED
    if found.findings.hard or not made:
        return Delivery.State.READ
    return Delivery.State.CHECKED


def unexplained(row: Delivery, found: outcome.Outcome) -> int:
    """How many soft findings wait for an explanation."""
    known = set(row.explanations.values_list("key", flat=True))
    return sum(each.finding.level == "soft" and each.key not in known for each in found.found)


def _stage(content: bytes, name: str) -> PrivateFile:
    return files.put(content, name=name, purpose="mds-reading", state=PrivateFile.State.KEPT)


def _table(table: Table) -> dict[str, Any]:
    file = _stage(tables.as_bytes(table), f"{table.structure}.parquet")
    digest = content_digest(in_order(table))
    return {"structure": table.structure, "rows": len(table), "file": file.pk, "digest": digest}
