"""A code book: its codes with definitions and words, and the map from the version before.

A book begins as a declared file (``data/coding/<id>.yaml``); its later versions are values made from it. What was
coded with one version is read with a later one through the map: renamed and merged codes are carried, a code that was
split is open again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.findings import Finding
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.text import Text

ID = re.compile(r"[a-z]+(-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Code:
    """One code.

    Args:
        id: Lasting; never given to another meaning.
        label: What it is called.
        definition: When it is given.
        include: What counts as it, said in short.
        exclude: What does not, and which code takes it.
        examples: Invented sentences, never an answer that somebody gave.
        words: By language, the words that raise a suggestion; ``employ*`` stands for every ending.
        parts: Of which parts of a report: ``difficulties``, ``lessons`` …; empty for all.
        source: The article it belongs to.
    """

    id: str
    label: Text
    definition: Text
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    parts: tuple[str, ...] = ()
    source: str = ""

    def is_of(self, part: str) -> bool:
        """Whether it is given to answers of a part."""
        return not self.parts or part in self.parts


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a code of the version before: one new code (renamed, merged), or several (split)."""

    old: str
    new: tuple[str, ...]
    why: str = ""

    @property
    def is_split(self) -> bool:
        """Whether what was coded with it must be coded again."""
        return len(self.new) > 1


