"""An instrument tried: which questions are asked, what breaks a rule and what comes out, given some answers.

The same values stand in what ``concord instrument answer`` prints and in what the interface for programs gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from concord.findings import Findings, as_json

if TYPE_CHECKING:
    from concord.instrument.model import Instrument
    from concord.instrument.routing import State


@dataclass(frozen=True)
class Tried:
    """What trying gave: the answers as they were understood, what is asked, and all findings."""

    answers: Mapping[str, Any]
    state: State
    findings: Findings

    def as_json(self, language: str, *, at_most: int | None = None, why: bool = False) -> dict[str, Any]:
        """Plain values: ``asked``, ``findings``, ``calculated``; and ``required``, ``counts``, ``more``, ``why``."""
        shown, more = self.findings.capped(at_most) if at_most else (self.findings, 0)
        return {
            "asked": list(self.state.asked),
            "findings": [as_json(each, language) for each in shown],
            "calculated": {address: plain(value) for address, value in self.state.calculated.items()},
            "required": [address for address in self.state.asked if address in self.state.required],
            "counts": dict(self.findings.counts()),
            "more": more,
            "why": reasons(self.state) if why else {},
        }


def tried(
    instrument: Instrument,
    answers: Mapping[str, Any],
    *,
    today: dt.date,
    language: str = "en",
    complete: bool = True,
) -> Tried:
    """Try an instrument.

    Args:
        instrument: Any version.
        answers: ``{key: value}`` as a person, a file or a program gives them.
        today: The day that conditions see.
        language: Language in which numbers and words of the answers are written, where that matters.
        complete: Whether answers that are needed and missing are findings.
    """
    from concord.instrument import answers as given
    from concord.instrument import checks, routing

    understood, findings = given.normal(instrument, answers, language)
    state = routing.evaluate(instrument, understood, today=today)
    found = checks.check(instrument, understood, today=today, language=language, complete=complete, state=state)
    said = {(each.code, each.where.item) for each in found}
    rest = (each for each in findings if (each.code, each.where.item) not in said)
    return Tried(understood, state, Findings((*found, *rest)))


def reasons(state: State) -> dict[str, list[dict[str, Any]]]:
    """Why each question is asked: the conditions of it and of the groups around it, by address."""
    return {
        address: [
            {"at": "/".join(each.node.path), "expression": each.source, "holds": bool(each.truth)}
            for each in state.why(address)
        ]
        for address in state.asked
    }


def plain(value: Any) -> Any:
    """A calculated value as JSON has it: dates as words, numbers that are none as null."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)
