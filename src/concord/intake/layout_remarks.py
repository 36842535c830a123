"""What there is to say about how a table lies on its sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from concord.intake.remarks import Remarks
from concord.intake.sheets import Aside, AsideReason, Sheet


def on_layout(
    sheet: Sheet,
    remarks: Remarks,
    *,
    blank: Sequence[int],
    long: Sequence[int],
    short: Sequence[int],
    neutralised: int,
) -> None:
    """Remark on the header, and on rows that are blank, too long, too short, or not data."""
    _on_header(sheet, remarks)
    _on_aside(sheet, remarks)
    name = sheet.name
    width = len(sheet.columns)
    if long:
        remarks.cells("intake.row.too-long", "hard", long, sheet=name, columns=width)
    if short and len(short) <= 0.5 * len(sheet):
        remarks.cells("intake.row.too-short", "soft", short, sheet=name, columns=width)
    if blank:
        remarks.cells("intake.row.blank", "note", blank, sheet=name)
    if neutralised:
        remarks.add("intake.text.neutralised", "note", sheet=name, count=neutralised)
    if not len(sheet) and not sheet.hidden:
        remarks.add("intake.table.no-rows", "hard", sheet=name, row=sheet.header_row)


def _on_header(sheet: Sheet, remarks: Remarks) -> None:
    name = sheet.name
    if not sheet.header_rows:
        if not sheet.hidden:
            remarks.add("intake.header.not-found", "hard", sheet=name, row=sheet.rows[0] if len(sheet) else None)
        return
    if len(sheet.header_rows) == 2:
        first, second = sheet.header_rows
        remarks.add("intake.header.two-rows", "note", sheet=name, row=first, second=second)
    row = sheet.header_row
    for header, count in Counter(sheet.headers).items():
        if header and count > 1:
            letters = ", ".join(column.letter for column in sheet.columns if column.header == header)
            first_letter = sheet.column(header).letter
            remarks.add(
                "intake.header.repeated",
                "soft",
                sheet=name,
                row=row,
                header=header,
                letter=first_letter,
                letters=letters,
            )
    unnamed = [column.letter for column in sheet.columns if not column.header and column.blob]
    if unnamed:
        remarks.add(
            "intake.header.empty", "soft", sheet=name, row=row, letter=unnamed[0], letters=", ".join(unnamed[:20])
        )


def _on_aside(sheet: Sheet, remarks: Remarks) -> None:
    titles = _of(sheet.aside, "title")
    notes = _of(sheet.aside, "note")
    again = _of(sheet.aside, "header-again")
    if titles:
        remarks.cells("intake.row.above-table", "note", titles, sheet=sheet.name)
    if notes:
        remarks.cells("intake.row.below-table", "note", notes, sheet=sheet.name)
    if again:
        remarks.cells("intake.header.again", "soft", again, sheet=sheet.name)


def _of(aside: Sequence[Aside], reason: AsideReason) -> list[int]:
    return [row.row for row in aside if row.reason == reason]
