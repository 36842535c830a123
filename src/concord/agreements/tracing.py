"""From need to result: need → clause → plan action → indicator → result; what hangs loose is shown, both ways.

Public face: :class:`Item`, :class:`Link`, :func:`trace`, :class:`Trace`. The five kinds come from five rooms; they meet
here as ids with a title. A clause that stands for the frame of the text alone (entry into force, language) is marked as
such, and then needs no need.

Source: Code, article 5.1 (benefit to both systems can be shown).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from concord.agreements import lifecycle_records as read
from concord.errors import Invalid

Kind = Literal["need", "clause", "action", "indicator", "result"]
#: In the order in which one leads to the next.
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Item:
    """One need, clause, action, indicator or result.

    Attributes:
        id: Unique within its kind.
        title: As people read it.
        excused: Why nothing has to lead from it, or to it: a need that is met otherwise, a clause of the frame.
    """

    id: str
    title: str = ""
    excused: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One item leads to an item of the next kind (record kind ``trace.link``).

    Raises:
        Invalid: ``agreements.trace.kinds`` where the second kind does not come right after the first.
    """

    kind: Kind
    id: str
    to_kind: Kind
    to: str

    def __post_init__(self) -> None:
        if KINDS.index(self.to_kind) != KINDS.index(self.kind) + 1:
            raise Invalid("agreements.trace.kinds", params={"first": self.kind, "second": self.to_kind})

    @property
    def key(self) -> str:
        """The record's key."""
        return f"{self.kind}:{self.id}>{self.to_kind}:{self.to}"

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return {"kind": self.kind, "id": self.id, "to_kind": self.to_kind, "to": self.to}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Link:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``, ``agreements.trace.kinds``.
        """
        first, second = read.word(body, "kind", of=KINDS), read.word(body, "to_kind", of=KINDS)
        return cls(_kind(first), read.word(body, "id"), _kind(second), read.word(body, "to"))


def _kind(word: str) -> Kind:
    return next(each for each in KINDS if each == word)


@dataclass(frozen=True, slots=True)
class Row:
    """One way from a need as far as it goes; None from where on nothing follows."""

    need: Item
    clause: Item | None = None
    action: Item | None = None
    indicator: Item | None = None
    result: Item | None = None

    @property
    def reaches(self) -> Kind:
        """The last kind it gets to."""
        return [kind for kind in KINDS if getattr(self, kind) is not None][-1]


@dataclass(frozen=True, slots=True)
class Trace:
    """All ways, and what hangs loose.

    Attributes:
        rows: Every way from every need, in order of needs.
        loose_ends: By kind, items from which nothing leads on and that are not excused (results end there).
        without_origin: By kind, items that nothing leads to and that are not excused (needs begin there).
        unknown: Links to or from an item that is not there any more.
    """

    rows: tuple[Row, ...]
    loose_ends: Mapping[Kind, tuple[Item, ...]]
    without_origin: Mapping[Kind, tuple[Item, ...]]
    unknown: tuple[Link, ...]

    @property
    def needs_without_clause(self) -> tuple[Item, ...]:
        """Needs that no clause meets, and nobody said why."""
        return self.loose_ends["need"]

    @property
    def clauses_without_need(self) -> tuple[Item, ...]:
        """Clauses that no need asked for, and that are not of the frame."""
        return self.without_origin["clause"]

    def reached(self) -> Mapping[str, Kind]:
        """Of each need, the furthest kind that any of its ways gets to."""
        furthest: dict[str, Kind] = {}
        for row in self.rows:
            before = furthest.get(row.need.id, "need")
            furthest[row.need.id] = max(before, row.reaches, key=KINDS.index)
        return furthest


def trace(items: Mapping[Kind, Iterable[Item]], links: Iterable[Link]) -> Trace:
    """Follow every need as far as links lead.

    Args:
        items: Of each kind, what there is; a kind that is left out has nothing.
        links: What leads to what; each counts once.
    """
    there = {kind: {each.id: each for each in items.get(kind, ())} for kind in KINDS}
    known, unknown = list[Link](), list[Link]()
    for link in sorted(set(links)):
        (known if link.id in there[link.kind] and link.to in there[link.to_kind] else unknown).append(link)
    onward: dict[tuple[Kind, str], list[str]] = {}
    for link in known:
        onward.setdefault((link.kind, link.id), []).append(link.to)
    arrived = {(link.to_kind, link.to) for link in known}
    rows = tuple(Row(*way) for need in there["need"].values() for way in _ways((need,), "need", there, onward))
    return Trace(
        rows,
        {
            kind: tuple(each for id, each in there[kind].items() if (kind, id) not in onward and not each.excused)
            for kind in KINDS[:-1]
        },
        {
            kind: tuple(each for id, each in there[kind].items() if (kind, id) not in arrived and not each.excused)
            for kind in KINDS[1:]
        },
        tuple(unknown),
    )


def _ways(
    so_far: tuple[Item, ...],
    kind: Kind,
    there: Mapping[Kind, Mapping[str, Item]],
    onward: Mapping[tuple[Kind, str], list[str]],
) -> Iterable[tuple[Item, ...]]:
    following = onward.get((kind, so_far[-1].id), ())
    if not following:
        yield so_far
        return
    after = KINDS[KINDS.index(kind) + 1]
    for id in following:
        yield from _ways((*so_far, there[after][id]), after, there, onward)
