"""Horizontal bars: table rows drawn long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concord.documents.figures.measure import width as text_width
from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import SIGNS, Figure, FigureTable, Style, Value
from concord.documents.figures.palette import Tone
from concord.documents.figures.scale import Linear
from concord.documents.figures.svg import Canvas, num, tag, titled


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a label, its value, and whether it is the one looked at."""

    label: str
    value: Value
    is_highlighted: bool = False
    tone: Tone | None = None


def bars(
    items: Sequence[Bar],
    *,
    title: str,
    style: Style,
    description: str = "",
    tone: Tone = "lake",
    highlight: Tone = "origin",
    headings: tuple[str, str] | None = None,
    maximum: float | None = None,
) -> Figure:
    """Bars from zero, in the order given, labels at the start edge; mirrored for readers from right to left.

    Args:
        items: Rows.
        title: What the figure finds.
        style: Reader and medium.
        description: What is measured, unit, place, year.
        tone: Colour of bars; ``highlight`` that of rows with ``is_highlighted``.
        headings: Of the two columns of the table.
        maximum: End of the axis, to give several figures one scale.
    """
    plan = _Plan.of(items, style, maximum)
    canvas = Canvas(style, kind="bars")
    y = 0.0
    for item, lines in zip(items, plan.labels, strict=True):
        room = plan.row + (max(len(lines), len(plan.words(item.value))) - 1) * style.size * 1.2
        colour = item.tone or (highlight if item.is_highlighted else tone)
        marks = [*_label(canvas, plan, item, lines, y, room), *_value(canvas, plan, item, colour, y + room / 2)]
        canvas.add(titled(style.pair(item.label, item.value), *marks))
        y += room
    height = max(y, plan.row)
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, _table(items, style, headings), style.width, height)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where columns stand; ``across`` and ``anchor`` mirror what they are given."""

    style: Style
    labels: list[list[str]]
    scale: Linear
    row: float

    @classmethod
    def of(cls, items: Sequence[Bar], style: Style, maximum: float | None) -> _Plan:
        size = style.size
        most = 0.42 * style.width
        labels = [wrapped(i.label, most - size * 0.8, size, bold=i.is_highlighted) for i in items]
        longest = max(
            (text_width(t, size, bold=i.is_highlighted) for i, ls in zip(items, labels, strict=True) for t in ls),
            default=0,
        )
        start = min(most, longest + size * 0.8)
        known = [(i.value, i.value.number) for i in items if i.value.number is not None]
        high = maximum or max((max(n, v.high or n) for v, n in known), default=1) or 1
        low = min((min(n, v.low if v.low is not None else n) for v, n in known), default=0)
        tail = max((text_width(style.say(v) + "  ", size, bold=True) for v, _ in known), default=0) + size * 0.7
        if low >= 0:
            return cls(style, labels, Linear(0, high, start, max(start + size, style.width - tail)), size * 1.93)
        return cls(style, labels, Linear(low, max(high, 0), start + tail, style.width - tail), size * 1.93)

    def words(self, value: Value) -> list[str]:
        """Lines that stand for a value that is not known."""
        style = self.style
        if value.is_known:
            return [""]
        room = style.width - self.scale(0) - style.size * (3.3 if value.status == "suppressed" else 1.4)
        return wrapped(value.note or style.status_word(value), room, style.small)

    def across(self, x: float, wide: float = 0) -> float:
        return self.style.width - x - wide if self.style.is_rtl else x

    def anchor(self, side: str = "start") -> str:
        return {"start": "end", "end": "start"}[side] if self.style.is_rtl else side


def _label(canvas: Canvas, plan: _Plan, item: Bar, lines: Sequence[str], y: float, room: float) -> list[str]:
    size = plan.style.size
    first = y + room / 2 + size * 0.36 - (len(lines) - 1) * size * 0.6
    x = plan.across(0)
    return [
        canvas.text(x, first + i * size * 1.2, line, anchor=plan.anchor(), bold=item.is_highlighted)
        for i, line in enumerate(lines)
    ]


def _value(canvas: Canvas, plan: _Plan, item: Bar, tone: str, middle: float) -> list[str]:
    """Bar and figure, or the words that stand for a missing one."""
    size, value, zero = plan.style.size, item.value, plan.scale(0)
    base = middle + size * 0.36
    if value.number is None:
        return _absent(canvas, plan, value, middle)
    if value.number == 0:
        return [canvas.number(plan.across(zero), base, value, anchor=plan.anchor())]
    end = plan.scale(value.number)
    outward = 1 if value.number > 0 else -1
    marks = [_bar(canvas, plan, value, tone, zero, end, middle)]
    far = end
    if value.low is not None and value.high is not None:
        marks.append(_range(canvas, plan, value.low, value.high, middle))
        far = plan.scale(value.high if outward > 0 else value.low)
    x = plan.across(far + outward * size * 0.65)
    marks.append(canvas.number(x, base, value, anchor=plan.anchor("start" if outward > 0 else "end")))
    return marks


def _absent(canvas: Canvas, plan: _Plan, value: Value, middle: float) -> list[str]:
    """``··`` with words for missing, a dash for what does not apply, a stub of fixed length for hidden."""
    style, x = plan.style, plan.scale(0)
    size = style.size
    base = middle + size * 0.36
    if value.status == "suppressed":
        wide, high = size * 2.6, size * 1.1
        sign = tag(
            "rect",
            x=float(plan.across(x, wide)),
            y=float(middle - high / 2),
            width=float(wide),
            height=float(high),
            fill=canvas.hatch("edge", "bg", gap=size * 0.3, width=size * 0.06),
            stroke=canvas.colour("edge"),
        )
        at = plan.across(x + wide + size * 0.6)
    else:
        told = SIGNS[value.status]
        sign = canvas.text(plan.across(x), base, told, token="ink-2", size=size * 1.2, bold=True, anchor=plan.anchor())
        at = plan.across(x + size * 1.3)
    lines = plan.words(value)
    first = base - (len(lines) - 1) * size * 0.6
    return [
        sign,
        *(
            canvas.text(at, first + i * size * 1.2, text, token="ink-2", size=style.small, anchor=plan.anchor())
            for i, text in enumerate(lines)
        ),
    ]


def _bar(canvas: Canvas, plan: _Plan, value: Value, tone: str, zero: float, end: float, middle: float) -> str:
    size = plan.style.size
    long = max(abs(end - zero), size * 0.1)
    high = size * 1.4 if value.status not in ("estimated", "provisional") else size * 1.33
    start = zero if end >= zero else zero - long
    free_end_right = (end >= zero) != plan.style.is_rtl
    shape = _shape(plan.across(start, long), middle - high / 2, long, high, min(size * 0.2, long / 2), free_end_right)
    edge = canvas.colour(tone)
    if value.status == "estimated":
        return tag("path", d=shape, fill=canvas.colour("bg"), stroke=edge, stroke_width=float(size * 0.1))
    if value.status == "provisional":
        fill = canvas.hatch(tone, "bg", gap=size * 0.36, width=size * 0.07)
        return tag("path", d=shape, fill=fill, stroke=edge, stroke_width=float(size * 0.08))
    return tag("path", d=shape, fill=edge)


def _shape(x: float, y: float, wide: float, high: float, radius: float, rounds_right: bool) -> str:
    """A bar with two rounded corners at its free end."""
    r = num(radius)
    side, back = num(wide - radius), num(radius - wide)
    up = num(high - 2 * radius)
    if rounds_right:
        return f"M{num(x)} {num(y)}h{side}a{r} {r} 0 0 1 {r} {r}v{up}a{r} {r} 0 0 1-{r} {r}h{back}z"
    return f"M{num(x + wide)} {num(y)}h{back}a{r} {r} 0 0 0-{r} {r}v{up}a{r} {r} 0 0 0 {r} {r}h{side}z"


def _range(canvas: Canvas, plan: _Plan, low: float, high: float, middle: float) -> str:
    """A whisker with a halo of the background."""
    a, b = plan.across(plan.scale(low)), plan.across(plan.scale(high))
    tip = plan.style.size * 0.28
    d = f"M{num(a)} {num(middle - tip)}v{num(2 * tip)}M{num(b)} {num(middle - tip)}v{num(2 * tip)}"
    d += f"M{num(a)} {num(middle)}H{num(b)}"
    halo = tag("path", d=d, stroke=canvas.colour("bg"), stroke_width=float(plan.style.size * 0.28), fill="none")
    return halo + tag("path", d=d, stroke=canvas.colour("ink"), stroke_width=float(plan.style.size * 0.1), fill="none")


def _table(items: Sequence[Bar], style: Style, headings: tuple[str, str] | None) -> FigureTable:
    words = style.words
    ranged = any(item.value.low is not None for item in items)
    noted = any(style.status_word(item.value) or item.value.note for item in items)
    extra = ((words.low, words.high) if ranged else ()) + ((words.status,) if noted else ())
    rows = tuple((item.label, style.say(item.value), *_extra(item.value, style, ranged, noted)) for item in items)
    statuses = tuple((None, item.value.status, *(None,) * len(extra)) for item in items)
    numeric = (False, True, *((True, True) if ranged else ()), *((False,) if noted else ()))
    return FigureTable((*(headings or (words.label, words.value)), *extra), rows, statuses, numeric)


def _extra(value: Value, style: Style, ranged: bool, noted: bool) -> tuple[str, ...]:
    cells: tuple[str, ...] = ()
    if ranged:
        cells += tuple("" if each is None else style.number(each) for each in (value.low, value.high))
    if noted:
        cells += ("; ".join(part for part in (style.status_word(value), value.note) if part),)
    return cells
