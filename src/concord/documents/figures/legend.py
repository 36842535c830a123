"""Legends that stand beside a figure: classes of a map, marks of the statuses that occur."""

from __future__ import annotations

from collections.abc import Sequence

from concord.documents.figures.measure import width as text_width
from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import Figure, FigureTable, LegendEntry, Style
from concord.documents.figures.svg import Canvas, tag


def map_legend(entries: Sequence[LegendEntry], *, title: str, style: Style, is_upright: bool = False) -> Figure:
    """The classes of a map from low to high, then the marks for what has no class.

    The scale runs left to right in every language; the block stands at the reader's start edge. ``is_upright`` sets one
    entry under another, for the side of a printed map.
    """
    canvas = Canvas(style, kind="legend")
    height = _upright(canvas, entries) if is_upright else _lying(canvas, entries)
    table = FigureTable((style.words.value,), tuple((entry.text,) for entry in entries), (), (False,))
    return Figure(
        canvas.svg(title, "", width=style.width, height=height), title, "", table, style.width, height, tuple(entries)
    )


def _swatch(canvas: Canvas, entry: LegendEntry, x: float, y: float, wide: float, high: float) -> str:
    fills = {
        "missing": lambda: canvas.hatch("hatch", "no-data", gap=5, width=0.45),
        "suppressed": lambda: canvas.hatch("edge", "bg", gap=3, width=0.5),
        "not-applicable": lambda: canvas.colour("bg"),
        "estimated": lambda: canvas.colour("bg"),
    }
    edged = entry.token in ("not-applicable", "suppressed", "estimated")
    fill = fills[entry.token]() if entry.token in fills else canvas.colour(entry.token)
    return tag(
        "rect",
        x=float(x),
        y=float(y),
        width=float(wide),
        height=float(high),
        fill=fill,
        stroke=canvas.colour("ink" if entry.token == "estimated" else "edge") if edged else None,
        stroke_dasharray="1.6 1.6" if entry.token == "estimated" else None,
    )


def _lying(canvas: Canvas, entries: Sequence[LegendEntry]) -> float:
    """Swatches in a row with their words below; the other marks beside, or below where there is no room."""
    style, size = canvas.style, canvas.style.small
    steps = [entry for entry in entries if entry.token.startswith("seq-")]
    others = [entry for entry in entries if not entry.token.startswith("seq-")]
    said = [entry.text for entry in steps]
    widest = max((text_width(text, size) for text in said), default=0)
    wide = max(widest + size * 0.6, size * 6) if steps else 0
    wide = min(wide, style.width / max(1, len(steps)))
    row = wide * len(steps)
    if steps and widest > wide - 2:
        said = [_brief(entry, style) for entry in steps]
        widest = max(text_width(text, size) for text in said)
    fit = min(1.0, (wide - 2) / (widest + 1)) if steps else 1.0
    high = size * 0.85
    left = style.width - row if style.is_rtl else 0.0
    for i, entry in enumerate(steps):
        canvas.add(_swatch(canvas, entry, left + i * wide, 0, wide - 1, high))
        middle = left + (i + 0.5) * wide
        canvas.add(canvas.text(middle, high + size * 1.3, said[i], token="ink-2", size=size * fit, anchor="middle"))
    needed = sum(size * 3.8 + text_width(entry.text, size) for entry in others)
    beside = bool(steps) and row + size + needed <= style.width
    at, y = (row + size, 0.0) if beside else (0.0, high + size * 2.2 if steps else 0.0)
    for entry in others:
        at, y = _other(canvas, entry, at, y, high)
    bottom = high + size * 1.8 if steps else 0.0
    return bottom if beside or not others else y + high + size * 0.6


def _brief(entry: LegendEntry, style: Style) -> str:
    """A class in signs, for narrow places: ``<0.5``, ``25+``."""
    if entry.low is None and entry.high is not None:
        return f"<{style.exact(entry.high)}"
    return f"{style.exact(entry.low)}+" if entry.high is None and entry.low is not None else entry.text


def _other(canvas: Canvas, entry: LegendEntry, at: float, y: float, high: float) -> tuple[float, float]:
    """One mark with its words; returns where the next begins."""
    style, size = canvas.style, canvas.style.small
    long = size * 2.6 + text_width(entry.text, size)
    if at > 0 and at + long > style.width:
        at, y = 0.0, y + size * 1.7
    box = size * 2.1
    x = style.width - at - box if style.is_rtl else at
    words = x - size * 0.5 if style.is_rtl else x + box + size * 0.5
    canvas.add(_swatch(canvas, entry, x, y, box, high))
    anchor = "end" if style.is_rtl else "start"
    canvas.add(canvas.text(words, y + high * 0.95, entry.text, token="ink-2", size=size, anchor=anchor))
    return at + long + size * 1.2, y


def _upright(canvas: Canvas, entries: Sequence[LegendEntry]) -> float:
    """One entry under another; long words take a second line."""
    style, size = canvas.style, canvas.style.size
    box, high, y = size * 2, size * 0.9, 0.0
    x = style.width - box if style.is_rtl else 0.0
    at, anchor = (x - size * 0.7, "end") if style.is_rtl else (box + size * 0.7, "start")
    for entry in entries:
        lines = wrapped(entry.text, style.width - box - size * 0.7, size, lines=3)
        canvas.add(_swatch(canvas, entry, x, y + size * 0.45, box, high))
        for i, text in enumerate(lines):
            canvas.add(canvas.text(at, y + size * (1.26 + 1.25 * i), text, token="ink-2", anchor=anchor))
        y += size * (1.8 + 1.25 * (len(lines) - 1))
    return y
