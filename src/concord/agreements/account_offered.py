"""What the parties told of an agreement, offered to its benefit account; a person takes it over or leaves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concord.agreements.account_figures import Given, as_plain
from concord.agreements.monitoring import PARTIES, Teller, Told
from concord.labour_market.curves import Range

#: Indicators of monitoring, and the quantity of the account that each is.
FROM: Mapping[str, str] = {
    "persons-moved": "moved", "returns": "returned", "payments-made": "payments-delivered",
    "places-filled": "places-delivered", "equipment-delivered": "equipment-delivered",
}  # fmt: skip
MOST_SOURCE = 500


@dataclass(frozen=True, slots=True)
class Heard:
    """A figure of monitoring and when it was written."""

    told: Told
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A figure of the account and when it was written."""

    given: Given
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """Figures of one quantity that the account does not have, or had before they were told.

    Attributes:
        by_year: From the least that a party told to the most; likeliest is the mean of what the parties say.
        instead: What the account has for these years now; a year that it lacks is left out.
        by: ``origin``, ``destination`` or ``both``.
        sources: Where the parties have it from, each once.
    """

    quantity: str
    by_year: Mapping[int, Range]
    instead: Mapping[int, Range]
    by: str
    sources: tuple[str, ...]

    def __hash__(self) -> int:
        return hash((self.quantity, tuple(self.by_year)))


def offered(heard: Iterable[Heard], held: Mapping[str, Held], *, span: Iterable[int]) -> tuple[Offer, ...]:
    """What may be taken over, in the order of :data:`FROM`.

    Args:
        heard: Figures of monitoring; those of the parties for everybody together count, others are passed over.
        held: The account's figures by quantity.
        span: The years of the account.

    Returns:
        For each quantity the years that the account does not name, or that a party told after the account's figure was
        written and tells differently.
    """
    years, by_indicator = set(span), _sorted(heard)
    found = (_offer(FROM[id], by_indicator.get(id, {}), held.get(FROM[id]), years) for id in FROM)
    return tuple(each for each in found if each is not None)


def taken_over(offer: Offer, body: Mapping[str, Any] | None, *, source: str) -> dict[str, Any]:
    """The account's figure with what is offered in its years.

    Args:
        body: The figure as it stands; None where there is none.
        source: What is added to its source; where the two would be too long together, it stands alone.
    """
    stood = dict(body or {})
    years = {**(stood.get("by_year") or {}), **{str(year): as_plain(each) for year, each in offer.by_year.items()}}
    before = str(stood.get("source") or "")
    both = before if source in before else f"{before}; {source}" if before else source
    named = both if len(both) <= MOST_SOURCE else source[:MOST_SOURCE]
    return {**stood, "by_year": dict(sorted(years.items())), "source": named, "by": offer.by}


def _sorted(heard: Iterable[Heard]) -> dict[str, dict[int, dict[Teller, Heard]]]:
    found: dict[str, dict[int, dict[Teller, Heard]]] = {}
    for each in heard:
        if each.told.by in PARTIES and each.told.indicator in FROM and not each.told.of:
            found.setdefault(each.told.indicator, {}).setdefault(each.told.year, {})[each.told.by] = each
    return found


def _offer(
    quantity: str, told: Mapping[int, Mapping[Teller, Heard]], held: Held | None, span: set[int]
) -> Offer | None:  # fmt: skip
    wanted = {year: told[year] for year in sorted(span & set(told)) if _is_new(told[year], held, year)}
    if not wanted:
        return None
    tellers = [each for each in PARTIES if any(each in sides for sides in wanted.values())]
    sources = dict.fromkeys(sides[by].told.source for by in tellers for sides in wanted.values() if by in sides)
    instead = {year: stands for year in wanted if held is not None and (stands := held.given.at(year)) is not None}
    return Offer(
        quantity, {year: _range(sides) for year, sides in wanted.items()}, instead,
        tellers[0] if len(tellers) == 1 else "both", tuple(filter(None, sources)),
    )  # fmt: skip


def _is_new(sides: Mapping[Teller, Heard], held: Held | None, year: int) -> bool:
    if held is None or year not in held.given.by_year:
        return held is None or held.given.at(year) != _range(sides)
    return held.given.by_year[year] != _range(sides) and max(each.at for each in sides.values()) > held.at


def _range(sides: Mapping[Teller, Heard]) -> Range:
    ends = list(_ends(sides))
    values = [each.told.value for each in sides.values()]
    return Range(sum(values) / len(values), min(ends), max(ends))


def _ends(sides: Mapping[Teller, Heard]) -> Iterator[float]:
    for each in sides.values():
        yield from (end for end in (each.told.low, each.told.value, each.told.high) if end is not None)
