"""What a release is, and how it is read from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from concord.declarations.read import read_yaml

DECLARATION = "release.yaml"


@dataclass(frozen=True, slots=True)
class Released:
    """One table of a release: its file, the digest of the file's bytes and that of the table's content."""

    structure: str
    file: str
    rows: int
    sha256: str
    digest: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """A frozen set of tables.

    Args:
        id: What it is cited by, such as ``2026.1``.
        folder: Where its files are.
        as_of: The day up to which it knows (ISO date).
        digest: Over the content of all its tables; equal content has an equal digest whatever the id or day.
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
        Released(each["structure"], each["file"], each["rows"], each["sha256"], each["digest"], tuple(each["sources"]))
        for each in declared["tables"]
    )
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
    )
