"""Old values as values of the new question: choices by their own map, kinds only where nobody must decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concord.instrument.answers import Answers, NonAnswer, Value
from concord.instrument.model import CHOOSING, NUMBERS, Node, Question
from concord.instrument.prefill.carried import Reason
from concord.instrument.versions.conversion import converted, convertible
from concord.instrument.versions.edges import Edge


@dataclass(frozen=True, slots=True)
class Old:
    """One old answer: its question, address and value."""

    question: Node
    address: str
    value: Value

    @property
    def is_said(self) -> bool:
        """Whether it is more than "not known"."""
        return not isinstance(self.value, NonAnswer)


def instances_of(value: Value | None) -> tuple[Answers, ...]:
    """The instances of a repeating block; none of anything else."""
    return tuple(each for each in value if isinstance(each, Answers)) if isinstance(value, tuple) else ()


def chosen(value: Value) -> tuple[str, ...]:
    """The names of the choices in an answer to a choosing question."""
    if isinstance(value, tuple):
        return tuple(each for each in value if isinstance(each, str))
    return (str(value),)


def mapped_value(new: Question, old: Question, edge: Edge, value: Value) -> tuple[Value | None, list[Reason]]:
    """An old value as one of the new question, and why parts of it did not arrive; None where none of it did."""
    if old.kind not in CHOOSING or new.kind not in CHOOSING or not edge.choices:
        return converted(value, old.kind, new.kind) if convertible(old.kind, new.kind) else None, []
    arrived: list[str] = []
    lost: list[Reason] = []
    for name in chosen(value):
        ways = edge.choices_from(name)
        if len(ways) == 1 and ways[0].mode != "split" and ways[0].new is not None:
            arrived.append(ways[0].new)
        else:
            lost.append("choice-split" if ways else "choice-gone")
    if not arrived or (lost and new.kind == "rank"):
        return None, lost or ["choice-gone"]
    unique = tuple(dict.fromkeys(arrived))
    if old.kind == "one":
        return (unique[0] if new.kind == "one" else unique), lost
    return converted(unique, old.kind, new.kind), lost


def proposal(new: Question, edge: Edge, olds: Sequence[Old]) -> Value | None:
    """What may be offered beside a split or merged question.

    Texts are joined; numbers are added up where the author declares ``merge=sum``; choices follow their own map.
    """
    questions = [each.question for each in olds if isinstance(each.question, Question)]
    if new.kind in CHOOSING:
        return _chosen(new, edge, olds)
    if not all(convertible(each.kind, new.kind) for each in questions):
        return None
    if len(olds) == 1 and edge.mode != "merged":
        return converted(olds[0].value, questions[0].kind, new.kind)
    if new.kind in {"text", "long-text"}:
        joint = "\n\n" if new.kind == "long-text" else "; "
        return joint.join(dict.fromkeys(str(each.value) for each in olds))
    if new.kind in NUMBERS and new.parameters.get("merge") == "sum" and len(olds) == len(edge.old):
        numbers = [each.value for each in olds if isinstance(each.value, int | float)]
        return converted(sum(numbers), "decimal", new.kind) if len(numbers) == len(olds) else None
    return None


def _chosen(new: Question, edge: Edge, olds: Sequence[Old]) -> Value | None:
    single = len(edge.old) == 1
    names = [name if single else f"{each.question.name}/{name}" for each in olds for name in chosen(each.value)]
    ways = [way for name in names for way in edge.choices_from(name) if way.mode != "split"]
    arrived = tuple(dict.fromkeys(way.new for way in ways if way.new is not None))
    if new.kind == "many":
        return arrived or None
    if new.kind == "rank":
        return None
    return arrived[0] if len(arrived) == 1 else None
