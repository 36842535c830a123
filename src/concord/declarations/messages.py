"""Wording of findings and refusals: ``data/messages/<room>.yaml`` by code, translated by catalogue.

A file maps a code to ``{message, hint}``; the room is the code's first word, and a room with many wordings may spread
them over ``<room>-<part>.yaml``. A code without wording is shown as its
code and parameters, so that nothing a person needs is lost while a wording is missing; a test finds such codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from concord.declarations import packs
from concord.declarations.read import read_po, read_yaml
from concord.errors import Refusal


@dataclass(frozen=True, slots=True)
class Filled:
    """A message and what to do, ready to show."""

    message: str
    hint: str


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@lru_cache(maxsize=64)
def _wordings(room: str) -> Mapping[str, Mapping[str, str]]:
    merged: dict[str, Mapping[str, str]] = {}
    for path in (*packs.each("messages", f"{room}.yaml"), *packs.each("messages", f"{room}-*.yaml")):
        merged.update(read_yaml(path) or {})
    return merged


def catalogue(language: str, domain: str) -> Path | None:
    """The PO file of a declared domain in one language, or None."""
    for root in packs.roots():
        path = root / "locale" / language / f"{domain}.po"
        if path.is_file():
            return path
    return None


@lru_cache(maxsize=512)
def _index(path: Path) -> Mapping[tuple[str | None, str], str]:
    return {(e.msgctxt, e.msgid): e.msgstr for e in read_po(path) if e.msgstr and not e.fuzzy and not e.obsolete}


def translated(language: str, domain: str, key: str, english: str) -> str | None:
    """The translation of one declared wording, or None where there is none for exactly this English sentence."""
    if language == "en":
        return english
    path = catalogue(language, domain)
    return None if path is None else _index(path).get((key, english))


def _said(language: str, room: str, key: str, english: str) -> str:
    return translated(language, f"messages/{room}", key, english) or english


def fill(code: str, params: Mapping[str, object], language: str = "en") -> Filled:
    """The wording of ``code`` with its parameters filled in; unknown codes show code and parameters."""
    room = code.partition(".")[0]
    entry = _wordings(room).get(code)
    if entry is None:
        shown = ", ".join(f"{key}: {value}" for key, value in params.items())
        return Filled(f"{code} ({shown})" if shown else code, "")
    values = _Lenient(params)
    message = _said(language, room, code, entry["message"]).format_map(values)
    hint = entry.get("hint", "")
    return Filled(message, _said(language, room, f"{code}#hint", hint).format_map(values) if hint else "")


def said(refusal: Refusal, language: str = "en") -> Filled:
    """The wording of a refusal; a hint given with it outranks the declared one."""
    declared = fill(refusal.code, refusal.params, language)
    return Filled(declared.message, refusal.hint or declared.hint)


def known_codes() -> frozenset[str]:
    """Every code that has a wording."""
    return _known_codes(packs.roots())


@lru_cache(maxsize=8)
def _known_codes(_roots: tuple[Path, ...]) -> frozenset[str]:
    return frozenset(code for path in packs.each("messages") for code in (read_yaml(path) or {}))
