"""Flows among several countries: a ring of countries and the twelve widest ribbons between them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from concord.documents.figures.labels import spread
from concord.documents.figures.measure import width as text_width
from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import Figure, FigureTable, Style, Value
from concord.documents.figures.palette import SERIES
from concord.documents.figures.svg import Canvas, num, tag, titled

MOST_RIBBONS = 12
_GAP = math.radians(2.5)


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow from one area to another."""

    origin: str
    destination: str
    value: Value


def chord(
    ribbons: Sequence[Ribbon], *, names: Mapping[str, str], title: str, style: Style, description: str = ""
) -> Figure:
    """At most twelve ribbons, as wide at both ends as their value, coloured by origin; the rest are in the table.

    Args:
        ribbons: Flows; those without a number or of zero are in the table alone.
        names: Of areas.
        title, style, description: As for bars.
    """
    drawn = sorted((r for r in ribbons if (r.value.number or 0) > 0), key=_rank)[:MOST_RIBBONS]
    canvas = Canvas(style, kind="chord")
    margin = min(
        style.width * 0.27, max((text_width(names[a], style.small) for a in _areas(drawn)), default=0) + style.size
    )
    radius = style.width / 2 - margin
    height = 2 * radius + style.size * 4
    centre = (style.width / 2, height / 2)
    ring = _Ring(canvas, drawn, names, centre, radius)
    canvas.add(*ring.ribbons(), *ring.arcs(), *ring.labels(height))
    rows = tuple((names[r.origin], names[r.destination], style.say(r.value)) for r in sorted(ribbons, key=_rank))
    statuses = tuple((None, None, r.value.status) for r in sorted(ribbons, key=_rank))
    words = style.words
    table = FigureTable((words.origin, words.destination, words.value), rows, statuses, (False, False, True))
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, table, style.width, height)


def _rank(ribbon: Ribbon) -> tuple[bool, float, str, str]:
    number = ribbon.value.number
    return number is None, -(number or 0), ribbon.origin, ribbon.destination


def _areas(ribbons: Sequence[Ribbon]) -> list[str]:
    """Areas of the ribbons, largest first."""
    sums: dict[str, float] = {}
    for ribbon in ribbons:
        for area in (ribbon.origin, ribbon.destination):
            sums[area] = sums.get(area, 0) + (ribbon.value.number or 0)
    return sorted(sums, key=lambda area: (-sums[area], area))


class _Ring:
    """Angles of areas and of the ends of ribbons."""

    def __init__(
        self,
        canvas: Canvas,
        drawn: Sequence[Ribbon],
        names: Mapping[str, str],
        centre: tuple[float, float],
        radius: float,
    ) -> None:
        self.canvas, self.drawn, self.names, self.centre, self.radius = canvas, drawn, names, centre, radius
        self.areas = _areas(drawn)
        self.spans: dict[str, tuple[float, float]] = {}
        self.ends: dict[tuple[int, str], tuple[float, float]] = {}
        total = 2 * sum(ribbon.value.number or 0 for ribbon in drawn) or 1
        turn = (2 * math.pi - _GAP * len(self.areas)) / total
        at = -math.pi / 2
        for area in self.areas:
            start = at
            for i, ribbon in enumerate(drawn):
                for side, end in (("out", ribbon.origin), ("in", ribbon.destination)):
                    if end == area:
                        wide = turn * (ribbon.value.number or 0)
                        self.ends[i, side] = (at, at + wide)
                        at += wide
            self.spans[area] = (start, at)
            at += _GAP

    def tone(self, area: str) -> str:
        """Colours go to the five largest origins; the rest share a quiet one."""
        origins = list(dict.fromkeys(ribbon.origin for ribbon in self.drawn))
        place = origins.index(area) if area in origins else len(SERIES)
        return SERIES[place] if place < len(SERIES) else "edge"

    def point(self, angle: float, radius: float) -> str:
        return f"{num(self.centre[0] + radius * math.cos(angle))} {num(self.centre[1] + radius * math.sin(angle))}"

    def ribbons(self) -> Iterator[str]:
        inner = self.radius - self.canvas.style.size * 0.9
        c, r = f"{num(self.centre[0])} {num(self.centre[1])}", num(inner)
        for i, ribbon in enumerate(self.drawn):
            a, b = self.ends[i, "out"], self.ends[i, "in"]
            p, q, s, t = (self.point(angle, inner) for angle in (*a, *b))
            arcs = [int(high - low > math.pi) for low, high in (a, b)]
            d = f"M{p}A{r} {r} 0 {arcs[0]} 1 {q}Q{c} {s}A{r} {r} 0 {arcs[1]} 1 {t}Q{c} {p}z"
            colour = self.canvas.colour(self.tone(ribbon.origin))
            said = f"{self.names[ribbon.origin]} → {self.names[ribbon.destination]}"
            shape = tag(
                "path", d=d, fill=colour, fill_opacity="0.6", stroke=self.canvas.colour("bg"), stroke_width="0.7"
            )
            yield titled(self.canvas.style.pair(said, ribbon.value), shape)

    def arcs(self) -> Iterator[str]:
        style = self.canvas.style
        thick = style.size * 0.7
        for area in self.areas:
            low, high = self.spans[area]
            far = int(high - low > math.pi)
            outer, inner = num(self.radius), num(self.radius - thick)
            d = f"M{self.point(low, self.radius)}A{outer} {outer} 0 {far} 1 {self.point(high, self.radius)}"
            d += f"L{self.point(high, self.radius - thick)}A{inner} {inner} 0 {far} 0"
            d += f" {self.point(low, self.radius - thick)}z"
            yield tag("path", d=d, fill=self.canvas.colour(self.tone(area)))

    def labels(self, height: float) -> Iterator[str]:
        """Names outside the ring, pushed apart on each side where they would touch."""
        style = self.canvas.style
        step, far = style.small * 1.2, self.radius + style.size * 0.6
        for is_right in (True, False):
            wanted = []
            for area in self.areas:
                angle = sum(self.spans[area]) / 2
                x, y = (self.centre[0] + far * math.cos(angle), self.centre[1] + far * math.sin(angle))
                if (math.cos(angle) >= 0) == is_right:
                    lines = wrapped(self.names[area], style.width - x if is_right else x, style.small)
                    wanted.append((y, x, lines))
            wanted.sort()
            tops = spread([(y, step * len(lines)) for y, _, lines in wanted], 0, height)
            for (_, x, lines), top in zip(wanted, tops, strict=True):
                nearest = min(max(self.centre[1], top), top + step * len(lines)) - self.centre[1]
                clear = math.sqrt(max(0.0, far**2 - nearest**2))
                x = max(x, self.centre[0] + clear) if is_right else min(x, self.centre[0] - clear)
                for i, text in enumerate(lines):
                    at = top + step * (i + 0.8)
                    yield self.canvas.text(x, at, text, size=style.small, anchor="start" if is_right else "end")
