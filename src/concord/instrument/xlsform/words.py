"""XLSForm's own words: question types, column names and their aliases, as the reference converter knows them.

They are kept in ``data/instruments/xlsform.json``, taken from pyxform by :func:`from_pyxform` (a test holds the two
together), because importing pyxform costs a second and every page would pay it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs

FILE = "instruments/xlsform.json"


@dataclass(frozen=True, slots=True)
class Words:
    """What XLSForm calls things.

    Args:
        version: Of the converter they were taken from.
        types: Question type → control (``input``), value (``int``), preload, mediatype, constraint, hint, readonly.
        containers: Word after ``begin`` → group, repeat or loop.
        selects: Command → ``select one``, ``select all that apply``, ``rank``, ``select one external``.
        from_file: Commands that take a file's name.
        same_type: Alias of a type → the type.
        survey: Header → where its value goes, one to three words.
        survey_columns: Headers that stand for themselves.
        choices: As ``survey``, for the choices sheet.
        settings: As ``survey``, for the settings sheet.
        settings_columns: Headers of settings that stand for themselves.
        sheets: Names of sheets that mean something.
        truths: Words for yes and no in rules → ``true()`` or ``false()``.
        entities: Columns of the entities sheet.
    """

    version: str
    types: Mapping[str, Mapping[str, str]]
    containers: Mapping[str, str]
    selects: Mapping[str, str]
    from_file: frozenset[str]
    same_type: Mapping[str, str]
    survey: Mapping[str, tuple[str, ...]]
    survey_columns: frozenset[str]
    choices: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, tuple[str, ...]]
    settings_columns: frozenset[str]
    sheets: frozenset[str]
    truths: Mapping[str, str]
    entities: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words, read once."""
    said = json.loads(packs.find(FILE).read_text(encoding="utf-8"))
    return Words(
        version=said["version"],
        types=said["types"],
        containers=said["containers"],
        selects=said["selects"],
        from_file=frozenset(said["from_file"]),
        same_type=said["same_type"],
        survey=_tuples(said["survey"]),
        survey_columns=frozenset(said["survey_columns"]),
        choices=_tuples(said["choices"]),
        settings=_tuples(said["settings"]),
        settings_columns=frozenset(said["settings_columns"]),
        sheets=frozenset(said["sheets"]),
        truths=said["truths"],
        entities=frozenset(said["entities"]),
    )


def _tuples(aliases: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {alias: tuple(place) for alias, place in aliases.items()}


def from_pyxform() -> dict[str, Any]:
    """The same, asked of pyxform: what the file must hold. Costs a second."""
    import pyxform
    from pyxform import aliases, constants
    from pyxform.question import MultipleChoiceQuestion
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
    from pyxform.survey import Survey

    return {
        "version": pyxform.__version__,
        "types": {name: _type(entry) for name, entry in sorted(QUESTION_TYPE_DICT.items())},
        "containers": dict(sorted(aliases.control.items())),
        "selects": dict(sorted(aliases.select.items())),
        "from_file": sorted(aliases.select_from_file),
        "same_type": dict(sorted(aliases._type_alias_map.items())),
        "survey": {alias: _listed(place) for alias, place in sorted(aliases.survey_header.items())},
        "survey_columns": _columns(MultipleChoiceQuestion),
        "choices": {alias: _listed(place) for alias, place in sorted(aliases.list_header.items())},
        "settings": {alias: _listed(place) for alias, place in sorted(aliases.settings_header.items())},
        "settings_columns": _columns(Survey),
        "sheets": sorted(constants.SUPPORTED_SHEET_NAMES),
        "truths": dict(sorted(aliases.BINDING_CONVERSIONS.items())),
        "entities": sorted(each.value for each in constants.EntityColumns),
    }


def _type(entry: Mapping[str, Any]) -> dict[str, str]:
    control, bind = entry.get("control", {}), entry.get("bind", {})
    found = {
        "control": control.get("tag", ""),
        "mediatype": control.get("mediatype", ""),
        "value": bind.get("type", ""),
        "preload": bind.get("jr:preloadParams", ""),
        "readonly": "yes" if bind.get("readonly") == "true()" else "",
        "constraint": bind.get("constraint", ""),
        "hint": entry.get("hint", ""),
    }
    return {key: value for key, value in found.items() if value}


def _listed(place: str | tuple[str, ...]) -> list[str]:
    return [place] if isinstance(place, str) else list(place)


def _columns(of: Any) -> list[str]:
    inner = {"parent", "extra_data", "query", "itemset", "choices", "actions", "children"}
    return sorted(name for name in of.get_slot_names() if not name.startswith("_") and name not in inner)
