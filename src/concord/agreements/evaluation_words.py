"""What people wrote in following an agreement, as phrases and cells in the reader's language."""

from __future__ import annotations

from concord.documents.model import Phrase, Run, Value, phrase
from concord.vocabulary.text import Text


def written(given: Text, language: str) -> Phrase:
    """What a person wrote, marked where it is in another language."""
    return phrase(given.best(language), language)


def cell(given: Text, language: str) -> Value:
    """The same as a cell."""
    said = given.best(language)
    return Value(said.text or "–", language=said.language if said.is_fallback else None)


def best(given: Text, language: str) -> str:
    """The same as text alone."""
    return given.best(language).text


def joined(*given: Text, language: str) -> Phrase:
    """Title in the heavier weight, then the rest, in the language in which the title is."""
    said = [each.best(language) for each in given]
    between = "" if said[0].language.startswith("zh") else " "
    head = Run(said[0].text.rstrip(".。") + ("。" if not between else "."), strong=True)
    rest = tuple(Run(between + each.text, language=each.language) for each in said[1:] if each.text)
    return Phrase((head, *rest), said[0].language, said[0].is_fallback)
