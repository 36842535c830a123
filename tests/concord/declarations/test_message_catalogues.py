"""Translated wordings say what the declared English says: same sentence, same placeholders, nothing left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from concord.declarations import packs
from concord.declarations.read import read_po, read_yaml

LANGUAGES = ("ar", "zh", "fr", "ru", "es")
COMPLETE = (
    "areas",
    "client",
    "declarations",
    "documents",
    "figures",
    "indicators",
    "intake",
    "mds",
    "programme",
    "publishing",
    "registers",
    "reporting",
    "safeguards",
    "site",
    "vocabulary",
)


def _declared(room: str) -> dict[str, str]:
    """Every declared sentence of a room by its key: the code, and ``code#hint``."""
    found: dict[str, str] = {}
    for path in (*packs.each("messages", f"{room}.yaml"), *packs.each("messages", f"{room}-*.yaml")):
        for code, wording in read_yaml(path).items():
            found[code] = wording["message"]
            if wording.get("hint"):
                found[f"{code}#hint"] = wording["hint"]
    return found


def _catalogues() -> Iterator[Path]:
    for root in packs.roots():
        yield from sorted(root.glob("locale/*/messages/*.po"))


def _placeholders(text: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _name(path: Path) -> str:
    return f"{path.parts[-3]}/{path.stem}"


@pytest.mark.parametrize("path", list(_catalogues()), ids=_name)
def test_every_entry_translates_a_declared_sentence(path: Path) -> None:
    declared = _declared(path.stem)
    stale = [entry.msgctxt for entry in read_po(path) if declared.get(entry.msgctxt) != entry.msgid]
    assert not stale, "the English wording is another now, so these are not shown"


@pytest.mark.parametrize("path", list(_catalogues()), ids=_name)
def test_every_translation_keeps_the_placeholders(path: Path) -> None:
    changed = [entry.msgctxt for entry in read_po(path) if _placeholders(entry.msgid) != _placeholders(entry.msgstr)]
    assert not changed


@pytest.mark.parametrize("path", list(_catalogues()), ids=_name)
def test_no_sentence_stands_twice(path: Path) -> None:
    keys = Counter(entry.msgctxt for entry in read_po(path))
    assert [key for key, count in keys.items() if count > 1] == []


def _is_english(entry: Any) -> bool:
    """A sentence that stands as it was; a code or a single word may be the same in two languages."""
    return entry.msgstr == entry.msgid and len(re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", entry.msgid))) > 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", COMPLETE)
def test_a_complete_room_has_every_sentence(room: str, language: str) -> None:
    path = packs.find(f"locale/{language}/messages/{room}.po")
    said = {entry.msgctxt for entry in read_po(path) if entry.msgstr and not entry.fuzzy and not _is_english(entry)}
    assert sorted(_declared(room).keys() - said) == []
