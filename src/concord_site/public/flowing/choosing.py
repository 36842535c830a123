"""Which countries and period the address asks for, made good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from concord.flows.people import periods
from concord.vocabulary.areas import resolve
from concord_site.public.flowing import held


@dataclass(frozen=True, slots=True)
class Choice:
    """A country and its partner (both, one or none), and a period."""

    origin: str
    destination: str
    period: str

    @property
    def is_corridor(self) -> bool:
        """Whether both ends are named, and are two."""
        return bool(self.origin and self.destination) and self.origin != self.destination

    def address(self, **more: str) -> str:
        """The address of this choice."""
        said = {"origin": self.origin, "destination": self.destination, "period": self.period, **more}
        return f"{reverse('public:flows')}?{urlencode({name: value for name, value in said.items() if value})}"


def corridor(origin: str, destination: str, period: str) -> str:
    """The address of a corridor."""
    return Choice(origin, destination, period).address()


def chosen(query: Mapping[str, str]) -> Choice:
    """Read the address; what is not known is left out, and a country with itself is the country alone."""
    origin, destination = _place(query.get("origin", "")), _place(query.get("destination", ""))
    period = query.get("period", "")
    period = period if period in periods() else held.newest()
    if not origin:
        origin, destination = destination, ""
    return Choice(origin, destination if destination != origin else "", period)


def _place(words: str) -> str:
    said = words.strip()[:80]
    found = resolve(said) if said else None
    code = found.area if found is not None and found.area else said.upper()
    return code if code in held.places() else ""
