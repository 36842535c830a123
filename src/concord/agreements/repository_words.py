"""The codes of the register of agreements in six languages (``data/agreements/register/words.yaml``).

Public face: :func:`codes`, :func:`name`, :func:`isco`, :func:`coded_clauses`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary.text import Text, Wording

FOLDER = "agreements/register"
Kind = Literal["types", "statuses", "events", "bases", "levels", "occupations", "doubts"]
KINDS: tuple[Kind, ...] = ("types", "statuses", "events", "bases", "levels", "occupations", "doubts")


@dataclass(frozen=True, slots=True)
class CodedClause:
    """A clause that coders looked for in labour agreements of all sectors.

    Attributes:
        code: As the data set names it.
        name: In six languages.
        near: Elements of our catalogue that ask for something like it; never the same question.
    """

    code: str
    name: Text
    near: tuple[str, ...]


def codes(kind: Kind) -> tuple[str, ...]:
    """The codes of a kind in the order in which they are declared."""
    return tuple(_words(packs.find(f"{FOLDER}/words.yaml"))[kind])


def name(kind: Kind, code: str, language: str) -> Wording:
    """A code in words.

    Raises:
        NotFound: ``agreements.register.code``.
    """
    try:
        declared = _words(packs.find(f"{FOLDER}/words.yaml"))[kind][code]
    except KeyError:
        raise NotFound("agreements.register.code", params={"kind": kind, "code": code}) from None
    return Text(declared["name"]).best(language)


def isco(code: str) -> tuple[str, ...]:
    """Groups of ISCO-08 that a group of occupations is near to; none where it names no group."""
    declared = _words(packs.find(f"{FOLDER}/words.yaml"))["occupations"].get(code, {})
    return tuple(declared.get("isco", ()))


def coded_clauses() -> Mapping[str, CodedClause]:
    """Every coded clause by its code, in the order of the file."""
    return _coded(packs.find(f"{FOLDER}/coded-clauses.yaml"))


@lru_cache(maxsize=4)
def _words(path: Path) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    declared = read_yaml(path)
    return {kind: {each["code"]: each for each in declared[kind]} for kind in KINDS}


@lru_cache(maxsize=4)
def _coded(path: Path) -> Mapping[str, CodedClause]:
    return {
        each["code"]: CodedClause(each["code"], Text(each["name"]), tuple(each["near"]))
        for each in read_yaml(path)["clauses"]
    }
