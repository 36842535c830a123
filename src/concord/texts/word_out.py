"""A text as a Word document, with proposals as tracked insertions and deletions and comments in the margin.

The parts are written by this module itself, so that every element is known: a body of paragraphs, styles, settings,
comments, core properties. The same text gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from concord.texts.clauses import Clause, cut
from concord.texts.comparing import Piece, word_by_word
from concord.texts.proposing import Proposal
from concord.texts.word_parts import (
    CONTENT_TYPES,
    DOCUMENT_RELATIONS,
    PAGE,
    RELATIONS,
    SETTINGS,
    comments_part,
    core,
    styles,
)
from concord.vocabulary.languages import direction

_TAGS = {"removed": "del", "added": "ins"}
_MARKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_MOMENT = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class Note:
    """A comment in the margin of a clause."""

    clause: str
    text: str
    author: str
    at: str


@dataclass(slots=True)
class _Line:
    """A paragraph in the making: its runs, and whether its end is put in or struck out."""

    runs: list[tuple[str, str]] = field(default_factory=list)
    end: str = "same"
    heading: int = 0
    notes: list[int] = field(default_factory=list)


def write_word(
    clauses: Sequence[Clause],
    *,
    title: str,
    language: str,
    proposals: Sequence[Proposal] = (),
    notes: Sequence[Note] = (),
) -> bytes:
    """The text as a Word document.

    Args:
        clauses: The text.
        title: Title of the document's properties; it is not put into the text.
        language: Language of the text; Arabic is set from right to left.
        proposals: Shown as tracked changes with author and date. Where a clause has several that would change or
            remove it, the last is tracked and the others stand in comments, since Word cannot show two on the same
            words.
        notes: Comments.

    Returns:
        A ``.docx``. Read again with :func:`concord.texts.reading.read_text`, its words are those of the text, and
        :func:`concord.texts.proposing.proposals_in` gives the tracked proposals again.
    """
    writer = _Writer(language)
    tracked, others = _tracked(proposals)
    notes = [*notes, *(_as_note(each) for each in others)]
    for proposal in tracked.added.get("", ()):
        writer.clause(None, proposal, [])
    for clause in clauses:
        own = [note for note in notes if note.clause == clause.id]
        writer.clause(clause, tracked.changing.get(clause.id), own)
        for proposal in tracked.added.get(clause.id, ()):
            writer.clause(None, proposal, [])
    return writer.document(title)


@dataclass(slots=True)
class _Tracked:
    changing: dict[str, Proposal] = field(default_factory=dict)
    added: dict[str, list[Proposal]] = field(default_factory=dict)


def _tracked(proposals: Iterable[Proposal]) -> tuple[_Tracked, list[Proposal]]:
    found, others = _Tracked(), list[Proposal]()
    for each in proposals:
        if each.kind == "add":
            found.added.setdefault(each.clause, []).append(each)
        else:
            if each.clause in found.changing:
                others.append(found.changing[each.clause])
            found.changing[each.clause] = each
    return found, others


def _as_note(proposal: Proposal) -> Note:
    return Note(proposal.clause, proposal.text or "–", proposal.author, proposal.at)


class _Writer:
    """Gathers the paragraphs and the comments."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._rtl = direction(language) == "rtl"
        self._body: list[str] = []
        self._comments: list[Note] = []
        self._changes = 0

    def clause(self, clause: Clause | None, proposal: Proposal | None, notes: Sequence[Note]) -> None:
        """Put one clause, or what would be added, with its tracked changes."""
        lines = list(_lines(_pieces(clause, proposal, self._language)))
        if not lines:
            return
        self._style(lines, clause)
        for note in notes:
            lines[-1].notes.append(len(self._comments))
            self._comments.append(note)
        for line in lines:
            self._body.append(self._paragraph(line, proposal))

    def document(self, title: str) -> bytes:
        """The whole package."""
        right = "<w:bidi/>" if self._rtl else ""
        section = f"<w:sectPr>{PAGE}{right}</w:sectPr>"
        body = f"<w:body>{''.join(self._body)}{section}</w:body>"
        comments = [(_clean(note.text), _clean(note.author), _moment(note.at)) for note in self._comments]
        parts = {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONS,
            "docProps/core.xml": core(_clean(title), self._language),
            "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
            "word/document.xml": _xml(f"<w:document {_SPACE}>{body}</w:document>"),
            "word/styles.xml": styles(self._language, rtl=self._rtl),
            "word/settings.xml": SETTINGS,
            "word/comments.xml": comments_part(comments, rtl=self._rtl),
        }
        return _package(parts)

    def _style(self, lines: list[_Line], clause: Clause | None) -> None:
        """Number and heading, which stand in a paragraph of their own, are set as a heading."""
        if clause is not None and clause.heading and 1 <= clause.level <= 3:
            lines[0].heading = clause.level
        elif clause is not None and clause.heading and clause.level == 0:
            lines[0].heading = 1

    def _paragraph(self, line: _Line, proposal: Proposal | None) -> str:
        style = f'<w:pStyle w:val="Heading{line.heading}"/>' if line.heading else ""
        right = "<w:bidi/>" if self._rtl else ""
        mark = "" if line.end == "same" else f"<w:rPr>{self._change(line.end, proposal)}/></w:rPr>"
        runs = "".join(self._run(kind, text, proposal) for kind, text in line.runs)
        notes = "".join(map(_noted, line.notes))
        properties = f"<w:pPr>{style}{right}{mark}</w:pPr>" if style or right or mark else ""
        return f"<w:p>{properties}{runs}{notes}</w:p>"

    def _run(self, kind: str, text: str, proposal: Proposal | None) -> str:
        right = "<w:rPr><w:rtl/></w:rPr>" if self._rtl else ""
        name = "delText" if kind == "removed" else "t"
        parts = "".join(_MARKS.get(part) or _words(name, part) for part in re.split(r"(\t|\n)", text))
        run = f"<w:r>{right}{parts}</w:r>"
        return run if kind == "same" else f"{self._change(kind, proposal)}>{run}</w:{_TAGS[kind]}>"

    def _change(self, kind: str, proposal: Proposal | None) -> str:
        """The opening of a change, without its end sign."""
        assert proposal is not None
        self._changes += 1
        at = _moment(proposal.at)
        said = f' w:date="{at}"' if at else ""
        author = quoteattr(_clean(proposal.author) or "–")
        return f'<w:{_TAGS[kind]} w:id="{self._changes}" w:author={author}{said}'


