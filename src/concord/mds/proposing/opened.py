"""A stranger's file → grids of cells, by way of the limited reading process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import IO, Any

from concord.findings import Finding, Findings, Place
from concord.intake import process
from concord.intake.limits import MEBIBYTE, Limits, exceeds
from concord.intake.reading import digest, finding, name_of, opened, plain_name
from concord.mds.proposing.grid import Grid, grid_of

SAMPLED = "concord.mds.proposing.sampled"
WHOLE = "concord.mds.proposing.cells"
#: Kinds whose reader believes the lengths that a spoilt file says, and the memory they get where no limit was given.
LEAPING = (".xls", ".ods")
MEMORY, MEMORY_PER_BYTE = 1024 * MEBIBYTE, 100


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What was read of a file.

    Args:
        name: Its name, without folders.
        digest: SHA-256 of its bytes.
        grids: Its sheets, hidden ones too.
        findings: What there is to say of the file itself.
        sampled: Whether more rows follow than were read.
        facts: How it was read (encoding, delimiter, what the workbook carries).
    """

    name: str
    digest: str
    grids: tuple[Grid, ...]
    findings: Findings
    sampled: bool
    facts: Mapping[str, Any]


def open_file(
    file: str | os.PathLike[str] | bytes | IO[bytes],
    name: str | None = None,
    *,
    limits: Limits | None = None,
    encoding: str | None = None,
    whole: bool = False,
) -> Opened:
    """The cells of a file (.xlsx, .xls, .ods, .csv and the like, .zip of texts); a refused file has no grids.

    Args:
        file: Path, bytes or binary stream.
        name: The name it was sent under.
        limits: What is too much; by default a site's limits.
        encoding: The encoding, where the uploader has confirmed it.
        whole: Whether long text tables are read to their end.

    Raises:
        NotFound: There is no such file.
        Unavailable: The reading process cannot be started.
    """
    limits = limits or Limits()
    with opened(file) as stream:
        shown = plain_name(name or name_of(file, stream))
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            return _refused(shown, "", "intake.file.empty", {})
        if exceeds(size, limits.packed_bytes):
            sizes = {"size_mb": -(-size // MEBIBYTE), "limit_mb": (limits.packed_bytes or 0) // MEBIBYTE}
            return _refused(shown, "", "intake.limit.packed", sizes)
        if limits.memory_bytes is None and shown.lower().endswith(LEAPING):
            limits = replace(limits, memory_bytes=MEMORY + MEMORY_PER_BYTE * size)
        sha256 = digest(stream)
        stream.seek(0)
        outcome = process.run(stream, shown, limits, {"encoding": encoding}, entry=WHOLE if whole else SAMPLED)
    if outcome.failure:
        return _refused(shown, sha256, outcome.failure, outcome.params)
    message = outcome.message
    said = Findings(finding(remark, shown) for remark in message.remarks)
    bold = _bold(message.facts.get("bold"))
    grids = tuple(grid_of(sheet, bold.get(sheet.name or "", ())) for sheet in message.sheets)
    return Opened(shown, sha256, grids, said, message.facts.get("sampled") is True, message.facts)


def _bold(said: object) -> dict[str, list[str]]:
    if not isinstance(said, dict):
        return {}
    return {str(name): [str(each) for each in places] for name, places in said.items() if isinstance(places, list)}


def _refused(name: str, sha256: str, code: str, params: Mapping[str, object]) -> Opened:
    return Opened(name, sha256, (), Findings([Finding(code, "hard", Place(name), params)]), False, {})
