"""What an amendment does to a text: clauses replaced, put in, taken out, words exchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, cast, get_args

from concord.errors import Invalid
from concord.findings import Finding, Place
from concord.texts.clauses import Clause, cut, joined, within

Action = Literal["replace", "insert-after", "insert-before", "repeal", "words", "append"]
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an amendment does.

    Args:
        action: ``replace`` a clause with all that stands in it; ``insert-after`` or ``insert-before`` it; ``repeal``
            it; exchange ``words`` in it; ``append`` to the end of the text (a new annex).
        clause: Id of the clause, in the text as it stood before this amendment; empty for ``append``.
        text: The new words: a whole clause with its number, or the words that come.
        words: The words that go (for ``words`` alone).
    """

    action: Action
    clause: str = ""
    text: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise Invalid("texts.amendment.action", params={"action": self.action, "known": ", ".join(ACTIONS)})

    def to_json(self) -> dict[str, str]:
        """The change as plain values."""
        return {"action": self.action, "clause": self.clause, "text": self.text, "words": self.words}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Change:
        """The change again.

        Raises:
            Invalid: ``texts.amendment.action``.
        """
        action, clause, text, words = (str(values.get(key, "")) for key in ("action", "clause", "text", "words"))
        return cls(cast("Action", action), clause, text, words)


@dataclass(frozen=True, slots=True)
class Amendment:
    """A text of its own that changes another from a day on.

    Args:
        id: Its id among the amendments of one text.
        title: Its title.
        in_force: From which day; None where it is not in force (signed and not yet ratified).
        changes: What it does, in order, in the wording of ``language``.
        signed: When it was signed, where that is known.
        until: From this day on it counts no more and the text is as without it; None where it counts for good.
        language: Language of ``changes``.
        others: Other language of the text → what it does there, in the wording of that language.
    """

    id: str
    title: str
    in_force: date | None
    changes: tuple[Change, ...]
    signed: date | None = None
    until: date | None = None
    language: str = "en"
    others: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)

    def counts_on(self, day: date) -> bool:
        """Whether it changes the text on this day."""
        return self.in_force is not None and self.in_force <= day and (self.until is None or day < self.until)

    def changes_in(self, language: str) -> tuple[Change, ...]:
        """What it does to the text in a language; nothing where it is not made in it."""
        if same_language(self.language, language):
            return self.changes
        return next((each for code, each in self.others.items() if same_language(code, language)), ())

    def with_changes(self, language: str, changes: Sequence[Change]) -> Amendment:
        """The same with other changes in one language; none at all takes that language out of ``others``."""
        if same_language(self.language, language):
            return replace(self, changes=tuple(changes))
        kept = {code: each for code, each in self.others.items() if not same_language(code, language)}
        return replace(self, others={**kept, language: tuple(changes)} if changes else kept)

    def is_made_in(self, language: str) -> bool:
        """Whether it changes the text in a language, or changes it in none."""
        return bool(self.changes_in(language)) or not (self.changes or any(self.others.values()))

    def lacks(self, language: str) -> tuple[str, ...]:
        """Ids of clauses that it changes in another language and not in this one; ``+`` for an addition to the end."""
        here = {each.clause for each in self.changes_in(language)}
        there = [each.clause for changes in (self.changes, *self.others.values()) for each in changes]
        return tuple(dict.fromkeys(each or "+" for each in there if each not in here))

    def to_json(self) -> dict[str, Any]:
        """The amendment as plain values; ``others`` is left out where it changes one language alone."""
        said = {
            "id": self.id, "title": self.title, "in_force": _day(self.in_force), "signed": _day(self.signed),
            "until": _day(self.until), "language": self.language, "changes": [each.to_json() for each in self.changes],
        }  # fmt: skip
        others = {code: [each.to_json() for each in changes] for code, changes in self.others.items()}
        return {**said, "others": others} if others else said

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Amendment:
        """The amendment again.

        Raises:
            Invalid: ``texts.amendment.action``, or ``texts.amendment.date`` for a day that is none.
        """
        days = {key: _date(values.get(key)) for key in ("in_force", "signed", "until")}
        return cls(
            id=str(values.get("id", "")),
            title=str(values.get("title", "")),
            changes=tuple(Change.from_json(each) for each in values.get("changes", ())),
            language=str(values.get("language", "en")),
            others={
                str(code): tuple(Change.from_json(each) for each in changes)
                for code, changes in values.get("others", {}).items()
            },
            **days,
        )


def same_language(one: str, other: str) -> bool:
    """Whether two codes name one language, whatever the script or region."""
    return one.partition("-")[0] == other.partition("-")[0]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(said: object) -> date | None:
    if said is None or said == "":
        return None
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        raise Invalid("texts.amendment.date", params={"value": str(said)}) from error


def apply(text: str, amendment: Amendment, *, language: str) -> tuple[str, tuple[str, ...], tuple[Finding, ...]]:
    """The text with an amendment's changes in its language made, ids of the clauses touched, what could not be done.

    A change that cannot be made leaves the text as it was and is said: ``texts.amendment.no-clause``,
    ``texts.amendment.no-words``, ``texts.amendment.words-twice`` (all hard).
    """
    touched: dict[str, None] = {}
    findings: list[Finding] = []
    for change in amendment.changes_in(language):
        after, problem = _changed(text, change, language)
        if problem:
            params = {"amendment": amendment.title or amendment.id, "clause": change.clause, "words": change.words}
            findings.append(Finding(problem, "hard", Place(item=change.clause or amendment.id), params))
            continue
        touched.update(dict.fromkeys(_touched(text, after, language)))
        text = after
    return text, tuple(touched), tuple(findings)


def _touched(before: str, after: str, language: str) -> list[str]:
    """Ids of the clauses that are there afterwards in other words than before."""
    old = {clause.id: clause.text.split() for clause in cut(before, language=language)}
    return [clause.id for clause in cut(after, language=language) if old.get(clause.id) != clause.text.split()]


def _changed(text: str, change: Change, language: str) -> tuple[str, str]:
    """The text with one change made, or as it was with the code of what hindered it."""
    if change.action == "append":
        return f"{text.rstrip()}\n\n{change.text.strip()}\n", ""
    clauses = cut(text, language=language)
    whole = within(clauses, change.clause)
    if not whole:
        return text, "texts.amendment.no-clause"
    before, own, after = _split(clauses, whole)
    match change.action:
        case "replace":
            return before + _shaped(change.text, own) + after, ""
        case "repeal":
            return before + after, ""
        case "insert-before":
            return before + _shaped(change.text, own) + own + after, ""
        case "insert-after":
            return before + _closed(own) + _shaped(change.text, own) + after, ""
        case _:
            return _exchanged(before, own, after, change)


def _exchanged(before: str, own: str, after: str, change: Change) -> tuple[str, str]:
    found = own.count(change.words) if change.words else 0
    if found != 1:
        return before + own + after, "texts.amendment.words-twice" if found else "texts.amendment.no-words"
    return before + own.replace(change.words, change.text) + after, ""


def _split(clauses: Sequence[Clause], whole: Sequence[Clause]) -> tuple[str, str, str]:
    first = clauses.index(whole[0])
    last = first + len(whole)
    return joined(clauses[:first]), joined(clauses[first:last]), joined(clauses[last:])


def _shaped(text: str, like: str) -> str:
    """New words with the line ends that the clause in their place had."""
    ends = like[len(like.rstrip()) :] or "\n"
    return text.strip("\r\n") + ends


def _closed(text: str) -> str:
    return text if text.endswith(("\n", "\r")) else f"{text}\n\n"
