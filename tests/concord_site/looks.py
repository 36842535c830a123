"""How pages are looked at in a real browser: in which languages and widths, and what is a fault."""

from __future__ import annotations

import itertools
import os
import re
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

IS_CAMPAIGN = bool(os.environ.get("CONCORD_CAMPAIGN"))
WIDE, NARROW = 1280, 360
#: Language and width in which axe looks; every page is also drawn in the other width, where it may not scroll sideways.
#: In a run axe looks at each page in one of the two, which by the page's address; ``CONCORD_CAMPAIGN`` lets it look at
#: every page in all four.
WAYS: list[tuple[str, int]] = [("en", WIDE), ("ar", NARROW)]
if IS_CAMPAIGN:
    WAYS = list(itertools.product(("en", "ar"), (WIDE, NARROW)))

SIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def is_looked_at(url: str) -> bool:
    """Whether axe looks at a page in this language: half of all addresses in each of two, and each in one of them."""
    _, language, *rest = urlsplit(url).path.split("/")
    rest = [each for each in rest if not re.search(r"[0-9a-f]{8}-|^\d+$", each)]  # keys differ from run to run
    return IS_CAMPAIGN or (language == "ar") == bool(crc32("/".join(rest).encode()) % 2)


def faults(page: Any, axe: Any, said: str) -> list[str]:
    """What axe finds on a page, and by how much it scrolls sideways, in this width and in the other."""
    seen_by_axe = axe.run(page).response["violations"] if is_looked_at(page.url) else []
    found = [f"{said} {each['id']}: {each['nodes'][0]['html'][:140]}" for each in seen_by_axe]
    seen = page.viewport_size
    other = NARROW if seen["width"] == WIDE else WIDE
    for width in (seen["width"], other):
        if width != seen["width"]:
            page.set_viewport_size({"width": width, "height": seen["height"]})
        side = page.evaluate(SIDE)
        found += [f"{said} scrolls {side} px sideways at {width}"] if side > 0 else []
    page.set_viewport_size(seen)
    return found


def walks(role: str, address: str, share: int = 2) -> bool:
    """Whether a role walks an address in this run: one in ``share`` of them, in a campaign all.

    Which ones does not depend on the keys of rows, so that every run walks the same.
    """
    route = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|\d+", "#", address)
    return IS_CAMPAIGN or crc32(f"{role} {route}".encode()) % share == 0
