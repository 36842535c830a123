"""The sentences of a benefit account in one language: verdicts, the ratio, how to read it, what it does not tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from concord.agreements.account_model import Account, Side
from concord.agreements.account_weights import heaviest
from concord.agreements.account_words import Scale, Speech, scale
from concord.documents.model import Phrase

if TYPE_CHECKING:
    from concord.agreements.account_declared import SideId

MOST_WEIGHTS = 3


def years_said(of: Account, speech: Speech) -> str:
    """``2026 to 2030``."""
    return speech.text("years-said", first=str(of.first), last=str(of.first + of.years - 1))


def draws_said(of: Account, speech: Speech) -> str:
    """``10,000 draws, seed 1``."""
    return speech.text("seed-said", draws=speech.number(of.draws), seed=str(of.seed))


def name_of(of: Account, id: SideId, speech: Speech) -> str:
    """A party's name, or the word for its side where it has none."""
    return of.names.get(id, "") or speech.text(f"name-{id}")


def verdicts(of: Account, speech: Speech) -> tuple[Phrase, ...]:
    """One sentence a side: gains or loses in almost every case, or may do either."""
    by = scale(of)
    return tuple(_verdict(each, of, speech, by) for each in of.sides)


def _verdict(side: Side, of: Account, speech: Speech, by: Scale) -> Phrase:
    ends = {"low": "", "high": ""}
    if side.balance is not None:
        ends = {
            "low": speech.signed(side.balance.low / by.per, by.decimals),
            "high": f"{speech.signed(side.balance.high / by.per, by.decimals)} {speech.text(by.unit)}",
        }
    return speech.say(f"verdict-{side.verdict}-{side.id}", name=name_of(of, side.id, speech), **ends)


def ratio_said(of: Account, speech: Speech) -> Phrase:
    """Benefit to the origin's health system in percent of what the destination saves, with its range."""
    if of.ratio is None:
        return speech.say("ratio-unknown")
    ends = [speech.number(100 * each, 0) for each in (of.ratio.mean, of.ratio.low, of.ratio.high)]
    names = {id: name_of(of, id, speech) for id in ("origin", "destination")}
    return speech.say("ratio-said", value=ends[0], low=ends[1], high=ends[2], **names)


def note(of: Account, speech: Speech, by: Scale) -> Phrase:
    """How to read the balance."""
    return speech.say(
        "read-note", first=str(of.first), last=str(of.first + of.years - 1), unit=speech.text(by.unit),
        **{"price-year": str(of.price_year)},
    )  # fmt: skip


def weights(of: Account, speech: Speech) -> tuple[Phrase, ...]:
    """One line a side: the figures that the width of its range rests on, and their shares of it."""
    return tuple(
        speech.say("weight-said", name=capital(name_of(of, side.id, speech)), figures="; ".join(said))
        for side in of.sides
        if (said := _weights_of(of, side.id, speech))
    )


def _weights_of(of: Account, side: SideId, speech: Speech) -> list[str]:
    chosen = list(heaviest(of.weighed, side, most=MOST_WEIGHTS))
    said = [speech.text("weight-part", quantity=speech.text(f"quantity-{each.quantity}"),
                        share=speech.percent(each.share)) for each in chosen]  # fmt: skip
    rest = 1 - sum(each.share for each in chosen)
    return [*said, speech.text("weight-rest", share=speech.percent(rest))] if chosen and rest >= 0.01 else said


def capital(name: str) -> str:
    """A name at the head of a line."""
    return name[:1].upper() + name[1:]


def limits(of: Account, speech: Speech) -> Iterator[Phrase]:
    """What the account does not tell, sentence by sentence."""
    yield speech.say("limit-not-added")
    lacking = [speech.text(f"line-{line.id}") for side in of.sides for line in side.unknown]
    yield speech.say("limit-unknown", lines=speech.listed(lacking)) if lacking else speech.say("limit-unknown-none")
    assumed = [speech.text(f"quantity-{each.quantity}") for each in of.assumed]
    yield (speech.say("limit-assumed", quantities=speech.listed(assumed)) if assumed else
           speech.say("limit-assumed-none"))  # fmt: skip
    things = [speech.text(f"not-priced-{each}") for side in of.sides for each in side.not_priced]
    yield speech.say("limit-priced", things=speech.listed(things))
    yield from (speech.say(f"limit-{each}") for each in ("anyway", "elsewhere", "returns", "promise", "chance"))
