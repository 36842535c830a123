"""Trials: found by their unguessable address, and the desk at which one is filled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import NotFound, Unavailable
from concord.instrument.model import Instrument
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.trials import Trial
from concord_site.reporting.queries import filling
from concord_site.reporting.queries.filling import Desk, Opened
from concord_site.reporting.queries.filling import book_of as book_of
from concord_site.reporting.queries.filling import instrument_of as instrument_of
from concord_site.reporting.queries.filling_asked import named
from concord_site.shell import access
from concord_site.shell.models import PrivateFile

#: What the private files of all trials begin their purpose with.
PURPOSE = "trial"
#: Bytes that the files of all visitors' trials may take together.
VISITORS_BYTES = 500_000_000


class TrialDesk(Desk):
    """One person at one trial, in the role that is played."""

    kind, name, frame = "trial", "reporting:trial", "reporting/trials/_frame.html"
    marks = "reporting/trials/_marks.html"
    files_at_most = 20

    def fetch(self, action: str = "see", *, lock: bool = False) -> Trial:
        """The trial; that of a draft only as long as the draft may be seen."""
        return trial(self.pk, self.by, action, lock=lock)

    def may_answer(self, row: Trial) -> bool:
        """A reviewer changes nothing."""
        return row.role != Trial.Role.REVIEWER

    def may_see(self, row: Trial, section: int) -> bool:
        """A colleague with one section sees that one."""
        return row.role != Trial.Role.DELEGATE or row.section == section

    def is_last_invented(self, row: Trial) -> bool:
        """Whether the answers of last time were made up."""
        return row.last_from == Trial.Last.INVENTED

    def trail(self, row: Trial, title: str) -> list[tuple[str, str]]:
        """After the questionnaires."""
        return [(_("Questionnaires"), reverse("reporting:instruments")), (title, self.href())]

    def owner(self, row: Trial) -> Any:
        """Files of a trial are its owner's."""
        return row.owner

    def has_room(self, row: Trial, size: int) -> None:
        """Visitors share a bounded room for their files."""
        held = PrivateFile.objects.filter(
            purpose__startswith=f"{PURPOSE}:", owner=None, state=PrivateFile.State.STAGED
        ).aggregate(total=Sum("size"))["total"]
        if row.owner_id is None and (held or 0) + size > VISITORS_BYTES:
            raise Unavailable("reporting.trial.no-room")


def trial(pk: object, by: object, action: str = "see", *, lock: bool = False) -> Trial:
    """One trial, by its unguessable address; that of a draft only as long as the draft may be seen.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.get(Trial, pk, by, action, lock=lock)
    if found.version is not None and is_of_draft(found) and not access.may(found.version, by, "see"):
        raise NotFound("site.access.unknown")
    return found


def is_of_draft(found: Trial) -> bool:
    """Whether what is tried is not published yet."""
    return found.version is not None and found.version.state == InstrumentVersion.State.DRAFT


def own(by: object) -> list[Trial]:
    """The trials of somebody who is signed in, last saved first; nobody else's are ever listed."""
    pk = getattr(by, "pk", None)
    return list(Trial.objects.filter(owner=pk).order_by("-saved_at")[:100]) if pk is not None else []


def opened(pk: object, by: object, *, today: dt.date, language: str) -> Opened:
    """A trial with everything a page may need.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    return filling.opened(TrialDesk(pk, by), today=today, language=language)


def previous_of(instrument: Instrument) -> Instrument | None:
    """The instrument that the question map leads to, where it is known here."""
    return named(instrument.previous) if instrument.previous else None


def purpose(found: Trial) -> str:
    """What marks the files of one trial."""
    return f"{PURPOSE}:{found.pk.hex}"
