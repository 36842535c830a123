"""What pages of a version have in common: its title, its breadcrumb, its address, the version before it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from concord.errors import NotFound
from concord.vocabulary.text import Wording
from concord_site.reporting.queries import instruments
from concord_site.reporting.queries.instruments import Version
from concord_site.reporting.views.page import questionnaires
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


def title_of(each: Version) -> Wording:
    """Its title in the reader's language, or its id."""
    found = each.title.best(language())
    return found if found.text else Wording(each.id, "en", language() != "en")


def crumbs_of(version: Version, *more: Crumb) -> list[Crumb]:
    """The steps to a version, and further ones."""
    last = Crumb(title_of(version).text, at(version) if more else "")
    return [questionnaires(), last, *more]


def at(version: Version, name: str = "reporting:version", **more: str) -> str:
    """The address of a page of a version."""
    return reverse(name, kwargs={"id": version.id, "number": version.number, **more})


def before(version: Version, request: HttpRequest) -> Version | None:
    """The version of the same instrument that came before, else the newest of the round before."""
    known = instruments.of_instrument(version.id, request.user)
    place = next((index for index, each in enumerate(known) if each.number == version.number), -1)
    if 0 <= place < len(known) - 1:
        return known[place + 1]
    try:
        return instruments.version(version.previous, request.user) if version.previous else None
    except NotFound:
        return None
