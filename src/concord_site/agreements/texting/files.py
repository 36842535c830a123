"""The text as files to take away: Word, Word with proposals as tracked changes, Akoma Ntoso, plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from concord.errors import NotFound
from concord.texts.akoma_out import Work, write_akoma
from concord.texts.clauses import Clause, joined
from concord.texts.word_out import Note, write_word
from concord_site.agreements.actions.writing import Opened
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting.queries import Texts

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xml": "application/akn+xml", "txt": "text/plain; charset=utf-8",
}  # fmt: skip
TRACKED = "tracked.docx"


def given(texts: Texts, format: str) -> Opened:
    """The newest version as a file.

    Raises:
        NotFound: There is none, or no such format.
    """
    current = texts.current
    if current is None:
        raise NotFound("site.access.unknown")
    title = current.version.title or str(texts.dossier)
    if format == TRACKED:
        return _tracked(texts, title)
    return one(texts.dossier, current.clauses(), title, current.version.language, current.record.at.date(), format)


def _tracked(texts: Texts, title: str) -> Opened:
    """Open and accepted proposals as tracked changes, comments in the margin; between parties under their names."""
    waiting = [
        replace(each.proposed.proposal, author=texts.author_of(each))
        for each in texts.proposals if each.standing in ("open", "accepted")
    ]  # fmt: skip
    notes = [
        Note(comment.clause, comment.text, texts.author_of_comment(record, comment), record.at.isoformat())
        for record, comment in texts.comments if comment.on != "shared"
    ]  # fmt: skip
    content = write_word(texts.clauses, title=title, language=texts.language, proposals=waiting, notes=notes)
    return Opened(f"{_name(title)}-proposals.docx", MEDIA["docx"], content)


def one(dossier: Dossier, clauses: Sequence[Clause], title: str, language: str, on: date, format: str) -> Opened:
    """Clauses as a file of one format.

    Raises:
        NotFound: There is no such format.
    """
    if format == "docx":
        content = write_word(clauses, title=title, language=language)
    elif format == "xml":
        content = write_akoma(clauses, work_of(dossier, title, language, on))
    elif format == "txt":
        content = joined(clauses).encode()
    else:
        raise NotFound("site.access.unknown")
    return Opened(f"{_name(title)}.{format}", MEDIA[format], content)


def work_of(dossier: Dossier, title: str, language: str, on: date) -> Work:
    """What Akoma Ntoso says of the text as a work; an invented one says so in its address."""
    kind = "invented-agreement" if dossier.is_invented else "agreement"
    said = f"{title} (invented example)" if dossier.is_invented else title
    return Work(f"/akn/un/{kind}/{on.year}/{_name(title)}", said, language, on, on)


def _name(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "agreement"
