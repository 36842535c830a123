"""The status of an agreement's text: announced, initialled, signed, in force and so on, each on its date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.agreements import lifecycle_records as read
from concord.agreements.lifecycle_declared import declared, status
from concord.errors import Conflict, Invalid
from concord.findings import Finding, Findings, Place
from concord.vocabulary.periods import PartialDate


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One status from a date on (record kind ``status``).

    Attributes:
        status: Which one.
        on: Since when, as precisely as is known.
        source: Where it can be read.
        note: A sentence about it.
        names: The agreement that takes this one's place, where it was superseded.
    """

    status: str
    on: PartialDate
    source: str = ""
    note: str = ""
    names: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {"status": self.status, "on": str(self.on), "source": self.source, "note": self.note, "names": self.names}
        )

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> StatusStep:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(
            read.word(body, "status", of=declared().statuses),
            read.partial(body, "on"),
            *(read.word(body, field, optional=True) for field in ("source", "note", "names")),
        )


@dataclass(frozen=True, slots=True)
class History:
    """The statuses of one text, in order of date; of one date, in the declared order of statuses."""

    steps: tuple[StatusStep, ...] = ()

    @classmethod
    def of(cls, steps: Iterable[StatusStep]) -> History:
        """In order, whatever order they were recorded in."""
        order = {id: at for at, id in enumerate(declared().statuses)}
        return cls(tuple(sorted(steps, key=lambda each: (each.on.first, each.on.last, order[each.status]))))

    @property
    def newest(self) -> StatusStep | None:
        """The last one, or None."""
        return self.steps[-1] if self.steps else None

    def on(self, day: date) -> StatusStep | None:
        """The status on a day: the last that had certainly begun by then; None where none had.

        A status known to a year alone counts from that year's last day on, so nothing is dated earlier than is known.
        """
        begun = [each for each in self.steps if each.on.last <= day]
        return begun[-1] if begun else None

    def since(self, id: str) -> PartialDate | None:
        """When a status began first, or None."""
        return next((each.on for each in self.steps if each.status == id), None)

    def findings(self) -> Findings:
        """What cannot be so: a status that may not follow the one before it, or one that should name a successor."""
        before, found = "", list[Finding]()
        for row, each in enumerate(self.steps, start=1):
            known = status(each.status)
            if before not in known.after and before != each.status:
                params = {"status": each.status, "before": before or "-", "on": str(each.on)}
                found.append(Finding("agreements.status.order", "soft", Place(row=row), params))
            if known.names and not each.names:
                found.append(Finding("agreements.status.no-name", "soft", Place(row=row), {"status": each.status}))
            before = each.status
        return Findings(found)


def record_status(history: History, new: StatusStep, *, today: date) -> History:
    """The history with one status more.

    Raises:
        Invalid: ``agreements.status.future``: nothing is a fact before its day; ``agreements.status.no-name``.
        Conflict: ``agreements.status.order`` where it may not follow what stood before it, or what follows may not
            follow it; ``agreements.status.twice`` where it stands there already.
    """
    params = {"status": new.status, "on": str(new.on)}
    if new.on.first > today:
        raise Invalid("agreements.status.future", params=params)
    if status(new.status).names and not new.names.strip():
        raise Invalid("agreements.status.no-name", params=params)
    if any((each.status, each.on) == (new.status, new.on) for each in history.steps):
        raise Conflict("agreements.status.twice", params=params)
    after = History.of((*history.steps, new))
    known = {finding.where.row for finding in history.findings() if finding.code == "agreements.status.order"}
    wrong = [each for each in after.findings() if each.code == "agreements.status.order"]
    if len(wrong) > len(known):
        raise Conflict("agreements.status.order", params=dict(wrong[0].params))
    return after
