"""Names of those who made a change: one, or several who made the same one."""

from __future__ import annotations

from collections.abc import Iterable

#: Between the names of several authors of one change; the spaces are no-break ones, which no name holds at a plus sign.
AND = "\u00a0+\u00a0"
#: The most letters that programs keep of an author.
LONGEST = 250


def joint(names: Iterable[str]) -> str:
    """The names as the one author of a change.

    Example:
        >>> names_of(joint(["Aland", "Bland"]))
        ('Aland', 'Bland')
    """
    each = [alone(name) for name in names]
    room = (LONGEST - len(AND) * (len(each) - 1)) // max(1, len(each))
    return AND.join(name[:room] for name in each)


def alone(name: str) -> str:
    """A name that cannot be taken for several."""
    return name.replace(AND, " + ")


def names_of(author: str) -> tuple[str, ...]:
    """Everybody who made a change of this author; one name for what is no joint one."""
    return tuple(dict.fromkeys(author.split(AND)))
