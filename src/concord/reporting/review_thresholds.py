"""The declared thresholds of a review (``data/methods/review.yaml``): from where on somebody looks.

A threshold never says that an answer is wrong. A pack's own file outranks the built-in one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.vocabulary.text import Wording, wording


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All thresholds, and why each was chosen.

    Args:
        moved: Share (0.25 is a quarter) from which a number that moved since the last round is explained.
        peers_least: Other countries that must have answered with a number before one is compared with them.
        peers_z: Modified z score above which a number is far from its peers.
        peers_spread: Least median absolute deviation of the logarithms of peers.
        known_factor: Ratio, either way, from which a number differs from the one of the data set.
        occupations: Codes of occupations of the data set, by the choice of a table's row.
        wholes: Choices of columns that stand for all persons of a row, in tables that name no year.
        reasons: Why, by the threshold's name in the file.
        sources: Where from, alike.
    """

    moved: float
    peers_least: int
    peers_z: float
    peers_spread: float
    known_factor: float
    occupations: Mapping[str, frozenset[str]]
    wholes: frozenset[str]
    note: str
    reasons: Mapping[str, str]
    sources: Mapping[str, str]

    def __hash__(self) -> int:
        return hash((self.moved, self.peers_least, self.peers_z, self.peers_spread, self.known_factor))

    def reason(self, name: str, language: str = "en") -> Wording:
        """Why a threshold (``moved``, ``peers``, ``known``) was chosen, in a language."""
        return wording("methods/review", f"{name}/reason", self.reasons[name], language)


def thresholds() -> Thresholds:
    """The thresholds in force: those of the last pack that declares them."""
    return _read(str(packs.each("methods", "review.yaml")[-1]))


@lru_cache(maxsize=4)
def _read(path: str) -> Thresholds:
    said = read_yaml(Path(path))
    parts = {name: said[name] for name in ("moved", "peers", "known")}
    return Thresholds(
        moved=float(parts["moved"]["share"]),
        peers_least=int(parts["peers"]["least"]),
        peers_z=float(parts["peers"]["z"]),
        peers_spread=float(parts["peers"]["least_spread"]),
        known_factor=float(parts["known"]["factor"]),
        occupations={each["row"]: frozenset(each["codes"]) for each in said["occupations"]},
        wholes=frozenset(each["column"] for each in said.get("wholes", ())),
        note=str(said["note"]).strip(),
        reasons={name: str(part["reason"]) for name, part in parts.items()},
        sources={name: str(part["source"]) for name, part in parts.items()},
    )
