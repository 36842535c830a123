"""By when a country's figures are asked for: what a room above may offer under ``mds.due``.

::

    suppliers.register("mds.due", "rounds", due)      # due(area, today) -> list[Due]

Several rounds may ask at once; the nearest day is shown first.
"""

from __future__ import annotations

import datetime as dt
import logging
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
    found: list[Due] = []
    for name, supplier in suppliers.named("mds.due").items():
        try:
            found += [each for each in supplier(area, today) if isinstance(each, Due)]
        except Exception:
            log.exception("mds.due of %s could not be asked", name)
    return tuple(sorted(found, key=lambda each: (each.day, each.round)))
