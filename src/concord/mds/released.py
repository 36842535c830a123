"""What a release is, and how it is read from its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from concord.declarations.read import read_yaml

DECLARATION = "release.yaml"


@dataclass(frozen=True, slots=True)
class Released:
    """One table of a release: its file, the digest of the file's bytes and that of the table's content, hidden rows."""

    structure: str
    file: str
    rows: int
    sha256: str
    digest: str
    sources: tuple[str, ...] = ()
    hidden: int = 0
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A frozen set of tables.

    Args:
        id: What it is cited by, such as ``2026.1``.
        folder: Where its files are.
        as_of: The day up to which it knows (ISO date).
        digest: Over the content of all its tables; equal content has an equal digest whatever the id or day.
        about: What else is told of it: area, title, version, rules of protection and proof, files behind it.
    """

    id: str
    folder: Path
    as_of: str
    digest: str
    tables: tuple[Released, ...]
    notes: tuple[str, ...] = ()
    licence: str = ""
    sources: tuple[str, ...] = ()
    citation: str = ""
    previous: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)

    def table(self, id: str) -> Released | None:
        """The table of one structure, or None."""
        return next((each for each in self.tables if each.structure == id), None)

    def path(self, id: str) -> Path | None:
        """The Parquet file of one structure, or None."""
        found = self.table(id)
        return None if found is None else self.folder / found.file


def read(folder: Path) -> Release:
    """The release in a folder, as its ``release.yaml`` declares it."""
    declared = read_yaml(folder / DECLARATION)
    tables = tuple(
        Released(
            each["structure"], each["file"], each["rows"], each["sha256"], each["digest"], tuple(each["sources"]),
            each.get("hidden", 0), each.get("citation", ""),
        )
        for each in declared["tables"]
    )  # fmt: skip
    return Release(
        str(declared["id"]),
        folder,
        str(declared["as_of"]),
        declared["digest"],
        tables,
        tuple(declared["notes"]),
        declared["licence"],
        tuple(declared["sources"]),
        declared["citation"],
        str(declared["previous"] or ""),
        declared.get("about") or {},
    )
