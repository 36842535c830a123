"""Dated steps on a line: filled for what has been, hollow for what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import Figure, FigureTable, Style
from concord.documents.figures.svg import Canvas, tag, titled


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, its date in words, and whether it has come."""

    label: str
    date: str
    is_done: bool


def timeline(steps: Sequence[Step], *, title: str, style: Style, description: str = "") -> Figure:
    """Steps in order, evenly spaced, left to right in every language; one under another on narrow drawings."""
    canvas = Canvas(style, kind="timeline")
    upright = style.width < style.size * 7 * max(1, len(steps))
    height = _upright(canvas, steps) if upright else _lying(canvas, steps)
    table = FigureTable(
        (style.words.label, style.words.date), tuple((s.label, s.date) for s in steps), (), (False, False)
    )
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, table, style.width, height)


def _dot(canvas: Canvas, step: Step, x: float, y: float) -> str:
    size = canvas.style.size
    if step.is_done:
        return tag("circle", cx=float(x), cy=float(y), r=float(size * 0.5), fill=canvas.colour("lake"))
    edge = canvas.colour("edge")
    return tag(
        "circle",
        cx=float(x),
        cy=float(y),
        r=float(size * 0.44),
        fill=canvas.colour("bg"),
        stroke=edge,
        stroke_width=float(size * 0.13),
    )


def _lying(canvas: Canvas, steps: Sequence[Step]) -> float:
    style, size = canvas.style, canvas.style.size
    pitch, y = style.width / max(1, len(steps)), size * 0.6
    done = sum(step.is_done for step in steps)
    canvas.add(canvas.line(size * 0.5, y, style.width, y, "line", width=size * 0.2))
    if done:
        canvas.add(
            canvas.line(size * 0.5, y, pitch * done if done < len(steps) else style.width, y, "lake", width=size * 0.2)
        )
    deep = 1
    for i, step in enumerate(steps):
        x = pitch * i
        lines = wrapped(step.label, pitch - size * 0.8, size, bold=True)
        deep = max(deep, len(lines))
        marks = [_dot(canvas, step, x + size * 0.5, y)]
        marks += [canvas.text(x, y + size * (1.9 + 1.25 * n), text, bold=True) for n, text in enumerate(lines)]
        date = wrapped(step.date, pitch - size * 0.8, style.small, lines=1)[0]
        marks.append(canvas.text(x, y + size * (1.9 + 1.25 * len(lines)), date, token="ink-2", size=style.small))
        canvas.add(titled(style.words.pair.format(label=step.label, value=step.date), *marks))
    return y + size * (2.5 + 1.25 * deep)


def _upright(canvas: Canvas, steps: Sequence[Step]) -> float:
    style, size = canvas.style, canvas.style.size
    pitch = size * 3.2
    at = style.width - size * 0.5 if style.is_rtl else size * 0.5
    text_at = style.width - size * 1.6 if style.is_rtl else size * 1.6
    anchor = "end" if style.is_rtl else "start"
    done = sum(step.is_done for step in steps)
    last = size * 0.7 + pitch * (len(steps) - 1)
    canvas.add(canvas.line(at, size * 0.7, at, last, "line", width=size * 0.2))
    if done > 1:
        canvas.add(canvas.line(at, size * 0.7, at, size * 0.7 + pitch * (done - 1), "lake", width=size * 0.2))
    for i, step in enumerate(steps):
        y = size * 0.7 + pitch * i
        label = wrapped(step.label, style.width - size * 2, size, bold=True, lines=1)[0]
        marks = [
            _dot(canvas, step, at, y),
            canvas.text(text_at, y + size * 0.36, label, bold=True, anchor=anchor),
            canvas.text(text_at, y + size * 1.6, step.date, token="ink-2", size=style.small, anchor=anchor),
        ]
        canvas.add(titled(style.words.pair.format(label=step.label, value=step.date), *marks))
    return size * 0.7 + pitch * max(0, len(steps) - 1) + size * 2.2
