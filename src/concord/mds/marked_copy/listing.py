"""The first sheet of a marked copy: every finding with a link to its cell. It is ours, and is never read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.declarations.messages import fill
from concord.findings import LEVELS, Finding, Findings
from concord.intake.neutral import neutralised, writable
from concord.intake.out_xlsx import write_text
from concord.mds.finding_files import sentence
from concord.mds.marked_copy.cells import Formats, level_name
from concord.mds.marked_copy.marks import first_cell

#: The name of the sheet in every language: by it a copy that is sent again is recognised.
SHEET = "concord-findings"
#: Rows of the list; the rest is counted.
LISTED = 2_000
_HEADS = (
    ("mds.marked.head-level", 20),
    ("mds.marked.head-place", 26),
    ("mds.marked.head-finding", 80),
    ("mds.marked.head-remedy", 70),
    ("mds.marked.head-code", 30),
)


def write(
    book: Any,
    out: Any,
    formats: Formats,
    findings: Findings,
    file: str,
    titles: Mapping[str | None, str],
    language: str,
) -> None:
    """Write the list: a title, what the marks look like, and one row for each finding.

    Args:
        titles: Name of a sheet as read → its name in the copy.
    """
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})
    link = book.add_format({"underline": 1, "font_color": "#1D4ED8", "valign": "top"})
    big = book.add_format({"bold": True, "font_size": 14})
    counts = {"hard": len(findings.hard), "soft": len(findings.soft), "notes": len(findings.notes)}
    write_text(out, 0, 0, fill("mds.marked.title", {"file": file}, language).message, big)
    write_text(out, 1, 0, fill("mds.marked.counts", counts, language).message)
    write_text(out, 2, 0, fill("mds.marked.how", {}, language).message)
    signs = {"hard": "mds.marked.sign-hard", "soft": "mds.marked.sign-soft", "note": "mds.marked.sign-note"}
    for row, level in enumerate(LEVELS, start=3):
        write_text(out, row, 0, level_name(level, language), formats.of("", level))
        write_text(out, row, 1, fill(signs[level], {}, language).message)
    for column, (code, width) in enumerate(_HEADS):
        out.set_column(column, column, width)
        write_text(out, 7, column, fill(code, {}, language).message, bold)
    for row, finding in enumerate(findings[:LISTED], start=8):
        said = sentence(finding, language)
        write_text(out, row, 0, level_name(finding.level, language), formats.of("", finding.level))
        _place(out, row, finding, titles, link, wrapped)
        write_text(out, row, 2, said.message, wrapped)
        write_text(out, row, 3, said.hint, wrapped)
        write_text(out, row, 4, finding.code, wrapped)
    if len(findings) > LISTED:
        more = fill("mds.findings.more", {"count": len(findings) - LISTED}, language)
        write_text(out, 8 + LISTED, 2, more.message, wrapped)
    out.freeze_panes(8, 0)
    out.repeat_rows(7)


def _place(out: Any, row: int, finding: Finding, titles: Mapping[str | None, str], link: Any, plain: Any) -> None:
    place, cell = finding.where, first_cell(finding)
    title = titles.get(place.sheet)
    if cell is None or title is None:
        write_text(out, row, 1, " · ".join(filter(None, (place.sheet, place.item))), plain)
        return
    number, column = cell
    shown = f"{column}{number}" if place.row or not place.letter else f"{column}:{column}"
    label = shown if place.sheet is None else f"{title} · {shown}"
    quoted = title.replace("'", "''")
    address = f"internal:'{quoted}'!{column}{number}"
    out.write_url(row, 1, address, link, neutralised(writable(label))[:255])
