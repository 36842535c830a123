"""What a change of answers sets off, for whoever keeps answers and evaluates them anew each time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from concord.instrument import answers as told
from concord.instrument.answers import Answers
from concord.instrument.model import Instrument
from concord.instrument.routing.live import Live
from concord.instrument.routing.triggers import has_trigger


def follow(
    instrument: Instrument, before: Mapping[str, Any], after: Mapping[str, Any], *, today: date, **how: Any
) -> Answers:
    """The answers after a change, with the values that triggers set off among them, to be kept with the others.

    Args:
        instrument: What is answered.
        before: All answers as they were kept.
        after: All answers as they are now; an answer that somebody gives to a triggered question itself stands.
        today: The day that ``today()`` says.
        how: As for :func:`concord.instrument.routing.evaluate`.
    """
    was, now = (each if isinstance(each, Answers) else told.parse(each) for each in (before, after))
    waiting = {node.path for node in instrument.nodes() if has_trigger(node)}
    if not waiting:
        return now
    old = {address: (node, value) for address, node, value in told.addresses(instrument, was)}
    new = {address: (node, value) for address, node, value in told.addresses(instrument, now)}
    changed = [(address, node) for address, (node, _) in {**old, **new}.items() if old.get(address) != new.get(address)]
    live = Live(instrument, was, today=today, **how)
    for address, _ in sorted(changed, key=lambda each: each[1].path in waiting):
        live.set(address, new[address][1] if address in new else None)
    return _taken_over(instrument, live.answers, now, waiting)


def _taken_over(instrument: Instrument, lived: Answers, now: Answers, waiting: set[tuple[str, ...]]) -> Answers:
    """The triggered values of answers given one by one, put among the answers as they are now."""
    wanted = {at: value for at, node, value in told.addresses(instrument, lived) if node.path in waiting}
    for address, node, _ in tuple(told.addresses(instrument, now)):
        if node.path in waiting and address not in wanted:
            now = told.put(now, address, None)
    for address, value in wanted.items():
        block = address.rpartition("]/")[0]
        if not block or told.get(now, f"{block}]") is not None:
            now = told.put(now, address, value)
    return now
