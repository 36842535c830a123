"""A row's wordings in all its languages, and its expressions as the evaluator takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from concord.instrument.sheets import Row
from concord.instrument.xlsform.columns import in_language
from concord.instrument.xlsform.languages import text_of
from concord.instrument.xlsform.words import words
from concord.vocabulary.text import Text

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
_LINE = re.compile(r"[\r\n\t]+")
_NO = frozenset({"false()"})


NOTHING: Final = Text()


def text(row: Row, column: str, languages: tuple[str, ...]) -> Text:
    """The wording of one column in every language it is given in."""
    default, *others = languages
    said = {default: row[column], **{code: row[in_language(column, code)] for code in others}}
    kept = {code: value for code, value in said.items() if value}
    return text_of(kept) if kept else NOTHING


def expression(cell: str) -> str:
    """An expression with plain quotes, on one line; ``yes`` and ``no`` are ``true()`` and ``false()``."""
    plain = _LINE.sub(" ", cell.translate(_QUOTES)).strip()
    return words().truths.get(plain, plain)


def switch(cell: str) -> str:
    """As :func:`expression`, for what is off unless said (required, readonly): empty where it is off."""
    found = expression(cell)
    return "" if found in _NO else found


_PAIR = re.compile(r"([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_AS_WRITTEN = frozenset({"label", "value"})


def parameters(cell: str) -> tuple[Mapping[str, str], str]:
    """Parameters by name, and what of the cell is none (``start=1 end=10`` → both, and nothing left)."""
    found = {}
    for name, value in _PAIR.findall(cell):
        key = name.lower()
        found[key] = value if key in _AS_WRITTEN else value.lower()
    return found, re.sub(r"[\s,;]+", " ", _PAIR.sub("", cell)).strip()
