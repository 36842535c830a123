"""How consultations stand: who was asked, who spoke, what is owed an answer, and which expected types are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from concord.consultations.model import OUTCOMES, Consultation, Outcome
from concord.findings import Finding, Findings, Place


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts over some consultations.

    Attributes:
        asked: Bodies asked, by type; a body asked twice counts once.
        heard: Of those asked, who spoke, by type, and who came unasked.
        declined: Who did not wish to speak.
        comments, answered: How many words, and how many have an answer.
        outcomes: How many words had which outcome.
        missing: Expected types that nobody asked and nobody of which spoke.
    """

    asked: Mapping[str, int]
    heard: Mapping[str, int]
    declined: int
    comments: int
    answered: int
    outcomes: Mapping[Outcome, int]
    missing: tuple[str, ...]

    @property
    def owed(self) -> int:
        """How many words have no answer."""
        return self.comments - self.answered


def standing(consultations: Iterable[Consultation], *, expected: Iterable[str] = ()) -> Standing:
    """How they stand together.

    Args:
        consultations: For instance those of one phase.
        expected: Types that should have been asked, in the order in which missing ones are told.
    """
    listed = tuple(consultations)
    asked = {(each.type, each.name) for one in listed for each in one.invited}
    heard = {(comment.type, _who(one, comment.invited, comment.id)) for one in listed for comment in one.comments}
    outcomes = Counter(comment.outcome for one in listed for comment in one.comments if comment.outcome is not None)
    by_type, by_voice = Counter(type for type, _ in asked), Counter(type for type, _ in heard)
    return Standing(
        dict(by_type), dict(by_voice), sum(bool(each.declined) for one in listed for each in one.invited),
        sum(len(one.comments) for one in listed), sum(outcomes.values()),
        {each: outcomes[each] for each in OUTCOMES},
        tuple(dict.fromkeys(type for type in expected if not by_type[type] and not by_voice[type])),
    )  # fmt: skip


def _who(one: Consultation, invited: str, comment: str) -> str:
    """The body that spoke; somebody who came unasked is one body for each word, since nobody can tell."""
    return next((each.name for each in one.invited if each.id == invited), f"{one.id}/{comment}")


def findings(of: Standing, consultations: Iterable[Consultation], *, today: date) -> Findings:
    """What is still to be done.

    Returns:
        Soft: ``consultations.type-missing``; ``consultations.answer-owed`` for a word without an answer after closing.
        Note: ``consultations.silent`` for a closed consultation in which nobody spoke.
    """
    found = [Finding("consultations.type-missing", "soft", Place(item=type), source="art:8.3") for type in of.missing]
    for one in consultations:
        if one.closes >= today:
            continue
        if one.owed:
            found.append(Finding("consultations.answer-owed", "soft", Place(item=one.id), {"count": len(one.owed)}))
        if not one.comments:
            found.append(Finding("consultations.silent", "note", Place(item=one.id)))
    return Findings(found)
