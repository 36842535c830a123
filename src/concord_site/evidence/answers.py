"""Published answers as facts for reports: what countries say, and who reported, as of a day.

Generated answers are never mixed with real ones, and never stand for a round that was really held: they are used only
for the report on a generated round that is still to come, which is then marked on every page.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from concord.indicators.model import Told
from concord.reporting.facts import Facts, Reported
from concord.reporting.feeding import fed
from concord.reporting.rounds import Round
from concord.reporting.told import Answers, gathered
from concord.vocabulary.areas import member_states
from concord.vocabulary.provenance import Input, Provenance
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import published
from concord_site.shell.i18n import in_language

#: The question in which a country says whether it has named an authority.
AUTHORITY = "authority_designated"


def with_answers(facts: Facts) -> Facts:
    """Facts of a report with what was published here by its day."""
    rounds = {each.id: each for each in facts.rounds}
    answers = said(rounds[facts.round], facts.as_of)
    reported = {**facts.reported}
    for each in facts.rounds:
        if each.id in reported or not is_counted_here(each):
            continue
        if found := who_reported(each, facts.as_of, own=each.id == facts.round):
            reported[each.id] = found
    if answers is None:
        return replace(facts, reported=reported)
    added = Provenance((Input(f"published-answers:{facts.round}", answers.digest, facts.as_of.isoformat()),))
    return replace(facts, reported=reported, answers=answers, provenance=facts.provenance.merged(added))


def said(round: Round, as_of: dt.date) -> Answers | None:
    """What the published reports of a round say; None where none may be used."""
    found = _used(round, as_of, own=True)
    return _gathered(round.id, as_of, tuple((each.reference, each.digest, each.state) for each in found))


@lru_cache(maxsize=4)
def _gathered(round: str, as_of: dt.date, keys: tuple[tuple[str, str, str], ...]) -> Answers | None:
    rows = {each.reference: each for each in published.standing(round, as_of=_end(as_of))}
    found = [rows[reference] for reference, _, _ in keys if reference in rows]
    pairs = [(published.published_of(each), each.digest) for each in found if published.is_open(each)]
    return gathered(pairs, round=round, as_of=as_of, is_example=any(each.is_example for each in found))


def who_reported(round: Round, as_of: dt.date, *, own: bool) -> dict[str, Reported]:
    """Who has a published report in a round run here; Member States alone."""
    members = {each.code for each in member_states(as_of)}
    return {
        each.area: Reported(True, _authority(each), each.submitted_on, each.reference, _link(each))
        for each in _used(round, as_of, own=own) if each.area in members
    }  # fmt: skip


def _link(found: Publication) -> str:
    """Where a published report is read, in the language of whoever reads."""
    path = reverse("reporting:published-cited", kwargs={"reference": found.reference})
    return settings.CONCORD.address.rstrip("/") + in_language(path, "{language}")


def _authority(found: Publication) -> bool | None:
    value = found.answers.get(AUTHORITY)
    return None if not isinstance(value, str) else value == "yes"


def _used(round: Round, as_of: dt.date, *, own: bool) -> list[Publication]:
    """The publications that may be counted: real ones; generated ones only for a round that was not held."""
    every = [each for each in published.standing(round.id, as_of=_end(as_of)) if published.is_open(each)]
    real = [each for each in every if not each.is_example]
    if real:
        return real
    return every if own and is_to_come(round) else []


def is_to_come(round: Round) -> bool:
    """Whether nothing is declared of a round that was really held."""
    return round.status == "next" and not round.counts


def can_be_reported_on(round: Round) -> bool:
    """Whether there is something to tell of a round: it was held, or reports of it are published here."""
    return round.status == "closed" or any(each.year == round.id and each.reports for each in published.rounds())


def is_counted_here(round: Round) -> bool:
    """Whether who reported is known from here: of rounds held before, the declared counts stand."""
    return round.status == "next" or round.count("national-reports") is None


def _end(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.max, tzinfo=dt.UTC)


# ---- indicators ------------------------------------------------------------------------------------------------------
#: Where the clock notes what is published, so that a page that asks for evidence asks no database.
MARK = "published-answers.mark"


def mark(folder: str) -> str:
    """What was noted last of what is published; empty where nothing is."""
    try:
        return (Path(folder) / MARK).read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def told(noted: str, as_of: dt.date) -> tuple[tuple[Told, ...], Provenance]:
    """What real published reports say of indicators, oldest round first, with the digest of each report used.

    Args:
        noted: See :func:`mark`.
        as_of: The day; areas that are no Member State then are left out.
    """
    if not noted:
        return (), Provenance()
    members = {each.code for each in member_states(as_of)}
    found: list[Told] = []
    used: list[Input] = []
    for each in sorted(published.rounds(), key=lambda one: one.year):
        for report in published.standing(each.year):
            if report.is_example or report.area not in members:
                continue
            if said := list(fed(published.published_of(report), report.digest)):
                found += said
                used.append(Input(f"national-report:{report.reference}", report.digest, each.year))
    return tuple(found), Provenance(tuple(used))
