"""Small parts: tags of state, views, chips, pages, timelines, jobs, conflicts, desk cells, sources, legends."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from concord_site.shell.parts import figures
from concord_site.shell.parts.values import Cell, Chip, Crumb, Event, Job, Link, SourceLine, Version
from concord_site.shell.templatetags.library import register


@register.inclusion_tag("components/tag.html")
def tag(kind: str, words: str = "") -> dict[str, Any]:
    """``{% tag "done" %}``: the state of work by form, word, then colour; ``words`` in place of the usual ones."""
    style, drawing, usual = figures.tag_words(kind)
    return {"style": style, "icon": drawing, "words": words or usual}


@register.inclusion_tag("components/segments.html")
def segments(links: list[Link], label: str) -> dict[str, Any]:
    """``{% segments views _("View") %}``: switches views of the same thing; each is an address."""
    return {"links": links, "label": label}


@register.inclusion_tag("components/tabs.html")
def tabs(links: list[Link], label: str) -> dict[str, Any]:
    """``{% tabs links label %}``: like segments, for whole pages."""
    return {"links": links, "label": label}


@register.inclusion_tag("components/chips.html")
def chips(items: list[Chip | str]) -> dict[str, Any]:
    """``{% chips items %}``: facts about the page, or filters that are set and can be taken off."""
    return {"items": [item if isinstance(item, Chip) else Chip(item) for item in items]}


@register.inclusion_tag("components/pages.html")
def pages(links: list[Link], back: str = "", onward: str = "") -> dict[str, Any]:
    """``{% pages links back onward %}``: the pages of a long list."""
    return {"links": links, "back": back, "onward": onward}


@register.inclusion_tag("components/crumbs.html")
def crumbs(items: list[Crumb]) -> dict[str, Any]:
    """``{% crumbs items %}``: where the page stands; the last one is the page itself."""
    return {"items": items}


@register.inclusion_tag("components/timeline.html")
def timeline(events: list[Event]) -> dict[str, Any]:
    """``{% timeline events %}``: dated dots, hollow for what is to come; runs as the words are read."""
    return {"events": events}


@register.inclusion_tag("components/job.html")
def job(work: Job) -> dict[str, Any]:
    """``{% job work %}``: real count, seconds left, whether the page may be closed, and how to stop."""
    return {"job": work, "length": figures.length(work.done, work.total)}


@register.inclusion_tag("components/conflict.html")
def conflict(title: str, versions: list[Version], name: str = "version") -> dict[str, Any]:
    """``{% conflict title versions %}``: two texts, differing words marked; stands inside a form with its buttons."""
    return {"title": title, "versions": versions, "name": name}


@register.inclusion_tag("components/desk.html")
def desk(cells: list[Cell]) -> dict[str, Any]:
    """``{% desk cells %}``: areas at a glance; form tells the state, colour repeats it."""
    return {"cells": [(each, desk_words(each.state)) for each in cells]}


def desk_words(state: str) -> str:
    """What a state of the desk is called."""
    return {
        "none": _("No authority yet"), "named": _("Authority named"), "started": _("Started"),
        "submitted": _("Submitted"), "query": _("Query open"), "accepted": _("Accepted"), "published": _("Published"),
    }[state]  # fmt: skip


@register.inclusion_tag("components/source_line.html")
def source_line(source: SourceLine | str = "", licence: str = "", rows: str = "", method: str = "", cite: str = "",
                download: str = "", table: str = "") -> dict[str, Any]:  # fmt: skip
    """``{% source_line "OECD …, 2018" licence="CC BY 4.0" rows=url method=url cite=url %}`` under every figure."""
    if isinstance(source, SourceLine):
        return {"text": source.text, "licence": source.licence, "links": source.links}
    return {
        "text": source, "licence": licence, "rows": rows, "method": method, "cite": cite, "download": download,
        "table": table,
    }  # fmt: skip


@register.inclusion_tag("components/legend.html")
def legend(statuses: Any) -> dict[str, Any]:
    """``{% legend "missing suppressed" %}``: the marks that occur, always in the same order."""
    return {"items": figures.legend_of(statuses)}
