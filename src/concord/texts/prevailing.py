"""Which language version of a text prevails, as the text itself says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.texts.clauses import Clause
from concord.texts.letters import folded

EQUAL = "equal"
_SENTENCE = re.compile(r"(?:[^.;。；؛\n]|(?<=\d)\.(?=\d))+[.;。；؛\n]?")


@dataclass(frozen=True, slots=True)
class Prevailing:
    """What a text says of its language versions.

    Args:
        which: A language, or ``equal`` where all count alike.
        clause: Id of the clause that says so.
        words: The sentence.
        names: The languages it names.
    """

    which: str
    clause: str
    words: str
    names: frozenset[str] = frozenset()


@lru_cache(maxsize=16)
def _declared(language: str) -> Mapping[str, Any] | None:
    found = read_yaml(packs.find("texts/prevailing.yaml"))["languages"].get(language.partition("-")[0])
    if found is None:
        return None
    names = {folded(name): which for which, names in found["names"].items() for name in names}
    return {"equal": _all(found["equal"]), "prevails": _all(found["prevails"]), "names": names}


def _all(phrases: Sequence[str]) -> tuple[str, ...]:
    return tuple(folded(phrase) for phrase in phrases)


def prevailing(clauses: Sequence[Clause], *, language: str) -> Prevailing | None:
    """Which version the text says prevails, or None where it says nothing that is understood.

    A rule for divergence goes before the statement that all versions count alike, since texts say both.

    Args:
        clauses: The text, in one of its languages.
        language: Which.
    """
    declared = _declared(language)
    if declared is None:
        return None
    said = list(_sentences(clauses))
    for clause, sentence, plain in said:
        which = _named(plain, declared)
        if which:
            return Prevailing(which, clause, sentence, _names(plain, declared))
    for clause, sentence, plain in said:
        if any(phrase in plain for phrase in declared["equal"]):
            return Prevailing(EQUAL, clause, sentence, _names(plain, declared))
    return None


def _sentences(clauses: Sequence[Clause]) -> Iterator[tuple[str, str, str]]:
    for clause in clauses:
        joined = " ".join(clause.text.split())
        for found in _SENTENCE.finditer(joined):
            sentence = found.group().strip()
            yield clause.id, sentence, folded(sentence).replace("’", "'")


def _names(plain: str, declared: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(which for name, which in declared["names"].items() if name in plain)


def _named(plain: str, declared: Mapping[str, Any]) -> str:
    """The language named nearest to a word of prevailing, in the sentence that has one; empty where none is."""
    spots = [plain.find(phrase) for phrase in declared["prevails"] if phrase in plain]
    if not spots:
        return ""
    near = [
        (abs(found.start() - spots[0]), which)
        for name, which in declared["names"].items()
        for found in re.finditer(re.escape(name), plain)
    ]
    return min(near)[1] if near else ""
