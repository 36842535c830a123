"""Which rows of a table's body are data, and which are totals, parts of totals, headings and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from concord.intake.numbers import parse_number
from concord.mds.proposing import headings
from concord.mds.proposing.declared import confidence, label_kind
from concord.mds.proposing.grid import NUMBER, SIGN, WORD, YEAR, Line
from concord.mds.proposing.regions import Region, reads_as_note
from concord.mds.readers import words
from concord.mds.readers.places import is_one
from concord.mds.readers.spread import JOINT
from concord.vocabulary.structures import structures

DATA, TOTAL, SUBTOTAL, SECTION, NOTE = "data", "total", "subtotal", "section", "note"
#: A sum below this is met by chance.
SMALLEST_SUM = 10
#: Roles of columns that divide persons, each with a code or a word for "not divided".
DIVISIONS = frozenset(
    {"sex", "age", "age_band", "sector", "subnational", "origin", "origin_code", "destination", "activity"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a body: what it is, its label and the column that holds it, and whether that is certain.

    ``exact`` is whether its whole label says that it is a total; ``adds_up`` whether its numbers are the sum of others.
    """

    line: Line
    kind: str
    label: str = ""
    at: int = -1
    sure: bool = True
    exact: bool = False
    adds_up: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns of a table hold names and which hold numbers."""

    labels: tuple[int, ...]
    values: tuple[int, ...]
    main: int


def shape_of(region: Region) -> Shape:
    """The columns of names, of numbers, and the one that names the rows."""
    labels: list[int] = []
    values: list[int] = []
    names = region.names
    for at in range(region.span.left, region.span.right + 1):
        looks = Counter(line.spots[at].look for line in region.body if line.spots[at].look)
        filled = sum(looks.values())
        if not filled:
            continue
        said = headings.said_by(names.get(at, ""))
        named = said.exact and said.role not in ("", "value", "fte")
        numbers = looks[NUMBER] + looks[SIGN]
        of_year = numbers and "year" in headings.across(names.get(at, "").rpartition(JOINT)[2])
        (values if (numbers > 0.5 * filled or of_year) and not named else labels).append(at)
    first = min(values, default=region.span.right + 1)
    left = [at for at in labels if at < first] or labels
    firsts = Counter(
        next((at for at in left if line.spots[at].look), -1)
        for line in region.body
        if any(line.spots[at].look for at in values)
    )
    firsts.pop(-1, None)
    main = firsts.most_common(1)[0][0] if firsts else (left[0] if left else region.span.left)
    return Shape(tuple(labels), tuple(values), main)


def rows_of(region: Region, shape: Shape, *, decimal: str = "") -> list[Row]:
    """The rows of a body, each with what it is."""
    said = replace(shape, labels=tuple(at for at in shape.labels if not _is_undivided(region, at)))
    kept = [_first_look(line, region, said) for line in region.body]
    kept = _settle_headings(kept, shape)
    of_kind = any(headings.said_by(name).role == "row_kind" for name in region.names.values())
    if of_kind or region.grid.name in structures():
        # The table says itself which of its rows are totals.
        return kept
    numbers = [_numbers(row.line, shape, decimal) for row in kept]
    return [_with_sum(row, at, kept, numbers) for at, row in enumerate(kept)]


def _is_undivided(region: Region, at: int) -> bool:
    """Whether a column by which persons may be divided says of every row that they are not: no row is its total."""
    if headings.said_by(region.names.get(at, "")).role not in DIVISIONS:
        return False
    said = {line.spots[at].text for line in region.body if line.spots[at].look}
    return bool(said) and all(_is_total(text) for text in said)


def _is_total(text: str) -> bool:
    return words.row_kind(text) == "total" or words.sex(text) == "T" or label_kind(text) == (TOTAL, True)


def _first_look(line: Line, region: Region, shape: Shape) -> Row:
    filled = line.filled(region.span.left, region.span.right)
    valued = [at for at in filled if at in shape.values]
    at = filled[0] if filled else region.span.left
    label = line.spots[at].text
    bold = bool(line.bold.intersection(filled))
    if not valued and reads_as_note(line, region.span) and shape.values:
        return Row(line, NOTE, label, at)
    if not valued and len(filled) == 1 and shape.values:
        return Row(line, SECTION, label, at, strong=bold)
    kind, exact = _total_label(line, shape)
    if kind in (TOTAL, SUBTOTAL) and shape.values:
        return Row(line, kind, label, at, exact=exact, strong=bold)
    if valued and at < shape.main and not line.spots[shape.main].look and line.spots[at].look == WORD:
        return Row(line, SUBTOTAL, label, at, sure=False, strong=bold)
    return Row(line, DATA, label, at, strong=bold)


def _total_label(line: Line, shape: Shape) -> tuple[str, bool]:
    for at in shape.labels:
        text = line.spots[at].text
        if not text:
            continue
        if words.row_kind(text) == "total" or words.sex(text) == "T":
            return TOTAL, True
        kind, exact = label_kind(text)
        if kind in (TOTAL, SUBTOTAL):
            return (kind, exact) if kind == SUBTOTAL or exact else (SUBTOTAL, False)
    return "", False


def _settle_headings(rows: list[Row], shape: Shape) -> list[Row]:
    """A row with a name alone is a heading where data follow, and data with nothing in it where its like are data."""
    named = [row for row in rows if row.kind == SECTION]
    data = [row for row in rows if row.kind == DATA]
    places = sum(is_one(row.label) for row in data[:200] if row.at == shape.main)
    of_places = bool(data) and places > 0.5 * len(data[:200])
    found = []
    for at, row in enumerate(rows):
        if row in named:
            follows = next((each.kind for each in rows[at + 1 :] if each.kind != NOTE), "")
            is_place = is_one(row.label) or words.row_kind(row.label) is not None
            if of_places and is_place and not row.strong and row.at == shape.main:
                row = replace(row, kind=DATA)
            elif not follows:
                row = replace(row, kind=NOTE if not is_place else DATA)
        found.append(row)
    return found


def _numbers(line: Line, shape: Shape, decimal: str) -> dict[int, Decimal]:
    found = {}
    for at in shape.values:
        spot = line.spots[at]
        if spot.look in (NUMBER, YEAR):
            value = _number(spot.text, decimal)
            if value is not None:
                found[at] = value
    return found


def _number(text: str, decimal: Any) -> Decimal | None:
    """The number; one that is ambiguous as one of thousands, which is enough to see whether a sum is one."""
    for sign in (decimal or None, ",", "."):
        read = parse_number(text, sign)
        if read.value is not None and not (sign and not decimal and "." in str(read.value)):
            return read.value
    return None


def _with_sum(row: Row, at: int, rows: Sequence[Row], numbers: Sequence[Mapping[int, Decimal]]) -> Row:
    if row.kind == DATA:
        last = at + 1 == len(rows) or rows[at + 1].kind in (SECTION, NOTE)
        if last and _is_sum(numbers[at], _above(at, rows, numbers), strict=True):
            return replace(row, kind=TOTAL, sure=False, adds_up=True)
        return row
    if row.kind not in (TOTAL, SUBTOTAL):
        return row
    adds_up = any(
        _is_sum(numbers[at], parts)
        for parts in (
            _above(at, rows, numbers),
            _below(at, rows, numbers),
            _parts(at, rows, numbers, SUBTOTAL),
            _all_data(at, rows, numbers),
        )
    )
    sure = row.exact or adds_up or (row.kind == SUBTOTAL and row.sure and _says_subtotal(row))
    return replace(row, adds_up=adds_up, sure=sure)


def _says_subtotal(row: Row) -> bool:
    return label_kind(row.label)[0] == SUBTOTAL


def _above(at: int, rows: Sequence[Row], numbers: Sequence[Mapping[int, Decimal]]) -> list[Mapping[int, Decimal]]:
    """The data rows above, up to the last total or heading."""
    found = []
    for before in range(at - 1, -1, -1):
        if rows[before].kind in (TOTAL, SUBTOTAL, SECTION):
            break
        if rows[before].kind == DATA:
            found.append(numbers[before])
    return found


def _below(at: int, rows: Sequence[Row], numbers: Sequence[Mapping[int, Decimal]]) -> list[Mapping[int, Decimal]]:
    """The data rows below, up to the next total or heading."""
    found = []
    for after in range(at + 1, len(rows)):
        if rows[after].kind in (TOTAL, SUBTOTAL, SECTION):
            break
        if rows[after].kind == DATA:
            found.append(numbers[after])
    return found


def _parts(
    at: int, rows: Sequence[Row], numbers: Sequence[Mapping[int, Decimal]], kind: str
) -> list[Mapping[int, Decimal]]:
    return [numbers[other] for other, row in enumerate(rows) if row.kind == kind and other != at]


def _all_data(at: int, rows: Sequence[Row], numbers: Sequence[Mapping[int, Decimal]]) -> list[Mapping[int, Decimal]]:
    return [numbers[other] for other, row in enumerate(rows) if row.kind == DATA]


def _is_sum(whole: Mapping[int, Decimal], parts: Sequence[Mapping[int, Decimal]], *, strict: bool = False) -> bool:
    """Whether every number is the sum of those of the parts, within the declared tolerance.

    ``strict`` asks for more, so that a row of data is not called a sum by chance: the exact sum of three rows at least,
    in every column, and no small numbers.
    """
    declared = confidence()
    least = 3 if strict else declared.sum_rows
    if len(parts) < least or not whole:
        return False
    tolerance = Decimal(0) if strict else Decimal(str(declared.sum_tolerance))
    for at, total in whole.items():
        added = [part[at] for part in parts if at in part]
        if not added or abs(sum(added) - total) > tolerance * abs(total):
            return False
    biggest = max(whole.values())
    return biggest >= (SMALLEST_SUM if strict else 1)
