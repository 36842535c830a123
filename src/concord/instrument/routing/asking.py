"""What an instrument asks, given answers, and what holds for each question: required, read only, its choices."""

from __future__ import annotations

from typing import cast

from concord.instrument.expressions.shape import Frame, Spec
from concord.instrument.expressions.values import boolean
from concord.instrument.model import Choice, Group, Node, Question
from concord.instrument.routing.choosing import choices_of
from concord.instrument.routing.located import Located
from concord.instrument.routing.rules import Rule


class Asking(Located):
    """Which questions are asked, and what holds for each address."""

    @property
    def shown(self) -> tuple[str, ...]:
        """Addresses of the questions and notes that are shown, in order."""
        return cast("tuple[str, ...]", self._keep("shown", lambda: tuple(a for a, n, _, _ in self._walk() if _seen(n))))

    @property
    def asked(self) -> tuple[str, ...]:
        """Addresses of the questions that are asked, in order."""
        return cast(
            "tuple[str, ...]", self._keep("asked", lambda: tuple(a for a, n, _, _ in self._walk() if n.is_asked))
        )

    def _walk(self) -> list[tuple[str, Question, Spec, Frame]]:
        return cast("list[tuple[str, Question, Spec, Frame]]", self._keep("walk", self._walked))

    def _walked(self) -> list[tuple[str, Question, Spec, Frame]]:
        found: list[tuple[str, Question, Spec, Frame]] = []
        self._walk_level(self._frames.root, found)
        return found

    def _walk_level(self, frame: Frame, found: list[tuple[str, Question, Spec, Frame]]) -> None:
        on, prefix = frame.on, frame.prefix
        for key, node, spec in self._plan.order[frame.level]:
            if isinstance(node, Question):
                if on[spec.gate]:
                    found.append((f"{prefix}{key}", node, spec, frame))
            else:
                for kid in frame.kids[spec.level.place]:
                    self._walk_level(kid, found)

    def is_asked(self, address: str) -> bool:
        """Whether a question is asked, a repeating block offered (``block``) or an instance there (``block[2]``)."""
        frame, node, spec = self._at(address)
        if isinstance(node, Question):
            return node.is_asked and frame.on[spec.gate]
        if address.endswith("]"):
            return frame.on[0]
        return self._offers(frame, node, spec)

    def is_shown(self, address: str) -> bool:
        """Whether a question or note is shown."""
        frame, node, spec = self._at(address)
        return frame.on[spec.gate] if isinstance(node, Question) else self.is_asked(address)

    def shows(self, group: Group, *, at: str = "") -> bool:
        """Whether a group is shown; ``at`` is the instance around it, ``block[2]/``."""
        spec, frame = self._plan.shape.spec_of[group.path], self._frame(at)
        return self._offers(frame, group, spec) if group.repeats else frame.on[spec.gate]

    def _offers(self, frame: Frame, group: Node, spec: Spec) -> bool:
        around = spec.parent.gate if spec.parent is not None and spec.parent.sort != "repeat" else 0
        if not frame.on[around]:
            return False
        bound = self._plan.rule(group, "relevant", group.rules.relevant)
        if bound is None or any(kid.on[0] for kid in frame.every[spec.level.place]):
            return True
        place = len(frame.every[spec.level.place]) + 1
        return bool(
            self._frames.carried_out(bound, Frame(spec.level, frame, place, frame.prefix), group, "relevant", True)
        )

    def count(self, address: str) -> int:
        """How many instances a repeating block has."""
        frame, _, spec = self._at(address)
        return len(frame.kids[spec.level.place])

    def is_counted(self, address: str) -> bool:
        """Whether the form itself says how many instances a block has, so that nobody adds or removes one."""
        _, node, _ = self._at(address)
        return bool(node.rules.count.strip())

    # What holds for each

    @property
    def required(self) -> frozenset[str]:
        """Addresses of the questions that are asked and must be answered."""
        return cast("frozenset[str]", self._keep("required", lambda: self._where("required")))

    @property
    def readonly(self) -> frozenset[str]:
        """Addresses of the questions that are asked and may only be read."""
        return cast("frozenset[str]", self._keep("readonly", lambda: self._where("readonly")))

    def _where(self, rule: Rule) -> frozenset[str]:
        return frozenset(
            address
            for address, node, _, frame in self._walk()
            if node.is_asked and getattr(node.rules, rule) and self._holds(node, rule, frame)
        )

    def is_required(self, address: str) -> bool:
        """Whether a question is asked and must be answered."""
        frame, node, spec = self._at(address)
        return isinstance(node, Question) and frame.on[spec.gate] and self._holds(node, "required", frame)

    def is_readonly(self, address: str) -> bool:
        """Whether a question may only be read."""
        frame, node, _ = self._at(address)
        return self._holds(node, "readonly", frame)

    def _holds(self, node: Node, rule: Rule, frame: Frame) -> bool:
        bound = self._plan.rule(node, rule, getattr(node.rules, rule))
        return bound is not None and boolean(self._frames.carried_out(bound, frame, node, rule, False))

    def constraint_holds(self, address: str) -> bool:
        """Whether the answer at an address keeps to its constraint; True where there is no answer or none is set."""
        frame, node, spec = self._at(address)
        bound = self._plan.rule(node, "constraint", node.rules.constraint)
        if bound is None or spec.sort != "leaf" or frame.v[spec.slot] == "":
            return True
        return boolean(self._frames.carried_out(bound, frame, node, "constraint", True))

    def choices(self, address: str) -> tuple[Choice, ...]:
        """The choices offered at an address: those the filter leaves, in the order they are to be shown."""
        frame, node, _ = self._at(address)
        return choices_of(self._frames, node, frame) if isinstance(node, Question) and node.choices else ()


def _seen(node: Question) -> bool:
    return node.kind not in {"calculate", "hidden", "meta"}
