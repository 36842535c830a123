"""Which clause of one version is which of the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from concord.texts.clauses import Clause
from concord.texts.tokens import words

#: Share of words in common from which a clause is taken for the same one under another number.
ALIKE = 0.6
#: Below this share a clause that kept its number is taken for another one.
KEPT = 0.2
#: A clause with fewer words than this is not looked for under other numbers.
TELLING = 4
#: How many places away a clause is looked for where only some of its words are the same.
NEAR = 200


def partners(before: Sequence[Clause], after: Sequence[Clause]) -> dict[int, int]:
    """Place in the first version → place in the second, each at most once.

    In turn: the same id with the same words; the same words elsewhere; the same id with some words in common; most
    words in common under another id.
    """
    said = [words(f"{clause.heading} {clause.body}") for clause in before]
    says = [words(f"{clause.heading} {clause.body}") for clause in after]
    by_id = {clause.id: place for place, clause in enumerate(after)}
    found: dict[int, int] = {}
    for place, clause in enumerate(before):
        second = by_id.get(clause.id)
        if second is not None and said[place] == says[second]:
            found[place] = second
    _join_same(said, says, found)
    _join_alike([by_id.get(clause.id) for clause in before], said, says, found)
    return found


def _join_same(said: list[list[str]], says: list[list[str]], found: dict[int, int]) -> None:
    taken = set(found.values())
    by_words: dict[tuple[str, ...], list[int]] = {}
    for place, spoken in enumerate(says):
        if place not in taken:
            by_words.setdefault(tuple(spoken), []).append(place)
    for place, spoken in enumerate(said):
        free = by_words.get(tuple(spoken), [])
        if place not in found and free and len(spoken) >= TELLING:
            nearest = min(free, key=lambda each: abs(each - place))
            found[place] = nearest
            free.remove(nearest)


def _join_alike(kept: list[int | None], said: list[list[str]], says: list[list[str]], found: dict[int, int]) -> None:
    taken = set(found.values())
    bags = {place: Counter(spoken) for place, spoken in enumerate(says) if place not in taken}
    scored: list[tuple[float, int, int, int]] = []
    for place, spoken in enumerate(said):
        if place in found:
            continue
        own = Counter(spoken)
        for second, bag in bags.items():
            stayed = kept[place] == second
            if not stayed and (abs(place - second) > NEAR or min(len(spoken), len(says[second])) < TELLING):
                continue
            share = shared(own, bag)
            if share >= (KEPT if stayed else ALIKE) or (stayed and not (own and bag)):
                scored.append((share + (0.5 if stayed else 0.0), -abs(place - second), place, second))
    for _, _, place, second in sorted(scored, reverse=True):
        if place not in found and second not in taken:
            found[place] = second
            taken.add(second)


def shared(first: Counter[str], second: Counter[str]) -> float:
    """Share of their words that two clauses have in common, 0 to 1."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def moved(partner: dict[int, int]) -> set[int]:
    """Places in the second version of the fewest clauses whose moving explains the new order."""
    order = [partner[first] for first in sorted(partner)]
    lowest: list[int] = []
    lowest_at: list[int] = []
    before: list[int] = []
    for place, second in enumerate(order):
        at = bisect_left(lowest, second)
        lowest[at : at + 1], lowest_at[at : at + 1] = [second], [place]
        before.append(lowest_at[at - 1] if at else -1)
    kept: set[int] = set()
    place = lowest_at[-1] if lowest_at else -1
    while place >= 0:
        kept.add(order[place])
        place = before[place]
    return set(order) - kept
