"""XML read as a stream of elements with their lines; document types and entities end the reading.

Runs in the limited reading process. The parser is expat, as in :mod:`concord.intake.sheet_scan`: nothing outside the
file is ever asked for, and the depth of elements and the length of a text are bounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn, Protocol
from xml.parsers import expat

from concord.intake.remarks import Remarks
from concord.intake.source import Source

PIECE = 1 << 16
DEEPEST = 64
LONGEST_TEXT = 1 << 20
_REFUSED = (
    "StartDoctypeDeclHandler", "EntityDeclHandler", "UnparsedEntityDeclHandler", "ExternalEntityRefHandler",
)  # fmt: skip


class Elements(Protocol):
    """Who is told of the elements. A name is a namespace and a local name; plain attributes have names without one."""

    def start(self, space: str, name: str, attributes: Mapping[str, str], line: int) -> None:
        """An element begins."""

    def end(self, name: str, text: str, line: int) -> None:
        """An element ends; ``text`` is what stands in it after its last child."""


class _Forbidden(Exception):
    """A document type or an entity is declared."""


class _Reader:
    def __init__(self, elements: Elements, remarks: Remarks) -> None:
        self._elements, self._remarks = elements, remarks
        self._texts: list[str] = []
        self._length = 0
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        for handler in _REFUSED:
            setattr(self._parser, handler, _refuse)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, source: Source) -> None:
        with source.open() as stream:
            while piece := stream.read(PIECE):
                self._parser.Parse(piece, False)
        self._parser.Parse(b"", True)

    @property
    def line(self) -> int:
        return self._parser.CurrentLineNumber

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._remarks.stop("mds.message.too-deep", row=self.line, limit=DEEPEST)
        self._texts, self._length = [], 0
        space, _, name = full.rpartition(" ")
        self._elements.start(space, name, attributes, self.line)

    def _end(self, full: str) -> None:
        self._depth -= 1
        text = "".join(self._texts).strip()
        self._texts, self._length = [], 0
        self._elements.end(full.rpartition(" ")[2], text, self.line)

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length <= LONGEST_TEXT:
            self._texts.append(text)


def _refuse(*_arguments: object) -> NoReturn:
    raise _Forbidden


def stream(source: Source, elements: Elements, remarks: Remarks) -> None:
    """Tell ``elements`` of the whole file.

    Raises:
        Stop: It is no well-formed XML, declares a document type or an entity, or is nested too deep (remarked).
    """
    reader = _Reader(elements, remarks)
    try:
        reader.read(source)
    except _Forbidden as problem:
        raise remarks.stop("mds.message.document-type", row=reader.line) from problem
    except (expat.ExpatError, LookupError, UnicodeError, OSError, ValueError) as problem:
        raise remarks.stop("mds.message.broken", row=reader.line, format="XML") from problem
