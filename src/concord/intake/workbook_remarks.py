"""What there is to say about a workbook: hidden, filtered, cut, calculated, in error, merged, shown otherwise."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from concord.intake.columns import letter
from concord.intake.layout import Built
from concord.intake.remarks import Remarks
from concord.intake.sheet_scan import Scan
from concord.intake.sheets import Sheet
from concord.intake.unseen import Workbook

CUT_AT = (65_536, 1_048_576)
# The sheet of code lists in workbooks we write; hidden on purpose, by us.
OWN_CODES_SHEET = "concord-codes"
# The sheet that lists findings, in the marked copies we write.
OWN_FINDINGS_SHEET = "concord-findings"


def on_workbook(workbook: Workbook, scans: Mapping[str, Scan], table_filters: int, remarks: Remarks) -> None:
    """Remark on hidden sheets, the date system, filters, hidden rows and columns, and sheets that end at a limit."""
    if workbook.date_1904:
        remarks.add("intake.workbook.date-1904", "note")
    for sheet in workbook.sheets:
        scan = scans.get(sheet.part)
        if scan is None or scan.rows == 0:
            continue
        if sheet.hidden and sheet.name != OWN_CODES_SHEET:
            remarks.add(f"intake.workbook.{sheet.hidden}-sheet", "soft", sheet=sheet.name, count=scan.rows)
        if scan.last_row in CUT_AT:
            remarks.add("intake.rows.cut", "soft", sheet=sheet.name, row=scan.last_row, count=scan.last_row)
        if scan.filters:
            remarks.add("intake.workbook.filter", "soft", sheet=sheet.name)
        if sheet.name != OWN_CODES_SHEET:
            _hidden_parts(sheet.name, scan, remarks)
        _invisible(sheet.name, scan, workbook.invisible, remarks)
    if table_filters and not any(scan.filters for scan in scans.values()):
        remarks.add("intake.workbook.filter", "soft")


def _hidden_parts(name: str, scan: Scan, remarks: Remarks) -> None:
    if scan.hidden_rows:
        remarks.cells(
            "intake.workbook.hidden-rows", "soft", scan.hidden_rows[:10], sheet=name, count=len(scan.hidden_rows)
        )
    letters = [
        letter(column)
        for first, last in scan.hidden_columns
        for column in range(first, min(last, scan.last_column) + 1)
    ]
    if letters:
        shown = ", ".join(letters[:20])
        remarks.add("intake.workbook.hidden-columns", "soft", sheet=name, letter=letters[0], letters=shown)


def _invisible(name: str, scan: Scan, invisible: frozenset[str], remarks: Remarks) -> None:
    columns = sorted({column for style in invisible for column in scan.styled.get(style, ())})
    if columns:
        letters = ", ".join(letter(column) for column in columns[:20])
        remarks.add("intake.workbook.invisible-format", "soft", sheet=name, letter=letter(columns[0]), letters=letters)


def on_sheet(built: Built, scan: Scan, remarks: Remarks) -> None:
    """Remark on formulas, errors, percent formats and merged cells of one sheet, once per column."""
    sheet = built.sheet
    hard = "soft" if sheet.hidden else "hard"
    _columns("intake.cell.error", hard, sheet, scan.errors, remarks)
    _columns("intake.cell.formula-without-value", hard, sheet, scan.without_value, remarks)
    calculated = {
        place: array("L", sorted(set(rows) - set(scan.without_value.get(place, ()))))
        for place, rows in scan.formulas.items()
    }
    _columns("intake.cell.formula", "note", sheet, calculated, remarks)
    for column in sheet.columns:
        if column.percent:
            remarks.add(
                "intake.column.percent-format",
                "note",
                sheet=sheet.name,
                row=sheet.header_row,
                header=column.header,
                letter=column.letter,
            )
    if sheet.merged:
        shown = ", ".join(sheet.merged[:10])
        remarks.add("intake.workbook.merged", "soft", sheet=sheet.name, count=len(sheet.merged), ranges=shown)


def _columns(code: str, level: str, sheet: Sheet, found: Mapping[int, array[int]], remarks: Remarks) -> None:
    headers = {column.letter: column.header for column in sheet.columns}
    for place in sorted(found):
        where = letter(place)
        remarks.cells(
            code,
            level,  # type: ignore[arg-type]  # one of the three, from the callers above
            found[place],
            sheet=sheet.name,
            header=headers.get(where),
            letter=where,
        )
