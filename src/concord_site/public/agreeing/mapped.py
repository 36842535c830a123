"""Corridors on a map and as a network; what is not verified to exist is in the table alone."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.agreements.repository_corridors import Corridor, corridors, parties
from concord.agreements.repository_drawings import corridor_map
from concord.documents.figures import Ribbon, Style, Value, chord
from concord.reporting.voice import sort_key
from concord_site.public import pictures
from concord_site.public.agreeing import held, listing
from concord_site.public.comparing import names
from concord_site.shell.i18n import language

#: Parties that are listed by how many agreements they have.
MOST_PARTIES = 12


def context() -> dict[str, Any]:
    """Everything the page of the map shows."""
    register = tuple(held.register().values())
    found = corridors(register)
    counted = parties(register)
    ranked = sorted(counted, key=lambda code: (-counted[code], sort_key(names.place(code), language())))
    return {
        "views": listing.views("map"),
        "maps": [(width, _map(found, width)) for width in (820, 340)],
        "networks": [(width, _network(found, width)) for width in (620, 340)],
        "corridors": [
            (names.place(each.origin), names.place(each.destination), each.count, len(each.agreements) - each.count,
             address(each.origin, each.destination))
            for each in found
        ],
        "pairs": sum(each.count > 0 for each in found),
        "known": sum(each.is_known for each in register),
        "mutual": [listing.line(each) for each in register if each.is_mutual and each.is_known],
        "parties": [(names.place(code), counted[code], code) for code in ranked[:MOST_PARTIES]],
    }  # fmt: skip


def address(one: str, other: str) -> str:
    """The page of the corridor of two countries; one page for both ways."""
    first, second = sorted((one, other))
    return reverse("public:corridor", kwargs={"one": first, "other": second})


def _map(found: tuple[Corridor, ...], width: int) -> pictures.Drawn:
    figure = corridor_map(
        found, names=pictures.names(language()), title=_("Corridors with an agreement on health personnel"),
        style=Style.web(language(), width=width), headings=_headings(),
        description=_("An arc from each country of origin to the country of destination; wider with more agreements."),
    )  # fmt: skip
    return pictures.drawn(figure, f"agreements-map-{width}")


def _network(found: tuple[Corridor, ...], width: int) -> pictures.Drawn:
    ribbons = [Ribbon(each.origin, each.destination, Value(each.count)) for each in found if each.count]
    figure = chord(
        ribbons, names=pictures.names(language()), title=_("The twelve corridors with most agreements"),
        style=Style.web(language(), width=width, decimals=0),
        description=_("A ribbon for each corridor, as wide as it has agreements, coloured by origin."),
    )  # fmt: skip
    return pictures.drawn(figure, f"agreements-network-{width}")


def _headings() -> tuple[str, str, str]:
    return _("Origin"), _("Destination"), _("Agreements")
