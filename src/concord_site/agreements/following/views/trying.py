"""Figures that are tried in an account: which, instead of what, and what becomes of the three balances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from concord.agreements import account_report as report
from concord.agreements.account_model import Account, Reckoned
from concord.agreements.account_words import Speech, amount, decimals_of, ranged, scale
from concord.labour_market.curves import Range
from concord_site.agreements.following import forms_account, words


@dataclass(frozen=True, slots=True)
class Tried:
    """One figure that is tried, and the one that stands."""

    id: str
    name: str
    unit: str
    now: str
    stands: str


@dataclass(frozen=True, slots=True)
class Change:
    """A result with the figures that stand and with those that are tried, each a mean and its range."""

    name: str
    before: tuple[str, str]
    after: tuple[str, str]
    is_other: bool


def tried(standing: Account, figures: Mapping[str, Range]) -> Iterator[Tried]:
    """What is tried, in declared order."""
    speech = words.of_account()
    for used in standing.used:
        before = used.assumed if used.given is None else used.given.every
        if used.quantity in figures and before is not None:
            now, stands = (_said(each, used.unit, speech) for each in (figures[used.quantity], before))
            yield Tried(used.quantity, speech.text(f"quantity-{used.quantity}"),
                        forms_account.unit_words(used.unit), now, stands)  # fmt: skip


def changes(standing: Account, found: Account) -> list[Change]:
    """The three balances and the ratio, as they stand and as they become, in one scale."""
    speech, by = words.of_account(), scale(standing)
    return [
        *(
            Change(report.capital(report.name_of(standing, old.id, speech)), amount(old.balance, by, speech),
                   amount(new.balance, by, speech), old.balance != new.balance)
            for old, new in zip(standing.sides, found.sides, strict=True)
        ),
        Change(_("Received by the origin’s health system, of what the destination saves"),
               _ratio(standing.ratio, speech), _ratio(found.ratio, speech), standing.ratio != found.ratio),
    ]  # fmt: skip


def _ratio(of: Reckoned | None, speech: Speech) -> tuple[str, str]:
    if of is None:
        return speech.text("not-known"), ""
    middle, low, high = (speech.percent(each) for each in (of.mean, of.low, of.high))
    return middle, "" if of.is_exact else speech.text("span", low=low, high=high)


def _said(of: Range, unit: str, speech: Speech) -> str:
    if forms_account.percent(unit):
        return ranged(of * 100, speech, decimals=1)
    return ranged(of, speech, decimals=decimals_of(unit))
