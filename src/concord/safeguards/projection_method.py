"""The declared method of carrying the criteria's facts forward (``data/methods/safeguards-projection.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml


@dataclass(frozen=True)
class ProjectionMethod:
    """How a series is carried forward: which points count, how far, with which range; ``digest`` is the file's."""

    id: str
    version: str
    digest: str
    window_years: int
    least_points: int
    stale_years: int
    furthest_years: int
    coverage: float
    bounds: Mapping[str, tuple[float | None, float | None]]


def projection_method() -> ProjectionMethod:
    """The method in force: that of the first pack that declares it."""
    return _method(packs.find("methods/safeguards-projection.yaml"))


@lru_cache(maxsize=4)
def _method(path: Path) -> ProjectionMethod:
    declared = read_yaml(path)
    return ProjectionMethod(
        id=declared["id"],
        version=declared["version"],
        digest=digest_of(path),
        window_years=declared["window_years"],
        least_points=declared["least_points"],
        stale_years=declared["stale_years"],
        furthest_years=declared["furthest_years"],
        coverage=declared["coverage"],
        bounds={measure: (each.get("low"), each.get("high")) for measure, each in declared["bounds"].items()},
    )
