"""Values against what was needed: a bar on its track, a tick at the target, its date under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concord.documents.figures.measure import width as text_width
from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import SIGNS, Figure, FigureTable, Style, Value
from concord.documents.figures.palette import Tone
from concord.documents.figures.svg import Canvas, tag, titled


@dataclass(frozen=True, slots=True)
class Progress:
    """One measure: what was reached, what was needed, by when.

    Args:
        label: What is measured.
        value: What was reached.
        needed: The target, or None where there is none.
        date: By when, in words.
        maximum: End of the track; None: whichever is larger of value and target, with a little room.
        remark: Words under the tick instead of "39 needed, May 2012".
    """

    label: str
    value: Value
    needed: Value | None = None
    date: str = ""
    maximum: float | None = None
    remark: str = ""


def progress(
    items: Sequence[Progress], *, title: str, style: Style, description: str = "", tone: Tone = "lake"
) -> Figure:
    """Bullet bars, one under another, each on its own track; mirrored for readers from right to left."""
    canvas, y = Canvas(style, kind="progress"), 0.0
    for item in items:
        marks, deep = _row(canvas, item, tone, y)
        said = style.pair(item.label, item.value)
        under = _remark(item, style)
        canvas.add(titled(f"{said}; {under}" if under else said, *marks))
        y += deep
    height = max(y, style.size)
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, _table(items, style), style.width, height)


def _remark(item: Progress, style: Style) -> str:
    if item.remark or item.needed is None:
        return item.remark
    needed = style.words.needed.format(value=style.say(item.needed))
    return f"{needed}, {item.date}" if item.date else needed


def _row(canvas: Canvas, item: Progress, tone: str, y: float) -> tuple[list[str], float]:
    """Label and value, track and bar, tick and remark; and how deep the row is."""
    style, size = canvas.style, canvas.style.size
    start, end = ("end", "start") if style.is_rtl else ("start", "end")
    room = style.width - text_width(_value_text(item, style), size, bold=True) - size
    label = wrapped(item.label, room, size)
    marks = [canvas.text(_across(style, 0), y + size * (1 + 1.3 * i), t, anchor=start) for i, t in enumerate(label)]
    marks.append(_figure(canvas, item, _across(style, style.width), y + size, end))
    top = y + size * (1.3 * len(label) + 0.35)
    high = size * 0.86
    whole = item.maximum or 1.08 * max(item.value.number or 0, item.needed.number or 0 if item.needed else 0) or 1
    marks.append(_bar(canvas, 0, style.width, top, high, canvas.colour("sand")))
    if item.value.number is not None and item.value.number > 0:
        long = max(size * 0.12, style.width * min(1.0, item.value.number / whole))
        marks.append(_bar(canvas, 0, long, top, high, *_paint(canvas, item.value, tone)))
    deep = top + high - y + size * 0.9
    if item.needed is None or item.needed.number is None:
        return marks, deep
    x = style.width * min(1.0, item.needed.number / whole)
    at = _across(style, x)
    marks.append(canvas.line(at, top - size * 0.2, at, top + high + size * 0.3, "bg", width=size * 0.34))
    marks.append(canvas.line(at, top - size * 0.2, at, top + high + size * 0.3, "ink", width=size * 0.14))
    said = _remark(item, style)
    fits = x + text_width(said, style.small) <= style.width
    anchor = start if fits else end
    marks.append(canvas.text(at, top + high + size * 1.35, said, token="ink-3", size=style.small, anchor=anchor))
    return marks, deep + size * 1.2


def _value_text(item: Progress, style: Style) -> str:
    return style.say(item.value) if item.value.is_known else item.value.note or style.status_word(item.value)


def _figure(canvas: Canvas, item: Progress, x: float, base: float, anchor: str) -> str:
    if item.value.is_known:
        return canvas.number(x, base, item.value, anchor=anchor)
    sign = SIGNS.get(item.value.status, "")
    words = f"{sign} {_value_text(item, canvas.style)}".strip()
    return canvas.text(x, base, words, token="ink-2", size=canvas.style.small, anchor=anchor)


def _paint(canvas: Canvas, value: Value, tone: str) -> tuple[str, str | None]:
    colour, size = canvas.colour(tone), canvas.style.size
    if value.status == "estimated":
        return canvas.colour("bg"), colour
    if value.status == "provisional":
        return canvas.hatch(tone, "bg", gap=size * 0.36, width=size * 0.07), colour
    return colour, None


def _bar(canvas: Canvas, x: float, wide: float, y: float, high: float, fill: str, edge: str | None = None) -> str:
    at = canvas.style.width - x - wide if canvas.style.is_rtl else x
    return tag(
        "rect",
        x=float(at),
        y=float(y),
        width=float(wide),
        height=float(high),
        rx=float(min(high * 0.2, wide / 2)),
        fill=fill,
        stroke=edge,
        stroke_width=float(high * 0.1) if edge else None,
    )


def _across(style: Style, x: float) -> float:
    return style.width - x if style.is_rtl else x


def _table(items: Sequence[Progress], style: Style) -> FigureTable:
    words = style.words
    rows = tuple(
        (i.label, style.say(i.value), "" if i.needed is None else style.say(i.needed), i.date or i.remark)
        for i in items
    )
    statuses = tuple((None, i.value.status, None if i.needed is None else i.needed.status, None) for i in items)
    needed = words.needed.format(value="").strip()
    return FigureTable((words.label, words.value, needed, words.date), rows, statuses, (False, True, True, False))
