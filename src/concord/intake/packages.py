"""Archives, and workbooks as archives: everything counted while inflating, before any reader sees it."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from concord.intake.limits import MEBIBYTE, Limits, exceeds
from concord.intake.remarks import Remarks
from concord.intake.signatures import BROKEN

PIECE = 1 << 20
# Small entries may pack better than the limit without harm.
RATIO_FROM = MEBIBYTE
_DRIVE = re.compile(r"^[A-Za-z]:")
_NESTED = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DTD_WIDE = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-16-le", "utf-16-be"))

Watcher = Callable[[bytes], None]


@dataclass(slots=True)
class Package:
    """An archive that may be read: its parts by name, all of them inflated once and within the limits."""

    names: tuple[str, ...]
    sizes: dict[str, int] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)

    def part(self, name: str) -> bytes:
        """A part that was kept, or empty bytes."""
        return self.parts.get(name.lower(), b"")


def inspect(
    data: bytes,
    limits: Limits,
    remarks: Remarks,
    *,
    keep: Callable[[str], bool],
    watch: Callable[[str], Watcher | None] | None = None,
) -> Package:
    """Inflate every entry, counting, and keep those asked for.

    Args:
        data: The archive.
        limits: What is too much.
        remarks: Where to say why it is refused.
        keep: Whether the part of this (lower-case) name is kept in memory.
        watch: For a part's name, what is to see its bytes piece by piece as they come, or None.

    Raises:
        Stop: The archive is refused; the reason has been remarked.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except BROKEN as error:
        raise remarks.stop("intake.package.broken") from error
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        _check_directory(entries, limits, remarks)
        package = Package(tuple(entry.filename for entry in entries))
        counter = _Counter(len(data), limits, remarks)
        for entry in entries:
            watcher = watch(entry.filename.lower()) if watch else None
            _inflate(archive, entry, package, counter, keep, watcher, remarks)
    return package


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits, remarks: Remarks) -> None:
    if exceeds(len(entries), limits.entries):
        raise remarks.stop("intake.limit.entries", entries=len(entries), limit=limits.entries)
    seen: set[str] = set()
    for entry in entries:
        if _escapes(entry):
            raise remarks.stop("intake.package.path")
        if entry.flag_bits & 0x1:
            raise remarks.stop("intake.package.encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise remarks.stop("intake.package.method")
        if entry.filename.lower() in seen:
            raise remarks.stop("intake.package.repeated-entry")
        seen.add(entry.filename.lower())


def _escapes(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename.replace("\\", "/")
    parts = name.split("/")
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    return linked or name.startswith("/") or ".." in parts or bool(_DRIVE.match(name)) or "\x00" in name


@dataclass(slots=True)
class _Counter:
    """Counts what has been inflated, of all entries together."""

    packed: int
    limits: Limits
    remarks: Remarks
    total: int = 0

    def add(self, size: int) -> None:
        self.total += size
        if exceeds(self.total, self.limits.unpacked_bytes):
            assert self.limits.unpacked_bytes is not None
            raise self.remarks.stop("intake.limit.unpacked", limit_mb=self.limits.unpacked_bytes // MEBIBYTE)
        ratio = self.limits.ratio
        if ratio is not None and self.total > RATIO_FROM and self.total > ratio * max(1, self.packed):
            raise self.remarks.stop("intake.limit.ratio", limit=ratio)


def _inflate(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    package: Package,
    counter: _Counter,
    keep: Callable[[str], bool],
    watcher: Watcher | None,
    remarks: Remarks,
) -> None:
    name = entry.filename.lower()
    kept: list[bytes] | None = [] if keep(name) else None
    size = 0
    is_markup = name.endswith((".xml", ".rels", ".vml"))
    tail = b""
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(PIECE):
                if size == 0 and piece.startswith(_NESTED):
                    raise remarks.stop("intake.package.nested")
                size += len(piece)
                counter.add(len(piece))
                _check_ratio(size, entry.compress_size, counter.limits, remarks)
                if is_markup and _declares_type(tail + piece):
                    raise remarks.stop("intake.package.document-type")
                tail = piece[-32:]
                if kept is not None:
                    kept.append(piece)
                if watcher is not None:
                    watcher(piece)
    except BROKEN as error:
        raise remarks.stop("intake.package.broken") from error
    if watcher is not None:
        watcher(b"")
    package.sizes[name] = size
    if kept is not None:
        package.parts[name] = b"".join(kept)


def _check_ratio(size: int, packed: int, limits: Limits, remarks: Remarks) -> None:
    if limits.ratio is not None and size > 8 * RATIO_FROM and size > limits.ratio * max(1, packed):
        raise remarks.stop("intake.limit.ratio", limit=limits.ratio)


def _declares_type(piece: bytes) -> bool:
    return bool(_DTD.search(piece)) or any(word in piece for word in _DTD_WIDE)
