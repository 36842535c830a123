"""Two versions of a text, clause by clause and word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from concord.texts.clauses import Clause
from concord.texts.figures import dates_apart, figures, numbers_apart
from concord.texts.matching import moved, partners
from concord.texts.strength import counted, weaker
from concord.texts.tokens import tokens

Kind = Literal["same", "changed", "added", "removed"]
#: Longer clauses are compared sentence by sentence, so that no text makes the reader wait.
LONG = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: ``same`` in both, ``removed`` from the first, or ``added`` in the second."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Strengths:
    """How the strength words of a clause changed.

    Args:
        before: Level → how often, in the first version.
        after: The same, in the second.
        weaker: True where the strongest word that changed stands lower on the ladder than before, False where it stands
            higher, None where this cannot be said.
    """

    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]
    weaker: bool | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause in two versions.

    Args:
        before: In the first version, or None where it was added.
        after: In the second version, or None where it was removed.
        kind: ``same``, ``changed`` (its words), ``added`` or ``removed``.
        renumbered: Whether it has another number or another place than before.
        words: The words of both versions in order; "same" and "removed" joined are the first version's words, "same"
            and "added" the second's.
        strengths: What became of its strength words; None where they are the same.
        numbers: Whether dates or numbers changed.
    """

    before: Clause | None
    after: Clause | None
    kind: Kind
    renumbered: bool
    words: tuple[Piece, ...]
    strengths: Strengths | None
    numbers: bool

    @property
    def clause(self) -> Clause:
        """The clause as it is now, or as it was where it was removed."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side, in the order of the second with removed clauses where they stood."""

    pairs: tuple[Pair, ...]

    def changed(self) -> tuple[Pair, ...]:
        """The clauses that are not the same."""
        return tuple(pair for pair in self.pairs if pair.kind != "same" or pair.renumbered)

    def counts(self) -> dict[str, int]:
        """How many clauses are the same, changed, added, removed, and how many were renumbered."""
        found = Counter(pair.kind for pair in self.pairs)
        return {
            **{kind: found[kind] for kind in ("same", "changed", "added", "removed")},
            "renumbered": sum(pair.renumbered for pair in self.pairs),
        }


def compare(before: Sequence[Clause], after: Sequence[Clause], *, language: str) -> Comparison:
    """Two versions of a text, clause by clause and word by word.

    A clause is the same one where it has the same words, else where it kept its number and some of its words, else
    where most of its words are found under another number.

    Args:
        before: Clauses of the first version.
        after: Clauses of the second.
        language: Language of both, for strength words and numbers.

    Returns:
        Every clause of both versions exactly once.
    """
    partner = partners(before, after)
    back = {second: first for first, second in partner.items()}
    pairs: list[Pair] = []
    waiting = [place for place in range(len(before)) if place not in partner]
    displaced = moved(partner)
    for place, clause in enumerate(after):
        first = back.get(place)
        if first is not None and place not in displaced:
            pairs += [pair_of(before[gone], None, language) for gone in waiting if gone < first]
            waiting = [gone for gone in waiting if gone >= first]
        pairs.append(pair_of(None if first is None else before[first], clause, language, moved=place in displaced))
    pairs += [pair_of(before[gone], None, language) for gone in waiting]
    return Comparison(tuple(pairs))


def pair_of(before: Clause | None, after: Clause | None, language: str, *, moved: bool = False) -> Pair:
    """One clause in two versions; one of the two may be missing."""
    first, second = (before.text if before else ""), (after.text if after else "")
    if before is None or after is None:
        kind: Kind = "added" if before is None else "removed"
        return Pair(before, after, kind, False, word_by_word(first, second), _strengths(first, second, language), False)
    same = first.split() == second.split()
    if same:
        return Pair(before, after, "same", moved, (Piece("same", second),), None, False)
    said, says = figures(before.body, language=language), figures(after.body, language=language)
    return Pair(
        before,
        after,
        "changed" if before.body.split() != after.body.split() or before.heading != after.heading else "same",
        moved or before.number != after.number,
        word_by_word(first, second),
        _strengths(before.body, after.body, language),
        bool(dates_apart(said, says) or numbers_apart(said, says)),
    )


def word_by_word(before: str, after: str) -> tuple[Piece, ...]:
    """The words of two texts: what is the same, removed, added; adjacent pieces differ in kind.

    Example:
        >>> [(piece.kind, piece.text) for piece in word_by_word("It shall pay.", "It should pay.")]
        [('same', 'It '), ('removed', 'shall'), ('added', 'should'), ('same', ' pay.')]
    """
    first, second = _units(before, after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(first[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(first[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(second[c:d])))
    return tuple(_smoothed(pieces))


def _units(before: str, after: str) -> tuple[list[str], list[str]]:
    first, second = tokens(before), tokens(after)
    if len(first) + len(second) <= LONG:
        return first, second
    return before.splitlines(keepends=True), after.splitlines(keepends=True)


def _smoothed(pieces: list[Piece]) -> Iterator[Piece]:
    """White space alone between two changes is part of them, so that a changed phrase reads as one."""
    runs: list[tuple[str, str]] = []
    for place, piece in enumerate(pieces):
        between = 0 < place < len(pieces) - 1
        if piece.kind == "same" and between and not piece.text.strip():
            runs += [("removed", piece.text), ("added", piece.text)]
        else:
            runs.append((piece.kind, piece.text))
    gone, come = "", ""
    for kind, text in [*runs, ("same", "")]:
        if kind == "removed":
            gone += text
        elif kind == "added":
            come += text
        else:
            if gone:
                yield Piece("removed", gone)
            if come:
                yield Piece("added", come)
            gone, come = "", ""
            if text:
                yield Piece("same", text)


def _strengths(first: str, second: str, language: str) -> Strengths | None:
    before, after = counted(first, language=language), counted(second, language=language)
    if before == after:
        return None
    lost = [level for level in before if before[level] > after.get(level, 0)]
    won = [level for level in after if after[level] > before.get(level, 0)]
    return Strengths(tuple(before.items()), tuple(after.items()), weaker(lost[0], won[0]) if lost and won else None)
