"""What is wrong with somebody's data, as values.

A finding has a code, a level, a place and parameters; its wording and what to do are declared in ``data/messages``.
All findings are returned at once. Levels: ``hard`` must change; ``soft`` change or explain; ``note`` know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, overload

from concord.declarations import messages

Level = Literal["hard", "soft", "note"]
LEVELS: tuple[Level, ...] = ("hard", "soft", "note")
SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, sheet, physical row (from 1), column (header and letter), or a named item."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    header: str | None = None
    letter: str | None = None
    item: str | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check has to say.

    Args:
        code: ``room.subject.reason``; the wording is declared under it.
        level: ``hard``, ``soft`` or ``note``.
        where: The place in the person's own file or page.
        params: Values for the wording.
        value: What stands there, safe to show; None where it must not be echoed.
        source: The rule's source, such as ``art:7.2c``.
    """

    code: str
    level: Level
    where: Place = NOWHERE
    params: Mapping[str, object] = field(default_factory=dict)
    value: str | None = None
    source: str | None = None

    def __hash__(self) -> int:
        return hash((self.code, self.level, self.where, self.value))


class Findings(Sequence[Finding]):
    """All findings of one check, hard ones first, then in order of place."""

    __slots__ = ("_items",)

    def __init__(self, items: Iterable[Finding] = ()) -> None:
        self._items = tuple(sorted(items, key=_order))

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._items)

    def __add__(self, other: Iterable[Finding]) -> Findings:
        return Findings((*self._items, *other))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Findings) and self._items == other._items

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return f"Findings({list(self._items)!r})"

    def of(self, level: Level) -> tuple[Finding, ...]:
        """The findings of one level."""
        return tuple(finding for finding in self._items if finding.level == level)

    @property
    def hard(self) -> tuple[Finding, ...]:
        """What must change."""
        return self.of("hard")

    @property
    def soft(self) -> tuple[Finding, ...]:
        """What must be changed or explained."""
        return self.of("soft")

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What one should know."""
        return self.of("note")

    @property
    def worst(self) -> Level | None:
        """The gravest level present, or None."""
        return self._items[0].level if self._items else None

    def counts(self) -> dict[Level, int]:
        """How many findings of each level."""
        counted = Counter(finding.level for finding in self._items)
        return {level: counted[level] for level in LEVELS}

    def capped(self, limit: int = SHOWN_AT_MOST) -> tuple[Findings, int]:
        """The first ``limit`` findings and how many more there are."""
        return Findings(self._items[:limit]), max(0, len(self._items) - limit)


def _order(finding: Finding) -> tuple[int, str, str, int, str, str, str]:
    place = finding.where
    return (
        LEVELS.index(finding.level),
        place.file or "",
        place.sheet or "",
        place.row or 0,
        place.letter.rjust(3) if place.letter else "",
        place.item or "",
        finding.code,
    )


def filled(finding: Finding, language: str = "en") -> messages.Filled:
    """The finding's sentence and what to do, in one language."""
    place = finding.where
    column = place.header or place.letter
    context = {"file": place.file, "sheet": place.sheet, "row": place.row, "column": column, "item": place.item}
    params = {key: value for key, value in context.items() if value is not None}
    return messages.fill(finding.code, {**params, "value": finding.value, **finding.params}, language)


def message(finding: Finding, language: str = "en") -> str:
    """The finding as one plain sentence."""
    return filled(finding, language).message


def hint(finding: Finding, language: str = "en") -> str:
    """What to do about it."""
    return filled(finding, language).hint


def line(finding: Finding, language: str = "en") -> str:
    """The finding on one line of a terminal: level, place, sentence and what to do."""
    place = finding.where
    cell = f"{place.letter or ''}{place.row or ''}"
    where = " · ".join(part for part in (place.file, place.sheet, cell, place.item) if part)
    said = filled(finding, language)
    words = " ".join(part for part in (said.message, said.hint) if part)
    return f"[{finding.level}] {where}: {words}" if where else f"[{finding.level}] {words}"


def as_json(finding: Finding, language: str = "en") -> dict[str, Any]:
    """The finding with the keys that scripts rely on; absent places are None."""
    place = finding.where
    said = filled(finding, language)
    column = None if place.header is None and place.letter is None else {"header": place.header, "letter": place.letter}
    return {
        "code": finding.code,
        "level": finding.level,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": column,
        "item": place.item,
        "value": finding.value,
        "message": said.message,
        "hint": said.hint,
    }
