"""Dossiers and spaces as the person who asks sees them; the one door to what is sealed.

A dossier is found only through a place of the person who asks. Whoever has none gets the refusal of a dossier that
does not exist, whatever role they hold on the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import get_language

from concord.errors import NotFound
from concord.vocabulary.text import Text
from concord_site.agreements.queries import older, places
from concord_site.agreements.queries.journal import Journal, Line, read_bodies, read_together
from concord_site.agreements.queries.places import Held

SHARED = "shared"
#: Kinds of records that a list of dossiers shows something of: title, parties, the party's own phase.
LISTED = frozenset({"dossier", "party", "phase"})


@dataclass(frozen=True, slots=True)
class Record:
    """One version of one thing in a space.

    Args:
        kind: What it is (``message``, ``text.version``, …).
        key: Which one; unique within its kind.
        version: Counts every writing, taking away and bringing back of this key, from 1.
        body: Plain JSON; empty for a version that took the record away.
        by: Name and party of the author, as shown.
        at: When.
        who: Key of the author's account.
        is_removed: Whether this version took it away (seen in a history alone).
    """

    kind: str
    key: str
    version: int
    body: Mapping[str, Any] = field(repr=False)
    by: str
    at: datetime
    who: int = 0
    is_removed: bool = False


class Unsaid(dict[str, Any]):
    """A body on its way to a page that never prints itself: whatever writes a refusal down writes no word of it."""

    def __repr__(self) -> str:
        return "…"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Party:
    """A side of the agreement: a state, a province, a ministry, an employment service, a college, a hospital."""

    id: str
    area: str
    name: Text
    side: Literal["origin", "destination"]
    level: str = "state"
    has_joined: bool = False
    has_left: bool = False

    def __str__(self) -> str:
        return self.name.best(get_language() or "en").text


@dataclass(frozen=True, slots=True)
class Author:
    """For whom a space was opened: the account, and the name and party under which they write."""

    person: int
    shown: str


class Space:
    """One space, opened for one person.

    ``side`` is ``"shared"`` or the id of the party whose own space it is; ``dossier`` is the dossier's id.
    """

    def __init__(self, journal: Journal, *, side: str, dossier: str, author: Author) -> None:
        self.journal = journal
        self.id = journal.key.space
        self.side = side
        self.dossier = dossier
        self.author = author

    def __repr__(self) -> str:
        return f"Space({self.side})"

    @property
    def is_shared(self) -> bool:
        """Whether every party reads what is written here."""
        return self.side == SHARED

    def records(self, kind: str) -> tuple[Record, ...]:
        """The latest version of each record of a kind, without those taken away, in order of first writing."""
        latest: dict[str, Line] = {}
        for line in self.journal.lines:
            if line.kind == kind:
                latest[line.key] = line  # a key keeps the place of its first writing
        return self._records([line for line in latest.values() if not line.is_removed])

    def record(self, kind: str, key: str) -> Record | None:
        """The latest version of one record; None where it never was, or was taken away."""
        line = self.latest(kind, key)
        return None if line is None or line.is_removed else self._records([line])[0]

    def history(self, kind: str, key: str) -> tuple[Record, ...]:
        """Every version of one record, oldest first, those that took it away included."""
        return self._records([line for line in self.journal.lines if (line.kind, line.key) == (kind, key)])

    def latest(self, kind: str, key: str) -> Line | None:
        """The head of the newest version, even of one that took the record away."""
        found = (line for line in reversed(self.journal.lines) if (line.kind, line.key) == (kind, key))
        return next(found, None)

    def removed(self, kind: str) -> tuple[Record, ...]:
        """What was taken away and can be brought back: the last version with a text of each such record."""
        latest: dict[str, Line] = {}
        said: dict[str, Line] = {}
        for line in self.journal.lines:
            if line.kind == kind:
                latest[line.key] = line
                if not line.is_removed:
                    said[line.key] = line
        return self._records([said[key] for key, line in latest.items() if line.is_removed and key in said])

    def recent(self, most: int = 20) -> tuple[Record, ...]:
        """The newest versions of whatever was written here, newest first."""
        return self._records(list(reversed(self.journal.lines[-most:])))

    def at(self, lines: list[Line]) -> tuple[Record, ...]:
        """The versions that these heads of the journal name."""
        return self._records(lines)

    def _records(self, lines: list[Line]) -> tuple[Record, ...]:
        bodies = self.journal.bodies(lines)
        return tuple(
            Record(line.kind, line.key, line.version, older.restated(line.kind, bodies[line.sequence]),
                   line.by, line.at, line.who, line.is_removed)
            for line in lines
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dossier:
    """An agreement in preparation, as one member of one party sees it.

    ``party`` by id: :meth:`party`; ``role`` is ``lead`` (invites, signs off, leaves for the party) or ``member``;
    ``seen`` is this member's alone: by side, the number of rows up to which they said that they have seen everything.
    """

    id: str
    title: Text
    parties: tuple[Party, ...]
    mine: Party
    own: Space
    shared: Space
    role: str = "member"
    is_invented: bool = False
    seen: Mapping[str, int] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return self.title.best(get_language() or "en").text

    def party(self, party_id: str) -> Party | None:
        """A party by its id."""
        return next((party for party in self.parties if party.id == party_id), None)

    def space(self, side: str) -> Space:
        """``own`` or ``shared``.

        Raises:
            NotFound: ``site.access.unknown`` for any other word, a party's id among them.
        """
        if side not in ("own", SHARED):
            raise NotFound("site.access.unknown")
        return self.own if side == "own" else self.shared


def dossiers_of(person: Any) -> tuple[Dossier, ...]:
    """The dossiers in which a person has a place, in the order in which they came to them.

    Their spaces are read together: one query for the places, one for each round of heads (64 rows of every space in
    the first, twice as many in the next), one for what a list shows of them. So a further dossier costs no further
    query; a longer journal costs one more each time its length doubles, and beyond 512 rows one for each 512.
    """
    found = [(held, Journal(held.shared), Journal(held.own)) for held in places.held_by(person)]
    read_together([journal for _held, *both in found for journal in both])
    read_bodies(
        (journal, [line.sequence for line in journal.lines if line.kind in LISTED])
        for _held, *both in found
        for journal in both
    )
    return tuple(_opened(held, person, shared, own) for held, shared, own in found)


def dossier(dossier_id: str, *, by: Any) -> Dossier:
    """One dossier.

    Raises:
        NotFound: ``site.access.unknown``: there is none, or none in which this person has a place. The two are alike.
        Unavailable: ``agreements.space.damaged``: rows were altered or taken away.
    """
    for held in places.held_by(by):
        if held.dossier == dossier_id:
            return _opened(held, by, Journal(held.shared), Journal(held.own))
    raise NotFound("site.access.unknown")


def _opened(held: Held, person: Any, shared_rows: Journal, own_rows: Journal) -> Dossier:
    shared = Space(shared_rows, side=SHARED, dossier=held.dossier, author=Author(person.pk, ""))
    about = shared.record("dossier", "dossier")
    parties = tuple(party_of(record) for record in shared.records("party"))
    mine = next((party for party in parties if party.id == held.party), None)
    if about is None or mine is None:
        raise NotFound("site.access.unknown")
    author = Author(person.pk, shown(person.name, mine))
    shared.author = author
    return Dossier(
        held.dossier, Text(about.body["title"]), parties, mine,
        Space(own_rows, side=held.party, dossier=held.dossier, author=author), shared,
        held.role, bool(about.body.get("invented")), held.seen,
    )  # fmt: skip


def party_of(record: Record) -> Party:
    """A party as its record in the shared space says."""
    body = record.body
    return Party(
        record.key, body["area"], Text(body["name"]), body["side"], body.get("level", "state"),
        bool(body.get("joined")), bool(body.get("left")),
    )  # fmt: skip


def shown(name: str, party: Party) -> str:
    """Name and party of an author, as they are written beside what they wrote."""
    return f"{name} ({party})"
