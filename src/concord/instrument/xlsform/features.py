"""Which features of XLSForm are supported, carried or refused: declared in ``data/instruments/features.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.findings import Level
from concord.instrument.xlsform.languages import text_of
from concord.vocabulary.text import Text

Stand = Literal["supported", "carried", "refused"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of XLSForm.

    Args:
        id: The last word of ``instrument.unsupported.<id>`` where it is refused.
        title: As the documentation of XLSForm calls it.
        stand: ``supported``; ``carried`` (kept and handed on, no effect here); ``refused``.
        why: What becomes of it here, or why it is refused: one sentence.
        types: Question types that belong to it.
        columns: Columns of the survey sheet that belong to it.
        settings: Columns of the settings sheet that belong to it.
        sheets: Sheets that belong to it.
        appearances: Appearances that belong to it.
        group: The chapter it stands in.
        level: How gravely it is told that a carried feature has no effect here.
    """

    id: str
    title: str
    stand: Stand
    why: str
    group: str
    types: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    appearances: tuple[str, ...] = ()
    level: Level = "note"


@lru_cache(maxsize=1)
def _declared() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml(packs.find("instruments/features.yaml"))
    return found


@lru_cache(maxsize=1)
def features() -> Mapping[str, Feature]:
    """All features by id, in declared order."""
    return {each["id"]: _feature(each) for each in _declared()["features"]}


def _feature(said: Mapping[str, Any]) -> Feature:
    def names(kind: str) -> tuple[str, ...]:
        return tuple(said.get(kind, ()))

    return Feature(
        id=said["id"],
        title=said["title"],
        stand=said["stand"],
        why=said["why"],
        group=said["group"],
        types=names("types"),
        columns=names("columns"),
        settings=names("settings"),
        sheets=names("sheets"),
        appearances=names("appearances"),
        level=said.get("level", "note"),
    )


def groups() -> Mapping[str, str]:
    """The chapters features stand in: id → title."""
    found: Mapping[str, str] = _declared()["groups"]
    return found


def own_wording(id: str, languages: tuple[str, ...]) -> Text:
    """A wording that XLSForm leaves to the program ("Other"), in those of the languages we have it in.

    A form in none of them has it in English, under its own default language.
    """
    said: Mapping[str, str] = _declared()["wordings"][id]
    found = {code: said[code] for code in languages if code in said}
    return text_of(found or {languages[0]: said["en"]})


@lru_cache(maxsize=1)
def by_column() -> Mapping[str, Feature]:
    """Features by a column of the survey sheet that belongs to them."""
    return {column: feature for feature in features().values() for column in feature.columns}


@lru_cache(maxsize=1)
def by_appearance() -> Mapping[str, Feature]:
    """Features by an appearance that belongs to them."""
    return {look: feature for feature in features().values() for look in feature.appearances}


@lru_cache(maxsize=1)
def declared_parameters() -> Mapping[str, tuple[str, ...]]:
    """The parameters a kind of question takes: ``data/instruments/parameters.yaml``."""
    found: Mapping[str, list[str]] = read_yaml(packs.find("instruments/parameters.yaml"))["parameters"]
    return {kind: tuple(names) for kind, names in found.items()}


@lru_cache(maxsize=1)
def by_setting() -> Mapping[str, Feature]:
    """Features by a column of the settings sheet that belongs to them."""
    return {column: feature for feature in features().values() for column in feature.settings}


@lru_cache(maxsize=1)
def by_sheet() -> Mapping[str, Feature]:
    """Features by a sheet that belongs to them."""
    return {name: feature for feature in features().values() for name in feature.sheets}
