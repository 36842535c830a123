"""What a person says of one element of a text: a mark, how specific the wording is, and the clauses cited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from concord.agreements.elements import LEVELS, MARKS, Level, Mark, element
from concord.agreements.lifecycle_records import plain, word, wording, words
from concord.findings import Finding, Findings, Place
from concord.texts.clauses import Clause
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Marking:
    """A mark on one element.

    Args:
        element: Its id.
        mark: ``met``, ``partly``, ``absent`` or ``not-applicable``.
        level: How specific the wording is; apart from the mark.
        clauses: Ids of the clauses cited.
        note: Why, by language; of ``carried-out`` also which report says so.
        text: Which version of the text it is of; empty where there is one only.
    """

    element: str
    mark: Mark
    level: Level = "absent"
    clauses: tuple[str, ...] = ()
    note: Text = field(default_factory=Text)
    text: str = ""

    def to_json(self) -> dict[str, Any]:
        """The body of a record ``appraisal.mark``; what is empty is left out."""
        return plain({
            "element": self.element, "mark": self.mark, "level": self.level, "clauses": list(self.clauses),
            "note": dict(self.note), "text": self.text,
        })  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Marking:
        """The marking again.

        Raises:
            Invalid: ``agreements.record.field``, with the field.
            NotFound: ``agreements.element.unknown``.
        """
        return cls(
            element(word(body, "element")).id,
            cast("Mark", word(body, "mark", of=MARKS)),
            cast("Level", word(body, "level", of=LEVELS, optional=True) or "absent"),
            tuple(dict.fromkeys(words(body, "clauses"))),
            wording(body, "note", optional=True),
            word(body, "text", optional=True),
        )


def checked(marking: Marking, clauses: Iterable[Clause] | Collection[str]) -> Findings:
    """What is wrong with a marking beside the text it is of.

    Hard: a mark that contradicts its level, a clause that the text does not have, a mark without a clause. Soft:
    carried out without a note that names the report.
    """
    known = {each if isinstance(each, str) else each.id for each in clauses}
    found: list[Finding] = []

    def say(code: str, level: str = "hard", **params: object) -> None:
        place = Place(item=marking.element)
        found.append(Finding(f"agreements.appraisal.{code}", level, place, {"element": marking.element, **params}))  # type: ignore[arg-type]

    says_something = marking.mark in ("met", "partly")
    if says_something and marking.level == "absent":
        say("mark-without-level")
    if not says_something and marking.level != "absent":
        say("level-without-mark")
    if says_something and not marking.clauses:
        say("no-clause")
    for clause in marking.clauses:
        if clause not in known:
            say("unknown-clause", clause=clause)
    if marking.level == "carried-out" and not marking.note:
        say("no-report", "soft")
    return Findings(found)
