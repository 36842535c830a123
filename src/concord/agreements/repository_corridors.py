"""Corridors: pairs of origin and destination with their agreements, and which countries are party to how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concord.agreements.repository_model import Agreement


@dataclass(frozen=True, slots=True)
class Corridor:
    """An origin and a destination with the agreements between them, newest first."""

    origin: str
    destination: str
    agreements: tuple[Agreement, ...]

    @property
    def count(self) -> int:
        """How many whose existence was read somewhere."""
        return sum(1 for each in self.agreements if each.is_known)


def corridors(found: Iterable[Agreement]) -> tuple[Corridor, ...]:
    """Every pair of origin and destination, those with most agreements first; mutual texts make no pair.

    Example:
        >>> from concord.agreements.repository import agreements
        >>> first = corridors(agreements().values())[0]
        >>> first.origin, first.destination
        ('PHL', 'CAN')
    """
    by: dict[tuple[str, str], list[Agreement]] = {}
    for each in found:
        for origin in each.of_side("origin"):
            for destination in each.of_side("destination"):
                by.setdefault((origin.area, destination.area), []).append(each)
    made = [
        Corridor(*pair, tuple(sorted(held, key=lambda each: (-(each.year or 0), each.id)))) for pair, held in by.items()
    ]
    return tuple(sorted(made, key=lambda each: (-each.count, -len(each.agreements), each.origin, each.destination)))


def between(found: Iterable[Agreement], one: str, other: str) -> tuple[Agreement, ...]:
    """Agreements to which both areas are party on different sides or as members, newest first."""
    joined = [each for each in found if each.joins(one, other)]
    return tuple(sorted(joined, key=lambda each: (each.year is None, -(each.year or 0), each.id)))


def parties(found: Iterable[Agreement]) -> Mapping[str, int]:
    """How many agreements whose existence was read each area is party to; areas of none are left out."""
    return Counter(code for each in found if each.is_known for code in each.areas)
