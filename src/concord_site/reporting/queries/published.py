"""What anybody may read of the rounds: published reports, and nothing else.

Every function here reads :class:`~concord_site.reporting.models.publications.Publication` alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from concord.errors import NotFound
from concord.instrument import library
from concord.instrument.model import Instrument
from concord.reporting.national_report import Edition, Reply
from concord.reporting.publication import Item, Published, items
from concord.vocabulary import areas
from concord_site.reporting.editing.book import of_json
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import instruments, stakeholder_reports
from concord_site.shell import access

State, Use = Publication.State, Publication.Use
#: What lists do not need, and what is large.
LARGE = ("answers", "reasons", "asked", "calculated", "replies")


@dataclass(frozen=True, slots=True)
class RoundOf:
    """A round with published reports: its year, how many stand, and whether they are generated."""

    year: str
    reports: int
    is_example: bool


def rows() -> QuerySet[Publication]:
    """Everything published, whatever became of it since."""
    return access.visible(Publication, None).select_related("round")


def rounds() -> tuple[RoundOf, ...]:
    """Rounds in which a country's report was ever published, newest first."""
    found = (
        rows().filter(use=Use.NATIONAL).values("round__year", "round__is_example")
        .annotate(n=Count("pk", filter=Q(state=State.PUBLISHED))).order_by("-round__year")
    )  # fmt: skip
    return tuple(RoundOf(each["round__year"], each["n"], each["round__is_example"]) for each in found)


def round_of(year: str) -> RoundOf:
    """A round with published reports.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    for each in rounds():
        if each.year == year:
            return each
    raise NotFound("site.access.unknown")


def listed(year: str = "", *, area: str = "", use: str = Use.NATIONAL, every: bool = False) -> list[Publication]:
    """Publications without their answers, by area: those that stand, or all editions."""
    found = rows().filter(use=use).defer(*LARGE)
    found = found.filter(round__year=year) if year else found
    found = found.filter(area=area) if area else found
    found = found if every else found.filter(state=State.PUBLISHED)
    return list(found.order_by("-round__year", "area", "-edition", "pk"))


def standing(year: str, *, as_of: dt.datetime | None = None) -> list[Publication]:
    """The countries' reports of a round that stand, or stood at a moment, with their answers."""
    found = rows().filter(use=Use.NATIONAL, round__year=year)
    if as_of is None:
        found = found.filter(state=State.PUBLISHED)
    else:
        found = found.filter(published_at__lte=as_of).filter(Q(ended_at=None) | Q(ended_at__gt=as_of))
    newest = {each.area: each for each in found.order_by("edition")}
    return [newest[area] for area in sorted(newest)]


def editions(year: str, area: str) -> list[Publication]:
    """All editions of a country's report in a round, newest first.

    Raises:
        NotFound: ``site.access.unknown`` where none was ever published.
    """
    found = listed(year, area=area, every=True)
    if not found:
        raise NotFound("site.access.unknown")
    return found


def edition(year: str, area: str, number: int | None = None) -> Publication:
    """One edition with its answers; without a number the one that stands, else the newest.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    known = editions(year, area)
    chosen = [each for each in known if each.edition == number] if number else \
        [each for each in known if each.state == State.PUBLISHED] or known[:1]  # fmt: skip
    if not chosen:
        raise NotFound("site.access.unknown")
    return rows().get(pk=chosen[0].pk)


def by_reference(reference: str) -> Publication:
    """One publication by what it is cited by.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = rows().filter(reference=reference).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def before(found: Publication) -> Publication | None:
    """The report of the same country that stands in the round before, or None."""
    earlier = (
        rows().filter(use=Use.NATIONAL, area=found.area, state=State.PUBLISHED, round__year__lt=found.round.year)
        .order_by("-round__year").first()
    )  # fmt: skip
    return earlier


