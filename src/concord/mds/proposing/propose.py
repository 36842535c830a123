"""From a file to a proposal: tables found, a profile as far as it is settled, and what has to be asked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import IO, Any

from concord.findings import Finding, Findings, Place
from concord.intake import decimals
from concord.intake.decimals import Numbered
from concord.intake.limits import Limits
from concord.intake.profile import Profile as Look
from concord.intake.reading import finding as finding_of
from concord.intake.remarks import Remarks
from concord.intake.workbook_remarks import OWN_CODES_SHEET
from concord.mds.profile import NOTHING_SAID, Profile
from concord.mds.proposing import ask_columns, ask_facts, ask_tables, ask_values
from concord.mds.proposing.finding import found_on
from concord.mds.proposing.headings import is_short_year
from concord.mds.proposing.merging import Merged, merge
from concord.mds.proposing.model import Choice, FoundTable, Proposal, Question, Reason
from concord.mds.proposing.opened import Opened, open_file
from concord.mds.proposing.settling import settled_profile
from concord.mds.template_words import own_sheets


def propose(
    file: str | os.PathLike[str] | bytes | IO[bytes],
    *,
    name: str | None = None,
    profile: Profile = NOTHING_SAID,
    last: Profile | None = None,
    area: str = "",
    limits: Limits | None = None,
    encoding: str | None = None,
    whole: bool = False,
) -> Proposal:
    """How a file is proposed to be read.

    Args:
        file: Path, bytes or binary stream (.xlsx, .xls, .ods, .csv and the like, .zip of texts).
        name: The name it was sent under.
        profile: What has been said so far of this file; it is never contradicted.
        last: The profile of the file before it (last year's): kept as far as this file agrees, and compared.
        area: Who reports (alpha-3), where the profile does not say.
        limits: What is too much; by default a site's limits.
        encoding: The encoding, where the uploader has confirmed it.
        whole: Whether long text tables are read to their end; a proposal is made from the first part of them else.

    Raises:
        NotFound: There is no such file.
        Unavailable: The reading process cannot be started.
    """
    opened = open_file(file, name, limits=limits, encoding=encoding, whole=whole)
    if last is not None:
        merged = compared(opened, replace(profile, area=profile.area or last.area or area), last)
        return replace(proposal_of(opened, merged.profile), differences=merged.differences)
    return proposal_of(opened, replace(profile, area=profile.area or area))


def compared(opened: Opened, profile: Profile, last: Profile) -> Merged:
    """Last year's profile as far as it holds for a file that has been opened, and what is otherwise in the file."""
    return merge(last, proposal_of(opened, profile))


def proposal_of(opened: Opened, profile: Profile = NOTHING_SAID) -> Proposal:
    """The proposal for a file that has been opened; pure: the same cells and profile give the same proposal."""
    if not opened.grids:
        return Proposal(opened.name, opened.digest, (), profile, (), opened.findings, facts=opened.facts)
    grids = [grid for grid in opened.grids if not _is_ours(grid.name, opened)]
    tables = tuple(table for grid in grids for table in found_on(grid, opened.name, profile))
    reading = [table for table in tables if table.read]
    remarks = Remarks()
    sign = decimals.decide(_numbered(reading), remarks, profile.decimal or None) or ""
    findings = [*_of_file(opened, reading), *_refusals(tables, reading, opened)]
    findings += [
        finding_of(each.as_dict(), opened.name) for each in remarks if each.code != "intake.decimals.ambiguous"
    ]
    asked = list(_questions(tables, profile, opened.name, [r.as_dict() for r in remarks]))
    questions = _once(asked) if not any(each.code == "mds.proposal.no-table" for each in findings) else ()
    return Proposal(
        file=opened.name,
        digest=opened.digest,
        tables=tables,
        profile=settled_profile(tables, profile, decimal=sign),
        questions=questions,
        findings=Findings(findings),
        decimal=sign,
        sampled=opened.sampled,
        facts=opened.facts,
    )


def _of_file(opened: Opened, reading: Sequence[FoundTable]) -> Iterable[Finding]:
    """What there is to say of the file; cells of sheets that are not read refuse nothing."""
    read = {table.sheet for table in reading}
    for finding in opened.findings:
        sheet = finding.where.sheet
        if sheet and _is_ours(sheet, opened):
            continue
        unread = sheet and sheet not in read and finding.code.startswith("intake.cell.")
        yield replace(finding, level="note") if unread else finding


def _is_ours(name: str, opened: Opened) -> bool:
    """Whether a sheet is one of our own template's that hold no data: its lists, its instructions, its checks."""
    sheets = {grid.name for grid in opened.grids}
    return name == OWN_CODES_SHEET or (OWN_CODES_SHEET in sheets and name in own_sheets())


def _questions(
    tables: Sequence[FoundTable], profile: Profile, file: str, remarks: Iterable[dict[str, Any]]
) -> Iterable[Question]:
    reading = [table for table in tables if table.read]
    yield from ask_tables.questions(tables, profile)
    for table in reading:
        yield from ask_columns.questions(table, profile)
    for remark in remarks:
        if remark["code"] == "intake.decimals.ambiguous":
            yield _decimal(remark, file)
    yield from ask_facts.questions(reading, profile, file=file)
    for table in reading:
        yield from ask_values.questions(table, profile)


def _decimal(remark: dict[str, Any], file: str) -> Question:
    """ "1.234" is a thousand and more, or one and a little: nobody can tell from the file."""
    value = str(remark["value"])
    point = "." in value
    place = Place(file, remark["sheet"] or None, remark["row"], remark["header"] or None, remark["letter"])
    grouped = Choice("," if point else ".", Reason("mds.reason.thousands", {"value": value}))
    fraction = Choice("." if point else ",", Reason("mds.reason.decimals", {"value": value}))
    params = {"value": value, "count": remark["params"].get("count", 1)}
    return Question("decimal", "decimal", place, (grouped, fraction), params)


def _once(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Each question once, those that must be answered first."""
    found: dict[str, Question] = {}
    for question in questions:
        found.setdefault(question.id, question)
    return tuple(sorted(found.values(), key=lambda each: not each.must))


def _numbered(tables: Sequence[FoundTable]) -> list[Numbered]:
    """What the texts of the columns of numbers look like, for the decimal sign of the file."""
    found = []
    for table in tables:
        raw = table.region.grid.sheet
        rows = list(table.indices) if table.kind == "counts" else []
        for column in table.columns:
            if column.role not in ("value", "fte") or column.added or not rows:
                continue
            cells = raw.columns[column.at]
            typed = [at for at in rows if cells.kind(at) == "text"]
            look = Look()
            if typed:
                look.see([cells.text(at).strip() for at in typed], [raw.rows[at] for at in typed])
                found.append(Numbered(table.sheet or None, column.header, column.letter, look))
    return found


def _refusals(tables: Sequence[FoundTable], reading: Sequence[FoundTable], opened: Opened) -> Iterable[Finding]:
    if not any(table.kind for table in tables):
        yield Finding("mds.proposal.no-table", "hard", Place(opened.name))
    for table in reading:
        yield from ask_values.refusals(table)
        short = [column for column in table.columns if column.role == "value" and is_short_year(column.header)]
        if len(short) > 1:
            shown = ", ".join(column.header for column in short[:5])
            yield Finding("mds.headings.two-digits", "hard", table.place_of(short[0]), {"headers": shown})
    if opened.sampled:
        yield Finding("mds.proposal.sampled", "note", Place(opened.name))
