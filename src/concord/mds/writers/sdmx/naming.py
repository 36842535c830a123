"""Names in messages: in every language they are declared in, the wanted one first."""

from __future__ import annotations

from typing import Any

from concord.vocabulary.text import Text

#: In the order in which messages name them.
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")


def in_order(language: str) -> tuple[str, ...]:
    """The languages with the wanted one first."""
    return (language, *(each for each in LANGUAGES if each != language))


def named(name: Text, language: str = "en") -> dict[str, Any]:
    """``name`` in the wanted language, else in English, and ``names`` in all of them."""
    return {
        "name": name.best(language).text,
        "names": {each: name[each] for each in in_order(language) if each in name},
    }
