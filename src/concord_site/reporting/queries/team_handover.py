"""What a new officer is told: gathered for the people of one country, from what they may see already."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import NotFound, Refusal
from concord.instrument.answers import addresses, parse, value_as_json
from concord.instrument.model import Instrument
from concord.instrument.numbering import numbers
from concord.reporting import places
from concord.reporting.handover import Answered, Due, Exchange, Helped, Kit, Last, Open, Received
from concord.reporting.review import node_at
from concord_site.reporting.answering import pages, rich
from concord_site.reporting.answering.book import Book
from concord_site.reporting.answering.figures import shown_value
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Letter
from concord_site.reporting.models.submissions import Delegation, Filing, Remark, Submission
from concord_site.reporting.queries import published, reports, review, rounds_letters
from concord_site.reporting.queries.team_places import areas, section_titles
from concord_site.shell import access, outbox

#: Comments and letters that are listed.
AT_MOST = 100


def countries(by: Any) -> list[str]:
    """The countries whose hand-over somebody may have."""
    return sorted(areas(by))


def kit(area: str, by: Any, *, today: dt.date, language: str) -> Kit:
    """Everything a new officer of a country is told.

    Raises:
        NotFound: ``site.access.unknown``: no country that they work for.
    """
    if area not in areas(by):
        raise NotFound("site.access.unknown")
    every = [each for each in reports.reports(by, today=today) if each.area == area]
    last, of = _last(area, language)
    return Kit(
        area, places.name(area, language), today, due=tuple(_due(each) for each in every if _is_due(each)), last=last,
        asked=_asked(of, language), helped=_helped(area, language), open=_open(area, language),
        letters=_letters(area, by), links=_links(every),
        is_example=any(each.round.is_example for each in every if each.submission is not None),
    )  # fmt: skip


# ---- what is due ----------------------------------------------------------------------------------------------------
def _is_due(each: reports.Report) -> bool:
    return each.submission is None or each.submission.state not in reports.SENT


def _due(each: reports.Report) -> Due:
    return Due(each.round.year, state_words(each.submission), each.due, each.is_late)


def state_words(row: Submission | None) -> str:
    """Where a report stands, in words."""
    if row is None:
        return _("Not begun")
    return {
        Submission.State.DRAFT: _("Being filled"), Submission.State.CLEARING: _("Being cleared"),
        Submission.State.RETURNED: _("Returned with queries"), Submission.State.WITHDRAWN: _("Withdrawn"),
    }.get(Submission.State(row.state), _("Sent"))  # fmt: skip


def _links(every: list[reports.Report]) -> tuple[tuple[str, str], ...]:
    found = [
        (_("Report for %(round)s") % {"round": each.round.year}, reverse("reporting:report", args=[each.submission.pk]))
        for each in every if each.submission is not None
    ]  # fmt: skip
    found += [
        (_("Reports of your country"), reverse("reporting:reports")),
        (_("Questionnaires"), reverse("reporting:instruments")),
        (_("Published reports"), reverse("reporting:published")),
        (_("Steps of clearance"), reverse("reporting:clearance")),
        (_("Your home page"), reverse("accounts:home")),
        (_("Your account"), reverse("accounts:profile")),
    ]  # fmt: skip
    return tuple((words, outbox.link(path)) for words, path in found)


# ---- what was said --------------------------------------------------------------------------------------------------
def _last(area: str, language: str) -> tuple[Last | None, Submission | None]:
    """The last report as it is published, or as it was sent where it is not; and the submission behind it."""
    filings = Filing.objects.filter(submission__area=area).select_related("submission__round", "submission__version")
    filed = filings.order_by("-submission__round__year", "-submission__edition", "-number").first()
    rows = Publication.objects.filter(use=Publication.Use.NATIONAL, area=area, state=Publication.State.PUBLISHED)
    found = rows.order_by("-round__year").select_related("round", "version").first()
    if found is not None and (filed is None or found.round.year >= filed.submission.round.year):
        instrument = _instrument(lambda: published.instrument_of(found))
        answers = _answers(instrument, found.answers, language)
        day = found.published_at.date()
        of = filed.submission if filed is not None and filed.submission.round_id == found.round_id else None
        return Last(found.reference, day, True, len(found.withheld), answers), of
    if filed is None:
        return None, None
    instrument = _instrument(lambda: reports.instrument_of(filed.submission))
    answers = _answers(instrument, filed.answers, language)
    return Last(filed.reference, filed.at.date(), False, 0, answers), filed.submission


def _instrument(load: Any) -> Instrument | None:
    try:
        found: Instrument = load()
    except Refusal:
        return None
    return found


def _answers(instrument: Instrument | None, raw: Any, language: str) -> tuple[Answered, ...]:
    if instrument is None:
        return ()
    said, where = numbers(instrument), pages.places(instrument)
    titles = {number: rich.plain(label.best(language).text) for number, label in section_titles(instrument)}
    found = []
    for _address, question, value in addresses(instrument, parse(raw)):
        held = instrument.lists.get(question.choices)
        text = shown_value(question, value_as_json(value), held.choices if held is not None else (), language)
        page = where.get(question.path)
        if text and page is not None:
            label = rich.plain(question.label.best(language).text)
            found.append(Answered(said.get(question.path, ""), label, text, titles.get(page.section, "")))
    return tuple(found)


def _asked(row: Submission | None, language: str) -> tuple[Exchange, ...]:
    """Queries on the last report, with what was answered."""
    if row is None:
        return ()
    instrument = _instrument(lambda: reports.instrument_of(row))
    return tuple(
        Exchange(
            _question(instrument, each.address, language), each.text, (each.sent_at or each.at).date(),
            tuple((one.side, one.text, one.at.date()) for one in each.replies.order_by("at", "pk")),
        )
        for each in review.sent(row).prefetch_related("replies")
    )  # fmt: skip


def _question(instrument: Instrument | None, address: str, language: str) -> str:
    node = node_at(instrument, address) if instrument is not None and address else None
    if node is None or instrument is None:
        return ""
    return f"{numbers(instrument).get(node.path, '')} {rich.plain(node.label.best(language).text)}".strip()


# ---- who helped, what is open, what came ----------------------------------------------------------------------------
def _helped(area: str, language: str) -> tuple[Helped, ...]:
    """Offices that were asked, newest first; their people and addresses stay out."""
    rows = Delegation.objects.filter(submission__area=area).select_related("submission__round", "submission__version")
    found = []
    for each in rows.order_by("-submission__round__year", "-invited_at")[:AT_MOST]:
        instrument = _instrument(lambda row=each.submission: reports.instrument_of(row))
        titles = section_titles(instrument, each.sections) if instrument is not None else []
        words = tuple(f"{number}. {rich.plain(label.best(language).text)}" for number, label in titles)
        found.append(Helped(each.submission.round.year, each.office, words, each.state, each.invited_at.date()))
    return tuple(found)


def _open(area: str, language: str) -> tuple[Open, ...]:
    rows = Remark.objects.filter(submission__area=area, settled_at=None).select_related("submission__version")
    found = []
    for each in rows.order_by("-at")[:AT_MOST]:
        instrument = _instrument(lambda row=each.submission: reports.instrument_of(row))
        node = Book(instrument).node(each.address) if instrument is not None and each.address else None
        said = numbers(instrument).get(node.path, "") if instrument is not None and node is not None else ""
        label = f"{said} {rich.plain(node.label.best(language).text)}".strip() if node is not None else ""
        found.append(Open(label, each.text, each.at.date()))
    return tuple(found)


def _letters(area: str, by: Any) -> tuple[Received, ...]:
    rows = rounds_letters.record_of(area, by)[-AT_MOST:]
    return tuple(_received(each) for each in reversed(rows))


def _received(each: Letter) -> Received:
    return Received(each.sent_on, each.subject, each.reference, each.acknowledged_on)


def may_have(by: Any) -> bool:
    """Whether somebody works for a country at all."""
    return bool(access.areas(by, "see", Remark, state="recorded"))
