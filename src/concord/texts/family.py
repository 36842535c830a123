"""A text and what belongs to it: amendments, protocols, annexes, side letters, each with its own days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast, get_args

from concord.errors import Invalid

Kind = Literal["main", "amendment", "protocol", "annex", "letter"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Member:
    """One text of a family.

    Args:
        id: Its id.
        kind: ``main``, ``amendment``, ``protocol``, ``annex`` or ``letter``.
        title: Its title.
        signed: When it was signed.
        in_force: From which day it is in force; None where it is not.
        ended: From which day it is no more; None where it still is.
        belongs_to: Id of the text it belongs to; empty for the main one.
    """

    id: str
    kind: Kind
    title: str
    signed: date | None = None
    in_force: date | None = None
    ended: date | None = None
    belongs_to: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Invalid("texts.family.kind", params={"kind": self.kind, "known": ", ".join(KINDS)})

    def stands_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.in_force is not None and self.in_force <= day and (self.ended is None or day < self.ended)

    def to_json(self) -> dict[str, Any]:
        """The member as plain values."""
        days = {key: getattr(self, key) for key in ("signed", "in_force", "ended")}
        said = {"id": self.id, "kind": self.kind, "title": self.title, "belongs_to": self.belongs_to}
        return {**said, **{key: None if day is None else day.isoformat() for key, day in days.items()}}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Member:
        """The member again.

        Raises:
            Invalid: ``texts.family.kind`` or ``texts.family.date``.
        """
        id, kind, title, belongs_to = (str(values.get(key, "")) for key in ("id", "kind", "title", "belongs_to"))
        signed, in_force, ended = (_date(values.get(key)) for key in ("signed", "in_force", "ended"))
        return cls(id, cast("Kind", kind), title, signed, in_force, ended, belongs_to)


def _date(said: object) -> date | None:
    if said is None or said == "":
        return None
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        raise Invalid("texts.family.date", params={"value": str(said)}) from error


def standing(members: Sequence[Member], on: date) -> tuple[Member, ...]:
    """The texts in force on a day: those that stand, and whose own main text stands.

    The main text first, then the others by the day they came into force.
    """
    by_id = {member.id: member for member in members}
    found = [member for member in members if _whole_line_stands(member, by_id, on)]
    return tuple(sorted(found, key=lambda each: (each.kind != "main", each.in_force or date.max)))


def _whole_line_stands(member: Member, by_id: Mapping[str, Member], on: date) -> bool:
    seen: set[str] = set()
    while member.id not in seen:
        if not member.stands_on(on):
            return False
        seen.add(member.id)
        if not member.belongs_to or member.belongs_to not in by_id:
            return True
        member = by_id[member.belongs_to]
    return False
