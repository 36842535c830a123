"""Agreements that states name in their published national reports (article 7.2), as the reports have them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse

from concord.agreements.repository_counts import Notified, Reporting, notified, reporting
from concord_site.public.agreeing import names
from concord_site.public.comparing import names as places
from concord_site.reporting.queries import published

#: Rounds that are looked back at.
MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A notified agreement in words, with the report that names it."""

    found: Notified
    area: str
    partners: str
    href: str
    is_example: bool


def of_areas(codes: Iterable[str]) -> list[Line]:
    """What the standing reports of some states name, newest round first."""
    wanted = tuple(codes)
    return [
        _line(each, report.reference, report.is_example)
        for round_ in published.rounds()[:MOST_ROUNDS]
        for report in published.of_areas(round_.year, wanted)
        for each in notified(report.area, round_.year, report.answers if published.is_open(report) else {})
    ]


def between(one: str, other: str) -> list[Line]:
    """What either of two states says of an agreement with the other."""
    return [each for each in of_areas((one, other)) if each.found.joins(one, other)]


@dataclass(frozen=True, slots=True)
class Count:
    """The newest round with published reports: how many of its states have an agreement."""

    year: str
    found: Reporting
    is_example: bool


def newest() -> Count | None:
    """The count over the newest round with published reports; None where there is none."""
    round_ = next((each for each in published.rounds() if each.reports), None)
    return None if round_ is None else Count(round_.year, _of_round(round_.year, published.stamp()), round_.is_example)


@lru_cache(maxsize=4)
def _of_round(year: str, _stamp: tuple[Any, ...]) -> Reporting:
    """What is withheld was never among the answers of a publication."""
    return reporting({each.area: each.answers for each in published.standing(year)}, year)


def _line(found: Notified, reference: str, is_example: bool) -> Line:
    partners = names.joined(places.place(code) for code in found.partners) if found.partners else ""
    href = reverse("reporting:published-cited", kwargs={"reference": reference})
    return Line(found, places.place(found.area), partners, href, is_example)
