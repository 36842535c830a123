"""Calculations with a ``trigger``: worked out when the answer of the question named changes, kept until it does again.

Such a value is kept among the answers, under the question's own key, because it cannot be told from the other answers:
those may have changed since. Where answers come without it (typed on paper, sent by a program), it is worked out from
the answers as they stand, once one of the questions named is answered. A trigger without a calculation takes the answer
away (XForms: ``setvalue`` at ``xforms-value-changed``).
"""

from __future__ import annotations

import re
from typing import TypeGuard

from concord.instrument.expressions.binding import truth
from concord.instrument.expressions.shape import Frame
from concord.instrument.expressions.values import Value as Seen
from concord.instrument.model import Node, Question
from concord.instrument.routing.plan import Plan
from concord.instrument.routing.reading import calculated, said, seen
from concord.instrument.routing.rules import Job

_NAME = re.compile(r"\$\{[^{}]+\}")


def has_trigger(node: Node) -> TypeGuard[Question]:
    """Whether a question's value follows the change of another."""
    return isinstance(node, Question) and bool(node.rules.trigger.strip()) and node.kind not in {"meta", "note"}


def triggered(question: Question, plan: Plan) -> list[Job]:
    """The calculation of a question with a trigger; none where the trigger or the expression cannot be read."""
    spec = plan.shape.spec_of[question.path]
    bound, reads = plan.read(question, "calculation", question.rules.calculation or "''")
    names = [each.strip() for each in question.rules.trigger.split(",") if each.strip()]
    if not all(_NAME.fullmatch(each) for each in names):
        return []  # the author is told where the sheets are checked
    asked = " or ".join(f"count-non-empty({each}) > 0" for each in names)
    set_off, fired_by = plan.read(question, "calculation", asked)
    if bound is None or set_off is None:
        return []
    others = [each for each in reads if each[0] is not spec]
    job = Job("value", question, spec.level, spec.slot, spec.gate, bound.fn, [*others, *fired_by], spec=spec,
              weight=bound.weight + set_off.weight)  # fmt: skip
    job.fired_by, job.is_set_off = tuple(dict.fromkeys(fired_by)), truth(set_off)
    return [job]


def forget(job: Job, frame: Frame) -> None:
    """Take away the value that is kept, so that it is worked out anew."""
    frame.own[job.slot] = ""
    frame.raw.pop(job.node.key, None)


def keep(job: Job, frame: Frame, value: Seen) -> Seen:
    """Keep a value among the answers; it is then what expressions see of the answer."""
    question = job.node
    assert isinstance(question, Question)
    kept = said(question.kind, value) if question.is_asked else calculated(value)
    if kept is None:
        return ""
    frame.raw[question.key] = kept
    frame.own[job.slot] = seen(question.kind, kept)
    return frame.own[job.slot]
