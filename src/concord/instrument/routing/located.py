"""Where an address leads in answers that have been evaluated: to a frame, a question or block, and its value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.instrument.expressions.shape import BUDGET, Frame, Spec
from concord.instrument.expressions.values import Value
from concord.instrument.model import Instrument, Node
from concord.instrument.routing.frames import Frames
from concord.instrument.routing.plan import Plan
from concord.instrument.routing.rules import Problem


class Located:
    """Answers laid out and evaluated, found by address.

    Everything but conditions and calculations is worked out when it is first asked for.
    """

    def __init__(self, frames: Frames, answers: Mapping[str, Any]) -> None:
        self._frames = frames
        self._given = answers
        frames.run.left = max(frames.run.left, BUDGET)
        self._kept: dict[str, Any] = {}

    @property
    def _plan(self) -> Plan:
        return self._frames.plan

    @property
    def instrument(self) -> Instrument:
        """What is answered."""
        return self._plan.instrument

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Rules that could not be read or carried out; each counts as if it had not been written."""
        return (*self._plan.problems, *self._frames.problems)

    def _keep(self, name: str, make: Any) -> Any:
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def node(self, address: str) -> Node:
        """The question or block at an address; raises KeyError where there is none."""
        return self._at(address)[1]

    def value(self, address: str) -> Value:
        """What expressions see at an address."""
        frame, _, spec = self._at(address)
        return frame.v[spec.slot] if spec.sort == "leaf" else ""

    def _frame(self, at: str) -> Frame:
        prefix = at if not at or at.endswith("/") else f"{at}/"
        return self._frames.by_prefix[prefix]

    def _at(self, address: str) -> tuple[Frame, Node, Spec]:
        cut = address.rfind("]/") + 2
        prefix, key = (address[:cut], address[cut:]) if cut > 1 else ("", address)
        if key.endswith("]"):
            frame = self._frames.by_prefix[f"{address}/"]
            return frame, self._plan.shape.node_of[frame.level.spec], frame.level.spec
        frame = self._frames.by_prefix[prefix]
        node, spec = self._plan.by_key[frame.level][key]
        return frame, node, spec
