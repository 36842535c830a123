"""Words of our own workbook in six languages (``data/profiles/template.yaml``), and its choices as they are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.mds.readers import words
from concord.vocabulary.areas import areas, resolve
from concord.vocabulary.codelists import codelist

#: Choices of the sector of employment, under the names that are read.
SECTORS = ("public", "private", "not-for-profit", "other", "unknown")


@lru_cache(maxsize=1)
def _declared() -> dict[str, Any]:
    said: dict[str, Any] = read_yaml(packs.find("profiles/template.yaml"))
    return said


def said(group: str, name: str, language: str, **params: object) -> str:
    """One wording of the workbook.

    Example:
        >>> said("lines", "country", "fr", area="Kenya")
        'Pays déclarant : Kenya'
    """
    known = _declared()[group][name]
    return str(known.get(language) or known["en"]).format(**params)


def register_title(language: str) -> str:
    """What a register of persons is called."""
    known = _declared()["register"]
    return str(known.get(language) or known["en"])


def sheet_name(which: str, language: str) -> str:
    """Name of the sheet of notes or of checks."""
    return said("sheets", which, language)


@lru_cache(maxsize=1)
def own_sheets() -> frozenset[str]:
    """Names, in all languages, of the sheets of our workbook that hold no data."""
    return frozenset(name for names in _declared()["sheets"].values() for name in names.values())


def choices(list_id: str, language: str) -> list[tuple[str, str]]:
    """Code and the text that is offered for it: its name in the language where that is read back, else itself."""
    if list_id == "area":
        named = [(each.code, each.name(language)) for each in areas()]
        offered = [(code, name if _is_area(name, code) else code) for code, name in named]
        return sorted(offered, key=lambda each: each[1].casefold())
    if list_id == "sector":
        return [(code, code) for code in SECTORS]
    known = codelist(list_id)
    return [(code, _offered(list_id, code, known.name(code, language).text)) for code in known.codes]


def _is_area(name: str, code: str) -> bool:
    return resolve(name).area == code and words.row_kind(name) is None


def _offered(list_id: str, code: str, name: str) -> str:
    reads = _READERS.get(list_id)
    if reads is None or reads(name) != code:
        return code
    return f"{code} {name}" if list_id == "occupation" and code.isdigit() else name


_READERS: dict[str, Callable[[str], str | None]] = {
    "sex": words.sex,
    "activity": words.activity,
    "row-kind": words.row_kind,
    "occupation": words.occupation,
    "obs-status": words.status,
}
