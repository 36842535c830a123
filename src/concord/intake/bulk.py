"""Bulk import by key, seen before it is done: what is new, changes (before and after), stays, is missing.

The plan touches nothing. It is applied whole, inside the caller's transaction, or not at all; a key that stands twice
in the file is an error that names all its rows, never "the last one wins".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from concord.errors import Conflict, Invalid
from concord.findings import NOWHERE, Finding, Findings, Place
from concord.intake import lookalikes

Key = tuple[str, ...]
Row = Mapping[str, object]
ROWS_NAMED = 20


@dataclass(frozen=True, slots=True)
class Addition:
    """A row whose key is not there yet."""

    key: Key
    row: Row
    where: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is there and would read otherwise: field → (before, after)."""

    key: Key
    row: Row
    fields: Mapping[str, tuple[object, object]]
    where: Place = NOWHERE


class Writer(Protocol):
    """Where a plan is written; the caller gives it a transaction around."""

    def add(self, key: Key, row: Row) -> None:
        """Store a new row."""

    def change(self, key: Key, row: Row, fields: Mapping[str, tuple[object, object]]) -> None:
        """Store the changed fields of a row."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written."""

    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Args:
        new: Rows to add, in the file's order.
        changed: Rows to change, in the file's order.
        unchanged: Keys that are there and read the same.
        missing: Keys that are there and not in the file; an import never removes them.
        findings: What is wrong; with anything hard the plan cannot be applied.
    """

    new: tuple[Addition, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: tuple[Key, ...] = ()
    missing: tuple[Key, ...] = ()
    findings: Findings = field(default_factory=Findings)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.new and not self.changed

    def apply(self, writer: Writer, *, existing: Mapping[Key, Row] | None = None) -> Applied:
        """Write it all; an error from the writer leaves through here, so that the caller's transaction undoes all.

        Args:
            writer: Where to.
            existing: What is there now; given, the plan is refused if it has changed since the plan was made.

        Raises:
            Invalid: The plan has hard findings; nothing was written.
            Conflict: What is there has changed since; nothing was written.
        """
        if self.findings.hard:
            raise Invalid("intake.bulk.has-findings", params={"count": len(self.findings.hard)})
        if existing is not None:
            self._check_still_true(existing)
        for addition in self.new:
            writer.add(addition.key, addition.row)
        for change in self.changed:
            writer.change(change.key, change.row, change.fields)
        return Applied(len(self.new), len(self.changed))

    def _check_still_true(self, existing: Mapping[Key, Row]) -> None:
        appeared = [addition.key for addition in self.new if addition.key in existing]
        moved = [
            change.key
            for change in self.changed
            if change.key not in existing
            or any(existing[change.key].get(name) != before for name, (before, _) in change.fields.items())
        ]
        if appeared or moved:
            raise Conflict("intake.bulk.moved-on", params={"count": len(appeared) + len(moved)})


def plan(
    existing: Mapping[Key, Row],
    incoming: Iterable[Row],
    *,
    key: Sequence[str],
    fields: Sequence[str],
    places: Sequence[Place] | None = None,
) -> Plan:
    """Compare rows of a file with what is there; nothing is written.

    Args:
        existing: Key → row, as stored.
        incoming: Rows of the file; cells that are not in ``fields`` are not compared.
        key: Columns that make the key, in the order of ``existing``'s keys.
        fields: Columns that may change.
        places: Where each incoming row stands, for the findings.

    Example:
        >>> there = {("KEN",): {"name": "Kenya"}}
        >>> made = plan(there, [{"iso3": "KEN", "name": "Republic of Kenya"}, {"iso3": "NAM", "name": "Namibia"}],
        ...             key=["iso3"], fields=["name"])
        >>> made.changed[0].fields, [addition.key for addition in made.new]
        ({'name': ('Kenya', 'Republic of Kenya')}, [('NAM',)])
    """
    rows = list(incoming)
    where = list(places) if places is not None else [NOWHERE] * len(rows)
    if len(where) != len(rows):
        raise Invalid("intake.bulk.places", params={"rows": len(rows), "places": len(where)})
    keys = [_key(row, key) for row in rows]
    findings = [*_empty_keys(keys, key, where), *_twice(keys, where), *_disguised(keys, where, existing)]
    new: list[Addition] = []
    changed: list[Change] = []
    unchanged: list[Key] = []
    for row, its_key, place in zip(rows, keys, where, strict=True):
        if its_key not in existing:
            new.append(Addition(its_key, row, place))
            continue
        differing = _differing(existing[its_key], row, fields)
        if differing:
            changed.append(Change(its_key, row, differing, place))
        else:
            unchanged.append(its_key)
    seen = set(keys)
    missing = tuple(there for there in existing if there not in seen)
    return Plan(tuple(new), tuple(changed), tuple(unchanged), missing, Findings(findings))


def _key(row: Row, columns: Sequence[str]) -> Key:
    return tuple(str(row.get(column) if row.get(column) is not None else "").strip() for column in columns)


def _differing(before: Row, after: Row, fields: Sequence[str]) -> dict[str, tuple[object, object]]:
    return {
        name: (before.get(name), after[name]) for name in fields if name in after and before.get(name) != after[name]
    }


def _empty_keys(keys: Sequence[Key], columns: Sequence[str], places: Sequence[Place]) -> list[Finding]:
    empty = [place for its_key, place in zip(keys, places, strict=True) if not all(its_key)]
    if not empty:
        return []
    return [
        Finding(
            "intake.bulk.empty-key",
            "hard",
            empty[0],
            {"columns": ", ".join(columns), "count": len(empty), "rows": _rows(empty)},
        )
    ]


def _twice(keys: Sequence[Key], places: Sequence[Place]) -> list[Finding]:
    by_key: dict[Key, list[Place]] = {}
    for its_key, place in zip(keys, places, strict=True):
        by_key.setdefault(its_key, []).append(place)
    return [
        Finding(
            "intake.bulk.duplicate-key",
            "hard",
            found[0],
            {"key": " / ".join(its_key), "count": len(found), "rows": _rows(found, all_of_them=True)},
        )
        for its_key, found in by_key.items()
        if len(found) > 1 and all(its_key)
    ]


def _disguised(keys: Sequence[Key], places: Sequence[Place], existing: Mapping[Key, Row]) -> list[Finding]:
    findings = []
    for its_key, place in zip(keys, places, strict=True):
        seen = [one for part in its_key for one in lookalikes.in_code(part)]
        if not seen:
            continue
        meant = tuple(lookalikes.plain(part) for part in its_key)
        level = "hard" if meant in existing and its_key not in existing else "soft"
        params = {"characters": lookalikes.said(seen), "meant": " / ".join(meant)}
        findings.append(Finding("intake.code.look-alike", level, place, params))  # type: ignore[arg-type]
    return findings


def _rows(places: Sequence[Place], *, all_of_them: bool = False) -> str:
    numbers = [str(place.row) for place in places if place.row is not None]
    if all_of_them or len(numbers) <= ROWS_NAMED:
        return ", ".join(numbers)
    return ", ".join(numbers[:ROWS_NAMED]) + " …"
