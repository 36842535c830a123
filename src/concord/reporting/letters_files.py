"""Letters as files: Word to be worked on and PDF to be sent; the same facts give the same bytes."""

from __future__ import annotations

from concord.reporting.letters import Facts, Letter
from concord.reporting.letters_compose import compose

FORMS = ("docx", "pdf")


def name_of(letter: Letter, facts: Facts, language: str, form: str) -> str:
    """What a file of a letter is called."""
    return f"{letter.id}-{facts.round or facts.on.year}-{facts.area}-{language}.{form}"


def made(letter: Letter, facts: Facts, language: str) -> dict[str, bytes]:
    """The letter as files by form.

    Raises:
        Conflict: ``reporting.letter.needs``.
        Unavailable: a program that is needed is not installed.
    """
    from concord.documents.render import docx, pdf

    document = compose(letter, facts, language)
    return {"docx": docx.render(document), "pdf": pdf.render(document)}


def digest(document_bytes: bytes) -> str:
    """SHA-256 of a file."""
    import hashlib

    return hashlib.sha256(document_bytes).hexdigest()
