"""A map being drawn: areas by class, borders, dots, labels with leader lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from concord.documents.figures import labels as placing
from concord.documents.figures.measure import width as text_width
from concord.documents.figures.model import MISSING, Value
from concord.documents.figures.scale import class_of
from concord.documents.figures.shapes import World
from concord.documents.figures.svg import Canvas, num, tag, worded

CLASSES: Final = 6


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A label for one area, with an optional second line in normal weight."""

    area: str
    note: str = ""


@dataclass(slots=True)
class Drawing:
    """One map on its way."""

    canvas: Canvas
    shapes: World
    width: float
    values: Mapping[str, Value]
    names: Mapping[str, str]
    bounds: Sequence[float]

    @property
    def scale(self) -> float:
        """Pixels of this drawing for one pixel of the file."""
        return self.width / self.shapes.width

    @property
    def radius(self) -> float:
        """Of dots: 4.4 px on a map 1120 px wide, 2.2 px at 340."""
        return max(2.0, 2.2 + (self.width - 340) * 2.2 / 780)

    def draw(self, height: float, chosen: Sequence[MapLabel]) -> None:
        canvas = self.canvas
        canvas.add(tag("rect", width=float(self.width), height=height, rx="8", fill=canvas.colour("sea")))
        unit = self.shapes.unit / self.scale
        fine = unit * max(0.45, (self.width / 1120) ** 0.6)
        land = "".join(self._areas(unit)) + self._borders(fine)
        shore = {"stroke": canvas.colour("shore"), "stroke_linejoin": "round"}
        canvas.add(tag("g", land, transform=f"scale({1 / unit:.5g})", stroke_width=float(0.7 * fine), **shore))
        dots = self._dots()
        canvas.add(
            tag(
                "g",
                *(mark for _, _, mark in dots),
                class_="map-dots",
                stroke=canvas.colour("ink"),
                stroke_width=f"{self.radius * 0.23:.2g}",
            )
        )
        if self.width >= 38 * canvas.style.size:
            canvas.add(tag("g", *self._labels(chosen, height, dots), class_="map-labels"))

    def paint(self, value: Value) -> str:
        """The key of a fill: class number or status."""
        if value.number is None:
            return value.status
        return str(class_of(value.number, self.bounds))

    def fill(self, paint: str, scale: float = 1) -> str:
        """A fill for ``paint``: sequential colour, light hatch, dense hatch or background."""
        if paint.isdigit():
            return self.canvas.colour(f"seq-{step(int(paint), len(self.bounds))}")
        if paint == "suppressed":
            return self.canvas.hatch("edge", "bg", gap=3, width=0.5, scale=scale)
        if paint == "missing":
            return self.canvas.hatch("hatch", "no-data", gap=5, width=0.45, scale=scale)
        return self.canvas.colour("bg" if paint == "not-applicable" else "no-data")

    def _value(self, area: str) -> Value | None:
        """An area's own value, or that of the area it is drawn with."""
        if area in self.values or area not in self.shapes.part_of:
            return self.values.get(area)
        return self.values.get(self.shapes.part_of[area])

    def _areas(self, unit: float) -> Iterator[str]:
        groups: dict[str, list[str]] = {}
        for area, d in self.shapes.shapes.items():
            value = self._value(area)
            paint = "uncoded" if area in self.shapes.uncoded else self.paint(value or MISSING)
            groups.setdefault(paint, []).append(self._area(area, d, value))
        for paint, paths in sorted(groups.items()):
            yield tag("g", *paths, fill=self.fill(paint, unit))

    def _area(self, area: str, d: str, value: Value | None) -> str:
        style = self.canvas.style
        named = area if area in self.names else self.shapes.part_of.get(area, "")
        name = self.names.get(named, "")
        if area in self.shapes.uncoded:
            return f'<path d="{d}"><title>{worded(style.words.uncoded)}</title></path>'
        if not name:
            return f'<path d="{d}"/>'
        title = worded(style.pair(name, value or MISSING))
        return f'<path data-area="{named}" d="{d}"><title>{title}</title></path>'

    def _borders(self, unit: float) -> str:
        edge = self.canvas.colour("bg")
        sure = tag("path", d=self.shapes.borders, stroke_width=float(0.9 * unit))
        dash = f"{num(2 * unit)} {num(2 * unit)}"
        unsure = tag("path", d=self.shapes.borders_uncoded, stroke_width=float(0.9 * unit), stroke_dasharray=dash)
        dotted = "".join(
            d for a, d in self.shapes.shapes.items() if (v := self._value(a)) is not None and v.status == "estimated"
        )
        return tag("g", sure, unsure, fill="none", stroke=edge) + (self._dotted(dotted, unit) if dotted else "")

    def _dotted(self, d: str, unit: float) -> str:
        """Edges of areas whose value is estimated, over the borders."""
        gaps = f"{num(1.3 * unit)} {num(1.7 * unit)}"
        ink = self.canvas.colour("ink")
        return tag("path", d=d, fill="none", stroke=ink, stroke_width=float(unit), stroke_dasharray=gaps)

    def _dots(self) -> list[tuple[str, tuple[float, float], str]]:
        """Area, place and mark of every dot; the higher classes lie on top."""
        style = self.canvas.style
        areas = [a for a in self.values if self.shapes.is_small(a) and a in self.shapes.places]
        areas.sort(key=lambda a: (self.values[a].number is not None, self.values[a].number or 0, a))
        raw = [(self.shapes.places[a][0] * self.scale, self.shapes.places[a][1] * self.scale) for a in areas]
        out = []
        for area, (x, y) in zip(areas, placing.apart(raw, self.radius), strict=True):
            value = self.values[area]
            mark = tag(
                "circle",
                f"<title>{worded(style.pair(self.names[area], value))}</title>",
                data_area=area,
                cx=float(x),
                cy=float(y),
                r=f"{self.radius:.3g}",
                fill=self.fill(self.paint(value)),
                stroke_dasharray="1.6 1.6" if value.status == "estimated" else None,
            )
            out.append((area, (x, y), mark))
        return out

    def _labels(
        self, chosen: Sequence[MapLabel], height: float, dots: Sequence[tuple[str, tuple[float, float], str]]
    ) -> Iterator[str]:
        style, size = self.canvas.style, self.canvas.style.size * 0.84
        at = {area: place for area, place, _ in dots}
        shown = [label for label in chosen if label.area in at or label.area in self.shapes.places]
        wanted = []
        for label in shown:
            x, y = at.get(label.area) or tuple(each * self.scale for each in self.shapes.places[label.area])
            wide = max(text_width(self._said(label), size, bold=True), text_width(label.note, size))
            wanted.append(placing.Wanted(x, y, wide, size * (2.5 if label.note else 1.3)))
        r = self.radius
        avoid = [(x - r, y - r, x + r, y + r) for _, (x, y), _ in dots]
        edge = (size * 0.5, size * 0.4, self.width - size * 0.5, height - size * 0.4)
        k = self.scale
        ground = placing.Ground(
            edge, size, avoid, lambda b: self.shapes.land_share(b[0] / k, b[1] / k, b[2] / k, b[3] / k)
        )
        spots = placing.place(wanted, ground)
        for want, spot in zip(wanted, spots, strict=True):
            for token, wide in (("sea", style.size * 0.2), ("ink", style.size / 15)):
                yield self.canvas.line(want.x, want.y, *spot.leader, token, width=wide)
        for label, spot in zip(shown, spots, strict=True):
            left, top, right, _ = spot.box
            x = left if spot.anchor == "start" else right
            said = [(self._said(label), True)] + ([(label.note, False)] if label.note else [])
            for i, (text, bold) in enumerate(said):
                y = top + size * (1 + 1.2 * i)
                yield self.canvas.text(x, y, text, size=size, anchor=spot.anchor, bold=bold, halo="sea")

    def _said(self, label: MapLabel) -> str:
        return f"{self.names[label.area]} {self.canvas.style.say(self.values[label.area])}"


def step(number: int, bounds: int) -> int:
    """Which of the six sequential colours a class takes; fewer classes are spread over all six."""
    if bounds <= 0:
        return CLASSES - 2
    return 1 + round(number * (CLASSES - 1) / bounds)
