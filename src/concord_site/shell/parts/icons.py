"""Icons, drawn inline so that they take the colour of their words and need no further file. Words stand beside them."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

#: Drawings on a field of 24; ``solid`` parts are filled, all else is a line in the colour of the text.
ICONS: dict[str, str] = {
    "alert": '<path d="M12 3.5 22 20.5H2z"/><path d="M12 10v5"/><circle class="solid" cx="12" cy="17.7" r="1.3"/>',
    "back": '<path d="M20 12H4m7-7-7 7 7 7"/>',
    "check": '<path d="m4 12.5 5.5 5.5L20 6.5"/>',
    "circle": '<circle cx="12" cy="12" r="8.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
    "cross": '<path d="m5.5 5.5 13 13m0-13-13 13"/>',
    "down": '<path d="M12 5v14m6-6-6 6-6-6"/>',
    "download": '<path d="M12 4v11m5-5-5 5-5-5M4 20h16"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5.5 5.5 5.5 12.5 0 18-5.5-5.5-5.5-12.5 0-18"/>',
    "half": '<circle cx="12" cy="12" r="8.5"/><path class="solid" d="M12 3.500a8.5 8.5 0 0 1 0 17z"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6"/><circle class="solid" cx="12" cy="7.5" r="1.3"/>',
    "lock": '<rect x="5" y="11" width="14" height="9.5" rx="2"/><path d="M8 11V7.500a4 4 0 0 1 8 0V11"/>',
    "menu": '<path d="M3 6h18M3 12h18M3 18h18"/>',
    "onward": '<path d="M4 12h16m-7-7 7 7-7 7"/>',
    "open": '<path d="m6 9.5 6 6 6-6"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5.5 5.5"/>',
    "stop": '<path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.5v5.5"/>'
    '<circle class="solid" cx="12" cy="16.5" r="1.3"/>',
    "up": '<path d="M12 19V5m-6 6 6-6 6 6"/>',
}
_SAFE = {name: SafeString(drawing) for name, drawing in ICONS.items()}


def icon(name: str, words: str = "") -> SafeString:
    """An icon; ``words`` only where no words stand beside it.

    Raises:
        KeyError: no icon has that name.
    """
    if words:
        return format_html(
            '<svg class="icon icon-{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            name,
            words,
            _SAFE[name],
        )
    return format_html('<svg class="icon icon-{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', name, _SAFE[name])


def mark() -> SafeString:
    """The mark: two rings and their lens."""
    return SafeString(
        '<svg class="mark" viewBox="0 0 42 30" aria-hidden="true" fill="none" stroke-width="3.2">'
        '<path class="lens" d="M21 4.9a12 12 0 0 1 0 20.2 12 12 0 0 1 0-20.2z" stroke="none"/>'
        '<circle class="place-ring" cx="14.5" cy="15" r="12"/>'
        '<circle class="origin-ring" cx="27.5" cy="15" r="12"/></svg>'
    )


def rings() -> SafeString:
    """The rings of the hero: the mark's two centres, faint, for the hero and the cover alone."""
    circles = []
    for kind, x, y in (("a", 208, 143), ("b", 484, 370)):
        for step in range(12):
            faint = max(0.05, 0.34 - 0.026 * step)
            circles.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="{67 + 25 * step}" opacity="{faint:.2f}"/>')
    return SafeString(
        '<svg class="rings" viewBox="0 0 660 440" preserveAspectRatio="xMaxYMid slice" aria-hidden="true">'
        + "".join(circles)
        + "</svg>"
    )
