"""Frozen bundles: a set of files with one digest, kept beside everything that was made from them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class Bundle:
    """Named files that never change; equal content has an equal digest whatever the order or the folder."""

    id: str
    files: Mapping[str, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", MappingProxyType(dict(self.files)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over names and contents, names sorted, each preceded by its length (hexadecimal)."""
        whole = hashlib.sha256()
        for name in sorted(self.files):
            for part in (name.encode(), self.files[name]):
                whole.update(len(part).to_bytes(8, "big"))
                whole.update(part)
        return whole.hexdigest()


def bundle_of(id: str, *paths: Path) -> Bundle:
    """Freeze files, and all files of folders, under names relative to each given path's parent."""
    files: dict[str, bytes] = {}
    for path in paths:
        members = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        files.update({member.relative_to(path.parent).as_posix(): member.read_bytes() for member in members})
    return Bundle(id, files)


def digest_of(content: bytes | Path) -> str:
    """SHA-256 of bytes or of one file's bytes (hexadecimal)."""
    if isinstance(content, Path):
        with content.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    return hashlib.sha256(content).hexdigest()
