"""Where an agreement stands in its life, as one party sees it: phases, gates, the status of its text.

Each party keeps its own steps (kind ``phase``) in its own space, with its reasons for going on over open gates; the
shared space says only which phase each party has entered, and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concord.agreements import gates, lifecycle
from concord.agreements.gates import Reason, Seen
from concord.agreements.lifecycle import History, Life, StatusStep, Step
from concord_site.agreements import parts
from concord_site.agreements.queries.spaces import Dossier, Party

PHASE, REASON, STATUS, ENTERED = "phase", "gate.reason", "status", "phase.entered"


def life_of(dossier: Dossier) -> Life:
    """The steps of one's own party."""
    return Life(tuple(Step.from_json(record.body) for record in dossier.own.records(PHASE)))


def reasons_of(dossier: Dossier) -> tuple[Reason, ...]:
    """Why one's own party goes on over open gates."""
    return tuple(Reason.from_json(record.body) for record in dossier.own.records(REASON))


def history_of(dossier: Dossier) -> History:
    """The dated history of the text, which all parties share."""
    return History.of(StatusStep.from_json(record.body) for record in dossier.shared.records(STATUS))


def seen(dossier: Dossier, to: str, *, on: date) -> tuple[Seen, ...]:
    """The gates on the way into a phase, as one's own party sees them today."""
    own, shared = parts.facts(dossier)
    return gates.look({**shared, **own}, to=to, on=on, start=life_of(dossier).start, shared=shared)


def every_gate(dossier: Dossier, *, on: date) -> tuple[Seen, ...]:
    """Every gate of the whole life."""
    own, shared = parts.facts(dossier)
    both = {**shared, **own}
    return tuple(each for phase in lifecycle.phases() for each in gates.look(both, to=phase.id, on=on, shared=shared))


@dataclass(frozen=True, slots=True)
class Entered:
    """The phase a party has told the others it is in, and since when; None before its first step."""

    party: Party
    phase: lifecycle.Phase | None
    since: date | None


def entered(dossier: Dossier) -> tuple[Entered, ...]:
    """Every party with the phase it has told."""
    found = []
    for party in dossier.parties:
        record = dossier.shared.record(ENTERED, party.id)
        phase = lifecycle.phase(record.body["phase"]) if record is not None else None
        found.append(Entered(party, phase, date.fromisoformat(record.body["on"]) if record is not None else None))
    return tuple(found)
