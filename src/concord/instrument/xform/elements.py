"""Strangers' XML as plain elements: no document types, no entities; size, depth and number are bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

MEBIBYTE = 1024 * 1024
MOST_BYTES, DEEPEST, MOST_ELEMENTS, MOST_ATTRIBUTES = 20 * MEBIBYTE, 100, 500_000, 200


@dataclass(slots=True, eq=False)
class Element:
    """An element without its prefix: local name, namespace, attributes by local name, what stands in it, its line."""

    name: str
    namespace: str
    attributes: Mapping[str, str]
    line: int
    content: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements directly inside."""
        return [each for each in self.content if isinstance(each, Element)]

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(each for each in self.content if isinstance(each, str))

    def find(self, *path: str) -> Element | None:
        """The first element down a path of local names."""
        here: Element | None = self
        for name in path:
            here = next((each for each in here.children if each.name == name), None) if here is not None else None
        return here

    def all(self, name: str) -> list[Element]:
        """The elements of this name directly inside."""
        return [each for each in self.children if each.name == name]

    def walk(self) -> Iterator[Element]:
        """The element and all inside it, in order."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(reversed(here.children))


class Unsafe(Exception):
    """The XML is not read; ``code`` is the last part of a finding's code.

    Args:
        code: ``broken``, ``unsafe`` or ``too-large``.
        params: Values for the wording.
        line: Where, from 1.
    """

    def __init__(self, code: str, line: int = 1, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.params = params


def parse(data: bytes, *, most: int = MOST_BYTES) -> Element:
    """The root element.

    Raises:
        Unsafe: It is broken, too large, or declares a document type or entities.
    """
    if len(data) > most:
        raise Unsafe("too-large", limit=most // MEBIBYTE, what="MB")
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unsafe("broken", error.lineno, reason=expat.ErrorString(error.code)) from error
    except (ValueError, LookupError) as error:
        raise Unsafe("broken", reason=type(error).__name__) from error
    if builder.root is None:
        raise Unsafe("broken", reason="empty")
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="\n")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise Unsafe("too-large", self.parser.CurrentLineNumber, limit=MOST_ELEMENTS, what="elements")
        if len(self.open) >= DEEPEST or len(attributes) > MOST_ATTRIBUTES:
            raise Unsafe("too-large", self.parser.CurrentLineNumber, limit=DEEPEST, what="levels")
        namespace, _, local = name.rpartition("\n")
        plain = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
        element = Element(local, namespace, plain, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].content.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        if self.open:
            self.open[-1].content.append(text)

    def _refuse(self, *_: object) -> int:
        raise Unsafe("unsafe", self.parser.CurrentLineNumber)
