"""Letters to Member States: declared in ``data/documents/letters``, filled with facts about one country.

The document is made by :func:`concord.reporting.letters_compose.compose` and rendered by
:mod:`concord.reporting.letters_files`. Source of the duties they speak of: Code, articles 7.3, 7.4, 9.1, 9.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Conflict, NotFound

FOLDER = "documents/letters"
Need = Literal["round", "due", "authority", "submitted"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A declared letter.

    Attributes:
        id: Name of its file.
        title: What it is called in a list, in English; translated under ``title``.
        form: ``note-verbale`` (third person, unsigned) or ``letter``.
        to: ``ministry``, or ``authority`` where one is registered.
        step: What its sending marks on a country's way: ``invited``, or nothing.
        needs: Facts without which it cannot be made.
        body: What it says, in order, as declared.
        wordings: The declared English.
    """

    id: str
    title: str
    form: Literal["note-verbale", "letter"]
    to: Literal["ministry", "authority"]
    step: str
    needs: tuple[Need, ...]
    body: tuple[str | Mapping[str, Any], ...]
    source: str
    order: int

    @property
    def domain(self) -> str:
        """Where its wordings are declared and translated."""
        return f"{FOLDER}/{self.id}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter says about one country; kept with the letter, so that it can be made again as it was.

    Attributes:
        area: Alpha-3.
        office: The office that writes, in the letter's language or its own.
        reference: The letter's number.
        on: The date it bears.
        link: An address of the installation.
        name: The country's name where its code is no area's (a demonstration).
        sender: Further lines about the office that writes.
        to: Lines of the address; empty for the usual one.
        signed: Lines under the letter, an office and never a person's name; a note verbale has none.
        round: The round's year.
        authority, authority_since: The office registered for the country; empty where none is.
        submitted_on, receipt: Of a report that has come.
        is_example: It belongs to a demonstration, and says so in print.
    """

    area: str
    office: str
    reference: str
    on: dt.date
    link: str = ""
    name: str = ""
    sender: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    round: str = ""
    opens_on: dt.date | None = None
    due_on: dt.date | None = None
    round_due_on: dt.date | None = None
    closes_on: dt.date | None = None
    questionnaire: str = ""
    authority: str = ""
    authority_since: str = ""
    submitted_on: dt.date | None = None
    receipt: str = ""
    is_example: bool = False

    @property
    def is_extended(self) -> bool:
        """Whether the country was given more time."""
        return self.due_on is not None and self.round_due_on is not None and self.due_on > self.round_due_on

    def flags(self) -> frozenset[str]:
        """What ``when`` and ``unless`` of a declared letter may name."""
        held = {
            "has-authority": bool(self.authority),
            "is-extended": self.is_extended,
            "has-closing": self.closes_on is not None,
            "is-late": self.due_on is not None and self.on > self.due_on,
        }
        return frozenset(name for name, holds in held.items() if holds)

    def has(self, need: Need) -> bool:
        """Whether a fact is there."""
        given = {
            "round": self.round, "due": self.due_on, "authority": self.authority, "submitted": self.submitted_on,
        }  # fmt: skip
        return bool(given[need])

    def as_json(self) -> dict[str, Any]:
        """Plain values to be kept."""
        return {key: _plain(value) for key, value in asdict(self).items() if value not in ("", None, (), False)}


_DAYS = frozenset({"on", "opens_on", "due_on", "round_due_on", "closes_on", "submitted_on"})
_LINES = frozenset({"sender", "to", "signed"})


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def facts_of(kept: Mapping[str, Any]) -> Facts:
    """Facts as they were kept."""
    given: dict[str, Any] = {}
    for key, value in kept.items():
        if key in _DAYS:
            given[key] = dt.date.fromisoformat(value)
        else:
            given[key] = tuple(value) if key in _LINES else value
    return Facts(**given)


def letters() -> tuple[Letter, ...]:
    """All declared letters in their order."""
    return _letters(packs.roots())


def letter_of(id: str) -> Letter:
    """One letter.

    Raises:
        NotFound: ``reporting.letter.unknown``.
    """
    for each in letters():
        if each.id == id:
            return each
    raise NotFound("reporting.letter.unknown", params={"id": id, "known": ", ".join(each.id for each in letters())})


@lru_cache(maxsize=4)
def _letters(roots: tuple[Path, ...]) -> tuple[Letter, ...]:
    found = {path.stem: read_yaml(path) for path in reversed(packs.each(FOLDER))}
    return tuple(sorted((_letter(each) for each in found.values()), key=lambda each: (each.order, each.id)))


def _letter(declared: Mapping[str, Any]) -> Letter:
    return Letter(
        declared["id"],
        declared["title"],
        declared["form"],
        declared["to"],
        declared.get("step", ""),
        tuple(declared.get("needs") or ()),
        tuple(declared["body"]),
        declared["source"],
        int(declared.get("order", 100)),
    )


def require(letter: Letter, facts: Facts) -> None:
    """Refuse a letter that would have a hole in it.

    Raises:
        Conflict: ``reporting.letter.needs`` with the first fact that is not there.
    """
    for need in letter.needs:
        if not facts.has(need):
            raise Conflict("reporting.letter.needs", params={"letter": letter.id, "need": need, "area": facts.area})