def _words(name: str, text: str) -> str:
    return f'<w:{name} xml:space="preserve">{escape(_clean(text))}</w:{name}>' if text else ""


def _noted(id: int) -> str:
    """Where a comment stands."""
    start = f'<w:commentRangeStart w:id="{id}"/><w:commentRangeEnd w:id="{id}"/>'
    return f'{start}<w:r><w:commentReference w:id="{id}"/></w:r>'


def _pieces(clause: Clause | None, proposal: Proposal | None, language: str) -> tuple[Piece, ...]:
    said = "" if proposal is None or proposal.kind == "remove" else proposal.text.strip()
    if clause is None:
        return (Piece("added", _parted(said, _head_of(said, language))),)
    text = _parted(clause.text, clause.start if clause.heading else 0)
    if proposal is None:
        return (Piece("same", text),)
    if proposal.kind == "remove":
        return (Piece("removed", text),)
    return word_by_word(text, _parted(said, _head_of(said, language)))


def _head_of(text: str, language: str) -> int:
    """Where the words below number and heading begin; 0 where there is no heading."""
    first = next(iter(cut(text, language=language)), None)
    return first.start if first is not None and first.heading else 0


def _parted(text: str, head: int) -> str:
    """The text with one blank line between its paragraphs, number and heading being one.

    Blank lines are so never taken for a change, and lines of one paragraph stay in it.
    """
    title = re.sub(r"\s*\n\s*", "\n", _plain(text[:head]))
    return "\n\n".join(part for part in (title, _plain(text[head:])) if part)


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return re.sub(r"[^\S\n]*\n\s*\n\s*", "\n\n", lines)


def _lines(pieces: Sequence[Piece]) -> Iterator[_Line]:
    """Paragraphs of the pieces: a blank line is the end of one, a single line end stays in it.

    The last one ends as before, but where all of the text is put in or taken out.
    """
    line = _Line()
    for piece in pieces:
        for part in re.split(r"(\n\s*\n)", piece.text):
            if "\n" in part and not part.strip() and part.count("\n") > 1:
                line.end = piece.kind
                if _has_words(line):
                    yield line
                line = _Line()
            elif part:
                line.runs.append((piece.kind, part))
    kinds = {piece.kind for piece in pieces}
    line.end = kinds.pop() if len(kinds) == 1 else "same"
    if _has_words(line):
        yield line


def _has_words(line: _Line) -> bool:
    return any(text.strip() for _, text in line.runs)


def _clean(text: str) -> str:
    """Without characters that no XML may hold."""
    return _NOT_XML.sub("", text)


def _moment(at: str) -> str:
    """A moment as Word writes it, or empty for one it would not read."""
    found = re.match(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?)?", at)
    if found is None:
        return ""
    return f"{found.group(1)}T{found.group(2) or '00:00'}{found.group(3) or ':00'}Z"


def _xml(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}'


def _package(parts: dict[str, str]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return into.getvalue()
