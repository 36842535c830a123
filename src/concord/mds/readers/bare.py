"""Headers that name a base alone: ``training`` is the country of training where its cells are countries, else nothing.

Declared in ``data/readers/words/bare_headers.csv``; told by the cells, so that yes and no or the names of courses are
not taken for countries.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.intake.flags import flag_of
from concord.mds.readers import words
from concord.mds.readers.places import named
from concord.vocabulary.areas import fold

#: So many texts of a column are looked at.
LOOKED_AT = 400
#: More than this share of the distinct texts that say anything have to name a country.
MORE_THAN = 0.5


def base(header: str) -> str:
    """``training``, ``birth`` or ``nationality`` where the header is the word for it alone; else ""."""
    return _declared().get(fold(header), "")


def are_places(texts: Iterable[str]) -> bool | None:
    """Whether most texts name a country by name or code; None where no text says anything.

    Example:
        >>> are_places(["Kenya", "IND", "Total"]), are_places(["yes", "NO"]), are_places(["", "n/a"])
        (True, False, None)
    """
    said = _said(texts)
    if not said:
        return None
    return sum(fold(text) not in _answers() and bool(named(text)) for text in said) > MORE_THAN * len(said)


def are_answers(texts: Iterable[str]) -> bool:
    """Whether the texts answer yes and no; a single text repeated does not, since NO alone may be Norway.

    Example:
        >>> are_answers(["YES", "NO", ""]), are_answers(["NO"]), are_answers(["yes", "India"])
        (True, False, False)
    """
    said = {fold(text) for text in _said(texts)}
    return len(said) > 1 and said <= _answers()


def _said(texts: Iterable[str]) -> list[str]:
    """The distinct texts that say anything of one row, marks for missing and words for a total apart."""
    distinct = dict.fromkeys(text.strip() for text in islice(texts, LOOKED_AT))
    return [text for text in distinct if text and flag_of(text) is None and words.row_kind(text) is None]


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, str], ...]:
    found = (row for path in packs.each("readers/words", "bare_headers.csv") for row in read_csv(path).rows)
    return tuple((row["role"], fold(row["word"])) for row in found)


@lru_cache(maxsize=1)
def _declared() -> dict[str, str]:
    return {word: role for role, word in _rows() if role != "answer"}


@lru_cache(maxsize=1)
def _answers() -> frozenset[str]:
    return frozenset(word for role, word in _rows() if role == "answer")
