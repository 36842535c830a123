"""Several wordings of one text, as changes that can be made author by author.

A word processor keeps one author for each word put in and one for each word struck out. Where two authors strike the
same words, changes that name one of them alone cannot give both wordings; such words are struck by both, under both
names (:mod:`concord.texts.authors`), and each author's own words follow them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from concord.texts.comparing import word_by_word
from concord.texts.tokens import words

#: Words that may stand between a contested passage and another change, and all be shown as one.
NEAR = 3
#: Share of a text struck by several from which it is contested as a whole.
CONTESTED = 0.6


@dataclass(frozen=True, slots=True)
class Wording:
    """The whole text as one author would have it; empty where it is to go."""

    author: str
    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A run of words: ``same`` for everybody, ``removed`` or ``added`` by one or several authors."""

    kind: Literal["same", "removed", "added"]
    text: str
    authors: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    """Words from ``start`` to ``end`` replaced by others."""

    start: int
    end: int
    who: int
    new: str

    def crosses(self, start: int, end: int) -> bool:
        """Whether it changes something inside this passage."""
        return self.start < end and start < self.end


def tracked(text: str, wordings: Sequence[Wording]) -> tuple[Tracked, ...]:
    """The text with the changes of all.

    Args:
        text: The standing text.
        wordings: One for each author.

    Returns:
        Runs in order. "same" and "removed" joined are the text. With the changes of an author made (those that carry
        the name, alone or with others) and the rest undone, what stands there is the author's wording.

    Example:
        >>> runs = tracked("It shall pay.", [Wording("A", "It should pay."), Wording("B", "It may pay.")])
        >>> [(run.kind, run.text, "".join(run.authors)) for run in runs[1:4]]
        [('removed', 'shall', 'AB'), ('added', 'should', 'A'), ('added', 'may', 'B')]
    """
    edits = [edit for who, each in enumerate(wordings) for edit in _edits(text, each.text, who)]
    regions = _regions(text, edits)
    held = [edit for edit in edits if not any(_is_part(edit, edits, region) for region in regions)]
    changes = _alike(held)
    for region in regions:
        changes += _alternatives(text, edits, region)
    return tuple(_runs(text, changes, wordings))


def is_contested(runs: Sequence[Tracked]) -> bool:
    """Whether so much is struck by several that whole wordings, one below the other, are easier to read."""
    together = sum(len(run.text) for run in runs if run.kind == "removed" and len(run.authors) > 1)
    return together > CONTESTED * sum(len(run.text) for run in runs if run.kind != "added")


def one_below_the_other(text: str, wordings: Sequence[Wording]) -> tuple[Tracked, ...]:
    """The text struck by all, and the wording of each, as whole passages; the same wording of several stands once."""
    said: dict[str, list[Wording]] = {}
    for each in wordings:
        said.setdefault(each.text, []).append(each)
    runs = [_by(wordings, "removed", text), *(_by(those, "added", one) for one, those in said.items() if one)]
    return tuple(runs)


def _by(wordings: Sequence[Wording], kind: Literal["removed", "added"], text: str) -> Tracked:
    authors = tuple(dict.fromkeys(each.author for each in wordings))
    return Tracked(kind, text, authors, max(each.at for each in wordings))


def _edits(text: str, wording: str, who: int) -> Iterator[_Edit]:
    at, start, new = 0, -1, ""
    for piece in word_by_word(text, wording):
        if piece.kind == "same" and start >= 0:
            yield _Edit(start, at, who, new)
            start, new = -1, ""
        elif piece.kind != "same" and start < 0:
            start = at
        if piece.kind == "added":
            new += piece.text
        else:
            at += len(piece.text)
    if start >= 0:
        yield _Edit(start, at, who, new)


def _regions(text: str, edits: Sequence[_Edit]) -> list[tuple[int, int]]:
    """Passages that several authors word otherwise, so that their changes cannot stand beside each other."""
    found = [
        (min(one.start, other.start), max(one.end, other.end))
        for one, other in combinations(edits, 2)
        if one.who != other.who and max(one.start, other.start) < min(one.end, other.end)
        and (one.start, one.end, one.new) != (other.start, other.end, other.new)
    ]  # fmt: skip
    while True:
        grown = _merged([_grown(text, region, edits) for region in found])
        if grown == found:
            return found
        found = grown


