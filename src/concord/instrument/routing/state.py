"""What an instrument asks, given answers: the result of routing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from concord.instrument.answers import Answers, value_as_json
from concord.instrument.expressions.shape import BUDGET, Frame, Spec
from concord.instrument.expressions.values import Value, boolean
from concord.instrument.model import Choice, Group, Instrument, Node, Question
from concord.instrument.routing.choosing import choices_of, words_of
from concord.instrument.routing.frames import Frames
from concord.instrument.routing.gathering import gathered
from concord.instrument.routing.plan import Plan
from concord.instrument.routing.reading import calculated, said
from concord.instrument.routing.rules import Problem, Rule, is_dynamic
from concord.instrument.routing.wordings import best, filled
from concord.vocabulary.text import Text, Wording


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is asked or not: a question or a group around it, its condition, and whether it holds."""

    node: Node
    source: str
    truth: bool


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


class State:
    """Which questions are asked, what is calculated, and what holds for each address.

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

    # What is asked

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

    # Values

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

    # Words

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

    # Addresses

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


def _seen(node: Question) -> bool:
    return node.kind not in {"calculate", "hidden", "meta"}
