"""The anonymous survey of those who moved: the declared instrument, and its answers counted together.

Public face: :func:`instrument` (XLSForm, six languages), :func:`counted`, :func:`summary`; answers out of a file:
:mod:`concord.agreements.worker_survey_file`. What is kept of a file is a :class:`Batch`: each question counted by
itself, never two together, so that nothing says who gave which answers, nor that the same person gave two of them.

Source: Code, articles 4.4, 4.5, 4.6; ``data/instruments/worker-survey`` (own questions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from concord.agreements.intervals import wilson
from concord.agreements.monitoring_declared import Indicator, declared
from concord.errors import Invalid

if TYPE_CHECKING:
    from concord.instrument.model import Instrument

ID = "worker-survey"
CONSENT = "consent"
#: Answers that say nothing of the question.
NOTHING = ("", "unknown")
#: Questions whose choices are all counted, besides the shares.
COUNTED = ("occupation", "since", "channel", "fees", "recognition_time", "plans")


@dataclass(frozen=True, slots=True)
class Batch:
    """What is kept of a file of answers.

    Attributes:
        year: Of the survey; None where it is not known.
        took_part: Who agreed to take part.
        declined: Who did not; their other answers are not looked at.
        shares: By question of an indicator how many gave the answer that is looked for, and how many answered; a
            question that fewer than the least number answered is left out.
        counts: By other question how many gave each choice; a question in which any choice was given by fewer than the
            least number is left out whole, since what is hidden could be worked out from the rest.
    """

    year: int | None
    took_part: int
    declined: int
    shares: Mapping[str, tuple[int, int]]
    counts: Mapping[str, Mapping[str, int]]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "year": self.year, "took_part": self.took_part, "declined": self.declined,
            "shares": {id: {"said": said, "of": of} for id, (said, of) in self.shares.items()},
            "counts": {id: dict(each) for id, each in self.counts.items()},
        }  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Batch:
        """Out of plain values; those of earlier versions, which held a row for each person, are counted.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        year = body["year"] if isinstance(body.get("year"), int) else None
        if "answers" in body:
            return counted(body["answers"], year=year)
        try:
            return cls(
                year, int(body["took_part"]), int(body["declined"]),
                {str(id): (int(each["said"]), int(each["of"])) for id, each in body["shares"].items()},
                {str(id): {str(choice): int(count) for choice, count in each.items()}
                 for id, each in body["counts"].items()},
            )  # fmt: skip
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Invalid("agreements.record.field", params={"field": ID, "value": str(error)[:40]}) from error


def restated(body: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values as they are kept today: where earlier versions kept a row for each person, the counts."""
    return Batch.from_json(body).to_json() if "answers" in body else dict(body)


@dataclass(frozen=True, slots=True)
class Share:
    """One indicator from the survey.

    Attributes:
        answers: How many answered the question (those who do not know are left out).
        percent, low, high: 0-100 with its Wilson interval; None where too few answered.
    """

    indicator: str
    question: str
    answers: int
    percent: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """All answers together.

    Attributes:
        took_part: Who agreed to take part.
        declined: Who did not.
        shares: One for each indicator that the survey tells.
        counts: Of each counted question, how many gave each choice.
        too_few: Questions left out, since a batch does not tell them.
    """

    took_part: int
    declined: int
    shares: tuple[Share, ...]
    counts: Mapping[str, Mapping[str, int]]
    too_few: tuple[str, ...]


def instrument() -> Instrument:
    """The declared questionnaire."""
    from concord.instrument import library

    return library.load(ID)


def counted(answers: Iterable[Mapping[str, str]], *, year: int | None) -> Batch:
    """Count answers, each question by itself.

    Args:
        answers: One mapping from question to choice for each person; nothing else of them is read.
        year: Of the survey.
    """
    given, least = list(answers), declared().least_answers
    agreed = [each for each in given if each.get(CONSENT) == "yes"]
    shares = {each.question: _said(each, agreed) for each in _asked()}
    counts = {id: Counter(said for each in agreed if (said := each.get(id, ""))) for id in COUNTED}
    return Batch(
        year, len(agreed), len(given) - len(agreed),
        {id: each for id, each in shares.items() if each[1] >= least},
        {id: dict(sorted(each.items())) for id, each in counts.items() if each and min(each.values()) >= least},
    )  # fmt: skip


def summary(batches: Iterable[Batch]) -> Summary:
    """Batches taken together."""
    given = list(batches)
    shown = {id: _added([each.counts[id] for each in given]) for id in COUNTED
             if given and all(id in each.counts for each in given)}  # fmt: skip
    return Summary(
        sum(each.took_part for each in given), sum(each.declined for each in given),
        tuple(_share(each, given) for each in _asked()), shown, tuple(id for id in COUNTED if id not in shown),
    )  # fmt: skip


def _asked() -> list[Indicator]:
    """Indicators that a question of the survey tells."""
    return [each for each in declared().indicators.values() if each.question]


def _said(indicator: Indicator, agreed: Sequence[Mapping[str, str]]) -> tuple[int, int]:
    said = [each.get(indicator.question, "") for each in agreed]
    return said.count(indicator.answer), sum(1 for each in said if each not in NOTHING)


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    together = sum((Counter(each) for each in counts), Counter[str]())
    return dict(sorted(together.items()))


def _share(indicator: Indicator, given: Sequence[Batch]) -> Share:
    told = [each.shares[indicator.question] for each in given if indicator.question in each.shares]
    said, answers = sum(each[0] for each in told), sum(each[1] for each in told)
    if answers < declared().least_answers:
        return Share(indicator.id, indicator.question, answers, None, None, None)
    low, high = wilson(said, answers, declared().interval)
    return Share(indicator.id, indicator.question, answers, 100 * said / answers, 100 * low, 100 * high)
