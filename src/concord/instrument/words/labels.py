"""Labels as they are quoted in a sentence: on one line, without marks of style, other answers named by number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from concord.declarations.messages import fill
from concord.instrument.model import Instrument, Question
from concord.vocabulary.languages import direction
from concord.vocabulary.text import Text, Wording

LONGEST = 110
_REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_MARKUP = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|</?(?:span|b|i|u|br|p|strong|em)\b[^>]*>|^#{1,6}\s+", re.MULTILINE)
Numbers = Mapping[tuple[str, ...], str]


def phrase(name: str, language: str, /, **params: object) -> str:
    """One declared pattern, such as ``is``, filled in."""
    return fill(f"instrument.words.{name}", params, language).message


def without_markup(text: str) -> str:
    """A label without the few marks of style that XLSForm allows in it."""
    return _MARKUP.sub(lambda found: found.group(2) or "", text).strip()


def plain_label(text: Text, instrument: Instrument, language: str, *, numbers: Numbers | None = None) -> str:
    """A label for a file that cannot change: ``${q}`` in it becomes "[the answer to 3.5]".

    Args:
        text: The wording in all its languages.
        instrument: Whose wording it is.
        language: The language wanted; the nearest there is stands in for it.
        numbers: Number of each question by path; without them a question is named by its label.
    """

    said = text.best(language)
    return _isolated(_with_names(without_markup(said.text), instrument, language, numbers), said, language)


def without_answers(said: Wording, instrument: Instrument, *, numbers: Numbers | None = None) -> Wording:
    """A wording where no answers are at hand: ``${q}`` in it becomes "[the answer to 3.5]", all else stays.

    Args:
        said: The wording in one language, in which the inserted words are too.
        instrument: Whose wording it is.
        numbers: Number of each question by path; without them a question is named by its label.
    """
    if "${" not in said.text:
        return said
    return replace(said, text=_with_names(said.text, instrument, said.language, numbers))


def _with_names(text: str, instrument: Instrument, language: str, numbers: Numbers | None) -> str:
    def named(found: re.Match[str]) -> str:
        nodes = instrument.named(found.group(1))
        if len(nodes) == 1 and isinstance(nodes[0], Question) and not nodes[0].is_asked:
            return phrase("inserted-calculated", language)
        said = numbers.get(nodes[0].path, "") if numbers and len(nodes) == 1 else ""
        if not said and len(nodes) == 1 and isinstance(nodes[0], Question):
            said = without_markup(_REFERENCE.sub("…", nodes[0].label.best(language).text))
        return phrase("inserted", language, question=said or found.group(1))

    return _REFERENCE.sub(named, text)


def _isolated(text: str, said: Wording, language: str) -> str:
    """A wording of another direction than the page around it keeps its marks at its own ends."""
    if not text or said.direction == direction(language):
        return text
    begin = "\u2067" if said.direction == "rtl" else "\u2066"
    return "\n".join(f"{begin}{line}\u2069" for line in text.split("\n"))


def quoted(question_label: str) -> str:
    """A label short enough to stand inside a sentence."""
    line = " ".join(question_label.split()).rstrip(" :")
    if len(line) <= LONGEST:
        return line
    return line[: LONGEST - 1].rstrip() + "…" + ("\u2069" if line[:1] in ("\u2066", "\u2067") else "")


@lru_cache(maxsize=256)
def choice_label(instrument: Instrument, listed: str, name: str, language: str) -> str:
    """The label of a choice, or its name where it has none."""
    found = instrument.lists[listed].choice(name) if listed in instrument.lists else None
    return quoted(without_markup(found.label.best(language).text)) or name if found else name
