"""What must be worked out of each question and group: conditions, calculations, counts of instances."""

from __future__ import annotations

from typing import cast

from concord.instrument.expressions.binding import Reading, bind, truth
from concord.instrument.expressions.compiled import compile
from concord.instrument.expressions.shape import Level, Spec
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.model import Group, Node, Question
from concord.instrument.routing.plan import Plan
from concord.instrument.routing.rules import Job, Problem, is_dynamic
from concord.instrument.routing.triggers import has_trigger, triggered


def jobs_of(node: Node, plan: Plan) -> list[Job]:
    """The jobs of one question or group."""
    spec, made = plan.shape.spec_of[node.path], []
    if isinstance(node, Group) and node.repeats:
        if node.rules.count.strip():
            made.append(_count(node, spec, plan))
        around = _gate_around(spec)
        made.append(_gate(node, spec, 0, around, plan))
    elif node.rules.relevant:
        made.append(_gate(node, spec, spec.gate, _gate_around(spec), plan))
    source = _worked_out(node)
    if has_trigger(node):
        made += triggered(node, plan)
    elif source:
        bound, reads = plan.read(node, "calculation", source)
        if bound is not None:
            costs = bound.weight
            made.append(Job("value", node, spec.level, spec.slot, spec.gate, bound.fn, reads, spec=spec, weight=costs))
    return made


def _worked_out(node: Node) -> str:
    """The calculation of a question; of what nobody answers, else a default that is worked out."""
    if not isinstance(node, Question):
        return ""
    if node.rules.calculation.strip():
        return node.rules.calculation
    return node.rules.default if node.kind in {"hidden", "calculate"} and is_dynamic(node.rules.default, node) else ""


def _gate_around(spec: Spec) -> int:
    return spec.parent.gate if spec.parent is not None and spec.parent.sort != "repeat" else 0


def _gate(node: Node, spec: Spec, gate: int, around: int, plan: Plan) -> Job:
    bound, reads = plan.read(node, "relevant", node.rules.relevant)
    fn, costs = (None, 1) if bound is None else (truth(bound), bound.weight)
    return Job("gate", node, spec.level, gate, around, fn, reads, spec=spec, weight=costs)


def _count(node: Group, spec: Spec, plan: Plan) -> Job:
    """How many instances: worked out where the block stands, not in its instances."""
    outer, reads = cast(Level, spec.level.outer), list[tuple[Spec, Reading]]()
    fn = None
    try:
        scope = plan.scope(cast(Spec, spec.parent))
        scope.reads = reads
        fn = bind(compile(node.rules.count).tree, scope).fn
    except Unreadable as why:
        plan.problems.append(Problem(node, "count", why))
    return Job("count", node, outer, spec.level.place, _gate_around(spec), fn, reads, spec=spec)
