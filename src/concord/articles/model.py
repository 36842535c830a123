"""What the Code consists of, as values: versions, articles, obligations, amendments, reviews, resolutions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from concord.declarations.messages import fill
from concord.vocabulary.text import Wording, wording

Verification = Literal["verified", "confirmed-in-substance", "contested", "unverified"]
VERIFICATIONS: tuple[Verification, ...] = ("verified", "confirmed-in-substance", "contested", "unverified")
DOMAIN = "articles"
_PARAGRAPH = re.compile(r"(?P<paragraph>(?P<article>\d+)(?:\.\d+|\(\d+\)))[a-z]?\Z")


def worst(states: tuple[Verification, ...]) -> Verification:
    """The least certain of several states; ``unverified`` where there is none."""
    return max(states, key=VERIFICATIONS.index, default="unverified")


def verification_words(state: Verification, language: str = "en") -> str:
    """What a verification state means, as a sentence for readers."""
    return fill(f"articles.verification.{state}", {}, language).message


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something was read: a document, the place in it, and a link where there is one."""

    document: str
    place: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who owes something under the Code; ``stakeholder`` marks the list of article 2.2."""

    id: str
    name: str
    stakeholder: bool = False

    def said(self, language: str = "en") -> Wording:
        """The name in one language."""
        return wording(DOMAIN, f"actor.{self.id}", self.name, language)


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength word of the Code, kept exactly, and the degree it belongs to (``duty`` only for "shall")."""

    word: str
    degree: str

    def said(self, language: str = "en") -> Wording:
        """The word in one language."""
        return wording(DOMAIN, f"strength.{self.word}", self.word, language)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the Code: in force from a day until a day (both included; None is open)."""

    id: str
    title: str
    start: str
    until: str | None
    reported_days: tuple[str, ...]
    adopted_by: str
    source: Citation
    verification: Verification
    resolution: str | None = None
    amendments: str | None = None
    note: str = ""

    @property
    def is_contested(self) -> bool:
        """Whether sources differ about the day it was adopted."""
        return len(self.reported_days) > 1

    def said_title(self, language: str = "en") -> Wording:
        """The title in one language."""
        return wording(DOMAIN, f"version.{self.id}.title", self.title, language)

    def said_note(self, language: str = "en") -> Wording:
        """What to know about it, in one language; empty where there is nothing to say."""
        return wording(DOMAIN, f"version.{self.id}.note", self.note, language)


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing the Code asks: of whom, how strongly, in our own words, and where it lives in this platform.

    ``page`` is the address after the language prefix. An obligation without ``implemented_by`` says in ``not_yet`` what
    is missing or in ``why_not`` why there is nothing to implement.
    """

    id: str
    words: str
    actors: tuple[Actor, ...]
    strength: Strength
    objects: tuple[str, ...]
    source: Citation
    verification: Verification
    start: str
    file: str
    page: str
    until: str | None = None
    verification_note: str = ""
    implemented_by: tuple[str, ...] = ()
    declared_in: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    not_yet: str = ""
    why_not: str = ""

    @property
    def paragraph(self) -> str:
        """The Code's own number: ``7.2`` for 7.2c, ``1(1)`` for 1(1)."""
        return _part(self.id, "paragraph")

    @property
    def article(self) -> str:
        """The number of its article."""
        return _part(self.id, "article")

    @property
    def is_verified(self) -> bool:
        """Whether the words were read in, or confirmed by, a public copy."""
        return self.verification in ("verified", "confirmed-in-substance")

    def said(self, language: str = "en") -> Wording:
        """The obligation in one language, in English where it is not translated."""
        return wording(DOMAIN, self.id, self.words, language)

    def said_missing(self, language: str = "en") -> Wording:
        """What is not there yet, or why there is nothing to do; empty where all of it is there."""
        return wording(DOMAIN, f"{self.id}.missing", self.not_yet or self.why_not, language)


def _part(id: str, part: str) -> str:
    found = _PARAGRAPH.match(id)
    return found[part] if found else id


@dataclass(frozen=True, slots=True)
class Article:
    """One of the ten articles, with its obligations in the order of the text."""

    number: str
    title: str
    file: str
    obligations: tuple[Obligation, ...]
    numbering_note: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The Code's own paragraph numbers, each once."""
        return tuple(dict.fromkeys(obligation.paragraph for obligation in self.obligations))

    def said_title(self, language: str = "en") -> Wording:
        """The title in one language."""
        return wording(DOMAIN, f"article-{self.number}.title", self.title, language)


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change made to the Code; the paragraphs it touches may not be known (None)."""

    id: str
    subject: str
    words: str
    source: Citation
    verification: Verification
    paragraphs: tuple[str, ...] | None = None

    def said(self, language: str = "en") -> Wording:
        """The change in one language."""
        return wording(DOMAIN, f"amendment.{self.id}", self.words, language)

    def said_subject(self, language: str = "en") -> Wording:
        """Its subject in one language."""
        return wording(DOMAIN, f"amendment.{self.id}.subject", self.subject, language)


@dataclass(frozen=True, slots=True)
class Code:
    """One version of the Code, whole."""

    version: Version
    articles: tuple[Article, ...]
    amendments: tuple[Amendment, ...] = ()

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """Every obligation, in the order of the text."""
        return tuple(obligation for article in self.articles for obligation in article.obligations)


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the Code's relevance and effectiveness (article 9.5)."""

    id: str
    year: str
    title: str
    result: str
    result_verification: Verification
    source: Citation
    verification: Verification
    until_year: str = ""
    period: str = ""
    document: str = ""
    decision: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    mandate: str = ""
    evidence: str = ""

    def said_mandate(self, language: str = "en") -> Wording:
        """Who asked for the review, in one language; without words where that is not known here."""
        return wording(DOMAIN, f"review.{self.id}.mandate", self.mandate, language)

    def said_evidence(self, language: str = "en") -> Wording:
        """What the review looked at, in one language; without words where that is not known here."""
        return wording(DOMAIN, f"review.{self.id}.evidence", self.evidence, language)

    def said(self, language: str = "en") -> Wording:
        """The result in one language."""
        return wording(DOMAIN, f"review.{self.id}", self.result, language)

    def said_title(self, language: str = "en") -> Wording:
        """The title in one language."""
        return wording(DOMAIN, f"review.{self.id}.title", self.title, language)


@dataclass(frozen=True, slots=True)
class ResolutionParagraph:
    """One thing a resolution says or asks; ``asked`` is empty where it asks nobody for anything."""

    id: str
    words: str
    asked: tuple[Actor, ...]
    leads_to: tuple[str, ...]
    source: Citation
    verification: Verification
    number: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution or decision of the World Health Assembly that made, reviewed or changed the Code."""

    id: str
    kind: Literal["resolution", "decision"]
    title: str
    date: str
    body: str
    paragraphs: tuple[ResolutionParagraph, ...]
    numbers_note: str
    source: Citation
    verification: Verification
    file: str
    title_is_ours: bool = False
    adopts_version: str | None = None

    def said_title(self, language: str = "en") -> Wording:
        """The title in one language."""
        return wording(DOMAIN, f"resolution.{self.id}.title", self.title, language)

    def said(self, paragraph: ResolutionParagraph, language: str = "en") -> Wording:
        """One of its paragraphs in one language."""
        return wording(DOMAIN, f"resolution.{self.id}.{paragraph.id}", paragraph.words, language)
