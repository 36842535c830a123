"""Draw the world once: from Natural Earth shapes to the projected paths that every map of Concord uses.

Usage::

    python tools/build_map.py --shapes countries-50m.json --places countries-10m.json --codes country-codes.csv

``--shapes`` and ``--places`` are the TopoJSON files of the npm package ``world-atlas`` 2.0.2 (Natural Earth 4.1,
public domain); ``--codes`` is a CSV with the columns ``ISO3166-1-numeric`` and ``ISO3166-1-Alpha-3``. Writes
``src/concord/data/maps/world.json`` (wide screens and print) and ``world-compact.json`` (inline in a page). The format
is described in ``src/concord/data/maps/README.md``. The same inputs give the same bytes.

Equal Earth (Šavrič, Patterson and Jenny 2018) is computed here, around 11° east: the seam then falls in the Bering
Strait and no shape has to be cut, so no line runs across the map. Every ring is unrolled before it is projected.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # west, south, east, north in degrees

TARGET = Path(__file__).resolve().parent.parent / "src/concord/data/maps"
CENTRE = 11.0
CELL = 8
WIDTH = 1000.0
MARGIN = 10.0
LEFT_OUT = {"ATA"}
TWO_SETS = "Natural Earth 4.1 by way of world-atlas 2.0.2 (countries-50m, countries-10m)"

# Areas of ISO 3166 that the source draws as part of another: which rings of which shape they are.
PARTS: dict[str, tuple[str, Box]] = {
    "GUF": ("FRA", (-55, 2, -51, 6)),
    "GLP": ("FRA", (-62, 15.8, -60.9, 16.6)),
    "MTQ": ("FRA", (-61.3, 14.3, -60.7, 15)),
    "REU": ("FRA", (55, -21.5, 56, -20.8)),
    "MYT": ("FRA", (44.9, -13.1, 45.4, -12.5)),
    "SJM": ("NOR", (-10, 70.5, 36, 81)),
    "BVT": ("NOR", (3, -55, 4, -54)),
    "BES": ("NLD", (-69, 11.9, -62.8, 17.8)),
    "TKL": ("NZL", (-173, -9.6, -171, -8.4)),
    "CXR": ("x-indian-ocean-ter", (105, -11, 106, -10)),
    "CCK": ("x-indian-ocean-ter", (96, -13, 97.5, -11.5)),
}
# Where the largest island is not where most people live.
SEATS: dict[str, Box] = {"KIR": (172, 0.5, 174, 2.5)}


@dataclass(frozen=True, slots=True)
class Detail:
    """How finely one file is drawn: units a pixel at 1000 px, least triangle and least island in square pixels."""

    file: str
    unit: int
    triangle: float
    island: float


DETAILS = (Detail("world.json", 10, 0.025, 0.04), Detail("world-compact.json", 2, 0.22, 0.3))


@dataclass(slots=True)
class Shape:
    """One area: rings of arc numbers."""

    key: str
    name: str
    rings: list[list[int]] = field(default_factory=list)


def main() -> None:
    """Read, split, project, simplify and write both files."""
    options = arguments()
    codes = alpha3(options.codes)
    topology = json.loads(options.shapes.read_text(encoding="utf-8"))
    arcs = unpack(topology)
    shapes = split(read_shapes(topology, codes), arcs)
    fit = Fit.around(shapes.values(), arcs)
    places = seats(json.loads(options.places.read_text(encoding="utf-8")), codes, fit)
    ground = land(shapes, arcs, fit)
    for detail in DETAILS:
        drawing = draw(shapes, arcs, fit, detail)
        whole = {**about(fit, detail, shapes), **drawing, "places": places, "cell": CELL, "land": ground}
        (TARGET / detail.file).write_text(packed(whole), "utf-8")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("shapes", "places", "codes"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    return parser.parse_args()


def packed(value: Mapping[str, Any]) -> str:
    """One key a line, so that a change of the map can be read in a diff."""
    lines = [f"{json.dumps(key)}:{json.dumps(value[key], ensure_ascii=False, separators=(',', ':'))}" for key in value]
    return "{\n" + ",\n".join(lines) + "\n}\n"


# ---------------------------------------------------------------------------------------------------- reading


def alpha3(path: Path) -> dict[str, str]:
    """ISO 3166 numeric code → alpha-3."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["ISO3166-1-numeric"].zfill(3): row["ISO3166-1-Alpha-3"] for row in csv.DictReader(file)}


