"""What is known of a state besides its position, as the coherence check offers it to be looked at.

Public face: :class:`Offered`, :func:`kind_for`. Whoever holds public facts hands them over as plain JSON; which
articles are asked for is declared in ``data/agreements/ministries.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concord.agreements import lifecycle_records as read
from concord.agreements.position_declared import declared


@dataclass(frozen=True, slots=True)
class Offered:
    """One public fact: an answer of a published report to the Code, or a place on the safeguards list.

    Attributes:
        key: Names it in every edition, such as ``2027:agreements[1]/agreement_title``.
        kind: Under which it is cited, of ``data/agreements/ministries.yaml``.
        edition: The edition that stands, such as ``NR-2027-KEN-1``.
        asked, asked_in: The question, and the language of these words.
        answered, answered_in: The answer as the public page shows it, and its language.
        link: Where it stands in public; a path of this site.
        round: Of a report, its round.
        number: Of the question, as the questionnaire counts it.
        articles: Paragraphs that the question cites.
        entry: Of a repeated block, which one, counted from 1; 0 for none.
        is_example: Whether the report was generated and is nobody's.
    """

    key: str
    kind: str
    edition: str
    asked: str
    answered: str
    link: str
    asked_in: str = "en"
    answered_in: str = "en"
    round: str = ""
    number: str = ""
    articles: tuple[str, ...] = ()
    entry: int = 0
    is_example: bool = False

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Offered:
        """Read what a supplier hands over.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        entry = body.get("entry") or 0
        if not isinstance(entry, int):
            raise read.refusal("entry", entry)
        return cls(
            read.word(body, "key"), read.word(body, "kind", of=declared().cited), read.word(body, "edition"),
            read.word(body, "asked"), read.word(body, "answered"), read.word(body, "link"),
            read.word(body, "asked_in", optional=True) or "en", read.word(body, "answered_in", optional=True) or "en",
            read.word(body, "round", optional=True), read.word(body, "number", optional=True),
            read.words(body, "articles"), entry, body.get("is_example") is True,
        )  # fmt: skip


def kind_for(source: str) -> str:
    """The kind under which an answer is offered, by what its question cites; empty where it is not offered.

    Args:
        source: Of the question, such as ``art:5.4 art:5.5``.

    Example:
        >>> kind_for("art:5.1c"), kind_for("art:8.2"), kind_for("art:9.1")
        ('report', 'law', '')
    """
    cited = articles_of(source)
    for kind in declared().cited.values():
        if any(_lies_in(each, whole) for each in cited for whole in kind.cites):
            return kind.id
    return ""


def articles_of(source: str) -> tuple[str, ...]:
    """Paragraphs that a question cites, without their prefix."""
    return tuple(each.removeprefix("art:") for each in source.split() if each.startswith("art:"))


def _lies_in(article: str, whole: str) -> bool:
    """Whether ``5.1c`` is of article ``5``, or of paragraph ``5.1``."""
    rest = article.removeprefix(whole)
    return article.startswith(whole) and not rest[:1].isdigit()
