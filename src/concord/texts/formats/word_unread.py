"""What of a Word document is not read into its text, so that whoever sends it is told: notes, boxes, heads and feet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from concord.intake.remarks import Remarks
from concord.texts.formats.segments import shown
from concord.texts.formats.word_numbering import W

_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_NOTES = {"footnoteReference": 0, "endnoteReference": 1}
_FRAMES = frozenset({"drawing", "pict", "AlternateContent"})
_OTHERS = frozenset({"object", "sym", "oMath", "oMathPara", "altChunk", "subDoc", "contentPart"})


@dataclass(slots=True)
class Unread:
    """Gathers what is met and not read.

    Args:
        footnotes: Each by its id.
        endnotes: The same.
        struck_again: For each passage that one person put in and another struck: who struck it.
    """

    footnotes: Mapping[str, Element] = field(default_factory=dict)
    endnotes: Mapping[str, Element] = field(default_factory=dict)
    struck_again: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _boxes: list[str] = field(default_factory=list)
    _others: int = 0

    def note(self, element: Element) -> None:
        """Look at an element that is no words of the text."""
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in _NOTES:
            notes = self.endnotes if _NOTES[name] else self.footnotes
            self._notes.append(_words_of(notes.get(element.get(f"{W}id", ""))))
        elif name in _FRAMES:
            box = next(iter(element.iter(f"{W}txbxContent")), None)
            words = _words_of(box)
            if words:
                self._boxes.append(words)
            else:
                self._others += 1
        elif name in _OTHERS:
            self._others += 1

    def remark(self, margins: list[str], formats: set[str], remarks: Remarks) -> None:
        """Say what was not read, or not as Word shows it.

        Args:
            margins: Words of heads and feet of pages.
            formats: Formats of numbers that were written in figures.
            remarks: Where to say it.
        """
        for code, found in (("notes", self._notes), ("boxes", self._boxes), ("margins", margins)):
            if found:
                remarks.add(f"texts.word.{code}", "soft", count=len(found), words=shown(found))
        if self._others:
            remarks.add("texts.word.left-out", "soft", count=self._others)
        if self.struck_again:
            names = ", ".join(sorted(set(self.struck_again)))[:200] or "–"
            remarks.add("texts.word.struck-again", "soft", count=len(self.struck_again), names=names)
        if formats:
            remarks.add("texts.word.numbers", "soft", formats=", ".join(sorted(formats))[:200])


def is_margin(name: str) -> bool:
    """Whether a part of the package is a head or foot of pages."""
    return bool(_MARGIN.fullmatch(name))


def in_margins(parts: Mapping[str, Element | None]) -> list[str]:
    """What heads and feet of pages say, each once; those that hold page numbers alone are left out."""
    said = (_words_of(part) for part in parts.values())
    return list(dict.fromkeys(each for each in said if sum(map(str.isalpha, each)) > len("Page of")))


def by_id(part: Element | None) -> dict[str, Element]:
    """The notes of a part of the package."""
    return {each.get(f"{W}id", ""): each for each in reversed(part if part is not None else ())}


def _words_of(element: Element | None) -> str:
    texts = element.iter(f"{W}t") if element is not None else ()
    return " ".join("".join(each.text or "" for each in texts).split())
