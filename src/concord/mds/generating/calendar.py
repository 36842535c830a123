"""Days since 1 January 1970, for whole columns."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

FIRST, LAST = 1850, 2120


@lru_cache(maxsize=1)
def _starts() -> Any:
    """The first day of each year from FIRST on."""
    import numpy as np

    years = np.arange(FIRST, LAST + 2) - 1970
    return years.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def day(years: Any, at: Any) -> Any:
    """A day of each year, at a share (0-1) of it; the 366th day never comes."""
    import numpy as np

    return _starts()[years - FIRST] + (at * 365).astype(np.int64)


def last_day(years: Any) -> Any:
    """The 31 December of each year."""
    return _starts()[years - FIRST + 1] - 1


def year_of(days: Any) -> Any:
    """The year of each day."""
    import numpy as np

    return np.searchsorted(_starts(), days, side="right") - 1 + FIRST


def at(year: int, month: int, day: int) -> int:
    """One day."""
    import datetime

    return (datetime.date(year, month, day) - datetime.date(1970, 1, 1)).days
