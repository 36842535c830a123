"""The declared assumptions that an estimate rests on (``data/methods/burden.yaml``), each with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.vocabulary.text import Wording, wording

_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"\w+(?:[-'\u2019]\w+)*")


@dataclass(frozen=True, slots=True)
class Range:
    """A low, a usual and a high figure."""

    low: float = 0.0
    typical: float = 0.0
    high: float = 0.0

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.typical + other.typical, self.high + other.high)

    def __mul__(self, other: Range) -> Range:
        return Range(self.low * other.low, self.typical * other.typical, self.high * other.high)


ONCE = Range(1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that a result rests on and nobody measured: its figures, and why they were chosen."""

    id: str
    figures: Range
    reason: str

    def said(self, language: str = "en") -> Wording:
        """The reason, in a language."""
        return wording("methods/burden", f"{self.id}/reason", self.reason, language)


@dataclass(frozen=True)
class Rules:
    """The declared assumptions."""

    note: str
    reading: Assumption
    per_word: float
    answering: Mapping[str, Assumption]
    confirming: Assumption
    instances: Assumption
    conditional: Assumption

    def count(self, text: str) -> int:
        """Words of a text; in a script without spaces, characters by the declared number."""
        signs = len(_CJK.findall(text))
        return len(_WORD.findall(_CJK.sub(" ", text))) + round(signs / self.per_word)


@lru_cache(maxsize=1)
def _read(path: str) -> Rules:
    said = read_yaml(Path(path))
    answering = {kind: _assumption(each["id"], each) for each in said["answering"] for kind in each["kinds"]}
    return Rules(
        note=said["note"].strip(),
        reading=_assumption("reading", said["reading"]),
        per_word=float(said["characters_per_word"]["value"]),
        answering=answering,
        confirming=_assumption("confirming", said["confirming"]),
        instances=_assumption("instances", said["instances"]),
        conditional=_assumption("conditional", said["conditional"]),
    )


def declared() -> Rules:
    """A pack's own assumptions outrank the built-in ones: the last pack that declares them."""
    return _read(str(packs.each("methods", "burden.yaml")[-1]))


def _assumption(id: str, said: Mapping[str, Any]) -> Assumption:
    figures = Range(float(said["low"]), float(said["typical"]), float(said["high"]))
    return Assumption(id, figures, str(said["reason"]))
