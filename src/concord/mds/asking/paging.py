"""Pages of an answer: a mark leads on in the same answer of the same release, whatever is released meanwhile."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from hashlib import sha256

from concord.errors import Invalid
from concord.mds.asking.question import Question

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to go on: in which release, of which question, after how many rows."""

    release: str
    question: str
    after: int


def fingerprint(question: Question, what: str) -> str:
    """What makes a question itself; ``what`` is ``rows`` or ``sums``."""
    said = [
        what, question.structure, sorted((name, sorted(each)) for name, each in question.filters.items()),
        sorted((name, sorted(each)) for name, each in question.groups.items()),
        question.years, question.keep, question.sort,
    ]  # fmt: skip
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def written(cursor: Cursor) -> str:
    """A cursor as a word for an address."""
    said = json.dumps([cursor.release, cursor.question, cursor.after], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read(text: str) -> Cursor:
    """A cursor that was given out.

    Raises:
        Invalid: ``mds.asking.cursor``.

    Example:
        >>> read(written(Cursor("2026.1", "abc", 100))).after
        100
    """
    try:
        if len(text) > LONGEST:
            raise ValueError
        said = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        release, question, after = said
        if not (isinstance(release, str) and isinstance(question, str) and type(after) is int and after >= 0):
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise Invalid("mds.asking.cursor") from None
    return Cursor(release, question, after)


def same(cursor: Cursor, question: Question, what: str) -> None:
    """Refuse a cursor of another question.

    Raises:
        Invalid: ``mds.asking.cursor``.
    """
    if cursor.question != fingerprint(question, what):
        raise Invalid("mds.asking.cursor")
