"""Where the tables of a sheet are: rows and columns that belong together, with their titles and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from concord.intake.profile import INVISIBLE
from concord.mds.proposing import heads
from concord.mds.proposing.declared import label_kind
from concord.mds.proposing.grid import WORD, YEAR, Grid, Line
from concord.mds.proposing.heads import Span
from concord.mds.readers.places import is_one

#: Rows after a row of names in which numbers are looked for.
AHEAD = 8
#: Text longer than this is a note or a title.
SENTENCE = 45


@dataclass(slots=True)
class Region:
    """One table as it lies on the sheet.

    Args:
        grid: Its sheet.
        span: Its columns.
        head: Rows that name its columns; none where it has no head.
        titles: Rows above it.
        body: Rows below the head, as they come: data, totals, headings inside it.
        notes: Rows below it.
        again: Rows that repeat the head.
    """

    grid: Grid
    span: Span
    head: list[Line]
    titles: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    again: list[Line] = field(default_factory=list)

    @property
    def names(self) -> dict[int, str]:
        """Column → name."""
        return heads.names(self.head, self.span)


def regions(grid: Grid) -> list[Region]:
    """The tables of a sheet, from above and from the left."""
    finder = _Finder(grid)
    for start, band in _bands(grid.lines):
        for span in _groups(band):
            finder.add(band, start, span)
    found = finder.finished()
    return [each for whole in found for each in _parted(whole)]


def _bands(lines: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """Runs of rows without a blank row between them, each with where it begins."""
    found: list[tuple[int, list[Line]]] = []
    open_ = False
    for at, line in enumerate(lines):
        if not line.filled():
            open_ = False
            continue
        if not open_:
            found.append((at, []))
            open_ = True
        found[-1][1].append(line)
    return found


def _groups(band: Sequence[Line]) -> list[Span]:
    """The columns of the tables that stand side by side in a band."""
    dense = [line for line in band if len(line.filled()) > 1]
    occupied = sorted({at for line in dense or band for at in line.filled()})
    runs: list[Span] = []
    for at in occupied:
        if runs and at == runs[-1].right + 1:
            runs[-1] = Span(runs[-1].left, at)
        else:
            runs.append(Span(at, at))
    groups: list[Span] = []
    for run in runs:
        if groups and not (_stands_alone(run, dense) and _stands_alone(groups[-1], dense)):
            groups[-1] = groups[-1].joined(run)
        else:
            groups.append(run)
    return groups


def _stands_alone(run: Span, lines: Sequence[Line]) -> bool:
    """Whether columns are a table of their own: names (or years) at their left, and something beside them."""
    if run.left == run.right:
        return False
    first = [line.spots[run.left].look for line in lines if line.spots[run.left].look]
    if len(first) < 2:
        return False
    named = sum(look in (WORD, YEAR) for look in first[1:]) >= 0.6 * (len(first) - 1)
    values = any(line.spots[at].is_value for line in lines for at in line.filled(run.left + 1, run.right))
    return named and values


class _Finder:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.found: list[Region] = []
        self.waiting: list[tuple[Line, Span]] = []

    def add(self, band: Sequence[Line], start: int, span: Span) -> None:
        """Put the rows of a band, as far as they stand in ``span``, where they belong."""
        lines = [line for line in band if line.filled(span.left, span.right)]
        region = self._open(span)
        at = 0
        while at < len(lines):
            head = self._head(lines, at, span, region, start + len(band))
            if head is not None:
                for line in lines[at : head[0]]:
                    self.waiting.append((line, span))
                region = self._begin(lines[head[0] : head[1] + 1], span, region)
                at = head[1] + 1
                continue
            self._put(lines[at], span, region)
            at += 1

    def _open(self, span: Span) -> Region | None:
        """The last table in these columns."""
        return next((each for each in reversed(self.found) if each.span.overlaps(span)), None)

    def _head(
        self, lines: Sequence[Line], at: int, span: Span, region: Region | None, after: int
    ) -> tuple[int, int] | None:
        line = lines[at]
        if not heads.may_be_head(line, span):
            return None
        if region is not None and region.body and not self._may_begin(line, span, region):
            return None
        below = [*lines[at + 1 :], *self.grid.lines[after : after + 2 * AHEAD]]
        looked = [each for each in below if each.filled(span.left, span.right)][: 2 * AHEAD]
        return heads.head_of(lines, at, span, data_follows=_data_follows(looked, span), usual=_usual(looked, span))

    def _may_begin(self, line: Line, span: Span, region: Region) -> bool:
        """Whether a row of names below a table begins another: names where the table has numbers."""
        names = heads.said_cells(line, span)
        if len(names) < 2:
            return False
        if heads.score(line, span) >= 20:
            return True
        values = _value_columns(region)
        here = [at for at in values if at in names]
        if heads.years_alone(line, span):
            return heads.score(line, span) >= 10 or not line.spots[span.left].look or self._is_head_of(region, line)
        return bool(values) and len(here) >= max(1, 0.6 * min(len(values), len(names)))

    def _is_head_of(self, region: Region, line: Line) -> bool:
        texts = {text for each in region.head for text in heads.said_cells(each, region.span).values()}
        return line.spots[region.span.left].text in texts

    def _begin(self, head: Sequence[Line], span: Span, region: Region | None) -> Region:
        """A new table, or the same one where only its head is said again."""
        mine = [line for line, where in self.waiting if where.overlaps(span)]
        if region is not None and region.body and _same(head, region) and not mine:
            region.again += head
            return region
        self.waiting = [(line, where) for line, where in self.waiting if not where.overlaps(span)]
        notes, titles = _notes_and_titles(mine) if region is not None else ([], mine)
        if region is not None:
            region.notes += notes
        made = Region(self.grid, span, list(head), titles=titles)
        self.found.append(made)
        return made

    def _put(self, line: Line, span: Span, region: Region | None) -> None:
        if region is None or not _fits(line, region):
            self.waiting.append((line, span))
            return
        between = [each for each, where in self.waiting if where.overlaps(region.span)]
        self.waiting = [(each, where) for each, where in self.waiting if not where.overlaps(region.span)]
        for each in between:
            (region.notes if reads_as_note(each, region.span) else region.body).append(each)
        region.body.append(line)
        region.span = region.span.joined(span)

    def finished(self) -> list[Region]:
        """All tables; what still waits are notes of the last one above it."""
        for line, span in self.waiting:
            region = self._open(span) or (self.found[-1] if self.found else None)
            if region is None:
                continue
            if region.head and line.row < region.head[0].row:
                region.titles.append(line)
            elif _is_lone_label(line, region):
                region.body.append(line)
            else:
                region.notes.append(line)
        if not self.found and (headless := self._headless()) is not None:
            self.found.append(headless)
        self._share_titles()
        return [region for region in self.found if region.body or region.head]

    def _headless(self) -> Region | None:
        """Rows of one width without a head that could be recognised: still a table, and asked about."""
        lines = [line for line in self.grid.lines if len(line.filled()) > 1]
        if len(lines) < 2:
            return None
        span = Span(min(line.filled()[0] for line in lines), max(line.filled()[-1] for line in lines))
        named = heads.may_be_head(lines[0], span) and len({s.text for s in lines[0].spots if s.look}) > 1
        distinct = named and not any(
            spot.look and any(spot.text == below.spots[at].text for below in lines[1:200])
            for at, spot in enumerate(lines[0].spots)
        )
        head = [lines[0]] if distinct else []
        titles = [line for line in self.grid.lines if line.filled() and line.row < lines[0].row]
        return Region(self.grid, span, head, titles=titles, body=lines[1:] if head else lines)

    def _share_titles(self) -> None:
        """A title above two tables side by side is of both."""
        for region in self.found:
            if region.titles or not region.head:
                continue
            beside = [
                other
                for other in self.found
                if other is not region and other.head and other.head[0].row == region.head[0].row and other.titles
            ]
            region.titles = list(beside[0].titles) if beside else []


def _usual(lines: Sequence[Line], span: Span) -> int:
    """How many cells the rows usually fill."""
    counts = sorted(len(line.filled(span.left, span.right)) for line in lines)
    return counts[len(counts) // 2] if counts else 0


def _data_follows(lines: Sequence[Line], span: Span) -> bool:
    """Whether, after the names, a row with numbers, dates or marks comes soon."""
    return any(line.spots[at].is_value for line in lines[:AHEAD] for at in line.filled(span.left, span.right))


def _value_columns(region: Region) -> list[int]:
    """Columns in which most rows so far have a number, a date or a mark."""
    rows = region.body[-60:]
    found = []
    for at in range(region.span.left, region.span.right + 1):
        spots = [line.spots[at] for line in rows if line.spots[at].look]
        if spots and sum(each.is_value or each.look == YEAR for each in spots) >= 0.6 * len(spots):
            found.append(at)
    return found


def _same(head: Sequence[Line], region: Region) -> bool:
    said = [_seen(line, region.span) for line in region.head]
    return [_seen(line, region.span) for line in head] == said[-len(head) :]


def _seen(line: Line, span: Span) -> dict[int, str]:
    """The names as they are seen: two files glued together leave a mark that nobody sees before the second head."""
    return {at: INVISIBLE.sub("", text) for at, text in heads.said_cells(line, span).items()}


def _fits(line: Line, region: Region) -> bool:
    """Whether a row is one of the table's: values in it, or most of its columns filled."""
    filled = line.filled(region.span.left, region.span.right)
    outside = [at for at in line.filled() if at not in filled]
    if any(line.spots[at].is_value or line.spots[at].look == YEAR for at in filled[1:] or filled):
        return len(filled) > 1 or region.span.left == region.span.right or not outside
    width = len(region.names) or region.span.right - region.span.left + 1
    return len(filled) >= max(2, 0.4 * width) and not reads_as_note(line, region.span)