def unpack(topology: Mapping[str, Any]) -> list[list[Point]]:
    """TopoJSON's delta-coded arcs as degrees, each unrolled so that no step is longer than half the globe."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(unrolled(points))
    return arcs


def unrolled(points: Sequence[Point]) -> list[Point]:
    """The same line with longitudes running on past ±180 degrees instead of jumping."""
    out: list[Point] = []
    for longitude, latitude in points:
        turn = round((out[-1][0] - longitude) / 360) * 360 if out else 0
        out.append((longitude + turn, latitude))
    return out


def read_shapes(topology: Mapping[str, Any], codes: Mapping[str, str]) -> dict[str, Shape]:
    """Areas by alpha-3; a shape without a code gets a key beginning with ``x-``."""
    shapes: dict[str, Shape] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        key = codes.get(str(geometry.get("id", "")).zfill(3)) or "x-" + slug(name)
        if key in LEFT_OUT or not geometry.get("arcs"):
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        shape = shapes.setdefault(key, Shape(key, name))
        shape.rings += [list(ring) for polygon in polygons for ring in polygon]
    return shapes


def slug(name: str) -> str:
    """A name as the end of a key."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def split(shapes: dict[str, Shape], arcs: Sequence[Sequence[Point]]) -> dict[str, Shape]:
    """Give the rings named in ``PARTS`` to shapes of their own."""
    for key, (whole, box) in PARTS.items():
        if whole not in shapes or key in shapes:
            continue
        taken = [ring for ring in shapes[whole].rings if all(inside(p, box) for p in ring_points(ring, arcs))]
        if taken:
            shapes[key] = Shape(key, key, taken)
            shapes[whole].rings = [ring for ring in shapes[whole].rings if ring not in taken]
    return {key: shape for key, shape in sorted(shapes.items()) if shape.rings}


def inside(point: Point, box: Box) -> bool:
    """Whether a point of degrees lies in a box."""
    longitude = (point[0] + 180) % 360 - 180
    return box[0] <= longitude <= box[2] and box[1] <= point[1] <= box[3]


def ring_points(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """A ring's corners in degrees, unrolled, without the closing point, on this side of the seam."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    line = unrolled(points)[:-1]
    middle = sum(longitude for longitude, _ in line) / len(line)
    turn = round((CENTRE - middle) / 360) * 360
    return [(longitude + turn, latitude) for longitude, latitude in line]


# ------------------------------------------------------------------------------------------------- projecting


def equal_earth(longitude: float, latitude: float) -> Point:
    """Equal Earth on a sphere of radius 1; y grows downwards. Source: doi:10.1080/13658816.2018.1504949."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2, t6 = theta**2, theta**6
    slope = 9 * a4 * t2 * t6 + 7 * a3 * t6 + 3 * a2 * t2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude - CENTRE) * math.cos(theta) / (3 * slope)
    return x, -theta * (a4 * t2 * t6 + a3 * t6 + a2 * t2 + a1)


@dataclass(frozen=True, slots=True)
class Fit:
    """Scale and shift that bring the drawn world to ``WIDTH`` pixels."""

    scale: float
    left: float
    top: float
    height: float

    @classmethod
    def around(cls, shapes: Iterable[Shape], arcs: Sequence[Sequence[Point]]) -> Fit:
        """Fit all shapes, with a margin."""
        flat = [equal_earth(*p) for shape in shapes for ring in shape.rings for p in ring_points(ring, arcs)]
        left, right = min(x for x, _ in flat), max(x for x, _ in flat)
        top, bottom = min(y for _, y in flat), max(y for _, y in flat)
        scale = (WIDTH - 2 * MARGIN) / (right - left)
        return cls(scale, left, top, round((bottom - top) * scale + 2 * MARGIN))

    def __call__(self, point: Point) -> Point:
        x, y = equal_earth(*point)
        return (x - self.left) * self.scale + MARGIN, (y - self.top) * self.scale + MARGIN


# ------------------------------------------------------------------------------------------------ simplifying


