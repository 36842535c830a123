"""What a filled row asks: a declared instrument, a published version of one kept here, or a draft as it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from concord.declarations.once import once
from concord.errors import NotFound, Refusal
from concord.instrument import library
from concord.instrument.model import Instrument
from concord_site.reporting.editing.book import of_json
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.queries import instruments


def instrument_of(row: Any) -> Instrument:
    """The instrument of a trial, a submission, a publication …: by ``row.version``, or ``row.instrument``.

    Raises:
        NotFound: ``site.access.unknown`` where it is gone or can no longer be read.
    """
    if row.version_id is None:
        return library.load(row.instrument)
    return _written(row.version_id, row.version.changed_at)


@once(16)
def _written(pk: int, _changed_at: dt.datetime) -> Instrument:
    row = InstrumentVersion.objects.get(pk=pk)
    read = instruments.checked(of_json(row.sheets)).instrument
    if read is None:
        raise NotFound("site.access.unknown")
    return read


def named(id: str) -> Instrument | None:
    """A declared instrument, or the newest published one of this id kept here; None where there is none."""
    try:
        return library.load(id)
    except Refusal:
        row = InstrumentVersion.objects.filter(instrument=id, state="published").order_by("published_at").last()
        return _written(row.pk, row.changed_at) if row is not None else None
