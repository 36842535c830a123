"""What an instrument asks, given answers: the result of routing."""

from __future__ import annotations

from dataclasses import dataclass

from concord.instrument.expressions.shape import Frame
from concord.instrument.expressions.values import boolean
from concord.instrument.model import Node
from concord.instrument.routing.choosing import words_of
from concord.instrument.routing.holding import Holding, Progress
from concord.instrument.routing.wordings import best, filled
from concord.vocabulary.text import Text, Wording

__all__ = ["Progress", "Reason", "State"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is asked or not: a question or a group around it, its condition, and whether it holds."""

    node: Node
    source: str
    truth: bool


class State(Holding):
    """Which questions are asked, what is calculated, what holds for each address, and how it is said.

    Everything but conditions and calculations is worked out when it is first asked for.
    """

    def why(self, address: str) -> tuple[Reason, ...]:
        """The conditions that a question stands under, outermost group first, each with whether it holds."""
        frame, node, _ = self._at(address)
        found = []
        for length in range(1, len(node.path) + 1):
            each = self.instrument.by_path.get(node.path[:length])
            if each is not None and each.rules.relevant.strip():
                found.append(Reason(each, each.rules.relevant, self._condition(each, frame)))
        return tuple(found)

    def _condition(self, node: Node, frame: Frame) -> bool:
        level = self._plan.shape.spec_of[node.path].level
        while frame.level is not level and frame.up is not frame:
            frame = frame.up
        bound = self._plan.rule(node, "relevant", node.rules.relevant)
        return True if bound is None else boolean(self._frames.carried_out(bound, frame, node, "relevant", True))

    def label(self, address: str, language: str) -> Wording:
        """The label at an address, with the answers it names."""
        frame, node, _ = self._at(address)
        return self.wording(node, node.label, language, at=frame.prefix)

    def wording(self, node: Node, text: Text, language: str, *, at: str = "") -> Wording:
        """Any wording of a question or group (label, hint, message) with the answers it names.

        Args:
            node: Whose wording it is.
            text: The wording, in all its languages.
            language: The one to show.
            at: The instance around the node, ``block[2]/``.
        """
        shown = best(text, language, self.instrument.language)
        if "${" not in shown.text:
            return shown
        frame = self._frame(at)
        return filled(shown, lambda name: words_of(self._frames, name, node, frame, language))
