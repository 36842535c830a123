"""Corridors on a map, and agreements over the years; each with its table.

An arc leads from the origin (clay) to the destination (blue), wider with more agreements. In the years every agreement
is one mark: filled where all that is said of it was verified, half where some was not, hollow where not even its
existence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from concord.agreements.repository_corridors import Corridor
from concord.agreements.repository_model import Agreement
from concord.documents.figures.measure import width as text_width
from concord.documents.figures.model import Figure, FigureTable, Style, Value
from concord.documents.figures.scale import Linear, years
from concord.documents.figures.shapes import World, world
from concord.documents.figures.svg import Canvas, num, tag, titled, worded

#: Arcs whose ends are named on a wide map.
MOST_NAMED = 14
#: From this width names fit beside the marks.
WIDE = 600


def corridor_map(
    corridors: Iterable[Corridor],
    *,
    names: Mapping[str, str],
    title: str,
    style: Style,
    headings: tuple[str, str, str],
    description: str = "",
) -> Figure:
    """Origins and destinations joined by arcs on the world; the same in every language, never mirrored.

    Args:
        corridors: Those with at least one agreement that is known are drawn; all are in the table.
        names: Of areas.
        headings: Of the table: origin, destination, agreements.
        title, style, description: As for bars.
    """
    listed = list(corridors)
    drawn = [each for each in listed if each.count]
    shapes = world("compact")
    scale = style.width / shapes.width
    height = round(shapes.height * scale, 1)
    canvas = Canvas(style, kind="corridors")
    canvas.add(tag("rect", width=float(style.width), height=height, rx="8", fill=canvas.colour("sea")))
    canvas.add(_land(canvas, shapes, scale))
    at = {code: (x * scale, y * scale) for code, (x, y) in shapes.places.items()}
    canvas.add(*_arcs(canvas, drawn, names, at), *_ends(canvas, drawn, names, at))
    if style.width >= WIDE:
        canvas.add(*_names(canvas, drawn, names, at))
    rows = tuple((names[each.origin], names[each.destination], style.number(each.count)) for each in listed)
    table = FigureTable(headings, rows, tuple((None, None, "normal") for _ in rows), (False, False, True))
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, table, style.width, height)


def _land(canvas: Canvas, shapes: World, scale: float) -> str:
    unit = shapes.unit / scale
    paths = [f'<path d="{d}"/>' for _code, d in sorted(shapes.shapes.items())]
    borders = tag("path", d=shapes.borders + shapes.borders_uncoded, fill="none", stroke=canvas.colour("bg"))
    land = tag(
        "g", *paths, fill=canvas.colour("no-data"), stroke=canvas.colour("shore"), stroke_width=float(unit * 0.4)
    )
    return tag("g", land, borders, transform=f"scale({1 / unit:.5g})", stroke_width=float(0.6 * unit))


def _arcs(
    canvas: Canvas, drawn: Sequence[Corridor], names: Mapping[str, str], at: Mapping[str, tuple[float, float]]
) -> Iterator[str]:
    style = canvas.style
    for each in reversed(drawn):
        (x1, y1), (x2, y2) = at[each.origin], at[each.destination]
        lift = min(style.width * 0.09, math.hypot(x2 - x1, y2 - y1) * 0.28)
        middle = ((x1 + x2) / 2, max(style.size * 0.3, (y1 + y2) / 2 - lift))
        d = f"M{num(x1)} {num(y1)}Q{num(middle[0])} {num(middle[1])} {num(x2)} {num(y2)}"
        wide = style.width / 1120 * (1.6 + 1.4 * (each.count - 1))
        said = style.pair(f"{names[each.origin]} → {names[each.destination]}", Value(each.count))
        line = tag(
            "path", d=d, fill="none", stroke=canvas.colour("lake"), stroke_width=float(max(0.8, wide)),
            stroke_linecap="round", stroke_opacity="0.75",
        )  # fmt: skip
        yield titled(said, line)


def _ends(
    canvas: Canvas, drawn: Sequence[Corridor], names: Mapping[str, str], at: Mapping[str, tuple[float, float]]
) -> Iterator[str]:
    """Dots: clay where people leave, blue where they arrive, both halves where both."""
    radius = max(2.2, canvas.style.width / 260)
    origins = {each.origin for each in drawn}
    destinations = {each.destination for each in drawn}
    for code in sorted(origins | destinations):
        x, y = at[code]
        tone = "origin" if code in origins else "destination"
        mark = tag(
            "circle", cx=float(x), cy=float(y), r=float(radius), fill=canvas.colour(tone), stroke=canvas.colour("bg"),
            stroke_width=float(radius * 0.28),
        )  # fmt: skip
        if code in origins and code in destinations:
            r = num(radius)
            half = f"M{num(x)} {num(y - radius)}a{r} {r} 0 0 1 0 {num(2 * radius)}z"
            mark += tag("path", d=half, fill=canvas.colour("destination"))
        yield titled(names[code], mark)


def _names(
    canvas: Canvas, drawn: Sequence[Corridor], names: Mapping[str, str], at: Mapping[str, tuple[float, float]]
) -> Iterator[str]:
    """Names of the places with most agreements, where they touch no other name."""
    size = canvas.style.small * 0.92
    weight: dict[str, int] = {}
    for each in drawn:
        for code in (each.origin, each.destination):
            weight[code] = weight.get(code, 0) + each.count
    taken: list[tuple[float, float, float, float]] = []
    for code in sorted(weight, key=lambda each: (-weight[each], each))[:MOST_NAMED]:
        x, y = at[code]
        long = text_width(names[code], size, bold=True)
        left = x + size * 0.7 if x + size + long < canvas.style.width else x - size * 0.7 - long
        box = (left, y - size * 0.6, left + long, y + size * 0.8)
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            taken.append(box)
            yield canvas.text(left, y + size * 0.4, names[code], size=size, bold=True, halo="sea")


def by_year(
    found: Iterable[Agreement],
    *,
    title: str,
    style: Style,
    headings: tuple[str, str, str],
    states: Mapping[str, str],
    description: str = "",
) -> Figure:
    """Every agreement as one mark over its year; time runs left to right in every language.

    Args:
        found: Entries; those without a year are in the table alone.
        headings: Of the table: agreement, year, what was verified.
        states: Words for ``verified``, ``partly``, ``unverified``.
        title, style, description: As for bars.
    """
    listed = sorted(found, key=lambda each: (each.year is None, each.year or 0, each.id))
    dated = [(each.year, each) for each in listed if each.year is not None]
    canvas = Canvas(style, kind="by-year")
    if not dated:
        canvas.add(canvas.text(0, style.size * 1.2, style.words.none_known, token="ink-2"))
        height = style.size * 2
    else:
        height = _years(canvas, dated)
    rows = tuple((each.title, str(each.year or ""), states[each.verification]) for each in listed)
    table = FigureTable(headings, rows, (), (False, False, False))
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, table, style.width, height)


def _years(canvas: Canvas, dated: Sequence[tuple[int, Agreement]]) -> float:
    style, size = canvas.style, canvas.style.size
    first, last = dated[0][0], dated[-1][0]
    pitch = min(size * 1.1, style.width / (last - first + 2))
    radius = pitch * 0.4
    stacks: dict[int, int] = {}
    for year, _each in dated:
        stacks[year] = stacks.get(year, 0) + 1
    base = size + max(stacks.values()) * radius * 2.3
    x = Linear(first, max(last, first + 1), pitch, style.width - pitch)
    canvas.add(canvas.line(0, base + radius * 0.6, style.width, base + radius * 0.6, "ink-2", width=size * 0.08))
    for mark in years(first, last, most=max(2, int(style.width / (style.small * 4)))):
        canvas.add(
            canvas.text(x(mark), base + size * 1.7, str(int(mark)), token="ink-3", size=style.small, anchor="middle")
        )
    up: dict[int, int] = {}
    for year, each in dated:
        y = base - radius * (0.8 + 2.3 * up.get(year, 0))
        up[year] = up.get(year, 0) + 1
        canvas.add(f"<g><title>{worded(f'{each.title} ({year})')}</title>{_mark(canvas, each, x(year), y, radius)}</g>")
    return base + size * 2.3


def _mark(canvas: Canvas, each: Agreement, x: float, y: float, radius: float) -> str:
    colour = canvas.colour("lake")
    if each.verification == "verified":
        return tag("circle", cx=float(x), cy=float(y), r=float(radius), fill=colour)
    ring = tag(
        "circle", cx=float(x), cy=float(y), r=float(radius * 0.9), fill=canvas.colour("bg"), stroke=colour,
        stroke_width=float(radius * 0.25), stroke_dasharray=None if each.is_known else "1.5 1.5",
    )  # fmt: skip
    if each.verification == "unverified":
        return ring
    r = num(radius * 0.9)
    return ring + tag("path", d=f"M{num(x)} {num(y - radius * 0.9)}a{r} {r} 0 0 0 0 {num(radius * 1.8)}z", fill=colour)
