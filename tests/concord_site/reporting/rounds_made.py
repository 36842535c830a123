"""A round with countries on their way, made through the actions; and a generated one with all of them."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.utils import timezone

YEAR = "2027"


def today() -> dt.date:
    """The day of the test."""
    return timezone.localdate()


def national() -> str:
    """A declared questionnaire for national reports, as a choice."""
    from concord_site.reporting.actions.rounds import choice
    from concord_site.reporting.queries import instruments

    found = next(
        each for each in instruments.versions(None) if each.use == "national" and each.kind in ("current", "proposal")
    )
    return choice(found.id, found.number)


def prepared(by: Any, *, opens: int = -30, due: int = 60, closes: int | None = 200, **more: Any) -> Any:
    """A round that is set up, its days counted from today."""
    from concord_site.reporting.actions import rounds

    day = today()
    days = rounds.Days(
        day + dt.timedelta(opens), day + dt.timedelta(due), None if closes is None else day + dt.timedelta(closes)
    )
    return rounds.set_up(year=YEAR, days=days, instruments={"national": national()}, by=by, **more)


def opened(by: Any, **more: Any) -> Any:
    """A round that is open."""
    from concord_site.reporting.actions import rounds

    return rounds.open(round_id=prepared(by, **more).pk, by=by)


def noon(days: int = 0) -> dt.datetime:
    """Noon of a day, counted from today."""
    return timezone.make_aware(dt.datetime.combine(today() + dt.timedelta(days), dt.time(12)))


def walked(row: Any, area: str, *steps: tuple[str, int]) -> None:
    """Steps of a country on days counted from today."""
    from concord_site.reporting.actions.steps import note

    for what, days in steps:
        note(row, area, what, at=noon(days))


def generated(row: Any, *, until: int = 0, seed: int = 4) -> None:
    """Steps for all Member States, generated, up to a day counted from today: for looking at, never real."""
    from concord_site.reporting.models.rounds import Participation, Step
    from concord_site.reporting.queries import rounds

    chance = random.Random(seed)
    begin = (row.opens_on - today()).days
    rows = {each.area: each for each in Participation._default_manager.filter(round=row)}
    way = ("invited", "designated", "started", "submitted", "queried", "answered", "accepted", "published")
    made = []
    for area in rounds.members(row):
        day, reach = begin, chance.random()
        for place, what in enumerate(way):
            if reach < (0, 0.2, 0.35, 0.5, 0.62, 0.7, 0.76, 0.88)[place]:
                break
            day += int(chance.expovariate(1 / 14))
            if day <= until:
                made.append(Step(participation=rows[area], what=what, at=noon(day)))
    Step._default_manager.bulk_create(made)
