"""Stacked columns by year: up to five parts, each named beside the last column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from concord.documents.figures.labels import spread
from concord.documents.figures.measure import width as text_width
from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import Figure, FigureTable, Style, Value
from concord.documents.figures.palette import Tone, tones
from concord.documents.figures.scale import Linear, ticks
from concord.documents.figures.svg import Canvas, num, tag, titled
from concord.errors import Invalid

MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One part of every column: its name and one value a column."""

    name: str
    values: Sequence[Value]
    tone: Tone | None = None


def stacked(
    periods: Sequence[str],
    parts: Sequence[Part],
    *,
    title: str,
    style: Style,
    description: str = "",
    height: float | None = None,
    heading: str = "",
) -> Figure:
    """Parts of a whole by period, first part at the bottom; time runs left to right in every language.

    A part that is not known leaves its column open: the total is not written, and the table shows which part it is.

    Raises:
        Invalid: ``figures.stacked.too-many``, ``figures.stacked.ragged``, ``figures.stacked.negative``.
    """
    _refuse(periods, parts)
    high = height or style.size * 20
    canvas = Canvas(style, kind="stacked")
    totals = [sum(part.values[i].number or 0 for part in parts) for i in range(len(periods))]
    marks = ticks(0, max([*totals, 0.0]), most=4)
    left = max(text_width(style.exact(mark), style.small) for mark in marks) + style.size * 0.7
    names = [wrapped(part.name, style.width * 0.26, style.small) for part in parts]
    after = max((text_width(t, style.small) for lines in names for t in lines), default=0) + style.size * 1.8
    upward = Linear(marks[0], marks[-1], high - style.size * 1.9, style.size * 1.8)
    pitch = (style.width - left - after) / max(1, len(periods))
    for mark in marks:
        y = upward(mark)
        token, wide = ("ink-2", 0.1) if mark == 0 else ("line", 0.07)
        canvas.add(canvas.line(left, y, style.width - after, y, token, width=style.size * wide))
        text = canvas.text(
            left - style.size * 0.45,
            y + style.small * 0.35,
            style.exact(mark),
            token="ink-3",
            size=style.small,
            anchor="end",
        )
        canvas.add(text)
    for i, period in enumerate(periods):
        canvas.add(*_column(canvas, i, period, parts, left + pitch * (i + 0.5), pitch * 0.68, upward, high))
    if periods:
        canvas.add(*_names(canvas, parts, names, len(periods) - 1, left + pitch * (len(periods) - 0.16), upward))
    svg = canvas.svg(title, description, width=style.width, height=high)
    return Figure(svg, title, description, _table(periods, parts, style, heading), style.width, high)


def _refuse(periods: Sequence[str], parts: Sequence[Part]) -> None:
    if len(parts) > MOST_PARTS:
        raise Invalid("figures.stacked.too-many", params={"count": len(parts), "most": MOST_PARTS})
    for part in parts:
        if len(part.values) != len(periods):
            raise Invalid("figures.stacked.ragged", params={"part": part.name})
        if any(value.number is not None and value.number < 0 for value in part.values):
            raise Invalid("figures.stacked.negative", params={"part": part.name})


def _fill(canvas: Canvas, number: int, tone: Tone) -> tuple[str, str]:
    """Paint and edge of a part: neighbours differ in pattern as well as in colour."""
    size = canvas.style.size
    if number % 2:
        return canvas.hatch(tone, "bg", gap=size * (0.36 if number == 1 else 0.6), width=size * 0.11), tone
    return canvas.colour(tone), tone


def _column(
    canvas: Canvas, i: int, period: str, parts: Sequence[Part], middle: float, wide: float, upward: Linear, high: float
) -> Iterator[str]:
    style, size, total = canvas.style, canvas.style.size, 0.0
    colours = tones([part.tone for part in parts])
    for number, part in enumerate(parts):
        value = part.values[i]
        if value.number:
            low, top = upward(total), upward(total + value.number)
            fill, edge = _fill(canvas, number, colours[number])
            inset = size * 0.05
            box = tag(
                "rect",
                x=float(middle - wide / 2 + inset),
                y=float(top + inset),
                width=float(wide - 2 * inset),
                height=float(max(low - top - size * 0.1 - inset, size * 0.08)),
                fill=fill,
                stroke=canvas.colour(edge),
                stroke_width=float(2 * inset),
            )
            yield titled(style.pair(f"{part.name}, {period}", value), box)
            total += value.number
    if all(part.values[i].is_known for part in parts):
        said = style.number(total)
        fitting = min(size, size * wide * 1.35 / max(1.0, text_width(said, size, bold=True)))
        yield canvas.text(middle, upward(total) - size * 0.45, said, size=fitting, anchor="middle", bold=True)
    else:
        yield canvas.text(middle, upward(total) - size * 0.45, "··", token="ink-2", anchor="middle", bold=True)
    yield canvas.text(middle, high - size * 0.5, period, token="ink-3", size=style.small, anchor="middle")


def _names(
    canvas: Canvas, parts: Sequence[Part], names: Sequence[Sequence[str]], last: int, x: float, upward: Linear
) -> Iterator[str]:
    """Names beside the last column, each with a line from the middle of its part."""
    style, step, total = canvas.style, canvas.style.small * 1.2, 0.0
    wanted: list[tuple[float, int]] = []
    for i, part in enumerate(parts):
        number = part.values[last].number or 0
        wanted.append((upward(total + number / 2), i))
        total += number
    wanted.sort()
    tops = spread([(y, step * len(names[i])) for y, i in wanted], 0, upward.start + step)
    for (y, i), top in zip(wanted, tops, strict=True):
        middle = top + step * len(names[i]) / 2
        bend = x + style.size * 0.5
        d = f"M{num(x)} {num(y)}L{num(bend)} {num(y)}L{num(x + style.size * 1.1)} {num(middle)}"
        yield tag("path", d=d, fill="none", stroke=canvas.colour("ink-3"), stroke_width=float(style.size * 0.06))
        for line, text in enumerate(names[i]):
            yield canvas.text(x + style.size * 1.4, top + step * (line + 0.78), text, size=style.small)


def _table(periods: Sequence[str], parts: Sequence[Part], style: Style, heading: str) -> FigureTable:
    words = style.words
    columns = (heading or words.period, *(part.name for part in parts), words.total)
    rows, statuses = [], []
    for i, period in enumerate(periods):
        cells = [part.values[i] for part in parts]
        known = all(value.is_known for value in cells)
        total = style.number(sum(value.number or 0 for value in cells)) if known else "··"
        rows.append((period, *(style.say(value) for value in cells), total))
        statuses.append((None, *(value.status for value in cells), None if known else "missing"))
    return FigureTable(columns, tuple(rows), tuple(statuses), (False, *(True,) * (len(parts) + 1)))  # type: ignore[arg-type]
