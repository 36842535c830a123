"""Texts: joining, cutting, searching, matching."""

from __future__ import annotations

import math
from collections.abc import Callable

from concord.instrument.expressions.binding import Bound, Scope, as_text, bind, wording
from concord.instrument.expressions.functions.declared import Function, flat, plain, special
from concord.instrument.expressions.paths import bind_path
from concord.instrument.expressions.regexes import Machine, machine
from concord.instrument.expressions.shape import Frame, Run
from concord.instrument.expressions.tree import Call, Path
from concord.instrument.expressions.values import Atom, bounded, text


def substr(value: str, start: float, end: float = math.inf) -> str:
    """From ``start`` (from 0) up to ``end``, not included; negative places count from the end."""
    length = len(value)
    first, last = _place(start, length), _place(end, length)
    return value[first:last] if first <= last else ""


def _place(place: float, length: int) -> int:
    if place != place:
        return 0
    if math.isinf(place):
        return length if place > 0 else 0
    whole = math.trunc(place)
    return min(max(0, length + whole if whole < 0 else whole), length)


def substring(value: str, start: float, length: float = math.inf) -> str:
    """XPath 1.0's own: from 1, places rounded; NaN gives nothing."""
    if start != start or length != length:
        return ""
    first = _half_up(start)
    last = first + _half_up(length)
    if last != last:
        return ""
    begun, end = max(first, 1.0), min(last, len(value) + 1.0)
    return value[int(begun) - 1 : int(end) - 1] if begun < end else ""


def _half_up(value: float) -> float:
    return value if math.isinf(value) else math.floor(value + 0.5)


def normalised(value: str) -> str:
    """Without spaces at the ends, and with one space for several."""
    return " ".join([word for word in value.translate(_SPACES).split(" ") if word])


_SPACES = str.maketrans(dict.fromkeys(" \t\r\n", " "))


def translated(value: str, old: str, new: str) -> str:
    """Characters exchanged one for one; those without a partner are dropped."""
    table: dict[int, int | None] = {}
    for at, sign in enumerate(old):
        table.setdefault(ord(sign), ord(new[at]) if at < len(new) else None)
    return value.translate(table)


def _concat(call: Call, scope: Scope) -> Bound:
    all_of = flat(call.args, scope)
    return Bound(lambda f, r: _joined("", all_of(f, r), r), "text")


def _join(call: Call, scope: Scope) -> Bound:
    separator, all_of = wording(bind(call.args[0], scope)), flat(call.args[1:], scope)
    return Bound(lambda f, r: _joined(separator(f, r), all_of(f, r), r), "text")


def _joined(separator: str, many: list[Atom], r: Run) -> str:
    if len(many) > 8:
        r.spend(3 * len(many))
    return bounded(separator.join([text(each) for each in many]))


def _of_here(work: Callable[[str], str | float]) -> Callable[[Call, Scope], Bound]:
    """Of its argument, or of the answer one stands at."""

    def make(call: Call, scope: Scope) -> Bound:
        bound = bind(call.args[0], scope) if call.args else bind_path(Path("here", "", (), call.position), scope)
        of = wording(bound)

        def done(f: Frame, r: Run) -> str | float:
            return work(of(f, r))

        return Bound(done, "number" if call.name == "string-length" else "text")

    return make


def _regex(call: Call, scope: Scope) -> Bound:
    value, pattern = wording(bind(call.args[0], scope)), as_text(bind(call.args[1], scope))
    if isinstance(pattern.constant, str):
        known = machine(pattern.constant)
        return Bound(lambda f, r: _matches(known, value(f, r), r), "boolean")
    said = wording(pattern)
    return Bound(lambda f, r: _matches(machine(said(f, r)), value(f, r), r), "boolean")


def _matches(pattern: Machine, value: str, r: Run) -> bool:
    found = pattern.matches(value)
    r.spend(pattern.spent)
    return found


TEXTS: tuple[Function, ...] = (
    special("concat", 1, None, _concat, shown="text, …"),
    special("join", 1, None, _join, shown="separator, text, …"),
    plain("substr", "tnn", "text", substr, least=2, shown="text, start, end"),
    plain("substring", "tnn", "text", substring, least=2, shown="text, start, length"),
    plain("substring-before", "tt", "text", lambda a, b: a[: a.index(b)] if b in a else "", shown="text, sign"),
    plain("substring-after", "tt", "text", lambda a, b: a[a.index(b) + len(b) :] if b in a else "", shown="text, sign"),
    special("string-length", 0, 1, _of_here(lambda value: float(len(value))), shown="text"),
    special("normalize-space", 0, 1, _of_here(normalised), shown="text"),
    plain("contains", "tt", "boolean", lambda a, b: b in a, shown="text, part"),
    plain("starts-with", "tt", "boolean", lambda a, b: a.startswith(b), shown="text, part"),
    plain("ends-with", "tt", "boolean", lambda a, b: a.endswith(b), shown="text, part"),
    plain("translate", "ttt", "text", translated, shown="text, signs, instead"),
    special("regex", 2, 2, _regex, shown="text, pattern"),
)