def simplify(points: Sequence[Point], least: float) -> list[int]:
    """Visvalingam's method: which corners stay when triangles below ``least`` go, ends always."""
    last = len(points) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    alive = [True] * len(points)
    area = [math.inf] * len(points)
    heap: list[tuple[float, int]] = []
    for i in range(1, last):
        area[i] = triangle(points[i - 1], points[i], points[i + 1])
        heapq.heappush(heap, (area[i], i))
    while heap:
        size, i = heapq.heappop(heap)
        if not alive[i] or size != area[i]:
            continue
        if size >= least:
            break
        alive[i] = False
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if 0 < j < last:
                area[j] = max(size, triangle(points[before[j]], points[j], points[after[j]]))
                heapq.heappush(heap, (area[j], j))
    return [i for i, stays in enumerate(alive) if stays]


def triangle(a: Point, b: Point, c: Point) -> float:
    """Area of a triangle."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def thinned(arcs: Sequence[Sequence[Point]], fit: Fit, least: float) -> list[list[Point]]:
    """Every arc with fewer corners; both neighbours of a border share them. A closed arc keeps a few at least."""
    out = []
    for arc in arcs:
        flat = [fit(p) for p in arc]
        kept = simplify(flat, least)
        if arc[0] == arc[-1] and len(kept) < 5:
            kept = [*simplify(flat, 0.0)[:: max(1, len(flat) // 5)], len(flat) - 1]
        out.append([arc[i] for i in sorted(set(kept))])
    return out


def land(shapes: Mapping[str, Shape], arcs: Sequence[Sequence[Point]], fit: Fit) -> list[str]:
    """Where land is, in cells of ``CELL`` pixels, a row as a hexadecimal number: labels keep off it where they can."""
    thin = thinned(arcs, fit, 4.0)
    rings = [[fit(p) for p in ring_points(ring, thin)] for shape in shapes.values() for ring in shape.rings]
    wide = int(WIDTH // CELL)
    rows = [0] * math.ceil(fit.height / CELL)
    for ring in (each for each in rings if abs(signed_area(each)) > 12):
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        for j in range(max(0, int(min(ys) // CELL)), min(len(rows), int(max(ys) // CELL) + 1)):
            for i in range(max(0, int(min(xs) // CELL)), min(wide, int(max(xs) // CELL) + 1)):
                if contains(ring, ((i + 0.5) * CELL, (j + 0.5) * CELL)):
                    rows[j] |= 1 << i
    return [f"{row:x}" for row in rows]


def signed_area(points: Sequence[Point]) -> float:
    """Shoelace area."""
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


# ---------------------------------------------------------------------------------------------------- drawing


def draw(shapes: Mapping[str, Shape], arcs: Sequence[Sequence[Point]], fit: Fit, detail: Detail) -> dict[str, Any]:
    """Paths of all shapes, the inner borders, and each area's size in square pixels at ``WIDTH``."""
    thin = thinned(arcs, fit, detail.triangle)
    paths: dict[str, str] = {}
    sizes: dict[str, float] = {}
    for key, shape in shapes.items():
        whole = [abs(signed_area([fit(p) for p in ring_points(r, arcs)])) for r in shape.rings]
        largest = whole.index(max(whole))
        kept = [r for i, r in enumerate(shape.rings) if whole[i] >= detail.island or i == largest]
        paths[key] = path(([fit(p) for p in ring_points(r, thin)] for r in kept), detail.unit, closed=True)
        sizes[key] = round(sum(ring_sizes(shape, arcs, fit)), 2)
    certain, uncertain = border_arcs(shapes)
    return {
        "shapes": paths,
        "borders": path(lines(certain, thin, fit), detail.unit, closed=False),
        "borders_uncoded": path(lines(uncertain, thin, fit), detail.unit, closed=False),
        "px2": sizes,
    }


def ring_sizes(shape: Shape, arcs: Sequence[Sequence[Point]], fit: Fit) -> Iterator[float]:
    """Areas of rings; a hole counts against the shape because it runs the other way."""
    signed = [signed_area([fit(p) for p in ring_points(ring, arcs)]) for ring in shape.rings]
    way = 1 if max(signed, key=abs) > 0 else -1
    yield from (way * each for each in signed)


def border_arcs(shapes: Mapping[str, Shape]) -> tuple[list[int], list[int]]:
    """Arcs between two areas, and those where one side has no code."""
    owners: dict[int, set[str]] = {}
    for key, shape in shapes.items():
        for number in (n for ring in shape.rings for n in ring):
            owners.setdefault(number if number >= 0 else ~number, set()).add(key)
    shared = sorted(number for number, keys in owners.items() if len(keys) > 1)
    uncoded = [n for n in shared if any(key.startswith("x-") for key in owners[n])]
    return [n for n in shared if n not in set(uncoded)], uncoded


