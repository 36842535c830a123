"""Deliveries, their files and readings, for somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from concord.errors import NotFound
from concord_site.accounts.models import Organisation
from concord_site.mds import outcome
from concord_site.mds.models import Delivery, DeliveryFile, Reading
from concord_site.shell import access, files
from concord_site.shell.models import Job

if TYPE_CHECKING:
    from concord_site.shell.models import PrivateFile

#: Days after which staged files are erased where nobody confirms.
KEPT_DAYS = 30
#: How many earlier deliveries are looked through for one that counts the same people.
MOST_BEFORE = 50
#: Days before that from which it is said on the home page.
WARN_DAYS = 7


def areas(by: object) -> list[str]:
    """The areas whose figures somebody may bring."""
    return sorted(access.areas(by, "create", Delivery, state=Delivery.State.DRAFT))


def delivery(pk: object, by: object, action: str = "see", *, lock: bool = False) -> Delivery:
    """One delivery.

    Raises:
        NotFound: ``site.access.unknown``: there is none, or none that this person may know of.
    """
    return access.get(Delivery, pk, by, action, lock=lock)


def glance(pk: Any, by: object) -> Delivery:
    """One delivery for a line that is asked for again and again; a look at it is logged when its page is opened.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.visible(Delivery, by).filter(pk=pk).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def seen_by(by: object, *, area: str = "") -> QuerySet[Delivery]:
    """All deliveries somebody may see, newest first."""
    rows = access.visible(Delivery, by).order_by("-changed_at")
    return rows.filter(area=area) if area else rows


def confirmed(by: object, *, area: str = "") -> QuerySet[Delivery]:
    """The deliveries whose tables stand, newest first."""
    return seen_by(by, area=area).filter(state=Delivery.State.CONFIRMED)


def used_files(row: Delivery) -> list[DeliveryFile]:
    """The files that are read, in the order in which they came."""
    return list(row.files.filter(is_used=True).exclude(state=DeliveryFile.State.ERASED).order_by("pk"))


def put_aside(row: Delivery) -> list[DeliveryFile]:
    """Files taken out or replaced whose bytes are still there."""
    return list(row.files.filter(is_used=False).exclude(state=DeliveryFile.State.ERASED).order_by("pk"))


def last_reading(row: Delivery) -> Reading | None:
    """The newest reading."""
    return row.readings.order_by("-number").first()


def current_reading(row: Delivery) -> Reading | None:
    """The newest reading, where it is of the files that are there now."""
    found = last_reading(row)
    return None if found is None or row.state == Delivery.State.DRAFT else found


def reading_for(row: Delivery, by: object) -> Reading | None:
    """The same, for somebody who may see what was read: those of the country alone, in every state."""
    found = current_reading(row)
    if found is None or not access.visible(Reading, by).filter(pk=found.pk).exists():
        return None
    return found


def job(row: Delivery) -> Job | None:
    """The reading that runs or ran last; whoever may see the delivery may see how far it is."""
    return Job.objects.filter(pk=row.job).first() if row.job else None


def is_reading(row: Delivery) -> bool:
    """Whether its files are being read at this moment."""
    found = job(row)
    return found is not None and found.state in (Job.State.WAITING, Job.State.RUNNING)


def outcome_of(reading: Reading | None) -> outcome.Outcome | None:
    """What a reading gave; None where it has been erased, or there is none."""
    if reading is None or reading.result is None or reading.state == Reading.State.ERASED:
        return None
    with files.open_checked(reading.result) as stream:
        return outcome.loaded(stream.read())


def table_bytes(reading: Reading) -> dict[str, bytes]:
    """The staged tables of a reading: structure → our own Parquet, compared with its digest."""
    held: dict[str, bytes] = {}
    rows: dict[str, PrivateFile] = {row.pk: row for row in _files(each["file"] for each in reading.tables)}
    for each in reading.tables:
        with files.open_checked(rows[each["file"]]) as stream:
            held[each["structure"]] = stream.read()
    return held


