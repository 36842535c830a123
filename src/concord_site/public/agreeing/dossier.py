"""An agreement that its parties have published: history, what is public, what is withheld and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.vocabulary import formats
from concord_site.agreements.queries.published import PARTS, Published, versions_with
from concord_site.public.agreeing import citing, dossier_parts, listing, mapped, names, text_asked
from concord_site.public.comparing import names as places
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Event, Link


def context(found: Published, *, newest: int, query: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything the page of a published agreement shows.

    Args:
        found: The version that is shown.
        newest: Number of the newest one.
        query: What the address asks for of the text: ``text=signed``, or ``on`` with a day; today's text without it.
    """
    asked = text_asked.asked(found, query or {}, newest=newest)
    parts, before = dossier_parts.shown(found, asked), versions_with(found.slug)
    return {
        "found": found, "is_earlier": found.version < newest, "versions": list(range(1, newest + 1)),
        "title": found.title.best(language()), "who": listing.published_line(found).who,
        "events": events(found),
        "parties": [
            (each.side, each.name.best(language()), places.place(each.area) if each.area else "", each.area)
            for each in found.parties
        ],
        **{f"part_{id}": parts.get(id) for id in PARTS}, "parts": parts,
        "unshown": [names.published_part(id) for id, body in parts.items() if body is None],
        "withheld": [
            (names.published_part(each.part), each, [n for n in before[each.part] if n < found.version])
            for each in found.withheld
        ],
        "corridor": _corridor(found), "box": citing.of_published(found), "printed": citing.printed(found),
    }  # fmt: skip


def events(found: Published) -> list[Event]:
    """The dated history as the parties noted it; what lies ahead is still to come."""
    today = found.published_at.date().isoformat()
    return [
        Event(listing.status_word(str(each.get("status", ""))), formats.date(str(each["on"]), language()),
              is_to_come=str(each["on"]) > today)
        for each in found.status if each.get("on")
    ]  # fmt: skip


def _corridor(found: Published) -> list[Link]:
    """The page of the two countries, where both parties have a code of a real one."""
    sides = {each.side: each.area for each in found.parties if each.area}
    if found.invented or not {"origin", "destination"} <= set(sides):
        return []
    one, other = sides["origin"], sides["destination"]
    label = f"{places.place(one)} – {places.place(other)}"
    return [Link(label, mapped.address(one, other))] if one != other else []
