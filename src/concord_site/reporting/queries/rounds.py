"""Rounds as they stand, for whoever works in one: which is open, when a country is due, where every country stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from concord.errors import NotFound
from concord.reporting import deadlines, standing
from concord.reporting.deadlines import Extra
from concord.reporting.standing import Happened, Standing
from concord.vocabulary import areas
from concord.vocabulary.periods import PartialDate
from concord_site.registers.models import Designation
from concord_site.reporting.models.rounds import Extension, Participation, Round, RoundInstrument, Step
from concord_site.shell import access

Use = RoundInstrument.Use


def current_round() -> Round | None:
    """The round that is open; the newest if there are several, None if there is none."""
    return Round._default_manager.filter(state=Round.State.OPEN).order_by("-year").first()


def round(year: str, by: Any) -> Round:
    """A round by its year, for somebody who may see it.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.visible(Round, by).filter(year=year).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def rounds(by: Any) -> list[Round]:
    """The rounds of this installation that ``by`` may see, newest first."""
    return list(access.visible(Round, by).order_by("-year").prefetch_related("instruments"))


def instrument_of(round: Round, use: str = Use.NATIONAL) -> RoundInstrument | None:
    """What a round asks for a use; None where nothing was chosen yet."""
    return next((each for each in round.instruments.all() if each.use == use), None)


def participation(round: Round, area: str) -> Participation:
    """A country in a round, with its extensions at hand; one that is not stored where it is not in it yet.

    Asks nobody: whoever shows it to a person fetches it through the access door.
    """
    rows = Participation._default_manager.filter(round=round, area=area).prefetch_related("extensions")
    found = rows.first()
    return found if found is not None else Participation(round=round, area=area)


def all_participations(round: Round) -> dict[str, Participation]:
    """Every country that is in a round, with its extensions at hand. Asks nobody, as :func:`participation`."""
    rows = Participation._default_manager.filter(round=round).select_related("round").prefetch_related("extensions")
    return {each.area: each for each in rows}


def due_on(participation: Participation, today: dt.date) -> dt.date:
    """The day a country's report is due, as known on a day: the round's, or the latest extension that stands."""
    extensions = participation.extensions.all() if participation.pk else ()
    return deadlines.due_on(participation.round.due_on, extras(extensions), as_of=today)


def extras(extensions: Iterable[Extension]) -> list[Extra]:
    """Extensions as values of the library."""
    return [
        Extra(each.until, day(each.granted_at), day(each.ended_at) if each.ended_at else None) for each in extensions
    ]


def day(moment: dt.datetime) -> dt.date:
    """The day of a moment, as the installation counts days."""
    return timezone.localtime(moment).date()


def members(round: Round) -> tuple[str, ...]:
    """The Member States that are asked in a round: those of the day it opens, by code."""
    return tuple(each.id for each in areas.member_states(round.opens_on))


def invented(participations: Iterable[Participation], round: Round) -> tuple[str, ...]:
    """Areas in a round that are no Member States, as those of a demonstration; they are counted nowhere."""
    return tuple(sorted({each.area for each in participations} - set(members(round))))


def participations(round: Round) -> list[Participation]:
    """Everybody in a round with extensions, in two queries; asks nobody."""
    every = Extension._default_manager.order_by("granted_at", "pk")
    rows = Participation._default_manager.filter(round=round).select_related("round")
    return list(rows.prefetch_related(Prefetch("extensions", queryset=every)).order_by("area"))


def happened(round: Round) -> list[Happened]:
    """Every dated step of a round, designations of the register among them, in order; two queries; asks nobody."""
    acts = list(Designation._default_manager.order_by("since", "pk"))
    rows = Step._default_manager.filter(participation__round=round).order_by("at", "pk")
    noted = rows.values_list("participation__area", "what", "at", "submission_id")
    # The register itself tells of designations: it may take one back, and a step never goes. A step counts only in a
    # generated example, for countries of which the register holds no act.
    in_register = {each.area for each in acts}
    steps = [
        Happened(area, what, day(at), str(of or ""))
        for area, what, at, of in noted
        if what != Step.What.DESIGNATED or (round.is_example and area not in in_register)
    ]
    return [*_designations(round, acts), *steps]


def _designations(round: Round, acts: Iterable[Designation]) -> list[Happened]:
    """Acts of the register: an authority counts from the day that is known, and no longer once its act has ended."""
    begun, ended = [], []
    for each in acts:
        if each.state not in Designation.PUBLIC or (each.is_example and not round.is_example):
            continue
        since = PartialDate.parse(each.since).last
        told = day(each.confirmed_at) if each.confirmed_at else since
        begun.append(Happened(each.area, "designated", min(since, told)))
        if each.until:
            ended.append(Happened(each.area, "undesignated", PartialDate.parse(each.until).first))
    return [*ended, *begun]


def standings(round: Round, as_of: dt.date, *, with_invented: bool = False) -> dict[str, Standing]:
    """Where every Member State stood at the end of a day; asks nobody.

    Args:
        round: The round.
        as_of: The day.
        with_invented: Areas that are no Member States too, after the others; never count these.
    """
    rows = participations(round)
    dates = {each.area: due_on(each, as_of) for each in rows}
    own = members(round)
    dates = {area: dates.get(area, round.due_on) for area in (*own, *dates)}
    wanted = (*own, *invented(rows, round)) if with_invented else own
    return standing.standings(happened(round), areas=wanted, as_of=as_of, due=dates)


def reach(round: Round, by: Any) -> frozenset[str]:
    """Areas of a round that ``by`` follows for an office that serves others: the secretariat all, a region its own.

    A country's own people follow their country on its own page, so theirs is not among them.
    """
    seen = access.visible(Participation, by).filter(round=round).values_list("area", flat=True)
    own = access.areas(by, "see", Participation, state="recorded")
    return frozenset(seen) - own
