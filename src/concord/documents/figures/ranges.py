"""Ranges of methods: a dot for each method on the band of their range; no single figure is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from concord.documents.figures.measure import width as text_width
from concord.documents.figures.model import SIGNS, Figure, FigureTable, Status, Style, Value
from concord.documents.figures.palette import Tone, text_tone
from concord.documents.figures.scale import Linear, ticks
from concord.documents.figures.svg import Canvas, num, tag, titled


@dataclass(frozen=True, slots=True)
class Strand:
    """One side in every row: its name, its colour."""

    name: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Spread:
    """One row: its label and, for each strand, the values of the methods by their names."""

    label: str
    values: Sequence[Sequence[tuple[str, Value]]]


def ranges(
    rows: Sequence[Spread], strands: Sequence[Strand], *, title: str, style: Style, description: str = ""
) -> Figure:
    """Bands with a dot for each method, strands of a row under each other, one axis from zero below.

    The axis runs left to right in every language, as a time axis does.
    """
    canvas, size = Canvas(style, kind="ranges"), style.size
    numbers = [v.number for row in rows for strand in row.values for _, v in strand if v.number is not None]
    marks = ticks(min(0.0, *numbers, 0.0), max([*numbers, 0.0]), most=4)
    left = max((text_width(row.label, style.small) for row in rows), default=0) + size
    room = max(size * 1.4, text_width(style.exact(marks[-1]), style.small) / 2 + size * 0.2)
    x = Linear(marks[0], marks[-1], left, style.width - room)
    top = size * 2
    pitch = size * (1.0 + 0.95 * max(1, len(strands)))
    bottom = top + pitch * len(rows)
    for mark in marks:
        at = x(mark)
        canvas.add(
            canvas.line(
                at,
                top - size * 0.4,
                at,
                bottom,
                "ink-2" if mark == 0 else "line",
                width=size * (0.1 if mark == 0 else 0.07),
            )
        )
        canvas.add(
            canvas.text(at, bottom + size * 1.2, style.exact(mark), token="ink-3", size=style.small, anchor="middle")
        )
    canvas.add(*_heads(canvas, strands, x))
    for i, row in enumerate(rows):
        y = top + pitch * i
        canvas.add(canvas.text(0, y + pitch / 2, row.label, size=style.small, token="ink-2"))
        for j, (strand, values) in enumerate(zip(strands, row.values, strict=True)):
            canvas.add(*_band(canvas, row, strand, values, x, y + size * (0.75 + 0.95 * j)))
    height = bottom + size * 1.7
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, _table(rows, strands, style), style.width, height)


def _heads(canvas: Canvas, strands: Sequence[Strand], x: Linear) -> Iterator[str]:
    """Names of strands in their colour, above the plot."""
    style, at = canvas.style, x.start
    for strand in strands:
        yield canvas.text(at, style.size, strand.name, token=text_tone(strand.tone), size=style.small, bold=True)
        at += text_width(strand.name, style.small, bold=True) + style.size


def _band(
    canvas: Canvas, row: Spread, strand: Strand, values: Sequence[tuple[str, Value]], x: Linear, y: float
) -> Iterator[str]:
    size, style, colour = canvas.style.size, canvas.style, canvas.colour(strand.tone)
    known = [(name, v, v.number) for name, v in values if v.number is not None]
    if not known:
        status = values[0][1] if values else Value(None, "missing")
        words = f"{SIGNS.get(status.status, '')} {status.note or style.status_word(status)}".strip()
        yield canvas.text(x(0) + size * 0.4, y + size * 0.3, words, token="ink-2", size=style.small)
        return
    places = [x(number) for _, _, number in known]
    band = tag(
        "path",
        d=f"M{num(min(places))} {num(y)}H{num(max(places))}",
        stroke=colour,
        stroke_opacity="0.28",
        stroke_width=float(size * 0.36),
    )
    span = style.words.span.format(
        low=style.number(min(n for *_, n in known)), high=style.number(max(n for *_, n in known))
    )
    yield titled(style.words.pair.format(label=f"{strand.name}, {row.label}", value=span), band)
    for (name, value, _), place in zip(known, places, strict=True):
        mark = tag("circle", cx=float(place), cy=float(y), r=float(size * 0.2), fill=colour)
        yield titled(style.pair(f"{name}, {strand.name}, {row.label}", value), mark)


def _table(rows: Sequence[Spread], strands: Sequence[Strand], style: Style) -> FigureTable:
    """One row for each label and method, a column for each strand."""
    out: list[tuple[str, ...]] = []
    statuses: list[tuple[Status | None, ...]] = []
    for row in rows:
        methods = list(dict.fromkeys(name for strand in row.values for name, _ in strand))
        for method in methods:
            cells = [dict(strand).get(method) for strand in row.values]
            out.append((row.label, method, *("" if v is None else style.say(v) for v in cells)))
            statuses.append((None, None, *(None if v is None else v.status for v in cells)))
    columns = (style.words.period, style.words.label, *(strand.name for strand in strands))
    return FigureTable(columns, tuple(out), tuple(statuses), (False, False, *(True for _ in strands)))
