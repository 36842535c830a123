"""Published headline figures beside our own, with the difference and its reasons in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse

from concord.client.figure_views import reason_words
from concord.client.figures import headline_given
from concord.indicators.headlines.beside import Beside, Reason, beside
from concord.vocabulary.provenance import Source, sources
from concord_site.evidence.facts import Evidence, evidence
from concord_site.shell.i18n import language

#: From here on numbers are written whole, and below it with two places.
WHOLE_FROM, SMALL_BELOW = 1000, 10


@dataclass(frozen=True, slots=True)
class Line:
    """One figure beside ours: with how many decimals ours and the difference are written, its years and place, why."""

    beside: Beside
    decimals: int
    apart_decimals: int
    years: str
    href: str
    reasons: tuple[str, ...]


@lru_cache(maxsize=2)
def _besides(found: Evidence) -> tuple[Beside, ...]:
    return beside(found.facts, found.results, given=headline_given())


def context() -> dict[str, Any]:
    """Everything the page shows."""
    found = evidence()
    every = _besides(found)
    computed = [each for each in every if each.ours is not None]
    return {
        "all": len(every),
        "computed": [_line(each) for each in computed],
        "equal": sum(1 for each in computed if each.is_equal),
        "left": _left([each for each in every if each.ours is None]),
        "sources": _sources(computed),
        "release": found.basis.release,
    }


def _line(each: Beside) -> Line:
    assert each.ours is not None
    assert each.ours.value is not None
    years = each.ours.years
    spelled = "–".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else ""
    places = _decimals(each.ours.value), _decimals(each.difference or 0.0)
    return Line(each, *places, spelled, _address(each), tuple(map(_words, each.reasons)))


def _decimals(value: float) -> int:
    """Small numbers with more places, so that a difference is not rounded away."""
    rounded = round(value, 2)
    if rounded.is_integer() or abs(value) >= WHOLE_FROM:
        return 0
    return 1 if abs(value) >= SMALL_BELOW else 2


def _words(reason: Reason) -> str:
    return reason_words(reason, language())


def _address(each: Beside) -> str:
    """The explorer where ours comes from one indicator; empty otherwise."""
    if each.ours is None or not each.ours.indicator:
        return ""
    year = each.ours.years[-1] if len(each.ours.years) == 1 else ""
    return f"{reverse('public:data')}?indicator={each.ours.indicator}" + (f"&year={year}" if year else "")


def _left(rest: list[Beside]) -> list[tuple[str, list[Beside]]]:
    """Figures that cannot be computed, by the reason."""
    grouped: dict[str, list[Beside]] = {}
    for each in rest:
        grouped.setdefault(_words(each.reasons[0]).rstrip(".。"), []).append(each)
    return list(grouped.items())


def _sources(computed: list[Beside]) -> list[Source]:
    used = dict.fromkeys(row.source for each in computed if each.ours for row in each.ours.rows)
    return [sources()[id] for id in used if id in sources()]
