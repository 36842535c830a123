"""What speaks for an element in a clause, as numbers: cues in its words and heading, and likeness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from concord.agreements.elements import Cues, Element, catalogue
from concord.agreements.suggesting.cues import Hit, hits
from concord.agreements.suggesting.likeness import Descriptions, declared_examples, descriptions, likeness
from concord.agreements.suggesting.passages import own_heading, sentences, words_begin
from concord.agreements.suggesting.words import words
from concord.texts.clauses import Clause

NAMES = (
    "constant", "strong", "more_strong", "heading", "weak", "focus", "likeness", "lead", "sentence", "heading_likeness",
    "example", "example_lead", "example_sentence",
)  # fmt: skip
MOST = 3


@dataclass(frozen=True)
class Known:
    """What clauses are held against; :func:`declared_for` gives what is declared.

    Args:
        cues: By element.
        own: Words of the elements themselves.
        examples: Words of labelled clauses.
    """

    cues: Mapping[str, Cues]
    own: Descriptions
    examples: Descriptions


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


def declared_for(language: str) -> Known:
    """The declared cues, words and examples of a language; none of either where it is not declared."""
    cues = {each.id: each.cues[language] for each in catalogue().elements if language in each.cues}
    return Known(cues, descriptions(language), declared_examples(language))


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
    found = {element.id: _cues(clause, heading, language, known.cues.get(element.id, Cues()))
             for element in catalogue().elements}  # fmt: skip
    own, examples = _alike(clause, heading, language, known.own), _alike(clause, heading, language, known.examples)
    under = likeness(heading, known.own, language=language)
    all_strong = sum(len(strong) for strong, _, _ in found.values()) or 1
    for element in catalogue().elements:
        strong, weak, in_heading = found[element.id]
        values = (
            1.0, float(bool(strong)), float(min(max(len(strong) - 1, 0), MOST)), float(in_heading),
            float(min(len(weak), MOST)), len(strong) / all_strong,
            *own[element.id], under[element.id], *examples[element.id],
        )  # fmt: skip
        yield Evidence(clause, element, values, strong, weak)


def _cues(clause: Clause, heading: str, language: str, cues: Cues) -> tuple[tuple[Hit, ...], tuple[Hit, ...], bool]:
    """Strong and weak cues of a clause, and whether a strong one stands in the heading."""
    said = words(clause.text, language)
    strong = hits(said, cues.strong, language=language)
    weak = tuple(hit for hit in hits(said, cues.weak, language=language) if not _inside(hit, strong))
    return strong, weak, bool(hits(words(heading, language), cues.strong, language=language))


def _alike(clause: Clause, heading: str, language: str, known: Descriptions) -> dict[str, tuple[float, float, float]]:
    """For each element: likeness of clause and heading, the same beside the likest element's, and of one sentence."""
    whole = likeness(f"{heading} . {clause.body}", known, language=language)
    best = max(whole.values(), default=0.0)
    each = [likeness(clause.text[start:end], known, language=language)
            for start, end in sentences(clause.text, start=words_begin(clause))]  # fmt: skip
    return {
        id: (like, like / best if best else 0.0, max((sentence[id] for sentence in each), default=0.0))
        for id, like in whole.items()
    }


def _inside(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(other.start <= hit.start and hit.end <= other.end for other in others)
