"""What an area is: codes, names in six languages, and the dated facts about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from concord.vocabulary.periods import Span, at
from concord.vocabulary.text import Text, Wording

#: A day; a year, which stands for its last day; or None, the latest that is declared.
On = date | int | None
Kind = Literal["iso", "user-assigned", "statistical", "former"]
State = Literal["member", "contested", "associate", "none", "unknown"]
LATEST = date.max


def day(on: On) -> date:
    """The day that ``on`` stands for."""
    if on is None:
        return LATEST
    return date(on, 12, 31) if isinstance(on, int) else on


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that holds for a span of days, with where it was read and whether that was checked."""

    value: str
    span: Span
    source: str = ""
    verification: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A country or territory.

    Attributes:
        code: ISO 3166-1 alpha-3, or the code under which published tables hold an area outside ISO.
        alpha2: ISO 3166-1 alpha-2; empty where there is none.
        numeric: ISO 3166-1 numeric, which is M49: three digits as text; empty where there is none.
        kind: ``iso``, ``user-assigned`` (Kosovo), ``statistical`` (Channel Islands) or ``former``.
        names: Names by language.
        existed: When it existed; open at both ends for areas of today.
        successors: Codes of the areas a former one became.
        parts: Codes of the areas a statistical one covers.
    """

    code: str
    alpha2: str
    numeric: str
    kind: Kind
    names: Text
    existed: Span = field(default_factory=Span)
    successors: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    sub_region: str = ""
    depends_on: str = ""
    note: str = ""
    names_source: str = ""
    names_not_reviewed: tuple[str, ...] = ()
    regions: tuple[Fact, ...] = ()
    incomes: tuple[Fact, ...] = ()
    memberships: tuple[Fact, ...] = ()
    belongings: tuple[Fact, ...] = ()

    @property
    def id(self) -> str:
        """The code, under the name that every declared thing has for it."""
        return self.code

    def name(self, language: str = "en") -> str:
        """The name in one language: WHO's short name for Member States; English where that language is missing."""
        return self.names.best(language).text

    def wording(self, language: str = "en") -> Wording:
        """The name with the language it is really in, for pages that mark a fallback."""
        return self.names.best(language)

    def region(self, on: On = None) -> str | None:
        """The WHO region of a Member State on a day (``AFR`` …); None for others and before it was a member."""
        return _value(at(self.regions, day(on)))

    def income(self, on: On = None) -> str | None:
        """The World Bank income group in force on a day (``LIC`` … ``not-classified``); None where not known.

        A fiscal year runs from 1 July to 30 June. With None, the latest group that is declared.
        """
        if on is None:
            return self.latest_income(LATEST)
        return _value(at(self.incomes, day(on)))

    def latest_income(self, on: On) -> str | None:
        """The latest income group known on a day, even where its fiscal year is over; None where there is none."""
        begun = [fact for fact in self.incomes if fact.span.start is not None and fact.span.start <= day(on)]
        return begun[-1].value if begun else None

    def membership_fact(self, on: On = None) -> Fact | None:
        """What is declared of its membership of WHO on a day, with note, source and verification."""
        return at(self.memberships, day(on))

    def membership(self, on: On = None) -> State:
        """``member``, ``contested``, ``associate`` or ``none``; ``unknown`` before the first known list."""
        fact = self.membership_fact(on)
        if fact is None:
            return "none"
        return fact.value  # type: ignore[return-value]  # the loader admits no other word

    def is_member(self, on: On = None) -> bool:
        """Whether it counts as a Member State on a day; a contested state does."""
        return self.membership(on) in ("member", "contested")

    def groups(self, on: On = None) -> tuple[str, ...]:
        """Groups it belongs to on a day: ``LDC``, ``LLDC``, ``SIDS``, ``OECD``."""
        return tuple(fact.value for fact in self.belongings if fact.span.holds(day(on)))

    def in_group(self, group: str, on: On = None) -> bool:
        """Whether it belongs to a group on a day."""
        return group in self.groups(on)


def _value(fact: Fact | None) -> str | None:
    return None if fact is None else fact.value