def _files(pks: Iterable[str]) -> Iterable[PrivateFile]:
    from concord_site.shell.models import PrivateFile

    return PrivateFile.objects.filter(pk__in=list(pks))


def previous(row: Delivery, by: object) -> Delivery | None:
    """The delivery that one compares this one with: the newest that was confirmed of the same subject before it.

    Where there is none of the same subject, the newest that counts some of the same people: nurses of last year say
    nothing about doctors. One that somebody may not see is not compared with: an observatory reads what it brought.
    """
    rows = access.visible(Delivery, by)
    rows = rows.filter(area=row.area, state__in=(Delivery.State.CONFIRMED, Delivery.State.REPLACED))
    rows = rows.exclude(pk=row.pk)
    if row.confirmed_at is not None:
        rows = rows.filter(confirmed_at__lt=row.confirmed_at)
    rows = rows.order_by("-confirmed_at")
    sent = _counted(row)
    same = rows.filter(subject=row.subject).first()
    return same or next((each for each in rows[:MOST_BEFORE] if sent & _counted(each)), None)


def _counted(row: Delivery) -> set[tuple[str, str | None, str | None]]:
    """Whom it counts, in whatever year: structure, occupation, activity."""
    return {(structure, occupation, activity) for structure, _year, occupation, activity in row.covers}


def standing(row: Delivery, *, most: int = 6) -> list[Delivery]:
    """What the country has confirmed and stands, of this one's subject where it has any, newest first.

    Whoever reads this delivery reads what is said of them beside it: one that an observatory brings stands beside what
    the same observatory brought, and beside nothing else of the country.
    """
    rows = Delivery.objects.filter(area=row.area, is_example=row.is_example, state=Delivery.State.CONFIRMED)
    rows = rows.exclude(pk=row.pk)
    if row.organisation is not None and row.organisation.what == Organisation.Kind.OBSERVATORY:
        rows = rows.filter(organisation=row.organisation)
    same = rows.filter(subject=row.subject)
    return list((same if same.exists() else rows).order_by("-confirmed_at")[:most])


def superseded(row: Delivery, covers: Iterable[Any]) -> list[Delivery]:
    """Confirmed deliveries of the area whose every series is sent again: they are replaced when this is confirmed."""
    sent = {tuple(each) for each in covers}
    rows = Delivery.objects.filter(area=row.area, state=Delivery.State.CONFIRMED).exclude(pk=row.pk)
    found = [each for each in rows if each.covers and {tuple(one) for one in each.covers} <= sent]
    if row.replaces_id is not None and row.replaces_id not in {each.pk for each in found}:
        found += [each for each in rows if each.pk == row.replaces_id]
    return found


def overlapping(row: Delivery, covers: Iterable[Any]) -> list[Delivery]:
    """Confirmed deliveries of the area of which some series, not all, are sent again: the newer figures stand then."""
    sent = {tuple(each) for each in covers}
    gone = {each.pk for each in superseded(row, covers)}
    rows = Delivery.objects.filter(area=row.area, state=Delivery.State.CONFIRMED).exclude(pk=row.pk)
    return [each for each in rows if each.pk not in gone and sent & {tuple(one) for one in each.covers}]


def shown(rows: Iterable[Delivery], by: object) -> list[Delivery]:
    """Those of some deliveries that somebody may see."""
    every = list(rows)
    known = set(access.visible(Delivery, by).filter(pk__in=[each.pk for each in every]).values_list("pk", flat=True))
    return [each for each in every if each.pk in known]


def erased_on(row: Delivery) -> dt.date | None:
    """The day on which the oldest of its staged files is erased; None where nothing is staged."""
    oldest = row.files.filter(state=DeliveryFile.State.STAGED, is_used=True).order_by("added_at").first()
    return None if oldest is None or not row.is_open else (oldest.added_at + dt.timedelta(days=KEPT_DAYS)).date()


def replaced_by(row: Delivery) -> list[Delivery]:
    """The deliveries whose place it took."""
    return list(Delivery.objects.filter(replaced_by=row, state=Delivery.State.REPLACED).order_by("confirmed_at"))
