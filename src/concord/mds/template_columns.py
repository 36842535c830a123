"""The columns of our own workbook: of a structure of counts, or of a register of persons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.errors import Invalid
from concord.mds.profile import PERSON_ROLES
from concord.mds.readers import words
from concord.vocabulary.structures import Structure, structure

#: Column of the structure → role of the header, where they have different names.
_ROLES = {"headcount": "value", "status": "flag"}
_LEFT_OUT = frozenset({"source", "source_file", "source_row"})
#: The id under which a template for a register of persons is asked for.
REGISTER = "register"
#: Columns of a register that hold codes, and their lists.
_LISTS = {
    "area": "area", "occupation": "occupation", "activity": "activity", "sex": "sex", "training": "area",
    "birth": "area", "nationality": "area", "left_for": "area", "sector": "sector",
}  # fmt: skip
#: Columns of a register that are offered: one place in time for each thing, since a birth date says the age.
_ASKED = tuple(role for role in PERSON_ROLES if role not in ("birth_year", "age", "age_band"))


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column: its name in the structure, its header in the language, its code list, what its cells hold."""

    name: str
    header: str
    codes: str = ""
    holds: str = "text"


def columns(id: str, language: str) -> list[TemplateColumn]:
    """The columns of a template.

    Raises:
        Invalid: ``mds.template.structure`` for a structure that countries do not send.
    """
    if id == REGISTER:
        return [
            TemplateColumn(role, person_header(role, language), _LISTS.get(role, ""), _held(role)) for role in _ASKED
        ]
    declared = structure(id)
    if "headcount" not in declared.names:
        raise Invalid("mds.template.structure", params={"id": id})
    return [_of(declared, name, language) for name in declared.names if name not in _LEFT_OUT]


def _of(declared: Structure, name: str, language: str) -> TemplateColumn:
    column = next(each for each in declared.columns if each.name == name)
    base = str(declared.extra.get("base") or "") if name == "origin" else ""
    header = words.header_of(_ROLES.get(name, name), language, base=base)
    if header == _ROLES.get(name, name):
        header = person_header(name, language)
    return TemplateColumn(name, header, column.codelist or "", _held(name))


def _held(name: str) -> str:
    if name == "headcount":
        return "count"
    if name in ("year", "graduated"):
        return "year"
    return "day" if name in ("birth_date", "entered", "left", "returned") else "text"


def person_header(role: str, language: str) -> str:
    """A header that is recognised as this role of a register, in a language; in English where there is none."""
    if role in ("training", "birth", "nationality"):
        return words.header_of("origin", language, base=role)
    if role in ("area", "year", "sex", "activity", "occupation"):
        return words.header_of(role, language)
    known = _person_words()
    return known.get((role, language)) or known.get((role, "en")) or role


@lru_cache(maxsize=1)
def _person_words() -> dict[tuple[str, str], str]:
    """Role and language → the first declared word."""
    found: dict[tuple[str, str], str] = {}
    for path in packs.each("readers/words", "person_headers.csv"):
        for row in read_csv(path).rows:
            found.setdefault((row["role"], row["language"]), row["word"])
    return found
