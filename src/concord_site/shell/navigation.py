"""Where a reader can go: rooms register their entries, and only entries whose address exists are shown.

In a room's ``apps.py``::

    def ready(self):
        navigation.register("registers", Entry("rooms", "registers:authorities", gettext_lazy("Registers"), order=60))

Places: ``rooms`` (masthead, at most six), ``search`` (one), ``find``, ``trust``, ``use`` (columns of the footer),
``account`` (top strip, and the menu of phones).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.vocabulary import formats
from concord_site.shell import suppliers
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link

log = logging.getLogger("concord.navigation")

Place = Literal["rooms", "search", "find", "trust", "use", "account"]
KIND = "navigation.items"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Args:
        place: Where it stands.
        url_name: Name of its address, as ``reverse`` takes it.
        label: A translated (lazy) label.
        order: Entries of a place stand in this order; 10, 20, …
        kwargs: Arguments of the address.
        audience: Whether everybody, only visitors, or only people who are signed in see it.
        count: How many things wait behind it for whoever asks; said after the label unless it is none.
    """

    place: Place
    url_name: str
    label: str | Promise
    order: int = 50
    kwargs: Mapping[str, str] = field(default_factory=dict)
    audience: Literal["all", "visitor", "person"] = "all"
    count: Callable[[HttpRequest], int] | None = None


def register(room: str, *entries: Entry) -> None:
    """Offer the entries of a room; again under the same name replaces them."""
    suppliers.register(KIND, room, lambda: entries)


def links(place: Place, request: HttpRequest | None = None) -> list[Link]:
    """The links of a place in the language in use, in order, without those whose address does not exist."""
    found = []
    for entry in sorted(_entries(place, request), key=lambda entry: entry.order):
        try:
            href = reverse(entry.url_name, kwargs=dict(entry.kwargs) or None)
        except NoReverseMatch:
            continue
        found.append((_label(entry, request), href))
    here = _current([href for _label, href in found], request)
    return [Link(label, href, href == here) for label, href in found]


#: A count beyond this is said as "99+".
MOST_SAID = 99


def _label(entry: Entry, request: HttpRequest | None) -> str:
    """The label, with its count; a page stands without the count where it cannot be asked."""
    if entry.count is None or request is None:
        return str(entry.label)
    try:
        count = entry.count(request)
    except Exception:
        log.exception("the count of %s could not be asked", entry.url_name)
        return str(entry.label)
    if not count:
        return str(entry.label)
    said = formats.number(min(count, MOST_SAID), language()) + ("+" if count > MOST_SAID else "")
    return gettext("%(label)s (%(count)s)") % {"label": entry.label, "count": said}


def _entries(place: Place, request: HttpRequest | None) -> list[Entry]:
    given = [entry for supplier in suppliers.each(KIND) for entry in supplier() if entry.place == place]
    if all(entry.audience == "all" for entry in given):
        return given
    user = getattr(request, "user", None)
    audience = "person" if user is not None and user.is_authenticated else "visitor"
    return [entry for entry in given if entry.audience in {"all", audience}]


def _current(hrefs: list[str], request: HttpRequest | None) -> str:
    """The entry the page stands under: the longest address that begins the page's own."""
    path = request.path if request is not None else ""
    return max((href for href in hrefs if path.startswith(href) and href.count("/") > 2), key=len, default="")


register(
    "shell",
    Entry("use", "shell:display", _("Display and language"), order=80),
    Entry("use", "shell:style", _("Parts of the page"), order=90),
    Entry("account", "account_login", _("Sign in"), order=10, audience="visitor"),
    Entry("account", "accounts:profile", _("Your account"), order=20, audience="person"),
    Entry("account", "account_logout", _("Sign out"), order=30, audience="person"),
)
