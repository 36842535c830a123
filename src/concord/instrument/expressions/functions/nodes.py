"""Many values at once: counting, adding, the least and the greatest, shuffling."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

from concord.instrument.expressions.binding import Bound, Scope, bind
from concord.instrument.expressions.functions.declared import Function, flat, node_list, special
from concord.instrument.expressions.routes import route_of
from concord.instrument.expressions.shape import Frame, Run
from concord.instrument.expressions.tree import Call, Path
from concord.instrument.expressions.values import NAN, Atom, number, text

T = TypeVar("T")


def _of_nodes(work: Callable[[list[Atom]], float]) -> Callable[[Call, Scope], Bound]:
    def make(call: Call, scope: Scope) -> Bound:
        found = node_list(call.args[0], scope, call.name)

        def done(f: Frame, r: Run) -> float:
            many = found(f, r)
            r.spend(len(many))
            return work(many)

        return Bound(done, "number")

    return make


def total(many: list[Atom]) -> float:
    """The sum of those that are numbers: what is not answered adds nothing, as in ODK's JavaRosa."""
    added = 0.0
    for each in many:
        value = each if type(each) is float else number(each)
        if value == value:
            added += value
    return added


def _extreme(pick: Callable[[list[float]], float]) -> Callable[[Call, Scope], Bound]:
    """The least or greatest of those that are numbers; NaN where none is."""

    def make(call: Call, scope: Scope) -> Bound:
        found = flat(call.args, scope)

        def done(f: Frame, r: Run) -> float:
            many = found(f, r)
            r.spend(3 * len(many))
            figures = [value for value in map(number, many) if value == value]
            return pick(figures) if figures else NAN

        return Bound(done, "number")

    return make


def _last(call: Call, scope: Scope) -> Bound:
    return Bound(lambda f, r: r.size if scope.candidate is not None else 1.0, "number")


def _name(call: Call, scope: Scope) -> Bound:
    named = scope.here.name if not call.args else ""
    if call.args and isinstance(call.args[0], Path):
        named = route_of(call.args[0], scope).spec.name
    return Bound(lambda f, r: named, "text", named)


def park_miller(seed: int) -> Callable[[], float]:
    """ODK's generator: the minimal standard of Park and Miller, from a seed; numbers from 0 up to 1."""
    state = abs(seed) % _MODULUS * (1 if seed > 0 else -1)
    state = state + _MODULUS - 1 if state <= 0 else state

    def draw() -> float:
        nonlocal state
        state = state * 16807 % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return draw


_MODULUS = 2147483647


def shuffled(many: list[T], draw: Callable[[], float]) -> list[T]:
    """The inside-out shuffle of Fisher and Yates, as ODK's specification has it."""
    mixed: list[T] = []
    for at, each in enumerate(many):
        other = int(draw() * (at + 1))
        mixed.append(each)
        if other < at:
            mixed[at] = mixed[other]
            mixed[other] = each
    return mixed


def seed_of(value: Atom) -> int:
    """A whole number from what was given as a seed; of a text that is no number, the first bytes of its digest."""
    given = number(value)
    if given == given and abs(given) < 2**63:
        return int(given)
    said = text(value)
    if said in {"", "NaN"}:
        return 0
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def seeded(f: Frame, r: Run, purpose: str) -> bytes:
    """32 bytes that follow from the run's seed, the instance one stands in and the purpose."""
    return hashlib.sha256(f"{r.seed}/{f.prefix}/{f.place}/{purpose}".encode("utf-8", "surrogatepass")).digest()


def purpose_of(call: Call, scope: Scope) -> str:
    """Where in the form a call stands, so that two of them draw differently."""
    return f"{'/'.join(scope.here.path)}/{call.name}/{call.position}"


def _randomize(call: Call, scope: Scope) -> Bound:
    found = node_list(call.args[0], scope, call.name)
    seed, purpose = bind(call.args[1], scope).fn if len(call.args) > 1 else None, purpose_of(call, scope)

    def mix(f: Frame, r: Run) -> list[Atom]:
        start = seed_of(cast(Atom, seed(f, r))) if seed else int.from_bytes(seeded(f, r, purpose)[:6], "big")
        return shuffled(found(f, r), park_miller(start))

    return Bound(mix, "nodes")


def _random(call: Call, scope: Scope) -> Bound:
    purpose = purpose_of(call, scope)
    return Bound(lambda f, r: int.from_bytes(seeded(f, r, purpose)[:6], "big") / 2**48, "number")


NODES: tuple[Function, ...] = (
    special("count", 1, 1, _of_nodes(lambda many: float(len(many))), shown="nodes"),
    special("count-non-empty", 1, 1, _of_nodes(lambda many: float(sum(each != "" for each in many))), shown="nodes"),
    special("sum", 1, 1, _of_nodes(total), shown="nodes"),
    special("min", 1, None, _extreme(min), shown="number, …"),
    special("max", 1, None, _extreme(max), shown="number, …"),
    special("last", 0, 0, _last),
    special("name", 0, 1, _name, shown="node"),
    special("local-name", 0, 1, _name, shown="node"),
    special("randomize", 1, 2, _randomize, shown="nodes, seed", pure=False),
    special("random", 0, 0, _random, pure=False),
)
