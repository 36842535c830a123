"""What speaks for an element in a clause, as numbers: cues in its words and heading, and likeness."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from concord.agreements.elements import Cues, Element, catalogue
from concord.agreements.suggesting.cues import Hit, Index, parsed
from concord.agreements.suggesting.likeness import Descriptions, declared_examples, descriptions, likeness
from concord.agreements.suggesting.passages import own_heading, sentences, words_begin
from concord.agreements.suggesting.words import words
from concord.texts.clauses import Clause

NAMES = (
    "constant", "strong", "worth", "weak_worth", "heading", "heading_weak", "together", "share", "lead",
    "share_of_sentence", "lead_in_sentence", "likeness", "likest", "sentence", "likest_in_sentence", "heading_likeness",
    "example", "example_likest", "example_sentence",
)  # fmt: skip
STRONG, WEAK = "strong", "weak"


@dataclass(frozen=True)
class Known:
    """What clauses are held against; :func:`declared_for` gives what is declared.

    Args:
        cues: By element.
        own: Words of the elements themselves.
        examples: Words of labelled clauses.
        language: Of all of these.
    """

    cues: Mapping[str, Cues]
    own: Descriptions
    examples: Descriptions
    language: str

    @cached_property
    def index(self) -> Index:
        """All cues, to be found in one pass."""
        named = {f"{id} {STRONG}": said.strong for id, said in self.cues.items()}
        return Index(named | {f"{id} {WEAK}": said.weak for id, said in self.cues.items()}, language=self.language)

    @cached_property
    def worth(self) -> Mapping[str, float]:
        """What a cue counts: more for one of several words, less for one that several elements share."""
        shared = Counter(cue for said in self.cues.values() for cue in (*said.strong, *said.weak))
        return {cue: _size(cue, self.language) / math.sqrt(count) for cue, count in shared.items()}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one element in one clause.

    Args:
        clause: The clause.
        element: The element.
        values: In the order of :data:`NAMES`.
        strong: Strong cues in the clause, places within ``clause.text``.
        weak: Weak ones that stand outside those.
    """

    clause: Clause
    element: Element
    values: tuple[float, ...]
    strong: tuple[Hit, ...]
    weak: tuple[Hit, ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All cues, strong ones first."""
        return self.strong + self.weak


@lru_cache(maxsize=8)
def declared_for(language: str) -> Known:
    """The declared cues, words and examples of a language; none of either where it is not declared."""
    cues = {each.id: each.cues[language] for each in catalogue().elements if language in each.cues}
    return Known(cues, descriptions(language), declared_examples(language), language)


def evidence(clauses: Sequence[Clause], *, language: str, known: Known | None = None) -> Iterator[Evidence]:
    """What speaks for every element in every clause that has words of its own.

    A heading over several clauses speaks in each of them. ``known`` takes the place of what is declared.
    """
    main = language.partition("-")[0]
    known = known or declared_for(main)
    headings = {clause.id: own_heading(clause) for clause in clauses}
    for clause in clauses:
        if clause.body:
            yield from _of_clause(clause, headings[clause.id] or headings.get(clause.parent, ""), main, known)


def _of_clause(clause: Clause, heading: str, language: str, known: Known) -> Iterator[Evidence]:
    said = words(clause.text, language)
    found, over = known.index.hits(said), known.index.hits(words(heading, language))
    places = sentences(clause.text, start=words_begin(clause))
    own, examples = (_alike(clause, heading, places, each, language) for each in (known.own, known.examples))
    under = likeness(heading, known.own, language=language)
    sums = {element.id: _Sum.of(found, over, element.id, places, known.worth) for element in catalogue().elements}
    every, most = sum(each.worth for each in sums.values()), max((each.worth for each in sums.values()), default=0.0)
    totals = [sum(column) for column in zip(*(each.by_sentence for each in sums.values()), strict=True)]
    heights = [max(column) for column in zip(*(each.by_sentence for each in sums.values()), strict=True)]
    for element in catalogue().elements:
        each = sums[element.id]
        values = (
            1.0, float(bool(each.strong)), math.log1p(each.worth), math.log1p(each.weak_worth),
            math.log1p(each.heading), math.log1p(each.heading_weak), math.log1p(max(each.by_sentence, default=0.0)),
            each.worth / every if every else 0.0, each.worth / most if most else 0.0,
            _best_part(each.by_sentence, totals), _best_part(each.by_sentence, heights),
            *own[element.id], under[element.id], *examples[element.id][:3],
        )  # fmt: skip
        yield Evidence(clause, element, values, each.strong, each.weak)


@dataclass(frozen=True, slots=True)
class _Sum:
    """The cues of one element in a clause, and what they count; ``by_sentence``: in each sentence."""

    strong: tuple[Hit, ...]
    weak: tuple[Hit, ...]
    worth: float
    weak_worth: float
    heading: float
    heading_weak: float
    by_sentence: tuple[float, ...]

    @classmethod
    def of(
        cls, found: Mapping[str, tuple[Hit, ...]], over: Mapping[str, tuple[Hit, ...]], id: str,
        places: Sequence[tuple[int, int]], worth: Mapping[str, float],
    ) -> _Sum:  # fmt: skip
        strong = found.get(f"{id} {STRONG}", ())
        weak = tuple(hit for hit in found.get(f"{id} {WEAK}", ()) if not _inside(hit, strong))

        def count(some: Iterable[Hit]) -> float:
            return sum(worth[hit.cue] for hit in some)

        def within(start: int, end: int) -> float:
            held = [[hit for hit in some if start <= hit.start < end] for some in (strong, weak)]
            return count(held[0]) + count(held[1]) / 2

        by_sentence = tuple(within(*place) for place in places) if strong or weak else (0.0,) * len(places)
        above, above_weak = (over.get(f"{id} {strength}", ()) for strength in (STRONG, WEAK))
        return cls(strong, weak, count(strong), count(weak), count(above), count(above_weak), by_sentence)


def _best_part(parts: Sequence[float], wholes: Sequence[float]) -> float:
    """The greatest share of one in its whole, 0-1."""
    return max((part / whole for part, whole in zip(parts, wholes, strict=True) if whole), default=0.0)


def _size(cue: str, language: str) -> float:
    parts = len(parsed(cue, language))
    return 1 + 0.5 * ((parts - 2) / 2 if language == "zh" else parts - 1)


def _alike(
    clause: Clause, heading: str, places: Sequence[tuple[int, int]], known: Descriptions, language: str
) -> dict[str, tuple[float, ...]]:
    """For each element: likeness of clause and heading, the same beside the likest element's, and both by sentence."""
    whole = likeness(f"{heading} . {clause.body}", known, language=language)
    best = max(whole.values(), default=0.0)
    each = [likeness(clause.text[start:end], known, language=language) for start, end in places]
    tops = [max(said.values(), default=0.0) for said in each]
    return {
        id: (
            like, like / best if best else 0.0, max((said[id] for said in each), default=0.0),
            _best_part([said[id] for said in each], tops),
        )
        for id, like in whole.items()
    }  # fmt: skip


def _inside(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(other.start <= hit.start and hit.end <= other.end for other in others)
