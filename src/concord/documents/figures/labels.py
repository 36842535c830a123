"""Labels on a map: a place near each point that covers no other label, no dot, and as little land as can be."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]  # left, top, right, bottom
_WAYS = tuple((math.cos(math.radians(15 * i)), math.sin(math.radians(15 * i))) for i in range(24))
_REACHES = (1.6, 2.6, 3.8, 5.2, 6.8, 8.6, 10.6, 13.0, 16.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label to place: the point it speaks of, and how wide and high it is."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands and where its leader line ends; ``anchor`` is the side that faces the point."""

    box: Box
    anchor: str
    leader: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """What labels stand on.

    Args:
        within: The drawing.
        size: Type size; distances are multiples of it.
        avoid: Boxes that should stay free, such as dots.
        land_share: How much of a box is land, 0 to 1.
    """

    within: Box
    size: float
    avoid: Sequence[Box]
    land_share: Callable[[Box], float]


def place(wanted: Sequence[Wanted], ground: Ground) -> list[Placed]:
    """Places for labels, most important first: each takes the cheapest place the earlier ones leave."""
    placed: list[Placed] = []
    far = ground.size * _REACHES[-1] * 1.5
    for label in wanted:
        reach_x, reach_y = far + label.wide, far + label.high
        near = [box for box in ground.avoid if abs(box[0] - label.x) < reach_x and abs(box[1] - label.y) < reach_y]
        best, least = None, math.inf
        for reach, choice in _choices(label, ground.size):
            if reach >= least:
                break
            cost = _cost(choice, label, ground, near, reach, least)
            if cost < least:
                cost += _clashes(choice, label, placed, wanted, ground.size)
            if cost < least:
                best, least = choice, cost
        placed.append(best or next(choice for _, choice in _choices(label, ground.size)))
    return placed


def _choices(label: Wanted, size: float) -> Iterator[tuple[float, Placed]]:
    """Places around a point, nearest first, each with its distance in type sizes."""
    for reach in _REACHES:
        for cosine, sine in _WAYS:
            x, y = label.x + cosine * reach * size * 1.4, label.y + sine * reach * size
            if cosine >= 0:
                box, anchor, gap = (x, y - label.high / 2, x + label.wide, y + label.high / 2), "start", size * 0.35
            else:
                box, anchor, gap = (x - label.wide, y - label.high / 2, x, y + label.high / 2), "end", -size * 0.35
            yield reach, Placed(box, anchor, (x - gap, y))


def _cost(choice: Placed, label: Wanted, ground: Ground, near: Sequence[Box], reach: float, least: float) -> float:
    """What a place costs by itself; counting stops once it is dearer than ``least``."""
    left, top, right, bottom = choice.box
    within = ground.within
    if left < within[0] or top < within[1] or right > within[2] or bottom > within[3]:
        return math.inf
    cost = reach + 18 * ground.land_share(choice.box)
    if cost >= least:
        return cost
    cost += 80 * _holds(_wider(choice.box, ground.size), (label.x, label.y))
    return cost + 40 * sum(_overlap(choice.box, box) for box in near)


def _clashes(choice: Placed, label: Wanted, placed: Sequence[Placed], wanted: Sequence[Wanted], size: float) -> float:
    """What a place costs for the labels that are there and the points still to be spoken of."""
    wider, at = _wider(choice.box, size), (label.x, label.y)
    cost = 80.0 * sum(_holds(wider, (one.x, one.y)) for one in wanted)
    for one, earlier in zip(placed, wanted, strict=False):
        point = (earlier.x, earlier.y)
        cost += 400 * _overlap(wider, one.box) + 200 * _cross(at, choice.leader, point, one.leader)
        cost += 200 * _through(one.box, at, choice.leader) + 200 * _through(choice.box, point, one.leader)
    return cost


def _wider(box: Box, size: float) -> Box:
    return box[0] - size * 0.4, box[1] - size * 0.2, box[2] + size * 0.4, box[3] + size * 0.2


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _through(box: Box, a: tuple[float, float], b: tuple[float, float]) -> bool:
    return any(_holds(box, (a[0] + (b[0] - a[0]) * i / 12, a[1] + (b[1] - a[1]) * i / 12)) for i in range(1, 12))


def _cross(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]) -> bool:
    def side(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def apart(points: Sequence[tuple[float, float]], radius: float) -> list[tuple[float, float]]:
    """Dots moved a little so that none hides another: neighbours end up about 1.7 radii apart."""
    moved = list(points)
    least = 1.7 * radius
    near = [(i, j) for i in range(len(moved)) for j in range(i) if math.dist(moved[i], moved[j]) < 3 * least]
    for _ in range(12):
        for i, j in near:
            gap = math.dist(moved[i], moved[j])
            if gap < least:
                moved[i], moved[j] = _pushed(moved[i], moved[j], gap, least)
    return moved


def _pushed(
    a: tuple[float, float], b: tuple[float, float], gap: float, least: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    ux, uy = ((a[0] - b[0]) / gap, (a[1] - b[1]) / gap) if gap > 1e-6 else (1.0, 0.0)
    half = (least - gap) / 2
    return (a[0] + ux * half, a[1] + uy * half), (b[0] - ux * half, b[1] - uy * half)


def spread(wanted: Sequence[tuple[float, float]], top: float, bottom: float) -> list[float]:
    """Tops of labels (wanted middle, height; sorted) that do not overlap and stay between ``top`` and ``bottom``."""
    tops: list[float] = []
    for middle, high in wanted:
        before = tops[-1] + wanted[len(tops) - 1][1] if tops else top
        tops.append(max(before, middle - high * 0.5))
    edge = bottom
    for i in range(len(tops) - 1, -1, -1):
        tops[i] = min(tops[i], edge - wanted[i][1])
        edge = tops[i]
    return tops
