"""What is known to have happened: counts with the day they are as of, their source, and whether it was read.

Counts that belong to a round of reporting are declared with it (``rounds/<year>.yaml``); the others by measure in
``history/<measure>.yaml``. Both come out as one list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.indicators.targets import Known
from concord.vocabulary import provenance


def load() -> tuple[Known, ...]:
    """Every known count, by measure and then by date; those nobody could check keep that mark and decide nothing."""
    return _load(packs.roots())


@lru_cache(maxsize=8)
def _load(roots: tuple[Path, ...]) -> tuple[Known, ...]:
    counts = [*_of_rounds(), *_of_measures()]
    return tuple(sorted(counts, key=lambda each: (each.measure, each.day)))


def _of_rounds() -> Iterable[Known]:
    for path in packs.each("rounds"):
        declared = read_yaml(path)
        for fact in declared["facts"]:
            yield _known(fact, fact["measure"], f"rounds/{path.name}", declared["id"])


def _of_measures() -> Iterable[Known]:
    for path in packs.each("history"):
        declared = read_yaml(path)
        for fact in declared["facts"]:
            yield _known(fact, declared["measure"], f"history/{path.name}", fact.get("round"))


def _known(fact: Mapping[str, Any], measure: str, file: str, round: str | None) -> Known:
    cited = fact["source"]
    source = provenance.sources().get(cited)
    link = fact.get("link") or (source.link if source else cited if cited.startswith("http") else "")
    return Known(
        measure=measure,
        value=fact["value"],
        as_of=fact["as_of"],
        source=(source.citation or source.title) if source else cited,
        verification=fact["verification"],
        link=link,
        licence=source.licence if source else "facts",
        file=file,
        round=round,
        note=fact.get("note", ""),
    )
