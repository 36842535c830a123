"""Where a table begins and ends on a sheet: titles above it, one or two header rows, notes below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from concord.intake.columns import TEXT
from concord.intake.profile import MARK, NUMERIC, WORDS, classify

Row = Sequence[str]
LOOK_AT = 60
# After so many rows of data no later row is taken for the header.
SURE_OF_DATA = 2
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:\d\d|(?:19|20)\d\d))?")
_COMMENT = re.compile(r"#+\s+\w|#\w+\s*:")
_NOTE = re.compile(
    r"\W*(?:source|sources|note|notes|nota|notas|remark|fuente|fuentes|fonte|quelle|légende|legend|footnote|"
    r"источник|источники|примечание|примечания|المصدر|المصادر|ملاحظة|ملاحظات|来源|資料來源|资料来源|注|註|说明|數據來源|数据来源|"
    r"copyright|©|extracted|data extracted|last updated|updated)\b",
    re.IGNORECASE,
)
_FOOTMARK = re.compile(r"\s*(?:\(?\d{1,2}\)|\[\d{1,2}\]|[*†‡§¹²³]+|\.\.+\s|[a-z]\)|[–—-]\s)")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands among the first rows.

    Args:
        at: Indices of its rows, one or two; empty where none was found.
        names: Name of each column; two rows are joined with " / ".
        first: Index of the first row below it.
    """

    at: tuple[int, ...]
    names: tuple[str, ...]
    first: int


def filled(row: Row) -> int:
    """How many cells of a row are not blank."""
    return sum(bool(cell.strip()) for cell in row)


def find(rows: Sequence[Row], kinds: Sequence[Sequence[int] | None], width: int) -> Header:
    """The header among the first rows of a sheet.

    Args:
        rows: The first rows, at most :data:`LOOK_AT` are looked at.
        kinds: Kinds of their cells, or None for text tables.
        width: Cells of the widest row.
    """
    looked = rows[:LOOK_AT]
    typical = _typical_width(looked)
    data = 0
    for index, row in enumerate(looked):
        if not _may_be_header(row, kinds[index], typical):
            data += filled(row) >= max(1, 0.6 * typical) and any(_looks_like_data(cell) for cell in row)
            if data >= SURE_OF_DATA:
                break
            continue
        if _is_group_row(index, looked, kinds, typical):
            return Header((index, index + 1), _joined(row, looked[index + 1], width), index + 2)
        if index and _names_groups(looked[index - 1], row, width):
            return Header((index - 1, index), _joined(looked[index - 1], row, width), index + 1)
        return Header((index,), _padded(row, width), index + 1)
    return Header((), tuple("" for _ in range(width)), _first_full(looked, typical))


def _typical_width(rows: Sequence[Row]) -> int:
    """The usual number of filled cells in the rows of the table: the widest rectangle among the rows looked at."""
    counts = [filled(row) for row in rows]
    areas = {count: count * sum(other >= count for other in counts) for count in set(counts)}
    return max(areas, key=lambda count: (areas[count], count), default=0)


def _first_full(rows: Sequence[Row], typical: int) -> int:
    return next((index for index, row in enumerate(rows) if filled(row) >= max(1, 0.6 * typical)), 0)


def _may_be_header(row: Row, kinds: Sequence[int] | None, typical: int) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    if not cells or len(cells) < min(typical, max(2, round(0.6 * typical))):
        return False
    if _COMMENT.match(cells[0]):
        return False
    if kinds is not None and any(
        kind > TEXT and not _YEAR.fullmatch(cell) for kind, cell in zip(kinds, row, strict=False)
    ):
        return False
    numbers = sum(classify(cell) in NUMERIC and not _YEAR.fullmatch(cell) for cell in cells)
    marks = sum(classify(cell) == MARK and len(cell) > 1 and not cell.isalpha() for cell in cells)
    words = sum(classify(cell) == WORDS for cell in cells)
    years = len(cells) - numbers - marks - words
    return numbers == 0 and marks == 0 and (words > 0 or years == len(cells) > 1)


def _is_group_row(index: int, rows: Sequence[Row], kinds: Sequence[Sequence[int] | None], typical: int) -> bool:
    """A row of group names over a second header row: names with gaps, and below them words where the gaps are."""
    if index + 2 >= len(rows):
        return False
    row, below = rows[index], rows[index + 1]
    if not _may_be_header(below, kinds[index + 1], min(typical, 2)):
        return False
    if filled(below) < 2 or any(_looks_like_data(cell) for cell in below):
        return False
    width = max(len(row), len(below))
    top, under = _padded(row, width), _padded(below, width)
    gaps = [place for place in range(width) if not top[place].strip() and under[place].strip()]
    last = max((place for place in range(width) if top[place].strip()), default=0)
    repeated = len({cell for cell in top if cell.strip()}) < filled(row)
    data_below = any(_looks_like_data(cell) for below_row in rows[index + 2 : index + 6] for cell in below_row)
    inside = [place for place in gaps if place > 0]
    return data_below and (bool(inside) or repeated) and (repeated or min(inside) <= last + len(inside))


def _names_groups(above: Row, row: Row, width: int) -> bool:
    """A sparse row over names that repeat ("All staff" under "EU" and under "UK"): it tells them apart."""
    names = [cell for cell in _padded(row, width) if cell]
    if len(set(names)) == len(names) or filled(above) < 2:
        return False
    return not any(_looks_like_data(cell) or len(cell) > 60 for cell in above)


def _looks_like_data(cell: str) -> bool:
    return classify(cell.strip()) in NUMERIC and not _YEAR.fullmatch(cell.strip())


def _joined(top: Row, below: Row, width: int) -> tuple[str, ...]:
    """Group names carried to the right over the gaps they span, joined with the names under them."""
    names = []
    group = ""
    upper, lower = _padded(top, width), _padded(below, width)
    for above, under in zip(upper, lower, strict=True):
        if above.strip():
            group = above.strip()
            names.append(f"{group} / {under.strip()}" if under.strip() else group)
        else:
            names.append(f"{group} / {under.strip()}" if group and under.strip() else under.strip())
    return tuple(names)


def _padded(row: Row, width: int) -> tuple[str, ...]:
    cells = tuple(cell.strip() for cell in row[:width])
    return cells + ("",) * (width - len(cells))


def footer_start(rows: Sequence[Row], width: int) -> int:
    """Index, among the last rows, where notes below the table begin; ``len(rows)`` where there are none.

    A note is a row with text in its first cell or two alone; it needs a sign that it is one: a blank row before it,
    a word such as "Source", a footnote mark, or its length.
    """
    start = len(rows)
    sparse = max(1, min(2, width // 3))
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        count = filled(row)
        if count == 0:
            continue
        if count > sparse or any(classify(cell.strip()) in NUMERIC for cell in row[1:] if cell.strip()):
            break
        if width == 1 or not _reads_as_note(row, index > 0 and filled(rows[index - 1]) == 0):
            if width > 1 and start < len(rows) and _blank_above(rows, index):
                start = index
                continue
            break
        start = index
    return start


def _reads_as_note(row: Row, after_blank: bool) -> bool:
    text = next(cell.strip() for cell in row if cell.strip())
    if classify(text) in NUMERIC:
        return False
    return after_blank or len(text) > 45 or bool(_NOTE.match(text)) or bool(_FOOTMARK.match(text))


def _blank_above(rows: Sequence[Row], index: int) -> bool:
    """Whether the run of sparse rows that ends here begins after a blank row."""
    for above in range(index - 1, max(-1, index - 6), -1):
        if filled(rows[above]) == 0:
            return True
        if filled(rows[above]) > 2:
            return False
    return False
