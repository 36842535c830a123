"""Why an expression cannot be read or carried out: the author's to mend, never a quiet "false"."""

from __future__ import annotations

from collections.abc import Mapping

from concord.errors import Invalid


class Unreadable(Invalid):
    """An expression that cannot be read, bound to its instrument, or evaluated within bounds.

    Args:
        code: ``instrument.expression.<reason>``.
        params: Values for the wording.
        position: Character in the expression, from 0, or None where no one place is to blame.
    """

    def __init__(self, reason: str, *, position: int | None = None, params: Mapping[str, object] | None = None) -> None:
        shown = {} if position is None else {"position": position + 1}
        super().__init__(f"instrument.expression.{reason}", params={**shown, **(params or {})})
        self.position = position


class Costly(Unreadable):
    """An expression whose evaluation was stopped because it took more than it may (steps, or length of a text)."""
