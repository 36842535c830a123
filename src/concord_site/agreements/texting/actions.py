"""What parties do with a text: write a version, propose, answer, mark, comment, take proposals into a new version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from concord.errors import Conflict, Invalid, NotFound
from concord.findings import Findings
from concord.texts.amending import Change
from concord.texts.proposing import Proposal, agreed
from concord_site.agreements import keys
from concord_site.agreements.actions import writing
from concord_site.agreements.queries.spaces import Record
from concord_site.agreements.texting.queries import Kept, KeptProposal, KeptVersion, Texts
from concord_site.agreements.texting.records import (
    AMENDMENT,
    COMMENT,
    LANGUAGE,
    MARK,
    MARK_STATES,
    PROPOSAL,
    SIGNED,
    UPLOAD,
    VERSION,
    Attached,
    Comment,
    LanguageVersion,
    Mark,
    Proposed,
    Upload,
    Version,
    digest_of,
    upload_key,
)


def write_version(texts: Texts, version: Version, *, by: Any, now: datetime) -> Record:
    """Keep a version; it is the newest from now on."""
    body = _without_file(texts, version).to_json()
    record = writing.put(texts.space, VERSION, keys.new_id(), body, by=by, now=now, based_on=0)
    _keep_upload(texts, record, version, by=by, now=now)
    return record


def _without_file(texts: Texts, version: Kept) -> Kept:
    """What goes into the space: between parties neither the file's name nor what its reader had to say of it."""
    return version if texts.side == "own" else replace(version, file="", findings=Findings())


def _keep_upload(texts: Texts, record: Record, version: Version | LanguageVersion, *, by: Any, now: datetime) -> None:
    """Keep with one's own party what was said of a file from which a shared version came."""
    if texts.side != "own" and version.file:
        upload = Upload(version.file, version.findings)
        writing.put(
            texts.dossier.own, UPLOAD, upload_key(record), upload.to_json(), by=by, now=now, based_on=0
        )  # fmt: skip


def share(texts: Texts, key: str, *, by: Any, now: datetime) -> Record:
    """Copy a version of one's own space into the shared one. The note and what is said of its file stay behind."""
    version = replace(texts.version(key).version, note="", file="", findings=Findings())
    return writing.put(
        texts.dossier.shared, VERSION, keys.new_id(), version.to_json(), by=by, now=now, based_on=0
    )  # fmt: skip


def propose(texts: Texts, proposal: Proposal, *, by: Any, now: datetime, counters: str = "", batch: str = "") -> Record:
    """Propose something for a clause of the newest version.

    Raises:
        Invalid: ``texts.proposal.no-clause``.
    """
    current = _current(texts)
    if proposal.clause not in {clause.id for clause in texts.clauses} and not (
        proposal.kind == "add" and proposal.clause == ""
    ):
        raise Invalid("texts.proposal.no-clause", params={"clause": proposal.clause})
    shown = proposal.author or texts.space.author.shown
    kept = replace(proposal, author=shown, at=proposal.at or now.isoformat())
    body = Proposed(kept, texts.dossier.mine.id, current.key, counters=counters, batch=batch).to_json()
    return writing.put(texts.space, PROPOSAL, keys.new_id(), body, by=by, now=now, based_on=0)


def _current(texts: Texts) -> KeptVersion:
    if texts.current is None:
        raise NotFound("site.access.unknown")
    return texts.current


def _proposal(texts: Texts, key: str) -> KeptProposal:
    found = next((each for each in texts.proposals if each.record.key == key), None)
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def answer(texts: Texts, key: str, said: str, *, by: Any, now: datetime, based_on: int | None) -> None:
    """Accept or reject another party's proposal, or take one's answer back (``said`` empty).

    Raises:
        NotFound: There is none, it is one's own, or it is in a version already.
        Conflict: ``agreements.space.moved-on``: it was changed in the meantime.
    """
    found = _proposal(texts, key)
    mine = texts.dossier.mine.id
    if found.proposed.taken or found.proposed.withdrawn or (found.proposed.party == mine and texts.side != "own"):
        raise NotFound("site.access.unknown")
    body = found.proposed.answered(mine, said).to_json()
    writing.put(texts.space, PROPOSAL, key, body, by=by, now=now, based_on=based_on)


def withdraw(texts: Texts, key: str, *, by: Any, now: datetime, back: bool = False) -> None:
    """Take one's own party's proposal back, or put it again.

    Raises:
        NotFound: There is none, it is another party's, or it is in a version already.
    """
    found = _proposal(texts, key)
    if found.proposed.party != texts.dossier.mine.id or found.proposed.taken:
        raise NotFound("site.access.unknown")
    body = replace(found.proposed, withdrawn=not back).to_json()
    writing.put(texts.space, PROPOSAL, key, body, by=by, now=now, based_on=None)


