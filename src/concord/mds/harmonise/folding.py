"""How titles are made comparable: the declared steps of ``data/concordances/normalisation.yaml``, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.vocabulary.areas import fold

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


class Normaliser(dict[str, str]):
    """One language's way from a folded word to the form it is looked up under; every word is worked out once."""

    def __init__(self, rules: Mapping[str, Any], *, stem: int, ranks: Iterable[str]) -> None:
        super().__init__()
        self.script: str = rules["script"]
        self.stem = stem
        self.dropped = frozenset(map(fold, rules["drop"]))
        self.same = _folded(rules.get("same") or {})
        self.endings = _folded(rules["endings"])
        self.longest = max(map(len, self.endings), default=0)
        self.beginnings = tuple(map(fold, rules.get("beginnings") or ()))
        self.ranks = frozenset(map(fold, ranks))

    def __missing__(self, word: str) -> str:
        found = self[word] = self._worked_out(word)
        return found

    def _worked_out(self, word: str) -> str:
        if word in self.dropped:
            return ""
        word = self.same.get(word, word)
        for beginning in self.beginnings:
            if word.startswith(beginning) and len(word) - len(beginning) >= self.stem:
                word = word[len(beginning) :]
                break
        for length in range(min(self.longest, len(word) - self.stem), 0, -1):
            replaced = self.endings.get(word[-length:])
            if replaced is not None:
                return word[:-length] + replaced
        return word

    def key(self, words: Iterable[str]) -> str:
        """The key of a title's folded words."""
        return "".join(map(self.__getitem__, words))

    def without_ranks(self, words: Iterable[str]) -> tuple[str, ...]:
        """The words that are no words of rank and no figures."""
        return tuple(word for word in words if word not in self.ranks and not word.isdecimal())


def _folded(table: Mapping[str, str]) -> dict[str, str]:
    return {fold(key): fold(value) for key, value in table.items()}


@lru_cache(maxsize=1)
def _declared() -> Any:
    return read_yaml(packs.find("concordances/normalisation.yaml"))


@lru_cache(maxsize=1)
def normalisers() -> Mapping[str, Normaliser]:
    """Language → its normaliser."""
    said = _declared()
    return {
        language: Normaliser(rules, stem=said["stem"], ranks=said["ranks"].get(language, ()))
        for language, rules in said["languages"].items()
    }


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _declared()["gender_marks"]))


@lru_cache(maxsize=1)
def _letters() -> dict[int, str]:
    said = _declared()
    return str.maketrans({**said["letters"], **{each["from"]: each["to"] for each in said["replace"]}})


@lru_cache(maxsize=1)
def _replaced() -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(map(chr, _letters()))) + "]")


_MARKED = re.compile(r"[()/·•*:_.\-]|[a-zß]In")


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a title, without marks of gender.

    Example:
        >>> words_of("Infirmier(ère) diplômé·e d'État")
        ('infirmier', 'diplome', 'd', 'etat')
    """
    if _MARKED.search(text):
        text = _marks().sub("", text)
    if _replaced().search(text):
        text = text.translate(_letters())
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    return tuple(folded for word in _WORD.findall(text.lower()) if (folded := _fold_word(word)))


@lru_cache(maxsize=65_536)
def _fold_word(word: str) -> str:
    return fold(word)


def script_of(words: Iterable[str]) -> str:
    """``latin``, ``cyrillic``, ``arabic`` or ``han``: the script of the first letter."""
    for word in words:
        for letter in word:
            if letter.isalpha():
                return _script(letter)
    return "latin"


def _script(letter: str) -> str:
    if letter < "\u0370":
        return "latin"
    if "\u0400" <= letter <= "\u052f":
        return "cyrillic"
    if "\u0600" <= letter <= "\u077f" or letter >= "\ufb50":
        return "arabic"
    return "han" if letter >= "\u2e80" else "latin"
