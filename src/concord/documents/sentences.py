"""Declared sentences filled with figures: words from a file, figures from results, order from the language.

A wording is declared in ``data/documents/<id>.yaml`` under ``wordings``: a sentence with ``{named}`` places or, where a
number governs its grammar, ``{plural: <name of the place>, one: …, other: …}``. Translations are catalogued under the
key, or ``key#few`` for a plural form (CLDR categories); a sentence without one is said in English with English figures,
and its phrase is marked as a fallback.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Protocol

from concord.declarations import packs
from concord.declarations.messages import translated
from concord.declarations.read import read_yaml
from concord.documents.model import Phrase, Run, Status
from concord.errors import NotFound
from concord.vocabulary import formats, money

Declared = str | Mapping[str, str]


class Saying(Protocol):
    """Something that can be put into a sentence in any language."""

    def runs(self, language: str) -> tuple[Run, ...]:
        """Itself in words of that language."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Text that is the same in every language, such as a code."""

    text: str
    strong: bool = False
    link: str | None = None

    def runs(self, language: str) -> tuple[Run, ...]:
        """The text as it is."""
        return (Run(self.text, strong=self.strong, link=self.link),)


@dataclass(frozen=True, slots=True)
class Count:
    """A number: persons, countries, years of a span; ``None`` is said as missing."""

    value: float | int | None
    decimals: int | None = None
    status: Status = "normal"
    strong: bool = False

    def runs(self, language: str) -> tuple[Run, ...]:
        """The number with the language's separators."""
        if self.value is None:
            return (Run("··", status="missing"),)
        return (Run(formats.number(self.value, language, decimals=self.decimals), self.strong, status=self.status),)


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage, 0-100."""

    value: float
    decimals: int = 1
    strong: bool = False

    def runs(self, language: str) -> tuple[Run, ...]:
        """The number with the language's sign of percent."""
        return (Run(formats.percent(self.value, language, decimals=self.decimals), self.strong),)


@dataclass(frozen=True, slots=True)
class Dollars:
    """An amount in United States dollars."""

    value: Decimal | int
    strong: bool = False

    def runs(self, language: str) -> tuple[Run, ...]:
        """The amount as the language writes it, on one line."""
        return (Run(money.shown(money.usd(self.value), language).replace(" ", "\u00a0"), self.strong),)


@dataclass(frozen=True, slots=True)
class Year:
    """A year, without separators."""

    value: int

    def runs(self, language: str) -> tuple[Run, ...]:
        """Its four digits."""
        return (Run(str(self.value)),)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as precise as it is known."""

    value: dt.date | str

    def runs(self, language: str) -> tuple[Run, ...]:
        """The date written out."""
        return (Run(formats.date(self.value, language)),)


@dataclass(frozen=True, slots=True)
class Named:
    """Something whose name depends on the language: an area, a region, a source."""

    name: Callable[[str], str]
    strong: bool = False

    def runs(self, language: str) -> tuple[Run, ...]:
        """The name in that language."""
        return (Run(self.name(language), self.strong),)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several things joined as the language joins them: ``Canada, Norway and Israel``."""

    items: tuple[Saying, ...]

    def runs(self, language: str) -> tuple[Run, ...]:
        """The items with the language's commas and its word for *and*."""
        parts = [item.runs(language) for item in self.items]
        joined: list[Run] = []
        for before, part in zip(_joints(len(parts), language), parts, strict=True):
            joined.extend((Run(before), *part) if before else part)
        return tuple(joined)


@dataclass(frozen=True, slots=True)
class Reference:
    """The label of another block of the same document, such as ``Table 5``."""

    id: str

    def runs(self, language: str) -> tuple[Run, ...]:
        """An empty run that :func:`concord.documents.numbering.numbered` fills."""
        return (Run("", reference=self.id),)


