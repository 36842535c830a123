"""What happened to a delivery, out of what it has kept: the log itself is read by administrators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from concord_site.mds.models import Delivery, DeliveryFile, Reading, SavedProfile
from concord_site.shell import access


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened: when, what, who did it, and what more there is to say."""

    at: dt.datetime
    what: str
    who: str = ""
    more: str = ""


def steps(row: Delivery, *, is_own: bool) -> list[Step]:
    """Every step, newest first; for those of the country with names of people and files."""
    found = [Step(row.begun_at, _("Begun"), str(row.begun_by or ""))]
    if is_own:
        found += [_file(each) for each in row.files.select_related("added_by")]
        found += [_erased(each) for each in row.files.all() if each.erased_at is not None]
        found += [_reading(each) for each in row.readings.select_related("by")]
        found += [
            Step(each.at, _("Explained"), str(each.by or ""), each.text)
            for each in row.explanations.select_related("by")
        ]
        found += [
            Step(each.saved_at, _("How the files are read was said, version %(number)s") % {"number": each.number},
                 str(each.saved_by or ""))
            for each in SavedProfile.objects.filter(delivery=row).select_related("saved_by")
        ]  # fmt: skip
    found += _decisions(row)
    if not is_own:
        found = [Step(each.at, each.what, "", each.more) for each in found]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _file(each: DeliveryFile) -> Step:
    return Step(each.added_at, _("File brought: %(name)s") % {"name": each.name}, str(each.added_by or ""),
                f"SHA-256 {each.sha256[:16]}…")  # fmt: skip


def _erased(each: DeliveryFile) -> Step:
    assert each.erased_at is not None
    return Step(each.erased_at, _("File erased: %(name)s") % {"name": each.name})


def _reading(each: Reading) -> Step:
    counts = each.counts
    said = _(
        "%(hard)s must change, %(soft)s to change or explain, %(note)s notes, %(questions)s questions, %(rows)s rows"
    )
    told = {name: counts.get(name, 0) for name in ("hard", "soft", "note", "questions", "rows")}
    return Step(each.at, _("Read, version %(number)s") % {"number": each.number}, str(each.by or ""), said % told)


def _decisions(row: Delivery) -> list[Step]:
    found = []
    if row.confirmed_at is not None:
        name = " · ".join(str(row.statement[key]) for key in ("name", "office") if row.statement.get(key))
        more = _("Declared by %(name)s. Digest %(digest)s") % {"name": name, "digest": f"{row.digest[:16]}…"}
        found.append(Step(row.confirmed_at, _("Confirmed"), str(row.confirmed_by or ""), more))
    if row.replaced_by is not None and row.replaced_by.confirmed_at is not None:
        found.append(Step(row.replaced_by.confirmed_at, _("Replaced by a later delivery")))
    if row.ended_at is not None:
        what = _("Taken back") if row.state == Delivery.State.WITHDRAWN else _("Given up")
        who = str(row.ended_by or "") or _("after thirty days without confirmation")
        found.append(Step(row.ended_at, what, who, row.reason))
    return found


def readings(row: Delivery, by: object) -> list[Reading]:
    """Its readings, newest first, for those of the country."""
    return list(access.visible(Reading, by).filter(delivery=row).order_by("-number"))


def versions(row: Delivery, by: object) -> list[Delivery]:
    """Other deliveries of the same subject that somebody may see, newest first."""
    rows = access.visible(Delivery, by).filter(area=row.area, subject=row.subject).exclude(pk=row.pk)
    return list(rows.exclude(state=Delivery.State.DISCARDED).order_by("-begun_at")[:50])
