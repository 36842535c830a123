"""A national position as values: views of ministries, lines with fall-backs, sign-offs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from concord.agreements import lifecycle_records as read
from concord.agreements.position_declared import declared
from concord.vocabulary.text import Text

LINE_STATES = ("draft", "agreed")


@dataclass(frozen=True, slots=True)
class View:
    """What a ministry holds (record kind ``position.view``, key = the ministry).

    Attributes:
        ministry: Of ``data/agreements/ministries.yaml``, or the state's own name for another.
        stance: Supports, with conditions, no objection, opposes.
        view: In its own words.
        conditions: What it asks for; needed for the stance ``conditions``.
        spoke: Who said so.
        on: When.
    """

    ministry: str
    stance: str
    view: Text
    on: date
    conditions: Text = field(default_factory=Text)
    spoke: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "ministry": self.ministry, "stance": self.stance, "view": dict(self.view),
                "conditions": dict(self.conditions), "spoke": self.spoke, "on": self.on.isoformat(),
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> View:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(
            read.word(body, "ministry"), read.word(body, "stance", of=declared().stances), read.wording(body, "view"),
            read.day(body, "on"), read.wording(body, "conditions", optional=True),
            read.word(body, "spoke", optional=True),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the position (record kind ``position.line``).

    Attributes:
        id: The record's key.
        subject: What it is about.
        wanted: What is asked for first.
        fallbacks: What would be accepted instead, best first.
        never: What would not be accepted at all; empty where nothing was said.
        state: ``draft`` or ``agreed`` between ministries.
        element: Id of the catalogue's element, where it is about one.
        is_safeguard: Whether it limits active recruitment or gives support to the origin (article 5.1).
        ministries: Who holds it.
        needs: Ids of the needs that it serves.
    """

    id: str
    subject: Text
    wanted: Text
    fallbacks: tuple[Text, ...] = ()
    never: Text = field(default_factory=Text)
    state: str = "draft"
    element: str = ""
    is_safeguard: bool = False
    ministries: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def is_agreed(self) -> bool:
        """Whether the ministries agreed on it."""
        return self.state == "agreed"

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "subject": dict(self.subject), "wanted": dict(self.wanted),
                "fallbacks": [dict(each) for each in self.fallbacks], "never": dict(self.never), "state": self.state,
                "element": self.element, "is_safeguard": self.is_safeguard or None,
                "ministries": list(self.ministries), "needs": list(self.needs),
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Line:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        fallbacks = body.get("fallbacks") or []
        if not isinstance(fallbacks, list):
            raise read.refusal("fallbacks", fallbacks)
        return cls(
            read.word(body, "id"), read.wording(body, "subject"), read.wording(body, "wanted"),
            tuple(read.wording({"fallbacks": each}, "fallbacks") for each in fallbacks),
            read.wording(body, "never", optional=True),
            read.word(body, "state", of=LINE_STATES, optional=True) or "draft",
            read.word(body, "element", optional=True), body.get("is_safeguard") is True, read.words(body, "ministries"),
            read.words(body, "needs"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignOff:
    """A ministry's word on the lines as they stood (record kind ``position.sign-off``, key = the ministry).

    Attributes:
        ministry: Which one.
        says: Signs, signs with a reservation, does not sign.
        digest: Of the agreed lines that it looked at; another digest makes the sign-off stale.
        by: Who signed, with office.
        on: When.
        note: The reservation, or why not.
    """

    ministry: str
    says: str
    digest: str
    by: str
    on: date
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "ministry": self.ministry, "says": self.says, "digest": self.digest, "by": self.by,
                "on": self.on.isoformat(), "note": self.note,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> SignOff:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        return cls(
            read.word(body, "ministry"), read.word(body, "says", of=declared().sign_offs), read.word(body, "digest"),
            read.word(body, "by"), read.day(body, "on"), read.word(body, "note", optional=True),
        )  # fmt: skip
