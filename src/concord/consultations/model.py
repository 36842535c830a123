"""An invited consultation as a value: its question, who was asked, what they said, and the answer to each word."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, get_args

from concord.errors import Conflict, Invalid, NotFound
from concord.vocabulary.text import Text

Way = Literal["meeting", "letter", "online", "survey", "telephone"]
WAYS: tuple[Way, ...] = get_args(Way)
#: What was done with a word: taken over, in part, not, or it asked for nothing.
Outcome = Literal["taken", "partly", "not-taken", "noted"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was asked.

    Attributes:
        id: Unique within the consultation.
        type: Type of stakeholder, as the caller declares types.
        name: The body's name; for a person speaking for themselves, what they are, never who.
        on: When they were asked.
        declined: Why they did not wish to speak; empty where they did not say so.
    """

    id: str
    type: str
    name: str
    on: date
    declined: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said.

    Attributes:
        id: Unique within the consultation.
        invited: Id of who was asked; empty for somebody who came unasked.
        type: Type of stakeholder.
        said: Their words, or a faithful summary.
        on: When.
        about: What it is about: an element, a clause, an objective; free.
        outcome: What was done with it; empty while no answer was given.
        answer: The answer to them, with the reason.
        answered_on: When.
    """

    id: str
    type: str
    said: Text
    on: date
    invited: str = ""
    about: str = ""
    outcome: Outcome | None = None
    answer: Text = field(default_factory=Text)
    answered_on: date | None = None

    @property
    def is_answered(self) -> bool:
        """Whether somebody said what was done with it."""
        return self.outcome is not None


@dataclass(frozen=True, slots=True)
class Consultation:
    """One consultation on one question, in one phase of something.

    Attributes:
        id: Its id.
        title: What it is called.
        question: What was asked.
        occasion: The phase or step in which it was held.
        way: How people were asked.
        opened, closes: From when until when one could speak; the same day for a meeting.
        invited: Who was asked.
        comments: What was said.
    """

    id: str
    title: Text
    question: Text
    occasion: str
    way: Way
    opened: date
    closes: date
    invited: tuple[Invited, ...] = ()
    comments: tuple[Comment, ...] = ()

    def __post_init__(self) -> None:
        if self.closes < self.opened:
            raise Invalid(
                "consultations.days", params={"opened": self.opened.isoformat(), "closes": self.closes.isoformat()}
            )

    @property
    def owed(self) -> tuple[Comment, ...]:
        """Words that have no answer yet."""
        return tuple(each for each in self.comments if not each.is_answered)

    def invite(self, whom: Invited) -> Consultation:
        """The same with one more who was asked.

        Raises:
            Conflict: ``consultations.asked-already``.
            Invalid: ``consultations.asked-late`` for a day after it closed.
        """
        if any(each.id == whom.id or (each.type, each.name) == (whom.type, whom.name) for each in self.invited):
            raise Conflict("consultations.asked-already", params={"name": whom.name})
        if whom.on > self.closes:
            raise Invalid("consultations.asked-late", params={"on": whom.on.isoformat()})
        return replace(self, invited=(*self.invited, whom))

    def hear(self, comment: Comment) -> Consultation:
        """The same with what somebody said; a word that comes late is heard all the same.

        Raises:
            Conflict: ``consultations.comment-already``.
            NotFound: ``consultations.not-asked`` where it names somebody who was not asked.
            Invalid: ``consultations.comment-early`` for a day before it opened.
        """
        if any(each.id == comment.id for each in self.comments):
            raise Conflict("consultations.comment-already", params={"id": comment.id})
        if comment.invited and comment.invited not in {each.id for each in self.invited}:
            raise NotFound("consultations.not-asked", params={"id": comment.invited})
        if comment.on < self.opened:
            raise Invalid("consultations.comment-early", params={"on": comment.on.isoformat()})
        return replace(self, comments=(*self.comments, comment))

    def answer(self, id: str, outcome: Outcome, answer: Text, *, on: date) -> Consultation:
        """The same with an answer to one comment; an answer may be replaced by a later one.

        Raises:
            NotFound: ``consultations.comment-unknown``.
            Invalid: ``consultations.no-reason``: whoever is not followed, or in part only, is told why.
        """
        if id not in {each.id for each in self.comments}:
            raise NotFound("consultations.comment-unknown", params={"id": id})
        if outcome in ("partly", "not-taken") and not answer:
            raise Invalid("consultations.no-reason", params={"outcome": outcome})
        said = tuple(
            replace(each, outcome=outcome, answer=answer, answered_on=on) if each.id == id else each
            for each in self.comments
        )
        return replace(self, comments=said)
