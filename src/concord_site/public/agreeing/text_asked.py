"""Which text of a published agreement is asked for, and where each stands: as signed, or as it stood on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from concord_site.agreements.queries.published import Published

SIGNED, IN_FORCE = "signed", "in-force"
#: Formats in which the text alone is given out, and their names.
FORMATS: Mapping[str, str] = {"pdf": "PDF", "docx": "Word", "json": "JSON", "xml": "Akoma Ntoso"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A text of one version of a publication.

    Args:
        on: The day of the text; of the text as signed, the day of signature or, where none is noted, of publication.
        which: ``signed`` or ``in-force``.
        language: Of a file that holds one language; empty for the first.
        is_wrong: Whether something was asked for that is no day.
        version: Number of the version where it is not the newest one; else 0.
    """

    on: dt.date
    which: str = IN_FORCE
    language: str = ""
    is_wrong: bool = False
    version: int = 0

    @property
    def is_signed(self) -> bool:
        """Whether the text as first signed is meant."""
        return self.which == SIGNED


def asked(found: Published, query: Mapping[str, str], *, newest: int) -> Asked:
    """What an address asks for: today's text; of an earlier version of the publication, that of its own day."""
    earlier = found.version if found.version < newest else 0
    today = found.published_at.date() if earlier else timezone.now().date()
    day, is_wrong = _day(query.get("on", ""), today)
    made = Asked(day, IN_FORCE, query.get("in", ""), is_wrong, earlier)
    if query.get("text") != SIGNED:
        return made
    return replace(made, on=signed_on(found) or found.published_at.date(), which=SIGNED, is_wrong=False)


def _day(said: str, today: dt.date) -> tuple[dt.date, bool]:
    if not said:
        return today, False
    try:
        return dt.date.fromisoformat(said), False
    except ValueError:
        return today, True


def signed_on(found: Published) -> dt.date | None:
    """The day of signature, where the parties noted it to the day."""
    days = (str(each.get("on", "")) for each in found.status if each.get("status") == "signed")
    return next((dt.date.fromisoformat(each) for each in days if len(each) == len("2025-05-12")), None)


def status_on(found: Published, day: dt.date) -> str:
    """The last status noted up to a day, empty for none; a year or a month alone counts from its last day."""
    noted = [(_last_day(str(each["on"])), str(each.get("status", ""))) for each in found.status if each.get("on")]
    known = sorted((each for each in noted if each[0] <= day.isoformat()), key=lambda each: each[0])
    return known[-1][1] if known else ""


def _last_day(said: str) -> str:
    return {4: f"{said}-12-31", 7: f"{said}-31"}.get(len(said), said)


def address(found: Published, of: Asked, *, format: str = "", language: str = "") -> str:
    """Where a text stands on the page, or as a file."""
    at = reverse("public:agreement", kwargs={"id": found.slug})
    query: dict[str, str] = {"version": str(found.version)} if of.version or format else {}
    query |= {"text": of.which} if of.is_signed or format else {}
    query |= {} if of.is_signed else {"on": of.on.isoformat()}
    query |= {name: value for name, value in (("format", format), ("in", language)) if value}
    return f"{at}?{urlencode(query)}" + ("" if format else "#text")


def forms(found: Published, of: Asked, codes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name and address of each file of a text; Akoma Ntoso has one for each language (code → name)."""
    listed = [(name, address(found, of, format=code)) for code, name in FORMATS.items() if code != "xml"]
    several = len(codes) > 1
    return listed + [
        (f"{FORMATS['xml']} ({name})" if several else FORMATS["xml"],
         address(found, of, format="xml", language=code if several else ""))
        for code, name in codes.items()
    ]  # fmt: skip
