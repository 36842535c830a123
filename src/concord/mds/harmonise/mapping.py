"""What is done with code maps: compare two, put two together, and take a person's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from concord.errors import Invalid
from concord.mds.harmonise.codemaps import CodeMap, Entry, key_of

Verdict = Literal["accept", "change", "reject", "add"]


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on one text of a map.

    Args:
        text: The text it is about.
        verdict: ``accept`` what stands there, ``change`` it to ``code``, ``reject`` it (it goes), ``add`` a new one.
        by, on: Who and when (ISO day); both are required.
        code, scheme: For ``change`` and ``add``; ``code`` "" says that the text is nothing of the list.
        reason: Why.
    """

    text: str
    verdict: Verdict
    by: str
    on: str
    code: str = ""
    scheme: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Diff:
    """How a map differs from an older one, in order of text."""

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    changed: tuple[tuple[Entry, Entry], ...] = ()

    @property
    def recodes(self) -> tuple[tuple[Entry, Entry], ...]:
        """Changes of the code itself: series counted with the older map break here."""
        return tuple(pair for pair in self.changed if (pair[0].code, pair[0].scheme) != (pair[1].code, pair[1].scheme))


def diff(old: CodeMap, new: CodeMap) -> Diff:
    """What was added, removed and changed from ``old`` to ``new``."""
    before = {entry.key: entry for entry in old.entries}
    after = {entry.key: entry for entry in new.entries}
    return Diff(
        added=tuple(after[key] for key in sorted(after.keys() - before.keys())),
        removed=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        changed=tuple((before[k], after[k]) for k in sorted(before.keys() & after.keys()) if before[k] != after[k]),
    )


@dataclass(frozen=True, slots=True)
class Merged:
    """Two maps put together, and the texts on which they do not agree: those keep the first map's entry, unreviewed."""

    map: CodeMap
    conflicts: tuple[tuple[Entry, Entry], ...] = ()


def merge(first: CodeMap, second: CodeMap) -> Merged:
    """Two maps of one area and column put together: a reviewed entry outranks an unreviewed one.

    Where both or neither are reviewed and the codes differ, nothing is chosen silently: the pair is a conflict and the
    entry loses its review until a person decides.

    Raises:
        Invalid: ``mds.map.other`` when the maps are of different areas or columns.
    """
    if (first.area, first.column) != (second.area, second.column):
        params = {"first": f"{first.area} {first.column}", "second": f"{second.area} {second.column}"}
        raise Invalid("mds.map.other", params=params)
    kept = {entry.key: entry for entry in first.entries}
    conflicts = []
    for entry in second.entries:
        own = kept.get(entry.key)
        if own is None or (own.code, own.scheme) == (entry.code, entry.scheme):
            kept[entry.key] = own if own is not None and (own.is_reviewed or not entry.is_reviewed) else entry
        elif own.is_reviewed != entry.is_reviewed:
            kept[entry.key] = own if own.is_reviewed else entry
        else:
            conflicts.append((own, entry))
            kept[entry.key] = replace(own, confidence="possible", reviewed_by="", reviewed_on="")
    return Merged(_next(first, tuple(kept.values()), max(first.version, second.version)), tuple(conflicts))


def _next(map: CodeMap, entries: tuple[Entry, ...], version: int, reviewed: str = "") -> CodeMap:
    return replace(map, entries=entries, version=version + 1, reviewed=reviewed or map.reviewed)


def review(map: CodeMap, decisions: Sequence[Review]) -> CodeMap:
    """The next version of a map, with a person's decisions; the map itself stays as it was.

    Raises:
        Invalid: ``mds.map.review-unsigned`` without person or day; ``mds.map.review-text`` for a text that the map
            does not have (or has, for ``add``); ``mds.map.review-code`` where a change gives no other code.
    """
    entries = {entry.key: entry for entry in map.entries}
    for decision in decisions:
        _decide(map, entries, decision)
    if not decisions:
        return map
    return _next(map, tuple(entries.values()), map.version, max(decision.on for decision in decisions))


def _decide(map: CodeMap, entries: dict[str, Entry], decision: Review) -> None:
    if not decision.by or not decision.on:
        raise Invalid("mds.map.review-unsigned", params={"text": decision.text})
    key = key_of(decision.text)
    own = entries.get(key)
    if (own is None) != (decision.verdict == "add"):
        raise Invalid("mds.map.review-text", params={"map": map.id, "text": decision.text})
    if decision.verdict == "reject":
        del entries[key]
        return
    signed = {"reviewed_by": decision.by, "reviewed_on": decision.on, "confidence": "certain"}
    if own is not None and decision.verdict == "accept":
        entries[key] = replace(own, **signed, reason=decision.reason or own.reason)
        return
    if own is not None and (own.code, own.scheme) == (decision.code, decision.scheme or own.scheme):
        raise Invalid("mds.map.review-code", params={"text": decision.text, "code": decision.code})
    scheme = decision.scheme or (own.scheme if own else "")
    said = Entry(decision.text if own is None else own.text, decision.code, scheme, reason=decision.reason)
    entries[key] = replace(said, **signed, source=decision.by)
