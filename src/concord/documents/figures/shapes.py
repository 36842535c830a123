"""The projected world as declared in ``data/maps``; a pack may bring other borders under the same name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from concord.declarations import packs

Detail = Literal["full", "compact"]
_FILES: Final[dict[str, str]] = {"full": "maps/world.json", "compact": "maps/world-compact.json"}
SMALL_PX2: Final = 26 / 1.12**2  # 26 square pixels on a map 1120 px wide, as the file measures at 1000


@dataclass(frozen=True, slots=True)
class World:
    """Shapes of areas by alpha-3, all in units of ``1 / unit`` pixel on a drawing ``width`` pixels wide.

    Shapes without a code have keys beginning with ``x-``. ``part_of`` names areas of ISO 3166 that the source draws
    with another area. ``land`` tells which cells of ``cell`` pixels are land.
    """

    width: int
    height: int
    unit: int
    shapes: Mapping[str, str]
    borders: str
    borders_uncoded: str
    px2: Mapping[str, float]
    places: Mapping[str, Sequence[float]]
    part_of: Mapping[str, str]
    uncoded: Mapping[str, str]
    source: str
    licence: str
    disclaimer: str
    cell: int
    land: tuple[int, ...]

    def is_small(self, area: str) -> bool:
        """Whether an area needs a dot to be seen."""
        return self.px2.get(area, 0.0) < SMALL_PX2

    def land_share(self, left: float, top: float, right: float, bottom: float) -> float:
        """How much of a box, in pixels of the drawing, is land: 0 to 1."""
        first, last = max(0, int(left // self.cell)), int(right // self.cell)
        rows = self.land[max(0, int(top // self.cell)) : int(bottom // self.cell) + 1]
        mask = (1 << (last - first + 1)) - 1
        cells = (last - first + 1) * len(rows)
        return sum((row >> first & mask).bit_count() for row in rows) / cells if cells else 0.0


def world(detail: Detail = "full") -> World:
    """The declared map: ``full`` for wide screens and print, ``compact`` (about 90 KB) to stand inside a page."""
    return _read(packs.find(_FILES[detail]))


@lru_cache(maxsize=4)
def _read(path: Path) -> World:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    told["land"] = tuple(int(row, 16) for row in told["land"])
    return World(**{name: told[name] for name in World.__dataclass_fields__})
