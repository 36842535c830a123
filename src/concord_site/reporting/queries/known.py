"""What is known of a country already, and which of its numbers the questions of a report may take over."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from concord.instrument.model import Instrument
from concord.reporting.offered import offers
from concord.reporting.outliers import Known
from concord_site.reporting.answering.known import KnownHere
from concord_site.reporting.queries import burden, review_peers


def known_at(instrument: Instrument, area: str) -> KnownHere:
    """What the data set and the registers know of a country, for the questions of an instrument."""
    return KnownHere(burden.known(area), _offers(instrument, review_peers.known(area)))


@lru_cache(maxsize=256)
def _offers(instrument: Instrument, known: tuple[Known, ...]) -> Mapping[tuple[str, ...], Known]:
    return offers(instrument, known)
