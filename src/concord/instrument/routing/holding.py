"""What answers hold once an instrument has been followed: values, calculations, defaults, what leaves the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from concord.instrument.answers import Answers, value_as_json
from concord.instrument.expressions.shape import Frame
from concord.instrument.model import Question
from concord.instrument.routing.asking import Asking
from concord.instrument.routing.gathering import gathered
from concord.instrument.routing.reading import calculated, said
from concord.instrument.routing.rules import is_dynamic


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the answers have come; a non-answer counts as an answer."""

    asked: int
    answered: int
    required: int
    required_answered: int

    @property
    def share(self) -> float:
        """Answered of asked, 0 to 1; 1 where nothing is asked."""
        return self.answered / self.asked if self.asked else 1.0


class Holding(Asking):
    """The answers to what is asked, what is calculated of them, and how far they have come."""

    @property
    def calculated(self) -> dict[str, str | int | float]:
        """What is calculated, by address, where it is shown and not empty."""
        return cast("dict[str, str | int | float]", self._keep("calculated", self._calculated))

    def _calculated(self) -> dict[str, str | int | float]:
        found: dict[str, str | int | float] = {}
        for address, node, spec, frame in self._walk():
            if node.rules.calculation or node.kind in {"calculate", "hidden", "meta"}:
                value = calculated(frame.v[spec.slot])
                if value is not None:
                    found[address] = value
        return found

    @property
    def values(self) -> dict[str, Any]:
        """Answers to the questions that are asked and what is calculated, by address, as JSON has them."""
        return cast("dict[str, Any]", self._keep("values", self._values))

    def _values(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for address, node, _, frame in self._walk():
            given = frame.raw.get(node.key)
            if node.is_asked and given not in (None, "", ()):
                found[address] = value_as_json(cast(Any, given))
            elif address in self.calculated:
                found[address] = self.calculated[address]
        return found

    @property
    def answers(self) -> Answers:
        """All answers, asked or not: nothing typed disappears."""
        return cast(Answers, self._keep("answers", lambda: gathered(self._frames.root, self._plan)))

    @property
    def exported(self) -> dict[str, Any]:
        """Answers to what is asked, and what is calculated, nested as answers are: what leaves the form."""
        return cast("dict[str, Any]", self._keep("exported", lambda: self._exported(self._frames.root)))

    def _exported(self, frame: Frame) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, node, spec in self._plan.order[frame.level]:
            if isinstance(node, Question):
                if f"{frame.prefix}{key}" in self.values:
                    found[key] = self.values[f"{frame.prefix}{key}"]
            elif frame.kids[spec.level.place]:
                found[key] = [self._exported(kid) for kid in frame.kids[spec.level.place]]
        return found

    @property
    def defaults(self) -> dict[str, Any]:
        """What to offer where a question is asked, has a default and is not answered, by address."""
        return cast("dict[str, Any]", self._keep("defaults", self._defaults))

    def _defaults(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for address, node, _, frame in self._walk():
            if node.is_asked and node.rules.default.strip() and frame.raw.get(node.key) in (None, "", ()):
                value = self._default(node, frame)
                if value is not None:
                    found[address] = list(value) if isinstance(value, tuple) else value
        return found

    def _default(self, node: Question, frame: Frame) -> str | int | float | tuple[str, ...] | None:
        if not is_dynamic(node.rules.default, node):
            return said(node.kind, node.rules.default.strip())
        bound = self._plan.rule(node, "default", node.rules.default)
        return None if bound is None else said(node.kind, self._frames.carried_out(bound, frame, node, "default", ""))

    def progress(self, *, within: tuple[str, ...] = ()) -> Progress:
        """How far the answers have come, in all or within a group given by its path."""
        counts = [0, 0, 0, 0]
        for address, node, _, frame in self._walk():
            if not node.is_asked or node.path[: len(within)] != within:
                continue
            is_answered = frame.raw.get(node.key) not in (None, "", ())
            is_required = address in self.required
            counts = [
                counts[0] + 1, counts[1] + is_answered, counts[2] + is_required,
                counts[3] + (is_required and is_answered),
            ]  # fmt: skip
        return Progress(*counts)
