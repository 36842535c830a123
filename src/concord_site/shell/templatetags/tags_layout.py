"""Tags of the page's layout: the frame, sections, notices, panels, charts with their switch."""

from __future__ import annotations

from typing import Any

from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from concord_site.shell.frame import Frame
from concord_site.shell.parts.values import Link
from concord_site.shell.templatetags.library import register


@register.simple_tag(takes_context=True)
def the_frame(context: Context) -> Frame:
    """``{% the_frame as frame %}``: what ``base.html`` needs to know; works without a request."""
    found = context.get("frame")
    return found if isinstance(found, Frame) else Frame(context.get("request"))


@register.inclusion_tag("components/unreviewed.html", takes_context=True)
def unreviewed(context: Context) -> dict[str, Any]:
    """``{% unreviewed %}``: says that the wording of this language has not been reviewed by a person, where so."""
    return {"frame": the_frame(context)}


def _drawn(name: str, **values: Any) -> SafeString:
    return SafeString(get_template(f"components/{name}.html").render(values))


@register.simple_block_tag
def section(content: str, title: str = "", note: str = "", id: str = "", kind: str = "") -> SafeString:
    """``{% section title=… note=… id=… %}…{% endsection %}``: title and reading note in the margin, evidence beside."""
    return _drawn("section", content=content, title=title, note=note, id=id, kind=kind)


@register.simple_block_tag
def notice(content: str, title: str, kind: str = "info", level: int = 2) -> SafeString:
    """``{% notice title=… kind="info|look|must|done" %}…{% endnotice %}``; the title is the message."""
    return _drawn("notice", content=SafeString(content.strip()), title=title, kind=kind, level=level)


@register.simple_block_tag
def empty(content: str, title: str, level: int = 2) -> SafeString:
    """``{% empty title=… %}…{% endempty %}``: what is not there, what that may mean, what one can do."""
    return _drawn("empty", content=content, title=title, level=level)


@register.simple_block_tag
def panel(content: str, title: str = "", level: int = 2) -> SafeString:
    """``{% panel title=… %}…{% endpanel %}``: things that belong together, on linen."""
    return _drawn("panel", content=content, title=title, level=level)


@register.simple_block_tag
def map_frame(
    content: str, title: str, views: list[Link] | None = None, subtitle: str = "", level: int = 2, id: str = ""
) -> SafeString:
    """``{% map_frame title=… subtitle=… views=… %}…{% endmap_frame %}``: a chart or map and its switch to a table.

    ``views`` are addresses of the same page, so the switch works without scripts and a view can be sent to somebody.
    """
    return _drawn("map_frame", content=content, title=title, views=views or [], subtitle=subtitle, level=level, id=id)
