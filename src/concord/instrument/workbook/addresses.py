"""Addresses of answers: ``key`` at the root, ``agreements[2]/partner`` in the second entry of a block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from concord.instrument.model import Question

Scope = tuple[tuple[str, int], ...]


def address(question: Question, scope: Sequence[tuple[str, int]] = ()) -> str:
    """The address of a question's answer within the entries around it (key of the block, number from 1)."""
    return "/".join((*(f"{key}[{number}]" for key, number in scope), question.key))


def entries(answers: Mapping[str, Any], keys: Sequence[str]) -> Iterator[tuple[Scope, Mapping[str, Any]]]:
    """Every entry of a block, outermost key first, with where it stands and what it holds."""
    waiting: list[tuple[Scope, Mapping[str, Any]]] = [((), answers)]
    for key in keys:
        waiting = [
            ((*scope, (key, number)), entry)
            for scope, around in waiting
            for number, entry in enumerate(around.get(key) or (), start=1)
            if isinstance(entry, Mapping)
        ]
    yield from waiting


def is_answered(value: Any) -> bool:
    """Whether something was answered, a non-answer included."""
    return value is not None and value != "" and value != []
