"""The text as it stands in a space: versions, clauses, proposals, comments, marks, languages, amendments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from concord.errors import NotFound
from concord.texts.aligning import Alignment, align
from concord.texts.clauses import Clause, by_id, cut
from concord_site.agreements.queries.spaces import Dossier, Party, Record, Space
from concord_site.agreements.texting.records import (
    AMENDMENT,
    COMMENT,
    LANGUAGE,
    MARK,
    PROPOSAL,
    SIGNED,
    UPLOAD,
    VERSION,
    Attached,
    Comment,
    LanguageVersion,
    Mark,
    MarkState,
    Proposed,
    Standing,
    Upload,
    Version,
    digest_of,
    upload_key,
)

Kept = TypeVar("Kept", Version, LanguageVersion)


def _is_of(record: Record, party: Party) -> bool:
    """Whether somebody of a party wrote a record."""
    return any(record.by.endswith(f" ({name})") for name in dict(party.name).values())


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version with its record and its number among the versions of the space, from 1."""

    record: Record
    version: Version
    number: int

    @property
    def key(self) -> str:
        """Key of its record."""
        return self.record.key

    def clauses(self) -> tuple[Clause, ...]:
        """The version as clauses."""
        return cut(self.version.text, language=self.version.language)


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """A proposal with its record and how it stands."""

    record: Record
    proposed: Proposed
    standing: Standing


@dataclass(frozen=True, slots=True)
class ClauseMarks:
    """How a clause stands between the parties.

    Args:
        state: ``agreed`` where every party agreed to these words, ``bracketed`` where one set brackets, else ``open``.
        agreed: Parties that agreed to these words.
        bracketed: Parties that set brackets around these words.
        earlier: Parties whose mark was for other words than these.
    """

    state: MarkState
    agreed: tuple[Party, ...] = ()
    bracketed: tuple[Party, ...] = ()
    earlier: tuple[Party, ...] = ()


