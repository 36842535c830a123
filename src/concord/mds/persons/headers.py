"""Which column of a register holds what: by the officer's profile, else by declared headers, exactly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from concord.findings import Finding, Place
from concord.intake.landing.pieces import Head
from concord.mds.persons.columns import BY_NAME
from concord.mds.profile import Profile
from concord.mds.proposing.headings import said_by
from concord.mds.readers import bare
from concord.mds.readers.records import Mark
from concord.vocabulary.areas import fold

#: Columns of which a register may have several, or that no table needs; they are not read.
_NOT_NEEDED = frozenset({"name", "contact", "nothing", "note"})


@dataclass(slots=True)
class Roles:
    """Who is who among the columns.

    Attributes:
        held: Role → its column.
        unread: Columns without a role, and those that no table needs.
        twice: Role, first and second column that claim it.
    """

    held: dict[str, Mark] = field(default_factory=dict)
    unread: list[Mark] = field(default_factory=list)
    twice: list[tuple[str, Mark, Mark]] = field(default_factory=list)


def roles(head: Head, profile: Profile) -> Roles:
    """The roles of the columns; what the profile says of a column outranks its header."""
    found = Roles()
    marks = [Mark(header, letter) for header, letter in zip(head.headers, head.letters, strict=True)]
    said = {mark: profile.role(mark.header, mark.letter) for mark in marks}
    for mark in (*(m for m in marks if said[m]), *(m for m in marks if not said[m])):
        role = said[mark] or _role(mark.header)
        if role not in BY_NAME:
            found.unread.append(mark)
        elif role not in found.held:
            found.held[role] = mark
        elif said[found.held[role]] and not said[mark]:
            found.unread.append(mark)
        else:
            found.twice.append((role, found.held[role], mark))
    return found


def settled(found: Roles, texts: Callable[[str], Collection[str]], profile: Profile) -> Roles:
    """Without the columns that are headed by a base alone (``training``) and say yes and no.

    What is no country otherwise stays: each of its texts is told of, and nothing is left out unseen.

    Args:
        found: The roles by the headers.
        texts: Letter → the distinct texts of a column.
        profile: What it says of a column stands.
    """
    other = [
        role
        for role, mark in found.held.items()
        if role == bare.base(mark.header)
        and role != "nationality"
        and not profile.role(mark.header, mark.letter)
        and not profile.codes_of(role, mark.header, mark.letter)
        and bare.are_answers(texts(mark.letter))
    ]
    kept = {role: mark for role, mark in found.held.items() if role not in other}
    return Roles(kept, [*found.unread, *(found.held[role] for role in other)], found.twice)


def _role(header: str) -> str:
    if fold(header) in _own():
        return _own()[fold(header)]
    said = said_by(header, persons=True)
    return said.role if said.exact and said.role not in _NOT_NEEDED else ""


def _own() -> dict[str, str]:
    """The roles' own names, which are the headers of generated registers and of our template."""
    return {fold(name): name for name in BY_NAME}


def decided(head: Head, profile: Profile) -> frozenset[str]:
    """Letters of the columns whose texts are decided one by one, however many there are: titles, countries, days."""
    held = roles(head, profile).held
    return frozenset(mark.letter for role, mark in held.items() if BY_NAME[role].kind != "text")


def is_register(head: Head, profile: Profile) -> bool:
    """Whether the rows are persons: the profile says so, or the headers name a person and something about them."""
    if profile.rows:
        return profile.rows == "persons"
    said = [said_by(header, persons=False) for header in head.headers]
    if any(each.role == "value" and each.exact for each in said):
        return False
    held = set(roles(head, profile).held)
    about = {"birth_date", "birth_year", "training", "birth", "nationality", "occupation", "entered", "sex", "fte"}
    return "person" in held and bool(held & about)


def findings(found: Roles, file: str, sheet: str | None, row: int | None) -> list[Finding]:
    """Columns that claim one role, and columns that were not read."""
    said: list[Finding] = []
    for role, first, second in found.twice:
        place = Place(file, sheet, row, second.header or None, second.letter)
        claimed = {"role": role, "first": first.header, "first_letter": first.letter}
        said.append(Finding("mds.column.twice", "hard", place, claimed, second.header))
    if found.unread:
        unread = found.unread[0]
        place = Place(file, sheet, row, unread.header or None, unread.letter)
        params: dict[str, object] = {"columns": _names(found.unread), "count": len(found.unread)}
        said.append(Finding("mds.column.not-read", "note", place, params))
    return said


def _names(marks: Iterable[Mark]) -> str:
    return ", ".join(mark.header or mark.letter for mark in list(marks)[:20])
