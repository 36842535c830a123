"""The answers a filled print shows, looked up by address; an empty form has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from concord.instrument.model import Group, Question

if TYPE_CHECKING:
    from concord.instrument.routing import State


@dataclass(frozen=True)
class Scope:
    """Answers of one level: the whole, or one instance of a repeating block.

    Args:
        values: Answers by key; None on an empty form.
        prefix: What stands before a key in an address: empty, or ``agreements[2]/``.
        state: What is asked given all answers; None on an empty form.
    """

    values: Mapping[str, Any] | None = None
    prefix: str = ""
    state: State | None = field(default=None, compare=False)

    @property
    def is_empty_form(self) -> bool:
        """Whether it is a form to be filled in by hand."""
        return self.state is None

    def address(self, key: str) -> str:
        """The address of an answer of this level."""
        return f"{self.prefix}{key}"

    def answer(self, key: str) -> Any:
        """The answer under a key, or None."""
        return None if self.values is None else self.values.get(key)

    def asks(self, question: Question) -> bool:
        """Whether the question is asked; on an empty form all are."""
        return self.state is None or self.state.is_asked(self.address(question.key))

    def instances(self, block: Group) -> Iterator[Scope]:
        """One scope for each instance of a repeating block that answers were given in."""
        given = self.answer(block.key)
        rows = given if isinstance(given, Sequence) and not isinstance(given, str) else ()
        for number, row in enumerate(rows, start=1):
            yield Scope(row, f"{self.prefix}{block.key}[{number}]/", self.state)
