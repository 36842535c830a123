"""What becomes public by itself after signature: who has noted it, when each part goes out, and bringing it out.

A sealed space opens for its members alone, so no clock of the site can act on it. A part that is due goes out when a
member of any party next opens the first page of the dossier or its page of publication; both say so beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction

from concord.agreements import notice
from concord.errors import Conflict
from concord_site.agreements import parts
from concord_site.agreements.actions import publishing, writing
from concord_site.agreements.parts import PublicPart
from concord_site.agreements.queries.journal import Line
from concord_site.agreements.queries.spaces import Dossier, Party, Record, Space

#: One record for each party that has noted the signature: ``of``, the key of the status that it noted.
NOTED = "publication.noted"


@dataclass(frozen=True, slots=True)
class Coming:
    """A part that is not public, and what becomes of it by itself.

    Args:
        part: Which one.
        why: ``due``: it goes out on ``on``; ``withheld``: by one party at least, for good; ``unfinished``: a draft, or
            not what was signed; ``empty``: nothing to show.
        on: The day from which on it goes out.
        withheld_by: Parties that withhold it now or did until a day.
    """

    part: PublicPart
    why: Literal["due", "withheld", "unfinished", "empty"]
    on: date | None = None
    withheld_by: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """How the default of publication stands in a dossier.

    Args:
        state: ``unsigned``, ``decided`` (every part is public), ``left`` (a party has left: nothing goes out by itself
            any more), ``waits`` (a party has not noted the signature yet), ``running``.
        mine: Whether one's own party has noted the signature.
        waits_for: Parties that have not.
        coming: Every part that is not public, while the notice runs.
    """

    state: Literal["unsigned", "decided", "left", "waits", "running"]
    mine: bool = False
    waits_for: tuple[Party, ...] = ()
    coming: tuple[Coming, ...] = ()

    @property
    def due(self) -> tuple[Coming, ...]:
        """The parts that have a day, the earliest first."""
        return tuple(sorted((each for each in self.coming if each.why == "due"), key=lambda each: each.on or date.max))


class Watched(Space):
    """A space that remembers which kinds of records were read in it: a part changes when one of them does."""

    def __init__(self, of: Space) -> None:
        super().__init__(of.journal, side=of.side, dossier=of.dossier, author=of.author)
        self.kinds: set[str] = set()

    def records(self, kind: str) -> tuple[Record, ...]:
        """As of the space."""
        self.kinds.add(kind)
        return super().records(kind)

    def record(self, kind: str, key: str) -> Record | None:
        """As of the space."""
        self.kinds.add(kind)
        return super().record(kind, key)

    def history(self, kind: str, key: str) -> tuple[Record, ...]:
        """As of the space."""
        self.kinds.add(kind)
        return super().history(kind, key)

    def latest(self, kind: str, key: str) -> Line | None:
        """As of the space."""
        self.kinds.add(kind)
        return super().latest(kind, key)

    @property
    def changed(self) -> date | None:
        """The day of the last row of any kind that was read, whether it wrote, took away or brought back."""
        return max((line.at.date() for line in self.journal.lines if line.kind in self.kinds), default=None)


def note(dossier: Dossier, *, by: Any, now: datetime) -> None:
    """Note for one's own party that the agreement is signed; once every party has, the notice runs.

    A note that stands stays as it is.

    Raises:
        Conflict: ``agreements.publication.unsigned`` where the history of the text does not say so.
    """
    signed = _signed(dossier)
    if not signed:
        raise Conflict("agreements.publication.unsigned")
    if _noted(dossier)[dossier.mine.id] is not None:
        return
    writing.put(dossier.shared, NOTED, dossier.mine.id, {"of": signed[0]}, by=by, now=now, based_on=None)


def take_back(dossier: Dossier, *, by: Any, now: datetime) -> None:
    """Take the note of one's own party back: nothing goes out by itself until it is there again, with a new notice.

    Raises:
        NotFound: ``agreements.record.unknown`` where there is none.
    """
    writing.remove(dossier.shared, NOTED, dossier.mine.id, by=by, now=now, based_on=None)


def standing(dossier: Dossier) -> Notice:
    """How the default stands, and when each part goes out; parts are looked at while the notice runs alone."""
    if not _signed(dossier):
        return Notice("unsigned")
    noted = _noted(dossier)
    mine = noted.get(dossier.mine.id) is not None
    open_ = [each for each in parts.public_parts() if not _is_decided(dossier, each.id)]
    if not open_:
        return Notice("decided", mine)
    if any(party.has_left for party in dossier.parties):
        return Notice("left", mine)
    waits = tuple(party for party in dossier.parties if noted[party.id] is None)
    if waits:
        return Notice("waits", mine, waits)
    days = tuple(noted.values())
    return Notice("running", mine, (), tuple(_coming(each, dossier, days) for each in open_))


def release(dossier: Dossier, found: Notice, *, by: Any, now: datetime) -> bool:
    """Make public what is due, as it stands; whether the space moved on, so that the dossier is to be read again.

    Two visits at once bring it out once. The record says that it went out by default, and names no party as agreeing.

    Args:
        dossier: As the visitor sees it.
        found: How the default stands in it, as was just read.
        by: The visitor.
        now: The moment.
    """
    if not _due(found, now):
        return False
    try:
        with transaction.atomic():
            dossier.shared.journal.catch_up()
            due = _due(standing(dossier), now)
            for each in due:
                publishing.publish_by_default(dossier, each.part, by=by, now=now)
            if due:
                publishing.bring_out(dossier, by=by, now=now)
    except Conflict:
        return True
    return True


def _due(found: Notice, now: datetime) -> tuple[Coming, ...]:
    return tuple(each for each in found.due if each.on is not None and each.on <= now.date())


def _is_decided(dossier: Dossier, part: str) -> bool:
    """Whether it was made public, by all parties or by default."""
    found = publishing.standing(dossier, part)
    return found is not None and found.is_agreed and found.choice == "publish"


def _signed(dossier: Dossier) -> tuple[str, ...]:
    """Keys of the statuses that say that the agreement was signed, in the order in which they were noted."""
    return tuple(
        record.key for record in dossier.shared.records("status") if record.body.get("status") in publishing.SIGNED
    )


def _noted(dossier: Dossier) -> dict[str, date | None]:
    """Party → since when it has noted a signature that still stands; a status brought back or changed counts anew."""
    shared, signed = dossier.shared, _signed(dossier)
    since = {key: line.at.date() for key in signed if (line := shared.latest("status", key)) is not None}
    found = {record.key: record for record in shared.records(NOTED)}
    told: dict[str, date | None] = {}
    for party in dossier.parties:
        record = found.get(party.id)
        of = since.get(str(record.body.get("of"))) if record is not None else None
        told[party.id] = max(of, record.at.date()) if record is not None and of is not None else None
    return told


def _coming(part: PublicPart, dossier: Dossier, noted: tuple[date | None, ...]) -> Coming:
    objections = publishing.withheld_by(dossier, part.id)
    who = tuple(party for party in dossier.parties if party.id in objections)
    if None in objections.values():
        return Coming(part, "withheld", None, who)
    watched = Watched(dossier.shared)
    seen = replace(dossier, shared=watched)
    if part.is_finished is not None and not part.is_finished(seen):
        is_empty = part.body(seen) is None
        return Coming(part, "empty" if is_empty else "unfinished", None, who)
    if part.body(seen) is None:
        return Coming(part, "empty", None, who)
    on = notice.goes_out(noted=noted, changed=watched.changed, withheld=objections.values())
    return Coming(part, "due", on, who)