def take_in(texts: Texts, *, note: str, by: Any, now: datetime) -> Record:
    """Make a new version with every accepted proposal in it.

    Raises:
        Invalid: ``texts.proposal.twice`` or ``.no-clause``; ``texts.proposal.none-accepted``.
    """
    current = _current(texts)
    accepted = texts.accepted
    if not accepted:
        raise Invalid("texts.proposal.none-accepted")
    text = agreed(texts.clauses, [each.proposed.proposal for each in accepted])
    version = Version(text, current.version.language, current.version.title, note)
    record = write_version(texts, version, by=by, now=now)
    for each in accepted:
        body = replace(each.proposed, taken=record.key).to_json()
        writing.put(texts.space, PROPOSAL, each.record.key, body, by=by, now=now, based_on=None)
    return record


def mark(texts: Texts, clause_id: str, state: str, digest: str, *, by: Any, now: datetime) -> None:
    """Say of a clause's words that one's own party agrees to them, puts them in brackets, or leaves them open.

    Raises:
        Conflict: ``texts.mark.moved-on``: the words are no longer those the reader saw.
        NotFound: There is no such clause or mark.
    """
    clause = texts.clause(clause_id)
    if state not in MARK_STATES:
        raise NotFound("site.access.unknown")
    if digest_of(clause) != digest:
        raise Conflict("texts.mark.moved-on")
    made = Mark(clause.id, texts.dossier.mine.id, state, digest, _current(texts).key)
    writing.put(texts.space, MARK, made.key, made.to_json(), by=by, now=now, based_on=None)


def mark_signed(texts: Texts, key: str, *, by: Any, now: datetime) -> None:
    """Say that this version is the text that was signed; an empty key takes it back."""
    if not key:
        writing.remove(texts.space, MARK, SIGNED, by=by, now=now, based_on=None)
        return
    made = Mark("", texts.dossier.mine.id, SIGNED, "", texts.version(key).key)
    writing.put(texts.space, MARK, SIGNED, made.to_json(), by=by, now=now, based_on=None)


def comment(texts: Texts, clause_id: str, text: str, *, by: Any, now: datetime) -> Record:
    """Say something on a clause."""
    body = Comment(texts.clause(clause_id).id, text, _current(texts).key).to_json()
    return writing.put(texts.space, COMMENT, keys.new_id(), body, by=by, now=now, based_on=0)


def keep_private(texts: Texts, clause_id: str, text: str, *, by: Any, now: datetime) -> Record:
    """Note something on a clause of the shared text in one's own space, where one's own party alone reads it."""
    body = Comment(texts.clause(clause_id).id, text, "shared").to_json()
    return writing.put(texts.dossier.own, COMMENT, keys.new_id(), body, by=by, now=now, based_on=0)


def write_language(texts: Texts, version: LanguageVersion, *, by: Any, now: datetime) -> Record:
    """Keep the text in another language; the one before it stays in the history."""
    body = _without_file(texts, version).to_json()
    record = writing.put(texts.space, LANGUAGE, version.language, body, by=by, now=now, based_on=None)
    _keep_upload(texts, record, version, by=by, now=now)
    return record


def write_attached(
    texts: Texts, key: str, attached: Attached, *, by: Any, now: datetime, based_on: int | None
) -> Record:
    """Keep an amendment, protocol, annex or letter."""
    return writing.put(texts.space, AMENDMENT, key, attached.to_json(), by=by, now=now, based_on=based_on)


def add_change(texts: Texts, key: str, change: Change, *, by: Any, now: datetime, language: str = "") -> None:
    """Add a change to an amendment, in the wording of a language; empty is the one in which it was first written."""
    changes = _changes(texts, key, language)
    _rewrite(texts, key, language, (*changes, change), by=by, now=now)


def drop_change(texts: Texts, key: str, place: int, *, by: Any, now: datetime, language: str = "") -> None:
    """Take a change out of an amendment in a language, by its place from 0."""
    kept = tuple(each for at, each in enumerate(_changes(texts, key, language)) if at != place)
    _rewrite(texts, key, language, kept, by=by, now=now)


def _changes(texts: Texts, key: str, language: str) -> tuple[Change, ...]:
    amendment = attached_of(texts, key).amendment
    return amendment.changes_in(language or amendment.language)


def _rewrite(texts: Texts, key: str, language: str, changes: tuple[Change, ...], *, by: Any, now: datetime) -> None:
    attached = attached_of(texts, key)
    amendment = attached.amendment.with_changes(language or attached.amendment.language, changes)
    write_attached(texts, key, replace(attached, amendment=amendment), by=by, now=now, based_on=None)


def attached_of(texts: Texts, key: str) -> Attached:
    """One amendment, protocol, annex or letter.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = next((attached for record, attached in texts.attached if record.key == key), None)
    if found is None:
        raise NotFound("site.access.unknown")
    return found
