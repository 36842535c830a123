"""The proof: an attack on tables as they would be published, judged by whoever knows what must be protected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concord.mds.protect.attacking import Interval, attack
from concord.mds.protect.cells import Series, What
from concord.mds.protect.declared import Rules
from concord.mds.protect.needs import Need
from concord.mds.protect.world import World
from concord.vocabulary.structures import Table

#: By what a cell is found again in another world.
Name = tuple[int, int, int] | tuple[int, Series, What]
#: Cells that are found out too closely, and what was needed of them.
Open = dict[Name, tuple[Interval, Need]]


@dataclass(frozen=True)
class Ground:
    """What a proof is judged by: the world as its owner knows it, what must be protected in it, tables as they are."""

    known: World
    wanted: Mapping[int, Need]
    rules: Rules
    tables: Sequence[Table]
    earlier: Sequence[Sequence[Table]]


def attacked(after: Sequence[Table], on: Ground) -> tuple[tuple[Interval, ...], Open]:
    """What can be found out from the tables as they would be published, and which of it is too close.

    An attacker who guesses is judged where he guesses right; what can be known without guessing is judged everywhere.
    """
    intervals = attack([*on.earlier, after], on.rules)
    by_name = _by_name(intervals)
    plain = _by_name(attack([*on.earlier, after], on.rules, guessed=False)) if on.earlier else {}
    found: Open = {}
    for cell, need in on.wanted.items():
        own = on.known.cells[cell]
        for name in named(own.spots, own.release, own.series, own.what):
            each, certain = by_name.get(name), plain.get(name)
            if certain is not None and not _is_safe(certain, need):
                found[_names(certain)[0]] = certain, need
            if each is not None and not _is_safe(each, need) and not _is_wrong(each, own.value):
                found[_names(each)[0]] = each, need
    if found and any(need.why in ("before", "sent") for need in on.wanted.values()):
        _forgive(found, by_name, on)
    return intervals, found


def _forgive(found: Open, by_name: Mapping[Name, Interval], on: Ground) -> None:
    """Take out what was known as closely before: what others have hidden badly is not given away now."""
    sent = any(need.why == "sent" for need in on.wanted.values())
    for each in attack([*on.earlier, on.tables] if sent else on.earlier, on.rules):
        for name in _names(each):
            now = by_name.get(name)
            if now is not None and _is_no_wider(each, now):
                found.pop(_names(now)[0], None)


def _by_name(intervals: Sequence[Interval]) -> dict[Name, Interval]:
    return {name: each for each in intervals for name in _names(each)}


def _names(each: Interval) -> list[Name]:
    return named(each.spots, each.release, each.series, each.what)


def named(spots: Sequence[tuple[int, int, int]], release: int, series: Series, what: What) -> list[Name]:
    """By what a cell is found again: where it stands, or what it counts where it stands nowhere."""
    names: list[Name] = [*spots]
    return names or [(release, series, what)]


def _is_no_wider(before: Interval, now: Interval) -> bool:
    """Whether a cell that was hidden by somebody else was known as closely before."""
    return before.width is not None and (now.width is None or before.width <= now.width)


def _is_wrong(each: Interval, true: int | None) -> bool:
    return true is not None and (true < each.least or (each.most is not None and true > each.most))


def _is_safe(each: Interval, need: Need) -> bool:
    if not each.possible or each.most is None:
        return True
    return each.most >= need.reach and each.most - each.least >= need.width
