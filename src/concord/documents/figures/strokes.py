"""The strokes of a series: runs that may be joined, bands, marks by status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from concord.documents.figures.model import Value
from concord.documents.figures.palette import Tone
from concord.documents.figures.scale import Linear
from concord.documents.figures.svg import Canvas, num, tag, titled


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name (may be empty when it is alone) and its values by year, in order.

    A year given with a missing value is a gap; years not given are joined across.
    """

    name: str
    points: Sequence[tuple[int, Value]]
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """The axes and what stands around them."""

    x: Linear
    y: Linear
    marks: list[float]
    under: list[float]
    first_baseline: float


def _runs(one: Series) -> Iterator[list[tuple[int, Value]]]:
    """Stretches of values that may be joined."""
    run: list[tuple[int, Value]] = []
    for year, value in one.points:
        if run and (not value.is_known or value.status == "break"):
            yield run
            run = []
        if value.is_known:
            run.append((year, value))
    if run:
        yield run


def drawn(canvas: Canvas, one: Series, plot: Plot, tone: str, dash: str) -> Iterator[str]:
    """A series: bands, runs of line, and a titled mark for every known value."""
    style = canvas.style
    for run in _runs(one):
        yield from _bands(canvas, run, plot, tone)
        path = "L".join(f"{num(plot.x(year))} {num(plot.y(v.number or 0))}" for year, v in run)
        if len(run) > 1:
            yield tag(
                "path",
                d="M" + path,
                fill="none",
                stroke=canvas.colour(tone),
                stroke_width=float(style.size * 0.15),
                stroke_linejoin="round",
                stroke_dasharray=dash or None,
            )
    crowded = len(one.points) * style.size * 0.8 > plot.x.end - plot.x.start
    for year, value in one.points:
        if value.number is not None:
            label = f"{one.name} {year}".strip()
            mark = dot(canvas, value, tone, plot.x(year), plot.y(value.number), style.size * (0.14 if crowded else 0.2))
            yield titled(style.pair(label, value), mark)


def _bands(canvas: Canvas, run: Sequence[tuple[int, Value]], plot: Plot, tone: str) -> Iterator[str]:
    """A band of 16 % tint where values carry ranges; it narrows to the value where they do not."""
    for (year, value), (next_year, after) in pairwise(run):
        edges = [each.low if each.low is not None else each.number for each in (value, after)]
        tops = [each.high if each.high is not None else each.number for each in (value, after)]
        if edges == tops:
            continue
        a, b = num(plot.x(year)), num(plot.x(next_year))
        low = [num(plot.y(each or 0)) for each in edges]
        high = [num(plot.y(each or 0)) for each in tops]
        d = f"M{a} {low[0]}L{b} {low[1]}V{high[1]}L{a} {high[0]}z"
        yield tag("path", d=d, fill=canvas.colour(tone), fill_opacity="0.16")


def dot(canvas: Canvas, value: Value, tone: str, x: float, y: float, radius: float) -> str:
    """The mark of a value: filled, hollow when estimated, half when provisional."""
    colour = canvas.colour(tone)
    if value.status not in ("estimated", "provisional"):
        return tag("circle", cx=float(x), cy=float(y), r=float(radius), fill=colour)
    r = radius * 1.35
    ring = tag(
        "circle",
        cx=float(x),
        cy=float(y),
        r=float(r),
        fill=canvas.colour("bg"),
        stroke=colour,
        stroke_width=float(radius * 0.6),
    )
    if value.status == "estimated":
        return ring
    return ring + tag("path", d=f"M{num(x)} {num(y - r)}a{num(r)} {num(r)} 0 0 1 0 {num(2 * r)}z", fill=colour)