@dataclass(frozen=True, slots=True)
class CodeBook:
    """One version of a code book.

    Args:
        parts: Parts of a report whose free-text answers are coded.
        also: Questions, by name, that belong to another part than their instrument says.
        moved: From the version before; a code that is neither here nor there was dropped.
    """

    id: str
    number: int
    title: Text
    codes: tuple[Code, ...]
    parts: tuple[str, ...]
    moved: tuple[Moved, ...] = ()
    about: Text = field(default_factory=Text)
    source: str = ""
    also: Mapping[str, str] = field(default_factory=dict, hash=False)

    def part_of(self, question: str, part: str) -> str:
        """The part a question's answers are coded as; empty where they are not coded."""
        found = self.also.get(question, part)
        return found if found in self.parts else ""

    @property
    def by_id(self) -> dict[str, Code]:
        """Codes by id."""
        return {each.id: each for each in self.codes}

    def of_part(self, part: str) -> tuple[Code, ...]:
        """The codes for answers of a part, in order."""
        return tuple(each for each in self.codes if each.is_of(part))

    @property
    def digest(self) -> str:
        """SHA-256 over everything it says (hexadecimal)."""
        return hashlib.sha256(json.dumps(as_json(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def with_code(self, code: Code) -> CodeBook:
        """The book with a code added, or changed in its place."""
        if code.id in self.by_id:
            return replace(self, codes=tuple(code if each.id == code.id else each for each in self.codes))
        return replace(self, codes=(*self.codes, code))

    def next(self) -> CodeBook:
        """The same codes as the next version, nothing moved yet."""
        return replace(self, number=self.number + 1, moved=())


def declared(id: str) -> CodeBook:
    """The declared start of a code book.

    Raises:
        NotFound: ``declarations.pack.no-file``.
    """
    return _declared(id, packs.roots())


@lru_cache(maxsize=8)
def _declared(id: str, _roots: tuple[Path, ...]) -> CodeBook:
    return from_json(read_yaml(packs.find(f"coding/{id}.yaml")))


def from_json(given: Mapping[str, Any]) -> CodeBook:
    """A book from its file, or from :func:`as_json`."""
    return CodeBook(
        given["id"], int(given["number"]), Text(given["title"]), tuple(_code(each) for each in given["codes"]),
        tuple(given["parts"]),
        tuple(Moved(each["old"], tuple(each["new"]), each.get("why", "")) for each in given.get("moved") or ()),
        Text(given.get("about") or {}), given.get("source", ""), dict(given.get("also") or {}),
    )  # fmt: skip


def _code(given: Mapping[str, Any]) -> Code:
    return Code(
        given["id"], Text(given["label"]), Text(given["definition"]), tuple(given.get("include") or ()),
        tuple(given.get("exclude") or ()), tuple(given.get("examples") or ()),
        {language: tuple(words) for language, words in (given.get("words") or {}).items()},
        tuple(given.get("parts") or ()), given.get("source", ""),
    )  # fmt: skip


def as_json(book: CodeBook) -> dict[str, Any]:
    """A book as plain values."""
    return {
        "id": book.id, "number": book.number, "title": dict(book.title), "about": dict(book.about),
        "source": book.source, "parts": list(book.parts), "also": dict(book.also),
        "codes": [
            {
                "id": each.id, "label": dict(each.label), "definition": dict(each.definition),
                "include": list(each.include), "exclude": list(each.exclude), "examples": list(each.examples),
                "words": {language: list(words) for language, words in each.words.items()},
                "parts": list(each.parts), "source": each.source,
            }
            for each in book.codes
        ],
        "moved": [{"old": each.old, "new": list(each.new), "why": each.why} for each in book.moved],
    }  # fmt: skip


# ---- a code becomes another ------------------------------------------------------------------------------------------
def rename(book: CodeBook, old: str, new: Code, *, why: str) -> CodeBook:
    """A code under another id; what was coded is carried."""
    return _moved(book, old, (new,), why)


def split(book: CodeBook, old: str, new: Iterable[Code], *, why: str) -> CodeBook:
    """A code becomes two or more; what was coded with it must be coded again.

    Raises:
        Invalid: ``reporting.coding.split-in-one``.
    """
    parts = tuple(new)
    if len({each.id for each in parts}) < 2:
        raise Invalid("reporting.coding.split-in-one")
    return _moved(book, old, parts, why)


def merge(book: CodeBook, old: Iterable[str], new: Code, *, why: str) -> CodeBook:
    """Several codes become one; what was coded with any of them is carried.

    Raises:
        Invalid: ``reporting.coding.merge-of-one``.
    """
    gone = tuple(dict.fromkeys(old))
    if len(gone) < 2:
        raise Invalid("reporting.coding.merge-of-one")
    for each in gone:
        book = _moved(book, each, (new,), why)
    return book


def drop(book: CodeBook, old: str, *, why: str) -> CodeBook:
    """A code is given no longer; what was coded with it stays in the version it was coded with."""
    return _moved(book, old, (), why)


def _moved(book: CodeBook, old: str, new: tuple[Code, ...], why: str) -> CodeBook:
    known = book.by_id
    if old not in known:
        raise Invalid("reporting.coding.no-such-code", params={"code": old})
    if not why.strip():
        raise Invalid("reporting.coding.why")
    place = next(place for place, each in enumerate(book.codes) if each.id == old)
    codes = [each for each in book.codes if each.id != old and each.id not in {one.id for one in new}]
    place = min(place, len(codes))
    moved = tuple(each for each in book.moved if each.old != old)
    targets = tuple(each.id for each in new)
    # A code that was itself made in this version is mapped from where it came.
    chained = tuple(
        replace(each, new=tuple(dict.fromkeys(one for id in each.new for one in (targets if id == old else (id,)))))
        for each in moved
    )
    was_made_here = any(old in each.new for each in moved)
    own = () if was_made_here else (Moved(old, targets, why.strip()),)
    return replace(book, codes=(*codes[:place], *new, *codes[place:]), moved=(*chained, *own))


# ---- reading codes of one version with another -----------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Carried:
    """Codes read with a later version: ``codes`` that arrive, ``again`` those that were split since."""

    codes: tuple[str, ...]
    again: tuple[str, ...] = ()


def carry(codes: Iterable[str], chain: Iterable[CodeBook]) -> Carried:
    """Codes of one version, read with the last of the versions that follow it.

    Args:
        codes: As they were given.
        chain: The versions after the one they were given with, oldest first.

    Example:
        >>> later = merge(book, ["money", "funds"], code, why="alike")  # doctest: +SKIP
    """
    held, again = list(dict.fromkeys(codes)), []
    for version in chain:
        moved = {each.old: each for each in version.moved}
        after: list[str] = []
        for code in held:
            step = moved.get(code)
            if step is None:
                after += [code] if code in version.by_id else []
            elif step.is_split:
                again.append(code)
            else:
                after += step.new
        held = list(dict.fromkeys(after))
    return Carried(tuple(held), tuple(dict.fromkeys(again)))


def check(book: CodeBook) -> list[Finding]:
    """What is wrong with a book: hard where it cannot be frozen, notes where coders will miss something."""
    found: list[Finding] = []
    seen: set[str] = set()
    for each in book.codes:
        if not ID.match(each.id):
            found.append(Finding("reporting.coding.code-id", level="hard", params={"code": each.id}))
        if each.id in seen:
            found.append(Finding("reporting.coding.code-twice", level="hard", params={"code": each.id}))
        seen.add(each.id)
        if not each.label or not each.definition:
            found.append(Finding("reporting.coding.no-definition", level="hard", params={"code": each.id}))
        if lacking := [language for language in LANGUAGES if not each.words.get(language)]:
            found.append(
                Finding("reporting.coding.no-words", level="note",
                        params={"code": each.id, "languages": ", ".join(lacking)})
            )  # fmt: skip
    for step in book.moved:
        for new in step.new:
            if new not in seen:
                found.append(Finding("reporting.coding.moved-nowhere", level="hard", params={"code": new}))
    if not book.codes:
        found.append(Finding("reporting.coding.no-codes", level="hard"))
    return found
