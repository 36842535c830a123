"""How the account and the reports of following speak in one language: wordings, amounts, cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from concord.agreements.account_declared import declared
from concord.agreements.account_model import Account, Reckoned
from concord.documents.model import Phrase, Status, Value, phrase
from concord.documents.sentences import Plain, Saying, say
from concord.errors import NotFound
from concord.labour_market.curves import Range
from concord.vocabulary import formats
from concord.vocabulary.languages import direction
from concord.vocabulary.text import Wording

DOMAIN = "documents/benefit-account"
_SCALES = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
_MINUS, _LEFT_TO_RIGHT = "\u2212", "\u200e"
_SMALL = ("share", "share-a-year", "years", "deaths-a-year")


@dataclass(frozen=True, slots=True)
class Speech:
    """One language and one catalogue of wordings."""

    language: str
    domain: str = DOMAIN

    def say(self, key: str, **values: Saying | str) -> Phrase:
        """A declared wording with its places filled; plain text is put in as it is."""
        told = {name: Plain(each) if isinstance(each, str) else each for name, each in values.items()}
        return say(self.domain, key, self.language, **told)

    def text(self, key: str, **values: Saying | str) -> str:
        """The same as text alone."""
        return str(self.say(key, **values))

    def cell(self, key: str, **values: Saying | str) -> Value:
        """A wording as a cell, with the language it is really in."""
        said = self.say(key, **values)
        return Value(str(said), language=said.language if said.is_fallback else None)

    def number(self, number: float, decimals: int | None = None) -> str:
        """A number as the language writes it."""
        return formats.number(number, self.language, decimals=decimals)

    def signed(self, number: float, decimals: int = 1) -> str:
        """A number with its sign; nothing has none."""
        said = self.number(number, decimals)
        is_nothing = not any(each in "123456789" for each in said)
        sign = "" if is_nothing or number < 0 else "+"
        return f"{self._before}{sign}{said.lstrip(_MINUS) if is_nothing else said}"

    @property
    def _before(self) -> str:
        """What keeps a sign before its number where words run from right to left."""
        return _LEFT_TO_RIGHT if direction(self.language) == "rtl" else ""

    def date(self, when: dt.date | str | None) -> Value:
        """A date as a cell; None is missing."""
        return Value("", "missing") if not when else Value(formats.date(when, self.language))

    def listed(self, items: list[str]) -> str:
        """Items as the language joins them."""
        from babel.lists import format_list

        return str(format_list(items, locale=formats.locale(self.language))) if items else "–"

    def percent(self, share: float) -> str:
        """A share (0-1) in percent; less than one in a hundred is not told as nothing."""
        if 0 < share < 0.005:
            return f"< {formats.percent(1, self.language, decimals=0)}"
        return formats.percent(100 * share, self.language, decimals=0)

    def of_domain(self, domain: str) -> Speech:
        """The same language with another catalogue."""
        return Speech(self.language, domain)


@dataclass(frozen=True, slots=True)
class Scale:
    """In what money is told: US$, thousand, million."""

    per: float
    unit: str

    @property
    def decimals(self) -> int:
        """Digits after the point."""
        return 0 if self.per == 1 else 1


def scale(of: Account) -> Scale:
    """The scale in which the largest amount of an account has at most four digits before the point."""
    amounts = [abs(end) for side in of.sides for line in side.lines if line.whole is not None
               for end in (line.whole.low, line.whole.high)]  # fmt: skip
    largest = max(amounts, default=0.0)
    return next((Scale(per, f"unit-usd-{name}") for per, name in _SCALES if largest >= per), Scale(1.0, "unit-usd"))


def amount(given: Reckoned | None, by: Scale, speech: Speech) -> tuple[str, str]:
    """An amount and its range with their signs: ``−3.1`` and ``−4.6 to −2.2``; no range where it is exact."""
    if given is None:
        return speech.text("not-known"), ""
    said = speech.signed(given.mean / by.per, digits(given, by))
    return (said, "") if given.is_exact else (said, span(given, by, speech))


def span(given: Reckoned, by: Scale, speech: Speech) -> str:
    """The bounds alone, with signs."""
    low, high = (speech.signed(each / by.per, digits(given, by)) for each in (given.low, given.high))
    return speech.text("span", low=low, high=high)


def digits(given: Reckoned, by: Scale) -> int:
    """Digits after the point: one more, up to two more, where a range would look like one figure."""
    low, high = given.low / by.per, given.high / by.per
    if given.is_exact:
        return by.decimals
    more = (by.decimals, by.decimals + 1, by.decimals + 2)
    return next((each for each in more if round(low, each) != round(high, each)), more[-1])


def reason_said(quantity: str, reason: str, speech: Speech) -> Phrase:
    """Why a quantity is assumed as it is: the declared reason in the language; another's own reason as it stands."""
    usual = declared().quantity(quantity).usual
    try:
        is_declared = usual is not None and str(say(DOMAIN, f"reason-{usual.id}", "en")) == reason
    except NotFound:
        is_declared = False
    if usual is not None and is_declared:
        return speech.say(f"reason-{usual.id}")
    return phrase(Wording(reason, "en", is_fallback=speech.language != "en"))


def decimals_of(unit: str) -> int:
    """Digits after the point of a quantity of a unit."""
    return 2 if unit in _SMALL else 0


def ranged(given: Range | Reckoned | None, speech: Speech, *, decimals: int = 0) -> str:
    """A value with its bounds in brackets, without signs of gain and without idle zeros."""
    if given is None:
        return speech.text("not-known")
    middle = given.value if isinstance(given, Range) else given.mean
    ends = (middle, given.low, given.high)
    shown = next((each for each in range(decimals) if all(round(end, each) == round(end, decimals) for end in ends)),
                 decimals)  # fmt: skip
    said = [speech.number(each, shown) for each in ends]
    if len(set(said)) == 1:
        return said[0]
    return speech.text("value-span", value=said[0], low=said[1], high=said[2])


def figure_cell(given: Range | Reckoned | None, speech: Speech, *, decimals: int = 0) -> Value:
    """The same as a cell."""
    if given is None:
        return Value("", "missing")
    status: Status = "normal" if given.low == given.high else "estimated"
    number = given.value if isinstance(given, Range) else given.mean
    return Value(ranged(given, speech, decimals=decimals), status, number)
