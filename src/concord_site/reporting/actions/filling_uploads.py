"""Files of answers that come back: kept until their differences have been looked at, then written as chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Invalid
from concord_site.audit import log
from concord_site.reporting.actions.filling import hand, held
from concord_site.reporting.actions.filling_rows import Hand, put, put_into, touch
from concord_site.reporting.answering import addresses, differences
from concord_site.reporting.answering.differences import Difference
from concord_site.reporting.queries import filling as queries
from concord_site.reporting.queries.filling import Desk, Opened


def stage(
    desk: Desk, *, name: str, answers: Mapping[str, Any], findings: list[dict[str, Any]], today: dt.date,
    removed: Iterable[str] = (), **more: Any,
) -> Any:  # fmt: skip
    """Keep the answers of a file until its differences have been looked at; nothing else changes.

    Args:
        desk: Who sends it.
        name: Name of the file.
        answers: By position, as the library reads them.
        findings: What the file itself says, as it is shown again.
        today: For lists whose length the form decides.
        removed: Addresses by position whose answer was taken out in the file.
        more: Further fields of the kind's upload.

    Raises:
        Invalid: ``reporting.filling.too-many-uploads``.
    """
    with transaction.atomic():
        row = held(desk, today=today, language="en").row
        if desk.uploads_at_most == 1:
            row.uploads.all().delete()
        elif row.uploads.count() >= desk.uploads_at_most:
            raise Invalid("reporting.filling.too-many-uploads", params={"count": desk.uploads_at_most})
        return row.uploads.create(
            name=name[:200], answers=dict(answers), findings=findings, removed=sorted(removed), **more
        )


def throw_away(desk: Desk, upload: object, *, today: dt.date) -> None:
    """Forget a file of answers; nothing that was taken over changes."""
    with transaction.atomic():
        queries.upload(held(desk, today=today, language="en").row, upload).delete()


def take_over(
    desk: Desk, upload: object, wanted: frozenset[str], *, language: str, today: dt.date,
    seen: Mapping[str, int] | None = None, sections: frozenset[int] = frozenset(),
) -> int:  # fmt: skip
    """Write those differences of a file that were chosen; the number of changed answers is returned.

    Args:
        desk: Who chooses.
        upload: Key of the file.
        wanted: Ids of differences.
        language: Of the person.
        today: For rules that speak of it.
        seen: The revision that was shown, by id: what somebody has written since stays, with the file's answer beside
            it, until one of the two is chosen.
        sections: Numbers of sections whose differences are all wanted.

    Raises:
        NotFound: ``site.access.unknown`` where the file was taken over or thrown away meanwhile.
    """
    with transaction.atomic():
        found = held(desk, today=today, language=language)
        row = queries.upload(found.row, upload)
        every = [each for each in queries.differences_of(found, row) if not each.sentences]
        chosen = [each for each in every if each.id in wanted or each.section in sections]
        _write(found, chosen, by=hand(desk, getattr(row, "form", "page")), seen=seen or {})
        if desk.uploads_at_most == 1 or len(chosen) == len(every):
            row.delete()
        elif sections:
            row.sections = sorted({*row.sections, *sections})
            row.save(update_fields=["sections"])
        touch(found.row)
        log.record(
            f"reporting.{desk.kind}.imported", by=desk.by if getattr(desk.by, "pk", None) else None,
            subject=found.row, area=desk.area(found.row) if desk.kind != "trial" else "",
            details={"answers": len(chosen)},
        )  # fmt: skip
    return len(chosen)


def _write(found: Opened, chosen: list[Difference], *, by: Hand, seen: Mapping[str, int]) -> None:
    now = timezone.now()
    rows = queries.stored(found.row, [each.address for each in chosen])
    for each in chosen:
        if each.is_entry:
            _add_whole_entry(found, each, by)
        elif each.revision > seen.get(each.id, each.revision) and found.book.of(each.address).value is not None:
            rival = {"value": each.new, "by": by.name, "at": now.isoformat()}
            put(found.row, rows, each.address, now, by, rival=rival)
        else:
            put(found.row, rows, each.address, now, by, value=each.new, typed=None)


def _add_whole_entry(found: Opened, each: Difference, by: Hand) -> None:
    book = queries.book_of(found.row, found.instrument, today=found.today)
    scope, key = addresses.split(each.address)
    if not book.has_entries(scope):
        return
    ids = book.entries_in(scope, key)
    given: Any = [{} for _ in ids] + [each.new]
    for repeat, entry in reversed(scope):
        at = book.entries[addresses.join(scope[: scope.index((repeat, entry))], repeat)].index(entry)
        given = [{} for _ in range(at)] + [{key: given}]
        key = repeat
    put_into(found.row, {key: given}, book=book, by=by)


def whole(
    desk: Desk, given: Mapping[str, Any], *, language: str, today: dt.date, way: str, removed: Iterable[str] = (),
) -> int:  # fmt: skip
    """Write whole answers at once, as a program gives them; what breaks a rule is refused before anything is written.

    Args:
        desk: Who writes.
        given: Answers as the library reads them; what is absent stays as it is.
        language: Of the sentence in a refusal.
        today: For rules that speak of it.
        way: How they came.
        removed: Addresses by position whose answers are taken back.

    Raises:
        NotFound: ``site.access.unknown``.
        Invalid: ``reporting.filling.broken``: an answer breaks a rule.
    """
    with transaction.atomic():
        found = held(desk, today=today, language=language)
        every = differences.between(found.book, given, today=today, language=language, removed=removed)
        every = [each for each in every if desk.knows(each.section)]
        if broken := next((each for each in every if each.sentences), None):
            params = {"address": broken.address, "reason": broken.sentences[0]}
            raise Invalid("reporting.filling.broken", params=params)
        _write(found, every, by=hand(desk, way), seen={})
        touch(found.row)
    return len(every)
