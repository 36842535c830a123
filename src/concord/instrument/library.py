"""The declared instruments by id: folders in ``data/instruments/`` of every pack, with their translations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from concord.declarations import packs
from concord.declarations.once import once
from concord.errors import Invalid, NotFound
from concord.findings import Finding, Findings, Place
from concord.instrument.model import Instrument
from concord.instrument.sheets import SURVEY
from concord.instrument.xlsform.folder import read_folder
from concord.instrument.xlsform.reading import Read
from concord.vocabulary.text import Text

FOLDER = "instruments"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of instruments says of one."""

    id: str
    title: Text
    version: str
    digest: str
    languages: tuple[str, ...]
    round: str
    use: str
    previous: str
    provenance: str
    about: Text
    questions: int


def _folders() -> Iterator[Path]:
    for root in packs.folder(FOLDER):
        yield from sorted(path.parent for path in root.glob(f"*/{SURVEY}.csv"))


def ids() -> tuple[str, ...]:
    """The ids of all declared instruments, in order of name."""
    return tuple(sorted({path.name for path in _folders()}))


def folder_of(id: str) -> Path:
    """The folder of a declared instrument.

    Raises:
        NotFound: ``instrument.unknown``.
    """
    for root in packs.folder(FOLDER):
        if "/" not in id and (root / id / f"{SURVEY}.csv").is_file():
            return root / id
    raise NotFound("instrument.unknown", params={"id": id, "known": ", ".join(ids()) or "–"})


def load(id: str) -> Instrument:
    """A declared instrument.

    Raises:
        NotFound: ``instrument.unknown``.
        Invalid: ``instrument.declared.broken``: its files have hard findings.

    Example:
        >>> load("nri-2099")
        Traceback (most recent call last):
        concord.errors.NotFound: instrument.unknown ...
    """
    read = check(id)
    if read.instrument is None:
        from concord.findings import message

        first = read.findings[0]
        params = {"id": id, "count": len(read.findings.hard), "first": message(first)}
        raise Invalid("instrument.declared.broken", params=params)
    return read.instrument


def check(id: str) -> Read:
    """A declared instrument with all its findings.

    Raises:
        NotFound: ``instrument.unknown``.
    """
    return _checked(folder_of(id), packs.roots())


@once(64)
def _checked(folder: Path, roots: tuple[Path, ...]) -> Read:
    return with_map(_read(folder, roots))


@once(64)
def _read(folder: Path, roots: tuple[Path, ...]) -> Read:
    return read_folder(folder)


def with_map(read: Read, *, previous: Callable[[str], Instrument | None] | None = None) -> Read:
    """What was read, with the findings of its question map where the earlier instrument (``x_previous``) is known.

    The map's notes (a choice that is no longer there) are told where the map is shown, not here.

    Args:
        read: Of a declared instrument, an upload or a draft.
        previous: Finds an instrument by its id, with None where it cannot be read, and raises NotFound where there is
            none; without it the declared ones are looked through.
    """
    new = read.instrument
    if new is None or not new.previous or new.previous == new.id:
        return read
    try:
        old = (previous or _declared)(new.previous)
    except NotFound:
        return replace(read, findings=Findings([*read.findings, _unknown_previous(new)]))
    if old is None:
        return read
    from concord.instrument.versions import question_map

    told = {each.where.row for each in read.findings if each.code.startswith("instrument.same-as.")}
    found = question_map(new, old).findings
    findings = read.findings + [each for each in found if each.level != "note" and each.where.row not in told]
    return replace(read, findings=findings, instrument=None if findings.hard else new)


def _declared(id: str) -> Instrument | None:
    return _read(folder_of(id), packs.roots()).instrument


def _unknown_previous(new: Instrument) -> Finding:
    sheet = new.sheets.settings
    letter = sheet.letters.get("x_previous")
    place = Place(new.sheets.file or None, sheet.name, sheet.rows[0].number, "x_previous", letter)
    params = {"value": new.previous, "known": ", ".join(ids()) or "–"}
    return Finding("instrument.settings.previous-unknown", "soft", place, params, new.previous)


def findings(id: str) -> Findings:
    """What is wrong with a declared instrument."""
    return check(id).findings


def frozen(id: str) -> str:
    """The digest that answers to a declared instrument are kept with (SHA-256 over its sheets in normal form)."""
    return load(id).digest


def listed() -> tuple[Listed, ...]:
    """Every declared instrument that has no hard finding, newest round first."""
    found = [read.instrument for id in ids() if (read := check(id)).instrument is not None]
    return tuple(_listed(each) for each in sorted(found, key=lambda one: (one.round, one.id), reverse=True) if each)


def _listed(one: Instrument) -> Listed:
    asked = sum(question.is_asked for question in one.questions)
    return Listed(
        one.id, one.title, one.version, one.digest, one.languages, one.round, one.use, one.previous, one.provenance,
        one.about, asked,
    )  # fmt: skip
