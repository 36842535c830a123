"""Words that are declared for this room (``data/concordances/words``): exact, but for case, accents and spaces."""

from __future__ import annotations

from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.vocabulary.areas import fold


@lru_cache(maxsize=32)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``words/<name>.csv`` in every pack."""
    return tuple(row for path in packs.each("concordances/words", f"{name}.csv") for row in read_csv(path).rows)


@lru_cache(maxsize=64)
def table(name: str, column: str, language: str = "") -> dict[str, str]:
    """Folded word → what it stands for; with a language, that language's words outrank the others.

    A word that stands for different things in different languages stands for both, parted by a bar, where no language
    is given.
    """
    found: dict[str, str] = {}
    for row in rows(name):
        key, said = fold(row["word"]), row[column]
        if key in found and said != found[key]:
            said = "|".join(dict.fromkeys((*found[key].split("|"), *said.split("|"))))
        found[key] = said
    if language:
        found.update({fold(row["word"]): row[column] for row in rows(name) if row["language"] == language})
    return found


def said(name: str, word: str, *, column: str = "code", language: str = "") -> str | None:
    """What a word stands for, or None; two readings are parted by a bar."""
    return table(name, column, language).get(fold(word))
