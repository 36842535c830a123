"""A text as a Word document, with proposals as tracked insertions and deletions and comments in the margin.

The same text gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from concord.texts.authors import alone
from concord.texts.clauses import Clause, cut
from concord.texts.proposing import Proposal
from concord.texts.tracking import Tracked, Wording, is_contested, one_below_the_other, tracked
from concord.texts.word_body import Body, Line, clean, moment
from concord.texts.word_parts import (
    CONTENT_TYPES,
    DOCUMENT_RELATIONS,
    RELATIONS,
    SETTINGS,
    comments_part,
    core,
    styles,
)
from concord.vocabulary.languages import direction

_MOMENT = (1980, 1, 1, 0, 0, 0)
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A comment in the margin of a clause."""

    clause: str
    text: str
    author: str
    at: str


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
        clauses: The text. Clauses that stand in one paragraph of it stand in one paragraph here.
        title: Title of the document's properties; it is not put into the text.
        language: Language of the text; Arabic is set from right to left.
        proposals: Shown as tracked changes with author and date. Where a clause has proposals of several authors, all
            are tracked, each under its author's name; words that several strike carry all their names
            (:mod:`concord.texts.tracking`). Of several by one author the last is tracked and the others stand in
            comments.
        notes: Comments.

    Returns:
        A ``.docx``. Read again with :func:`concord.texts.reading.read_text`, its words are those of the text, and
        :func:`concord.texts.proposing.proposals_in` gives the tracked proposals again, author by author.
    """
    plan, others = _planned(proposals)
    all_notes = [*notes, *(Note(each.clause, each.text or "–", each.author, each.at) for each in others)]
    body = Body(rtl=direction(language) == "rtl")
    writer = _Writer(language, plan, all_notes)
    for each in plan.added.get("", ()):
        body.put(writer.new(each))
    for group in _paragraphs(clauses):
        body.put(writer.lines(group))
        for each in plan.added.get(group[-1].id, ()):
            body.put(writer.new(each))
    comments = [(clean(note.text), clean(note.author), moment(note.at)) for note in writer.placed]
    return _package(body.document(), comments, clean(title), language)


@dataclass(slots=True)
class _Plan:
    """What is tracked: wordings of a clause by their author, and what is added after it."""

    changing: dict[str, dict[str, Proposal]] = field(default_factory=dict)
    added: dict[str, list[Proposal]] = field(default_factory=dict)


def _planned(proposals: Iterable[Proposal]) -> tuple[_Plan, list[Proposal]]:
    plan, others = _Plan(), list[Proposal]()
    for each in proposals:
        if each.kind == "add":
            plan.added.setdefault(each.clause, []).append(each)
            continue
        own = plan.changing.setdefault(each.clause, {})
        if each.author in own:
            others.append(own.pop(each.author))
        own[each.author] = each
    return plan, others


def _paragraphs(clauses: Sequence[Clause]) -> Iterator[list[Clause]]:
    """The clauses in groups that share a paragraph."""
    group: list[Clause] = []
    for clause in clauses:
        group.append(clause)
        if clause.text.endswith(("\n", "\r")):
            yield group
            group = []
    if group:
        yield group


class _Writer:
    """Makes paragraphs of clauses, with what is proposed and said on them."""

    def __init__(self, language: str, plan: _Plan, notes: Sequence[Note]) -> None:
        self._language = language
        self._plan = plan
        self._notes = notes
        self.placed: list[Note] = []

    def lines(self, group: Sequence[Clause]) -> list[Line]:
        """Paragraphs of clauses that share one."""
        if len(group) == 1 and is_contested(self._runs(group[0])):
            return self._whole_wordings(group[0])
        runs: list[Tracked | int] = []
        leaving = [self._leaving(clause) for clause in group]
        for clause, gone in zip(group, leaving, strict=True):
            runs += self._runs(clause)
            runs += self._comments(clause)
            if clause is not group[-1]:
                runs.append(_gap(clause, gone))
                runs += [run for each in self._plan.added.get(clause.id, ()) for run in self._between(each)]
        enders = [each for each in leaving[0] if all(each in others for others in leaving)]
        end = _removed("", enders) if enders else None
        return _lines(runs, end, _heading(group[0]))

    def _whole_wordings(self, clause: Clause) -> list[Line]:
        """The clause struck as a whole, and what each author puts in its place in paragraphs of its own."""
        text = self._text(clause)
        wordings = [each for each in self._wordings(clause) if each.text != text]
        standing, *others = one_below_the_other(text, wordings)
        found = _lines([standing, *self._comments(clause)], standing, _heading(clause))
        for run in others:
            found += _lines([run], run, _heading(clause))
        return found

    def new(self, proposal: Proposal) -> list[Line]:
        """Paragraphs that are put in."""
        run = Tracked("added", self._worded(proposal), (alone(proposal.author),), proposal.at)
        return _lines([run], Tracked("added", "", run.authors, run.at), 0)

    def _leaving(self, clause: Clause) -> list[Proposal]:
        return [each for each in self._plan.changing.get(clause.id, {}).values() if each.kind == "remove"]

    def _runs(self, clause: Clause) -> tuple[Tracked, ...]:
        return tracked(self._text(clause), self._wordings(clause))

    def _text(self, clause: Clause) -> str:
        return _parted(clause.text, clause.start if clause.heading else 0)

    def _wordings(self, clause: Clause) -> list[Wording]:
        proposals = self._plan.changing.get(clause.id, {}).values()
        return [Wording(alone(each.author), self._worded(each), each.at) for each in proposals]

    def _worded(self, proposal: Proposal) -> str:
        said = "" if proposal.kind == "remove" else proposal.text.strip()
        return _parted(said, self._head_of(said))

    def _head_of(self, text: str) -> int:
        """Where the words below number and heading begin; 0 where there is no heading."""
        first = next(iter(cut(text, language=self._language)), None)
        return first.start if first is not None and first.heading else 0

    def _between(self, proposal: Proposal) -> list[Tracked]:
        """A clause put in between two that share a paragraph: it has paragraphs of its own."""
        words = f"{_BREAK}{self._worded(proposal)}{_BREAK}"
        return [Tracked("added", words, (alone(proposal.author),), proposal.at)]

    def _comments(self, clause: Clause) -> list[int]:
        own = [note for note in self._notes if note.clause == clause.id]
        first = len(self.placed)
        self.placed += own
        return list(range(first, first + len(own)))


def _gap(clause: Clause, leaving: Sequence[Proposal]) -> Tracked:
    """The space between a clause and the next one in its paragraph, which goes where the clause goes."""
    space = clause.text[len(clause.text.rstrip()) :]
    return _removed(space, leaving) if leaving else Tracked("same", space)


def _removed(text: str, proposals: Sequence[Proposal]) -> Tracked:
    at = max(each.at for each in proposals)
    return Tracked("removed", text, tuple(alone(each.author) for each in proposals), at)


def _heading(clause: Clause) -> int:
    """Number and heading, which stand in a paragraph of their own, are set as a heading."""
    if not clause.heading or clause.level > 3:
        return 0
    return max(1, clause.level)


def _parted(text: str, head: int) -> str:
    """The text with one blank line between its paragraphs, number and heading being one.

    Blank lines are so never taken for a change, and lines of one paragraph stay in it.
    """
    title = re.sub(r"\s*\n\s*", "\n", _plain(text[:head]))
    return _BREAK.join(part for part in (title, _plain(text[head:])) if part)


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return re.sub(r"[^\S\n]*\n\s*\n\s*", _BREAK, lines)


def _lines(runs: Iterable[Tracked | int], end: Tracked | None, heading: int) -> list[Line]:
    """Paragraphs of the runs: a blank line is the end of one, a single line end stays in it."""
    found, line = list[Line](), Line(heading=heading)
    for run in runs:
        if isinstance(run, int):
            line.runs.append(run)
            continue
        for part in re.split(r"(\n\s*\n)", run.text):
            if part.count("\n") > 1 and not part.strip():
                line.end = None if run.kind == "same" else run
                found.append(line)
                line = Line()
            elif part:
                line.runs.append(Tracked(run.kind, part, run.authors, run.at))
    line.end = end
    return [each for each, before in zip([*found, line], [None, *found], strict=True) if _is_needed(each, before)]


def _is_needed(line: Line, before: Line | None) -> bool:
    """Whether a paragraph says something, or its end parts what the end before it joins."""
    said = any(isinstance(run, int) or run.text.strip() for run in line.runs)
    return said or (line.end is not None and before is not None and before.end is not None)


def _package(document: str, comments: Sequence[tuple[str, str, str]], title: str, language: str) -> bytes:
    rtl = direction(language) == "rtl"
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": core(title, language),
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/document.xml": document,
        "word/styles.xml": styles(language, rtl=rtl),
        "word/settings.xml": SETTINGS,
        "word/comments.xml": comments_part(comments, rtl=rtl),
    }
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return into.getvalue()
