"""The declared vocabulary of tables (``data/readers/words``): exact words only, folded for case, accents and spaces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.vocabulary.areas import fold
from concord.vocabulary.codelists import codelist


@dataclass(frozen=True, slots=True)
class Heading:
    """What a header says: a role, and for an origin its base, for a value what is counted."""

    role: str
    base: str = ""
    measure: str = ""


def _rows(name: str) -> Iterable[dict[str, str]]:
    for path in packs.each("readers/words", f"{name}.csv"):
        yield from read_csv(path).rows


@lru_cache(maxsize=1)
def _headings() -> dict[str, Heading]:
    return {fold(row["word"]): Heading(row["role"], row["base"], row["measure"]) for row in _rows("headers")}


def heading(header: str) -> Heading | None:
    """What a header says, or None where it is not a declared word."""
    return _headings().get(fold(header))


def row_kind(word: str) -> str | None:
    """``total``, ``foreign``, ``unknown``, ``domestic``, ``native-foreign`` or ``origin``; None for anything else."""
    return _named("row_kinds", "row-kind").get(fold(word))


def status(flag: str) -> str | None:
    """The observation status that a flag stands for, or None."""
    return _named("statuses", "obs-status").get(fold(flag))


@lru_cache(maxsize=1)
def _sex_letters() -> frozenset[str]:
    declared = (row for path in packs.each("concordances/words", "sex_letters.csv") for row in read_csv(path).rows)
    return frozenset(fold(row[sex]) for row in declared for sex in ("female", "male") if not row[sex].isdigit())


def is_sex_letter(word: str) -> bool:
    """Whether a single letter is a sex beside another: which, only the letters that stand with it tell (H/F, H/M)."""
    return len(word.strip(" .")) == 1 and fold(word) in _sex_letters()


def sex(word: str) -> str | None:
    """``F``, ``M``, ``X``, ``U`` or ``T`` for both; None for an unknown word."""
    return _named("sexes", "sex").get(fold(word))


def activity(word: str) -> str | None:
    """The level of activity that a word stands for, or None."""
    return _named("activities", "activity").get(fold(word))


def occupation(word: str) -> str | None:
    """The occupation code that a name or a publisher's code stands for, or None."""
    return _named("occupations", "occupation").get(fold(word))


@lru_cache(maxsize=8)
def _named(name: str, list_id: str) -> dict[str, str]:
    """Codes and names of a code list, with the further words declared for it."""
    found: dict[str, str] = {}
    for code in codelist(list_id).codes.values():
        for spelling in (code.code, *code.name.values()):
            found.setdefault(fold(spelling), code.code)
    words = {fold(row["word"]): row["code"] for row in _rows(name)}
    return {**found, **words}


def header_of(role: str, language: str, *, base: str = "", measure: str = "") -> str:
    """A header that is recognised as this role, in a language; in English where there is none."""
    wanted = (role, base, measure)
    said = [row for row in _rows("headers") if (row["role"], row["base"], row["measure"]) == wanted]
    said = said or [row for row in _rows("headers") if row["role"] == role]
    return next((row["word"] for row in (*(r for r in said if r["language"] == language), *said)), role)
