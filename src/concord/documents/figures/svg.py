"""Writing SVG by hand: escaping, numbers, text in every script, hatches."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

from concord.documents.figures.model import RAISED, Style, Value

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_OWN: Final = "@@"
_ISOLATE: Final = "\u2067"
_POP: Final = "\u2069"


def escaped(text: str) -> str:
    """Text safe between tags and inside quotes; characters XML forbids and direction overrides are dropped."""
    clean = _NOT_XML.sub("", text)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@lru_cache(maxsize=8192)
def worded(text: str) -> str:
    """Escaped text that keeps its own order inside a left-to-right picture.

    A wording with Arabic letters is set in a right-to-left isolate: the ``direction`` attribute would turn text anchors
    round, and Typst does not know it; isolates work in browsers and in Typst alike.
    """
    safe = escaped(text)
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in safe):
        return f"{_ISOLATE}{safe}{_POP}"
    return safe


@lru_cache(maxsize=8192)
def drawable(text: str) -> str:
    """Text as it can be set in print: composed letters, no marks left to combine.

    PDF/UA export in Typst refuses text inside a figure where two glyphs share a character, as a letter and its vowel
    mark do. Labels go without vowel marks, as signs do in Arabic; titles, descriptions and tables keep them.
    """
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Mn")


def num(number: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{number:.1f}"
    return text[:-2] if text.endswith(".0") else text


def tag(name: str, *children: str, **attributes: object) -> str:
    """An element. Attribute names have ``_`` for ``-``; None is left out; floats are shortened; text must be safe."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            written = num(value) if isinstance(value, float) else str(value)
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{written}"')
    inside = "".join(children)
    return f"<{' '.join(parts)}>{inside}</{name}>" if inside else f"<{' '.join(parts)}/>"


def titled(title: str, *marks: str, **attributes: object) -> str:
    """A group of marks with its own title, which browsers show and readers read."""
    return tag("g", tag("title", worded(title)), *marks, **attributes)


class Canvas:
    """An SVG being drawn: collects marks and hatches, then closes with title and description.

    Ids are taken from a digest of the drawing, so that several figures can stand in one page and the same figure has
    the same bytes every time.
    """

    def __init__(self, style: Style, *, kind: str) -> None:
        self.style = style
        self.kind = kind
        self._marks: list[str] = []
        self._patterns: dict[str, str] = {}

    def add(self, *marks: str) -> None:
        """Draw on top of what is there."""
        self._marks.extend(marks)

    def colour(self, token: str) -> str:
        """The value of a colour token."""
        return self.style.palette[token]

    def line(self, x1: float, y1: float, x2: float, y2: float, token: str, *, width: float = 1, dash: str = "") -> str:
        """A straight line."""
        return tag(
            "path",
            d=f"M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}",
            stroke=self.colour(token),
            stroke_width=float(width),
            stroke_dasharray=dash or None,
            fill="none",
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        token: str = "ink",
        size: float | None = None,
        anchor: str = "start",
        bold: bool = False,
        raised: str = "",
        halo: str = "",
    ) -> str:
        """A line of text at its baseline, with a raised mark after it where one is given."""
        size = size or self.style.size
        text = drawable(text) if self.style.fonts else text
        mark = ""
        if raised:
            mark = tag(
                "tspan", worded(raised), dx=float(size * 0.15), dy=float(-size * 0.35), font_size=float(size * 0.72)
            )
        return tag(
            "text",
            worded(text) + mark,
            x=float(x),
            y=float(y),
            fill=self.colour(token),
            font_size=None if size == self.style.size else float(size),
            font_weight="600" if bold else None,
            text_anchor=None if anchor == "start" else anchor,
            stroke=self.colour(halo) if halo else None,
            stroke_width=float(size * 0.22) if halo else None,
            stroke_linejoin="round" if halo else None,
            paint_order="stroke" if halo else None,
        )

    def number(self, x: float, y: float, value: Value, *, token: str = "ink", anchor: str = "start") -> str:
        """A known value in semibold with the raised mark of its status."""
        raised = RAISED.get(value.status, "")
        return self.text(x, y, self.style.say(value), token=token, anchor=anchor, bold=True, raised=raised)

    def hatch(self, line: str, ground: str, *, gap: float = 5, width: float = 1.2, scale: float = 1) -> str:
        """A diagonal hatch in two colour tokens, as a paint."""
        name = f"{line}-{ground}-{num(gap * 10)}-{num(width * 10)}-{num(scale * 100)}"
        if name not in self._patterns:
            side = num(gap)
            self._patterns[name] = tag(
                "pattern",
                tag("path", d=f"M0 0H{side}V{side}H0z", fill=self.colour(ground)),
                tag("path", d=f"M0 0V{side}", stroke=self.colour(line), stroke_width=float(width * 2)),
                id=f"{_OWN}{len(self._patterns)}",
                width=float(gap),
                height=float(gap),
                patternUnits="userSpaceOnUse",
                patternTransform="rotate(45)" + (f" scale({scale:.3g})" if scale != 1 else ""),
            )
        return f"url(#{_OWN}{list(self._patterns).index(name)})"

    def svg(self, title: str, description: str, *, width: float, height: float) -> str:
        """The finished picture."""
        defs = tag("defs", *self._patterns.values()) if self._patterns else ""
        body = "".join(
            (
                tag("title", worded(title), id=f"{_OWN}t"),
                tag("desc", worded(description), id=f"{_OWN}d") if description else "",
                defs,
                *self._marks,
            )
        )
        style = self.style
        own = "f" + hashlib.sha256(f"{self.kind}{width}{height}{body}".encode()).hexdigest()[:8]
        whole = tag(
            "svg",
            body,
            xmlns="http://www.w3.org/2000/svg",
            class_=f"figure figure-{self.kind}",
            width=num(width),
            height=num(height),
            viewBox=f"0 0 {num(width)} {num(height)}",
            role="img",
            aria_labelledby=f"{_OWN}t" + (f" {_OWN}d" if description else ""),
            lang=style.language,
            direction="ltr",
            font_family=style.fonts or None,
            font_size=num(style.size),
        )
        return whole.replace(_OWN, own)
