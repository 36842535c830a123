"""The life of an agreement: its phases as steps that were taken, and the status of its text as a dated history.

Public face: :class:`Step`, :class:`Life`, :func:`move`; :class:`StatusStep`, :class:`History`, :func:`record_status`;
the declared :func:`phases`, :func:`statuses`. A phase is work and a status is a fact about the text; neither is
concluded from the other. Nothing is taken back: going back is a step with a reason.

Source: Code, article 5.2; ``data/agreements/phases.yaml`` (a composite).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from concord.agreements import lifecycle_records as read
from concord.agreements.gates import Reason, Seen, without_reason
from concord.agreements.lifecycle_declared import (
    Outcome,
    Phase,
    Status,
    declared,
    outcome,
    phase,
    phases,
    status,
    statuses,
)
from concord.agreements.lifecycle_status import History, StatusStep, record_status
from concord.errors import Conflict, Invalid

__all__ = [
    "History",
    "Life",
    "Outcome",
    "Phase",
    "Place",
    "Status",
    "StatusStep",
    "Step",
    "declared",
    "move",
    "outcome",
    "phase",
    "phases",
    "record_status",
    "status",
    "statuses",
]

Standing = Literal["done", "skipped", "current", "ahead"]


@dataclass(frozen=True, slots=True)
class Step:
    """One phase entered (record kind ``phase``).

    Attributes:
        phase: Which one.
        on: The day.
        by: Who decided, as shown.
        reason: Why; needed when going back or over open gates.
        over: Reasons by gate, of those that were open.
        outcome: Of the last phase alone: what was decided.
        names: The agreement that replaces this one.
    """

    phase: str
    on: date
    by: str
    reason: str = ""
    over: tuple[tuple[str, str], ...] = ()
    outcome: str = ""
    names: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "phase": self.phase, "on": self.on.isoformat(), "by": self.by, "reason": self.reason,
                "over": [{"gate": gate, "reason": why} for gate, why in self.over], "outcome": self.outcome,
                "names": self.names,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Step:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        over = body.get("over") or []
        if not isinstance(over, list):
            raise read.refusal("over", over)
        return cls(
            read.word(body, "phase", of=declared().phases),
            read.day(body, "on"),
            read.word(body, "by"),
            read.word(body, "reason", optional=True),
            tuple((read.word(each, "gate"), read.word(each, "reason")) for each in over),
            read.word(body, "outcome", of=declared().outcomes, optional=True),
            read.word(body, "names", optional=True),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A phase as it stands in a life: done, skipped, current or ahead; since when, where it was entered."""

    phase: Phase
    standing: Standing
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """The steps of one agreement in the order in which they were recorded."""

    steps: tuple[Step, ...] = ()

    @property
    def current(self) -> Phase:
        """The phase it is in; the first one where nothing was recorded."""
        return phase(self.steps[-1].phase) if self.steps else phases()[0]

    @property
    def outcome(self) -> Outcome | None:
        """What the last phase decided, where the life stands in it."""
        last = self.steps[-1] if self.steps else None
        return outcome(last.outcome) if last is not None and last.outcome else None

    @property
    def is_over(self) -> bool:
        """Whether it ended or was replaced."""
        return self.outcome is not None and not self.outcome.leads_to

    @property
    def turn(self) -> tuple[Step, ...]:
        """The steps since it was last renewed: a renewed agreement is assessed anew."""
        renewed = [at for at, each in enumerate(self.steps[:-1], start=1) if each.outcome]
        return self.steps[renewed[-1] :] if renewed else self.steps

    @property
    def start(self) -> str:
        """The phase from which gates are asked on the way forward; of a renewed agreement, the first."""
        return self.current.id if self.outcome is None else phases()[0].id

    @property
    def renewed_on(self) -> date:
        """The day of the newest renewal; reasons given before it no longer count."""
        return max((each.on for each in self.steps if each.outcome), default=date.min)

    @property
    def next(self) -> tuple[Phase, ...]:
        """The phases that come next, without skipping."""
        if self.outcome is not None:
            return tuple(phase(id) for id in self.outcome.leads_to)
        return tuple(phase(id) for id in self.current.leads_to)

    def places(self) -> tuple[Place, ...]:
        """Every phase with its standing in this turn."""
        entered: dict[str, date] = {}
        for step in self.turn:
            entered[step.phase] = step.on
        now = self.current
        return tuple(_place(each, now, entered) for each in phases())


