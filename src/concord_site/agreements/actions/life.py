"""Going from phase to phase, saying why over an open gate, and noting the status of the text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from concord.agreements import gates, lifecycle
from concord.agreements.gates import Reason
from concord.agreements.lifecycle import StatusStep, Step
from concord.errors import Invalid
from concord_site.agreements import keys
from concord_site.agreements.actions import noticing, publishing, writing
from concord_site.agreements.queries import life
from concord_site.agreements.queries.spaces import Dossier


def say_why(dossier: Dossier, gate: str, reason: str, *, by: Any, now: datetime) -> Reason:
    """Give a reason for going on over an open gate; it is kept in one's own space for good.

    Raises:
        NotFound: ``agreements.gate.unknown``.
        Invalid: ``agreements.gate.empty`` without words.
    """
    found = gates.gate(gate)
    if not reason.strip():
        raise Invalid("agreements.gate.empty")
    made = Reason(found.id, reason.strip()[:4000], dossier.own.author.shown, now.date())
    writing.put(dossier.own, life.REASON, keys.new_id(), made.to_json(), by=by, now=now, based_on=0)
    return made


def enter(
    dossier: Dossier, to: str, *, by: Any, now: datetime, reason: str = "", outcome: str = "", names: str = ""
) -> Step:
    """Enter a phase, for one's own party; the others learn which and when, never why.

    Raises:
        NotFound, Conflict, Invalid: as :func:`concord.agreements.lifecycle.move`.
    """
    step = lifecycle.move(
        life.life_of(dossier), to, by=dossier.own.author.shown, on=now.date(), reason=reason, outcome=outcome,
        names=names, reasons=life.reasons_of(dossier), seen=life.seen(dossier, to, on=now.date()),
    )  # fmt: skip
    with transaction.atomic():
        writing.put(dossier.own, life.PHASE, keys.new_id(), step.to_json(), by=by, now=now, based_on=0)
        told = {"phase": step.phase, "on": step.on.isoformat(), "outcome": step.outcome}
        writing.put(dossier.shared, life.ENTERED, dossier.mine.id, told, by=by, now=now, based_on=None)
    return step


def note_status(dossier: Dossier, step: StatusStep, *, by: Any, now: datetime) -> None:
    """Note a status of the text from its date on, for all parties; a signature also as noted by one's own.

    Raises:
        Invalid, Conflict: as :func:`concord.agreements.lifecycle.record_status`.
    """
    lifecycle.record_status(life.history_of(dossier), step, today=now.date())
    with transaction.atomic():
        writing.put(dossier.shared, life.STATUS, keys.new_id(), step.to_json(), by=by, now=now, based_on=0)
        if step.status in publishing.SIGNED:
            noticing.note(dossier, by=by, now=now)
