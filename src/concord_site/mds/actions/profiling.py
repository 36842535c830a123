"""What an officer says of how the files are to be read: kept with the delivery, and as a version for next year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, NotFound
from concord_site.mds import reading
from concord_site.mds.actions.common import changed, held, logged
from concord_site.mds.models import Delivery, SavedProfile
from concord_site.shell import access


def save(*, delivery_id: object, said: Mapping[str, Any], by: Any, version: int | None = None) -> Delivery:
    """Keep a profile; the files have to be read again with it.

    Args:
        delivery_id: The delivery.
        said: Plain values under the keys of a profile.
        by: Who says it.
        version: The version of the delivery that was shown; None asks nothing.

    Raises:
        Invalid: ``mds.profile.unknown-key``, ``mds.profile.value``.
        Conflict: ``site.delivery.moved-on``.
    """
    body = reading.profile(said).as_dict()
    now = timezone.now()
    with transaction.atomic():
        row = held(delivery_id, by)
        require_version(row, version)
        if body == row.profile:
            return row
        row.profile = body
        changed(row, "profile", now=now)
        kept = keep_version(row, body, by)
        logged("answered", row, by, profile=kept.pk)
    return row


def require_version(row: Delivery, version: int | None) -> None:
    """Refuse to whoever saw an older state.

    Raises:
        Conflict: ``site.delivery.moved-on``.
    """
    if version is not None and version != row.version:
        raise Conflict("site.delivery.moved-on")


def keep_version(row: Delivery, body: dict[str, Any], by: Any) -> SavedProfile:
    """Keep a profile as a version of its own, for next year; the same as the newest is that one."""
    rows = SavedProfile.objects.filter(area=row.area, subject=row.subject).order_by("-number")
    newest = rows.first()
    if newest is not None and newest.body == body:
        return newest
    return SavedProfile.objects.create(
        area=row.area, subject=row.subject, number=newest.number + 1 if newest else 1, body=body, delivery=row,
        is_example=row.is_example, saved_by=by, saved_at=timezone.now(),
    )  # fmt: skip


def take(*, delivery_id: object, profile_id: object, by: Any) -> Delivery:
    """Read with an earlier version of a saved profile; what was said of these files since then is put aside.

    Raises:
        NotFound: ``site.access.unknown``, also for a profile of another country.
    """
    found = access.get(SavedProfile, profile_id, by)
    with transaction.atomic():
        row = held(delivery_id, by)
        if found.area != row.area:
            raise NotFound("site.access.unknown")
        row.profile, row.profile_from = {}, found
        changed(row, "profile", "profile_from", now=timezone.now())
        logged("profile-taken", row, by, profile=found.pk)
    return row