def reads_as_note(line: Line, span: Span) -> bool:
    """Whether a row reads as a note: a word such as "Source", or a sentence with nothing beside it."""
    filled = line.filled(span.left, span.right)
    if not filled:
        return False
    text = line.spots[filled[0]].text
    if any(line.spots[at].is_value for at in filled[1:]):
        return False
    return label_kind(text)[0] == "note" or (len(filled) == 1 and len(text) > SENTENCE)


def _notes_and_titles(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Rows between two tables: notes of the one above as long as they read as such, then titles of the one below."""
    notes: list[Line] = []
    rest = list(lines)
    for at, line in enumerate(lines):
        filled = line.filled()
        text = line.spots[filled[0]].text if filled else ""
        if label_kind(text)[0] == "note" or (text[:1] in "*†‡(" and len(text) > 1):
            notes, rest = list(lines[: at + 1]), list(lines[at + 1 :])
    return notes, rest


def _is_lone_label(line: Line, region: Region) -> bool:
    """A last row of the table with a name and no numbers: a country of which nothing is known."""
    from concord.mds.readers import words

    filled = line.filled(region.span.left, region.span.right)
    if len(filled) != 1 or not region.body or line.row != region.body[-1].row + 1:
        return False
    text = line.spots[filled[0]].text
    return is_one(text) or words.occupation(text) is not None


def _parted(region: Region) -> list[Region]:
    """Tables set in newspaper columns (Country, Number, Country, Number) are several."""
    names = region.names
    listed = [names.get(at, "") for at in range(region.span.left, region.span.right + 1)]
    width = len(listed)
    for period in range(2, width // 2 + 1):
        if width % period or not listed[0] or any(listed[at] != listed[at % period] for at in range(width)):
            continue
        starts = range(region.span.left, region.span.right + 1, period)
        if all(_is_label(region, at) for at in starts):
            return [_slice(region, Span(at, at + period - 1)) for at in starts]
    return [region]


def _is_label(region: Region, at: int) -> bool:
    spots = [line.spots[at] for line in region.body if line.spots[at].look]
    return bool(spots) and sum(each.look in (WORD, YEAR) for each in spots) >= 0.6 * len(spots)


def _slice(region: Region, span: Span) -> Region:
    body = [line for line in region.body if line.filled(span.left, span.right)]
    return Region(region.grid, span, region.head, list(region.titles), body, list(region.notes), list(region.again))
