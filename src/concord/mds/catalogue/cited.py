"""How an entry, a table of it or some of its rows is cited: one line of text, or a file for a reference manager."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from concord.mds.catalogue import bibtex, cff, ris
from concord.mds.catalogue.entry import Entry, Part
from concord.mds.catalogue.reference import Reference, reference
from concord.mds.citation import digest_line


@dataclass(frozen=True, slots=True)
class Form:
    """A form of citation: what it is called, the media type of its file, and how it is written."""

    name: str
    media_type: str
    write: Callable[[Reference], str]


def text(said: Reference) -> str:
    """One line: title, release and day, rows, sources, the beginning of the digest, address."""
    digest = digest_line(said.digest, said.language) if said.digest else ""
    parts = (said.heading, *said.remarks, said.basis, said.rows, said.sources, digest, said.address)
    return " ".join(part for part in parts if part)


def _line_of_text(said: Reference) -> str:
    return text(said) + "\n"


#: Ending of a file's name → form.
FORMS: Mapping[str, Form] = {
    "txt": Form("Text", "text/plain; charset=utf-8", _line_of_text),
    "bib": Form("BibTeX", "application/x-bibtex; charset=utf-8", bibtex.write),
    "ris": Form("RIS", "application/x-research-info-systems; charset=utf-8", ris.write),
    "cff": Form("CFF", "application/yaml; charset=utf-8", cff.write),
}


def cite(entry: Entry, part: Part | None = None, *, language: str = "en") -> str:
    """The line of text by which an entry, or a part of it, is cited."""
    return text(reference(entry, part, language=language))


def cited(
    entry: Entry, form: str, part: Part | None = None, *, language: str = "en", accessed: date | None = None
) -> str:
    """A citation as the text of a file.

    Args:
        entry: What is cited.
        form: A key of :data:`FORMS`.
        part: A table of it, or some of its rows.
        language: Of title and sentences; what has no wording in it stays English.
        accessed: The day it was looked at.
    """
    return FORMS[form].write(reference(entry, part, language=language, accessed=accessed))
