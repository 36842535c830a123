"""Reports that were sent, for tests of what happens to them afterwards: written as rows, with invented answers."""

from __future__ import annotations

import datetime as dt
import itertools
from copy import deepcopy
from functools import lru_cache
from typing import Any

from django.utils import timezone

from concord.instrument import answers as library_answers
from concord.instrument import library
from concord_site.reporting.actions import steps
from concord_site.reporting.answering import invented
from concord_site.reporting.models import Filing, Query, Round, Submission

_numbers = itertools.count(1)
NEW, OLD = "nri-2027", "nri-2024"


@lru_cache(maxsize=8)
def _invented(id: str, seed: str) -> dict[str, Any]:
    return invented.answers(library.load(id), seed=seed, today=dt.date(2027, 3, 1))


def answers(id: str = NEW, seed: str = "a", **changed: Any) -> dict[str, Any]:
    """Invented answers that break no rule, some of them changed; None takes one out."""
    found = deepcopy(_invented(id, seed)) | changed
    return {key: value for key, value in found.items() if value is not None}


def opened(year: str = "2027", **more: Any) -> Round:
    """A round that runs."""
    today = timezone.now().date()
    dates = {"opens_on": today - dt.timedelta(days=90), "due_on": today + dt.timedelta(days=30)}
    defaults = {"state": Round.State.OPEN, "is_example": True, **dates, **more}
    return Round.objects.get_or_create(year=year, defaults=defaults)[0]


def filed(area: str, *, round: Round | None = None, state: str = "submitted", days: int = 3, **more: Any) -> Submission:
    """A report that was sent some days ago.

    ``more``: fields of the submission, and ``answers``, ``reasons``, ``is_late`` of its filing.
    """
    of_filing = {key: more.pop(key) for key in ("answers", "reasons", "is_late") if key in more}
    instrument = library.load(more.pop("instrument", NEW))
    at = timezone.now() - dt.timedelta(days=days)
    made = Submission.objects.create(
        round=round or opened(), area=area, state=state, instrument=instrument.id, number=instrument.version,
        digest=instrument.digest, is_example=True, submitted_at=at, **more,
    )  # fmt: skip
    again(made, at=at, **of_filing)
    return made


def again(found: Submission, *, at: dt.datetime | None = None, **more: Any) -> Filing:
    """A report sent (once more), as it is from then on."""
    given = more.pop("answers", None) or answers(found.instrument)
    when, number = at or timezone.now(), found.filings.count() + 1
    made = Filing.objects.create(
        submission=found, number=number, answers=given, language=found.language,
        digest=library_answers.digest(library_answers.parse(given)), reference=f"TEST-{next(_numbers):06}", at=when,
        statement={"name": "Invented person", "office": "Invented office"}, **more,
    )  # fmt: skip
    steps.note(found.round, found.area, "submitted", submission=found, at=when, details={"filing": number})
    return made


def asked(found: Submission, *, state: str = "open", text: str = "Please check this number.", **more: Any) -> Query:
    """A query on a report."""
    more.setdefault("address", "hours")
    more.setdefault("question", more["address"])
    return Query.objects.create(submission=found, state=state, text=text, sent_at=timezone.now(), **more)