def _place(each: Phase, now: Phase, entered: Mapping[str, date]) -> Place:
    if each.id == now.id:
        return Place(each, "current", entered.get(each.id))
    if each.number > now.number:
        return Place(each, "ahead")
    done = each.id in entered or each.number == 1
    return Place(each, "done" if done else "skipped", entered.get(each.id))


def move(
    life: Life,
    to: str,
    *,
    by: str,
    on: date,
    seen: Iterable[Seen] = (),
    reasons: Iterable[Reason] = (),
    reason: str = "",
    outcome: str = "",
    names: str = "",
) -> Step:
    """The step into another phase, to be recorded.

    Forward, every gate from :attr:`Life.start` to the phase must be met or have a reason; the reasons are kept in the
    step. Back, or onward from an agreement that was renewed, ``reason`` says why.

    Args:
        life: The life so far.
        to: The phase to enter.
        by: Who decides, as shown.
        on: Today.
        seen: The gates as :func:`concord.agreements.gates.look` saw them, from :attr:`Life.start` to ``to``.
        reasons: What was said of open gates; those older than the newest renewal are not looked at.
        reason: Why, in one or two sentences.
        outcome: For the last phase: what is decided; may be left out and decided later by entering it again.
        names: For an outcome that needs it: the agreement that takes this one's place.

    Raises:
        NotFound: ``agreements.phase.unknown``, ``agreements.outcome.unknown``.
        Conflict: ``agreements.phase.over`` after the end; ``agreements.phase.already`` where it stands there;
            ``agreements.gate.no-reason`` with the open gates that nobody gave a reason for.
        Invalid: ``agreements.phase.no-reason`` when going back without one; ``agreements.phase.early`` for a day
            before the newest step; ``agreements.outcome.not-here``, ``agreements.outcome.no-name``.
    """
    target, now = phase(to), life.current
    if life.is_over:
        raise Conflict("agreements.phase.over", params={"phase": now.id})
    _outcome(target, outcome, names)
    if target.id == now.id and life.steps and not outcome:
        raise Conflict("agreements.phase.already", params={"phase": now.id})
    if life.steps and on < life.steps[-1].on:
        raise Invalid("agreements.phase.early", params={"on": on.isoformat(), "last": life.steps[-1].on.isoformat()})
    if life.outcome is not None and to not in life.outcome.leads_to:
        raise Conflict("agreements.phase.not-next", params={"phase": now.id, "to": to})
    if target.number < now.number and not reason.strip():
        raise Invalid("agreements.phase.no-reason", params={"phase": now.id, "to": to})
    given = tuple(each for each in reasons if each.on >= life.renewed_on)
    said = {each.gate: each.reason for each in given}
    looked = tuple(seen) if target.number > now.number or life.outcome is not None else ()
    left = without_reason(looked, given)
    if left:
        raise Conflict("agreements.gate.no-reason", params={"gates": ", ".join(each.gate.id for each in left)})
    over = tuple((each.gate.id, said[each.gate.id]) for each in looked if each.is_open)
    return Step(target.id, on, by, reason.strip(), over, outcome, names.strip())


def _outcome(target: Phase, chosen: str, names: str) -> None:
    if not chosen:
        return
    if target.leads_to:
        raise Invalid("agreements.outcome.not-here", params={"phase": target.id})
    if outcome(chosen).names and not names.strip():
        raise Invalid("agreements.outcome.no-name", params={"outcome": chosen})
