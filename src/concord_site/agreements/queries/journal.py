"""The journal of one space: rows found by keyed tokens of their numbers, one after another.

A row has a sealed head (kind, key, version, author, moment) and a sealed body; heads are opened when a space is first
read, bodies only when they are asked for. A number that is missing before one that is there means that somebody has
taken a row away: the space is then refused as damaged rather than shown with a hole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from concord.errors import Unavailable
from concord_site.agreements import sealing
from concord_site.agreements.keys import SpaceKey
from concord_site.agreements.models import SealedRow

_FIRST_BATCH, _LARGEST_BATCH = 64, 512
#: Rows named in one query: the first round of every space a person may have (64 dossiers of two) fits in one.
_MOST_NAMED = 8192


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
        _read([self])

    def _tokens(self, size: int) -> dict[str, int]:
        """Names of the rows that come next, and their numbers."""
        first = len(self._lines)
        return {self.key.row_token(number): number for number in range(first, first + size)}

    def _take(self, rows: Mapping[str, bytes | memoryview], wanted: Mapping[str, int]) -> int:
        """Open the heads found under these names; how many there were."""
        heads = {wanted[token]: self._opened(token, head) for token, head in rows.items() if token in wanted}
        first = len(self._lines)
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
        read_bodies([(self, wanted)])
        return {number: self._bodies[number] for number in wanted}


def read_together(journals: Sequence[Journal]) -> None:
    """Read the heads of several journals in the same rounds: the longest one says how many queries there are."""
    _read([each for each in journals if not each._is_read])


def _read(journals: Sequence[Journal]) -> None:
    still, size = list(journals), _FIRST_BATCH
    while still:
        wanted = [each._tokens(size) for each in still]
        rows = dict(_rows([token for each in wanted for token in each], "head"))
        still = [each for each, tokens in zip(still, wanted, strict=True) if each._take(rows, tokens) == size]
        size = min(size * 2, _LARGEST_BATCH)
    for each in journals:
        each._is_read = True


def read_bodies(wanted: Iterable[tuple[Journal, Iterable[int]]]) -> None:
    """Read bodies of several journals together, by their numbers; they are kept, so that asking again reads nothing.

    Raises:
        Unavailable: ``agreements.space.damaged``: one of them is not there.
    """
    missing = {
        journal.key.row_token(number): (journal, number)
        for journal, numbers in wanted
        for number in numbers
        if number not in journal._bodies
    }
    for token, body in _rows(list(missing), "body"):
        journal, number = missing.pop(token)
        journal._bodies[number] = sealing.open_value(journal.key.sealing, body, bound_to=f"{token}.body")
    if missing:
        raise Unavailable("agreements.space.damaged")


def _rows(tokens: list[str], column: Literal["head", "body"]) -> Iterator[tuple[str, bytes | memoryview]]:
    for first in range(0, len(tokens), _MOST_NAMED):
        some = tokens[first : first + _MOST_NAMED]
        yield from SealedRow.objects.filter(pk__in=some).values_list("token", column)
