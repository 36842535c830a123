"""The ranges of a corridor or a country as CSV."""

from __future__ import annotations

import csv
import io

from django.http import HttpResponse

from concord.flows.people import periods
from concord_site.public.flowing import held
from concord_site.public.flowing.choosing import Choice

HEADER = ("period", "origin", "destination", "method", "version", "flow", "low", "high", "status", "inputs")


def csv_of(choice: Choice) -> HttpResponse:
    """Every method: both ways of a corridor in every period, or all corridors of a country in one."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for period in periods() if choice.is_corridor else (choice.period,):
        told = held.told(period)
        for origin, destination in _pairs(choice, told.areas):
            for id, (low, figure, high) in told.between(origin, destination).items():
                made = told.flows[id]
                writer.writerow(
                    [period, origin, destination, id, made.version, round(figure, 1), round(low, 1), round(high, 1),
                     made.status, made.inputs]
                )  # fmt: skip
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = "-".join(each for each in ("flows", choice.origin, choice.destination) if each)
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _pairs(choice: Choice, areas: tuple[str, ...]) -> list[tuple[str, str]]:
    if choice.is_corridor:
        pairs = [(choice.origin, choice.destination), (choice.destination, choice.origin)]
    else:
        others = [each for each in areas if each != choice.origin]
        pairs = [(choice.origin, each) for each in others] + [(each, choice.origin) for each in others]
    return [pair for pair in pairs if set(pair) <= set(areas)]
