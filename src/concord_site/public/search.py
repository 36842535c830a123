"""What the search finds here, and how it asks the other rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from concord import safeguards
from concord.indicators.model import indicators
from concord.vocabulary.areas import areas, fold, resolve
from concord_site.shell import suppliers

MOST = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing found: what kind it is, what it is called, where it is, and how well it fits (smaller is better)."""

    kind: str
    title: str
    href: str
    rank: int = 5
    more: str = ""


def entries(words: str, *, language: str) -> list[Entry]:
    """Countries by any of their names or codes, indicators by title and definition."""
    wanted = fold(words)
    if not wanted:
        return []
    exact = resolve(words).area
    found = []
    for area in areas():
        rank = _rank(wanted, [fold(name) for name in area.names.values()])
        if area.code in (exact, words.strip().upper()):
            rank = 0
        if rank is not None:
            href = reverse("public:country", kwargs={"code": area.code})
            found.append(Entry(_("Country or area"), area.name(language), href, rank, area.code))
    for each in indicators().values():
        title, text = each.title.best(language).text, each.definition.best(language).text
        if wanted in fold(title) or wanted in fold(text):
            found.append(Entry(_("Indicator"), title, reverse("public:data") + f"?indicator={each.id}", 3, text))
    for edition in safeguards.editions():
        title = edition.title.best(language).text
        if wanted in fold(title):
            found.append(Entry(_("Safeguards list"), title, reverse("public:list", kwargs={"edition": edition.id}), 3))
    return found


def _rank(wanted: str, names: Iterable[str]) -> int | None:
    listed = list(names)
    if wanted in listed:
        return 0
    if any(name.startswith(wanted) for name in listed):
        return 1
    return 2 if any(wanted in name for name in listed) else None


def everything(words: str, *, language: str) -> tuple[list[Entry], int]:
    """What all rooms find, best first, at most forty, and how many there are in all."""
    found: list[Entry] = []
    for supplier in suppliers.each("search.entries"):
        found += [_made(each) for each in supplier(words, language=language)]
    found.sort(key=lambda each: (each.rank, each.kind, fold(each.title)))
    return found[:MOST], len(found)


def _made(given: object) -> Entry:
    """An entry of another room, which knows the shape and not this class."""
    if isinstance(given, Entry):
        return given
    read = (
        given
        if isinstance(given, dict)
        else {name: getattr(given, name, "") for name in ("kind", "title", "href", "more")}
    )
    rank = read.get("rank") if isinstance(given, dict) else getattr(given, "rank", 5)
    return Entry(str(read["kind"]), str(read["title"]), str(read["href"]), int(rank or 5), str(read.get("more") or ""))
