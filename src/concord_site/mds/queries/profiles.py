"""Profiles that a country has saved."""

from __future__ import annotations

from concord_site.mds.models import Delivery, SavedProfile
from concord_site.shell import access


def newest(row: Delivery, by: object) -> SavedProfile | None:
    """The newest version for the subject of a delivery: what was said of one table says nothing of another one.

    Of those that whoever begins it may see: how a country's files are read is not told to an observatory.
    """
    rows = access.visible(SavedProfile, by).filter(area=row.area, subject=row.subject)
    return rows.order_by("-saved_at", "-pk").first()


def versions(area: str, by: object, *, subject: str | None = None) -> list[SavedProfile]:
    """All versions somebody may see, newest first."""
    rows = access.visible(SavedProfile, by).filter(area=area).order_by("-saved_at", "-pk")
    return list(rows if subject is None else rows.filter(subject=subject))


def subjects(area: str, by: object) -> list[str]:
    """What a country has brought before, by name."""
    named = access.visible(Delivery, by).filter(area=area).exclude(subject="").values_list("subject", flat=True)
    return sorted(set(named))
