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
    order: str | None = None,
) -> Run:
    """A run: without ``now`` it is midnight, UTC, of the day; without ``order`` choices are mixed alike for all."""
    at = now or datetime(today.year, today.month, today.day, tzinfo=UTC)
    own = f"{instrument.id}/{instrument.version}" if order is None else order
    return Run(today, at, seed, language or instrument.language, instrument.version, person, order=own)