@lru_cache(maxsize=512)
def _joints(count: int, language: str) -> tuple[str, ...]:
    """What stands before each of ``count`` items in a list of the language."""
    from babel.lists import format_list

    marks = [f"\ue000{i}\ue001" for i in range(count)]
    whole = str(format_list(marks, style="standard", locale=formats.locale(language)))
    joints = []
    for mark in marks:
        before, _, whole = whole.partition(mark)
        joints.append(before)
    return tuple(joints)


@lru_cache(maxsize=32)
def wordings(domain: str) -> Mapping[str, Declared]:
    """The declared English wordings of ``data/<domain>.yaml``.

    Raises:
        NotFound: ``declarations.pack.no-file``.
    """
    declared: Mapping[str, Declared] = read_yaml(packs.find(f"{domain}.yaml"))["wordings"]
    return declared


def say(domain: str, key: str, language: str, **values: Saying) -> Phrase:
    """One declared wording in ``language``, or in English and so marked, with its places filled.

    Args:
        domain: ``documents/dg-report``: the declared file and its catalogues.
        key: The wording's key.
        language: One of the six.
        **values: What stands in each named place.

    Raises:
        NotFound: ``documents.wording.unknown`` when the file declares no such key.
    """
    try:
        declared = wordings(domain)[key]
    except KeyError:
        raise NotFound("documents.wording.unknown", params={"file": f"{domain}.yaml", "key": key}) from None
    governing = values.get(declared["plural"]) if isinstance(declared, Mapping) else None
    number = getattr(governing, "value", None)
    text, spoken = _spoken(domain, key, declared, language, number if isinstance(number, int) else 0)
    return Phrase(_filled(text, spoken, values), spoken, spoken != language)


def _spoken(domain: str, key: str, declared: Declared, language: str, number: int) -> tuple[str, str]:
    """The sentence and the language it is really in."""
    if isinstance(declared, str):
        found = _translated(language, domain, key, declared, packs.roots())
        return (declared, "en") if found is None else (found, language)
    if language == "en":
        return declared["one" if number == 1 else "other"], "en"
    for category in (_category(number, language), "other"):
        english = declared["one"] if category == "one" else declared["other"]
        found = _translated(language, domain, f"{key}#{category}", english, packs.roots())
        if found is not None:
            return found, language
    return declared["one" if number == 1 else "other"], "en"


@lru_cache(maxsize=8192)
def _translated(language: str, domain: str, key: str, english: str, roots: tuple[Path, ...]) -> str | None:
    """A translation, looked up once a process and set of packs: a report says some sentences two hundred times."""
    return translated(language, domain, key, english)


def _category(number: int, language: str) -> str:
    return str(formats.locale(language).plural_form(number))


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(text))


def _filled(text: str, language: str, values: Mapping[str, Saying]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for literal, name in _parts(text):
        if literal:
            runs.append(Run(literal))
        if name is not None:
            value = values.get(name)
            runs.extend((Run("{" + name + "}"),) if value is None else value.runs(language))
    return tuple(runs)


def places(declared: Declared) -> frozenset[str]:
    """The named places of a wording, of all its plural forms together."""
    texts: Sequence[Any] = [declared] if isinstance(declared, str) else [declared["one"], declared["other"]]
    return frozenset(name for text in texts for _, name in _parts(text) if name)


def joined(phrases: Sequence[Phrase], separator: str = " ") -> tuple[Phrase, ...]:
    """Sentences run together into paragraphs, a new one where the language changes."""
    grouped: list[list[Phrase]] = []
    for each in phrases:
        if grouped and grouped[-1][0].language == each.language:
            grouped[-1].append(each)
        else:
            grouped.append([each])
    return tuple(_one(group, separator) for group in grouped)


def _one(group: Sequence[Phrase], separator: str) -> Phrase:
    between = "" if group[0].language.startswith("zh") else separator
    runs: list[Run] = []
    for position, each in enumerate(group):
        runs.extend((Run(between), *each.runs) if position and between else each.runs)
    return Phrase(tuple(runs), group[0].language, any(each.is_fallback for each in group))
