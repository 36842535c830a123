"""Profiles that a country has saved."""

from __future__ import annotations

from concord_site.mds.models import Delivery, SavedProfile
from concord_site.shell import access


def newest(row: Delivery) -> SavedProfile | None:
    """The newest version for the subject of a delivery; the area's newest where the subject has none."""
    rows = SavedProfile.objects.filter(area=row.area).order_by("-saved_at", "-pk")
    return rows.filter(subject=row.subject).first() or rows.first()


def versions(area: str, by: object, *, subject: str | None = None) -> list[SavedProfile]:
    """All versions somebody may see, newest first."""
    rows = access.visible(SavedProfile, by).filter(area=area).order_by("-saved_at", "-pk")
    return list(rows if subject is None else rows.filter(subject=subject))


def subjects(area: str, by: object) -> list[str]:
    """What a country has brought before, by name."""
    named = access.visible(Delivery, by).filter(area=area).exclude(subject="").values_list("subject", flat=True)
    return sorted(set(named))
