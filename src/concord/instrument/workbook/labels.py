"""Choices as people read and write them: one label each in every language, and back from any of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from concord.instrument.model import Choice, ChoiceList, Instrument
from concord.instrument.words.labels import without_markup
from concord.instrument.workbook.wordings import fold
from concord.vocabulary.languages import LANGUAGES


@lru_cache(maxsize=512)
def labels_of(instrument: Instrument, name: str, language: str) -> Mapping[str, str]:
    """:func:`labels` of one list of an instrument; empty where there is no such list."""
    listed = instrument.lists.get(name)
    return labels(listed, language) if listed else {}


def labels(listed: ChoiceList, language: str) -> Mapping[str, str]:
    """Name → label; choices that read the same are told apart by their names in brackets."""
    said = {choice.name: label(choice, language) for choice in listed.choices}
    counts = Counter(fold(text) for text in said.values())
    return {name: f"{text} ({name})" if counts[fold(text)] > 1 else text for name, text in said.items()}


def label(choice: Choice, language: str) -> str:
    """A choice's label on one line; its name where it has none."""
    return " ".join(without_markup(choice.label.best(language).text).split()) or choice.name


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Finds a choice's name from what a person wrote: a label in any language, or the name itself."""

    by_language: Mapping[str, Mapping[str, str]]
    by_name: Mapping[str, str]

    def name(self, text: str, language: str) -> str | None:
        """The choice meant, or None; the workbook's own language first, then names, then the other languages.

        A text that means one choice in one language and another in a second is not guessed at.
        """
        said = fold(text)
        own = self.by_language.get(language, {})
        if said in own:
            return own[said]
        if said in self.by_name:
            return self.by_name[said]
        meant = {its[said] for its in self.by_language.values() if said in its}
        return meant.pop() if len(meant) == 1 else None


@lru_cache(maxsize=256)
def recogniser(instrument: Instrument, name: str) -> Recogniser:
    """The recogniser of one list of choices."""
    listed = instrument.lists[name]
    by_language = {
        language: {fold(text): each for each, text in labels(listed, language).items()}
        for language in dict.fromkeys((*LANGUAGES, *instrument.languages))
    }
    return Recogniser(by_language, {fold(each.name): each.name for each in listed.choices})
