"""A copy of a file with the cells marked that the findings are about: made by a job, on request, once a language."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction

from concord.declarations.messages import fill
from concord.errors import Conflict, NotFound
from concord.intake import Limits
from concord.mds import marked_copy
from concord.mds.readers.registry import read
from concord_site.mds import reading
from concord_site.mds.actions.reading_files import folder
from concord_site.mds.models import Delivery, DeliveryFile, Reading
from concord_site.mds.queries import deliveries, exports
from concord_site.shell import files, jobs
from concord_site.shell.models import Job, PrivateFile

JOB = "mds.delivery.mark"


def _key(file_id: object, language: str) -> str:
    return f"{language}:{file_id}"


def _file(row: Delivery, file_id: object) -> DeliveryFile:
    for each in deliveries.used_files(row):
        if str(each.pk) == str(file_id):
            return each
    raise NotFound("site.access.unknown")


def copy_of(row: Delivery, file_id: object, language: str) -> tuple[str, bytes] | None:
    """Name and bytes of a marked copy; None where it has not been made.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    file, held = _file(row, file_id), _held(row, file_id, language)
    kept = PrivateFile.objects.filter(pk=held["file"]).first() if held.get("file") else None
    if kept is None:
        return None
    with files.open_checked(kept) as stream:
        return f"{Path(file.name).stem}-{language}-marked", stream.read()


def _held(row: Delivery, file_id: object, language: str) -> dict[str, Any]:
    read_ = deliveries.current_reading(row)
    return dict(read_.copies.get(_key(file_id, language), {})) if read_ is not None else {}


def ask(*, delivery_id: object, file_id: int, language: str, by: Any) -> None:
    """Have a marked copy made, unless it is being made already.

    Raises:
        Conflict: ``site.delivery.not-read``.
    """
    with transaction.atomic():
        row = deliveries.delivery(delivery_id, by, "edit", lock=True)
        _file(row, file_id)
        found = _reading(row)
        held = found.copies.get(_key(file_id, language), {})
        if held.get("job") and Job.objects.filter(pk=held["job"], state__in=("waiting", "running")).exists():
            return
        given = {"delivery_id": str(row.pk), "file_id": file_id, "language": language}
        _note(found, file_id, language, {"job": jobs.start(JOB, by=by, arguments=given).pk})


def _reading(row: Delivery) -> Reading:
    found = deliveries.current_reading(row)
    if found is None or found.result is None:
        raise Conflict("site.delivery.not-read")
    return found


def _note(found: Reading, file_id: object, language: str, what: dict[str, str]) -> None:
    found.copies = {**found.copies, _key(file_id, language): what}
    found.save(update_fields=["copies"])


def problem_of(row: Delivery, file_id: object, language: str) -> str:
    """Why a copy could not be made; "" while it is being made."""
    held = _held(row, file_id, language)
    found = Job.objects.filter(pk=held["job"], state=Job.State.FAILED).first() if held.get("job") else None
    if found is None or not found.problem:
        return ""
    worded = fill(found.problem["code"], found.problem.get("params") or {}, language=language)
    return f"{worded.message} {worded.hint}".strip()


def run(*, delivery_id: object, file_id: int, language: str, by: Any, step: reading.Step = reading.quiet) -> str:
    """Make a marked copy now; the file is opened by the limited process alone.

    Raises:
        Conflict: ``site.delivery.moved-on`` when the files were read anew meanwhile.
    """
    row = deliveries.delivery(delivery_id, by, "edit")
    file, found = _file(row, file_id), _reading(row)
    outcome = deliveries.outcome_of(found)
    if outcome is None:
        raise Conflict("site.delivery.not-read")
    step(0, 2, file.name)
    with folder([file]) as paths:
        opened = read(paths[0], name=file.name, limits=Limits(), decimal=found.profile.get("decimal") or None)
    step(1, 2, file.name)
    stream = BytesIO()
    marked_copy.write(stream, opened, exports.findings(row, outcome), language)
    with transaction.atomic():
        row = deliveries.delivery(delivery_id, by, "edit", lock=True)
        newest = _reading(row)
        if newest.pk != found.pk:
            raise Conflict("site.delivery.moved-on")
        kept = files.put(stream.getvalue(), name="marked.xlsx", purpose="mds-reading")
        _note(newest, file_id, language, {"file": kept.pk})
    return kept.pk
