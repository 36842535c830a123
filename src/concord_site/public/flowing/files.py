"""The ranges of a corridor or a country to take away, with method, inputs, sources and licences."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concord.flows.people import periods
from concord.intake.out import OutColumn
from concord_site.public import catalogue
from concord_site.public.comparing import files
from concord_site.public.flowing import held
from concord_site.public.flowing.choosing import Choice

COLUMNS = (
    OutColumn("period"), OutColumn("origin"), OutColumn("destination"), OutColumn("method"), OutColumn("version"),
    OutColumn("flow", kind="decimal"), OutColumn("low", kind="decimal"), OutColumn("high", kind="decimal"),
    OutColumn("status"), OutColumn("inputs", width=30),
)  # fmt: skip


def taken(choice: Choice, format: str) -> HttpResponse:
    """Every method: both ways of a corridor in every period, or all corridors of a country in one."""
    title = _("Flows between countries, estimates")
    cited = f"{title}. Concord. {catalogue.origin()}{choice.address()}"
    note = _("Nobody has counted these: each names its method, its assumptions and its range.")
    above = files.meta(title, held.of(choice.period).sources, cited, notes=(note,))
    name = "-".join(each for each in ("flows", choice.origin, choice.destination) if each)
    return files.given(name, format, COLUMNS, list(_rows(choice)), above)


def _rows(choice: Choice) -> Iterator[dict[str, Any]]:
    for period in periods() if choice.is_corridor else (choice.period,):
        told = held.told(period)
        for origin, destination in _pairs(choice, told.areas):
            for id, (low, figure, high) in told.between(origin, destination).items():
                made = told.flows[id]
                yield {
                    "period": period, "origin": origin, "destination": destination, "method": id,
                    "version": made.version, "flow": None if isnan(figure) else round(figure, 1),
                    "low": round(low, 1), "high": round(high, 1),
                    "status": made.status, "inputs": made.inputs,
                }  # fmt: skip


def _pairs(choice: Choice, areas: tuple[str, ...]) -> list[tuple[str, str]]:
    if choice.is_corridor:
        pairs = [(choice.origin, choice.destination), (choice.destination, choice.origin)]
    else:
        others = [each for each in areas if each != choice.origin]
        pairs = [(choice.origin, each) for each in others] + [(each, choice.origin) for each in others]
    return [pair for pair in pairs if set(pair) <= set(areas)]
