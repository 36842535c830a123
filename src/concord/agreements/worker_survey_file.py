"""Answers to the survey of workers out of a file, one row a person; they are counted and thrown away.

Public face: :func:`receive`, :func:`enough`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concord.agreements.monitoring_declared import declared
from concord.agreements.worker_survey import CONSENT, ID
from concord.errors import Invalid


@dataclass(frozen=True, slots=True)
class Received:
    """Answers out of a file.

    Attributes:
        answers: Choices by question, in an order that says nothing of the file's; texts that people wrote are left out.
        dropped: How many answers were no choice of their question.
        unknown: Columns that belong to no question.
    """

    answers: tuple[Mapping[str, str], ...]
    dropped: int
    unknown: tuple[str, ...]


def receive(records: Iterable[Mapping[str, str]]) -> Received:
    """Answers as forms for telephones and spreadsheets export them, one row a person.

    Only answers to questions with choices are taken: no times, no device, no text. Groups before a column's name
    (``working/working_page/equal_pay``, ``working-working_page-equal_pay``) are taken off.

    Raises:
        Invalid: ``agreements.survey.no-consent`` where no column asks whether people want to take part.
    """
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
