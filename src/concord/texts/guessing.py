"""In which of the six languages a text seems to be written."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.texts.tokens import words

#: Words looked at; a longer text tells no more.
SAMPLE = 20_000
#: Share of the letters from which a script tells the language.
MOSTLY = 0.3


def language_of(text: str) -> str:
    """The language that the text's script and commonest words suggest; empty where they suggest none.

    Example:
        >>> language_of("Les Parties conviennent de coopérer pour la formation des infirmiers.")
        'fr'
    """
    sample = text[:SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    if not letters:
        return ""
    for language, first, last in (("zh", "\u4e00", "\u9fff"), ("ar", "\u0600", "\u06ff"), ("ru", "\u0400", "\u04ff")):
        if sum(first <= letter <= last for letter in letters) > MOSTLY * len(letters):
            return language
    found = Counter(words(sample))
    scores = {language: sum(found[word] for word in common) for language, common in _common().items()}
    best = max(scores, key=lambda language: scores[language])
    others = max((score for language, score in scores.items() if language != best), default=0)
    return best if scores[best] > 1.2 * others else ""


@lru_cache(maxsize=1)
def _common() -> dict[str, frozenset[str]]:
    """The commonest small words of the languages written in Latin letters."""
    declared = read_yaml(packs.find("texts/common-words.yaml"))["languages"]
    return {language: frozenset(said) for language, said in declared.items()}
