"""Amounts of money: exact decimals with their currency (ISO 4217)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from concord.vocabulary.formats import number

_SHOWN = {
    "USD": {
        "ar": "{} دولار أمريكي",
        "zh": "{}美元",
        "en": "US$ {}",
        "fr": "{} USD",
        "ru": "{} долл. США",
        "es": "US$ {}",
    }
}


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in one currency."""

    amount: Decimal
    currency: str = "USD"

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return Money(self.amount + other.amount, self.currency)


def usd(amount: Decimal | int | str) -> Money:
    """An amount in United States dollars."""
    return Money(Decimal(amount), "USD")


def shown(money: Money, language: str, *, decimals: int = 0) -> str:
    """The amount as the language writes it: ``US$ 24,270,813``."""
    digits = number(money.amount, language, decimals=decimals)
    return _SHOWN.get(money.currency, {}).get(language, "{} " + money.currency).format(digits)
