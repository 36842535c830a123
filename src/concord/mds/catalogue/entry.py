"""Values of the catalogue: a released thing, its files, and a part of it that somebody cites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from concord.declarations.messages import fill, translated
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.text import Text

Status = Literal["public", "corrected", "withdrawn"]
#: Who publishes where nothing else is said.
PUBLISHER = "Concord"
#: Id of the facts that come with Concord, where nothing is released.
BUNDLED = "bundled-facts"


def words(code: str, **params: object) -> Text:
    """A declared wording in every language that has it."""
    english = fill(code, {}).message
    said = {language: translated(language, "messages/mds", code, english) for language in LANGUAGES}
    return Text({language: text.format_map(params) for language, text in said.items() if text})


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as its source says it, and its address where that is known."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Another entry: its id and its address."""

    id: str
    address: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of one table.

    Args:
        structure: Id of the table's structure.
        format: A format of the writers, such as ``csv`` or ``sdmx-json``.
        address: Absolute.
        media_type: Of its bytes.
        size: Bytes, where the file is kept as it is.
        sha256: Of its bytes, where the file is kept as it is.
        rows: How many rows it holds.
        title: Of the table.
    """

    structure: str
    format: str
    address: str
    media_type: str
    size: int | None = None
    sha256: str = ""
    rows: int | None = None
    title: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Part:
    """A table of an entry, or some of its rows: what is cited in place of the whole.

    Args:
        structure: Id of the table's structure.
        title: Of the table.
        address: Absolute address of the page of exactly these rows.
        digest: SHA-256 over the content of these rows (:func:`concord.mds.citation.content_digest`).
        chosen: Column and value of each filter, in codes; empty for the whole table.
        sources: Ids of the sources that these rows name.
        rows: How many.
        is_generated: Whether generated rows are among them.
    """

    structure: str
    title: Text
    address: str
    digest: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    rows: int | None = None
    is_generated: bool = False

    @property
    def filter(self) -> str:
        """The filters as one text that a program can read too, such as ``area=KEN; year=2018``."""
        return "; ".join(f"{column}={value}" for column, value in self.chosen)


@dataclass(frozen=True, slots=True)
class Entry:
    """One released thing: what it is cited by, what it holds, where it is, and what became of it.

    Args:
        id: What it is cited by, such as ``2026.1`` or ``KEN-2026.1-v1``.
        series: What it is a version of, such as ``KEN-2026.1``.
        version: Which version of it, such as ``2026.1`` or ``1``.
        title: In the languages there are.
        address: Absolute address of its page.
        issued: The day it became public.
        as_of: The day up to which it knows.
        description: In the languages there are.
        area: The country it is of; empty for the whole.
        status: ``corrected`` when another version stands in its place, ``withdrawn`` when none does.
        changed: When its status changed last; None where it never did.
        licences: Of its content, each once.
        sources: Ids in ``data/sources``.
        digest: SHA-256 over its content (hexadecimal).
        years: First and last year of its rows.
        areas: Codes of the areas that its rows are of.
        structures: Ids of its tables.
        notes: Sentences for readers.
        replaces: The version before it.
        replaced_by: The version in its place.
        publisher: Who publishes it.
        is_generated: Whether it holds generated demonstration data; every form says so.
        distributions: Its files; none where they are no longer handed out.
    """

    id: str
    series: str
    version: str
    title: Text
    address: str
    issued: date
    as_of: date
    description: Text = field(default_factory=Text)
    area: str = ""
    status: Status = "public"
    changed: datetime | None = None
    licences: tuple[Licence, ...] = ()
    sources: tuple[str, ...] = ()
    digest: str = ""
    years: tuple[int, int] | None = None
    areas: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    replaces: Link | None = None
    replaced_by: Link | None = None
    publisher: str = PUBLISHER
    is_generated: bool = False
    distributions: tuple[Distribution, ...] = ()

    @property
    def licence(self) -> str:
        """The licences as one line."""
        return "; ".join(each.text for each in self.licences)

    def files(self, structure: str) -> tuple[Distribution, ...]:
        """The files of one table."""
        return tuple(each for each in self.distributions if each.structure == structure)

    def kept(self, structure: str) -> Distribution | None:
        """The file of one table that is kept as it is, with its digest; None where there is none."""
        return next((each for each in self.files(structure) if each.sha256), None)


def remarks(entry: Entry, language: str, part: Part | None = None) -> tuple[str, ...]:
    """What every form says besides: generated, corrected, withdrawn; empty for real figures that stand."""
    return tuple(fill(code, params, language).message for code, params in _remarked(entry, part))


def remarks_in_languages(entry: Entry) -> Text:
    """The same as one text in every language that has all of it."""
    said = [words(code, **params) for code, params in _remarked(entry, None)]
    whole = [language for language in LANGUAGES if all(language in each for each in said)]
    return Text({language: " ".join(each[language] for each in said) for language in whole})


def _remarked(entry: Entry, part: Part | None) -> list[tuple[str, dict[str, object]]]:
    said: list[tuple[str, dict[str, object]]] = []
    if part.is_generated if part is not None else entry.is_generated:
        said.append(("mds.catalogue.generated", {}))
    if entry.status == "withdrawn":
        said.append(("mds.catalogue.withdrawn", {}))
    if entry.replaced_by is not None:
        said.append(("mds.catalogue.replaced", {"id": entry.replaced_by.id}))
    elif entry.status == "corrected":
        said.append(("mds.catalogue.corrected", {}))
    return said


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by the day they became public, the newest first; of one day the later id first."""
    return tuple(sorted(entries, key=lambda each: (each.issued, natural(each.id)), reverse=True))


def natural(id: str) -> tuple[tuple[int, int, str], ...]:
    """An order of ids in which ``2026.10`` stands after ``2026.9``."""
    import re

    parts = re.findall(r"\d+|\D+", id)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
