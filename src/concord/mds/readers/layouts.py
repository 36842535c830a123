"""Declared layouts of published tables (``data/readers/<id>.yaml``), chosen by the headers that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml


@dataclass(frozen=True, slots=True)
class Variable:
    """What a file, or one code of its variable column, holds."""

    structure: str
    occupation: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Aggregates:
    """Which rows are no areas: without a code, with a code that begins so, or with a code that no area has."""

    without_code: bool = False
    unknown_code: bool = False
    code_begins: str = ""

    def holds(self, code: str) -> bool:
        """Whether a row with this code is an aggregate, as far as the code alone can tell."""
        return (self.without_code and not code) or bool(self.code_begins and code.startswith(self.code_begins))


@dataclass(frozen=True)
class Layout:
    """One publisher's layout.

    Args:
        id: File name.
        recognise: Headers that must all be there.
        columns: (header, which of the equal ones from 1, role) for every known column.
        variables: What each code of the variable column stands for.
        fixed: What the whole file is, where no variable column says.
        status: What a number is that carries no flag.
        multiply: What a value is multiplied by to be in the structure's unit.
        total_tolerance: How far the publisher's totals are known to lie from the sum of their parts.
        refuse: Code of the finding with which the whole file is refused.
        unless: What a profile says of a file that is not this layout after all and is read like any other.
        exactly: Whether the headers of ``recognise`` are all there may be.
        expected: Codes of findings that are known traits of the layout; they become notes.
    """

    id: str
    title: str
    source: str
    recognise: tuple[str, ...]
    columns: tuple[tuple[str, int, str], ...]
    variables: Mapping[str, Variable] = field(default_factory=dict)
    fixed: Variable | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    status: str = "normal"
    unit: str = ""
    multiply: int = 1
    aggregates: Aggregates | None = None
    total_tolerance: int = 0
    refuse: str = ""
    expected: tuple[str, ...] = ()
    note: str = ""
    unless: str = ""
    exactly: bool = False

    def role(self, header: str, nth: int) -> str | None:
        """The role of the ``nth`` column with this header, or None where the layout does not know it."""
        return next((role for name, which, role in self.columns if name == header and which == nth), None)


def _layout(declared: dict[str, Any]) -> Layout:
    unit = declared.get("unit") or {}
    fixed = declared.get("fixed")
    aggregates = declared.get("aggregates")
    return Layout(
        id=declared["id"],
        title=declared["title"],
        source=declared.get("source") or "",
        recognise=tuple(declared["recognise"]),
        columns=tuple((each["header"], each.get("nth", 1), each["role"]) for each in declared["columns"]),
        variables={code: Variable(**what) for code, what in (declared.get("variables") or {}).items()},
        fixed=Variable(**fixed) if fixed else None,
        kinds=declared.get("kinds") or {},
        status=declared.get("status") or "normal",
        unit=unit.get("name", ""),
        multiply=unit.get("multiply", 1),
        aggregates=Aggregates(**aggregates) if aggregates else None,
        total_tolerance=declared.get("total_tolerance", 0),
        refuse=declared.get("refuse") or "",
        expected=tuple(declared.get("expected") or ()),
        note=declared.get("note") or "",
        unless=declared.get("unless") or "",
        exactly=declared.get("exactly", False),
    )


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """All declared layouts, those that ask for more headers first."""
    declared = [_layout(read_yaml(path)) for path in packs.each("readers")]
    return tuple(sorted(declared, key=lambda each: (-len(each.recognise), each.id)))


def layout_of(headers: Sequence[str]) -> Layout | None:
    """The declared layout whose headers are all there, or None."""
    there = {header.strip() for header in headers}
    return next((each for each in layouts() if _fits(each, there)), None)


def _fits(layout: Layout, there: set[str]) -> bool:
    return there == set(layout.recognise) if layout.exactly else there.issuperset(layout.recognise)
