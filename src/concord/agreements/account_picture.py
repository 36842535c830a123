"""The balance of three sides as a picture: bars with their ranges, a dot on a band for each balance, one zero line.

What one side gains is drawn under the other sides and never summed with them; all share one scale. Layout mirrors where
reading does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from concord.documents.figures.measure import width as text_width
from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import Figure, FigureTable, Status, Style
from concord.documents.figures.svg import Canvas, num, tag, titled

if TYPE_CHECKING:
    from concord.documents.figures.palette import Tone

#: Below this width (in type sizes) a row's label stands above its bar.
NARROW = 36
#: Share of a wide drawing that labels may take; longer ones have two lines.
MOST_FOR_LABELS = 0.36


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a line of a side, its balance, or something that has no amount.

    Attributes:
        mean, low, high: In the unit of the picture; None where there is no amount, and ``text`` says why.
        text, range: As the reader sees them.
    """

    label: str
    mean: float | None
    low: float
    high: float
    text: str
    range: str
    kind: Literal["line", "balance"] = "line"


@dataclass(frozen=True, slots=True)
class Group:
    """One side with its rows."""

    label: str
    tone: Tone
    bars: Sequence[Bar]


def balance(
    groups: Sequence[Group], *, title: str, style: Style, heads: tuple[str, ...], description: str = ""
) -> Figure:
    """Draw the sides under each other.

    Args:
        groups: Sides in order.
        heads: Heads of the table beside it: side, line, figure, range.
    """
    canvas, size = Canvas(style, kind="balance"), style.size
    plan = _Plan.of(groups, style)
    y = 0.0
    for position, group in enumerate(groups):
        y += size * (0.4 if position == 0 else 1.4)
        head = wrapped(group.label, style.width - size * 1.2, size, bold=True)
        canvas.add(*_head(canvas, head, group.tone, y))
        y += size * (0.75 + 1.35 * len(head))
        for bar in group.bars:
            if bar.kind == "balance":
                canvas.add(canvas.line(0, y, style.width, y, "line", width=size / 15))
            label = _Label.of(bar, plan, style)
            canvas.add(titled(_spoken(bar, style), *_row(canvas, bar, label, group.tone, plan, y)))
            y += label.high
        if position < len(groups) - 1:
            canvas.add(canvas.line(0, y + size * 0.3, style.width, y + size * 0.3, "ink", width=size / 8))
    rows = tuple((group.label, bar.label, bar.text, bar.range) for group in groups for bar in group.bars)
    statuses: tuple[tuple[Status | None, ...], ...] = tuple(
        (None, None, "missing" if bar.mean is None else None, None) for group in groups for bar in group.bars
    )
    svg = canvas.svg(title, description, width=style.width, height=y + size * 0.4)
    table = FigureTable(heads, rows, statuses, (False, False, True, True))
    return Figure(svg, title, description, table, style.width, y + size * 0.4)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand: labels, the plot between ``start`` and ``end``, numbers; one scale for all."""

    start: float
    end: float
    label: float
    numbers: float
    low: float
    high: float
    is_narrow: bool

    @classmethod
    def of(cls, groups: Sequence[Group], style: Style) -> _Plan:
        size, bars = style.size, [bar for group in groups for bar in group.bars]
        ends = [0.0, *(end for bar in bars if bar.mean is not None for end in (bar.low, bar.high, bar.mean))]
        numbers = max((text_width(bar.text + "  " + bar.range, style.small, bold=True) for bar in bars), default=0.0)
        is_narrow = style.width < size * NARROW
        longest = max((text_width(bar.label, style.small, bold=True) for bar in bars), default=0.0)
        label = 0.0 if is_narrow else min(longest + size, style.width * MOST_FOR_LABELS)
        low, high = min(ends), max(ends)
        if low == high:
            high = low + 1
        end = style.width - numbers - size * 1.2
        return cls(label + size * 0.4, end - size * 0.4, label, numbers, low, high, is_narrow)

    def x(self, amount: float, style: Style) -> float:
        """Where an amount stands; mirrored where reading is."""
        at = self.start + (amount - self.low) / (self.high - self.low) * (self.end - self.start)
        return style.width - at if style.is_rtl else at


@dataclass(frozen=True, slots=True)
class _Label:
    """The lines of a row's label, whether they stand above its figure, and how high the row is."""

    lines: tuple[str, ...]
    is_above: bool
    high: float

    @classmethod
    def of(cls, bar: Bar, plan: _Plan, style: Style) -> _Label:
        size, bold = style.size, bar.kind == "balance"
        if not plan.is_narrow:
            lines = wrapped(bar.label, plan.label - size * 0.5, style.small, bold=bold)
            usual = 2.0 if bar.mean is not None else 1.9
            return cls(tuple(lines), False, size * (usual + 0.7 * (len(lines) - 1)))
        beside = style.width - text_width(bar.text, style.small) - size
        if bar.mean is None and text_width(bar.label, style.small, bold=bold) <= beside:
            return cls((bar.label,), False, size * 1.9)
        lines = wrapped(bar.label, style.width, style.small, bold=bold)
        return cls(tuple(lines), True, size * (3.0 + 1.2 * (len(lines) - 1)))


