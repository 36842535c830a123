"""In which order rules must be evaluated, and which of them go round in circles."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def components(nodes: Iterable[T], after: Mapping[T, Iterable[T]]) -> list[tuple[T, ...]]:
    """Strongly connected parts, each after all those it depends on (Tarjan 1972, without recursion).

    Args:
        nodes: In the order preferred among equals.
        after: What each node depends on.
    """
    index: dict[T, int] = {}
    low: dict[T, int] = {}
    stack: list[T] = []
    waiting: set[T] = set()
    found: list[tuple[T, ...]] = []
    for start in nodes:
        if start in index:
            continue
        work = [(start, iter(tuple(after.get(start, ()))))]
        index[start] = low[start] = len(index)
        stack.append(start)
        waiting.add(start)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_popped(stack, waiting, node))
            elif following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                waiting.add(following)
                work.append((following, iter(tuple(after.get(following, ())))))
            elif following in waiting:
                low[node] = min(low[node], index[following])
    return found


def _popped(stack: list[T], waiting: set[T], node: T) -> tuple[T, ...]:
    part: list[T] = []
    while True:
        top = stack.pop()
        waiting.discard(top)
        part.append(top)
        if top == node:
            return tuple(reversed(part))
