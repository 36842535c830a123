"""How a page of a PDF is set: the places of its words, columns, and what stands beside the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

#: A column has at least so many lines.
LINES = 8
#: Lines of a column begin at one place, give or take so many points.
GIVE = 4
#: Share of what begins in the right half of a page that begins at one place, where there is a second column.
SHARE = 0.3
#: What is drawn over a page and is no note and no box to fill in.
_NO_WORDS = frozenset({"/Link", "/Popup"})


def read_page(page: PageObject) -> tuple[str, bool]:
    """The words of a page in the order in which they are drawn, and whether it seems to be set in columns.

    Columns show by lines that begin at one place in each half of the page, at the same heights.
    """
    places: list[tuple[float, float]] = []

    def visit(text: str, outer: Sequence[float], inner: Sequence[float], *_: Any) -> None:
        if text.strip():
            places.append(_place(outer, inner))

    said = str(page.extract_text(visitor_text=visit))
    middle = float(page.mediabox.left) + float(page.mediabox.width) * 0.45
    left = _column([place for place in places if place[0] < middle])
    right = _column([place for place in places if place[0] >= middle])
    return said, bool(left and right) and max(min(left), min(right)) < min(max(left), max(right))


def _place(outer: Sequence[float], inner: Sequence[float]) -> tuple[float, float]:
    x, y = inner[4], inner[5]
    return outer[0] * x + outer[2] * y + outer[4], outer[1] * x + outer[3] * y + outer[5]


def _column(places: Sequence[tuple[float, float]]) -> list[float]:
    """Heights of the lines that begin at the commonest place; none where there are few."""
    at = Counter(round(x / GIVE) for x, _ in places)
    if not at:
        return []
    common = max(sorted(at), key=lambda place: at[place])
    heights = sorted({round(y) for x, y in places if round(x / GIVE) == common})
    return [float(y) for y in heights] if len(heights) >= max(LINES, SHARE * len(places)) else []


def beside(page: PageObject) -> int:
    """How many notes and boxes to fill in lie over the page; their words are not among those of the page."""
    found = page.get("/Annots")
    listed = found.get_object() if found is not None else ()
    return sum(str(each.get_object().get("/Subtype")) not in _NO_WORDS for each in listed or ())
