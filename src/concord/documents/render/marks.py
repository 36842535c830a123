"""Our own mark, two rings and their lens, and the faint rings of the cover, as SVG; drawn, never text."""

from __future__ import annotations

LAKE, DEEP, CLAY, MARIGOLD = "#0E5A66", "#0A3B45", "#C2500F", "#EFB03A"


def mark(*, on_dark: bool) -> str:
    """The two rings and their lens."""
    first, second = ("#FFFFFF", "#F2A56F") if on_dark else (LAKE, CLAY)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 40">'
        f'<path d="M28 6.4a17 17 0 0 1 0 27.2a17 17 0 0 1 0-27.2z" fill="{MARIGOLD}"/>'
        f'<circle cx="20" cy="20" r="17" fill="none" stroke="{first}" stroke-width="3.6"/>'
        f'<circle cx="36" cy="20" r="17" fill="none" stroke="{second}" stroke-width="3.6"/></svg>'
    )


def cover_field(width: int = 210, height: int = 169) -> str:
    """The deep field of the cover with its two families of rings, fading outwards (millimetres)."""
    rings = [
        *_rings(63, 105, "#5FB3BD", start=16, step=8, count=20),
        *_rings(155.5, 68, "#E3A06F", start=16, step=8, count=20),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="{DEEP}"/>{"".join(rings)}</svg>'
    )


def _rings(x: float, y: float, colour: str, *, start: int, step: int, count: int) -> list[str]:
    return [
        f'<circle cx="{x}" cy="{y}" r="{start + step * i}" fill="none" stroke="{colour}" stroke-width="0.28" '
        f'stroke-opacity="{max(0.1, 0.36 - 0.013 * i):.3f}"/>'
        for i in range(count)
    ]
