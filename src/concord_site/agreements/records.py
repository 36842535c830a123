"""What this room itself writes into spaces: messages, minutes, tasks and dates; plain values and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

MESSAGE, MINUTES, TASK = "message", "minutes", "task"


@dataclass(frozen=True, slots=True)
class Message:
    """Something said to everybody who reads the space."""

    text: str

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return {"text": self.text}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Message:
        """Read a record's body."""
        return cls(str(body["text"]))


@dataclass(frozen=True, slots=True)
class Minutes:
    """What was said and agreed at a meeting on a day."""

    title: str
    on: date
    present: str
    text: str

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return {"title": self.title, "on": self.on.isoformat(), "present": self.present, "text": self.text}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Minutes:
        """Read a record's body."""
        return cls(str(body["title"]), date.fromisoformat(body["on"]), str(body["present"]), str(body["text"]))


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done by a party until a day, or a date to be kept (``is_date``)."""

    title: str
    party: str
    owner: str
    due: date | None
    is_done: bool = False
    is_date: bool = False

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return {
            "title": self.title, "party": self.party, "owner": self.owner, "done": self.is_done, "date": self.is_date,
            "due": self.due.isoformat() if self.due else "",
        }  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Task:
        """Read a record's body."""
        due = date.fromisoformat(body["due"]) if body.get("due") else None
        return cls(
            str(body["title"]), str(body.get("party", "")), str(body.get("owner", "")), due, bool(body.get("done")),
            bool(body.get("date")),
        )  # fmt: skip

    def is_late(self, today: date) -> bool:
        """Whether its day is past and it is not done."""
        return not self.is_done and self.due is not None and self.due < today
