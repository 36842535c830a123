"""The sentences of a clause, and which of them a suggestion points at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from concord.agreements.suggesting.cues import Hit
from concord.texts.clauses import Clause

#: Letters of a line that may be a heading.
HEADING = 90
_STOPS = frozenset(".!?;:,。！？；：，؟؛،")

# A stop between figures ("3.5") and after a short word ("No. 7", "art. 5") does not end a sentence.
_END = re.compile(r"(?<!\b[^\W\d_]{1}\.)(?<=[.!?;。！？；؟])(?<!\bNo\.)(?<!\bart\.)(?:\s+|(?<=[。！？；])|$)")


def sentences(text: str, *, start: int = 0) -> tuple[tuple[int, int], ...]:
    """Places of the sentences of ``text`` from ``start`` on, without space around them.

    Example:
        >>> text = "One thing. Two things; three."
        >>> [text[a:b] for a, b in sentences(text)]
        ['One thing.', 'Two things;', 'three.']
    """
    found: list[tuple[int, int]] = []
    at = start
    for end in (*(match.start() for match in _END.finditer(text, start)), len(text)):
        piece = text[at:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            found.append((at + lead, at + len(piece.rstrip())))
        at = end
    return tuple(found)


def own_heading(clause: Clause) -> str:
    """The heading of a clause: the one it was cut with, else a short first line that is no sentence.

    Example:
        >>> own_heading(Clause("art-4", "4", "", "4. Numbers\\nNo more than 300 nurses.\\n", 1, start=3))
        'Numbers'
    """
    if clause.heading:
        return clause.heading
    line, _, rest = clause.body.partition("\n")
    is_one = rest.strip() and len(line) <= HEADING and line.strip()[-1:] not in _STOPS
    return line.strip() if is_one else ""


def words_begin(clause: Clause) -> int:
    """Where the words of a clause begin that are neither its number nor its heading."""
    heading = own_heading(clause)
    if not heading or clause.heading:
        return clause.start
    return clause.text.index(heading, clause.start) + len(heading)


def pointed_at(text: str, start: int, hits: Sequence[Hit]) -> tuple[int, int]:
    """From the first to the last sentence that holds a hit; the whole text from ``start`` where none does."""
    every = sentences(text, start=start)
    if not every:
        return (start, len(text))
    held = [place for place in every if any(place[0] < hit.end and hit.start < place[1] for hit in hits)]
    chosen = held or list(every)
    return (chosen[0][0], chosen[-1][1])