def _head(canvas: Canvas, lines: Sequence[str], tone: Tone, y: float) -> Iterator[str]:
    style, size = canvas.style, canvas.style.size
    dot = size * 0.4
    at, text = (style.width - dot, style.width - size * 1.2) if style.is_rtl else (dot, size * 1.2)
    yield tag("circle", cx=float(at), cy=float(y + size * 0.75), r=float(dot), fill=canvas.colour(tone))
    for number, line in enumerate(lines):
        base = y + size * (1.1 + 1.35 * number)
        yield canvas.text(text, base, line, bold=True, anchor="end" if style.is_rtl else "start")


def _row(canvas: Canvas, bar: Bar, label: _Label, tone: Tone, plan: _Plan, y: float) -> Iterator[str]:
    style, size = canvas.style, canvas.style.size
    is_balance = bar.kind == "balance"
    start, end = (style.width, 0.0) if style.is_rtl else (0.0, style.width)
    here, there = ("end", "start") if style.is_rtl else ("start", "end")
    more = size * 1.2 * (len(label.lines) - 1)
    middle = y + (size * 2.1 + more if label.is_above else size * 1.0 + size * 0.35 * (len(label.lines) - 1))
    base = middle + size * 0.35
    upper = y + size * 1.1 if label.is_above else base - more / 2
    for number, line in enumerate(label.lines):
        yield canvas.text(start, upper + size * 1.2 * number, line, size=style.small, bold=is_balance, anchor=here)
    if bar.mean is None:
        yield canvas.text(end, base, bar.text, size=style.small, token="ink-3", anchor=there)
        return
    after = text_width("  " + bar.range, style.small) if bar.range else 0.0
    at = after if style.is_rtl else style.width - after
    yield canvas.text(at, base, bar.text, size=style.small, bold=True, anchor=there)
    if bar.range:
        yield canvas.text(end, base, bar.range, size=style.small, token="ink-2", anchor=there)
    yield from (_dot if is_balance else _bar)(canvas, bar, tone, plan, middle)


def _bar(canvas: Canvas, bar: Bar, tone: Tone, plan: _Plan, middle: float) -> Iterator[str]:
    """A bar from zero to the mean; a cost lighter; its range over it with a halo."""
    style, size = canvas.style, canvas.style.size
    mean = bar.mean or 0.0
    ends = sorted((plan.x(0, style), plan.x(mean, style)))
    thick = size * 0.95
    lighter = "0.55" if mean < 0 else None
    yield tag("rect", x=float(ends[0]), y=float(middle - thick / 2), width=float(max(ends[1] - ends[0], 0.5)),
              height=float(thick), rx=num(size * 0.12), fill=canvas.colour(tone), fill_opacity=lighter)  # fmt: skip
    yield _zero(canvas, plan, middle)
    if bar.low != bar.high:
        yield from _whisker(canvas, bar, plan, middle, size * 0.3)


def _whisker(canvas: Canvas, bar: Bar, plan: _Plan, middle: float, tall: float) -> Iterator[str]:
    style, size = canvas.style, canvas.style.size
    low, high = sorted((plan.x(bar.low, style), plan.x(bar.high, style)))
    path = (
        f"M{num(low)} {num(middle)}H{num(high)}M{num(low)} {num(middle - tall)}v{num(2 * tall)}"
        f"M{num(high)} {num(middle - tall)}v{num(2 * tall)}"
    )
    for token, width in (("bg", size * 0.26), ("ink", size * 0.1)):
        yield tag("path", d=path, stroke=canvas.colour(token), stroke_width=float(width), fill="none")


def _dot(canvas: Canvas, bar: Bar, tone: Tone, plan: _Plan, middle: float) -> Iterator[str]:
    """The range first and the dot on it."""
    style, size = canvas.style, canvas.style.size
    low, high = sorted((plan.x(bar.low, style), plan.x(bar.high, style)))
    colour = canvas.colour(tone)
    yield _zero(canvas, plan, middle)
    yield tag("path", d=f"M{num(low)} {num(middle)}H{num(high)}", stroke=colour, stroke_opacity="0.4",
              stroke_width=float(size * 0.34), fill="none")  # fmt: skip
    tall = size * 0.28
    ends = "".join(f"M{num(at)} {num(middle - tall)}v{num(2 * tall)}" for at in (low, high))
    yield tag("path", d=ends, stroke=colour, stroke_width=float(size * 0.13), fill="none")
    yield tag("circle", cx=float(plan.x(bar.mean or 0.0, style)), cy=float(middle), r=float(size * 0.4), fill=colour,
              stroke=canvas.colour("bg"), stroke_width=float(size * 0.12))  # fmt: skip


def _zero(canvas: Canvas, plan: _Plan, middle: float) -> str:
    at, tall = plan.x(0, canvas.style), canvas.style.size * 0.72
    return canvas.line(at, middle - tall, at, middle + tall, "ink-2", width=canvas.style.size * 0.1)


def _spoken(bar: Bar, style: Style) -> str:
    said = style.words.pair.format(label=bar.label, value=bar.text)
    return style.words.with_note.format(text=said, note=bar.range) if bar.range else said
