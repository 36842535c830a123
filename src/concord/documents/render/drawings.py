"""Drawings let into pages and files: only what our own figures use passes; anything else is refused."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from concord.errors import Invalid

SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    SVG + name
    for name in (
        "svg", "g", "title", "desc", "defs", "rect", "circle", "ellipse", "line", "path", "polyline", "polygon", "text",
        "tspan", "use", "pattern", "clipPath", "mask", "marker", "symbol", "style", "linearGradient", "stop",
    )
)  # fmt: skip


@lru_cache(maxsize=1024)
def checked(svg: str) -> str:
    """The drawing itself, when it holds nothing but shapes and text.

    Raises:
        Invalid: ``documents.drawing.unreadable`` or ``documents.drawing.not-allowed`` (a script, an address, an event).
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as problem:
        raise Invalid("documents.drawing.unreadable", params={"problem": str(problem)}) from None
    if "<!DOCTYPE" in svg:
        raise Invalid("documents.drawing.not-allowed", params={"what": "DOCTYPE"})
    for element in root.iter():
        _check(element)
    return svg


def _check(element: Any) -> None:
    if not isinstance(element.tag, str) or element.tag not in _ELEMENTS:
        raise Invalid("documents.drawing.not-allowed", params={"what": str(element.tag)})
    for name, value in element.attrib.items():
        lowered = str(value).strip().lower()
        local = str(name).rpartition("}")[2].lower()
        if local.startswith("on") or (local == "href" and not lowered.startswith("#")) or "javascript:" in lowered:
            raise Invalid("documents.drawing.not-allowed", params={"what": local})
    if (
        element.tag == SVG + "style"
        and element.text
        and ("@import" in element.text or "url(" in element.text.replace("url(#", ""))
    ):
        raise Invalid("documents.drawing.not-allowed", params={"what": "style"})


def size(svg: str) -> tuple[float, float]:
    """Width and height of the drawing's own box, in its own units.

    Raises:
        Invalid: ``documents.drawing.unreadable`` when it has no ``viewBox``.
    """
    head = svg[: svg.find(">") + 1]
    _, found, rest = head.partition("viewBox=")
    if not found:
        raise Invalid("documents.drawing.unreadable", params={"problem": "no viewBox"})
    numbers = rest[1 : rest.index(rest[0], 1)].replace(",", " ").split()
    return float(numbers[2]), float(numbers[3])
