"""What people do while they follow an agreement: each writes one record and refuses as the spaces do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from concord.agreements import worker_survey, worker_survey_file
from concord.agreements.plan import Action
from concord.agreements.worker_survey import Batch
from concord.errors import NotFound
from concord_site.agreements import keys
from concord_site.agreements.actions import writing
from concord_site.agreements.following import queries
from concord_site.agreements.queries.spaces import Dossier, Record, Space

KINDS = (
    queries.INPUT, queries.ACTION, queries.MEETING, queries.DECISION, queries.PAPER, queries.VALUE, queries.TARGET,
    queries.EVALUATION, queries.LESSON, queries.SURVEY,
)  # fmt: skip


def move(dossier: Dossier, key: str, to: str, *, by: Any, now: datetime, why: str = "") -> Record:
    """Put an action of the plan into another state.

    Raises:
        NotFound: ``site.access.unknown``.
        Invalid: ``agreements.plan.step``, ``agreements.plan.no-reason``.
    """
    record = dossier.shared.record(queries.ACTION, key)
    if record is None:
        raise NotFound("site.access.unknown")
    moved = Action.from_json(record.body).moved(to, today=now.date(), why=why)
    return writing.put(
        dossier.shared, queries.ACTION, key, moved.to_json(), by=by, now=now, based_on=record.version
    )  # fmt: skip


def take_away(space: Space, kind: str, key: str, *, by: Any, now: datetime) -> None:
    """Take away what this room wrote; the journal brings it back.

    Raises:
        NotFound: ``site.access.unknown`` for another room's record, or none.
    """
    if kind not in KINDS or space.record(kind, key) is None:
        raise NotFound("site.access.unknown")
    writing.remove(space, kind, key, by=by, now=now, based_on=None)


def keep_answers(dossier: Dossier, rows: Iterable[Mapping[str, str]], *, year: int, by: Any, now: datetime) -> Batch:
    """Keep what answers of workers say together: each question counted by itself, no person's answers.

    Raises:
        Invalid: ``agreements.survey.no-consent``, ``agreements.survey.too-few``.
    """
    received = worker_survey_file.enough(worker_survey_file.receive(rows))
    found = worker_survey.counted(received.answers, year=year)
    writing.put(dossier.shared, queries.SURVEY, keys.new_id(), found.to_json(), by=by, now=now, based_on=0)
    return found
