"""What a published report says of indicators: numbers of questions that name one, with year, occupation and report.

A number counts where its question names the indicator, has its unit, and the indicator declares how the answer is taken
(``answers`` in ``data/indicators``); its year is that of the date the report gives. What has no year is not used.

Source: Code, article 9.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from concord.indicators.model import Indicator, RowRef, Taken, Told, indicators
from concord.instrument.model import Question
from concord.reporting.publication import Published
from concord.reporting.side_by_side import ids

#: The declared source of every such number.
SOURCE = "national-reports"


def fed(published: Published, digest: str, declared: Iterable[Indicator] | None = None) -> Iterator[Told]:
    """The numbers of one published report.

    Args:
        published: The report, without what is kept confidential.
        digest: The publication's digest (SHA-256, hexadecimal); it is kept with every number.
        declared: The indicators that may be fed; all where left out.
    """
    known = ids(published.instrument)
    by_id = {known.get(each.path, each.key): each for each in published.instrument.questions if not each.repeat}
    rows = {id: place for place, id in enumerate(by_id, start=1)}
    for indicator in declared if declared is not None else indicators().values():
        for taken in indicator.answers:
            question = by_id.get(taken.question)
            if question is None or not _feeds(question, indicator):
                continue
            value, year = _number(published, question), _year(published, by_id.get(taken.year_of))
            if value is not None and year is not None:
                yield _told(published, digest, indicator, taken, value, year, rows[taken.question])


def _feeds(question: Question, indicator: Indicator) -> bool:
    about = question.about
    return about.indicator == indicator.id and about.unit == indicator.unit


def _number(published: Published, question: Question) -> float | None:
    held = published.calculated if question.kind == "calculate" else published.answers
    value = held.get(question.key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _year(published: Published, question: Question | None) -> int | None:
    """The year of the date that the report gives; None where it gives none, or keeps it to itself."""
    given = published.answers.get(question.key) if question is not None else None
    text = str(given)[:4] if isinstance(given, str | int) else ""
    return int(text) if len(text) == 4 and text.isdigit() else None


def _told(
    published: Published, digest: str, indicator: Indicator, taken: Taken, value: float, year: int, row: int
) -> Told:
    where = RowRef(SOURCE, f"{published.reference} {digest[:16]}", row)
    return Told(indicator.id, published.area, year, taken.occupation, value, where)