def lines(numbers: Iterable[int], arcs: Sequence[Sequence[Point]], fit: Fit) -> Iterator[list[Point]]:
    """Arcs as projected lines on this side of the seam."""
    for number in numbers:
        arc = arcs[number]
        turn = round((CENTRE - arc[0][0]) / 360) * 360
        yield [fit((longitude + turn, latitude)) for longitude, latitude in arc]


def path(parts: Iterable[Sequence[Point]], unit: int, *, closed: bool) -> str:
    """Relative path commands in whole units, with no needless character."""
    out: list[str] = []
    at = (0, 0)
    for part in parts:
        corners = [(round(x * unit), round(y * unit)) for x, y in part]
        steps = list(moves(corners))
        if len(steps) < (2 if closed else 1):
            if not closed:
                continue
            steps = [(1, 0), (0, 1)]
            corners = [corners[0]]
        start = corners[0]
        out.append(f"m{joined([(start[0] - at[0], start[1] - at[1])])}l{joined(steps)}" + ("z" if closed else ""))
        at = start if closed else (start[0] + sum(x for x, _ in steps), start[1] + sum(y for _, y in steps))
    return "M" + "".join(out)[1:] if out else ""


def moves(corners: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Steps between corners, without standing still."""
    for a, b in pairwise(corners):
        if a != b:
            yield b[0] - a[0], b[1] - a[1]


def joined(steps: Iterable[tuple[int, int]]) -> str:
    """Numbers of a path; a minus sign is separator enough."""
    text = ""
    for number in (n for step in steps for n in step):
        text += ("" if not text or number < 0 else " ") + str(number)
    return text


# ----------------------------------------------------------------------------------------------------- places


def seats(topology: Mapping[str, Any], codes: Mapping[str, str], fit: Fit) -> dict[str, list[float]]:
    """Where the dot of each area goes: a point within its largest ring, or within the ring ``SEATS`` names."""
    arcs = unpack(topology)
    shapes = split(read_shapes(topology, codes), arcs)
    places: dict[str, list[float]] = {}
    for key, shape in shapes.items():
        if key.startswith("x-"):
            continue
        rings = [ring_points(ring, arcs) for ring in shape.rings]
        if key in SEATS:
            rings = [ring for ring in rings if all(inside(p, SEATS[key]) for p in ring)] or rings
        flat = max(([fit(p) for p in ring] for ring in rings), key=lambda ring: abs(signed_area(ring)))
        places[key] = [round(number, 1) for number in within(flat)]
    return places


def within(ring: Sequence[Point]) -> Point:
    """The centroid when it lies well inside, otherwise the grid point farthest from the edge."""
    area = signed_area(ring)
    if abs(area) < 1e-9:
        return ring[0]
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
    centre = (
        sum((a[0] + b[0]) * cross for a, b, cross in pairs) / (6 * area),
        sum((a[1] + b[1]) * cross for a, b, cross in pairs) / (6 * area),
    )
    if abs(area) < 4 or (contains(ring, centre) and clearance(ring, centre) > 0.15 * math.sqrt(abs(area))):
        return centre
    thin = ring[:: max(1, len(ring) // 400)]
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    grid = [
        (min(xs) + (max(xs) - min(xs)) * i / 24, min(ys) + (max(ys) - min(ys)) * j / 24)
        for i in range(1, 24)
        for j in range(1, 24)
    ]
    return max((p for p in grid if contains(thin, p)), key=lambda p: clearance(thin, p), default=centre)


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Whether a point lies inside a ring."""
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def clearance(ring: Sequence[Point], point: Point) -> float:
    """Distance to the nearest corner."""
    return min(math.dist(point, corner) for corner in ring)


def about(fit: Fit, detail: Detail, shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """What the file says of itself."""
    return {
        "title": "World, by area of ISO 3166",
        "projection": f"Equal Earth, central meridian {CENTRE:g} degrees east",
        "source": TWO_SETS,
        "licence": "Public domain (Natural Earth); ISC (world-atlas)",
        "disclaimer": "maps.borders",
        "width": int(WIDTH),
        "height": int(fit.height),
        "unit": detail.unit,
        "uncoded": {key: shape.name for key, shape in shapes.items() if key.startswith("x-")},
        "part_of": {key: whole for key, (whole, _) in sorted(PARTS.items()) if not whole.startswith("x-")},
    }


if __name__ == "__main__":
    main()
