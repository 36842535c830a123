"""Which rows are the head of a table: the one that names its columns, and those above it that name groups of them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from concord.mds.proposing import headings
from concord.mds.proposing.grid import WORD, YEAR, Line
from concord.mds.proposing.headings import is_short_year
from concord.mds.readers import words
from concord.mds.readers.spread import JOINT

#: Rows of a head at most.
MOST_ROWS = 4
#: A head's cells are names, not sentences.
LONGEST_NAME = 160


@dataclass(frozen=True, slots=True)
class Span:
    """Columns from ``left`` to ``right``, both included."""

    left: int
    right: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a column."""
        return self.left <= other.right and other.left <= self.right

    def joined(self, other: Span) -> Span:
        """The columns of both and those between."""
        return Span(min(self.left, other.left), max(self.right, other.right))


def said_cells(line: Line, span: Span) -> dict[int, str]:
    """Column → text, merged ranges said in all their columns."""
    found = {at: line.said(at) for at in range(span.left, min(span.right, len(line.spots) - 1) + 1)}
    return {at: text for at, text in found.items() if text}


def may_be_head(line: Line, span: Span) -> bool:
    """Whether a row has names alone: no numbers, dates or marks, and no sentences."""
    spots = [line.spots[at] for at in line.filled(span.left, span.right)]
    values = [each for each in spots if each.is_value]
    if not spots or any(len(each.text) > LONGEST_NAME for each in spots):
        return False
    if values and not (all(is_short_year(each.text) for each in values) and score(line, span) >= 10):
        return False
    worded = sum(each.look == WORD for each in spots)
    return worded > 0 or len(spots) > 1


@lru_cache(maxsize=4096)
def _is_named(text: str) -> bool:
    said = headings.said_by(text, persons=True)
    return bool(said.role) and said.exact


@lru_cache(maxsize=4096)
def _kind_across(text: str) -> str:
    if headings.is_span_of_years(text):
        return "year"
    if words.is_sex_letter(text):
        return "sex"
    return next(iter(headings.across(text)), "")


def score(line: Line, span: Span) -> int:
    """How much a row reads like a head: declared headers count ten; years, sexes … side by side one each."""
    texts = list(said_cells(line, span).values())
    named = sum(_is_named(text) for text in texts)
    kinds = Counter(kind for text in texts if not _is_named(text) and (kind := _kind_across(text)))
    return 10 * named + sum(count for count in kinds.values() if count > 1)


def is_over(upper: Line, lower: Line, span: Span) -> bool:
    """Whether a row names groups of the columns that the row below it names."""
    top = set(upper.filled(span.left, span.right))
    under = set(lower.filled(span.left, span.right))
    merged_down = any(lower.spans.get(at) and lower.spans[at] == upper.said(at) for at in top - under)
    gaps = {at for at in under if at not in top and at > min(top, default=span.right)}
    spanned = {at for at in gaps if upper.spans.get(at)}
    if _covers_all(upper, span) and len(top) == 1:
        return False
    if merged_down and (spanned or under):
        return True
    if spanned and len(top) + len(spanned) > 1:
        return True
    names = [lower.spots[at].text for at in under]
    repeated = len(set(names)) < len(names)
    return len(top) > 1 and bool(gaps) and (repeated or (len(gaps) >= len(top) > 1 and _all_known(names)))


def _all_known(names: Sequence[str]) -> bool:
    return all(_is_named(name) or _kind_across(name) for name in names)


def _covers_all(line: Line, span: Span) -> bool:
    return all(line.said(at) for at in range(span.left, span.right + 1)) and span.right > span.left


def head_of(
    lines: Sequence[Line], at: int, span: Span, *, data_follows: bool, usual: int = 0
) -> tuple[int, int] | None:
    """The head among the rows with names alone that begin at ``at``: first and last index, or None.

    Args:
        lines: Rows of one block.
        at: Where to begin.
        span: Its columns.
        data_follows: Whether rows with numbers or dates follow the run of names.
        usual: How many cells the rows below usually fill; a row that names fewer than half of them is a title.
    """
    run = 0
    while at + run < len(lines) and may_be_head(lines[at + run], span):
        run += 1
    if not run:
        return None
    wide = [len(said_cells(lines[at + offset], span)) >= 0.5 * usual for offset in range(run)]
    scores = [score(lines[at + offset], span) if wide[offset] else 0 for offset in range(run)]
    best = max(scores)
    if best >= 10:
        last = scores.index(best)
    elif best >= 2 and data_follows:
        last = max(offset for offset, each in enumerate(scores) if each == best)
    elif data_follows and any(wide[-MOST_ROWS:]):
        last = max(offset for offset, each in enumerate(wide) if each)
    else:
        return None
    while last + 1 < run and _goes_on(lines[at + last], lines[at + last + 1], span):
        last += 1
    first = last
    while first and last - first < MOST_ROWS - 1 and is_over(lines[at + first - 1], lines[at + first], span):
        first -= 1
    named = len(said_cells(lines[at + last], span))
    return (at + first, at + last) if named > 1 or first < last else None


def _goes_on(line: Line, below: Line, span: Span) -> bool:
    """Whether the row below is part of the head too: names under the groups of this one."""
    return is_over(line, below, span) and score(below, span) >= 0 and not _reads_as_data(line, below, span)


def _reads_as_data(line: Line, below: Line, span: Span) -> bool:
    """A row that fills every named column is the first row of data, whatever it says."""
    named = set(line.filled(span.left, span.right))
    filled = set(below.filled(span.left, span.right))
    return named == filled and not line.spans and not below.spans


def names(head: Sequence[Line], span: Span) -> dict[int, str]:
    """Column → name: what its rows of the head say one under another, joined; what says the same twice once."""
    found: dict[int, str] = {}
    carried = _carried(head, span)
    for at in range(span.left, span.right + 1):
        parts: list[str] = []
        for row in carried:
            text = row.get(at, "")
            if text and text not in parts:
                parts.append(text)
        if parts:
            found[at] = JOINT.join(parts)
    return found


def _carried(head: Sequence[Line], span: Span) -> list[dict[int, str]]:
    """The rows of the head; names of groups carried to the right over the gaps they stand above."""
    rows = [{at: " ".join(text.split()) for at, text in said_cells(line, span).items()} for line in head]
    for row, below in itertools.pairwise(rows):
        group = ""
        for at in range(span.left, span.right + 1):
            if at in row:
                group = row[at]
            elif group and at in below and not _own_above(rows, row, at):
                row[at] = group
    return rows


def _own_above(rows: Sequence[dict[int, str]], row: dict[int, str], at: int) -> bool:
    """Whether a row above this one names the column already (it is merged down, and no group)."""
    return any(at in each for each in rows[: rows.index(row)])


def years_alone(line: Line, span: Span) -> bool:
    """Whether every filled cell but the first reads as a year."""
    filled = line.filled(span.left, span.right)
    return len(filled) > 2 and all(line.spots[at].look == YEAR for at in filled[1:])
