"""A text cut into clauses by its own numbering and headings, in six languages; nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from concord.texts.cutting import Cutter


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a text.

    Args:
        id: The same in every language and every version for a clause with the same number: ``art-5``, ``art-5.1``,
            ``art-5.1.a``, ``chap-2``, ``annex-1-art-2``; where a text has no number, its place: ``opening-1``,
            ``head-2``, ``par-3``, ``closing``. A number that a text gives twice carries ``~2``.
        number: The number as one cites it, in figures 0-9: ``5``, ``5.1``, ``5.1.a``; empty where there is none.
        heading: Its heading, or empty.
        text: All of it as it stands in the text, with number, heading and the line ends after it: the clauses of a text
            joined are the text.
        level: 1 for the widest parts, 2 for what stands in them; 0 for what stands before and after all of them.
        label: Number as the text writes it: ``Article 5``, ``المادة الخامسة``, ``(a)``.
        start: Where in ``text`` the words begin that follow number and heading.
        parent: Id of the clause it stands in, or empty.
    """

    id: str
    number: str
    heading: str
    text: str
    level: int
    label: str = ""
    start: int = 0
    parent: str = ""

    @property
    def body(self) -> str:
        """The words without number and heading, and without space around them."""
        return self.text[self.start :].strip()

    @property
    def title(self) -> str:
        """Label and heading on one line, as a person names the clause."""
        return " ".join(part for part in (self.label, self.heading) if part)

    def to_json(self) -> dict[str, Any]:
        """The clause as plain values."""
        return {
            "id": self.id, "number": self.number, "heading": self.heading, "text": self.text, "level": self.level,
            "label": self.label, "start": self.start, "parent": self.parent,
        }  # fmt: skip

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Clause:
        """The clause again."""
        words = {key: str(values.get(key, "")) for key in ("id", "number", "heading", "text", "label", "parent")}
        return cls(level=int(values.get("level", 0)), start=int(values.get("start", 0)), **words)


def cut(text: str, *, language: str) -> tuple[Clause, ...]:
    """Cut a text into its clauses.

    Cuts stand at beginnings of lines: at units and their numbers ("Article 5", "المادة الخامسة", "第五条",
    "PRIMERA."), at numbers and letters that follow one another (5.1, 1., (a), ii), 一、, أ)), at headings, at annexes
    and at the part with the signatures; and inside a line at points in order (:mod:`concord.texts.series`). A reference
    inside a sentence ("Article 5 of the Convention") and a table of contents are not cut. A text without any number is
    cut at its headings and paragraphs. Indents, quotes and white space stay as they are.

    Args:
        text: The whole text.
        language: Language of the text (BCP 47); an unknown one is read with the words of English.

    Returns:
        The clauses in order; ``"".join(clause.text for clause in cut(text, language=…)) == text``. Empty for a text
        without a visible character.

    Example:
        >>> text = "Article 1\\nPurpose\\n\\n1. To help.\\n2. To learn.\\n"
        >>> [(clause.id, clause.heading) for clause in cut(text, language="en")]
        [('art-1', 'Purpose'), ('art-1.1', ''), ('art-1.2', '')]
    """
    return tuple(
        Clause(piece.id, piece.number, piece.heading, piece.text, piece.level, piece.label, piece.start, piece.parent)
        for piece in Cutter(text, language).pieces()
    )


def joined(clauses: Iterable[Clause]) -> str:
    """The text that these clauses make up."""
    return "".join(clause.text for clause in clauses)


def by_id(clauses: Iterable[Clause]) -> dict[str, Clause]:
    """The clauses by their ids, in their order."""
    return {clause.id: clause for clause in clauses}


def within(clauses: Iterable[Clause], id: str) -> tuple[Clause, ...]:
    """A clause and all that stand in it, in order; empty where there is none of that id."""
    inside: set[str] = {id} if id else set()
    found: list[Clause] = []
    for clause in clauses:
        if clause.id in inside or clause.parent in inside:
            inside.add(clause.id)
            found.append(clause)
    return tuple(found)
