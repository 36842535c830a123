"""Whether files are read plainly, as the command line reads them, or table by table as proposed.

A plain reading is what everybody gets who sends the same files by another way, so it goes first. The proposal takes its
place where it sees tables that a plain reading does not tell apart, or columns that it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from concord.findings import Finding, Findings
from concord.intake.reading import Reading
from concord.mds.harmonise import Asked
from concord.mds.profile import Profile
from concord.mds.read import is_register, is_said_otherwise
from concord_site.mds.proposing import Proposed

#: What a plain reading of a file tells of it whichever way its tables are read.
OF_THE_FILE = (
    "intake.workbook.", "intake.encoding.", "intake.rows.cut", "intake.text.delimiter-unclear",
    "intake.header.look-alike",
)  # fmt: skip
#: What it refuses of a sheet with one table, however its columns are read: its cells stand in the wrong columns.
OF_ONE_TABLE = "intake.row.too-long"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One reading of the files.

    Args:
        made: What tabulating gave.
        profile: How they were read: read with it again, they give the same.
        findings: All that is to be told.
        is_personal: A row of the files is a person.
    """

    made: Any
    profile: Profile
    findings: Findings
    is_personal: bool


def chosen(readings: Sequence[Reading], proposed: Proposed, asked: Asked, tabulated: Callable[[Asked], Any]) -> Chosen:
    """Read the files by the way that sees what is in them.

    Args:
        readings: The files as the limited process has read them.
        proposed: How they are proposed to be read.
        asked: Who reports and which year.
        tabulated: Reads and tabulates.
    """
    plain = replace(asked, profile=proposed.said)
    persons = any(is_register(sheet, plain) for each in readings for sheet in each.visible)
    if not any(is_said_otherwise(each, proposed.profile) for each in readings):
        made = tabulated(plain)
        if not _is_more(proposed, made, persons=persons):
            profile = _as_read(proposed, made, persons=persons)
            return Chosen(made, profile, _told(made, proposed, ()), persons or proposed.is_personal)
    made = tabulated(replace(asked, profile=proposed.profile))
    lost = [each for reading in readings for each in reading.findings if _is_kept(each, proposed)]
    return Chosen(made, proposed.profile, _told(made, proposed, lost), persons or proposed.is_personal)


def _is_kept(finding: Finding, proposed: Proposed) -> bool:
    """Whether a finding of the plain reading holds for tables that are read otherwise."""
    if finding.code != OF_ONE_TABLE:
        return finding.code.startswith(OF_THE_FILE)
    there = (finding.where.file, finding.where.sheet or "")
    return sum((each["file"], each["name"]) == there for each in proposed.tables if each["read"]) == 1


def _is_more(proposed: Proposed, made: Any, *, persons: bool) -> bool:
    """Whether the proposal knows columns, for certain, that the plain reading had to leave unread."""
    if not proposed.is_settled or (persons and not proposed.is_personal):
        return False
    known: dict[str, str] = dict(made.profile.get("columns") or {})
    return any(key not in known and role not in known.values() for key, role in proposed.roles.items())


def _as_read(proposed: Proposed, made: Any, *, persons: bool) -> Profile:
    """The proposed profile as far as the plain reading agrees with it; what it finds out by itself is left to it."""
    known: dict[str, str] = dict(made.profile.get("columns") or {})
    columns = {key: role for key, role in proposed.profile.columns.items() if known.get(key) == role}
    said, settled = proposed.said, proposed.profile
    return replace(
        settled,
        columns={**columns, **said.columns},
        decimal=said.decimal or str(made.profile.get("decimal") or ""),
        rows=said.rows or ("persons" if persons else "" if proposed.is_personal else settled.rows),
        tables=settled.tables if persons == proposed.is_personal else said.tables,
    )


def _told(made: Any, proposed: Proposed, lost: Sequence[Finding]) -> Findings:
    """What was found, without what is asked besides, and with what the other way of reading has told of the file."""
    asked = {each["id"] for each in proposed.questions}
    found = [each for each in made.findings if each.code != "mds.question.open" or each.params.get("id") not in asked]
    there = {(each.code, each.where.sheet) for each in found}
    found += [each for each in lost if (each.code, each.where.sheet) not in there]
    refused = any(each.level == "hard" for each in found)
    own = () if made.tables or refused else proposed.findings
    return Findings(dict.fromkeys((*found, *(each for each in own if each.code.startswith("mds.proposal.")))))
