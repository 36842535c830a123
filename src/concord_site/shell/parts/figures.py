"""Figures: a number with its status and its way to the source, bars, thresholds, drawings, legends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord_site.shell.parts.values import RAISED, STATUS_ORDER, WITHOUT_FIGURE, Bar, Number
from concord_site.shell.parts.words import number

#: How long a row of bars is, of a hundred.
FULL = 100.0


def status_words(status: str) -> str:
    """What a status is called in a legend and by a screen reader."""
    return {
        "missing": _("missing"),
        "zero": _("a true zero"),
        "not-applicable": _("does not apply"),
        "suppressed": _("hidden to protect persons"),
        "estimated": _("estimated"),
        "provisional": _("provisional"),
        "break": _("break in the series"),
        "difference": _("definition differs"),
        "normal": _("normal"),
    }[status]


def status_mark(status: str) -> SafeString:
    """The mark of a status on its own, with its words for those who cannot see it."""
    words = status_words(status)
    if status == "suppressed":
        return format_html('<span class="hidden-cell" role="img" aria-label="{}"></span>', words)
    if status in RAISED:
        return format_html('<sup class="raised"><abbr title="{}">{}</abbr></sup>', words, RAISED[status])
    sign = {"missing": "··", "not-applicable": "–", "zero": "0"}[status]
    return format_html(
        '<span class="mark-{}"><span aria-hidden="true">{}</span><span class="unseen">{}</span></span>',
        "missing" if status == "missing" else "none", sign, words,
    )  # fmt: skip


def figure(value: Any, href: str = "", status: str = "normal", decimals: int | None = None) -> SafeString:
    """A figure of a sentence: formatted, marked with its status and, with ``href``, a link to where it comes from.

    ``value`` may be words already (``42 of every 100``). Use it with ``as`` inside a translated sentence::

        {% figure 7211 trace as abroad %}{% blocktranslate %}{{ abroad }} doctors trained abroad.{% endblocktranslate %}
    """
    if status in WITHOUT_FIGURE or value is None:
        return status_mark(status if status in WITHOUT_FIGURE else "missing")
    shown = str(value) if isinstance(value, str | Promise) else number(value, decimals)
    raised = status_mark(status) if status in RAISED else ""
    if not href:
        return format_html('<span class="number">{}{}</span>', shown, raised)
    return format_html('<a class="figure" href="{}">{}{}</a>', href, shown, raised)


def cell(value: Any, status: str = "normal", decimals: int | None = None, href: str = "") -> SafeString:
    """What stands in a cell of a table: the figure with its raised mark, or the mark that stands in its place."""
    if status in WITHOUT_FIGURE or value is None:
        return status_mark(status if status in WITHOUT_FIGURE else "missing")
    shown = str(value) if isinstance(value, str | Promise) else number(value, decimals)
    body = format_html('<a href="{}">{}</a>', href, shown) if href else shown
    return format_html("{}{}", body, status_mark(status) if status in RAISED else "")


def legend_of(statuses: Iterable[str] | str) -> list[tuple[SafeString, str]]:
    """Mark and words of each status present, in the order of every legend; ``normal`` needs none."""
    present = set(statuses.split() if isinstance(statuses, str) else statuses)
    found = []
    for status in STATUS_ORDER:
        if status in present:
            sign = format_html("<b>{}</b>", RAISED[status]) if status in RAISED else _sign(status)
            found.append((sign, status_words(status)))
    return found


def _sign(status: str) -> SafeString:
    if status == "suppressed":
        return SafeString('<span class="hidden-cell" aria-hidden="true"></span>')
    return format_html("<b>{}</b>", {"missing": "··", "not-applicable": "–", "zero": "0"}[status])


def bar_rows(rows: Iterable[Bar], scale_to: Number | None = None) -> list[dict[str, Any]]:
    """Rows of a table of bars with the length of each, in hundredths of the longest (or of ``scale_to``)."""
    given = list(rows)
    longest = float(scale_to or max((float(bar.value or 0) for bar in given), default=0) or 1)
    return [
        {
            "bar": bar,
            "is_drawn": bar.value is not None and bar.status not in WITHOUT_FIGURE and float(bar.value) > 0,
            "length": length(bar.value, longest),
            "shown": figure(bar.value, bar.trace, bar.status, bar.decimals),
        }
        for bar in given
    ]


def length(value: Any, longest: Any) -> str:
    """The ``width`` attribute of a bar: percent of its line with two decimals, never below zero or above a hundred."""
    part = 0.0 if value is None or not longest else FULL * float(value) / float(longest)
    return f"{min(FULL, max(0.0, part)):.2f}%"


_UNSAFE = re.compile(
    r"<\s*(script|foreignobject|iframe|embed|object|style|animate|set|image|a)\b|\son\w+\s*=|\sstyle\s*="
    r"|<!|<\?|href\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|javascript:",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def _checked(svg: str) -> SafeString:
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    if _UNSAFE.search(svg):
        raise ValueError("a drawing may hold shapes and text alone")
    fromstring(svg)  # well-formed, no entities
    return SafeString(svg)


def drawing(picture: Any) -> SafeString:
    """The SVG of a :class:`concord.documents.figures.Figure` (``Style.web``) or of a ``Picture``, and of nothing else.

    Raises:
        TypeError: anything else is given, a string above all.
        ValueError: the drawing holds scripts, styles, links or references to the outside.
    """
    from concord.documents.figures import Figure
    from concord.documents.model import Picture

    if not isinstance(picture, Figure | Picture):
        raise TypeError(f"a Figure or a Picture is expected, not {type(picture).__name__}")
    return _checked(picture.svg)


def hundred(full: int) -> SafeString:
    """A hundred dots of which ``full`` are filled: one person in a hundred each. The words stand beside it."""
    dots = [
        f"<circle{' class=' + chr(34) + 'full' + chr(34) if index < full else ''} "
        f'cx="{9 + 18 * (index % 10)}" cy="{9 + 18 * (index // 10)}" r="6.8"/>'
        for index in range(100)
    ]
    label = _("%(full)s of 100 dots are filled") % {"full": number(full)}
    return format_html(
        '<svg class="hundred" viewBox="0 0 180 180" role="img" aria-label="{}">{}</svg>',
        label,
        SafeString("".join(dots)),
    )


def tag_words(kind: str) -> tuple[str, str, str]:
    """Class, icon and words of a tag of the state of work, or of a mark that a page carries."""
    return {
        "done": ("done", "check", _("Complete")),
        "going": ("going", "half", _("In progress")),
        "look": ("look", "alert", _("Needs attention")),
        "open": ("", "circle", _("Not started")),
        "later": ("", "lock", _("Not yet")),
        "must": ("must", "stop", _("Must change")),
        "soft": ("look", "alert", _("Change or explain")),
        "note": ("going", "info", pgettext("level of a finding", "Note")),
        "invented": ("invented", "", _("Invented example")),
        "generated": ("invented", "", _("Generated, not real")),
        "unverified": ("", "circle", _("Not verified")),
        "private": ("", "lock", _("Only you see this")),
        "public": ("going", "globe", _("For publication")),
    }[kind]
