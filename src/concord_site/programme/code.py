"""The Code as pages show it: articles with their counts, a paragraph with everything that serves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from concord import articles
from concord.articles.model import (
    Article,
    Obligation,
    Resolution,
    ResolutionParagraph,
    Verification,
    verification_words,
)
from concord.errors import NotFound
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link

PREFIXES = ("", "/programme")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a version is known, and how much of it is carried out here."""

    obligations: int
    read: int
    unread: int
    carried_out: int

    @property
    def waiting(self) -> int:
        """Obligations that nothing here carries out yet."""
        return self.obligations - self.carried_out


@dataclass(frozen=True, slots=True)
class Shown:
    """Where an obligation is shown on this site; no ``href`` where its page is not there."""

    address: str
    href: str


@dataclass(frozen=True, slots=True)
class Bearing:
    """What one resolution says that bears on a paragraph."""

    resolution: Resolution
    paragraphs: tuple[ResolutionParagraph, ...]


def counts(obligations: Iterable[Obligation]) -> Counts:
    """Counts over some obligations."""
    given = tuple(obligations)
    read = sum(each.is_verified for each in given)
    return Counts(len(given), read, len(given) - read, sum(bool(each.implemented_by) for each in given))


def by_degree(obligations: Iterable[Obligation]) -> Counter[str]:
    """How many obligations speak how strongly, by degree."""
    return Counter(each.strength.degree for each in obligations)


def degree_words(degree: str) -> str:
    """What a degree of strength means, as a sentence."""
    return {
        "duty": _(
            "A duty. The Code says “shall” only of what the Secretariat and the Director-General are to do themselves."
        ),
        "recommendation": _(
            "A recommendation. The Code is voluntary: it says what should be done and binds nobody to it."
        ),
        "consideration": _("Something to consider: weaker than a recommendation."),
        "encouragement": _("An encouragement: welcome where it is done, and not asked of everybody."),
        "permission": _("A permission: it may be done, and nothing follows where it is not."),
        "none": _("A statement, a definition or an aim: it asks nobody for an act of its own."),
    }[degree]  # fmt: skip


def meaning(state: Verification) -> str:
    """What a state of verification means, in the reader's language."""
    return verification_words(state, language())


def shown_at(obligation: Obligation) -> Shown:
    """The page of this site that shows what an obligation asks for, where there is one."""
    for prefix in PREFIXES:
        href = f"/{language()}{prefix}{obligation.page}"
        try:
            resolve(href)
        except Resolver404:
            continue
        return Shown(obligation.page, href)
    return Shown(obligation.page, "")


def bearing(numbers: Iterable[str]) -> tuple[Bearing, ...]:
    """Resolutions that bear on some paragraphs, each with the words that do."""
    wanted = set(numbers)
    found = ((each, tuple(p for p in each.paragraphs if wanted & set(p.leads_to))) for each in articles.resolutions())
    return tuple(Bearing(each, paragraphs) for each, paragraphs in found if paragraphs)


@lru_cache(maxsize=2)
def known_numbers() -> frozenset[str]:
    """Every number a page of the Code answers to: articles, paragraphs, obligations."""
    code = articles.load()
    numbers = {each.number for each in code.articles}
    return frozenset(numbers | {n for each in code.obligations for n in (each.id, each.paragraph)})


def neighbours(number: str) -> tuple[Link | None, Link | None]:
    """Links to the paragraph before and after, in the order of the text."""
    order = list(dict.fromkeys(each.paragraph for each in articles.load().obligations))
    at = number if number in order else next((e.paragraph for e in articles.load().obligations if e.id == number), "")
    if at not in order:
        return None, None
    place = order.index(at)
    return _link(order, place - 1), _link(order, place + 1)


def _link(order: list[str], place: int) -> Link | None:
    if not 0 <= place < len(order):
        return None
    return Link(order[place], reverse("programme:paragraph", kwargs={"number": order[place]}))


def article(number: str, version: str | None = None) -> Article:
    """One article of a version.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    for each in articles.load(version).articles:
        if each.number == number:
            return each
    raise NotFound("site.access.unknown")
