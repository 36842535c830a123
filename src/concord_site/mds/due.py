"""By when a country's figures are asked for: what a room above may offer under ``mds.due``.

::

    suppliers.register("mds.due", "rounds", due)      # due(area, today) -> list[Due]

Several rounds may ask at once; the nearest day is shown first. Whoever offers it may also offer ``mds.dues`` under the
same name, the same for many countries in a fixed number of queries::

    suppliers.register("mds.dues", "rounds", dues)    # dues(areas, today) -> {area: list[Due]}
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from concord_site.shell import suppliers

log = logging.getLogger("concord.mds")


@dataclass(frozen=True, slots=True)
class Due:
    """A day by which figures of a round are asked for.

    Args:
        round: The round's year, such as ``2027``.
        day: The day.
        href: A page that says more, or "".
        is_example: The round is invented.
    """

    round: str
    day: dt.date
    href: str = ""
    is_example: bool = False


def of(area: str, *, today: dt.date) -> tuple[Due, ...]:
    """What is asked of a country, nearest day first; a supplier that fails is logged and left out."""
    return of_all([area], today=today).get(area, ())


def of_all(areas: Iterable[str], *, today: dt.date) -> dict[str, tuple[Due, ...]]:
    """The same for many countries; those of which nothing is asked are left out."""
    wanted = list(dict.fromkeys(areas))
    found: dict[str, list[Due]] = {}
    together = suppliers.named("mds.dues") if len(wanted) > 1 else {}
    for name, supplier in suppliers.named("mds.due").items():
        for area, dues in _asked(name, supplier, together.get(name), wanted, today).items():
            found.setdefault(area, []).extend(each for each in dues if isinstance(each, Due))
    return {area: tuple(sorted(dues, key=lambda each: (each.day, each.round))) for area, dues in found.items() if dues}


def _asked(
    name: str, one: Callable[..., Iterable[Due]], many: Callable[..., Mapping[str, Iterable[Due]]] | None,
    areas: list[str], today: dt.date,
) -> Mapping[str, Iterable[Due]]:  # fmt: skip
    try:
        return many(areas, today) if many is not None else {area: list(one(area, today)) for area in areas}
    except Exception:
        log.exception("mds.due of %s could not be asked", name)
        return {}


def round_of(area: str, *, today: dt.date) -> str:
    """The round for which a delivery that is begun on a day is brought: the one that is asked for first; or ""."""
    asked = of(area, today=today)
    return asked[0].round if asked else ""


@dataclass(frozen=True, slots=True)
class Called:
    """What a round asks of a country, and when it came.

    Args:
        due: What is asked.
        came_on: When figures for this round were confirmed first; None where none stand.
        on: The day on which this is said.
    """

    due: Due
    came_on: dt.date | None
    on: dt.date

    @property
    def days_late(self) -> int:
        """How many days after the day they came, or how many have passed since; 0 where that is not so."""
        return max(0, ((self.came_on or self.on) - self.due.day).days)

    @property
    def is_missing(self) -> bool:
        """Whether the day has passed and nothing has come."""
        return self.came_on is None and self.days_late > 0


def called(dues: Iterable[Due], came: Iterable[tuple[str, dt.date]], *, on: dt.date) -> tuple[Called, ...]:
    """Each thing that is asked, with the day on which it came first.

    Args:
        dues: What is asked.
        came: Round and day of each confirmed delivery that stands.
        on: The day on which this is said.

    Example:
        >>> day = dt.date(2027, 6, 1)
        >>> [each.days_late for each in called([Due("2027", day)], [("2027", dt.date(2027, 6, 4))], on=day)]
        [3]
    """
    days: dict[str, dt.date] = {}
    for round, day in came:
        days[round] = min(day, days.get(round, day))
    return tuple(Called(each, days.get(each.round), on) for each in dues)
