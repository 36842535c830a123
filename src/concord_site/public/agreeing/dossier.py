"""An agreement that its parties have published: history, what is public, what is withheld and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse

from concord.texts.akoma_out import Work, write_akoma
from concord.texts.clauses import cut
from concord.vocabulary import formats
from concord_site.agreements.queries.published import PARTS, Published
from concord_site.public.agreeing import citing, dossier_parts, listing, mapped, names
from concord_site.public.comparing import names as places
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Event, Link

AKOMA = "application/akn+xml"


def context(found: Published, *, newest: int) -> dict[str, Any]:
    """Everything the page of a published agreement shows.

    Args:
        found: The version that is shown.
        newest: Number of the newest one.
    """
    parts = dossier_parts.shown(found)
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
        "withheld": [(names.published_part(each.part), each) for each in found.withheld],
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


def signed_on(found: Published) -> dt.date | None:
    """The day of signature, where the parties noted it to the day."""
    days = (str(each.get("on", "")) for each in found.status if each.get("status") == "signed")
    return next((dt.date.fromisoformat(each) for each in days if len(each) == len("2025-05-12")), None)


def _corridor(found: Published) -> list[Link]:
    """The page of the two countries, where both parties have a code of a real one."""
    sides = {each.side: each.area for each in found.parties if each.area}
    if found.invented or not {"origin", "destination"} <= set(sides):
        return []
    one, other = sides["origin"], sides["destination"]
    label = f"{places.place(one)} – {places.place(other)}"
    return [Link(label, mapped.address(one, other))] if one != other else []


def as_akoma(found: Published) -> HttpResponse | None:
    """The text as Akoma Ntoso, where it is public."""
    body = found.parts.get("text")
    if not body or not body.get("text"):
        return None
    if body.get("akoma"):
        return _xml(str(body["akoma"]).encode(), found)
    spoken = str(body.get("language") or "en")
    signed = signed_on(found)
    day = signed or found.published_at.date()
    work = Work(
        f"/akn/un/agreement/{day.year}/{found.slug}", found.title.best(spoken).text, spoken, day,
        found.published_at.date(), dates={"signature": signed} if signed else {},
    )  # fmt: skip
    return _xml(write_akoma(cut(str(body["text"]), language=spoken), work), found)


def _xml(content: bytes, found: Published) -> HttpResponse:
    response = HttpResponse(content, content_type=AKOMA)
    response["Content-Disposition"] = f'attachment; filename="concord-{found.slug}.xml"'
    return response
