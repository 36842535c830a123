"""What is new to a member: what others wrote since the member last said that they have seen everything.

Counted on heads that are open anyway; bodies are read of the few records that are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from concord_site.agreements.queries.journal import Line
from concord_site.agreements.queries.spaces import Dossier, Record

Side = Literal["own", "shared"]
SIDES: tuple[Side, ...] = ("shared", "own")
#: How many records of a space are named; the journal has the others.
MOST = 6


@dataclass(frozen=True, slots=True)
class News:
    """What is new in one space.

    Attributes:
        side: ``shared`` or ``own``.
        count: How many records others wrote, changed or took away.
        records: The newest of them, newest first.
        until: How many rows the space has now: up to there everything is told.
        gone: How many rows that this member had seen are not there any more. A journal whose end was taken away, or
            which an older copy of the database replaced, looks whole to everybody else.
    """

    side: Side
    count: int
    records: tuple[Record, ...]
    until: int
    gone: int = 0


def news_of(dossier: Dossier) -> tuple[News, ...]:
    """What is new in the shared space and in one's own."""
    return tuple(_of(dossier, side) for side in SIDES)


def count(dossier: Dossier) -> int:
    """How many records are new, in both spaces together."""
    return sum(len(_lines(dossier, side)) for side in SIDES)


def _of(dossier: Dossier, side: Side) -> News:
    space, lines = dossier.space(side), _lines(dossier, side)
    rows = len(space.journal.lines)
    return News(side, len(lines), space.at(lines[:MOST]), rows, max(0, dossier.seen.get(side, 0) - rows))


def _lines(dossier: Dossier, side: Side) -> list[Line]:
    """The newest head of every record that somebody else wrote since, newest first."""
    space = dossier.space(side)
    newest: dict[tuple[str, str], Line] = {}
    for line in space.journal.lines[dossier.seen.get(side, 0) :]:
        newest.pop((line.kind, line.key), None)
        if line.who != space.author.person:
            newest[line.kind, line.key] = line
    return list(reversed(newest.values()))
