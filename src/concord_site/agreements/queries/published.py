"""What the parties of agreements have made public, for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from concord.errors import NotFound
from concord.vocabulary.text import Text
from concord_site.agreements.models import Publication
from concord_site.shell import access

PARTS = ("text", "profile", "plan", "numbers", "account", "evaluation", "lessons")


@dataclass(frozen=True, slots=True)
class PublishedParty:
    """A party as everybody sees it: alpha-3 area, name, level (``state``, ``hospital``, …), side."""

    area: str
    name: Text
    level: str
    side: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A part that is not public: agreed by all parties, with their reason and the day until which it holds.

    ``is_agreed`` is False for a part of which the parties have not decided anything yet: public by default, not out.
    """

    part: str
    reason: str
    until: date | None
    is_agreed: bool = True


@dataclass(frozen=True, slots=True)
class Published:
    """An agreement as its parties have published it.

    Args:
        slug: Of its address.
        version: Counts what was published under this slug, from 1.
        title: By language.
        parties: Who made it.
        status: Dated history, oldest first: each a mapping with ``status`` and ``on`` (ISO date), as the parties noted.
        parts: Part → plain JSON as its room publishes it; only what is public.
        withheld: What is not, named as such.
        digest: SHA-256 over the canonical JSON of the content.
        invented: Whether agreement and parties are invented.
        published_at: When this version became public.
    """

    slug: str
    version: int
    title: Text
    parties: tuple[PublishedParty, ...]
    status: tuple[Mapping[str, Any], ...]
    parts: Mapping[str, Mapping[str, Any]]
    withheld: tuple[Withheld, ...]
    digest: str
    invented: bool
    published_at: datetime


def published_all() -> tuple[Published, ...]:
    """The newest version of every published agreement, newest first."""
    rows = access.visible(Publication, None).filter(state=Publication.State.PUBLISHED)
    return tuple(_published(row) for row in rows.order_by("-published_at", "slug"))


def published(slug: str, *, version: int | None = None) -> Published:
    """One published agreement: its newest version, or an earlier one by its number.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    rows = access.visible(Publication, None).filter(slug=slug)
    wanted = rows.filter(version=version) if version is not None else rows.filter(state=Publication.State.PUBLISHED)
    if (row := wanted.first()) is None:
        raise NotFound("site.access.unknown")
    return _published(row)


def versions_with(slug: str) -> Mapping[str, tuple[int, ...]]:
    """Part → numbers of the versions in which it is public, oldest first; what was public once stays so there."""
    rows = access.visible(Publication, None).filter(slug=slug).order_by("version")
    has = {
        f"has_{part}": ExpressionWrapper(Q(content__parts__has_key=part), output_field=BooleanField()) for part in PARTS
    }
    found = tuple(rows.annotate(**has).values_list("version", *has))
    return {part: tuple(row[0] for row in found if row[place]) for place, part in enumerate(PARTS, 1)}


def _published(row: Publication) -> Published:
    content = row.content
    return Published(
        row.slug, row.version, Text(content["title"]),
        tuple(_party(each) for each in content["parties"]),
        tuple(content["status"]), content["parts"], tuple(_withheld(each) for each in content["withheld"]),
        row.digest, bool(content["invented"]), row.published_at,
    )  # fmt: skip


def _party(value: Mapping[str, Any]) -> PublishedParty:
    return PublishedParty(value["area"], Text(value["name"]), value["level"], value["side"])


def _withheld(value: Mapping[str, Any]) -> Withheld:
    until = date.fromisoformat(value["until"]) if value.get("until") else None
    return Withheld(value["part"], value.get("reason", ""), until, bool(value.get("agreed", True)))
