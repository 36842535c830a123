"""Routing that follows somebody who is answering: one answer, and only what depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from concord.instrument import answers as told
from concord.instrument.answers import Answers, Value
from concord.instrument.model import Instrument, Question
from concord.instrument.routing.frames import Frames
from concord.instrument.routing.making import plan_of
from concord.instrument.routing.start import run_of
from concord.instrument.routing.state import State
from concord.instrument.routing.waiting import change


class Live:
    """An instrument being answered.

    Example:
        >>> live = Live(instrument, answers, today=today)             # doctest: +SKIP
        >>> live.set("has_agreements", "yes").is_asked("agreements")   # doctest: +SKIP
        True
    """

    def __init__(
        self,
        instrument: Instrument,
        answers: Mapping[str, Any],
        *,
        today: date,
        now: datetime | None = None,
        person: Mapping[str, str] | None = None,
        seed: str | None = None,
        language: str = "",
    ) -> None:
        self._plan = plan_of(instrument)
        self._how: dict[str, Any] = {"today": today, "now": now, "person": person or {}, "seed": seed, "order": seed}
        self._how["language"] = language
        self.state = self._begun(answers)

    def _begun(self, answers: Mapping[str, Any]) -> State:
        given = answers if isinstance(answers, Answers) else told.parse(answers)
        if self._how["seed"] is None:
            self._how["seed"] = told.digest(given)
        frames = Frames(self._plan, given, run_of(self._plan.instrument, **self._how))
        frames.evaluate()
        return State(frames, given)

    def set(self, address: str, value: Value | None) -> State:
        """Take one answer (None takes it away) and say what is asked now.

        Raises:
            Invalid: ``instrument.answers.address`` where the address is none.
        """
        frames = self.state._frames
        cut = address.rfind("]/") + 2
        prefix, key = (address[:cut], address[cut:]) if cut > 1 else ("", address)
        frame = frames.by_prefix.get(prefix)
        found = self._plan.by_key[frame.level].get(key) if frame is not None else None
        if frame is None or found is None or not isinstance(found[0], Question):
            self.state = self._begun(told.put(self.state.answers, address, value))
            return self.state
        if value is None or value == "" or value == ():
            frame.raw.pop(key, None)
        else:
            frame.raw[key] = value
        self.state._kept.clear()
        if not change(frames, frame, found[0], value):
            self.state = self._begun(self.state.answers)
        return self.state

    @property
    def answers(self) -> Answers:
        """All answers as they stand."""
        return self.state.answers
