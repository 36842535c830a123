"""The appraisal of a text: elements with marks and clauses, as a profile, gaps and strength words; no single score."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from concord.agreements.appraisal_marks import Marking
from concord.agreements.elements import MARKS, Catalogue, Element, Level, Mark, catalogue
from concord.agreements.sample_wordings import Sample, sample
from concord.agreements.suggesting.suggest import Suggestion, Suggestions
from concord.texts.clauses import Clause, joined
from concord.texts.strength import Strength, strengths
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Strong:
    """A strength word of a cited clause, kept as it stands."""

    clause: str
    level: str
    words: str


@dataclass(frozen=True)
class Row:
    """One element in an appraisal.

    Args:
        element: The element.
        marking: What a person said, or None: not marked yet, which is not absent.
        suggestion: What the tool suggests, or None where it did not read the text.
        cited: The clauses cited, in the order of the text.
        strengths: Strength words of the cited clauses.
    """

    element: Element
    marking: Marking | None
    suggestion: Suggestion | None
    cited: tuple[Clause, ...]
    strengths: tuple[Strong, ...]

    @property
    def mark(self) -> Mark | None:
        """The person's mark, or None."""
        return self.marking.mark if self.marking else None

    @property
    def level(self) -> Level | None:
        """The person's level, or None."""
        return self.marking.level if self.marking else None

    @property
    def sample(self) -> Sample:
        """A sample wording of our own."""
        return sample(self.element.id)


@dataclass(frozen=True, slots=True)
class Count:
    """How many elements bear each mark; ``open`` are not marked yet."""

    met: int = 0
    partly: int = 0
    absent: int = 0
    not_applicable: int = 0
    open: int = 0

    @property
    def marked(self) -> int:
        """Elements with any mark."""
        return self.met + self.partly + self.absent + self.not_applicable


@dataclass(frozen=True)
class Part:
    """Elements that belong together: a group of the catalogue, or a paragraph of the Code."""

    id: str
    label: Text
    rows: tuple[Row, ...]

    @property
    def count(self) -> Count:
        """How many of its elements bear each mark."""
        return counted(self.rows)


@dataclass(frozen=True)
class Appraisal:
    """A text against the catalogue.

    Args:
        title: Of the text, by language.
        language: Of the text.
        clauses: The text.
        rows: Every element, in the order of the catalogue.
        catalogue: What it was appraised against.
        suggestions: What the tool suggested, or None.
        digest: SHA-256 of the text.
        invented: Whether the text is an invented example.
    """

    title: Text
    language: str
    clauses: tuple[Clause, ...]
    rows: tuple[Row, ...]
    catalogue: Catalogue
    suggestions: Suggestions | None
    digest: str
    invented: bool = False

    @property
    def count(self) -> Count:
        """How many elements bear each mark: five numbers, never one."""
        return counted(self.rows)

    def by_group(self) -> tuple[Part, ...]:
        """The profile by group of the catalogue."""
        return tuple(
            Part(group.id, group.label, tuple(row for row in self.rows if row.element.group == group.id))
            for group in self.catalogue.groups
        )

    def by_article(self) -> tuple[Part, ...]:
        """The profile by paragraph of the Code; an element that names several stands under each of them."""
        named = dict.fromkeys(article for row in self.rows for article in row.element.articles)
        return tuple(
            Part(article, Text(), tuple(row for row in self.rows if article in row.element.articles))
            for article in sorted(named, key=in_order)
        )

    def gaps(self) -> tuple[Row, ...]:
        """Elements that are absent, then those met partly, each with its question and a sample wording."""
        return tuple(row for mark in ("absent", "partly") for row in self.rows if row.mark == mark)

    def open(self) -> tuple[Row, ...]:
        """Elements nobody has marked yet."""
        return tuple(row for row in self.rows if row.marking is None)

    def row(self, id: str) -> Row:
        """One element's row."""
        return next(row for row in self.rows if row.element.id == id)

    def of_clause(self, id: str) -> tuple[Row, ...]:
        """Elements for which a clause is cited."""
        return tuple(row for row in self.rows if any(clause.id == id for clause in row.cited))

    def uncited(self) -> tuple[Clause, ...]:
        """Clauses with words of their own that no element cites: what the catalogue does not ask, or nobody read."""
        cited = {clause.id for row in self.rows for clause in row.cited}
        return tuple(clause for clause in self.clauses if clause.body and clause.id not in cited)

    def to_json(self) -> dict[str, object]:
        """As a file for machines: marks and cited clauses, counts by group, no score."""
        return {
            "title": dict(self.title), "language": self.language, "text": self.digest,
            "catalogue": self.catalogue.version, "invented": self.invented,
            "elements": [
                {"id": row.element.id, "mark": row.mark, "level": row.level,
                 "clauses": [clause.id for clause in row.cited],
                 "strengths": [{"clause": each.clause, "level": each.level, "words": each.words}
                               for each in row.strengths]}
                for row in self.rows
            ],
            "groups": [{"id": part.id, **_counts(part.count)} for part in self.by_group()],
        }  # fmt: skip


def appraise(
    clauses: Sequence[Clause],
    markings: Iterable[Marking],
    *,
    language: str,
    title: Mapping[str, str] | None = None,
    suggestions: Suggestions | None = None,
    invented: bool = False,
) -> Appraisal:
    """Put marks, clauses and suggestions together.

    Args:
        clauses: The text, as :func:`concord.texts.clauses.cut` gives it.
        markings: What persons said; the last one of an element holds. A clause the text does not have is not shown.
        language: Of the text.
        title: By language.
        suggestions: Where they were made.
        invented: Whether text and parties are invented; everything shown of it says so.
    """
    by_element = {each.element: each for each in markings}
    suggested = {each.element: each for each in suggestions.items} if suggestions else {}
    rows = tuple(
        _row(element, by_element.get(element.id), suggested.get(element.id), clauses, language)
        for element in catalogue().elements
    )
    digest = hashlib.sha256(joined(clauses).encode()).hexdigest()
    known = Text(title or {})
    return Appraisal(known, language, tuple(clauses), rows, catalogue(), suggestions, digest, invented)


def counted(rows: Iterable[Row]) -> Count:
    """How many rows bear each mark."""
    marks = [row.mark for row in rows]
    met, partly, absent, without = (marks.count(mark) for mark in MARKS)
    return Count(met, partly, absent, without, marks.count(None))


def _row(
    element: Element, marking: Marking | None, suggestion: Suggestion | None, clauses: Sequence[Clause], language: str
) -> Row:
    cited = tuple(clause for clause in clauses if marking and clause.id in marking.clauses)
    said = tuple(_strong(clause, each) for clause in cited for each in strengths(clause.text, language=language))
    return Row(element, marking, suggestion, cited, said)


def _strong(clause: Clause, said: Strength) -> Strong:
    return Strong(clause.id, said.level, said.words)


def _counts(count: Count) -> dict[str, int]:
    return {
        "met": count.met, "partly": count.partly, "absent": count.absent, "not-applicable": count.not_applicable,
        "open": count.open,
    }  # fmt: skip


def in_order(article: str) -> tuple[int, int, str]:
    """Articles by number, amendments after them."""
    head, _, rest = article.replace("(", ".").replace("-", ".").partition(".")
    digits = "".join(letter for letter in rest if letter.isdigit())
    return (int(head), int(digits or 0), article)
