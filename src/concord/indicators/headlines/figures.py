"""The declared headline figures: what was published, where, and how ours is computed (``data/headlines``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_csv, read_yaml
from concord.errors import NotFound
from concord.vocabulary.provenance import Input
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Comparison:
    """How our own figure is computed, and why it may rightly differ.

    Args:
        kind: What is computed (:data:`concord.indicators.headlines.ours.KINDS`).
        params: What it is computed from.
        reasons: Declared reasons, by the end of their code ``indicators.headline.<reason>``.
    """

    kind: str
    params: Mapping[str, Any] = field(hash=False)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """One published figure: its words, value, unit, year and source.

    ``comparison`` is None where ours cannot be computed; ``none`` then says why, as the end of a message's code.
    ``said`` are its words with its unit in six languages, where they are declared.
    """

    id: str
    words: str
    value: float
    unit: str
    year: int
    verification: str
    source: str
    row: int
    comparison: Comparison | None = None
    none: str = ""
    said: Text = field(default_factory=Text)

    @property
    def is_rounded(self) -> bool:
        """Whether it was published in words that leave room: nearly, over, about."""
        return any(
            word in f"{self.words} {self.verification}" for word in ("nearly", "over)", "about", "almost", "near ")
        )


def figures() -> Mapping[str, Headline]:
    """Every headline figure by id, in the order of the file."""
    return _figures(packs.find("headlines/figures.csv"), packs.find("headlines/comparisons.yaml"))


def figure(id: str) -> Headline:
    """One headline figure.

    Raises:
        NotFound: ``indicators.headline.unknown``.
    """
    try:
        return figures()[id]
    except KeyError:
        raise NotFound("indicators.headline.unknown", params={"id": id}) from None


def inputs() -> tuple[Input, ...]:
    """The two declared files with their digests."""
    paths = (packs.find("headlines/figures.csv"), packs.find("headlines/comparisons.yaml"))
    return tuple(Input(f"headlines/{path.name}", digest_of(path)) for path in paths)


@lru_cache(maxsize=4)
def _figures(published: Path, compared: Path) -> Mapping[str, Headline]:
    declared = read_yaml(compared)
    ours = {each["figure"]: each for each in declared["compared"]}
    none = {id: why for why, ids in declared["not-compared"].items() for id in ids}
    said = declared["words"]
    table = read_csv(published)
    return {
        row["id"]: _headline(
            row, table.line(place), ours.get(row["id"]), none.get(row["id"], ""), Text(said.get(row["id"], {}))
        )
        for place, row in enumerate(table.rows)
    }


def _headline(row: Mapping[str, str], line: int, ours: Mapping[str, Any] | None, none: str, said: Text) -> Headline:
    comparison = (
        None if ours is None else Comparison(ours["kind"], dict(ours["params"]), tuple(ours.get("reasons", ())))
    )
    return Headline(
        row["id"], row["figure"], float(row["value"]), row["unit"], int(row["year"]),
        row["verification"], row["source"], line, comparison, none, said,
    )  # fmt: skip
