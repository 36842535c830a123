"""All answers of the frames, put together again."""

from __future__ import annotations

from typing import Any, cast

from concord.instrument.answers import Answers, as_json, parse
from concord.instrument.expressions.shape import Frame
from concord.instrument.routing.plan import Plan


def gathered(frame: Frame, plan: Plan) -> Answers:
    """The answers of a frame and of all instances below it."""
    found = dict(frame.raw)
    for level in frame.level.below:
        key = plan.shape.node_of[level.spec].key
        given, every = found.pop(key, ()), frame.every[level.place]
        held = [each.place for each in every if each.raw or any(each.every)]
        count = max(len(given) if isinstance(given, tuple | list) else 0, max(held, default=0))
        if count:
            found[key] = tuple(gathered(each, plan) for each in every[:count])
        elif given not in ((), []):
            found[key] = given
    return parse(as_json(cast(Any, found)))
