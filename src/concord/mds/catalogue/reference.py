"""What a citation says, in one language, before it takes the form of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from concord.declarations.messages import fill
from concord.mds.catalogue.entry import BUNDLED, Entry, Licence, Part, remarks
from concord.mds.catalogue.of_release import licences_for
from concord.mds.citation import known_sources, sources_line
from concord.vocabulary.provenance import Source

#: Line ends of every kind, and other characters that are not one line of text.
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Reference:
    """One citation: every text is a single line, nothing is escaped yet.

    Args:
        key: ASCII letters, digits, points and hyphens.
        title: Of the table, or of the whole.
        heading: The title as a sentence.
        language: The language that the title is really in.
        basis: Publisher, release and the day up to which it knows, as one sentence.
        filter: Which rows, in codes; empty for all.
        sources: As one sentence; empty where there are none.
        digest: SHA-256 over the content cited (hexadecimal), whole.
        remarks: Generated, replaced, withdrawn.
        accessed: The day it was looked at; None where nobody says.
    """

    key: str
    title: str
    heading: str
    language: str
    publisher: str
    id: str
    version: str
    issued: date
    as_of: date
    address: str
    basis: str
    filter: str = ""
    rows: str = ""
    sources: str = ""
    named: tuple[Source, ...] = ()
    digest: str = ""
    remarks: tuple[str, ...] = ()
    licences: tuple[Licence, ...] = ()
    abstract: str = ""
    is_generated: bool = False
    accessed: date | None = None

    def sentences(self, *, digest: bool = True) -> tuple[str, ...]:
        """What stands besides title, publisher, version and address: remarks, rows, sources, the whole digest."""
        said = [*self.remarks, self.basis, self.rows, self.sources]
        if digest and self.digest:
            said.append(fill("mds.catalogue.sha256", {"digest": self.digest}, self.language).message)
        return tuple(each for each in said if each)


def reference(
    entry: Entry, part: Part | None = None, *, language: str = "en", accessed: date | None = None
) -> Reference:
    """The citation of an entry, or of a part of it."""
    title = (part.title if part is not None else entry.title).best(language)
    ids = part.sources if part is not None else entry.sources
    given = {"publisher": entry.publisher, "release": entry.id, "day": entry.as_of.isoformat()}
    chosen = part.filter if part is not None else ""
    basis = "mds.citation.bundled" if entry.id == BUNDLED else "mds.citation.basis"
    return Reference(
        key=_key("concord", entry.id, *((part.structure, *(v for _, v in part.chosen)) if part is not None else ())),
        title=line(title.text),
        heading=line(fill("mds.citation.titled", {"title": line(title.text)}, title.language).message),
        language=title.language,
        publisher=line(entry.publisher),
        id=entry.id,
        version=entry.version,
        issued=entry.issued,
        as_of=entry.as_of,
        address=part.address if part is not None else entry.address,
        basis=line(fill(basis, given, language).message),
        filter=line(chosen),
        rows=line(fill("mds.citation.rows", {"rows": chosen}, language).message) if chosen else "",
        sources=line(sources_line(ids, language)),
        named=known_sources(ids),
        digest=part.digest if part is not None else entry.digest,
        remarks=tuple(map(line, remarks(entry, language, part))),
        licences=licences_for(entry, part),
        abstract=line(entry.description.best(language).text),
        is_generated=part.is_generated if part is not None else entry.is_generated,
        accessed=accessed,
    )


def line(text: str) -> str:
    """A text as one line."""
    return _BREAKS.sub(" ", text).strip()


def _key(*parts: str) -> str:
    return "-".join(re.sub(r"[^A-Za-z0-9.]+", "-", each).strip("-") for each in parts if each)
