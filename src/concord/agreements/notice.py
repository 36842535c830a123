"""When a part of a signed agreement becomes public by itself: the default of publication, after a period of notice.

Public face: :func:`notice_days`, :func:`goes_out`.

Source: ``data/agreements/publication.yaml`` (Concord's own choice; the Code asks for no such notice).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from concord.declarations import packs
from concord.declarations.read import read_yaml

FILE = "agreements/publication.yaml"


def notice_days() -> int:
    """How many days a part stands unchanged before it becomes public by itself."""
    return _declared(packs.find(FILE))


@lru_cache(maxsize=4)
def _declared(path: Path) -> int:
    days: int = read_yaml(path)["rules"]["notice_days"]["value"]
    return days


def goes_out(
    *, noted: Iterable[date | None], changed: date | None, withheld: Iterable[date | None] = (),
    is_finished: bool = True, has_left: bool = False, days: int | None = None,
) -> date | None:  # fmt: skip
    """The day on which a part becomes public by itself; None where it does not.

    Args:
        noted: For each party the day on which it noted the signature; None for one that has not.
        changed: When anything that the part shows changed last; None while there is nothing to show.
        withheld: For each party that withholds it the day until which, or None for good.
        is_finished: Whether the part is no draft.
        has_left: Whether a party has left, and so can withhold nothing any more.
        days: Of notice; as declared if not said.

    Example:
        >>> goes_out(noted=[date(2026, 3, 1), date(2026, 3, 3)], changed=date(2026, 2, 1), days=14)
        datetime.date(2026, 3, 17)
        >>> goes_out(noted=[date(2026, 3, 1), None], changed=date(2026, 2, 1)) is None
        True
    """
    noted, withheld = tuple(noted), tuple(withheld)
    known = [day for day in (*noted, *withheld, changed) if day is not None]
    has_gap = len(known) < len(noted) + len(withheld) + 1
    if not noted or has_gap or has_left or not is_finished:
        return None
    return max(known) + timedelta(days=notice_days() if days is None else days)
