"""The bytes of a file as they came, in memory or mapped."""

from __future__ import annotations

import io
import mmap
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes and the name it was sent under."""

    name: str
    data: bytes

    @classmethod
    def of_descriptor(cls, descriptor: int, name: str) -> Source:
        """The file behind an open descriptor; mapped where the system can, so that large files are not copied."""
        try:
            return cls(name, mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))  # type: ignore[arg-type]
        except (ValueError, OSError):
            with io.FileIO(descriptor, closefd=False) as stream:
                return cls(name, stream.readall())

    def open(self, start: int = 0) -> BinaryIO:
        """A stream over the bytes from ``start``."""
        stream = io.BufferedReader(_Mapped(self.data))
        stream.seek(start)
        return stream

    def whole(self) -> bytes:
        """All bytes, in memory."""
        return bytes(self.data)


def let_go(data: bytes | mmap.mmap, at: int, size: int) -> None:
    """Let the system take back what was read of a mapped file, so that a large one does not stay in memory."""
    if isinstance(data, mmap.mmap) and hasattr(data, "madvise"):
        start = at - at % mmap.PAGESIZE
        data.madvise(mmap.MADV_DONTNEED, start, min(size + at - start, len(data) - start))


class _Mapped(io.RawIOBase):
    """Bytes in memory or mapped, as a raw stream."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._data)}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._data[self._at : self._at + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
