"""Places on Earth: areas, distances and fences, by the formulas of ODK's JavaRosa (radius at the equator)."""

from __future__ import annotations

import math
from itertools import pairwise

from concord.instrument.expressions.binding import Bound, Scope
from concord.instrument.expressions.functions.declared import Function, flat, plain, special
from concord.instrument.expressions.shape import Frame, Run
from concord.instrument.expressions.tree import Call
from concord.instrument.expressions.values import NAN, Atom, text

RADIUS_M = 6_378_100.0
_METRES_PER_DEGREE = 2 * math.pi * RADIUS_M / 360

Point = tuple[float, float]


def points(many: list[Atom]) -> list[Point] | None:
    """Latitudes and longitudes out of points, lines and shapes; None where one of them is none."""
    found: list[Point] = []
    for part in (part for each in many for part in text(each).split(";")):
        words = part.split()
        if not words:
            continue
        try:
            lat, lon = float(words[0]), float(words[1])
        except (ValueError, IndexError):
            return None
        if not (abs(lat) <= 90 and abs(lon) <= 180):
            return None
        found.append((lat, lon))
    return found


def area_m2(outline: list[Point]) -> float:
    """The enclosed area in square metres; 0 below three points."""
    if len(outline) < 3:
        return 0.0
    lat0, lon0 = outline[0]
    ys = [(lat - lat0) * _METRES_PER_DEGREE for lat, _ in outline[1:]]
    xs = [(lon - lon0) * _METRES_PER_DEGREE * math.cos(math.radians(lat)) for lat, lon in outline[1:]]
    return abs(sum((ys[i - 1] * xs[i] - xs[i - 1] * ys[i]) / 2 for i in range(1, len(xs))))


def distance_m(line: list[Point]) -> float:
    """The length of a line in metres."""
    return sum((_between(a, b) for a, b in pairwise(line)), 0.0)


def _between(a: Point, b: Point) -> float:
    phi1, phi2, across = math.radians(a[0]), math.radians(b[0]), math.radians(a[1] - b[1])
    cosine = math.sin(phi1) * math.sin(phi2) + math.cos(phi1) * math.cos(phi2) * math.cos(across)
    return math.acos(min(1.0, max(-1.0, cosine))) * RADIUS_M


def is_inside(point: Point, fence: list[Point]) -> bool:
    """Whether a point lies inside a closed shape."""
    (y, x), inside = point, False
    for (lat1, lon1), (lat2, lon2) in pairwise(fence):
        if (lat2 > y) != (lat1 > y) and x < (lon1 - lon2) * (y - lat2) / (lat1 - lat2) + lon2:
            inside = not inside
    return inside


def _measure(call: Call, scope: Scope) -> Bound:
    found, measure = flat(call.args, scope), distance_m if call.name == "distance" else area_m2

    def done(f: Frame, r: Run) -> float:
        many = found(f, r)
        r.spend(len(many))
        line = points(many)
        return NAN if line is None else measure(line)

    return Bound(done, "number")


def _fenced(point: str, fence: str) -> bool:
    one, shape = points([point]), points([fence])
    return bool(one and shape and len(one) == 1 and is_inside(one[0], shape))


PLACES: tuple[Function, ...] = (
    special("area", 1, None, _measure, shown="points"),
    special("enclosed-area", 1, None, _measure, shown="points"),
    special("distance", 1, None, _measure, shown="points"),
    plain("geofence", "tt", "boolean", _fenced, shown="point, shape"),
)
