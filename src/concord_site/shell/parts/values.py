"""What a view hands to a part: frozen values, wording already in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Status = Literal["normal", "estimated", "provisional", "break", "difference", "missing", "not-applicable", "suppressed"]
#: The order of marks in every legend.
STATUS_ORDER: tuple[str, ...] = (
    "missing", "zero", "not-applicable", "suppressed", "estimated", "provisional", "break", "difference",
)  # fmt: skip
#: Statuses that stand in place of the figure; the others are raised after it.
WITHOUT_FIGURE = frozenset({"missing", "not-applicable", "suppressed"})
RAISED = {"estimated": "e", "provisional": "p", "break": "b", "difference": "d"}

DeskState = Literal["none", "named", "started", "submitted", "query", "accepted", "published"]
Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a navigation, a tab, a segment, a page; ``is_current`` marks where the reader is.

    ``language`` is that of a label which is a language's own name.
    """

    label: str
    href: str
    is_current: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the breadcrumb; the last one has no ``href``."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A fact about the page, or a filter that is set and can be taken off at ``remove``."""

    label: str
    remove: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a table of bars.

    Args:
        label: What the row is about.
        value: The figure; None where ``status`` says that there is none.
        status: Status of the figure.
        href: Where the label leads.
        said: Words in place of a figure, such as "no pair reported".
        is_told: The row the title speaks of.
        trace: Where the figure can be followed to its source.
        decimals: Digits after the point; None keeps whole numbers whole.
    """

    label: str
    value: Number | None = None
    status: Status = "normal"
    href: str = ""
    said: str = ""
    is_told: bool = False
    trace: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A dated step of a timeline; hollow while it is still to come."""

    what: str
    when: str
    is_to_come: bool = False
    href: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Work that runs: how much of how much, what it says, and where it can be stopped or looked at again."""

    title: str
    done: int = 0
    total: int = 0
    seconds_left: int | None = None
    state: Literal["waiting", "running", "done", "failed"] = "running"
    stop: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One of two texts in a conflict: who wrote it, when, and the text in pieces, each marked where it differs."""

    id: str
    who: str
    when: str
    pieces: tuple[tuple[str, bool], ...] = ()
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """An area on the desk: its code, its name for readers who cannot see the form, its state."""

    code: str
    name: str
    state: DeskState = "named"
    href: str = ""
    is_soon: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What stands under a figure: the source in words, its licence, and where its rows, method and citation are."""

    text: str
    licence: str = ""
    links: tuple[Link, ...] = field(default_factory=tuple)
