"""What published reports of a round say, as values for a report that counts them; every number with its question."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from concord.instrument.model import CHOOSING, Instrument, Question
from concord.instrument.numbering import numbers
from concord.reporting import places
from concord.reporting.publication import Published, items
from concord.reporting.side_by_side import ids
from concord.vocabulary.text import Text


@dataclass(frozen=True)
class Told:
    """What all reports say to one question.

    Attributes:
        id: Of the question.
        number: As people call it; of a calculation, that of the section it stands in.
        label: Its wording.
        indicator: The indicator that it feeds, or empty.
        by_code: Countries by choice.
        labels: Of the choices.
        by_status: Countries by status.
        values: Numbers by area: given, or calculated from what is published.
    """

    id: str
    number: str
    label: Text
    indicator: str
    by_code: Mapping[str, int]
    labels: Mapping[str, Text]
    by_status: Mapping[str, int]
    values: Mapping[str, float] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True)
class Answers:
    """What the published reports of a round say.

    Attributes:
        round: Id of the round.
        references: What each report is cited by, by area; Member States alone.
        told: By question.
        is_example: Whether the answers are generated; all of them are, or none.
        digest: Over the reports counted.
    """

    round: str
    references: Mapping[str, str]
    told: Mapping[str, Told]
    is_example: bool
    digest: str

    def __hash__(self) -> int:
        return hash((self.round, self.digest))

    @property
    def reports(self) -> int:
        """How many reports were counted."""
        return len(self.references)

    def feeding(self, indicator: str) -> tuple[Told, ...]:
        """Questions that feed an indicator."""
        return tuple(each for each in self.told.values() if each.indicator == indicator)


def gathered(
    reports: Iterable[tuple[Published, str]], *, round: str, as_of: dt.date, is_example: bool
) -> Answers | None:
    """What the reports of Member States say; None where there is none.

    Args:
        reports: Published reports of one round, with the digest of each.
        round: Its id.
        as_of: The day; areas that are no Member State then are left out.
        is_example: Whether they are generated.
    """
    taken = [(each, digest) for each, digest in reports if places.is_member(each.area, as_of)]
    if not taken:
        return None
    instrument = taken[-1][0].instrument
    counted = _counted([each for each, _ in taken])
    told = {question.id: question for question in _questions(instrument, counted)}
    known = sorted((each.reference, digest) for each, digest in taken)
    whole = hashlib.sha256(json.dumps([known, is_example]).encode()).hexdigest()
    return Answers(round, {each.area: each.reference for each, _ in taken}, told, is_example, whole)


@dataclass
class _Count:
    codes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    values: dict[str, float] = field(default_factory=dict)


def _counted(reports: list[Published]) -> dict[str, _Count]:
    from concord.instrument.prefill import chosen

    counted: dict[str, _Count] = {}
    for report in reports:
        codes: dict[str, set[str]] = {}
        statuses: dict[str, str] = {}
        for item in items(report):
            if statuses.get(item.id) != "answered":
                statuses[item.id] = item.status
            if item.status != "answered" or item.value is None:
                continue
            if item.question.kind in CHOOSING:
                codes.setdefault(item.id, set()).update(chosen(item.value))
            elif isinstance(item.value, int | float):
                held = counted.setdefault(item.id, _Count()).values
                held[report.area] = held.get(report.area, 0) + float(item.value)
        for id, status in statuses.items():
            counted.setdefault(id, _Count()).statuses[status] += 1
        for id, found in codes.items():
            counted.setdefault(id, _Count()).codes.update(found)
        for address, value in report.calculated.items():
            if "[" not in address and isinstance(value, int | float):
                count = counted.setdefault(address, _Count())
                count.values[report.area] = float(value)
                count.statuses["answered"] += 1
    return counted


def _questions(instrument: Instrument, counted: Mapping[str, _Count]) -> Iterable[Told]:
    known, numbered = ids(instrument), numbers(instrument)
    for question in instrument.questions:
        id = known.get(question.path, question.key)
        if not question.is_asked and (question.kind != "calculate" or question.repeat or id not in counted):
            continue
        found = counted.get(id, _Count())
        number = numbered.get(question.path) or numbered.get(question.path[:-1]) or numbered.get(question.path[:1], "")
        yield Told(
            id, number, question.label, question.about.indicator, dict(found.codes), _labels(instrument, question),
            dict(found.statuses), dict(found.values),
        )  # fmt: skip


def _labels(instrument: Instrument, question: Question) -> Mapping[str, Text]:
    listed = instrument.lists.get(question.choices)
    return {each.name: each.label for each in listed.choices} if listed and question.kind in CHOOSING else {}
