"""Upright columns by round or year; time runs left to right in every language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concord.documents.figures.measure import width as text_width
from concord.documents.figures.model import SIGNS, Figure, FigureTable, Style, Value
from concord.documents.figures.palette import Tone
from concord.documents.figures.scale import Linear
from concord.documents.figures.svg import Canvas, tag, titled
from concord.errors import Invalid


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its period and value."""

    label: str
    value: Value
    is_highlighted: bool = False


def columns(
    items: Sequence[Column],
    *,
    title: str,
    style: Style,
    description: str = "",
    tone: Tone = "lake",
    highlight: Tone = "origin",
    headings: tuple[str, str] | None = None,
    rise: float | None = None,
) -> Figure:
    """Columns from zero with their value above; a missing one is two dots over a pale base line.

    Args:
        items: In order of time.
        title, style, description, headings: As for bars.
        rise: Height of the tallest column.

    Raises:
        Invalid: ``figures.columns.negative``.
    """
    if any(item.value.number is not None and item.value.number < 0 for item in items):
        raise Invalid("figures.columns.negative", params={"title": title})
    size = style.size
    rise = rise or size * 5.6
    high = max((item.value.number for item in items if item.value.number is not None), default=1) or 1
    pitch = style.width / max(1, len(items))
    wide = pitch * 0.8
    base = size * 1.7 + rise
    canvas = Canvas(style, kind="columns")
    upward = Linear(0, high, base, base - rise)
    for number, item in enumerate(items):
        x = pitch * number + (pitch - wide) / 2
        colour = highlight if item.is_highlighted else tone
        label = _under(canvas, item.label, x + wide / 2, base + size * 1.35, pitch)
        canvas.add(
            titled(style.pair(item.label, item.value), *_column(canvas, item.value, colour, x, wide, upward), label)
        )
    height = base + size * 1.8
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, _table(items, style, headings), style.width, height)


def _under(canvas: Canvas, label: str, middle: float, y: float, room: float) -> str:
    size = canvas.style.small
    fitting = min(size, size * room * 0.98 / max(1.0, text_width(label, size)))
    return canvas.text(middle, y, label, token="ink-2", size=fitting, anchor="middle")


def _column(canvas: Canvas, value: Value, tone: str, x: float, wide: float, upward: Linear) -> list[str]:
    size, base, middle = canvas.style.size, upward(0), x + wide / 2
    if value.number is None:
        return _absent(canvas, value, x, wide, base)
    top = upward(value.number)
    above = canvas.number(middle, top - size * 0.5, value, anchor="middle")
    if value.number == 0:
        return [canvas.line(x, base, x + wide, base, "ink", width=size * 0.1), above]
    inset = size * 0.05 if value.status in ("estimated", "provisional") else 0.0
    paint = {
        "estimated": canvas.colour("bg"),
        "provisional": canvas.hatch(tone, "bg", gap=size * 0.42, width=size * 0.07)
        if value.status == "provisional"
        else "",
    }.get(value.status, canvas.colour(tone))
    shape = tag(
        "rect",
        x=float(x + inset),
        y=float(top + inset),
        width=float(wide - 2 * inset),
        height=float(max(base - top - 2 * inset, size * 0.1)),
        fill=paint,
        stroke=canvas.colour(tone) if inset else None,
        stroke_width=float(size * 0.1) if inset else None,
    )
    return [shape, above]


def _absent(canvas: Canvas, value: Value, x: float, wide: float, base: float) -> list[str]:
    size, middle = canvas.style.size, x + wide / 2
    if value.status == "suppressed":
        stub = tag(
            "rect",
            x=float(x),
            y=float(base - size),
            width=float(wide),
            height=float(size),
            fill=canvas.hatch("edge", "bg", gap=size * 0.3, width=size * 0.06),
            stroke=canvas.colour("edge"),
        )
        return [stub]
    sign = canvas.text(
        middle, base - size * 0.9, SIGNS[value.status], token="ink-2", size=size * 1.3, anchor="middle", bold=True
    )
    return [sign, canvas.line(x, base, x + wide, base, "line", width=size * 0.14)]


def _table(items: Sequence[Column], style: Style, headings: tuple[str, str] | None) -> FigureTable:
    words = style.words
    rows = tuple(
        (i.label, style.say(i.value), "; ".join(p for p in (style.status_word(i.value), i.value.note) if p))
        for i in items
    )
    statuses = tuple((None, i.value.status, None) for i in items)
    names = (*(headings or (words.period, words.value)), words.status)
    if not any(row[2] for row in rows):
        cut = tuple(row[:2] for row in rows)
        return FigureTable(names[:2], cut, tuple(s[:2] for s in statuses), (False, True))
    return FigureTable(names, rows, statuses, (False, True, False))
