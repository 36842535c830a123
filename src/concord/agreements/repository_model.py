"""What an entry of the register is: parties, dated history, clauses that a source names, and what was not verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from concord.vocabulary.periods import PartialDate

Side = Literal["origin", "destination", "member"]
Verification = Literal["verified", "partly", "unverified"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who is bound: a state, or a part of one.

    Attributes:
        area: Alpha-3 of the state.
        side: ``member`` where the text is mutual.
        part: ISO 3166-2 of the province or region that is bound; empty for the state itself.
    """

    area: str
    side: Side
    part: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One dated step in the history of a text; ``is_verified`` is about its date."""

    when: PartialDate
    code: str
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Clause:
    """An element of the catalogue that a source names, with its words."""

    element: str
    words: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One entry of the register.

    Attributes:
        year: What it is the year of stands in ``year_basis``; None where it is not known.
        occupations: Groups of ``words.yaml``; ``occupations_said`` and ``provisions`` are words of the sources.
        status_on: The time of which the status was read, as precise as it is known.
        doubts: What was not verified.
        labour: Rows of the labour agreements of all sectors that are this text or belong to it.
        row: Physical row in the file.
    """

    id: str
    title: str
    parties: tuple[Party, ...]
    year: int | None
    year_basis: str
    level: str
    type: str
    occupations: tuple[str, ...]
    occupations_said: str
    provisions: str
    clauses: tuple[Clause, ...]
    history: tuple[Event, ...]
    status: str
    status_on: PartialDate | None
    doubts: tuple[str, ...]
    sources: tuple[str, ...]
    labour: tuple[str, ...] = ()
    note: str = ""
    row: int = 0

    @property
    def is_known(self) -> bool:
        """Whether its existence was read somewhere; what is not known is in no count."""
        return "existence" not in self.doubts

    @property
    def verification(self) -> Verification:
        """All that is said verified, some of it not, or not even that it exists."""
        if not self.is_known:
            return "unverified"
        return "partly" if self.doubts else "verified"

    @property
    def is_mutual(self) -> bool:
        """Whether it has no two sides."""
        return any(each.side == "member" for each in self.parties)

    @property
    def areas(self) -> tuple[str, ...]:
        """States that are bound or of which a part is, each once."""
        return tuple(dict.fromkeys(each.area for each in self.parties))

    def of_side(self, side: Side) -> tuple[Party, ...]:
        """The parties of one side."""
        return tuple(each for each in self.parties if each.side == side)

    def has_clause(self, element: str) -> bool:
        """Whether a source names the element; False is *not known*, never *absent*."""
        return any(each.element == element for each in self.clauses)

    def joins(self, one: str, other: str) -> bool:
        """Whether both areas are party to it, on different sides or as members."""
        if one == other or not {one, other} <= set(self.areas):
            return False
        if self.is_mutual:
            return True
        origins = {each.area for each in self.of_side("origin")}
        return (one in origins) != (other in origins)
