"""The plan of an instrument: made once, kept with it."""

from __future__ import annotations

from typing import cast

from concord.instrument.expressions.shape import Level, Spec
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.model import Instrument, Node, Question
from concord.instrument.routing.jobs import jobs_of
from concord.instrument.routing.lists import InstrumentLists
from concord.instrument.routing.plan import Plan
from concord.instrument.routing.rules import Problem, is_dynamic
from concord.instrument.routing.sequence import put_in_order
from concord.instrument.routing.shaping import shape_of
from concord.instrument.routing.wordings import names_in


def plan_of(instrument: Instrument) -> Plan:
    """The plan of an instrument, made once for each."""
    kept = vars(instrument)
    if "_plan" not in kept:
        kept["_plan"] = _made(instrument)
    return cast(Plan, kept["_plan"])


def _made(instrument: Instrument) -> Plan:
    plan = Plan(instrument, shape_of(instrument), InstrumentLists(instrument))
    jobs = [job for node in instrument.nodes() for job in jobs_of(node, plan)]
    _check_others(plan)
    for level in plan.shape.levels:
        plan.silent[level], plan.order[level], plan.by_key[level] = [], [], {}
    for spec, node in plan.shape.node_of.items():
        _placed(plan, spec, node)
    for of, companion in plan.shape.companions.items():
        plan.gates.setdefault((of.level, of.gate), []).append(companion)
    plan.is_random = any(_is_random(node) for node in instrument.nodes())
    put_in_order(plan, jobs)
    return plan


def _placed(plan: Plan, spec: Spec, node: Node) -> None:
    """Where a question or block stands among the others of its level."""
    if isinstance(node, Question):
        if node.kind in {"hidden", "meta", "calculate"}:
            plan.silent[spec.level].append((node.key, node, spec))
        plan.gates.setdefault((spec.level, spec.gate), []).append(spec)
    elif not node.repeats:
        return
    level = spec.level if isinstance(node, Question) else cast(Level, spec.level.outer)
    plan.order[level].append((node.key, node, spec))
    plan.by_key[level][node.key] = (node, spec)


def _check_others(plan: Plan) -> None:
    """Bind the rules on which no other depends, so that all problems are known at once."""
    for node in plan.instrument.nodes():
        for rule in ("required", "constraint", "readonly"):
            plan.rule(node, rule, getattr(node.rules, rule))
        if is_dynamic(node.rules.default, node):
            plan.rule(node, "default", node.rules.default)
        if isinstance(node, Question) and node.choices.startswith("${"):
            plan.given(node)
        elif isinstance(node, Question) and node.rules.choice_filter.strip():
            plan.filtered(node)
        _check_names(plan, node)


def _check_names(plan: Plan, node: Node) -> None:
    """Names in labels, and their companions, are found before values are laid out."""
    for name in names_in(node):
        try:
            plan.shape.named(name, plan.shape.spec_of[node.path], 0)
        except Unreadable as why:
            plan.problems.append(Problem(node, "label", why))


def _is_random(node: Node) -> bool:
    """Whether anything about a node follows from the seed."""
    written = " ".join((node.rules.calculation, node.rules.relevant, node.rules.default, node.rules.choice_filter))
    return any(word in written for word in ("random", "uuid"))
