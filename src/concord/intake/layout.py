"""Rows of a sheet to columns: title lines and notes set aside, header found, every cell kept with its row."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, dropwhile, islice

from concord.intake import header as headers
from concord.intake.columns import TEXT, ColumnBuilder, letter
from concord.intake.decimals import Numbered
from concord.intake.limits import exceeds
from concord.intake.neutral import restored
from concord.intake.profile import Profile
from concord.intake.remarks import Remarks
from concord.intake.sheets import Aside, Hidden, Sheet

HEAD = 200
PIECE = 4096
TAIL = 64

Raw = tuple[int, Sequence[object]]
Convert = Callable[[Sequence[object]], tuple[list[str], list[int] | None]]


@dataclass(slots=True)
class Plan:
    """What is known of a sheet before its rows are read."""

    file: str
    name: str | None
    convert: Convert
    remarks: Remarks
    hidden: Hidden = ""
    column_limit: int | None = None
    row_limit: int | None = None
    width: int | None = None
    first_letter: int = 0


@dataclass(slots=True)
class Built:
    """A sheet and what was learnt on the way, for the checks that follow."""

    sheet: Sheet
    profiles: list[Numbered]
    kinds: list[Counter[int]] = field(default_factory=list)


def build(rows: Iterable[Raw], plan: Plan) -> Built | None:
    """The table in the rows of one sheet, or None where there is nothing in it."""
    stream = dropwhile(lambda raw: not any(map(_is_filled, raw[1])), rows)
    head = list(islice(stream, HEAD))
    if not head:
        return None
    texts = [plan.convert(cells)[0] for _, cells in head]
    return _Builder(plan, head, texts).run(stream)


class _Builder:
    def __init__(self, plan: Plan, head: list[Raw], texts: list[list[str]]) -> None:
        self.plan = plan
        self.head = head
        self.kinds = [plan.convert(cells)[1] for _, cells in head]
        self.width = plan.width or _width(texts)
        self.header = headers.find(texts, self.kinds, self.width)
        if plan.width is None and self.header.at:
            self.width = max(self.width, _trimmed(texts[self.header.at[-1]]))
        if exceeds(self.width, plan.column_limit):
            raise plan.remarks.stop(
                "intake.limit.columns", sheet=plan.name, columns=self.width, limit=plan.column_limit
            )
        self.header = headers.find(texts, self.kinds, self.width)
        self.texts = texts
        self.builders = [ColumnBuilder() for _ in range(self.width)]
        self.profiles = [Profile() for _ in range(self.width)]
        self.counted: list[Counter[int]] = [Counter() for _ in range(self.width)]
        self.rows = array("L")
        self.aside: list[Aside] = []
        self.blank: list[int] = []
        self.long: list[int] = []
        self.short: list[int] = []
        self.neutralised = 0

    def run(self, stream: Iterator[Raw]) -> Built:
        self._set_titles_aside()
        waiting: list[Raw] = []
        for row in chain(self.head[self.header.first :], stream):
            waiting.append(row)
            if len(waiting) >= PIECE + TAIL:
                self._add(waiting[:PIECE])
                del waiting[:PIECE]
        self._finish(waiting)
        return self._built()

    def _set_titles_aside(self) -> None:
        for index in range(self.header.first):
            if index not in self.header.at and headers.filled(self.texts[index]):
                self.aside.append(Aside(self.head[index][0], "title", tuple(self.texts[index])))

    def _finish(self, waiting: list[Raw]) -> None:
        tail = waiting[-TAIL:]
        texts = [self.plan.convert(cells)[0] for _, cells in tail]
        start = headers.footer_start(texts, self.width)
        body = waiting[: len(waiting) - len(tail) + start]
        while body and not any(_is_filled(cell) for cell in body[-1][1]):
            body.pop()
        self._add(body)
        for (row, _), cells in zip(tail[start:], texts[start:], strict=True):
            if headers.filled(cells):
                self.aside.append(Aside(row, "note", tuple(cells)))

    def _add(self, piece: list[Raw]) -> None:
        kept_rows, kept = self._kept(piece)
        if not kept:
            return
        self.rows.extend(kept_rows)
        if exceeds(len(self.rows), self.plan.row_limit):
            raise self.plan.remarks.stop(
                "intake.limit.rows", sheet=self.plan.name, limit=self.plan.row_limit, row=kept_rows[-1]
            )
        for index, cells in enumerate(zip(*kept, strict=True)):
            texts, kinds = self.plan.convert(cells)
            self.neutralised += _restore(texts)
            self.builders[index].extend(texts, kinds)
            if kinds is None:
                self.profiles[index].see(texts, kept_rows)
                continue
            self.counted[index].update(kinds)
            if TEXT in kinds:
                typed = [(t, r) for t, k, r in zip(texts, kinds, kept_rows, strict=True) if k == TEXT]
                self.profiles[index].see([t for t, _ in typed], [r for _, r in typed])

    def _kept(self, piece: list[Raw]) -> tuple[list[int], list[Sequence[object]]]:
        rows: list[int] = []
        kept: list[Sequence[object]] = []
        first = self._first_name
        for row, cells in piece:
            if len(cells) != self.width:
                cells = self._fitted(row, cells)
            if not any(cells) and not any(_is_filled(cell) for cell in cells):
                self.blank.append(row)
            elif cells[0] == first and self._is_header_again(cells):
                self.aside.append(Aside(row, "header-again", tuple(self.plan.convert(cells)[0])))
            else:
                rows.append(row)
                kept.append(cells)
        return rows, kept

    @property
    def _first_name(self) -> str | None:
        """The first cell of the header as typed, or None where there is no header."""
        return next(iter(self.texts[self.header.at[0]]), "") if self.header.at else None

    def _is_header_again(self, cells: Sequence[object]) -> bool:
        row = [cell.strip() if isinstance(cell, str) else cell for cell in cells]
        said = [cell.strip() for cell in self.texts[self.header.at[0]]]
        said += [""] * (self.width - len(said))
        return row == said[: self.width]

    def _fitted(self, row: int, cells: Sequence[object]) -> list[object]:
        fitted = list(cells[: self.width])
        if any(_is_filled(cell) for cell in cells[self.width :]):
            self.long.append(row)
        if len(fitted) < self.width:
            if any(_is_filled(cell) for cell in fitted):
                self.short.append(row)
            fitted += [""] * (self.width - len(fitted))
        return fitted

    def _built(self) -> Built:
        letters = [letter(self.plan.first_letter + index) for index in range(self.width)]
        self.builders.reverse()
        # Each builder is let go when its column is made: the cells are in memory once.
        columns = tuple(
            self.builders.pop().column(restored(name), where)
            for name, where in zip(self.header.names, letters, strict=True)
        )
        rows: Sequence[int] = self.rows
        if self.rows and self.rows[-1] - self.rows[0] + 1 == len(self.rows):
            rows = range(self.rows[0], self.rows[-1] + 1)
        header_rows = tuple(self.head[index][0] for index in self.header.at)
        aside = tuple(sorted(self.aside, key=lambda aside: aside.row))
        sheet = Sheet(self.plan.file, self.plan.name, self.plan.hidden, header_rows, columns, rows, aside)
        profiles = [
            Numbered(self.plan.name, column.header, column.letter, profile)
            for column, profile in zip(columns, self.profiles, strict=True)
        ]
        self._remark(sheet)
        return Built(sheet, profiles, self.counted)

    def _remark(self, sheet: Sheet) -> None:
        from concord.intake.layout_remarks import on_layout

        on_layout(
            sheet,
            self.plan.remarks,
            blank=self.blank,
            long=self.long,
            short=self.short,
            neutralised=self.neutralised,
        )


def _is_filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _trimmed(row: Sequence[str]) -> int:
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return width


def _width(texts: list[list[str]]) -> int:
    """The usual width of the rows, trailing blanks not counted; the widest that at least a few rows share."""
    widths = Counter(_trimmed(row) for row in texts if headers.filled(row))
    if not widths:
        return 1
    rows = sum(widths.values())
    shared = [width for width, count in widths.items() if count >= max(1, rows // 20)]
    areas = {width: width * sum(c for w, c in widths.items() if w >= width) for width in shared}
    return max(1, max(areas, key=lambda width: (areas[width], width)))


def _restore(texts: list[str]) -> int:
    """Take off the apostrophe that neutralises a formula (it is not part of the value); how many were taken off."""
    if "\0'" not in "\0" + "\0".join(texts):
        return 0
    count = 0
    for index, text in enumerate(texts):
        if text.startswith("'"):
            texts[index] = restored(text)
            count += texts[index] is not text
    return count
