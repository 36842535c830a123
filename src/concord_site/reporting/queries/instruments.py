"""Instruments for pages: declared ones and those people wrote, alike; drafts for those who may see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any

from concord.errors import NotFound, Refusal
from concord.findings import Findings
from concord.instrument.model import Instrument
from concord.instrument.xlsform.reading import Read
from concord.vocabulary.text import Text
from concord_site.reporting.editing.book import Book, of_json
from concord_site.reporting.models.instruments import DraftStep, InstrumentVersion, State
from concord_site.shell import access


@dataclass(frozen=True)
class Version:
    """A published version, declared or written here.

    Args:
        id: Of the instrument: ``nri-2027``.
        number: The author's version.
        state: ``published`` or ``withdrawn``.
        row: Where it is kept; None for a declared instrument.
    """

    id: str
    number: str
    title: Text
    digest: str
    languages: tuple[str, ...]
    use: str = ""
    round: str = ""
    previous: str = ""
    provenance: str = ""
    state: str = "published"
    since: datetime | None = None
    row: InstrumentVersion | None = None
    is_example: bool = False

    @cached_property
    def instrument(self) -> Instrument:
        """What it asks."""
        return _declared(self.id) if self.row is None else _of_row(self.row)

    @property
    def kind(self) -> str:
        """Which list it belongs to: ``proposal``, ``reconstruction``, ``current``, ``withdrawn``."""
        word = self.provenance.strip().lower()
        if self.state == State.WITHDRAWN:
            return "withdrawn"
        if word.startswith("proposal"):
            return "proposal"
        return "reconstruction" if word.startswith(("reconstruct", "unverified")) else "current"


def versions(by: object) -> tuple[Version, ...]:
    """Every version that ``by`` may see and that is not a draft, newest round first, newest version first."""
    rows = access.visible(InstrumentVersion, by).exclude(state=State.DRAFT).exclude(published_at=None)
    found = [*declared(), *(_version(each) for each in rows)]
    found.sort(key=lambda each: (each.since.isoformat() if each.since else "", each.number), reverse=True)
    found.sort(key=lambda each: (each.round, each.id), reverse=True)
    return tuple(found)


def newest(by: object) -> tuple[Version, ...]:
    """One version an instrument: the newest that is not withdrawn, else the newest."""
    chosen: dict[str, Version] = {}
    for each in versions(by):
        if each.id not in chosen or (chosen[each.id].state == State.WITHDRAWN and each.state != State.WITHDRAWN):
            chosen[each.id] = each
    return tuple(chosen.values())


def of_instrument(id: str, by: object) -> tuple[Version, ...]:
    """All versions of one instrument, newest first; empty where there is none."""
    rows = access.visible(InstrumentVersion, by).filter(instrument=id).exclude(state=State.DRAFT)
    written = [_version(each) for each in rows.exclude(published_at=None).order_by("-published_at")]
    return (*written, *(each for each in declared() if each.id == id))


def version(id: str, by: object, number: str = "") -> Version:
    """One version; without a number the newest that is not withdrawn, else the newest.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    known = of_instrument(id, by)
    if number:
        known = tuple(each for each in known if each.number == number)
    standing = [each for each in known if each.state != State.WITHDRAWN]
    for each in (*standing, *known):
        return each
    raise NotFound("site.access.unknown")


def _version(row: InstrumentVersion) -> Version:
    return Version(
        row.instrument, row.number, Text(row.title), row.digest, tuple(row.languages), row.use, row.round,
        row.previous, row.provenance, row.state, row.published_at, row, row.is_example,
    )  # fmt: skip


# ---- declared instruments -----------------------------------------------------------------------------------------
def _library() -> Any:
    try:
        return import_module("concord.instrument.library")
    except ModuleNotFoundError:  # pragma: no cover - an installation without declared instruments
        return None


@lru_cache(maxsize=1)
def declared() -> tuple[Version, ...]:
    """The instruments the library declares, each read once a process."""
    library = _library()
    found = []
    for id in library.ids() if library is not None else ():
        each = library.load(id)
        found.append(
            Version(
                each.id, each.version, each.title, each.digest, each.languages, each.use, each.round, each.previous,
                each.provenance,
            )
        )  # fmt: skip
    return tuple(found)


