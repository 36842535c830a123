"""Whether the markup of an OpenDocument table is well formed, before the reader of it is let near.

That reader waits for the end tag of every table, and for ever where it was spelt otherwise. Expat does not: it is fed
piece by piece while the part is inflated, as in :mod:`concord.intake.sheet_scan`.
"""

from __future__ import annotations

from xml.parsers import expat

from concord.intake.sheet_scan import MarkupRefused

#: The parts that the reader opens (lower-case names).
PARTS = frozenset({"content.xml", "styles.xml", "meta-inf/manifest.xml"})


class WellFormed:
    """Feeds on the pieces of one part; an empty piece ends it."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse

    def __call__(self, piece: bytes) -> None:
        """Look at the next piece.

        Raises:
            MarkupRefused: It is not well formed, or declares a document type.
        """
        try:
            self._parser.Parse(piece, not piece)
        except (expat.ExpatError, LookupError, ValueError, OSError) as error:
            raise MarkupRefused(str(error)) from error


def watched(name: str) -> WellFormed | None:
    """What watches a part of this (lower-case) name, where its reader opens it."""
    return WellFormed() if name in PARTS else None


def _refuse(*_: object) -> None:
    raise MarkupRefused("document type")
