"""One person in a hundred: ten rows of ten dots."""

from __future__ import annotations

from concord.documents.figures.model import Figure, FigureTable, Style, Value
from concord.documents.figures.palette import Tone
from concord.documents.figures.svg import Canvas, num, tag, titled
from concord.errors import Invalid


def hundred_dots(
    value: Value, *, label: str, title: str, style: Style, description: str = "", tone: Tone = "origin"
) -> Figure:
    """A hundred dots, as many filled as ``value`` says of every hundred, from the start edge, row by row.

    Args:
        value: 0 to 100; rounded to a whole dot for drawing, written as given. All dots are dashed where it is unknown.
        label: What is counted.
        title, style, description: As for bars; ``style.width`` is the side of the square.
        tone: Of filled dots.

    Raises:
        Invalid: ``figures.dots.out-of-range``.
    """
    if value.number is not None and not 0 <= value.number <= 100:
        raise Invalid("figures.dots.out-of-range", params={"value": value.number})
    canvas = Canvas(style, kind="dots")
    filled = 0 if value.number is None else _whole(value.number)
    pitch = style.width / 10
    radius = pitch * 0.385
    full = _circles(range(filled), pitch, radius, style)
    rest = _circles(range(filled, 100), pitch, radius, style)
    marks = []
    if full:
        marks.append(tag("path", d=full, fill=canvas.colour(tone)))
    if rest:
        dash = None if value.is_known else f"{num(radius * 0.5)} {num(radius * 0.5)}"
        thin = float(max(0.5, pitch * 0.045))
        edge = canvas.colour("ink-3")
        marks.append(tag("path", d=rest, fill="none", stroke=edge, stroke_width=thin, stroke_dasharray=dash))
    canvas.add(titled(style.pair(label, value), *marks))
    table = FigureTable(
        (style.words.label, style.words.value), ((label, style.say(value)),), ((None, value.status),), (False, True)
    )
    svg = canvas.svg(title, description, width=style.width, height=style.width)
    return Figure(svg, title, description, table, style.width, style.width)


def _whole(number: float) -> int:
    """Dots to fill: something is never drawn as nothing, and less than all is never drawn as all."""
    if 0 < number < 1:
        return 1
    return 99 if 99 < number < 100 else round(number)


def _circles(places: range, pitch: float, radius: float, style: Style) -> str:
    r, across = num(radius), num(2 * radius)
    parts = []
    for place in places:
        row, column = divmod(place, 10)
        x = (9 - column if style.is_rtl else column) * pitch + pitch / 2 - radius
        y = row * pitch + pitch / 2
        parts.append(f"M{num(x)} {num(y)}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0z")
    return "".join(parts)
