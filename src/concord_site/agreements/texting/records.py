"""What this room writes into spaces: plain values and their JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from concord.errors import Invalid
from concord.findings import Finding, Findings, Level, Place
from concord.texts.amending import Amendment
from concord.texts.clauses import Clause
from concord.texts.family import Kind, Member
from concord.texts.proposing import Proposal
from concord.vocabulary.languages import LANGUAGES
from concord_site.agreements.queries.spaces import Record

VERSION, PROPOSAL, COMMENT = "text.version", "text.proposal", "text.comment"
MARK, LANGUAGE, AMENDMENT, UPLOAD = "text.mark", "text.language", "text.amendment", "text.upload"
MarkState = Literal["agreed", "bracketed", "open"]
MARK_STATES: tuple[MarkState, ...] = get_args(MarkState)
Answer = Literal["accepted", "rejected"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
Standing = Literal["open", "accepted", "rejected", "withdrawn", "taken"]
#: Key of the mark that says which version was signed.
SIGNED = "signed"


def upload_key(record: Record) -> str:
    """Key of what was said of the file from which a version came that stands in the shared space."""
    return f"{record.kind}/{record.key}/{record.version}"


def digest_of(clause: Clause) -> str:
    """The words of a clause in short: the same for the same words, whatever the white space."""
    return hashlib.sha256(" ".join(clause.text.split()).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the text in the language in which it is negotiated.

    ``findings`` is what the reader of an uploaded file had to say; ``file`` its name.
    """

    text: str
    language: str
    title: str = ""
    note: str = ""
    file: str = ""
    findings: Findings = field(default_factory=Findings)

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return {
            "text": self.text, "language": self.language, "title": self.title, "note": self.note, "file": self.file,
            "findings": [_finding_out(each) for each in self.findings],
        }  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Version:
        """Read a record's body."""
        said = {name: str(body.get(name, "")) for name in ("text", "title", "note", "file")}
        return cls(language=_language(body), findings=Findings(map(_finding_in, body.get("findings", ()))), **said)


def _language(body: Mapping[str, Any]) -> str:
    said = str(body.get("language") or "en")
    return said if said in LANGUAGES else "en"


def _finding_out(finding: Finding) -> dict[str, Any]:
    params = {name: value for name, value in finding.params.items() if isinstance(value, (str, int, float))}
    return {"code": finding.code, "level": finding.level, "file": finding.where.file, "params": params}


def _finding_in(body: Mapping[str, Any]) -> Finding:
    levels: dict[str, Level] = {"hard": "hard", "soft": "soft", "note": "note"}
    level = levels.get(str(body.get("level")), "note")
    return Finding(str(body.get("code")), level, Place(body.get("file")), dict(body.get("params", {})))


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal on a clause, and what the parties answered.

    Args:
        proposal: What is proposed; its author is the name as shown.
        party: Id of the party that proposes.
        on: Key of the version it was made for.
        answers: Party → its answer.
        counters: Key of the proposal it answers, or empty.
        withdrawn: Whether its party took it back.
        taken: Key of the version into which it went, or empty.
        batch: What brought it in with others, so that all can be taken back at once.
    """

    proposal: Proposal
    party: str
    on: str
    answers: Mapping[str, str] = field(default_factory=dict)
    counters: str = ""
    withdrawn: bool = False
    taken: str = ""
    batch: str = ""

    def standing(self, asked: Sequence[str]) -> Standing:
        """How it stands, where these parties are asked."""
        if self.taken:
            return "taken"
        if self.withdrawn:
            return "withdrawn"
        if "rejected" in self.answers.values():
            return "rejected"
        return "accepted" if asked and all(self.answers.get(party) == "accepted" for party in asked) else "open"

    def answered(self, party: str, answer: str) -> Proposed:
        """The same with a party's answer; an empty one takes it back.

        Raises:
            Invalid: ``texts.proposal.kind`` for anything else.
        """
        if answer and answer not in ANSWERS:
            raise Invalid("texts.proposal.kind", params={"kind": answer, "known": ", ".join(ANSWERS)})
        kept = {one: said for one, said in self.answers.items() if one != party}
        return replace(self, answers={**kept, party: answer} if answer else kept)

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return {
            "proposal": self.proposal.to_json(), "party": self.party, "on": self.on, "answers": dict(self.answers),
            "counters": self.counters, "withdrawn": self.withdrawn, "taken": self.taken, "batch": self.batch,
        }  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Proposed:
        """Read a record's body."""
        said = {name: str(body.get(name, "")) for name in ("party", "on", "counters", "taken", "batch")}
        answers = {str(party): str(answer) for party, answer in body.get("answers", {}).items()}
        proposal = Proposal.from_json(body["proposal"])
        return cls(proposal, answers=answers, withdrawn=bool(body.get("withdrawn")), **said)


