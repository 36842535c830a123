"""The Atom feed of publications: published, corrected, withdrawn; nothing of what is on its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from xml.etree import ElementTree

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.reporting.national_report import title_of
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import published

NAMESPACE = "http://www.w3.org/2005/Atom"
MOST = 60


def atom(absolute: Callable[[str], str], *, language: str) -> bytes:
    """The newest events, at most :data:`MOST`.

    Args:
        absolute: Makes a whole address of a path.
        language: Of titles.
    """
    ElementTree.register_namespace("", NAMESPACE)
    here = absolute(reverse("reporting:published-feed"))
    feed = ElementTree.Element(f"{{{NAMESPACE}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language})
    found = sorted(published.rows().defer(*published.LARGE), key=_changed, reverse=True)[:MOST]
    _add(feed, "id", here)
    _add(feed, "title", _("Published reports on the Code"))
    _add(feed, "updated", _changed(found[0]).isoformat() if found else "2010-05-21T00:00:00+00:00")
    ElementTree.SubElement(feed, f"{{{NAMESPACE}}}link", {"rel": "self", "href": here, "type": "application/atom+xml"})
    author = ElementTree.SubElement(feed, f"{{{NAMESPACE}}}author")
    _add(author, "name", "Concord")
    for each in found:
        _entry(feed, each, absolute, language)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="utf-8")


def _changed(found: Publication) -> dt.datetime:
    return found.ended_at or found.published_at


def _entry(feed: ElementTree.Element, found: Publication, absolute: Callable[[str], str], language: str) -> None:
    entry = ElementTree.SubElement(feed, f"{{{NAMESPACE}}}entry")
    title = str(title_of(published.published_of(found), published.edition_of(found), language))
    if found.is_example:
        title = f"{title} ({_('Generated, not real')})"
    href = absolute(reverse("reporting:published-cited", kwargs={"reference": found.reference}))
    _add(entry, "id", href)
    _add(entry, "title", title)
    _add(entry, "published", found.published_at.isoformat())
    _add(entry, "updated", _changed(found).isoformat())
    ElementTree.SubElement(entry, f"{{{NAMESPACE}}}link", {"rel": "alternate", "href": href, "type": "text/html"})
    ElementTree.SubElement(entry, f"{{{NAMESPACE}}}category", {"term": found.state})
    said = {
        "published": _("Published as %(reference)s."), "corrected": _("%(reference)s was replaced by a correction."),
        "withdrawn": _("%(reference)s was withdrawn."),
    }  # fmt: skip
    _add(entry, "summary", said[found.state] % {"reference": found.reference})


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = text
