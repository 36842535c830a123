"""A text as comparable words with their places, for the six languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.texts.numerals import CHINESE

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
#: Written as one with the word that follows: and, so, with, as, the, to the.
_BEFORE = ("وال", "فال", "بال", "كال", "ولل", "ال", "لل")
#: Letters that are words of their own before another word.
_JOINED = frozenset("وفبلكس")
#: Letters of a word that count when whole texts are compared: endings differ, beginnings seldom.
STEM = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word: how it is compared, and where it stands.

    Args:
        form: How it is compared.
        others: Arabic alone: what it may be without "and", "so", "with", "to", "as" or "will" written as one with it.
    """

    form: str
    start: int
    end: int
    is_number: bool = False
    others: tuple[str, ...] = ()


def words(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text in order; Chinese in single characters.

    Example:
        >>> [word.form for word in words("L’Égalité, 3 ans", "fr")]
        ['l', 'egalite', '3', 'ans']
    """
    main = language.partition("-")[0]
    pattern = _HAN if main == "zh" else _WORD
    numbers = number_words(main)
    found = []
    for match in pattern.finditer(text):
        form = fold(match.group(), main)
        if form:
            others = _without_prefix(match.group()) if main == "ar" else ()
            found.append(Word(form, match.start(), match.end(), form.isdigit() or form in numbers, others))
    return tuple(found)


@lru_cache(maxsize=65536)
def _without_prefix(word: str) -> tuple[str, ...]:
    """Forms of an Arabic word whose first letters may be words of their own; whole words seldom begin so."""
    plain = "".join(letter for letter in unicodedata.normalize("NFC", word) if not unicodedata.combining(letter))
    rest = [plain[size:] for size in (1, 2) if set(plain[:size]) <= _JOINED and len(plain) > size + 2]
    form = fold(word, "ar")
    return tuple(dict.fromkeys(each for each in (fold(part, "ar") for part in rest) if each != form))


@lru_cache(maxsize=65536)
def fold(word: str, language: str) -> str:
    """A word without accents, case, vowel marks and, in Arabic, without the article."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    plain = plain.casefold()
    if language == "ru":
        return unicodedata.normalize("NFC", word).casefold().replace("ё", "е")
    if language != "ar":
        return plain
    plain = unicodedata.normalize("NFC", word).translate(_ARABIC)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    article = next((each for each in _BEFORE if plain.startswith(each) and len(plain) > len(each) + 2), "")
    return plain[len(article) :]


@lru_cache(maxsize=16)
def number_words(language: str) -> frozenset[str]:
    """Words of the language that are numbers, folded; those of several words are left out."""
    if language == "zh":
        return frozenset(CHINESE)
    declared = read_yaml(packs.find("texts/number-words.yaml"))["languages"].get(language, {})
    return frozenset(fold(word, language) for said in declared.values() for word in said if " " not in word)


def terms(text: str, language: str) -> list[str]:
    """What is compared of a text: beginnings of words, in Chinese pairs of characters."""
    found = words(text, language)
    if language.partition("-")[0] == "zh":
        pairs = pairwise(found)
        return [first.form + second.form for first, second in pairs if first.end == second.start]
    return [word.form[:STEM] for word in found if len(word.form) > 2 and not word.is_number]