@dataclass(frozen=True, slots=True)
class Comment:
    """A word on a clause; ``said_by`` is the author that an uploaded file names, where it is not who wrote it here."""

    clause: str
    text: str
    on: str = ""
    said_by: str = ""
    batch: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return {"clause": self.clause, "text": self.text, "on": self.on, "said_by": self.said_by, "batch": self.batch}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Comment:
        """Read a record's body."""
        return cls(*(str(body.get(name, "")) for name in ("clause", "text", "on", "said_by", "batch")))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was brought in: what its reader had to say, and clauses whose untouched words differ from the text.

    It may name people and quote what was left out of the text, so it stands in the space of the party that brought it.
    """

    file: str
    findings: Findings = field(default_factory=Findings)
    differs: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        found = [_finding_out(each) for each in self.findings]
        return {"title": self.file, "findings": found, "differs": list(self.differs)}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Upload:
        """Read a record's body."""
        found = Findings(map(_finding_in, body.get("findings", ())))
        return cls(str(body.get("title", "")), found, tuple(map(str, body.get("differs", ()))))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a party says of a clause's words: agreed, in brackets, open. It holds for these words alone."""

    clause: str
    party: str
    state: str
    digest: str = ""
    version: str = ""

    @property
    def key(self) -> str:
        """Key of its record: one mark of a party on a clause."""
        return SIGNED if self.state == SIGNED else f"{self.clause}/{self.party}"

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return {
            "clause": self.clause, "party": self.party, "state": self.state, "digest": self.digest,
            "version": self.version,
        }  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Mark:
        """Read a record's body."""
        return cls(*(str(body.get(name, "")) for name in ("clause", "party", "state", "digest", "version")))


@dataclass(frozen=True, slots=True)
class LanguageVersion:
    """The text in another language; ``of`` is the key of the version it renders."""

    text: str
    language: str
    of: str = ""
    file: str = ""
    findings: Findings = field(default_factory=Findings)

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        found = [_finding_out(each) for each in self.findings]
        return {"text": self.text, "language": self.language, "of": self.of, "file": self.file, "findings": found}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> LanguageVersion:
        """Read a record's body."""
        said = {name: str(body.get(name, "")) for name in ("text", "of", "file")}
        return cls(language=_language(body), findings=Findings(map(_finding_in, body.get("findings", ()))), **said)


@dataclass(frozen=True, slots=True)
class Attached:
    """An amendment, protocol, annex or letter: a text of its own, with its days and what it changes.

    ``is_withheld`` keeps its words and what it changes out of what is public, where it is named with ``reason``.
    """

    kind: Kind
    amendment: Amendment
    text: str = ""
    is_withheld: bool = False
    reason: str = ""

    def member(self) -> Member:
        """It as a text of the family, belonging to the main one."""
        of = self.amendment
        return Member(of.id, self.kind, of.title, of.signed, of.in_force, of.until, "main")

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        said = {"title": self.amendment.title, "kind": self.kind, "text": self.text}
        held = {"withheld": True, "reason": self.reason} if self.is_withheld else {}
        return {**said, "amendment": self.amendment.to_json(), **held}

    def to_public(self) -> dict[str, Any]:
        """What everybody sees of it: all, or where it is withheld that it exists, since when, and why."""
        if not self.is_withheld:
            return self.to_json()
        amendment = replace(self.amendment, changes=(), others={})
        return replace(self, text="", amendment=amendment).to_json()

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Attached:
        """Read a record's body."""
        kinds: dict[str, Kind] = {
            "amendment": "amendment",
            "protocol": "protocol",
            "annex": "annex",
            "letter": "letter",
        }
        kind = kinds.get(str(body.get("kind")), "amendment")
        amendment = Amendment.from_json(body["amendment"])
        held = bool(body.get("withheld"))
        return cls(kind, amendment, str(body.get("text", "")), held, str(body.get("reason", "")))
