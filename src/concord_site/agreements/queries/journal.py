"""The journal of one space: rows found by keyed tokens of their numbers, one after another.

A row has a sealed head (kind, key, version, author, moment) and a sealed body; heads are opened when a space is first
read, bodies only when they are asked for. A number that is missing before one that is there means that somebody has
taken a row away: the space is then refused as damaged rather than shown with a hole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concord.errors import Unavailable
from concord_site.agreements import sealing
from concord_site.agreements.keys import SpaceKey
from concord_site.agreements.models import SealedRow

_FIRST_BATCH, _LARGEST_BATCH = 64, 512


@dataclass(frozen=True, slots=True)
class Line:
    """The head of one row."""

    sequence: int
    kind: str
    key: str
    version: int
    by: str
    who: int
    at: datetime
    is_removed: bool


def head_of(line: Line) -> dict[str, Any]:
    """A head as JSON, to be sealed."""
    return {
        "n": line.sequence, "kind": line.kind, "key": line.key, "v": line.version, "by": line.by, "who": line.who,
        "at": line.at.isoformat(timespec="microseconds"), "gone": line.is_removed,
    }  # fmt: skip


def _line(value: dict[str, Any]) -> Line:
    at = datetime.fromisoformat(value["at"])
    return Line(value["n"], value["kind"], value["key"], value["v"], value["by"], value["who"], at, value["gone"])


class Journal:
    """The rows of a space, read as they are needed; :meth:`catch_up` reads what others have added."""

    def __init__(self, key: SpaceKey) -> None:
        self.key = key
        self._lines: list[Line] = []
        self._bodies: dict[int, dict[str, Any]] = {}
        self._is_read = False

    @property
    def lines(self) -> list[Line]:
        """Every head, oldest first."""
        if not self._is_read:
            self.catch_up()
        return self._lines

    def catch_up(self) -> None:
        """Read the rows that came since; all of them again where the last one known is no longer there."""
        if self._lines and not SealedRow.objects.filter(pk=self.key.row_token(self._lines[-1].sequence)).exists():
            self._lines, self._bodies = [], {}
        size = _FIRST_BATCH
        while self._read(size) == size:
            size = min(size * 2, _LARGEST_BATCH)
        self._is_read = True

    def _read(self, size: int) -> int:
        first = len(self._lines)
        wanted = {self.key.row_token(number): number for number in range(first, first + size)}
        rows = SealedRow.objects.filter(pk__in=list(wanted)).values_list("token", "head")
        heads = {wanted[token]: self._opened(token, head) for token, head in rows}
        for number in range(first, first + len(heads)):
            if number not in heads or heads[number].sequence != number:
                raise Unavailable("agreements.space.damaged")
            self._lines.append(heads[number])
        return len(heads)

    def _opened(self, token: str, head: bytes | memoryview) -> Line:
        return _line(sealing.open_value(self.key.sealing, head, bound_to=f"{token}.head"))

    def note(self, line: Line, body: Mapping[str, Any]) -> None:
        """Remember a row that was just added, so that it need not be read again."""
        self._lines.append(line)
        self._bodies[line.sequence] = dict(body)

    def bodies(self, lines: Iterable[Line]) -> dict[int, dict[str, Any]]:
        """Sequence → body of these lines."""
        wanted = [line.sequence for line in lines]
        missing = [number for number in wanted if number not in self._bodies]
        for some in _batches(missing):
            tokens = {self.key.row_token(number): number for number in some}
            found = SealedRow.objects.filter(pk__in=list(tokens)).values_list("token", "body")
            for token, body in found:
                opened = sealing.open_value(self.key.sealing, body, bound_to=f"{token}.body")
                self._bodies[tokens[token]] = opened
        if any(number not in self._bodies for number in wanted):
            raise Unavailable("agreements.space.damaged")
        return {number: self._bodies[number] for number in wanted}


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(numbers), _LARGEST_BATCH):
        yield numbers[first : first + _LARGEST_BATCH]