def _declared(id: str) -> Instrument:
    found: Instrument = _library().load(id)
    return found


def other(id: str, by: object) -> Instrument | None:
    """An instrument that another one refers to (``x_previous``), or None where it is not known here."""
    try:
        return version(id, by).instrument if id else None
    except Refusal:
        return None


# ---- versions written here ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Checked:
    """What reading a draft's sheets found: the instrument where it can be read, and all findings."""

    instrument: Instrument | None
    findings: Findings
    draft: Instrument | None = None  # what could be made of it in spite of hard findings, for a preview

    @property
    def may_be_published(self) -> bool:
        """Whether nothing must change."""
        return self.instrument is not None and not self.findings.hard


def checked(book: Book) -> Checked:
    """The check of a draft's sheets and of its question map; kept by content, since every page of an editor asks."""
    settings = book.settings.lines[0].cells if book.settings.lines else {}
    return _checked(book.packed(), other(settings.get("x_previous", "").strip(), None))


@lru_cache(maxsize=24)
def _checked(packed: bytes, old: Instrument | None) -> Checked:
    read = with_map(_read(packed), lambda _id: old)
    return Checked(read.instrument, Findings(read.findings), read.draft)


@lru_cache(maxsize=24)
def _read(packed: bytes) -> Read:
    from concord.instrument import xlsform
    from concord_site.reporting.editing.book import unpacked

    return xlsform.read_sheets(unpacked(packed).sheets())


def with_map(read: Read, known: Callable[[str], Instrument | None] | None = None) -> Read:
    """What was read, with the findings of its question map to the version it names, declared or published here.

    Args:
        read: Of an upload or a draft.
        known: Finds the earlier instrument, None where there is none; else everything published here is looked through.
    """
    from concord.instrument import library

    def previous(id: str) -> Instrument:
        found = known(id) if known is not None else other(id, None)
        if found is None:
            raise NotFound("instrument.unknown", params={"id": id, "known": ""})
        return found

    return library.with_map(read, previous=previous)


_kept: dict[str, Instrument] = {}


def _of_row(row: InstrumentVersion) -> Instrument:
    """The instrument of a published row; its digest is that of what was published."""
    if row.digest not in _kept:
        found = _read(of_json(row.sheets).packed()).instrument
        if found is None:
            raise NotFound("site.access.unknown")
        if len(_kept) > 24:
            _kept.clear()
        _kept[row.digest] = found
    return _kept[row.digest]


# ---- drafts -------------------------------------------------------------------------------------------------------
def drafts(by: object) -> tuple[InstrumentVersion, ...]:
    """Drafts that ``by`` may see, last changed first."""
    rows = access.visible(InstrumentVersion, by).filter(state=State.DRAFT)
    return tuple(rows.select_related("written_by").defer("sheets").order_by("-changed_at"))


def draft(pk: int, by: object, action: str = "see") -> InstrumentVersion:
    """One draft, to do ``action`` to.

    Raises:
        NotFound: ``site.access.unknown``, also for what is no draft any more.
    """
    found = access.get(InstrumentVersion, pk, by, action)
    if found.state != State.DRAFT:
        raise NotFound("site.access.unknown")
    return found


def may_begin(by: object) -> bool:
    """Whether ``by`` may begin a draft."""
    try:
        access.permit(InstrumentVersion, by, "create", state=State.DRAFT)
    except Refusal:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Undoing:
    """What can be undone and redone from where a draft stands."""

    undo: DraftStep | None
    redo: DraftStep | None


def undoing(version: InstrumentVersion) -> Undoing:
    """The step that undoing would take back, and the newest that redoing would bring back."""
    here = version.step
    if here is None:
        return Undoing(None, None)
    redo = version.steps.filter(before=here).order_by("-number").first()
    return Undoing(here if here.before_id else None, redo)


def steps(version: InstrumentVersion) -> tuple[DraftStep, ...]:
    """Every saving, newest first, without its content."""
    return tuple(version.steps.select_related("by").defer("content").order_by("-number"))


def step(version: InstrumentVersion, number: int) -> DraftStep | None:
    """One saving by its number."""
    return version.steps.filter(number=number).first()
