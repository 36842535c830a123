"""The body of a Word document: paragraphs of runs that are standing, put in or struck out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from concord.texts.authors import joint
from concord.texts.tracking import Tracked
from concord.texts.word_parts import PAGE

_TAGS = {"removed": "del", "added": "ins"}
_MARKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(slots=True)
class Line:
    """A paragraph.

    Args:
        runs: Its runs; a number is that of a comment, from 0.
        end: The change by which its end is put in or struck out; None where it stands.
        heading: Level of a heading, or 0.
    """

    runs: list[Tracked | int] = field(default_factory=list)
    end: Tracked | None = None
    heading: int = 0


class Body:
    """Gathers paragraphs and numbers their changes."""

    def __init__(self, *, rtl: bool) -> None:
        self._right = "<w:bidi/>" if rtl else ""
        self._run_right = "<w:rPr><w:rtl/></w:rPr>" if rtl else ""
        self._paragraphs: list[str] = []
        self._changes = 0

    def put(self, lines: Iterable[Line]) -> None:
        """Put paragraphs at the end."""
        self._paragraphs += [self._paragraph(line) for line in lines]

    def document(self) -> str:
        """The part ``word/document.xml``."""
        section = f"<w:sectPr>{PAGE}{self._right}</w:sectPr>"
        body = f"<w:body>{''.join(self._paragraphs)}{section}</w:body>"
        return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {_SPACE}>{body}</w:document>'

    def _paragraph(self, line: Line) -> str:
        style = f'<w:pStyle w:val="Heading{line.heading}"/>' if line.heading else ""
        mark = "" if line.end is None else f"<w:rPr>{self._change(line.end)}/></w:rPr>"
        runs = "".join(_noted(run) if isinstance(run, int) else self._run(run) for run in line.runs)
        said = f"{style}{self._right}{mark}"
        properties = f"<w:pPr>{said}</w:pPr>" if said else ""
        return f"<w:p>{properties}{runs}</w:p>"

    def _run(self, run: Tracked) -> str:
        name = "delText" if run.kind == "removed" else "t"
        parts = "".join(_MARKS.get(part) or _words(name, part) for part in re.split(r"(\t|\n)", run.text))
        made = f"<w:r>{self._run_right}{parts}</w:r>"
        return made if run.kind == "same" else f"{self._change(run)}>{made}</w:{_TAGS[run.kind]}>"

    def _change(self, run: Tracked) -> str:
        """The opening of a change, without its end sign."""
        self._changes += 1
        at = moment(run.at)
        said = f' w:date="{at}"' if at else ""
        author = quoteattr(joint(clean(name) for name in run.authors) or "–")
        return f'<w:{_TAGS[run.kind]} w:id="{self._changes}" w:author={author}{said}'


def clean(text: str) -> str:
    """Without characters that no XML may hold."""
    return _NOT_XML.sub("", text)


def moment(at: str) -> str:
    """A moment as Word writes it, or empty for one it would not read."""
    found = re.match(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?)?", at)
    if found is None:
        return ""
    return f"{found.group(1)}T{found.group(2) or '00:00'}{found.group(3) or ':00'}Z"


def _words(name: str, text: str) -> str:
    return f'<w:{name} xml:space="preserve">{escape(clean(text))}</w:{name}>' if text else ""


def _noted(id: int) -> str:
    """Where a comment stands."""
    start = f'<w:commentRangeStart w:id="{id}"/><w:commentRangeEnd w:id="{id}"/>'
    return f'{start}<w:r><w:commentReference w:id="{id}"/></w:r>'
