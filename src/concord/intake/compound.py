"""The container of a workbook of 1997: whether its chains of sectors end, before a reader follows them.

Such a file is a small file system: a table says of each sector which one comes next. A chain that runs in a circle, or
a size that the file cannot hold, makes a reader ask for memory without end. Layout: [MS-CFB], sections 2.2 to 2.6.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = struct.Struct("<24xHHHHH6x9I")
#: Where the header itself says the table's own sectors, and their number.
IN_HEADER = struct.Struct("<109I")
ENTRY = struct.Struct("<64xHB49xIQ")
STREAM, ROOT = 2, 5
SMALL = 64


class Unsound(ValueError):
    """A chain of sectors does not end, or a size is greater than the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream of a container: its size in bytes, and its first sector."""

    name: str
    kind: int
    first: int
    size: int


class Container:
    """The streams of a compound file, after all its chains have been followed to their ends.

    Args:
        data: The whole file.

    Raises:
        Unsound: a chain runs in a circle, a size is greater than the file, or it is no such file.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < HEADER.size + IN_HEADER.size or not data.startswith(MAGIC):
            raise Unsound("no header")
        _, version, _, shift, _, *said = HEADER.unpack_from(data)
        if shift not in (9, 12):
            raise Unsound("no such sectors")
        in_directory, in_table, directory, _, self._cutoff, small, in_small, more, in_more = said
        self._data, self._shift = data, shift
        for sectors in (in_directory, in_table, in_small, in_more):
            self._fits(sectors << shift)
        self._next = self._table(more)
        _see_ends((directory, small), self._next)
        self._next_small = _numbers(self._large(small))
        self._entries = list(_entries(self._large(directory), wide=version > 3))
        for each in self._entries:
            self._fits(each.size)
        _see_ends((each.first for each in self._entries if not self._is_small(each)), self._next)
        _see_ends((each.first for each in self._entries if self._is_small(each)), self._next_small)

    def stream(self, *names: str) -> bytes | None:
        """The bytes of the first stream that has one of these names, as far as the file has them."""
        entry = next((each for each in self._entries if each.kind == STREAM and each.name in names), None)
        if entry is None or not self._is_small(entry):
            return None if entry is None else self._large(entry.first)[: entry.size]
        root = next((each for each in self._entries if each.kind == ROOT), entry)
        held = self._large(root.first)
        parts = (held[at * SMALL : at * SMALL + SMALL] for at in _chain(entry.first, self._next_small))
        return b"".join(parts)[: entry.size]

    def _is_small(self, entry: Entry) -> bool:
        """Whether it lies in the stream of the root, in sectors of that."""
        return entry.kind == STREAM and entry.size < self._cutoff

    def _fits(self, size: int) -> None:
        if size > len(self._data):
            raise Unsound("more than the file holds")

    def _sector(self, at: int) -> bytes:
        """A sector; the header stands where one more would be before the first."""
        return self._data[at + 1 << self._shift : at + 2 << self._shift]

    def _large(self, first: int) -> bytes:
        return b"".join(map(self._sector, _chain(first, self._next)))

    def _table(self, more: int) -> Sequence[int]:
        """Of every sector the next one: sectors of numbers, found by a list that goes on in sectors of its own."""
        most = len(self._data) >> self._shift
        places = [at for at in IN_HEADER.unpack_from(self._data, HEADER.size) if at <= most]
        while more <= most and (numbers := _numbers(self._sector(more))):
            *further, more = numbers
            places += [at for at in further if at <= most]
            if len(places) > most:
                raise Unsound("the list of the table runs in a circle")
        return _numbers(b"".join(map(self._sector, places)))


def _chain(first: int, following: Sequence[int]) -> Iterator[int]:
    """The sectors of a chain that ends; one that leaves the table ends there."""
    at = first
    while at < len(following):
        yield at
        at = following[at]


def _see_ends(firsts: Iterable[int], following: Sequence[int]) -> None:
    """Follow chains to their ends, each sector once.

    Raises:
        Unsound: one comes back to itself.
    """
    ends = bytearray(len(following))
    for first in firsts:
        path = []
        for at in _chain(first, following):
            if ends[at]:
                break
            path.append(at)
            if len(path) > len(following):
                raise Unsound("a chain runs in a circle")
        for at in path:
            ends[at] = True


def _numbers(data: bytes) -> Sequence[int]:
    found = array("I", data[: len(data) & ~3])
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _entries(directory: bytes, *, wide: bool) -> Iterator[Entry]:
    for at in range(0, len(directory) - ENTRY.size + 1, ENTRY.size):
        length, kind, first, size = ENTRY.unpack_from(directory, at)
        if kind in (STREAM, ROOT) and size:
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            yield Entry(name, kind, first, size if wide else size & 0xFFFFFFFF)
