"""Questions of a form as JSON values for the PDF template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from concord.documents.forms import Area, Ask, Comb, Lines, Matrix, Ticks
from concord.documents.model import Phrase, readable
from concord.documents.widths import length

Json = dict[str, Any]
Said = Callable[[Phrase], Json | None]


def ask(value: Ask, said: Said) -> Json:
    """One question; ``said`` makes the JSON of a phrase."""
    return {
        "kind": "ask",
        "number": readable(value.number),
        "label": said(value.label),
        "mark": said(value.mark),
        "condition": said(value.condition),
        "notes": [said(each) for each in value.notes],
        "areas": [_area(each, said) for each in value.areas],
        "foot": said(value.foot),
        "short": value.is_short,
    }


def _area(area: Area, said: Said) -> Json:
    if isinstance(area, Ticks):
        items = [[said(each.label), each.ticked] for each in area.items]
        shape = {"one": area.only_one, "columns": area.columns, "aside": area.aside}
        return {"kind": "ticks", "items": items, **shape}
    if isinstance(area, Lines):
        parts = {"before": said(area.before), "after": said(area.after), "text": said(area.text)}
        return {"kind": "lines", "count": area.count, "width": area.width, **parts}
    if isinstance(area, Comb):
        slots = [[said(each.label), each.letters, readable(each.text)] for each in area.slots]
        return {"kind": "comb", "slots": slots, "beside": area.beside}
    return _matrix(area, said)


def _matrix(area: Matrix, said: Said) -> Json:
    return {
        "kind": "matrix",
        "head": [said(each) for each in area.head],
        "rows": [[said(label), [readable(cell) for cell in cells]] for label, cells in area.rows],
        "caption": said(area.caption),
        "first": first_width(area),
    }


def first_width(area: Matrix) -> float:
    """How many widths of another column the heads of the rows take: as much as their words want, and at most four."""
    longest = max((length(str(label)) for label, _cells in area.rows), default=8.0)
    others = max(1, len(area.head) - 1)
    share = min(0.5 if others <= 3 else 0.28, max(0.16, longest * 0.0125))
    return round(max(1.0, share * others / (1 - share)), 2)
