"""Finds a paragraph of the Code or a resolution, and everything in this platform that serves it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from concord.articles.as_json import amendment_json, obligation_json, resolution_json, resolution_paragraph_json
from concord.articles.loading import load, resolutions
from concord.articles.model import (
    Amendment,
    Article,
    Code,
    Obligation,
    Resolution,
    Verification,
    Version,
    verification_words,
    worst,
)
from concord.articles.version import version as version_of
from concord.articles.version import versions
from concord.declarations.messages import fill
from concord.errors import NotFound

_PREFIX = re.compile(r"^(?:articles?|art\.?|paragraph|para\.?|§)[\s:]*", re.IGNORECASE)
_LETTER = re.compile(r"\(([a-z])\)$")


@dataclass(frozen=True, slots=True)
class Where:
    """An answer to "where is 7.3?": the paragraph, who owes what, and where it is implemented, declared, shown, tested.

    ``kind`` says what was asked for. For a resolution ``obligations`` is empty and ``resolution`` holds it, with the
    paragraphs of the Code it bears on in ``bears_on``.
    """

    kind: Literal["article", "paragraph", "resolution"]
    paragraph: str
    version: Version
    articles: tuple[Article, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    resolution: Resolution | None = None
    amendments: tuple[Amendment, ...] = ()

    @property
    def implemented_by(self) -> tuple[str, ...]:
        """Dotted paths of the functions that do it."""
        return _once(path for each in self.obligations for path in each.implemented_by)

    @property
    def declared_in(self) -> tuple[str, ...]:
        """Files and folders of the data folder that declare it."""
        if self.resolution is not None:
            return (self.resolution.file,)
        return _once(path for each in self.obligations for path in each.declared_in)

    @property
    def pages(self) -> tuple[str, ...]:
        """Addresses after the language prefix where it is shown."""
        if self.resolution is not None:
            return (f"/programme/resolutions/{self.resolution.id}/",)
        return _once(each.page for each in self.obligations)

    @property
    def tests(self) -> tuple[str, ...]:
        """Test files that hold it to its promise."""
        return _once(path for each in self.obligations for path in each.tests)

    @property
    def strengths(self) -> tuple[str, ...]:
        """The Code's strength words, each once."""
        return _once(each.strength.word for each in self.obligations)

    @property
    def verification(self) -> Verification:
        """The least certain state of what is shown."""
        if self.resolution is not None:
            return worst((self.resolution.verification, *(each.verification for each in self.resolution.paragraphs)))
        return worst(tuple(each.verification for each in self.obligations))

    @property
    def bears_on(self) -> tuple[str, ...]:
        """For a resolution: the paragraphs of the Code it bears on."""
        return () if self.resolution is None else _once(p for e in self.resolution.paragraphs for p in e.leads_to)

    @property
    def words_of(self) -> str:
        """The year of the version whose words are shown: an earlier one where the amended wording is not known."""
        starts = {each.start for each in self.obligations}
        known = [each.id for each in versions() if each.start in starts]
        return max(known, default=self.version.id)

    def note(self, language: str = "en") -> str:
        """What a reader must know before relying on the wording; empty where there is nothing to say."""
        if self.kind == "resolution" or self.words_of == self.version.id:
            return ""
        params = {"version": self.version.id, "words_of": self.words_of}
        return fill("articles.version.wording-not-found", params, language).message

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """The answer with the keys that scripts rely on."""
        shown = self.resolution.paragraphs if self.resolution else ()
        return {
            "paragraph": self.paragraph,
            "version": self.version.id,
            "kind": self.kind,
            "title": self.title(language),
            "obligations": [obligation_json(each, language) for each in self.obligations]
            or [resolution_paragraph_json(self.resolution, each, language) for each in shown if self.resolution],
            "implemented_by": list(self.implemented_by),
            "declared_in": list(self.declared_in),
            "page": self.pages[0],
            "pages": list(self.pages),
            "tests": list(self.tests),
            "strength": list(self.strengths),
            "verification": self.verification,
            "verification_words": verification_words(self.verification, language),
            "words_of": self.words_of,
            "note": self.note(language),
            "numbering_notes": [each.numbering_note for each in self.articles if each.numbering_note],
            "amendments": [amendment_json(each, language) for each in self.amendments],
            "resolutions": [resolution_json(each, language) for each in self.resolutions],
            "bears_on": list(self.bears_on),
        }

    def title(self, language: str = "en") -> str:
        """The title of the article, or of the resolution."""
        if self.resolution is not None:
            return str(self.resolution.said_title(language))
        return "; ".join(str(each.said_title(language)) for each in self.articles)


def where(paragraph: str, version: str | None = None) -> Where:
    """Find a paragraph of the Code, an article, or a resolution.

    Args:
        paragraph: ``7.3``, ``7.2c``, ``7.2(c)``, ``1(1)``, ``7`` for the whole article, or ``WHA63.16``; "article"
            or "art." before it is allowed.
        version: The Code's version, ``"2010"`` or ``"2026"``; None for the latest.

    Raises:
        NotFound: ``articles.paragraph.unknown``, with the nearest paragraphs as a hint; ``articles.version.unknown``.
    """
    asked = paragraph.strip()
    for each in resolutions():
        if each.id.casefold() == asked.replace(" ", "").casefold():
            chosen = version_of(version or each.adopts_version)
            return Where("resolution", each.id, chosen, resolution=each, resolutions=(each,))
    code = load(version)
    wanted = normal(asked)
    found = _matching(code, wanted)
    if not found:
        raise _unknown(code, asked, wanted)
    return _answer(code, wanted, found)


def normal(paragraph: str) -> str:
    """A citation as the declared files write it: ``art. 7.2 (c)`` becomes ``7.2c``, ``1.1`` becomes ``1(1)``."""
    bare = _PREFIX.sub("", paragraph.strip()).replace(" ", "").lower()
    lettered = _LETTER.sub(r"\1", bare)
    return re.sub(r"^1\.(\d+)$", r"1(\1)", lettered)


def _matching(code: Code, wanted: str) -> tuple[Obligation, ...]:
    exact = tuple(each for each in code.obligations if each.id == wanted)
    return exact or tuple(each for each in code.obligations if wanted in (each.paragraph, each.article))


def _answer(code: Code, wanted: str, found: tuple[Obligation, ...]) -> Where:
    numbers = {each.article for each in found}
    ids = {name for each in found for name in (each.id, each.paragraph)}
    bearing = tuple(each for each in resolutions() if ids & {p for part in each.paragraphs for p in part.leads_to})
    touching = (e for e in code.amendments if e.paragraphs is None or ids & set(e.paragraphs))
    return Where(
        kind="article" if wanted in numbers else "paragraph",
        paragraph=wanted,
        version=code.version,
        articles=tuple(each for each in code.articles if each.number in numbers),
        obligations=found,
        resolutions=bearing,
        amendments=tuple(touching),
    )


def _unknown(code: Code, asked: str, wanted: str) -> NotFound:
    number = re.match(r"\d+", wanted)
    same = next((each.paragraphs for each in code.articles if number and each.number == number[0]), ())
    everything = [each.id for each in code.obligations] + [each.id for each in resolutions()]
    nearest = same or tuple(get_close_matches(wanted.upper(), everything, n=4, cutoff=0.4)) or ("1", "…", "10")
    params = {"paragraph": asked, "version": code.version.id, "nearest": ", ".join(nearest)}
    return NotFound("articles.paragraph.unknown", params=params, hint=fill("articles.paragraph.unknown", params).hint)


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
