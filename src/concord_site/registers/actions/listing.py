"""Designations from a list: seen before anything is written, then written whole or not at all, as proposals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from concord.errors import Conflict
from concord.intake.bulk import Applied, Key
from concord.registers.listing import FIELDS
from concord_site.audit import log
from concord_site.registers.actions.entering import propose, revise
from concord_site.registers.models import Designation
from concord_site.registers.queries import listing
from concord_site.shell import access, files
from concord_site.shell.models import PrivateFile


def stage(content: bytes, *, name: str, by: Any) -> PrivateFile:
    """Keep a list that was sent, for its sender alone, until it is confirmed or removed."""
    access.permit(Designation, by, "approve", state=Designation.State.PROPOSED)  # the secretariat's own
    return files.store(content, name=name, by=by, purpose="designation-list")


class _Writer:
    """Writes a plan as proposals of ``by``."""

    def __init__(self, by: Any, today: dt.date) -> None:
        self.by, self.today = by, today

    def add(self, key: Key, row: Mapping[str, object]) -> None:
        """A new proposal."""
        given: dict[str, Any] = {name: row[name] for name in FIELDS if row.get(name)}
        propose(area=key[0], since=key[1], by=self.by, today=self.today, origin=Designation.Origin.IMPORT, **given)

    def change(self, key: Key, row: Mapping[str, object], fields: Mapping[str, tuple[object, object]]) -> None:
        """A correction of a proposal that waits."""
        found = Designation.objects.get(area=key[0], since=key[1], state__in=listing.WAITING)
        given: dict[str, Any] = {name: after for name, (_before, after) in fields.items()}
        revise(designation_id=found.pk, version=found.version, by=self.by, today=self.today, **given)


def apply(pk: str, *, seen: str, by: Any, now: dt.datetime) -> Applied:
    """Write a staged list as it was shown.

    Args:
        pk: The staged file.
        seen: Digest of the plan that was shown (:func:`concord_site.registers.queries.listing.digest`).
        by: Whose proposals they become; another person verifies them.
        now: The moment.

    Raises:
        NotFound: No such list of this person's.
        Invalid: ``intake.bulk.has-findings``.
        Conflict: ``intake.bulk.moved-on``: the register has changed since the plan was shown.
    """
    access.permit(Designation, by, "approve", state=Designation.State.PROPOSED)
    with transaction.atomic():
        row, read = listing.opened(pk, by, today=now.date())
        if listing.digest(read.plan) != seen:
            raise Conflict("intake.bulk.moved-on", params={"count": len(read.plan.new) + len(read.plan.changed)})
        done = read.plan.apply(_Writer(by, now.date()), existing=read.existing)
        files.remove(row, now=now)
        details = {"added": done.added, "changed": done.changed, "digest": row.sha256}
        log.record("registers.designations.imported", by=by, details=details)
    return done
