"""Suggestions of codes for a text, each with the words that raised it; nobody's coding until a coder takes them.

A word of the book's lists fits a word of the text where they are equal without accents and usual endings, where the
list says ``recruit*``, or where a long word was mistyped. A list may hold several words in a row ("lack of money").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from concord.reporting.coding.book import Code, CodeBook

#: A word at least this long is also found mistyped, where it is this much alike (0–100).
LONG, ALIKE = 7, 92
_WORD = re.compile(r"\w+", re.UNICODE)
_LISTED = re.compile(r"[\w*]+", re.UNICODE)
#: Usual endings and, in Arabic, beginnings that are taken off before words are compared; at least three signs stay.
_ENDINGS = {
    "en": ("ings", "ing", "ies", "es", "ed", "s"),
    "fr": ("ements", "ement", "es", "s", "e"),
    "es": ("aciones", "es", "s", "as", "os"),
    "ru": ("ами", "ями", "ого", "его", "ому", "ему", "ов", "ев", "ей", "ам", "ям", "ах", "ях", "ой", "ый", "ий", "ая",
           "ое", "ые", "а", "я", "ы", "и", "у", "ю", "е", "о", "ь"),
    "ar": ("ات", "ون", "ين", "ية", "ة", "ها"),
}  # fmt: skip
_BEGINNINGS = {"ar": ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل")}
#: Languages written without spaces: words are found wherever they stand.
_UNSPACED = frozenset({"zh"})


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a text: where they begin and end (in characters), and the word of the list they fit."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that may fit, and why."""

    code: Code
    spans: tuple[Span, ...]

    def words(self, text: str) -> tuple[str, ...]:
        """The words of the text that raised it, each once."""
        return tuple(dict.fromkeys(text[each.start : each.end] for each in self.spans))


def suggest(book: CodeBook, text: str, *, language: str, part: str = "") -> tuple[Suggestion, ...]:
    """Codes whose words stand in a text, those with the most different words first.

    Args:
        book: The code book.
        text: The answer.
        language: The language it is written in, two letters.
        part: The part of the report it answers; codes of other parts are not suggested.

    Returns:
        One suggestion a code, empty where no word of a list stands in the text.
    """
    found = []
    for code in book.of_part(part) if part else book.codes:
        spans = tuple(dict.fromkeys(_spans(text, code.words.get(language, ()), language)))
        if spans:
            found.append(Suggestion(code, tuple(sorted(spans, key=lambda each: (each.start, -each.end)))))
    place = {code.id: at for at, code in enumerate(book.codes)}
    return tuple(sorted(found, key=lambda each: (-len({one.word for one in each.spans}), place[each.code.id])))


def _spans(text: str, words: Sequence[str], language: str) -> Iterator[Span]:
    if language in _UNSPACED:
        for word in words:
            yield from (Span(each.start(), each.end(), word) for each in re.finditer(re.escape(word.rstrip("*")), text))
        return
    tokens = _tokens(text, language)
    for word in words:
        wanted = _pattern(word, language)
        for at in range(len(tokens) - len(wanted) + 1):
            if all(_fits(want, tokens[at + step]) for step, want in enumerate(wanted)):
                yield Span(tokens[at].start, tokens[at + len(wanted) - 1].end, word)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    folded: str
    stem: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    folded: str
    stem: str
    is_beginning: bool


@lru_cache(maxsize=64)
def _tokens(text: str, language: str) -> tuple[_Token, ...]:
    found = ((each.start(), each.end(), folded(each.group())) for each in _WORD.finditer(text))
    return tuple(_Token(start, end, word, stem(word, language)) for start, end, word in found)


@lru_cache(maxsize=4096)
def _pattern(word: str, language: str) -> tuple[_Wanted, ...]:
    parts = (folded(each) for each in _LISTED.findall(word))
    return tuple(
        _Wanted(each.rstrip("*"), stem(each.rstrip("*"), language), each.endswith("*")) for each in parts if each != "*"
    )


def _fits(wanted: _Wanted, token: _Token) -> bool:
    if wanted.is_beginning:
        return token.folded.startswith(wanted.folded) or token.stem.startswith(wanted.folded)
    if wanted.folded == token.folded or wanted.stem == token.stem:
        return True
    if min(len(wanted.folded), len(token.folded)) < LONG:
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(wanted.folded, token.folded) >= ALIKE


def folded(text: str) -> str:
    """Small letters without accents; Arabic without vowel signs and with one alef."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in plain if not unicodedata.combining(each)).translate(str.maketrans("أإآى", "اااي"))


def stem(word: str, language: str) -> str:
    """A folded word without a usual ending (and, in Arabic, beginning); simple on purpose, the same for everybody."""
    for beginning in _BEGINNINGS.get(language, ()):
        if word.startswith(beginning) and len(word) - len(beginning) >= 3:
            word = word[len(beginning) :]
            break
    for ending in _ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def marked(text: str, suggestions: Sequence[Suggestion]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The text in pieces, each with the ids of the codes its words raised; the pieces together are the text.

    Example:
        >>> marked("no money", ())
        (('no money', ()),)
    """
    edges = sorted({0, len(text), *(at for each in suggestions for one in each.spans for at in (one.start, one.end))})
    pieces = []
    for start, end in pairwise(edges):
        held = tuple(
            each.code.id for each in suggestions if any(one.start <= start and end <= one.end for one in each.spans)
        )
        pieces.append((text[start:end], held))
    return tuple(pieces)
