"""A map with its legend beside it, as one drawing: the map at the start edge of the reader, never mirrored itself."""

from __future__ import annotations

from concord.documents.figures import Figure


def with_legend(drawing: Figure, legend: Figure, *, gap: float, rtl: bool) -> str:
    """One SVG of a drawing and its legend side by side, their feet on one line."""
    width, height = drawing.width + gap + legend.width, max(drawing.height, legend.height)
    head, inner = _parts(drawing.svg)
    _, entries = _parts(legend.svg)
    entries = _without_title(entries)
    x, other = (legend.width + gap, 0.0) if rtl else (0.0, drawing.width + gap)
    head = head.replace(f'width="{_num(drawing.width)}"', f'width="{_num(width)}"', 1)
    head = head.replace(f'viewBox="0 0 {_num(drawing.width)} ', f'viewBox="0 0 {_num(width)} ', 1)
    if height > drawing.height:
        head = head.replace(f'height="{_num(drawing.height)}"', f'height="{_num(height)}"', 1)
        head = head.replace(f' {_num(drawing.height)}" role', f' {_num(height)}" role', 1)
    title, marks = _title(inner)
    down = height - legend.height
    first = f'<g transform="translate({_num(x)} 0)">{marks}</g>'
    return f'{head}{title}{first}<g transform="translate({_num(other)} {_num(down)})">{entries}</g></svg>'


def _parts(svg: str) -> tuple[str, str]:
    end = svg.index(">") + 1
    return svg[:end], svg[end : svg.rindex("</svg>")]


def _title(inner: str) -> tuple[str, str]:
    """Title and description that stand first, and the marks after them."""
    end = 0
    for name in ("title", "desc"):
        if inner.startswith(f"<{name}", end):
            end = inner.index(f"</{name}>", end) + len(name) + 3
    return inner[:end], inner[end:]


def _without_title(inner: str) -> str:
    return _title(inner)[1]


def _num(number: float) -> str:
    text = f"{number:.1f}"
    return text[:-2] if text.endswith(".0") else text
