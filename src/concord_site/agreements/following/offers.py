"""Figures that monitoring was told and the account may take over: found, told, and taken over by a person."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from concord.agreements.account_declared import declared
from concord.agreements.account_offered import Heard, Held, Offer, offered, taken_over
from concord.agreements.account_words import decimals_of, ranged
from concord.agreements.monitoring import Told
from concord.errors import Conflict
from concord_site.agreements.actions import writing
from concord_site.agreements.following import forms_account, queries, words
from concord_site.agreements.following.queries import Inputs
from concord_site.agreements.queries.spaces import Dossier


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity as the page offers it: its years, each with what stands there now."""

    id: str
    name: str
    unit: str
    by: str
    years: tuple[tuple[int, str, str], ...]
    is_money: bool


def found(dossier: Dossier, held: Inputs) -> tuple[Offer, ...]:
    """What may be taken over into the account that ``held`` is."""
    stands = {}
    for id, (_where, record) in held.kept.items():
        given = queries.given_of(record) if id in declared().quantities else None
        if given is not None:
            stands[id] = Held(given, record.at)
    heard = (Heard(told, record.at) for record, told in queries.values(dossier.shared, queries.VALUE, Told.from_json))
    return offered(heard, stands, span=held.span)


def shown(dossier: Dossier, held: Inputs) -> dict[str, Any]:
    """What the page of the account says of offers."""
    offers = found(dossier, held)
    lines = list(_lines(offers))
    return {"offers": lines, "offers_seen": digest(offers), "offers_money": any(each.is_money for each in lines)}


def _lines(of: tuple[Offer, ...]) -> Iterator[Line]:
    speech = words.of_account()
    for each in of:
        unit = declared().quantity(each.quantity).unit
        decimals = decimals_of(unit)
        years = tuple(
            (year, ranged(one, speech, decimals=decimals),
             ranged(each.instead[year], speech, decimals=decimals) if year in each.instead else "")
            for year, one in each.by_year.items()
        )  # fmt: skip
        yield Line(each.quantity, speech.text(f"quantity-{each.quantity}"), forms_account.unit_words(unit),
                   speech.text(f"given-by-{each.by}"), years, unit == "usd")  # fmt: skip


def digest(of: tuple[Offer, ...]) -> str:
    """What was seen, so that nothing else is taken over."""
    return hashlib.sha256(repr(of).encode()).hexdigest()[:16]


def take_over(
    dossier: Dossier, side: str, chosen: Collection[str], *, seen: str, by: Any, now: datetime
) -> tuple[Offer, ...]:  # fmt: skip
    """Write what was chosen into the account; years that are not offered stay as they are.

    Args:
        side: ``shared`` or ``own``: whose account.
        chosen: Quantities.
        seen: :func:`digest` of what the person saw.

    Raises:
        Conflict: ``agreements.account.told-meanwhile``: something else is offered by now. Nothing was written.
    """
    space, held = dossier.space(side), queries.inputs(dossier, side)
    offers = found(dossier, held)
    if digest(offers) != seen:
        raise Conflict("agreements.account.told-meanwhile")
    wanted, speech = tuple(each for each in offers if each.quantity in chosen), words.of_account()
    for offer in wanted:
        stands, mine = held.kept.get(offer.quantity), space.record(queries.INPUT, offer.quantity)
        source = _("Monitoring: %(sources)s") % {"sources": speech.listed(list(offer.sources))}
        body = taken_over(offer, stands[1].body if stands else None, source=source)
        based_on = mine.version if mine else None
        writing.put(space, queries.INPUT, offer.quantity, body, by=by, now=now, based_on=based_on)
    return wanted
