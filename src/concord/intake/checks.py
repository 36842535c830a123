"""What there is to say about the columns of a sheet once they are read."""

from __future__ import annotations

from concord.intake.columns import DATE as DATE_KIND
from concord.intake.columns import NUMBER
from concord.intake.decimals import Numbered
from concord.intake.layout import Built
from concord.intake.lookalikes import mixed_script
from concord.intake.profile import COMMA, DATE, ONE_COMMA, ONE_POINT, POINT, WHOLE, Profile
from concord.intake.remarks import Remarks

_TROUBLES = (
    ("lost", "intake.text.letters-lost", "soft"),
    ("mojibake", "intake.text.read-twice", "soft"),
    ("digits", "intake.text.other-digits", "note"),
    ("invisible", "intake.text.invisible", "note"),
)


def on_columns(built: Built, remarks: Remarks, *, typed: bool) -> None:
    """Remark on damaged letters, other digits, and in workbooks on numbers and dates kept as text."""
    for position, column in enumerate(built.profiles):
        _on_letters(column, remarks)
        if typed:
            kinds = built.kinds[position]
            _numbers_as_text(column, kinds[NUMBER], remarks)
            _dates_as_text(column, kinds[DATE_KIND], remarks)
    _on_headers(built, remarks)


def _on_letters(column: Numbered, remarks: Remarks) -> None:
    profile = column.profile
    for trouble, code, level in _TROUBLES:
        if profile.troubles[trouble]:
            _cells(code, level, column, profile.first[trouble], profile.troubles[trouble], remarks)


def _numbers_as_text(column: Numbered, numbers: int, remarks: Remarks) -> None:
    """Text that reads as a number beside real numbers; a column of codes kept as text is as it should be."""
    profile = column.profile
    shaped = [name for name in (POINT, COMMA, ONE_POINT, ONE_COMMA) if profile.counts[name]]
    texts = profile.counts[WHOLE] + sum(profile.counts[name] for name in shaped)
    if not texts or not (numbers or (shaped and profile.is_numeric)):
        return
    first = _first(profile, (WHOLE, *shaped))
    _cells("intake.column.numbers-as-text", "soft", column, first, texts, remarks)


def _dates_as_text(column: Numbered, dates: int, remarks: Remarks) -> None:
    count = column.profile.counts[DATE]
    if count:
        level = "soft" if dates else "note"
        _cells("intake.column.dates-as-text", level, column, column.profile.first[DATE], count, remarks)


def _first(profile: Profile, names: tuple[str, ...]) -> int:
    return min(profile.first[name] for name in names if name in profile.first)


def _cells(code: str, level: str, column: Numbered, first: int, count: int, remarks: Remarks) -> None:
    remarks.cells(
        code,
        level,  # type: ignore[arg-type]  # one of the three, from the tables above
        [first],
        sheet=column.sheet,
        header=column.header,
        letter=column.letter,
        count=count,
    )


def _on_headers(built: Built, remarks: Remarks) -> None:
    sheet = built.sheet
    for column in sheet.columns:
        said = mixed_script(column.header)
        if said:
            remarks.add(
                "intake.header.look-alike",
                "soft",
                sheet=sheet.name,
                row=sheet.header_row,
                letter=column.letter,
                header=column.header,
                characters=said,
            )
