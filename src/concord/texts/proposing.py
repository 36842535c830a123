"""Proposals on the clauses of a text: what somebody would have said otherwise, put in or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from concord.errors import Invalid
from concord.texts.authors import names_of
from concord.texts.clauses import Clause, cut, joined
from concord.texts.comparing import Pair, compare
from concord.texts.matching import partners
from concord.texts.reading import TextFile

Kind = Literal["change", "add", "remove"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes for one clause.

    Args:
        clause: Id of the clause; for ``add`` the id of the clause after which the new one comes, or empty for the
            start.
        kind: ``change``, ``add`` or ``remove``.
        text: The clause as it would be, whole, with its number; empty for ``remove``.
        author: Who proposes.
        at: When, as ISO 8601; empty where it is not known.
        reason: Why, where it was said.
    """

    clause: str
    kind: Kind
    text: str = ""
    author: str = ""
    at: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Invalid("texts.proposal.kind", params={"kind": self.kind, "known": ", ".join(KINDS)})

    def to_json(self) -> dict[str, str]:
        """The proposal as plain values."""
        return {
            "clause": self.clause, "kind": self.kind, "text": self.text, "author": self.author, "at": self.at,
            "reason": self.reason,
        }  # fmt: skip

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Proposal:
        """The proposal again.

        Raises:
            Invalid: ``texts.proposal.kind``.
        """
        said = {key: str(values.get(key, "")) for key in ("clause", "kind", "text", "author", "at", "reason")}
        return cls(**said)  # type: ignore[arg-type]  # __post_init__ refuses any other kind


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that a file carries on a clause."""

    clause: str
    text: str
    author: str
    at: str


def proposals_in(file: TextFile, base: Sequence[Clause], *, language: str) -> tuple[Proposal, ...]:
    """The tracked changes of a document, as proposals on the clauses of a text.

    Each author's changes are taken by themselves: the document with them made, beside the document with none made. The
    clauses so found are matched with those of ``base`` by id, so that changes made on an older copy are still found;
    where the copy's own untouched words differ from ``base``, :func:`differs_from` says so.

    Args:
        file: The document as read.
        base: The clauses of the text it was sent for.
        language: Their language.

    Returns:
        Proposals in the order of the clauses, author by author.
    """
    before = cut(file.original, language=language)
    partner = partners(before, base)
    known = {clause.id: base[partner[at]].id for at, clause in enumerate(before) if at in partner}
    found: list[Proposal] = []
    for author in file.authors:
        after = cut(file.text(accepting=[author]), language=language)
        at = _latest(file, author)
        found += _proposed(compare(before, after, language=language).pairs, known, author, at)
    return tuple(found)


def untracked(file: TextFile, base: Sequence[Clause], *, language: str, author: str, at: str) -> tuple[Proposal, ...]:
    """What a text changed without tracking would have otherwise than ``base``, as proposals of one author."""
    after = cut(file.text(), language=language)
    return tuple(
        _proposed(compare(base, after, language=language).pairs, {each.id: each.id for each in base}, author, at)
    )


def differs_from(file: TextFile, base: Sequence[Clause], *, language: str) -> tuple[str, ...]:
    """Ids of clauses whose untouched words in the file are not those of ``base``: it was made from another version."""
    found = compare(base, cut(file.original, language=language), language=language)
    return tuple(pair.clause.id for pair in found.pairs if pair.kind != "same")


def _proposed(pairs: Sequence[Pair], known: Mapping[str, str], author: str, at: str) -> Iterator[Proposal]:
    previous = ""
    for pair in pairs:
        said = pair.after.text.strip() if pair.after else ""
        here = known.get(pair.before.id) if pair.before else None
        if here is None:
            if pair.after is not None and (pair.before is None or pair.kind == "changed"):
                yield Proposal(previous, "add", said, author, at)
            continue
        if pair.after is None:
            yield Proposal(here, "remove", "", author, at)
        elif pair.kind == "changed":
            yield Proposal(here, "change", said, author, at)
        previous = here


def _latest(file: TextFile, author: str) -> str:
    runs = (run for paragraph in file.paragraphs for run in paragraph.runs)
    own = (run for run in runs if run.change in ("ins", "del") and author in names_of(run.author))
    return max((run.at for run in own), default="")


def remarks_in(file: TextFile, *, language: str) -> tuple[Remark, ...]:
    """The comments of a document, each with the clause it stands in."""
    clauses = cut(file.original, language=language)
    ends: list[tuple[int, str]] = []
    at = 0
    for clause in clauses:
        at += len(clause.text)
        ends.append((at, clause.id))
    found: list[Remark] = []
    place = 0
    for number, paragraph in enumerate(file.paragraphs):
        for run in paragraph.runs:
            if run.change == "comment":
                found.append(Remark(_at(ends, place), run.text, run.author, run.at))
            elif run.change in ("", "del", "del-number"):
                place += len(run.text)
        place += len(file.between) if number < len(file.paragraphs) - 1 else 0
    return tuple(found)


def _at(ends: Sequence[tuple[int, str]], place: int) -> str:
    return next((id for end, id in ends if place <= end), ends[-1][1] if ends else "")


def agreed(clauses: Sequence[Clause], proposals: Sequence[Proposal]) -> str:
    """The text with proposals made: one at most for each clause to change or remove; several may be added after one.

    Raises:
        Invalid: ``texts.proposal.no-clause`` for a clause that is not there, ``texts.proposal.twice`` for a clause
            that two proposals would change or remove.
    """
    by_id: dict[str, Proposal] = {}
    added: dict[str, list[Proposal]] = {}
    known = {clause.id for clause in clauses}
    for proposal in proposals:
        if proposal.clause not in known and not (proposal.kind == "add" and proposal.clause == ""):
            raise Invalid("texts.proposal.no-clause", params={"clause": proposal.clause})
        if proposal.kind == "add":
            added.setdefault(proposal.clause, []).append(proposal)
        elif proposal.clause in by_id:
            raise Invalid("texts.proposal.twice", params={"clause": proposal.clause})
        else:
            by_id[proposal.clause] = proposal
    parts = [_with_end(each.text) for each in added.get("", ())]
    for clause in clauses:
        parts.append(_made(clause, by_id.get(clause.id)))
        for each in added.get(clause.id, ()):
            parts[-1] = parts[-1] if not parts[-1] or parts[-1].endswith("\n") else f"{parts[-1]}\n\n"
            parts.append(_with_end(each.text))
    return "".join(parts) if proposals else joined(clauses)


def _made(clause: Clause, proposal: Proposal | None) -> str:
    if proposal is None:
        return clause.text
    if proposal.kind == "remove":
        return ""
    end = clause.text[len(clause.text.rstrip()) :]
    return proposal.text.strip("\r\n") + (end or "\n")


def _with_end(text: str) -> str:
    return text.strip("\r\n") + "\n\n"
