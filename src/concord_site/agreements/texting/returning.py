"""A changed file that comes back: its proposals and comments, what its reader had to say, and taking all of it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from concord.errors import NotFound
from concord.texts.proposing import Proposal, Remark, differs_from, proposals_in, remarks_in, untracked
from concord.texts.reading import TextFile
from concord_site.agreements import keys
from concord_site.agreements.actions import writing
from concord_site.agreements.texting.actions import propose
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import COMMENT, UPLOAD, Comment, Upload


def bring_in(texts: Texts, file: TextFile, *, by: Any, now: datetime) -> str:
    """Take what a Word file proposes: its tracked changes, else what differs from the newest version, and its comments.

    What stands here already under the same name (it went out with the file) is not brought in again. The rest is one's
    own party's, whoever the file names. Among one's own people the name and the time that the file gives stand with
    each; between parties neither does, and what the reader had to say stays with one's own party.

    Returns:
        The batch, by which all of it can be taken back; empty where the file proposes nothing and its reader has
        nothing to say.

    Raises:
        NotFound: There is no text yet.
    """
    current = texts.current
    if current is None:
        raise NotFound("site.access.unknown")
    language = current.version.language
    proposals, remarks = _new(texts, _found(texts, file, language)), _unsaid(texts, remarks_in(file, language=language))
    differs = differs_from(file, texts.clauses, language=language) if file.authors else ()
    if not (proposals or remarks or differs or file.findings.soft):
        return ""
    batch = keys.new_id()
    upload = Upload(file.name, file.findings, differs)
    writing.put(texts.dossier.own, UPLOAD, batch, upload.to_json(), by=by, now=now, based_on=0)
    shown, is_own = texts.space.author.shown, texts.side == "own"
    for each in proposals:
        author = f"{shown} · {each.author}" if each.author and is_own else shown
        told = replace(each, author=author, at=each.at if is_own else "")
        propose(texts, told, by=by, now=now, batch=batch)
    known = {clause.id for clause in texts.clauses}
    for remark in remarks:
        clause = remark.clause if remark.clause in known else texts.clauses[0].id
        body = Comment(clause, remark.text, current.key, remark.author if is_own else "", batch).to_json()
        writing.put(texts.space, COMMENT, keys.new_id(), body, by=by, now=now, based_on=0)
    return batch


def _found(texts: Texts, file: TextFile, language: str) -> Sequence[Proposal]:
    if file.authors:
        return proposals_in(file, texts.clauses, language=language)
    return untracked(file, texts.clauses, language=language, author="", at="")


def _new(texts: Texts, found: Sequence[Proposal]) -> list[Proposal]:
    """Those that do not wait here, or stand accepted, under the name that the file gives."""
    waiting = [each for each in texts.proposals if each.standing in ("open", "accepted")]
    known = {(name, *_said(each.proposed.proposal)) for each in waiting for name in texts.names_of(each)}
    return [each for each in found if (each.author, *_said(each)) not in known]


def _said(proposal: Proposal) -> tuple[str, str, str]:
    return proposal.clause, proposal.kind, " ".join(proposal.text.split())


def _unsaid(texts: Texts, found: Sequence[Remark]) -> list[Remark]:
    """Comments that do not stand here, and are no earlier proposals that went out as comments."""
    known = {
        (comment.clause, name, comment.text)
        for record, comment in texts.comments for name in texts.names_of_comment(record, comment)
    }  # fmt: skip
    said = {_said(each.proposed.proposal)[2] or "–" for each in texts.proposals}
    parties = {name for each in texts.proposals for name in texts.names_of(each)}
    return [
        each for each in found
        if (each.clause, each.author, each.text) not in known
        and not (each.author in parties and " ".join(each.text.split()) in said)
    ]  # fmt: skip


def undo(texts: Texts, batch: str, *, by: Any, now: datetime) -> int:
    """Take away what one upload brought in, but for what is in a version already; how many."""
    gone = 0
    for record in texts.of_batch(batch):
        if not record.body.get("taken") and record.who == by.pk:
            writing.remove(texts.space, record.kind, record.key, by=by, now=now, based_on=None)
            gone += 1
    upload = texts.dossier.own.record(UPLOAD, batch) if batch else None
    if upload is not None and upload.who == by.pk:
        writing.remove(texts.dossier.own, UPLOAD, batch, by=by, now=now, based_on=None)
    return gone