def _grown(text: str, region: tuple[int, int], edits: Sequence[_Edit]) -> tuple[int, int]:
    start, end = region
    joined = [edit for edit in edits if _is_near(text, edit, region)]
    return min([start, *(edit.start for edit in joined)]), max([end, *(edit.end for edit in joined)])


def _is_near(text: str, edit: _Edit, region: tuple[int, int]) -> bool:
    between = text[edit.end : region[0]] or text[region[1] : edit.start]
    return "\n" not in between and len(words(between)) <= NEAR


def _merged(regions: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(regions):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _is_part(edit: _Edit, edits: Sequence[_Edit], region: tuple[int, int]) -> bool:
    """Whether the edit goes into the alternatives of a passage: it is in it, and by somebody who changes it."""
    start, end = region
    taking_part = any(each.who == edit.who and each.crosses(start, end) for each in edits)
    return taking_part and start <= edit.start and edit.end <= end


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    new: str
    who: tuple[int, ...]


def _alike(edits: Sequence[_Edit]) -> list[_Change]:
    """The same edit by several is one change of all of them."""
    found: dict[tuple[int, int, str], tuple[int, ...]] = {}
    for edit in edits:
        at = (edit.start, edit.end, edit.new)
        found[at] = (*found.get(at, ()), edit.who)
    return [_Change(*at, who) for at, who in found.items()]


def _alternatives(text: str, edits: Sequence[_Edit], region: tuple[int, int]) -> list[_Change]:
    """The passage struck by all who change it, and behind it the words of each."""
    start, end = region
    wordings: dict[str, tuple[int, ...]] = {}
    everybody: list[int] = []
    for who in sorted({edit.who for edit in edits if edit.crosses(start, end)}):
        own = sorted(edit for edit in edits if edit.who == who and start <= edit.start and edit.end <= end)
        edges = [(start, start, ""), *((edit.start, edit.end, edit.new) for edit in own), (end, end, "")]
        said = "".join(text[one[1] : other[0]] + other[2] for one, other in pairwise(edges))
        wordings[said] = (*wordings.get(said, ()), who)
        everybody.append(who)
    struck = _Change(start, end, "", tuple(everybody))
    return [struck, *(_Change(end, end, said, who) for said, who in wordings.items() if said)]


def _runs(text: str, changes: Sequence[_Change], wordings: Sequence[Wording]) -> Iterator[Tracked]:
    """The changes along the text: what is struck where it stands, what is put in behind it."""
    waiting: Tracked | None = None
    for run in _pieces(text, changes, wordings):
        if waiting and (waiting.kind, waiting.authors) == (run.kind, run.authors):
            waiting = Tracked(run.kind, waiting.text + run.text, run.authors, run.at)
            continue
        if waiting:
            yield waiting
        waiting = run
    if waiting:
        yield waiting


def _pieces(text: str, changes: Sequence[_Change], wordings: Sequence[Wording]) -> Iterator[Tracked]:
    places = sorted({0, len(text), *(change.start for change in changes), *(change.end for change in changes)})
    before = 0
    for place in places:
        if place > before:
            struck = next((each for each in changes if each.start <= before and place <= each.end), None)
            yield _run("removed" if struck else "same", text[before:place], struck.who if struck else (), wordings)
        put_in = sorted((each.who, each.new) for each in changes if each.end == place and each.new)
        for who, new in put_in:
            yield _run("added", new, who, wordings)
        before = place


def _run(
    kind: Literal["same", "removed", "added"], text: str, who: tuple[int, ...], wordings: Sequence[Wording]
) -> Tracked:
    authors = tuple(dict.fromkeys(wordings[each].author for each in who))
    return Tracked(kind, text, authors, max((wordings[each].at for each in who), default=""))
