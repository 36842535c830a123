"""Whether a text is the exact name or code of an area, without looking for names that are alike.

:func:`concord.vocabulary.areas.resolve` also suggests, which takes a hundred times as long; columns of names are tested
text by text.
"""

from __future__ import annotations

from concord.vocabulary.areas import fold
from concord.vocabulary.areas_resolve import index


def named(text: str) -> tuple[str, ...]:
    """The areas that a text names exactly: one, several where it is ambiguous, or none.

    Example:
        >>> named("Côte d'Ivoire"), named("Congo"), named("Nowhere")
        (('CIV',), ('COD', 'COG'), ())
    """
    key = fold(text)
    code = key.zfill(3) if key.isdecimal() and key.isascii() else key
    known = index()
    return known.codes.get(code) or known.spellings.get(key) or ()


def is_one(text: str) -> bool:
    """Whether a text names one area."""
    return len(named(text)) == 1
