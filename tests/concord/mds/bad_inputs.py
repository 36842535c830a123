"""The corpus of bad inputs as values: for the command line here, and for the page and the API elsewhere.

    for case in cases():
        case.data(), case.file      # the bytes and the name they are sent under
        case.verdict                # "refused", "asked" or "read"
        case.findings               # what has to be found, with places

``wrong(case, findings)`` says what a list of findings lacks or has too much.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations.read import read_yaml
from concord.findings import Finding

TESTS = Path(__file__).resolve().parents[2]
FOLDER = TESTS / "cases/mds/bad"
KEPT = TESTS / "specimens/mds-bad"
_MARKS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32": b"",
}
#: Encodings that stand under a name of their own.
_PYTHON = {"windows-1252": "cp1252", "windows-1251": "cp1251", "windows-1256": "cp1256"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A finding that has to be there."""

    code: str
    level: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def is_met_by(self, found: Finding) -> bool:
        """By code, level and the places that are said."""
        where = found.where
        return (found.code, found.level) == (self.code, self.level) and all(
            said is None or said == seen
            for said, seen in ((self.sheet, where.sheet), (self.row, where.row), (self.column, where.letter))
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What has to happen: ``refused``, ``asked`` or ``read``; with these findings, and no others unless said.

    ``asks`` are the kinds of questions without whose answers nothing is counted, ``why`` the reason in words where an
    officer's page does otherwise than the command line.
    """

    verdict: str
    findings: tuple[Wanted, ...] = ()
    others: bool = False
    refusal: str = ""
    asks: tuple[str, ...] = ()
    why: str = ""
    tables: dict[str, dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the corpus."""

    name: str
    class_: str
    file: str
    call: dict[str, Any]
    expect: Verdict
    site: Verdict | None
    officer: Verdict | None
    tables: dict[str, dict[str, Any]] | None
    slow: bool
    weak: str
    _source: dict[str, Any] = field(repr=False)

    @property
    def id(self) -> str:
        """A name for folders and tests."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    def data(self) -> bytes:
        """The bytes."""
        said = self._source
        if "hex" in said:
            return bytes.fromhex(said["hex"])
        if "text" in said:
            encoding = said.get("mark") or said.get("encoding") or "utf-8"
            mark = _MARKS[said["mark"]] if "mark" in said else b""
            return mark + str(said["text"]).encode(_PYTHON.get(encoding, encoding))
        if "maker" in said:
            made: bytes = makers().MAKERS[said["maker"]]()
            return made
        if "kept" in said:
            return (KEPT / said["kept"]).read_bytes()
        specimen: bytes = makers().SPECIMENS.FILES[said["specimen"]]()[1]
        return specimen


@lru_cache(maxsize=1)
def makers() -> Any:
    """The module that makes files."""
    return load(TESTS.parent / "tools/bad_inputs.py")


def load(path: Path) -> Any:
    """A Python file that is in no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(path.stem, module)
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    """All cases, in order of their files."""
    return tuple(_case(said) for path in sorted(FOLDER.glob("*.yaml")) for said in read_yaml(path))


def _case(said: dict[str, Any]) -> Case:
    file = said.get("file") or (makers().SPECIMENS.FILES[said["specimen"]]()[0] if "specimen" in said else "table.csv")
    site, officer = said.get("site"), said.get("officer")
    return Case(
        said["name"],
        said["class"],
        file,
        said.get("call", {"area": "NZL"}),
        _verdict(said),
        None if site is None else _verdict(site),
        None if officer is None else _verdict(officer),
        said.get("tables"),
        said.get("slow", False),
        said.get("weak", ""),
        said,
    )


def _verdict(said: dict[str, Any]) -> Verdict:
    wanted = tuple(Wanted(**each) for each in said.get("findings", []))
    others, asks = said.get("others", False), tuple(said.get("asks", ()))
    refusal, why = said.get("refusal", ""), said.get("why", "")
    return Verdict(said["verdict"], wanted, others, refusal, asks, why, said.get("tables"))


def wrong(expect: Verdict, found: Iterable[Finding]) -> list[str]:
    """What the findings lack, and hard or soft ones too many; empty where all is right."""
    found = list(found)
    said = [f"lacks {each}" for each in expect.findings if not any(each.is_met_by(one) for one in found)]
    if not expect.others:
        codes = {each.code for each in expect.findings}
        said += [f"has {one.code} ({one.level}) at {one.where}" for one in _grave(found) if one.code not in codes]
    if expect.verdict == "refused" and not expect.refusal and not any(each.level == "hard" for each in found):
        said.append("is not refused")
    levels = {each.level for each in found} & {"hard", "soft"}
    if expect.verdict == "asked" and levels != {"soft"} and not (expect.asks and not levels):
        said.append("is not asked about")
    if expect.verdict == "read" and _grave(found):
        said.append("is not read")
    return said


def _grave(found: Sequence[Finding]) -> list[Finding]:
    return [each for each in found if each.level != "note"]
