"""What pages of the text show, made ready: clauses with marks and counts, words of two versions, words of strength."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from concord.texts.clauses import Clause
from concord.texts.comparing import Pair, Piece, pair_of, word_by_word
from concord.texts.strength import strengths
from concord_site.agreements.queries.spaces import Record
from concord_site.agreements.texting import naming
from concord_site.agreements.texting.queries import ClauseMarks, KeptProposal, Texts


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words of a clause; ``level`` is what it says of strength, in words, or empty."""

    text: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause in the list of the text."""

    clause: Clause
    name: str
    words: tuple[Words, ...]
    marks: ClauseMarks
    tag: str
    tag_words: str
    proposals: int
    comments: int
    notes: int

    @property
    def is_headed(self) -> bool:
        """Whether number and heading stand above the words; a point's number stands before them."""
        return bool(self.clause.heading or (self.clause.label and self.clause.level < 2))


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal with its words beside those of the clause as it stands."""

    record: Record
    kept: KeptProposal
    pieces: tuple[Piece, ...]
    pair: Pair | None
    tag: str
    tag_words: str
    is_mine: bool
    my_answer: str
    waits_for: tuple[str, ...]


def words_of(clause: Clause, language: str) -> tuple[Words, ...]:
    """The words of a clause below its number and heading, with those of strength marked."""
    body = clause.body
    return tuple(_marked(body, language))


def _marked(body: str, language: str) -> Iterator[Words]:
    at = 0
    for each in strengths(body, language=language):
        if each.start > at:
            yield Words(body[at : each.start])
        yield Words(each.words, naming.strength(each.level))
        at = each.end
    if at < len(body):
        yield Words(body[at:])


def lines(texts: Texts, private: Texts | None) -> list[ClauseLine]:
    """Every clause of the newest version; ``private`` is one's own space, where notes on shared clauses stand."""
    found: list[ClauseLine] = []
    for clause in texts.clauses:
        marks = texts.marks_on(clause)
        tag, said = naming.mark(marks.state)
        if marks.earlier and marks.state == "open":
            tag, said = naming.lapsed()
        waiting = [each for each in texts.proposals_on(clause.id) if each.standing in ("open", "accepted")]
        notes = notes_on(private, clause.id) if private is not None else ()
        found.append(
            ClauseLine(
                clause,
                naming.of_clause(clause),
                words_of(clause, texts.language),
                marks,
                tag,
                said,
                len(waiting),
                len(texts.comments_on(clause.id)),
                len(notes),
            )
        )
    return found


def notes_on(private: Texts, clause: str) -> tuple[Record, ...]:
    """Notes of one's own party on a clause of the shared text."""
    return tuple(record for record, comment in private.comments if comment.clause == clause and comment.on == "shared")


def proposals(texts: Texts, clause: Clause) -> list[ProposalLine]:
    """Proposals on a clause, newest first."""
    found = texts.proposals_on(clause.id)
    if clause is texts.clauses[0]:
        found = (*texts.proposals_on(""), *found)
    return [proposal_line(texts, each, clause) for each in reversed(found)]


def left_over(texts: Texts) -> list[ProposalLine]:
    """Proposals that wait, on clauses that are no longer in the text."""
    known = {clause.id for clause in texts.clauses} | {""}
    return [
        proposal_line(texts, each, None)
        for each in texts.proposals
        if each.proposed.proposal.clause not in known and each.standing in ("open", "accepted")
    ]


def proposal_line(texts: Texts, kept: KeptProposal, clause: Clause | None) -> ProposalLine:
    """One proposal beside the clause as it stands."""
    proposal = kept.proposed.proposal
    tag, said = naming.standing(kept.standing)
    pair: Pair | None = None
    if proposal.kind == "add" or clause is None:
        pieces: tuple[Piece, ...] = (Piece("added", proposal.text),)
    elif proposal.kind == "remove":
        pieces = (Piece("removed", clause.text.strip()),)
    else:
        pieces = word_by_word(clause.text.strip(), proposal.text.strip())
        new = Clause(clause.id, clause.number, clause.heading, proposal.text, clause.level, clause.label)
        pair = pair_of(Clause(**{**clause.to_json(), "start": 0}), new, texts.language)
    mine = texts.dossier.mine.id
    asked = [party for party in texts.asked if texts.side == "own" or party.id != kept.proposed.party]
    waits = tuple(str(party) for party in asked if party.id not in kept.proposed.answers)
    return ProposalLine(
        kept.record, kept, pieces, pair, tag, said, kept.proposed.party == mine,
        kept.proposed.answers.get(mine, ""), waits if kept.standing == "open" else (),
    )  # fmt: skip
