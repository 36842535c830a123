"""A text as words, signs and spaces: joined again they are the text."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[\u3400-\u9fff]|\d+(?:[.,٫٬]\d+)+(?!\w)|[^\W\u3400-\u9fff]+|\s+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """The text in pieces: a word, a number with its signs, a Chinese character, a run of white space, or one sign.

    Example:
        >>> tokens("Each Party, 应")
        ['Each', ' ', 'Party', ',', ' ', '应']
        >>> tokens("pays 6,000.")
        ['pays', ' ', '6,000', '.']
    """
    return _TOKEN.findall(text)


def words(text: str) -> list[str]:
    """The words of the text alone, folded for comparing."""
    return [piece.casefold() for piece in tokens(text) if any(character.isalnum() for character in piece)]
