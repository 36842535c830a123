"""What one evaluation knows beside the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from concord.instrument.expressions.shape import Run
from concord.instrument.model import Instrument


def run_of(
    instrument: Instrument,
    *,
    today: date,
    now: datetime | None,
    person: Mapping[str, str],
    seed: str,
    language: str,
) -> Run:
    """A run: without ``now`` it is midnight, UTC, of the day."""
    at = now or datetime(today.year, today.month, today.day, tzinfo=UTC)
    return Run(today, at, seed, language or instrument.language, instrument.version, person)
