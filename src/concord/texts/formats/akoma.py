"""Akoma Ntoso 2.0 and 3.0: the words of the document, a line for each number, heading and paragraph."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.texts.formats.segments import Read, Segment, shown

NAMESPACES = (
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0",
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13",
    "http://www.akomantoso.org/2.0",
)
DEPTH = 60
_LEFT_OUT = frozenset({"meta", "authorialNote", "noteRef", "componentInfo"})
_INLINE = frozenset({
    "a", "abbr", "affectedDocument", "b", "br", "change", "concept", "courtType", "date", "decoration", "def", "del",
    "docAuthority", "docDate", "docIntroducer", "docNumber", "docProponent", "docPurpose", "docStage", "docStatus",
    "docTitle", "docType", "docketNumber", "embeddedText", "entity", "eol", "event", "fillIn", "i", "img", "inline",
    "ins", "judge", "lawyer", "location", "mod", "mref", "neutralCitation", "object", "omissis", "opinion",
    "organization", "outcome", "party", "person", "placeholder", "process", "quantity", "quotedText", "ref",
    "relatedDocument", "remark", "rmod", "role", "rref", "scene", "session", "shortTitle", "signature", "span", "sub",
    "sup", "term", "time", "tocTitle", "u", "vote",
})  # fmt: skip
# A break of line inside a paragraph, told apart from the line ends of the markup.
_BREAK = "\x0b"
#: From this many letters on a number is a unit of its own ("Article 5"), below it is a point ("(iv)").
UNIT_LETTERS = 5


def read(source: Source, remarks: Remarks, facts: dict[str, Any]) -> Read:
    """The paragraphs of the document; ``facts`` gets its language, title and dates as its metadata say them."""
    try:
        root = fromstring(source.whole(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise remarks.stop("texts.akoma.document-type") from error
    except (ParseError, ValueError, LookupError) as error:
        raise remarks.stop("texts.akoma.broken", row=getattr(error, "position", (1, 0))[0]) from error
    space, name = _parts(root.tag)
    if space not in NAMESPACES or name != "akomaNtoso":
        raise remarks.stop("texts.akoma.other", value=name[:60])
    into = _Reader(remarks)
    _facts(root, facts)
    try:
        into.walk(root, 0)
    except _TooDeep as error:
        raise remarks.stop("texts.akoma.too-deep", limit=DEPTH) from error
    into.close()
    _remark(root, remarks)
    return into.read


def _remark(root: Element, remarks: Remarks) -> None:
    """Say what was not read, and what was read although it may not stand."""
    notes = [said for each in _named(root, "authorialNote") if (said := " ".join("".join(each.itertext()).split()))]
    if notes:
        remarks.add("texts.akoma.notes", "soft", count=len(notes), words=shown(notes))
    changes = len(_named(root, "ins")) + len(_named(root, "del"))
    if changes:
        remarks.add("texts.akoma.changes", "soft", count=changes)


def _named(root: Element, name: str) -> list[Element]:
    return [each for each in root.iter() if _parts(each.tag)[1] == name]


def _parts(tag: object) -> tuple[str, str]:
    if not isinstance(tag, str):
        return "", ""
    space, _, name = tag.rpartition("}")
    return space.removeprefix("{"), name


def _facts(root: Element, facts: dict[str, Any]) -> None:
    for element in root.iter():
        name = _parts(element.tag)[1]
        if name == "FRBRlanguage":
            facts.setdefault("language", element.get("language", ""))
        elif name == "FRBRuri":
            facts.setdefault("uri", element.get("value", ""))
        elif name == "FRBRdate" and element.get("date"):
            facts.setdefault("dates", []).append([element.get("name", ""), element.get("date", "")])
        elif name == "FRBRalias":
            facts.setdefault("title", element.get("value", ""))


class _TooDeep(Exception):
    """The document is nested deeper than any text."""


class _Reader:
    """Follows the elements: one line for each block; a number that is no unit shares the line of what follows it."""

    def __init__(self, remarks: Remarks) -> None:
        self.read = Read()
        self._remarks = remarks
        self._number = ""

    def walk(self, element: Element, depth: int) -> None:
        """Put the lines of an element and of all in it."""
        if depth > DEPTH:
            raise _TooDeep
        name = _parts(element.tag)[1]
        if not name or name in _LEFT_OUT:
            return
        if name == "num":
            self._put_number(_words(element))
        elif name in ("heading", "subheading", "crossHeading"):
            self._put(_words(element), "heading-1" if name == "heading" else "")
        elif not any(_is_block(child) for child in element):
            self._put(_words(element))
        else:
            self._put_lone(element.text)
            for child in element:
                self.walk(child, depth + 1)
                self._put_lone(child.tail)

    def close(self) -> None:
        """Put a number that nothing followed."""
        if self._number:
            self.read.add([Segment(self._number)], remarks=self._remarks)
            self._number = ""

    def _put_number(self, said: str) -> None:
        self.close()
        self._number = said
        if sum(character.isalpha() for character in said) >= UNIT_LETTERS:
            self.close()

    def _put(self, said: str, style: str = "") -> None:
        if said:
            line = f"{self._number} {said}".strip()
            self._number = ""
            self.read.add([Segment(line)], style, remarks=self._remarks)

    def _put_lone(self, text: str | None) -> None:
        """Words between blocks, which no schema allows and some writers leave: kept all the same."""
        self._put(" ".join((text or "").split()))


def _is_block(element: Element) -> bool:
    name = _parts(element.tag)[1]
    return bool(name) and name not in _INLINE and name not in _LEFT_OUT


def _words(element: Element, depth: int = 0) -> str:
    lines = (" ".join(line.split()) for line in _said(element, depth).split(_BREAK))
    return "\n".join(line for line in lines if line)


def _said(element: Element, depth: int) -> str:
    if depth > DEPTH:
        raise _TooDeep
    said = [element.text or ""]
    for child in element:
        name = _parts(child.tag)[1]
        if name in ("br", "eol"):
            said.append(_BREAK)
        elif name and name not in _LEFT_OUT:
            said.append(_said(child, depth + 1))
        said.append(child.tail or "")
    return "".join(said)
