"""How pages are looked at in a real browser: in which languages and widths, and what is a fault."""

from __future__ import annotations

import itertools
import os
from typing import Any

IS_CAMPAIGN = bool(os.environ.get("CONCORD_CAMPAIGN"))
WIDE, NARROW = 1280, 360
#: Language and width in which axe looks; every page is also drawn in the other width, where it may not scroll sideways.
#: ``CONCORD_CAMPAIGN`` lets axe look in all four.
WAYS: list[tuple[str, int]] = [("en", WIDE), ("ar", NARROW)]
if IS_CAMPAIGN:
    WAYS = list(itertools.product(("en", "ar"), (WIDE, NARROW)))

SIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Any, axe: Any, said: str) -> list[str]:
    """What axe finds on a page, and by how much it scrolls sideways, in this width and in the other."""
    found = [f"{said} {each['id']}: {each['nodes'][0]['html'][:140]}" for each in axe.run(page).response["violations"]]
    seen = page.viewport_size
    other = NARROW if seen["width"] == WIDE else WIDE
    for width in (seen["width"], other):
        if width != seen["width"]:
            page.set_viewport_size({"width": width, "height": seen["height"]})
        side = page.evaluate(SIDE)
        found += [f"{said} scrolls {side} px sideways at {width}"] if side > 0 else []
    page.set_viewport_size(seen)
    return found