def stakeholders(year: str, area: str) -> list[Publication]:
    """Published stakeholders' reports that concern a country in a round; never the country's word."""
    found = rows().filter(use=Use.STAKEHOLDER, round__year=year, state=State.PUBLISHED).defer(*LARGE)
    return [each for each in found.order_by("pk") if area in stakeholder_reports.concerned(each)]


def missing(year: str, on: dt.date) -> tuple[str, ...]:
    """Member States without a published report in a round, by code."""
    there = {each.area for each in listed(year)}
    return tuple(sorted(each.id for each in areas.areas() if each.is_member(on) and each.id not in there))


def stamp() -> tuple[Any, ...]:
    """Changes whenever something is published, corrected or withdrawn."""
    found = rows().aggregate(n=Count("pk"), last=Max("published_at"), ended=Max("ended_at"))
    return (found["n"], found["last"], found["ended"])


# --- As the library reads it ------------------------------------------------------------------------------------------
def instrument_of(found: Publication) -> Instrument:
    """The questionnaire that a publication answers.

    Raises:
        NotFound: ``site.access.unknown`` where it can no longer be read.
    """
    if found.version_id is None:
        return library.load(found.instrument)
    return _written(found.version_id, found.instrument_digest)


@lru_cache(maxsize=16)
def _written(pk: int, _digest: str) -> Instrument:
    row = InstrumentVersion._default_manager.get(pk=pk)
    read = instruments.checked(of_json(row.sheets)).instrument
    if read is None:
        raise NotFound("site.access.unknown")
    return read


def is_open(found: Publication) -> bool:
    """Whether its answers are shown; those of a withdrawn report are not."""
    return bool(found.state != State.WITHDRAWN)


def published_of(found: Publication) -> Published:
    """A publication as the library reads it; of a withdrawn one no answer at all."""
    is_shown = is_open(found)
    return Published(
        instrument_of(found),
        found.answers if is_shown else {},
        found.reasons if is_shown else {},
        tuple(found.withheld) if is_shown else (),
        frozenset(found.asked) if is_shown else frozenset(),
        found.calculated if is_shown else {},
        found.language,
        found.area,
        found.round.year,
        found.reference,
    )


@lru_cache(maxsize=256)
def _items(_reference: str, _digest: str, given: _Kept) -> tuple[Item, ...]:
    return tuple(items(given.published))


@dataclass(frozen=True, eq=False)
class _Kept:
    """A value that is the same for the cache whatever it holds: reference and digest are its key."""

    published: Published

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept)


def items_of(found: Publication) -> tuple[Item, ...]:
    """Every question of a publication with what became of it; worked out once for each edition."""
    return _items(found.reference, f"{found.digest}{found.state}", _Kept(published_of(found)))


def edition_of(found: Publication) -> Edition:
    """What is known of it beside its answers."""
    told = [
        Reply(each.get("question", ""), each.get("asked", ""), each.get("asked_in", "en"), each.get("answered", ""),
              each.get("answered_in", "en"))
        for each in (found.replies if is_open(found) else ())
    ]  # fmt: skip
    comment = found.comment or {}
    return Edition(
        found.state, found.submitted_on, found.published_at.date(), found.digest, found.reason, found.is_example,
        tuple(told), str((found.who or {}).get("name", "")),
        (str(comment.get("text", "")), str(comment.get("language", "en"))),
    )  # fmt: skip


def of_areas(year: str, codes: Iterable[str]) -> list[Publication]:
    """The standing reports of some countries in a round, in the order asked for."""
    wanted = list(dict.fromkeys(codes))
    found = {each.area: each for each in rows().filter(
        use=Use.NATIONAL, round__year=year, state=State.PUBLISHED, area__in=wanted)}  # fmt: skip
    return [found[code] for code in wanted if code in found]


def of_area(area: str, *, is_example: bool) -> list[Publication]:
    """The standing reports of one country with their answers, newest round first; generated ones, or real ones."""
    found = rows().filter(use=Use.NATIONAL, area=area, state=State.PUBLISHED, is_example=is_example)
    return list(found.order_by("-round__year"))
