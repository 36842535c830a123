"""An archive with text tables in it: each becomes a sheet. Anything else in it refuses the archive."""

from __future__ import annotations

from pathlib import PurePosixPath

from concord.intake import packages, signatures, text_tables
from concord.intake.layout import Built
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.signatures import EXTENSIONS
from concord.intake.source import Source

# What some systems add to every archive.
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def read(
    source: Source, limits: Limits, remarks: Remarks, *, encoding: str | None = None, delimiter: str | None = None
) -> tuple[list[Built], dict[str, object]]:
    """The tables of an archive, named by their entries, and the facts of how each was read."""
    package = packages.inspect(source.whole(), limits, remarks, keep=lambda name: not _is_litter(name))
    names = [name for name in package.names if not _is_litter(name.lower())]
    if not names:
        raise remarks.stop("intake.table.empty")
    for name in names:
        if PurePosixPath(name.lower()).suffix.removeprefix(".") not in EXTENSIONS["text"]:
            raise remarks.stop("intake.package.other-content")
    built: list[Built] = []
    entries: dict[str, object] = {}
    for name in names:
        data = package.part(name)
        if signatures.identify(data, name).kind != "text":
            raise remarks.stop("intake.package.other-content")
        inner = Source(name, package.parts.pop(name.lower()))
        del data
        table, facts = text_tables.read(inner, limits, remarks, encoding=encoding, delimiter=delimiter, sheet=name)
        entries[name] = facts
        if table is not None:
            built.append(table)
    return built, {"entries": entries}


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER[0]) or name.rpartition("/")[2] in _LITTER
