"""How the sheets look: the house's inks and grounds, as formats of one workbook."""

from __future__ import annotations

from typing import Any

INK, INK_2, LAKE, DEEP, LINE, EDGE = "#16242A", "#44525A", "#0E5A66", "#0A3B45", "#DAD5CA", "#77736A"
LINEN, MIST, FIELD, GREY = "#F7F5F0", "#EBF2F2", "#FFFBEA", "#EDE9E0"
PLUM, PLUM_TINT = "#5A1A50", "#F1E4EF"
FONT = "Arial"

_SECTION: dict[str, object] = {"bold": True, "font_size": 12, "font_color": LAKE, "bottom": 1, "bottom_color": LAKE}
_NAMED: dict[str, dict[str, object]] = {
    "header": {"bold": True, "font_color": "#EAF4F5", "bg_color": DEEP, "text_wrap": True, "valign": "vcenter"},
    "code-row": {"font_color": INK_2, "font_size": 8, "bg_color": LINEN},
    "title": {"bold": True, "font_size": 16, "font_color": INK, "valign": "vcenter"},
    "section": {**_SECTION, "text_wrap": True},
    "note": {"font_color": INK_2, "text_wrap": True, "bg_color": MIST},
    "rule": {"font_color": INK_2, "text_wrap": True},
    "number": {"font_color": INK_2, "top": 1, "top_color": LINE},
    "question": {"text_wrap": True, "top": 1, "top_color": LINE},
    "plain": {"text_wrap": True},
    "strong": {"bold": True, "text_wrap": True},
    "choice": {"text_wrap": True, "indent": 2},
    "unit": {"font_color": INK_2, "text_wrap": True, "top": 1, "top_color": LINE},
    "last": {"font_color": INK_2, "text_wrap": True, "bg_color": LINEN, "top": 1, "top_color": LINE},
    "column": {"bold": True, "text_wrap": True, "bottom": 2, "bottom_color": INK, "valign": "bottom"},
    "row-label": {"bold": True, "text_wrap": True, "top": 1, "top_color": LINE},
    "link": {"font_color": LAKE, "underline": 1, "text_wrap": True},
    "generated": {"bold": True, "font_color": PLUM, "bg_color": PLUM_TINT, "text_wrap": True},
    "about": {"font_color": INK_2, "text_wrap": True},
    "section-line": _SECTION,
    "machine": {"font_color": INK_2, "font_size": 8},
    "label-bold": {"bold": True, "font_color": INK},
    "label-hint": {"font_color": INK_2},
    "label-rule": {"font_color": LAKE},
    "grey": {"bg_color": GREY, "font_color": INK_2},
}
#: Number formats of cells to fill, by kind of question; the rest is text.
_CELLS = {
    "integer": "#,##0", "decimal": "General", "range": "General", "year": "0", "date": "yyyy-mm-dd", "month": "yyyy-mm",
}  # fmt: skip
_BARE = frozenset({"grey"})
#: Numbers and codes read from left to right in every language.
_CODES = frozenset({"code-row", "number", "machine"})


class Styles:
    """The formats of one workbook, made when first asked for."""

    def __init__(self, book: Any, *, rtl: bool) -> None:
        self._book = book
        self._rtl = rtl
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._book.add_format(self._properties(name))
        return self._made[name]

    def field(self, kind: str) -> Any:
        """A cell to fill: unlocked, bordered, on the ground of fields."""
        return self[f"field:{_CELLS.get(kind, '@')}"]

    def _properties(self, name: str) -> dict[str, object]:
        if name in _BARE:
            return dict(_NAMED[name])
        order = {"reading_order": 2 if self._rtl and name not in _CODES else 1}
        base: dict[str, object] = {"font_name": FONT, "font_size": 10, "valign": "top", **order}
        if not name.startswith("field:"):
            return {**base, **_NAMED[name]}
        number = name.removeprefix("field:")
        shape = {"border": 1, "border_color": EDGE, "bg_color": FIELD, "locked": False, "text_wrap": True}
        return {**base, **shape, "num_format": number}
