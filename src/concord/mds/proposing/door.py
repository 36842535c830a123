"""Read a file as its profile says: the tables that are to be read, each as a sheet with the profile that holds for it.

This is what the rest of the room reads through where a file has a profile with tables, or is of a kind (.xls, .ods) or
a layout that the plain reading does not take.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from concord.findings import Finding, Findings
from concord.intake import checks
from concord.intake.columns import KINDS, TEXT
from concord.intake.decimals import Numbered
from concord.intake.layout import Built
from concord.intake.limits import Limits
from concord.intake.profile import Profile as Look
from concord.intake.reading import finding
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet
from concord.mds.profile import Profile
from concord.mds.proposing.applied import applied, profile_for
from concord.mds.proposing.model import Proposal
from concord.mds.proposing.propose import propose


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One table as a sheet, and the profile that holds for it alone."""

    sheet: Sheet
    profile: Profile


@dataclass(frozen=True, slots=True, eq=False)
class AsSaid:
    """A file read as its profile says.

    Args:
        proposal: What was found and what is still open.
        parts: The tables that are to be read; none where a question that must be answered is open.
        findings: What is wrong with the file, and the open questions as hard findings.
    """

    proposal: Proposal
    parts: tuple[Part, ...]
    findings: Findings

    @property
    def decimal(self) -> str | None:
        """The decimal sign of the file's texts, or None."""
        return self.proposal.decimal or None

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """The sheets, as a plain reading has them."""
        return tuple(part.sheet for part in self.parts)


def read_as_said(
    file: str | os.PathLike[str] | bytes | IO[bytes],
    profile: Profile,
    *,
    name: str | None = None,
    limits: Limits | None = None,
) -> AsSaid:
    """Read a file whole, as its profile says.

    Raises:
        NotFound: There is no such file.
        Unavailable: The reading process cannot be started.
    """
    return as_said(propose(file, name=name, profile=profile, limits=limits, whole=True))


def as_said(proposal: Proposal) -> AsSaid:
    """The tables of a proposal that are to be read."""
    open_ = [
        Finding("mds.question.open", "hard", each.about, {"id": each.id, "kind": each.kind}) for each in proposal.open
    ]
    if open_ or proposal.findings.hard:
        return AsSaid(proposal, (), proposal.findings + open_)
    parts = tuple(
        Part(applied(table, proposal.profile), profile_for(table, proposal.profile)) for table in proposal.to_read
    )
    return AsSaid(proposal, parts, proposal.findings + list(_on_columns(parts, proposal.file)))


def _on_columns(parts: Iterable[Part], file: str) -> Iterable[Finding]:
    """What there is to say of letters, digits and numbers kept as text."""
    remarks = Remarks()
    for part in parts:
        sheet = part.sheet
        looks, kinds = [], []
        for column in sheet.columns:
            texts = column.texts()
            typed = [at for at in range(len(texts)) if column.kind(at) == "text"]
            look = Look()
            if typed:
                look.see([texts[at] for at in typed], [sheet.rows[at] for at in typed])
            looks.append(Numbered(sheet.name, column.header, column.letter, look))
            kinds.append(Counter(column.kinds) if column.kinds else Counter({TEXT: len(texts)}))
        workbook = any(column.kinds for column in sheet.columns)
        checks.on_columns(Built(sheet, looks, kinds), remarks, typed=workbook and len(KINDS) > 0)
    return [finding(remark.as_dict(), file) for remark in remarks]
