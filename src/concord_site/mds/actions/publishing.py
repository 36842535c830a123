"""Releasing: frozen under an identifier, published at once or when the embargo ends, corrected, withdrawn."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, Refusal
from concord.mds import national as library
from concord.mds.release import from_bundled
from concord.mds.store import Store
from concord_site.accounts import notices
from concord_site.accounts.models import Person
from concord_site.accounts.queries import people_of, people_with
from concord_site.mds import national as disk
from concord_site.mds.actions.releasing import READY, erase_staged, logged
from concord_site.mds.models import NationalRelease
from concord_site.mds.queries import deliveries, releases
from concord_site.shell.lock import in_turn

PUBLISHED, WITHDRAWN = "release-published", "release-withdrawn"
#: How long an embargo may last.
LONGEST = dt.timedelta(days=400)
State = NationalRelease.State
log = logging.getLogger("concord.mds")


def release(
    *, release_id: object, revision: int, name: str, office: str, by: Any, embargo: dt.datetime | None = None
) -> NationalRelease:
    """Freeze the protected tables under an identifier, and publish them at once or when the embargo ends.

    Args:
        release_id: The release.
        revision: The one that was shown to whoever releases.
        name: Who releases it.
        office: In which office.
        by: Who is signed in.
        embargo: The moment at which it is published; None for now.

    Raises:
        Conflict: ``site.release.moved-on``: it is not what was shown, or what it stands on has changed since.
        Invalid: ``site.delivery.declaration``, ``site.release.embargo``.
        Unavailable: ``site.release.not-written``; nothing is released then.
    """
    name, office, now = name.strip(), office.strip(), timezone.now()
    if not name or not office:
        raise Invalid("site.delivery.declaration")
    if embargo is not None and not now < embargo < now + LONGEST:
        raise Invalid("site.release.embargo", params={"days": LONGEST.days})
    with transaction.atomic():
        row = releases.release(release_id, by, "publish", lock=True)
        former = _former(row)
        # The log's own head is held from here to the end: two who release at once do so one after the other.
        logged("released", row, by, digest=row.digest, embargo=embargo.isoformat() if embargo else "")
        if row.revision != revision or row.basis != releases.basis(row) or releases.gone(row):
            raise Conflict("site.release.moved-on")
        row.series, row.number = _identified(row, now)
        row.statement = {"name": name, "office": office, "at": now.isoformat()}
        row.embargo, row.frozen_by, row.frozen_at = embargo, by, now
        row.digest = _freeze(row, now).digest
        erase_staged(row, now=now)
        row.state = State.EMBARGOED
        _save(row)
        notices.settle(READY, about=row)
        if embargo is None:
            _publish(row, former, by, now)
    return row


def _save(row: NationalRelease) -> None:
    row.revision += 1
    row.changed_at = timezone.now()
    row.save()


def _identified(row: NationalRelease, now: dt.datetime) -> tuple[str, int]:
    """Series and version: those of the release that it corrects, else the next of the country in this year."""
    if row.corrects is not None:
        former = NationalRelease.objects.filter(series=row.corrects.series).order_by("-number").first()
        return row.corrects.series, (former.number if former else 0) + 1
    start = f"{row.area}-{now.year}."
    taken = NationalRelease.objects.filter(series__startswith=start).values_list("series", flat=True)
    numbers = [int(each[len(start):]) for each in taken if re.fullmatch(r"\d+", each[len(start):])]  # fmt: skip
    return f"{start}{max(numbers, default=0) + 1}", 1


def _freeze(row: NationalRelease, now: dt.datetime) -> Any:
    notes = [row.note] if row.note else []
    return disk.freeze(
        releases.staged(row), key=row.key, as_of=now.date().isoformat(), notes=notes, about=_about(row, now)
    )


def _about(row: NationalRelease, now: dt.datetime) -> dict[str, Any]:
    """What is told with the files: enough to check them, and nothing of what is hidden. No name of a person or file."""
    return {
        "title": row.title, "area": row.area, "series": row.series, "version": row.number,
        "corrects": row.corrects.key if row.corrects else "", "reason": row.reason if row.corrects else "",
        "frozen_at": now.isoformat(timespec="seconds"), "office": row.statement["office"],
        "is_example": row.is_example, "protection": row.proof,
        "findings": [
            {"code": each["code"], "level": each["level"], "table": each["item"]}
            for each in row.findings if not each["code"].startswith("mds.protect.")
        ],
        "made_of": [_made_of(each) for each in releases.chosen(row)],
    }  # fmt: skip


def _made_of(each: Any) -> dict[str, Any]:
    """One delivery: digests of its files and tables, how it was read, what the country said of what was found."""
    used = each.files.filter(is_used=True).order_by("name")
    read = deliveries.last_reading(each)
    return {
        "confirmed_at": each.confirmed_at.isoformat(timespec="seconds"), "digest": each.digest, "what": each.what,
        "rows": sum(row.rows or 0 for row in used),
        "files": [{"sha256": row.sha256, "size": row.size, "rows": row.rows} for row in used],
        "definitions": (read.profile or {}).get("definitions", {}) if read is not None else {},
        "explanations": [{"code": row.code, "text": row.text} for row in releases.told_with(each)],
    }  # fmt: skip


# ---- published -------------------------------------------------------------------------------------------------------
def _former(row: NationalRelease) -> NationalRelease | None:
    """The release that it corrects, held too: before the log's head, as whoever withdraws it holds it."""
    return NationalRelease.objects.select_for_update().filter(pk=row.corrects_id).first() if row.corrects_id else None


