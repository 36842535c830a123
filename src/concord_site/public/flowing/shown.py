"""What the page shows of a corridor, or of a country: ranges, methods, and what they rest on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from concord.documents.figures import Spread, Strand, Style, Value, ranges
from concord.flows.people import periods
from concord.flows.side_by_side import SideBySide
from concord.reporting.voice import sort_key
from concord.vocabulary.provenance import source
from concord_site.public import pictures
from concord_site.public.comparing import names
from concord_site.public.comparing.choosing import options
from concord_site.public.flowing import held
from concord_site.public.flowing.choosing import Choice, corridor
from concord_site.shell.i18n import language

METHODS = (
    "sd-drop-negative", "sd-reverse-negative", "rate", "minimum-open", "minimum-closed", "pseudo-bayes-open",
    "pseudo-bayes-closed",
)  # fmt: skip
#: Partners of a country that are listed.
PARTNERS = 15


def context(choice: Choice) -> dict[str, Any]:
    """Everything the page needs."""
    shown: dict[str, Any] = {
        "choice": choice, "origins": options(choice.origin, held.places()),
        "destinations": options(choice.destination, [each for each in held.places() if each != choice.origin]),
        "periods": periods(), "notes": _notes(choice.period),
        "sources": [source(id) for id in held.of(choice.period).sources],
    }  # fmt: skip
    if not choice.origin:
        return shown
    shown["origin"] = names.place(choice.origin)
    return {**shown, **(_corridor(choice) if choice.is_corridor else _country(choice))}


def _notes(period: str) -> list[tuple[str, int]]:
    return [(names.place(place), year) for place, year in held.of(period).scaled]


def _corridor(choice: Choice) -> dict[str, Any]:
    there, back = (choice.origin, choice.destination), (choice.destination, choice.origin)
    return {
        "destination": names.place(choice.destination),
        "there": _range(held.told(choice.period), *there), "back": _range(held.told(choice.period), *back),
        "other_way": Choice(choice.destination, choice.origin, choice.period).address(),
        "drawings": [(width, _drawn(choice, width)) for width in (820, 340)],
        "tables": [(period, _lines(held.told(period), there, back)) for period in reversed(periods())],
    }  # fmt: skip


def _range(told: SideBySide, origin: str, destination: str) -> tuple[float, float] | None:
    """The least and the most that any method says; None where a place is not in the period's account."""
    if origin not in told.areas or destination not in told.areas:
        return None
    found = told.between(origin, destination).values()
    return min(low for low, _, _ in found), max(high for _, _, high in found)


def _lines(told: SideBySide, there: tuple[str, str], back: tuple[str, str]) -> list[dict[str, Any]]:
    """One line for each method: its name, and low, estimate and high both ways."""
    if not {*there} <= set(told.areas):
        return []
    ways = [told.between(*pair) for pair in (there, back)]
    return [{"name": title(id), "cells": [_cell(*way[id]) for way in ways]} for id in told.flows]


def _cell(low: float, figure: float, high: float) -> tuple[float, tuple[float, float] | None]:
    """The estimate, and the ends of what the method itself leaves open."""
    return figure, (low, high) if low < high else None


def _drawn(choice: Choice, width: int) -> Any:
    there, back = names.place(choice.destination), names.place(choice.origin)
    strands = [
        Strand(_("to %(place)s") % {"place": there}, "origin"),
        Strand(_("to %(place)s") % {"place": back}, "lake"),
    ]
    rows = []
    for period in periods():
        told = held.told(period)
        ways = ((choice.origin, choice.destination), (choice.destination, choice.origin))
        values = [_values(told, *way) for way in ways]
        rows.append(Spread(period.replace("-", "–"), values))
    words = {"origin": back, "destination": there}
    figure = ranges(
        rows, strands, title=_("Persons who moved between %(origin)s and %(destination)s, by method") % words,
        style=Style.web(language(), width=width),
        description=_("A dot for each of seven methods on the band of their range; persons in five years, estimates."),
    )  # fmt: skip
    return pictures.drawn(figure, f"flows-{choice.origin}-{choice.destination}-{width}")


def _values(told: SideBySide, origin: str, destination: str) -> list[tuple[str, Value]]:
    if origin not in told.areas or destination not in told.areas:
        return [("", Value(None, "missing"))]
    found = told.between(origin, destination)
    return [(title(id), Value(round(figure), "estimated")) for id, (_low, figure, _high) in found.items()]


def _country(choice: Choice) -> dict[str, Any]:
    told = held.told(choice.period)
    if choice.origin not in told.areas:
        return {"leaving": [], "arriving": [], "totals": None}
    at = told.areas.index(choice.origin)
    low, high = told.low, told.high
    return {
        "leaving": _partners(told.areas, low[at], high[at], choice, is_leaving=True),
        "arriving": _partners(told.areas, low[:, at], high[:, at], choice, is_leaving=False),
        "totals": [
            {"name": title(id), "out": float(each.flow[at].sum()), "in": float(each.flow[:, at].sum())}
            for id, each in told.flows.items()
        ],
    }  # fmt: skip


def _partners(areas: tuple[str, ...], low: Any, high: Any, choice: Choice, *, is_leaving: bool) -> list[dict[str, Any]]:
    """The partners with the greatest upper ends."""
    chosen = sorted(range(len(areas)), key=lambda i: (-float(high[i]), sort_key(names.place(areas[i]), language())))
    return [
        {
            "name": names.place(areas[i]), "low": float(low[i]), "high": float(high[i]),
            "href": corridor(*((choice.origin, areas[i]) if is_leaving else (areas[i], choice.origin)), choice.period),
        }
        for i in chosen[:PARTNERS] if high[i] >= 1
    ]  # fmt: skip


def title(id: str) -> str:
    """A method's name."""
    return {
        "sd-drop-negative": _("Difference of stocks, falls left out"),
        "sd-reverse-negative": _("Difference of stocks, falls as returns"),
        "rate": _("Migration rates"),
        "minimum-open": _("Fewest moves, open account"),
        "minimum-closed": _("Fewest moves, closed account"),
        "pseudo-bayes-open": _("Pseudo-Bayes, open account"),
        "pseudo-bayes-closed": _("Pseudo-Bayes, closed account"),
    }[id]  # fmt: skip


def about(id: str) -> str:
    """What a method takes for granted, in a sentence."""
    return {
        "sd-drop-negative": _("Every rise of a stock is a move; every fall is nothing."),
        "sd-reverse-negative": _("Every rise of a stock is a move, every fall a return, deaths abroad among them."),
        "rate": _("All moves of the world are shared out like the stocks at the start."),
        "minimum-open": _("With births and deaths; as many stay as can. Who is missing has left the table."),
        "minimum-closed": _("The same, but nobody leaves the table: whatever sources disagree by becomes moves."),
        "pseudo-bayes-open": _("The same mixed with a table in which the start says nothing of the end."),
        "pseudo-bayes-closed": _("The same mixture in the closed account."),
    }[id]  # fmt: skip
