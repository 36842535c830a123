"""Letters and the record of being informed: what a Member State was told, when, by which office, and who acknowledged.

Source of the duty: Code, articles 7.3, 9.1, 9.2. The record stands beside indicator 1 and is never counted in it: that
indicator counts designations only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from concord.reporting import letters as declared
from concord.reporting.letters import Facts
from concord.vocabulary.text import Text
from concord_site.registers.models import Designation
from concord_site.reporting.models.rounds import Letter, Participation, Round
from concord_site.reporting.models.submissions import Filing
from concord_site.reporting.queries import rounds
from concord_site.shell import access, outbox

OTHER = "other"
TOLD = (Letter.State.SENT, Letter.State.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Informed:
    """What a Member State was told, in short; ``latest_on`` and ``acknowledged_on`` are None where nothing is known."""

    area: str
    count: int = 0
    first_on: dt.date | None = None
    latest_on: dt.date | None = None
    acknowledged_on: dt.date | None = None


def record_of(area: str, by: Any) -> list[Letter]:
    """Everything a Member State was told that ``by`` may see, oldest first."""
    rows = access.visible(Letter, by).filter(area=area, state__in=TOLD)
    return list(rows.select_related("round").order_by("sent_on", "made_at"))


def drafts(by: Any, *, round: Round | None = None, area: str = "") -> list[Letter]:
    """Letters that were made and not sent, newest first."""
    rows = access.visible(Letter, by).filter(state=Letter.State.DRAFTED)
    if round is not None:
        rows = rows.filter(round=round)
    if area:
        rows = rows.filter(area=area)
    return list(rows.order_by("-made_at", "area"))


def informed(by: Any, *, with_examples: bool = True) -> dict[str, Informed]:
    """What each Member State was told, as far as ``by`` may see it (supplier ``informed.of``); one query.

    A country that is not in it was told nothing that is known here.
    """
    rows = access.visible(Letter, by).filter(state__in=TOLD, sent_on__isnull=False)
    if not with_examples:
        rows = rows.filter(is_example=False)
    found: dict[str, Informed] = {}
    for area, sent_on, acknowledged_on in rows.order_by("sent_on").values_list("area", "sent_on", "acknowledged_on"):
        so_far = found.get(area, Informed(area))
        days = [day for day in (so_far.acknowledged_on, acknowledged_on) if day is not None]
        found[area] = Informed(area, so_far.count + 1, so_far.first_on or sent_on, sent_on, max(days) if days else None)
    return found


def everything_told(by: Any, areas: Iterable[str]) -> list[Letter]:
    """The record of these Member States, by area and day."""
    rows = access.visible(Letter, by).filter(area__in=list(areas), state__in=TOLD)
    return list(rows.select_related("round").order_by("area", "sent_on", "made_at"))


# ---- what a letter says ---------------------------------------------------------------------------------------------
def facts(
    letter: declared.Letter, area: str, *, round: Round | None, office: str, reference: str, on: dt.date,
    language: str, name: str = "", is_example: bool = False, sender: tuple[str, ...] = (), to: tuple[str, ...] = (),
    signed: tuple[str, ...] = (),
) -> Facts:  # fmt: skip
    """What is known about one country, as a letter needs it: dates, register, report; nothing of working answers."""
    authority, since = _authority(area, language, with_examples=is_example)
    common = Facts(
        area=area, office=office, reference=reference, on=on, name=name, sender=sender, to=to, signed=signed,
        authority=authority, authority_since=since, is_example=is_example,
        link=outbox.link(_where(letter, round, area, language)),
    )  # fmt: skip
    if round is None:
        return common
    part = rounds.participation(round, area)
    sent = Filing._default_manager.filter(submission__round=round, submission__area=area).order_by("at").first()
    return replace(
        common, round=round.year, opens_on=round.opens_on, due_on=rounds.due_on(part, on),
        round_due_on=round.due_on, closes_on=round.closes_on, questionnaire=_questionnaire(round, language),
        submitted_on=rounds.day(sent.at) if sent is not None else None,
        receipt=sent.reference if sent is not None else "",
    )  # fmt: skip


def _where(letter: declared.Letter, round: Round | None, area: str, language: str) -> str:
    """Where a letter leads to: the register for a designation, the country's page of the round for a report."""
    if round is None or letter.id in ("invitation-designate", "designation-confirmed"):
        return f"/{language}/registers/authorities/{area}/"
    return f"/{language}/reporting/rounds/{round.year}/{area}/"


def _authority(area: str, language: str, *, with_examples: bool) -> tuple[str, str]:
    rows = Designation._default_manager.filter(area=area, state=Designation.State.CURRENT)
    found = (rows if with_examples else rows.filter(is_example=False)).first()
    return (Text(found.office).best(language).text, found.since) if found is not None else ("", "")


def _questionnaire(round: Round, language: str) -> str:
    from concord_site.reporting.queries import instruments

    chosen = rounds.instrument_of(round)
    if chosen is None:
        return ""
    asked = instruments.version(chosen.instrument, None, chosen.number).instrument
    return asked.title.best(language).text


def next_reference(round: Round | None, area: str, on: dt.date) -> str:
    """A number nobody has had: year of the round (or of the letter), country, and a count of its letters."""
    year = round.year if round is not None else str(on.year)
    taken = Letter._default_manager.filter(area=area).count()
    return f"CODE/{year}/{area}/{taken + 1}"


def language_of(area: str, round: Round | None) -> str:
    """In which language a country is written to: what its round says, else what is declared."""
    from concord.reporting import letters_language

    found = Participation._default_manager.filter(round=round, area=area).first() if round is not None else None
    return found.language if found is not None else letters_language.language_of(area)
