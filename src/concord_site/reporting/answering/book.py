"""What one person's pages stand on: an instrument, the answers kept so far, and the entries of its lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from concord.instrument.answers import Answers, parse
from concord.instrument.model import Group, Instrument, Question
from concord_site.reporting.answering import addresses
from concord_site.reporting.answering.addresses import Scope

#: Entries a list may have; beyond it the workbook or the interface is the way.
ENTRIES_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Rival:
    """What somebody else wrote at the same time."""

    value: Any
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as it is kept.

    Args:
        value: In the form of JSON; None where it was taken back or never accepted.
        revision: How often it has changed; 0 where it is not kept yet.
        typed: What was typed last and could not be accepted, by part of the box.
    """

    value: Any = None
    revision: int = 0
    reason: str = ""
    typed: Mapping[str, Any] | None = None
    rival: Rival | None = None
    by: str = ""
    saved_at: datetime | None = None


NOTHING = Kept()


@dataclass(frozen=True)
class Book:
    """All answers of one trial (or report), by lasting address.

    Args:
        kept: Answers by lasting address (``agreements[k7x]/partner``).
        entries: Ids of entries in order, by the lasting address of their repeating block.
    """

    instrument: Instrument
    kept: Mapping[str, Kept] = field(default_factory=dict)
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, address: str) -> Kept:
        """One answer; an empty one where nothing is kept."""
        return self.kept.get(address, NOTHING)

    def with_values(self, values: Mapping[str, Any]) -> Book:
        """The same book with some answers changed, not kept yet."""
        merged = {**self.kept, **{address: replace(self.of(address), value=value) for address, value in values.items()}}
        return replace(self, kept=merged)

    def with_entries(self, block: str, ids: Iterable[str]) -> Book:
        """The same book with other entries in one list."""
        return replace(self, entries={**self.entries, block: tuple(ids)})

    def node(self, address: str) -> Question | Group | None:
        """The question or repeating block of an address; None where the instrument has none there."""
        scope, key = addresses.split(address)
        return self.instrument.by_key.get((addresses.keys(scope), key))

    def has_entries(self, scope: Scope) -> bool:
        """Whether every entry of a scope is there now."""
        return all(
            entry in self.entries.get(addresses.join(scope[:depth], repeat), ())
            for depth, (repeat, entry) in enumerate(scope)
        )

    def positional(self, address: str) -> str | None:
        """The address by position, for the library; None where an entry of it is gone."""
        scope, key = addresses.split(address)
        if not self.has_entries(scope):
            return None
        placed = tuple(
            (repeat, str(self.entries[addresses.join(scope[:depth], repeat)].index(entry) + 1))
            for depth, (repeat, entry) in enumerate(scope)
        )
        return addresses.join(placed, key)

    def lasting(self, address: str) -> str | None:
        """The lasting address of one by position; None where there is no such entry."""
        scope, key = addresses.split(address)
        found: Scope = ()
        for repeat, position in scope:
            ids = self.entries.get(addresses.join(found, repeat), ())
            if not position.isdigit() or not 0 < int(position) <= len(ids):
                return None
            found = (*found, (repeat, ids[int(position) - 1]))
        return addresses.join(found, key)

    def scopes(self, repeat: tuple[str, ...]) -> tuple[Scope, ...]:
        """Every innermost entry of a chain of repeating blocks, in order; one empty scope outside of all."""
        found: tuple[Scope, ...] = ((),)
        for key in repeat:
            found = tuple((*scope, (key, entry)) for scope in found for entry in self.entries_in(scope, key))
        return found

    def entries_in(self, scope: Scope, key: str) -> tuple[str, ...]:
        """Ids of the entries of one repeating block within a scope."""
        return self.entries.get(addresses.join(scope, key), ())

    @cached_property
    def parsed(self) -> Answers:
        """The answers as the library's evaluator takes them."""
        return parse(self.answers())

    def answers(self) -> dict[str, Any]:
        """The answers in the form of the library and of every export: lists of objects for repeating blocks."""
        found: dict[str, Any] = {}
        for block in sorted(self.entries, key=lambda each: each.count("[")):
            if (home := self._home(found, addresses.split(block)[0])) is not None:
                home[addresses.split(block)[1]] = [{} for _ in self.entries[block]]
        for address, kept in self.kept.items():
            scope, key = addresses.split(address)
            if kept.value is None or self.node(address) is None:
                continue
            if self.has_entries(scope) and (home := self._home(found, scope)) is not None:
                home[key] = kept.value
        return found

    def _home(self, found: dict[str, Any], scope: Scope) -> dict[str, Any] | None:
        """The object that answers of a scope stand in."""
        home: Any = found
        for depth, (repeat, entry) in enumerate(scope):
            ids = self.entries.get(addresses.join(scope[:depth], repeat), ())
            if entry not in ids or repeat not in home:
                return None
            home = home[repeat][ids.index(entry)]
        return home if isinstance(home, dict) else None
