"""The anonymous survey of those who moved: the declared instrument, and its answers counted together.

Public face: :func:`instrument` (XLSForm, six languages), :func:`receive`, :func:`enough`, :func:`summary`. No single
answer leaves :func:`summary`; a share that rests on fewer answers than declared is not shown.

Source: Code, articles 4.4, 4.5, 4.6; ``data/instruments/worker-survey`` (own questions).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from concord.agreements.monitoring_declared import declared

if TYPE_CHECKING:
    from concord.instrument.model import Instrument

ID = "worker-survey"
CONSENT = "consent"
#: Answers that say nothing of the question.
NOTHING = ("", "unknown")
#: Questions whose answers are counted whole, besides the shares: for the evaluation.
COUNTED = ("occupation", "since", "channel", "fees", "recognition_time", "plans")


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
        declined: Who did not; their other answers are not looked at.
        shares: One for each indicator that the survey tells.
        counts: Of each counted question, how many gave each choice; a question in which any choice was given by fewer
            than the least number is left out whole, since what is hidden could be worked out from the rest.
        too_few: Questions left out.
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


def summary(answers: Iterable[Mapping[str, str]]) -> Summary:
    """Count answers together.

    Args:
        answers: One mapping from question to choice for each person; nothing else of them is read.
    """
    given = list(answers)
    agreed = [each for each in given if each.get(CONSENT) == "yes"]
    rules = declared()
    shares = tuple(
        _share(each.id, each.question, each.answer, agreed, rules.least_answers, rules.interval)
        for each in rules.indicators.values()
        if each.question
    )
    counted = {id: Counter(said for each in agreed if (said := each.get(id, ""))) for id in COUNTED}
    shown = {id: dict(sorted(each.items())) for id, each in counted.items()
             if each and min(each.values()) >= rules.least_answers}  # fmt: skip
    too_few = tuple(id for id in COUNTED if id not in shown)
    return Summary(len(agreed), len(given) - len(agreed), shares, shown, too_few)


def _share(
    indicator: str, question: str, wanted: str, answers: list[Mapping[str, str]], least: int, interval: float
) -> Share:
    said = [each.get(question, "") for each in answers]
    said = [each for each in said if each not in NOTHING]
    if len(said) < least:
        return Share(indicator, question, len(said), None, None, None)
    low, high = wilson(said.count(wanted), len(said), interval)
    return Share(indicator, question, len(said), 100 * said.count(wanted) / len(said), 100 * low, 100 * high)


def wilson(yes: int, of: int, interval: float) -> tuple[float, float]:
    """The Wilson interval of a share (0-1).

    Source:
        Wilson 1927, Journal of the American Statistical Association 22:209-212.

    Example:
        >>> low, high = wilson(15, 50, 0.95)
        >>> round(low, 3), round(high, 3)
        (0.191, 0.438)
    """
    z = NormalDist().inv_cdf((1 + interval) / 2)
    share = yes / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


@dataclass(frozen=True, slots=True)
class Received:
    """Answers out of a file.

    Attributes:
        answers: Choices by question, in an order that says nothing of the file's; texts that people wrote are not kept.
        dropped: How many answers were no choice of their question.
        unknown: Columns that belong to no question.
    """

    answers: tuple[Mapping[str, str], ...]
    dropped: int
    unknown: tuple[str, ...]


def receive(records: Iterable[Mapping[str, str]]) -> Received:
    """Answers as forms for telephones and spreadsheets export them, one row a person.

    Only answers to questions with choices are kept: no times, no device, no text. Groups before a column's name
    (``working/working_page/equal_pay``, ``working-working_page-equal_pay``) are taken off.

    Raises:
        Invalid: ``agreements.survey.no-consent`` where no column asks whether people want to take part.
    """
    from concord.errors import Invalid

    choices = _choices()
    kept: list[Mapping[str, str]] = []
    dropped, unknown, has_consent = 0, set[str](), False
    for record in records:
        person: dict[str, str] = {}
        for column, value in record.items():
            name = column.replace("-", "/").rpartition("/")[2].strip()
            has_consent = has_consent or name == CONSENT
            if name not in choices:
                unknown.add(column)
            elif value.strip() in choices[name]:
                person[name] = value.strip()
            elif value.strip():
                dropped += 1
        if person:
            kept.append(person)
    if not has_consent:
        raise Invalid("agreements.survey.no-consent", params={"column": CONSENT})
    return Received(tuple(sorted(kept, key=lambda each: sorted(each.items()))), dropped, tuple(sorted(unknown)))


def enough(received: Received) -> Received:
    """The same answers, where so many people took part that what changes with them tells of nobody.

    Raises:
        Invalid: ``agreements.survey.too-few`` where fewer than the declared least agreed to take part: who compares
            the shares before and after a smaller file would read single answers.
    """
    from concord.errors import Invalid

    took, least = sum(1 for each in received.answers if each.get(CONSENT) == "yes"), declared().least_answers
    if took < least:
        raise Invalid("agreements.survey.too-few", params={"least": least})
    return received


def _choices() -> dict[str, frozenset[str]]:
    """Questions of one choice, with the names of their choices."""
    from concord.declarations.read import read_csv
    from concord.instrument.library import folder_of

    folder = folder_of(ID)
    lists: dict[str, set[str]] = {}
    for row in read_csv(folder / "choices.csv").rows:
        lists.setdefault(row["list_name"], set()).add(row["name"])
    asked = [row for row in read_csv(folder / "survey.csv").rows if row["type"].startswith("select_one ")]
    return {row["name"]: frozenset(lists[row["type"].partition(" ")[2]]) for row in asked}
