"""The five kinds of refusal.

::

    Refusal
    ├── Invalid       the request itself is wrong: change it
    ├── NotFound      no such thing, or none that may be known
    ├── NotAllowed    the thing exists and this person may not do this to it
    ├── Conflict      the state has moved on: look again
    └── Unavailable   not now: try again later, or install what is missing

Bad *data* is never an exception: it is a :class:`concord.findings.Finding`.
"""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """A refusal to do what was asked.

    Args:
        code: Stable name, ``room.subject.reason``; ``declarations.messages.said`` gives its wording.
        params: Values for the wording.
        hint: What to do about it, one sentence.
    """

    def __init__(self, code: str, *, params: Mapping[str, object] | None = None, hint: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, object] = dict(params or {})
        self.hint = hint

    def __str__(self) -> str:
        shown = ", ".join(f"{key}: {value}" for key, value in self.params.items())
        return " ".join(part for part in (self.code, f"({shown})" if shown else "", self.hint) if part)


class Invalid(Refusal):
    """The request itself is wrong."""


class NotFound(Refusal):
    """There is no such thing, or none that may be known."""


class NotAllowed(Refusal):
    """This person may not do this."""


class Conflict(Refusal):
    """The state has moved on since the request was made."""


class Unavailable(Refusal):
    """Not available now; try again later, or add what is missing."""
