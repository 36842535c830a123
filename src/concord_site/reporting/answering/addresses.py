"""Addresses of answers: by position for the library, by lasting ids of entries for pages and storage.

``agreements[2]/partner`` is the second entry *now*; somebody may remove the first meanwhile. What a page sends and what
is stored therefore names the entry itself: ``agreements[k7x]/partner``. Ids of entries begin with a letter, so the two
are never mistaken for one another.
"""

from __future__ import annotations

import re

Scope = tuple[tuple[str, str], ...]  # (key of the repeating block, id or position of the entry), outermost first

_STEP = re.compile(r"([^\[\]]+)\[([^\[\]]*)\](?:/|$)")


def split(address: str) -> tuple[Scope, str]:
    """Entries around an answer, and its key; the key is empty for the address of an entry itself.

    Example:
        >>> split("agreements[k7x]/partner")
        ((('agreements', 'k7x'),), 'partner')
    """
    scope, place = [], 0
    while found := _STEP.match(address, place):
        scope.append((found[1], found[2]))
        place = found.end()
    return tuple(scope), address[place:]


def join(scope: Scope, key: str = "") -> str:
    """The address of a key within some entries, or of the innermost entry.

    Example:
        >>> join((("agreements", "k7x"),), "partner")
        'agreements[k7x]/partner'
    """
    around = "/".join(f"{repeat}[{entry}]" for repeat, entry in scope)
    return "/".join(part for part in (around, key) if part)


def keys(scope: Scope) -> tuple[str, ...]:
    """Keys of the repeating blocks around, outermost first."""
    return tuple(repeat for repeat, _entry in scope)


def element(address: str) -> str:
    """An address as the id of an element of a page; different addresses never give the same id."""
    return "q-" + re.sub(r"[^A-Za-z0-9_]", lambda found: f"-{ord(found[0]):x}-", address)
