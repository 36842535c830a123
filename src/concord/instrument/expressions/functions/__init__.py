"""The functions of ODK's XForms specification: how many arguments each takes, and the closure it becomes.

A file for each kind; :data:`FUNCTIONS` is the table of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from concord.instrument.expressions.binding import Bound, Scope
from concord.instrument.expressions.functions.choices import CHOICES
from concord.instrument.expressions.functions.coding import CODING
from concord.instrument.expressions.functions.dates import DATES
from concord.instrument.expressions.functions.declared import Function
from concord.instrument.expressions.functions.logic import LOGIC
from concord.instrument.expressions.functions.nodes import NODES
from concord.instrument.expressions.functions.numbers import NUMBERS
from concord.instrument.expressions.functions.places import PLACES
from concord.instrument.expressions.functions.repeats import REPEATS
from concord.instrument.expressions.functions.texts import TEXTS
from concord.instrument.expressions.nearest import nearest
from concord.instrument.expressions.tree import Call
from concord.instrument.expressions.unreadable import Unreadable

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {each.name: each for each in (*LOGIC, *NUMBERS, *TEXTS, *DATES, *CHOICES, *NODES, *REPEATS, *PLACES, *CODING)}
)
#: Of XPath 1.0 or ours, and not known to ODK Collect: a form that calls them cannot be filled in there.
NOT_IN_COLLECT = frozenset({"base64-encode", "ceiling", "floor", "last", "local-name", "name", "substring"})
#: Named in the grammar itself and bound elsewhere.
BUILT_IN = frozenset({"if", "current", "instance"})


def bind_call(call: Call, scope: Scope) -> Bound:
    """The closure of a call; raises Unreadable for an unknown function or a wrong number of arguments."""
    check_call(call)
    return FUNCTIONS[call.name].bind(call, scope)


def check_call(call: Call) -> None:
    """Refuse a function that is not known, naming the nearest, or one with too few or too many arguments."""
    function = FUNCTIONS.get(call.name)
    if function is None:
        known = {"function": call.name, "nearest": nearest(call.name, (*FUNCTIONS, *BUILT_IN)) or "–"}
        if call.name in BUILT_IN:
            raise Unreadable("instance-name", position=call.position, params={"function": call.name})
        raise Unreadable("unknown-function", position=call.position, params=known)
    if not function.takes_count(len(call.args)):
        params = {"function": call.name, "wanted": function.wanted, "found": len(call.args)}
        raise Unreadable("arguments", position=call.position, params=params)


__all__ = ["BUILT_IN", "FUNCTIONS", "NOT_IN_COLLECT", "Function", "bind_call", "check_call"]
