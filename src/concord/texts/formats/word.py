"""A Word document: its paragraphs with tracked insertions and deletions, counted numbers and comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from concord.intake import packages
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.texts.authors import names_of
from concord.texts.formats.segments import Read, Segment
from concord.texts.formats.word_numbering import W, numbering_of
from concord.texts.formats.word_numbers import Counter
from concord.texts.formats.word_unread import Unread, by_id, in_margins, is_margin

DEPTH = 80
#: What somebody put in and struck again: it never stood.
GONE = "gone"
#: Between two paragraphs.
END = "\n\n"
_PARTS = frozenset(
    {
        "word/document.xml",
        "word/numbering.xml",
        "word/styles.xml",
        "word/comments.xml",
        "word/footnotes.xml",
        "word/endnotes.xml",
        "word/settings.xml",
        "docprops/core.xml",
    }
)
_HEADING = re.compile(r"heading\s*(\d)|title", re.IGNORECASE)
_INSERTED, _DELETED = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_PASSED = frozenset({"hyperlink", "sdt", "sdtContent", "smartTag", "fldSimple", "customXml", "dir", "bdo"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


@dataclass(slots=True)
class _Mark:
    """Who changed what is being read, how and when."""

    change: str = ""
    author: str = ""
    at: str = ""


class _State:
    """What is known of the document while it is read."""

    def __init__(self, package: packages.Package, remarks: Remarks) -> None:
        styles = _part(package, "word/styles.xml", remarks)
        self.numbering = numbering_of(_part(package, "word/numbering.xml", remarks), styles)
        self.before, self.after = Counter(self.numbering), Counter(self.numbering)
        self.headings = _headings(styles)
        self.comments = _comments(_part(package, "word/comments.xml", remarks))
        self.remarks = remarks
        self.read = Read()
        self.unread = Unread(
            by_id(_part(package, "word/footnotes.xml", remarks)), by_id(_part(package, "word/endnotes.xml", remarks))
        )  # fmt: skip
        self.hidden = 0
        self.waiting: list[Segment] = []


def read(source: Source, limits: Limits, remarks: Remarks) -> Read:
    """The paragraphs of the body, tables cell by cell; heads, feet, notes, boxes and pictures are left out and said."""
    package = packages.inspect(source.whole(), limits, remarks, keep=lambda name: name in _PARTS or is_margin(name))
    document = _part(package, "word/document.xml", remarks)
    body = None if document is None else document.find(f"{W}body")
    if body is None:
        raise remarks.stop("texts.word.broken")
    state = _State(package, remarks)
    _blocks(body, state, _Mark(), 0)
    if state.waiting:
        state.read.add(state.waiting, remarks=remarks)
    _remark(state, package)
    return state.read


def _part(package: packages.Package, name: str, remarks: Remarks) -> Element | None:
    data = package.part(name)
    if not data:
        return None
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise remarks.stop("texts.word.broken") from error
    return root


def _headings(styles: Element | None) -> dict[str, str]:
    """Style id → ``heading-1`` … (a style's name tells, in every language of the program)."""
    found: dict[str, str] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = style.find(f"{W}name")
        said = _HEADING.fullmatch("" if name is None else name.get(f"{W}val", ""))
        if said:
            found[style.get(f"{W}styleId", "")] = f"heading-{said.group(1) or 1}"
    return found


def _comments(part: Element | None) -> dict[str, Segment]:
    found: dict[str, Segment] = {}
    for comment in part.iter(f"{W}comment") if part is not None else ():
        lines = ["".join(text.text or "" for text in line.iter(f"{W}t")) for line in comment.iter(f"{W}p")]
        said = Segment("\n".join(lines).strip(), "comment", comment.get(f"{W}author", ""), comment.get(f"{W}date", ""))
        found[comment.get(f"{W}id", "")] = said
    return found


def _blocks(parent: Element, state: _State, mark: _Mark, depth: int) -> None:
    if depth > DEPTH:
        raise state.remarks.stop("texts.word.too-deep", limit=DEPTH)
    for child in parent:
        name = _name(child)
        if name == "p":
            _paragraph(child, state, mark)
        elif name in ("tbl", "tr", "tc", "sdt", "sdtContent", "customXml") or name in _INSERTED | _DELETED:
            _blocks(child, state, _marked(child, mark, state), depth + 1)
        else:
            state.unread.note(child)


def _name(element: Element) -> str:
    tag = element.tag
    return tag.removeprefix(W) if isinstance(tag, str) and tag.startswith(W) else ""


def _marked(element: Element, outer: _Mark, state: _State) -> _Mark:
    name = _name(element)
    if name not in _INSERTED | _DELETED:
        return outer
    change, author = "del" if name in _DELETED else "ins", element.get(f"{W}author", "")
    at = element.get(f"{W}date", "")
    if {outer.change, change} != {"ins", "del"}:
        return outer if outer.change == GONE else _Mark(change, author, at)
    put_in, struck_by = (outer, author) if change == "del" else (_Mark(change, author, at), outer.author)
    if put_in.author == struck_by:
        return _Mark(GONE, struck_by)
    # What somebody put in and somebody else struck stays a proposal of the first; that it was struck is said.
    state.unread.struck_again.append(struck_by)
    return put_in


def _paragraph(paragraph: Element, state: _State, outer: _Mark) -> None:
    properties = paragraph.find(f"{W}pPr")
    end = _paragraph_mark(properties, outer, state)
    segments = [*_number(properties, state, end), *_runs(paragraph, state, outer, 0)]
    if end.change == "del":
        # The end of this paragraph is struck out: what follows is joined to it, as it would be without the end.
        state.waiting += [*segments, Segment(END, "del", end.author, end.at)]
        return
    if end.change == "ins":
        segments.append(Segment(END, "ins", end.author, end.at))
        state.waiting += segments
        return
    state.read.add([*state.waiting, *segments], _style(properties, state), remarks=state.remarks)
    state.waiting = []


def _paragraph_mark(properties: Element | None, outer: _Mark, state: _State) -> _Mark:
    if properties is not None:
        for name in ("ins", "del"):
            found = properties.find(f"{W}rPr/{W}{name}")
            if found is not None:
                return _marked(found, _Mark(), state)
    return outer


def _style(properties: Element | None, state: _State) -> str:
    found = None if properties is None else properties.find(f"{W}pStyle")
    return "" if found is None else state.headings.get(found.get(f"{W}val", ""), "")


def _number(properties: Element | None, state: _State, end: _Mark) -> Iterator[Segment]:
    """The counted number, as it was before the changes and as it is after them."""
    style = None if properties is None else properties.find(f"{W}pStyle")
    own = state.numbering.of(properties, "" if style is None else style.get(f"{W}val", ""))
    before = "" if end.change == "ins" else state.before.next(own)
    after = "" if end.change == "del" else state.after.next(own)
    if before == after:
        yield Segment(before)
        return
    yield Segment(before, "del-number")
    yield Segment(after, "ins-number")


def _runs(parent: Element, state: _State, mark: _Mark, depth: int) -> Iterator[Segment]:
    if depth > DEPTH:
        raise state.remarks.stop("texts.word.too-deep", limit=DEPTH)
    for child in parent:
        name = _name(child)
        if name == "r":
            yield from _run(child, state, mark)
        elif name in _PASSED or name in _INSERTED | _DELETED:
            yield from _runs(child, state, _marked(child, mark, state), depth + 1)
        else:
            state.unread.note(child)


def _run(run: Element, state: _State, mark: _Mark) -> Iterator[Segment]:
    properties = run.find(f"{W}rPr")
    if properties is not None and properties.find(f"{W}vanish") is not None:
        state.hidden += 1
    if mark.change == GONE:
        return
    for child in run:
        name = _name(child)
        if name == "t" or (name == "delText" and mark.change):
            yield Segment(child.text or "", mark.change, mark.author, mark.at)
        elif name == "ruby":
            for base in child.iterfind(f"{W}rubyBase/{W}r"):
                yield from _run(base, state, mark)
        elif name in _MARKS and child.get(f"{W}type") != "page":
            yield Segment(_MARKS[name], mark.change, mark.author, mark.at)
        elif name == "commentReference" and child.get(f"{W}id", "") in state.comments:
            yield state.comments[child.get(f"{W}id", "")]
        else:
            state.unread.note(child)


def _remark(state: _State, package: packages.Package) -> None:
    remarks, segments = state.remarks, [each for _, found in state.read.paragraphs for each in found]
    tracked = sum(segment.change in ("ins", "del") for segment in segments)
    names = _names(segment.author for segment in segments if segment.change in ("ins", "del"))
    if tracked:
        remarks.add("texts.word.tracked", "note", count=tracked, names=names)
    comments = [segment.author for segment in segments if segment.change == "comment"]
    if comments:
        remarks.add("texts.word.comments", "note", count=len(comments), names=_names(comments))
    if state.hidden:
        remarks.add("texts.word.hidden", "soft", count=state.hidden)
    margins = {name: _part(package, name, remarks) for name in sorted(package.parts) if is_margin(name)}
    state.unread.remark(in_margins(margins), state.after.unknown, remarks)
    if not any(segment.text.strip() for segment in segments):
        remarks.add("texts.file.no-words", "hard")


def _names(authors: Iterable[str]) -> str:
    found = {name for author in authors for name in names_of(author) if name}
    return ", ".join(sorted(found))[:200] or "–"
