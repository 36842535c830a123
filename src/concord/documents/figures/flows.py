"""Flows between two countries: two arrows on one scale."""

from __future__ import annotations

from dataclasses import dataclass

from concord.documents.figures.measure import width as text_width
from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import SIGNS, Figure, FigureTable, Style, Value
from concord.documents.figures.palette import Tone
from concord.documents.figures.svg import Canvas, num, tag, titled


@dataclass(frozen=True, slots=True)
class Flow:
    """One direction: what moves, and how many."""

    label: str
    value: Value
    tone: Tone


def two_arrows(forth: Flow, back: Flow, *, title: str, style: Style, description: str = "") -> Figure:
    """``forth`` points to the reader's end edge, ``back`` to the start edge; widths in proportion, both on one scale.

    A flow that is not known is a dashed line with two dots and words, never a thin arrow.
    """
    canvas, size = Canvas(style, kind="arrows"), style.size
    high = max(forth.value.number or 0, back.value.number or 0)
    y = 0.0
    for flow, forward in ((forth, True), (back, False)):
        above = forward
        lines = wrapped(flow.label, style.width, style.small, lines=3)
        marks, deep = _arrow(
            canvas, flow, high, y + (len(lines) * style.small * 1.3 + size * 0.3 if above else 0), forward
        )
        start = y + style.small if above else y + deep + style.small * 1.1
        for i, text in enumerate(lines):
            at = start + i * style.small * 1.3
            marks.append(canvas.text(style.width / 2, at, text, size=style.small, anchor="middle", token="ink-2"))
        canvas.add(titled(style.pair(flow.label, flow.value), *marks))
        y += deep + len(lines) * style.small * 1.3 + size * 0.9
    height = round(y, 1)
    words = style.words
    rows = tuple((flow.label, style.say(flow.value)) for flow in (forth, back))
    table = FigureTable(
        (words.label, words.value), rows, ((None, forth.value.status), (None, back.value.status)), (False, True)
    )
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, table, style.width, height)


def _arrow(canvas: Canvas, flow: Flow, high: float, top: float, forward: bool) -> tuple[list[str], float]:
    """The marks of an arrow whose number stands inside or above, and how deep they are."""
    style, size, number = canvas.style, canvas.style.size, flow.value.number
    if number is None:
        return _unknown(canvas, flow, top)
    if number == 0:
        return [canvas.number(style.width / 2, top + size * 1.2, flow.value, anchor="middle")], size * 1.8
    shaft = max(size * 0.14, size * 3.4 * number / high)
    said_inside = shaft >= size * 1.6 and text_width(style.say(flow.value), size * 1.2, bold=True) < style.width * 0.6
    inset = 0.0 if said_inside else size * 1.5
    barb = max(size * 0.36, shaft * 0.16)
    deep = inset + shaft + 2 * barb
    middle = top + inset + barb + shaft / 2
    points_right = forward != style.is_rtl
    marks = [_shape(canvas, flow, middle, shaft, barb, points_right)]
    base = middle + size * 0.4 if said_inside else top + size * 1.1
    token = ("on" if flow.value.status not in ("estimated", "provisional") else "ink") if said_inside else flow.tone
    halo = "bg" if said_inside and flow.value.status == "provisional" else ""
    said = canvas.text(
        style.width / 2,
        base,
        style.say(flow.value),
        token=token,
        size=size * 1.12,
        anchor="middle",
        bold=True,
        raised={"estimated": "e", "provisional": "p", "break": "b", "difference": "d"}.get(flow.value.status, ""),
        halo=halo,
    )
    return [*marks, said], deep


def _shape(canvas: Canvas, flow: Flow, middle: float, shaft: float, barb: float, points_right: bool) -> str:
    wide, size = canvas.style.width, canvas.style.size
    head = min(wide * 0.3, (shaft / 2 + barb) * 0.8 + size * 0.2)
    half = shaft / 2
    corners = [(0, -half), (wide - head, -half), (wide - head, -half - barb), (wide, 0.0)]
    corners += [(x, -y) for x, y in reversed(corners[:3])]
    placed = [(x if points_right else wide - x, middle + y) for x, y in corners]
    d = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in placed) + "z"
    colour = canvas.colour(flow.tone)
    if flow.value.status == "estimated":
        return tag("path", d=d, fill=canvas.colour("bg"), stroke=colour, stroke_width=float(size * 0.1))
    if flow.value.status == "provisional":
        fill = canvas.hatch(flow.tone, "bg", gap=size * 0.5, width=size * 0.07)
        return tag("path", d=d, fill=fill, stroke=colour, stroke_width=float(size * 0.1))
    return tag("path", d=d, fill=colour)


def _unknown(canvas: Canvas, flow: Flow, top: float) -> tuple[list[str], float]:
    style, size = canvas.style, canvas.style.size
    words = flow.value.note or style.status_word(flow.value)
    said = f"{SIGNS.get(flow.value.status, '')} {words}".strip()
    y = top + size * 1.7
    line = canvas.line(0, y, style.width, y, "edge", width=size * 0.08, dash="3 4")
    return [
        canvas.text(style.width / 2, top + size, said, token="ink-2", size=style.small, anchor="middle"),
        line,
    ], size * 2.2