def _publish(row: NationalRelease, former: NationalRelease | None, by: Any, now: dt.datetime) -> None:
    row.state, row.published_at = State.PUBLISHED, now
    _save(row)
    if former is not None and former.state == State.PUBLISHED:
        former.state = State.CORRECTED
        _save(former)
    if not row.is_example:
        _stand_soon(now, row.pk)
    logged("published", row, by)
    _tell(PUBLISHED, row, by, people_with(["secretariat-desk", "statistician"]))


def _stand_soon(now: dt.datetime, pk: Any = None) -> None:
    """Freeze the tables of all countries once it is committed what is public: never rows of what is not.

    Where that fails it is logged, and the clock does it again.
    """

    def run() -> None:
        try:
            id = stand(now)
        except (Refusal, OSError):
            log.exception("the tables of all countries could not be frozen; the clock tries again")
        else:
            NationalRelease.objects.filter(pk=pk).update(installation=id)

    transaction.on_commit(run)


def stand(now: dt.datetime) -> str:
    """Freeze the next release of all countries, with the rows of every release that stands; its id.

    Releases of generated figures never join it. Whoever publishes and the clock may want it at the same moment: the
    second waits, and finds it done.
    """
    folder, day = settings.CONCORD.folder, now.date().isoformat()
    with in_turn(folder, "releases"):
        if Store(folder).latest() is None:
            from_bundled(folder, as_of=day)
        pieces = {row.key: library.as_piece(disk.tables(row.key), row.key) for row in releases.standing()}
        return Store(folder).lay(pieces, as_of=day).id


def tick(*, now: dt.datetime) -> dict[str, int]:
    """Releases whose embargo is over are published, each in a transaction of its own."""
    count = 0
    for pk in releases.due(now):
        with transaction.atomic():
            row = NationalRelease.objects.select_for_update().filter(pk=pk, state=State.EMBARGOED).first()
            if row is not None and row.embargo is not None and row.embargo <= now:
                former = _former(row)
                logged("embargo-ended", row, None)
                _publish(row, former, None, now)
                count += 1
    return {"releases": count, "laid": _laid_again(now)}


def _laid_again(now: dt.datetime) -> int:
    """Freeze the tables of all countries where they do not hold what is public now; 1 if that was so."""
    newest = Store(settings.CONCORD.folder).latest()
    wanted = [row.key for row in releases.standing()]
    if list(newest.about.get("pieces", ()) if newest is not None else ()) == wanted:
        return 0
    stand(now)
    return 1


def withdraw(*, release_id: object, reason: str, by: Any) -> NationalRelease:
    """Hold back what waits for its moment, or withdraw what is published: page and digests stay, the files do not.

    The version that a withdrawn correction had corrected does not come back: it was found wrong.

    Raises:
        Invalid: ``site.delivery.reason``.
        Conflict: ``site.access.state``.
    """
    if not reason.strip():
        raise Invalid("site.delivery.reason")
    now = timezone.now()
    with transaction.atomic():
        row = releases.release(release_id, by, "withdraw", lock=True)
        if row.state not in (State.EMBARGOED, State.PUBLISHED):
            raise Conflict("site.access.state", params={"action": "withdraw", "kind": row.kind, "state": row.state})
        was_public = row.state == State.PUBLISHED
        logged("withdrawn" if was_public else "held-back", row, by)
        row.state = State.WITHDRAWN if was_public else State.DISCARDED
        row.ended_by, row.ended_at = by, now
        row.statement = {**row.statement, "withdrawn": reason.strip()[:500]}
        _save(row)
        if was_public and not row.is_example:
            _stand_soon(now)
        if was_public:
            _tell(WITHDRAWN, row, by, [*people_of(row.area, "national-authority"), *people_with("secretariat-desk")])
        else:
            key = row.key
            transaction.on_commit(lambda: disk.forget(key))
    return row


def _tell(kind: str, row: NationalRelease, by: Any, people: list[Person]) -> None:
    notices.tell(
        kind, people, key=str(row.pk), about=row, by=by, area=row.area, is_example=row.is_example,
        href=reverse("public:release", kwargs={"key": row.key}),
    )  # fmt: skip
