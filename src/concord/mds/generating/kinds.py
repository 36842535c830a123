"""The declared kinds of error (``data/generating/broken.yaml``), and which of them a style can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.findings import Level
from concord.mds.generating.styles import Style, encodable
from concord.mds.generating.wish import Wish

#: Kinds that are not done to single cells.
WHOLE = ("total", "jump")
#: A letter of no width.
HIDDEN = "\u200b"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error.

    Args:
        role: The column in which it stands.
        how: What is done: ``literal``, ``blank``, ``hidden``, ``cell-before``, ``row-before``, ``aged``, ``after``,
            ``before``, ``later``, ``total``, ``jump``.
        code: The finding that a check has to give in that row; "" where nothing is wrong.
        level: Its level.
        found_in: The column in which it stands, where that is not the column of the error.
        value: For ``literal``: what is written.
        of: For ``after`` and ``before``: the other date.
        years: For ``aged`` and ``later``: how many.
    """

    id: str
    title: str
    role: str
    how: str
    code: str = ""
    level: Level | None = None
    found_in: str = ""
    value: str = ""
    of: str = ""
    years: int = 0


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """All kinds by id."""
    return {each["id"]: Kind(**each) for each in read_yaml(packs.find("generating/broken.yaml"))["kinds"]}


def asked(wish: Wish, style: Style) -> tuple[Kind, ...]:
    """The kinds that were asked for.

    Raises:
        Invalid: ``mds.generating.kind`` for an unknown one, ``mds.generating.kind-without-column`` where the style has
            no such column, ``mds.generating.one-year`` for a jump within one year.
    """
    names = tuple(kinds()) if wish.broken == ("all",) else wish.broken
    chosen = tuple(_kind(name) for name in dict.fromkeys(names))
    if wish.broken == ("all",):
        return tuple(kind for kind in chosen if _possible(kind, wish, style))
    for kind in chosen:
        if style.column(kind.role) is None or not _writable(kind, style):
            params = {"kind": kind.id, "style": style.id, "column": kind.role}
            raise Invalid("mds.generating.kind-without-column", params=params)
        if kind.how == "jump" and wish.years < 2:
            raise Invalid("mds.generating.one-year", params={"kind": kind.id})
    return chosen


def _possible(kind: Kind, wish: Wish, style: Style) -> bool:
    has = style.column(kind.role) is not None and _writable(kind, style)
    return has and (kind.how != "jump" or wish.years > 1)


def _writable(kind: Kind, style: Style) -> bool:
    """Whether the style's encoding knows the characters."""
    text = HIDDEN if kind.how == "hidden" else kind.value
    return encodable(style, text) == text


def _kind(name: str) -> Kind:
    if name not in kinds():
        raise Invalid("mds.generating.kind", params={"kind": name, "known": ", ".join(kinds())})
    return kinds()[name]


def needs_text(chosen: Iterable[Kind]) -> frozenset[str]:
    """Roles whose columns have to be texts, because a wrong value is not of the column's type."""
    return frozenset(kind.role for kind in chosen if kind.how in ("literal", "hidden", "total"))
