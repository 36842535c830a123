"""The Atom feed of releases: published, corrected, withdrawn, in the reader's language.

Source: RFC 4287.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.etree import ElementTree

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.mds.catalogue.cited import cite
from concord.mds.catalogue.entry import Entry, natural
from concord_site.public.catalogue import origin, titled

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
#: No more than these are told.
MOST = 60
#: The day of a feed in which nothing stands yet: that of the Code.
_BEGINNING = dt.datetime(2010, 5, 21, tzinfo=dt.UTC)


def atom(entries: Iterable[Entry], language: str) -> bytes:
    """The newest events first, at most :data:`MOST`."""
    ElementTree.register_namespace("", NAMESPACE)
    found = sorted(entries, key=lambda each: (updated(each), natural(each.id)), reverse=True)[:MOST]
    here = origin() + reverse("public:releases-feed")
    feed = ElementTree.Element(_tag("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": language})
    _add(feed, "id", here)
    _add(feed, "title", _("Releases of data"))
    _add(feed, "updated", (updated(found[0]) if found else _BEGINNING).isoformat())
    _link(feed, "self", here, "application/atom+xml")
    _link(feed, "alternate", origin() + reverse("public:catalogue"), "text/html")
    _add(ElementTree.SubElement(feed, _tag("author")), "name", "Concord")
    for each in found:
        _entry(feed, each, language)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="utf-8")


def updated(entry: Entry) -> dt.datetime:
    """When an entry was published or, where its status changed since, when that was."""
    return entry.changed or published(entry)


def published(entry: Entry) -> dt.datetime:
    """The beginning of the day on which an entry was published."""
    return dt.datetime.combine(entry.issued, dt.time(), dt.UTC)


def _entry(feed: ElementTree.Element, found: Entry, language: str) -> None:
    entry = ElementTree.SubElement(feed, _tag("entry"))
    said = {
        "public": pgettext("release", "Published"), "corrected": pgettext("release", "Corrected"),
        "withdrawn": pgettext("release", "Withdrawn"),
    }[found.status]  # fmt: skip
    mark = "" if found.status == "public" else f" ({said})"
    _add(entry, "id", found.address)
    _add(entry, "title", titled(found) + mark)
    _add(entry, "published", published(found).isoformat())
    _add(entry, "updated", updated(found).isoformat())
    _link(entry, "alternate", found.address, "text/html")
    for file in found.distributions:
        if file.sha256:
            link = _link(entry, "enclosure", file.address, file.media_type)
            link.set("title", file.title.best(language).text)
            link.set("length", str(file.size or 0))
    ElementTree.SubElement(entry, _tag("category"), {"term": found.status})
    if found.is_generated:
        ElementTree.SubElement(entry, _tag("category"), {"term": "generated"})
    _add(ElementTree.SubElement(entry, _tag("author")), "name", found.publisher)
    _add(entry, "summary", " · ".join((said, cite(found, language=language))))


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, _tag("link"), {"rel": rel, "href": href, "type": kind})


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, _tag(name)).text = text


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
