"""What is asked, given answers, and why: relevance, calculations, defaults, choices, labels, in dependency order.

Relevance is inherited. What is not asked reads as empty, is kept among the answers and is not exported. A question that
is asked and has a calculation shows what is calculated until somebody answers it. A calculation with a ``trigger`` is
worked out when the answer of the question named there changes, and its value is then kept among the answers: one
evaluation of answers without it works it out once that question is answered, and ``State.answers`` holds it. A rule
that cannot be read or carried out counts as if it were not written, and is a problem of the state.

Public face: :func:`evaluate` → :class:`~concord.instrument.routing.state.State`;
:class:`~concord.instrument.routing.live.Live` re-evaluates only what one answer moves; :func:`follow` says what a
change of kept answers sets off; :func:`problems` and :func:`cycles` for authors. The library reads no clock: ``today``
and ``now`` are given; random values follow from ``seed``, which is the digest of the answers where none is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from concord.instrument import answers as told
from concord.instrument.answers import Answers
from concord.instrument.model import Instrument
from concord.instrument.routing.following import follow
from concord.instrument.routing.frames import Frames
from concord.instrument.routing.live import Live
from concord.instrument.routing.making import plan_of
from concord.instrument.routing.rules import Problem
from concord.instrument.routing.start import run_of
from concord.instrument.routing.state import Progress, Reason, State


def evaluate(
    instrument: Instrument,
    answers: Mapping[str, Any],
    *,
    today: date,
    now: datetime | None = None,
    person: Mapping[str, str] | None = None,
    seed: str | None = None,
    language: str = "",
) -> State:
    """What is asked, calculated and offered.

    Args:
        instrument: What is answered.
        answers: As :func:`concord.instrument.answers.parse` has them, or as JSON.
        today: The day that ``today()`` says.
        now: The time that ``now()`` says; midnight, UTC, of that day where it is not given.
        person: What is known of who answers, by name: ``username``, ``email`` …
        seed: What ``random()``, ``uuid()`` and the order of mixed choices follow from; without it the former follow
            from the answers, the latter from the instrument.
        language: Of labels inside calculations; the instrument's own where empty.
    """
    given = answers if isinstance(answers, Answers) else told.parse(answers)
    sown = told.digest(given) if seed is None and plan_of(instrument).is_random else seed or ""
    run = run_of(instrument, today=today, now=now, person=person or {}, seed=sown, language=language, order=seed)
    frames = Frames(plan_of(instrument), given, run)
    frames.evaluate()
    return State(frames, given)


def problems(instrument: Instrument) -> tuple[Problem, ...]:
    """Rules of an instrument that cannot be read: unknown names, circles, wrong paths."""
    return tuple(plan_of(instrument).problems)


def cycles(instrument: Instrument) -> tuple[tuple[str, ...], ...]:
    """Names of the questions and groups whose conditions or calculations go round in a circle, circle by circle."""
    return tuple(plan_of(instrument).cycles)


def with_defaults(instrument: Instrument, answers: Mapping[str, Any], *, today: date, **more: Any) -> Answers:
    """The answers with the defaults of all questions that are asked and not answered: how a form is begun."""
    given = answers if isinstance(answers, Answers) else told.parse(answers)
    for _ in range(4):
        offered = evaluate(instrument, given, today=today, **more).defaults
        if not offered:
            break
        for address, value in offered.items():
            given = told.put(given, address, told.parse({"v": value})["v"])
    return given


__all__ = [
    "Live",
    "Problem",
    "Progress",
    "Reason",
    "State",
    "cycles",
    "evaluate",
    "follow",
    "plan_of",
    "problems",
    "with_defaults",
]
