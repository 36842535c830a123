"""Rules of a question or group: which there are, what is wrong with one, and what is worked out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from concord.instrument.expressions.binding import Reading
from concord.instrument.expressions.compiled import compile
from concord.instrument.expressions.shape import Frame, Level, Run, Spec
from concord.instrument.expressions.tree import Call, Chosen, walk
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.model import Node

Rule = Literal[
    "relevant", "required", "constraint", "calculation", "readonly", "choice_filter", "default", "count", "label"
]
#: What XLSForm authors write for true and false.
YES = frozenset({"yes", "true", "true()"})
NO = frozenset({"no", "false", "false()"})


#: The closure of a condition.
Holds = Callable[[Frame, Run], bool]


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that cannot be read or carried out: of which question or group, which rule, and why."""

    node: Node
    rule: Rule
    why: Unreadable


@dataclass(slots=True, eq=False)
class Job:
    """One thing to work out in every frame of a level.

    Args:
        sort: ``gate`` (a condition), ``value`` (a calculation) or ``count`` (how many instances).
        node: Whose rule it is.
        level: The level whose frames it is worked out in.
        slot: Gate, slot or place of the block below.
        around: Of a gate: the gate around it, in the same frame, or in the frame above for an instance's own.
        fn: The closure, or None where the gate only follows the one around it.
        reads: What it reads.
        step: Its place in the order.
        spec: Whose value, condition or instances it is.
        weight: How much work it is, in each frame.
        fired_by: Questions whose change alone sets off the calculation (``trigger``); empty for all others.
        is_set_off: Whether one of those questions is answered.
    """

    sort: Literal["gate", "value", "count"]
    node: Node
    level: Level
    slot: int
    around: int
    fn: Callable[[Frame, Run], object] | None
    reads: list[tuple[Spec, Reading]]
    spec: Spec
    step: int = 0
    weight: int = 1
    fired_by: tuple[tuple[Spec, Reading], ...] = ()
    is_set_off: Holds | None = None


#: Which rule of its row a job carries out.
RULE_OF: dict[str, Rule] = {"gate": "relevant", "value": "calculation", "count": "count"}


def aliased(source: str) -> str:
    """``yes`` and ``TRUE`` as expressions."""
    word = source.strip().casefold()
    return "true()" if word in YES else "false()" if word in NO else source


def is_dynamic(default: str, node: Node) -> bool:
    """Whether a default is worked out (it calls a function or names a question) or stands as written."""
    if not default.strip():
        return False
    if "${" in default:
        return True
    try:
        tree = compile(default).tree
    except Unreadable:
        return False
    return any(isinstance(each, Call | Chosen) for each in walk(tree))
