"""How a reader wants pages shown: two cookies, carried by ``data-theme`` and ``data-contrast`` on ``<html>``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

THEMES = ("light", "dark")
CONTRASTS = ("normal", "more")
THEME_COOKIE = "concord_theme"
CONTRAST_COOKIE = "concord_contrast"
A_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Preferences:
    """A choice made by hand; empty means: as the reader's system says."""

    theme: str = ""
    contrast: str = ""

    @property
    def key(self) -> str:
        """What distinguishes prebuilt pages: empty when nothing was chosen."""
        return f"{self.theme}.{self.contrast}".strip(".")


def chosen(values: Mapping[str, str], *, theme: str, contrast: str) -> Preferences:
    """Preferences from a form or from cookies; what is no theme or contrast counts as not chosen."""
    a, b = values.get(theme, ""), values.get(contrast, "")
    return Preferences(a if a in THEMES else "", b if b in CONTRASTS else "")


def of(request: HttpRequest | None) -> Preferences:
    """The preferences of a request; a view may set ``request.concord_preferences`` to show another."""
    if request is None:
        return Preferences()
    given = getattr(request, "concord_preferences", None)
    if isinstance(given, Preferences):
        return given
    return chosen(request.COOKIES, theme=THEME_COOKIE, contrast=CONTRAST_COOKIE)