class Texts:
    """Everything about the text in one space of a dossier."""

    def __init__(self, dossier: Dossier, side: str) -> None:
        self.dossier = dossier
        self.side = side
        self.space: Space = dossier.space(side)

    @property
    def asked(self) -> tuple[Party, ...]:
        """The parties whose word counts here: all that are at the table, or one's own in one's own space."""
        if self.side == "own":
            return (self.dossier.mine,)
        return tuple(party for party in self.dossier.parties if not party.has_left)

    @cached_property
    def versions(self) -> tuple[KeptVersion, ...]:
        """Oldest first."""
        return tuple(
            KeptVersion(record, self._with_upload(record, Version.from_json(record.body)), number)
            for number, record in enumerate(self.space.records(VERSION), start=1)
        )

    def version(self, key: str) -> KeptVersion:
        """One version.

        Raises:
            NotFound: ``site.access.unknown``.
        """
        found = next((each for each in self.versions if each.key == key), None)
        if found is None:
            raise NotFound("site.access.unknown")
        return found

    @property
    def current(self) -> KeptVersion | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Clauses of the newest version; none before there is one."""
        return self.current.clauses() if self.current else ()

    @property
    def language(self) -> str:
        """Language of the newest version."""
        return self.current.version.language if self.current else "en"

    def clause(self, id: str) -> Clause:
        """A clause of the newest version.

        Raises:
            NotFound: ``site.access.unknown``.
        """
        found = by_id(self.clauses).get(id)
        if found is None:
            raise NotFound("site.access.unknown")
        return found

    @cached_property
    def proposals(self) -> tuple[KeptProposal, ...]:
        """All proposals, oldest first."""
        found: list[KeptProposal] = []
        for record in self.space.records(PROPOSAL):
            proposed = Proposed.from_json(record.body)
            asked = [party.id for party in self.asked if self.side == "own" or party.id != proposed.party]
            found.append(KeptProposal(record, proposed, proposed.standing(asked)))
        return tuple(found)

    def proposals_on(self, clause: str) -> tuple[KeptProposal, ...]:
        """Proposals on one clause, those to add one after it among them."""
        return tuple(each for each in self.proposals if each.proposed.proposal.clause == clause)

    @property
    def open_proposals(self) -> tuple[KeptProposal, ...]:
        """Proposals that wait for an answer."""
        return tuple(each for each in self.proposals if each.standing == "open")

    @property
    def accepted(self) -> tuple[KeptProposal, ...]:
        """Proposals that every party asked accepted, and that are in no version yet."""
        return tuple(each for each in self.proposals if each.standing == "accepted")

    @cached_property
    def comments(self) -> tuple[tuple[Record, Comment], ...]:
        """All comments, oldest first."""
        return tuple((record, Comment.from_json(record.body)) for record in self.space.records(COMMENT))

    def comments_on(self, clause: str) -> tuple[tuple[Record, Comment], ...]:
        """Comments on one clause."""
        return tuple(each for each in self.comments if each[1].clause == clause)

    @cached_property
    def _marks(self) -> Mapping[str, tuple[Mark, ...]]:
        found: dict[str, tuple[Mark, ...]] = {}
        for record in self.space.records(MARK):
            mark = Mark.from_json(record.body)
            if mark.state != SIGNED:
                found[mark.clause] = (*found.get(mark.clause, ()), mark)
        return found

    def marks_on(self, clause: Clause) -> ClauseMarks:
        """How a clause stands between the parties."""
        digest = digest_of(clause)
        by_party = {mark.party: mark for mark in self._marks.get(clause.id, ())}
        here = {party: by_party[party.id] for party in self.asked if party.id in by_party}
        holding = {party: mark for party, mark in here.items() if mark.digest == digest}
        agreed = tuple(party for party, mark in holding.items() if mark.state == "agreed")
        bracketed = tuple(party for party, mark in holding.items() if mark.state == "bracketed")
        earlier = tuple(party for party, mark in here.items() if mark.digest != digest and mark.state != "open")
        everybody = len(agreed) == len(self.asked)
        return ClauseMarks("bracketed" if bracketed else "agreed" if everybody else "open", agreed, bracketed, earlier)

    def mark_counts(self) -> dict[MarkState, int]:
        """How many clauses are agreed, bracketed and open."""
        counts: dict[MarkState, int] = {"agreed": 0, "bracketed": 0, "open": 0}
        for clause in self.clauses:
            counts[self.marks_on(clause).state] += 1
        return counts

    @property
    def signed(self) -> KeptVersion | None:
        """The version that was marked as the one that was signed."""
        record = self.space.record(MARK, SIGNED)
        wanted = Mark.from_json(record.body).version if record else ""
        return next((each for each in self.versions if each.key == wanted), None)

    @property
    def first_text(self) -> KeptVersion | None:
        """The text that amendments change: the one signed, else the newest."""
        return self.signed or self.current

    def author_of(self, kept: KeptProposal) -> str:
        """Under which name a proposal goes out: its party's between parties, its person's among one's own people."""
        proposed = kept.proposed
        party = next((each for each in self.dossier.parties if each.id == proposed.party), None)
        return str(party) if self.side == "shared" and party else proposed.proposal.author

    def names_of(self, kept: KeptProposal) -> frozenset[str]:
        """Every name under which a proposal may come back: its author's, its party's in any language."""
        proposed = kept.proposed
        names = [
            text for each in self.dossier.parties if each.id == proposed.party for text in dict(each.name).values()
        ]
        return frozenset({proposed.proposal.author, *names})

    def author_of_comment(self, record: Record, comment: Comment) -> str:
        """Under which name a comment goes out, as :meth:`author_of`; empty where its party is called otherwise now."""
        if self.side == "own":
            return comment.said_by or record.by
        return next((str(each) for each in self.dossier.parties if _is_of(record, each)), "")

    def names_of_comment(self, record: Record, comment: Comment) -> frozenset[str]:
        """Every name under which a comment may come back, that of nobody among them."""
        names = [text for each in self.dossier.parties if _is_of(record, each) for text in dict(each.name).values()]
        return frozenset({comment.said_by or record.by, *names, "–"})

    # --- languages

    @cached_property
    def languages(self) -> tuple[tuple[Record, LanguageVersion], ...]:
        """Versions in other languages than the one negotiated in, one for each language."""
        records = self.space.records(LANGUAGE)
        found = [(record, self._with_upload(record, LanguageVersion.from_json(record.body))) for record in records]
        return tuple(each for each in found if each[1].language != self.language)

    def alignment(self) -> Alignment | None:
        """All language versions beside each other; None where there are not two."""
        if self.current is None or not self.languages:
            return None
        versions: dict[str, Sequence[Clause]] = {self.language: self.clauses}
        for _record, each in self.languages:
            versions[each.language] = cut(each.text, language=each.language)
        return align(versions)

    # --- amendments

    @cached_property
    def attached(self) -> tuple[tuple[Record, Attached], ...]:
        """Amendments, protocols, annexes and letters, in the order in which they were written down."""
        return tuple((record, Attached.from_json(record.body)) for record in self.space.records(AMENDMENT))

    def upload(self, batch: str) -> Upload | None:
        """What one upload of one's own party had to say; None where there is none."""
        return self._uploads.get(batch)

    @cached_property
    def _uploads(self) -> Mapping[str, Upload]:
        return {record.key: Upload.from_json(record.body) for record in self.dossier.own.records(UPLOAD)}

    def _with_upload(self, record: Record, kept: Kept) -> Kept:
        found = self._uploads.get(upload_key(record))
        return replace(kept, file=found.file, findings=found.findings) if found else kept

    def of_batch(self, batch: str) -> Iterator[Record]:
        """Proposals and comments that one upload brought in."""
        if not batch:
            return
        yield from (each.record for each in self.proposals if each.proposed.batch == batch)
        yield from (record for record, comment in self.comments if comment.batch == batch)
