"""What one country's answers stand beside: other countries' numbers as far as somebody may see them, and the data set.

A filing never changes, so that its numbers are read once and kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from concord.errors import NotFound
from concord.instrument.model import Instrument
from concord.reporting.outliers import Known, Peer, numbers
from concord.vocabulary import areas
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.shell import access, suppliers

#: Numbers of filings by key; each a few hundred floats.
KEPT_AT_MOST = 600
_kept: dict[Any, tuple[str, Mapping[str, list[float]]]] = {}
Gathered = dict[str, list[Peer]]


def gathered(round: Round, instrument: Instrument, *, by: object, today: dt.date, everything: bool = False) -> Gathered:
    """Numbers of all countries of a round, by question: of the newest filing each, else of what is published.

    Args:
        round: The round.
        instrument: Answers to another one are left out.
        by: Filings that this person may see.
        today: For income groups and regions.
        everything: All filings, for counting by the installation itself.
    """
    rows = Filing.objects.all() if everything else access.visible(Filing, by)
    rows = rows.filter(submission__round=round, submission__digest=instrument.digest)
    rows = rows.exclude(submission__state=Submission.State.WITHDRAWN)
    newest: dict[str, Any] = {}
    for pk, area in rows.order_by("submission__edition", "number").values_list("pk", "submission__area"):
        newest[area] = pk
    _read(instrument, set(newest.values()))
    found: dict[str, Mapping[str, list[float]]] = {
        area: _kept[pk][1] for area, pk in newest.items() if pk in _kept
    }  # fmt: skip
    found |= _published(round, instrument, known=frozenset(newest))
    return _as_peers(found, today)


def _read(instrument: Instrument, wanted: set[Any]) -> None:
    lacking = [pk for pk in wanted if _kept.get(pk, ("", {}))[0] != instrument.digest]
    if len(_kept) + len(lacking) > KEPT_AT_MOST:
        _kept.clear()
        lacking = list(wanted)
    for pk, answers in Filing.objects.filter(pk__in=lacking).values_list("pk", "answers").iterator():
        _kept[pk] = (instrument.digest, numbers(instrument, answers))


def _published(round: Round, instrument: Instrument, *, known: frozenset[str]) -> dict[str, Mapping[str, list[float]]]:
    """Numbers of published reports of countries whose filings the reader does not see."""
    rows = Publication.objects.filter(round=round, instrument_digest=instrument.digest).exclude(area__in=known)
    rows = rows.filter(use=Publication.Use.NATIONAL, state=Publication.State.PUBLISHED)
    return {area: numbers(instrument, answers) for area, answers in rows.values_list("area", "answers")}


def _as_peers(found: Mapping[str, Mapping[str, list[float]]], today: dt.date) -> Gathered:
    gathered: Gathered = {}
    for area, held in found.items():
        income, region = groups(area, today)
        for name, values in held.items():
            gathered.setdefault(name, []).extend(Peer(area, value, income, region) for value in values)
    return gathered


@lru_cache(maxsize=1024)
def groups(area: str, today: dt.date) -> tuple[str, str]:
    """Income group and region of a country on a day; empty where not known."""
    try:
        found = areas.area(area)
    except NotFound:
        return "", ""
    income = found.latest_income(today) or ""
    return ("" if income == "not-classified" else income), found.region(today) or ""


def known(area: str) -> tuple[Known, ...]:
    """Numbers of the newest release on a country.

    Supplier ``instrument.known-figures``: called with an alpha-3 code, gives ``(key of x_known, number, year,
    occupation, source in words)`` for each figure it has.
    """
    return tuple(
        Known(key, float(value), int(year), occupation, source)
        for supplier in suppliers.each("instrument.known-figures")
        for key, value, year, occupation, source in supplier(area)
    )


def populations() -> Mapping[str, float]:
    """Inhabitants by area, of the newest year known.

    Supplier ``population.persons``: called with nothing, gives inhabitants by alpha-3 code.
    """
    found: dict[str, float] = {}
    for supplier in suppliers.each("population.persons"):
        found |= {area: float(persons) for area, persons in supplier().items() if area not in found}
    return found
