"""What a model needs to know: given by data, or assumed within a declared range; never quietly filled.

A quantity is turned into draws by the inverse of its distribution, so that the same uniform numbers give comparable
runs of two scenarios, and a tornado can put one quantity at its tenth and ninetieth percentile.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.vocabulary.provenance import Input
from concord.vocabulary.text import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

Distribution = Literal["triangular", "uniform", "fixed"]


@dataclass(frozen=True, slots=True)
class Given:
    """A value that data or a user gives.

    Args:
        value: In the unit of its quantity.
        source: Id of a declared source, or words ("given by the user").
        year: The reference year, where there is one.
        at_least: The data are known to leave part of it out.
        note: How it was made of what was published.
    """

    value: float
    source: str
    year: int | None = None
    at_least: bool = False
    note: str = ""

    def draws(self, uniform: Draws) -> Draws:
        """The same value in every draw."""
        import numpy as np

        return np.full(uniform.shape, float(self.value))

    @property
    def span(self) -> tuple[float, float, float]:
        """Low, central, high: three times the value."""
        return self.value, self.value, self.value


@dataclass(frozen=True, slots=True)
class Assumed:
    """A declared assumption: a range with a central value and a distribution between.

    Raises:
        Invalid: ``labour-market.assumption.range`` unless low ≤ central ≤ high, all finite.
    """

    low: float
    central: float
    high: float
    distribution: Distribution = "triangular"
    source: str = "own"
    reason: str = ""

    def __post_init__(self) -> None:
        whole = all(math.isfinite(each) for each in self.span)
        if not (whole and self.low <= self.central <= self.high):
            shown = f"{self.low:g} / {self.central:g} / {self.high:g}"
            raise Invalid("labour-market.assumption.range", params={"range": shown})

    def draws(self, uniform: Draws) -> Draws:
        """Values at these probabilities (the inverse of the distribution function)."""
        import numpy as np

        width = self.high - self.low
        if self.distribution == "fixed" or width == 0:
            return np.full(uniform.shape, float(self.central))
        if self.distribution == "uniform":
            return self.low + width * uniform
        left = (self.central - self.low) / width
        rising = self.low + np.sqrt(uniform * width * (self.central - self.low))
        falling = self.high - np.sqrt((1 - uniform) * width * (self.high - self.central))
        return np.where(uniform < left, rising, falling)

    @property
    def span(self) -> tuple[float, float, float]:
        """Low, central, high."""
        return self.low, self.central, self.high


Quantity = Given | Assumed


@dataclass(frozen=True, slots=True)
class Declared:
    """One quantity of the model as ``data/scenarios/assumptions*.yaml`` declares it."""

    id: str
    title: Text
    unit: str
    assumed: Assumed
    by_occupation: Mapping[str, Assumed] = field(default_factory=dict, hash=False)
    by_area: Mapping[str, Assumed] = field(default_factory=dict, hash=False)
    verification: str = "unverified"

    def of(self, area: str, occupation: str) -> Assumed:
        """The assumption for an area and occupation: the area's own, else the occupation's, else the general one."""
        for key in (f"{area}/{occupation}", area):
            if key in self.by_area:
                return self.by_area[key]
        return self.by_occupation.get(occupation, self.assumed)


def declared() -> Mapping[str, Declared]:
    """All declared quantities by id, in the order of the files; a later file (a pack's) replaces ranges by area."""
    return _declared(packs.roots())


def quantity(id: str) -> Declared:
    """One declared quantity.

    Raises:
        NotFound: ``labour-market.quantity.unknown``.
    """
    try:
        return declared()[id]
    except KeyError:
        raise NotFound("labour-market.quantity.unknown", params={"id": id, "known": ", ".join(declared())}) from None


@lru_cache(maxsize=4)
def _declared(roots: tuple[Path, ...]) -> Mapping[str, Declared]:
    found: dict[str, Declared] = {}
    for path in packs.each("scenarios", "assumptions*.yaml"):
        for said in read_yaml(path)["quantities"]:
            found[said["id"]] = _read(said, found.get(said["id"]))
    return found


def _read(said: Mapping[str, Any], before: Declared | None) -> Declared:
    if before is not None and "low" not in said:
        areas = {**before.by_area, **{key: _range(each) for key, each in said["areas"].items()}}
        return Declared(
            before.id, before.title, before.unit, before.assumed, before.by_occupation, areas, before.verification
        )
    return Declared(
        said["id"],
        Text(said["title"]),
        said["unit"],
        _range(said),
        {key: _range({**said, **each}) for key, each in (said.get("occupations") or {}).items()},
        {key: _range({**said, **each}) for key, each in (said.get("areas") or {}).items()},
        said.get("verification", "unverified"),
    )


def _range(said: Mapping[str, Any]) -> Assumed:
    return Assumed(
        float(said["low"]), float(said["central"]), float(said["high"]), said.get("distribution", "triangular"),
        said.get("source", "own"), said.get("reason", ""),
    )  # fmt: skip


def files() -> tuple[Input, ...]:
    """The declared files behind every projection, with their digests."""
    paths = [*packs.each("scenarios"), packs.find("methods/supply.yaml")]
    return tuple(Input(path.relative_to(path.parent.parent).as_posix(), digest_of(path)) for path in paths)
