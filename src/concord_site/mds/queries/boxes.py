"""Boxes of the page on which an officer says how files are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

#: Name of a box → what was sent in it.
Sent = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a box, why it is offered, and the group in which a long list shows it."""

    value: str
    label: str
    is_chosen: bool = False
    note: str = ""
    group: str = ""


def box_id(name: str) -> str:
    """The id of a box in the page."""
    return f"box-{sha256(name.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the page.

    Args:
        name: Its name in the form.
        label: What is asked.
        kind: ``radios``, ``select``, ``typed`` (with names of countries offered) or ``text``.
        options: Its choices.
        value: What stands in it.
        hint: What to know before answering.
        place: Where it is asked.
        error: What is wrong with what was sent.
        free: Kind of the box beside the choices in which one may type: ``area``, ``year``, ``day``; or ``role`` for a
            list of all there are; or "".
        typed: What stands in that box.
        must: Whether nothing is counted before it is answered.
        others: What that list holds.
    """

    name: str
    label: str
    kind: str
    options: tuple[Option, ...] = ()
    value: str = ""
    hint: str = ""
    place: str = ""
    error: str = ""
    free: str = ""
    typed: str = ""
    must: bool = False
    others: tuple[Option, ...] = ()

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The choices by group, in their order; those of no group stand by themselves."""
        return grouped(self.options)

    @property
    def other_groups(self) -> list[tuple[str, list[Option]]]:
        """The same of the list beside the choices."""
        return grouped(self.others)

    @property
    def id(self) -> str:
        """What the page calls it: a name may hold words of a file."""
        return box_id(self.name)

    @property
    def free_name(self) -> str:
        """Name of the box beside the choices."""
        return "f:" + self.name.partition(":")[2]


def grouped(options: Iterable[Option]) -> list[tuple[str, list[Option]]]:
    """Options that stand one after another under the same heading, together."""
    return [(name, list(held)) for name, held in groupby(options, key=lambda each: each.group)]
