"""Stakeholders' reports: one's own while it is filled, what waits for moderation, what a country is asked about."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import Conflict, NotAllowed, NotFound
from concord.reporting import publication as library
from concord.reporting import stakeholders as rules
from concord.reporting.publication import Item, Published
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round, RoundInstrument
from concord_site.reporting.models.stakeholders import (
    Asked,
    CountryComment,
    Stakeholder,
    StakeholderFiling,
    StakeholderReport,
)
from concord_site.reporting.queries import filling_asked, stakeholders
from concord_site.reporting.queries.filling_desk import Desk
from concord_site.shell import access

State = StakeholderReport.State
#: States in which a country that was asked sees the report.
ASKED_IN = (State.COMMENTING, State.PUBLISHED)


class StakeholderDesk(Desk):
    """The desk of a stakeholder that fills its own report."""

    kind = "stakeholder"
    name = "reporting:stakeholder-report"
    frame = "reporting/stakeholders/_frame.html"
    files_at_most = 40

    def fetch(self, action: str = "see", *, lock: bool = False) -> StakeholderReport:
        """The report, for its own stakeholder alone; to be changed only as a draft of a registration in force."""
        found = own(self.pk, self.by, action, lock=lock)
        if action != "see":
            if found.state != State.DRAFT:
                raise Conflict("site.access.state", params={"action": action, "state": found.state})
            require_registered(found.stakeholder)
        return found

    def may_answer(self, row: Any) -> bool:
        """Whether it is still a draft."""
        return bool(row.state == State.DRAFT and row.stakeholder.state == Stakeholder.State.REGISTERED)

    def trail(self, row: Any, title: str) -> list[tuple[str, str]]:
        """Under the stakeholder's own page."""
        return [(_("Your reports"), reverse("reporting:stakeholder-home")), (title, self.href())]


def require_registered(found: Stakeholder) -> None:
    """Refuse where the registration is not in force.

    Raises:
        Conflict: ``reporting.stakeholder.not-registered``.
    """
    if found.state != Stakeholder.State.REGISTERED:
        raise Conflict("reporting.stakeholder.not-registered")


def own(pk: object, by: object, action: str = "see", *, lock: bool = False) -> StakeholderReport:
    """A report of the stakeholder that somebody acts for; nobody else's, whatever else they may see.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.get(StakeholderReport, pk, by, action, lock=lock)
    if found.stakeholder not in stakeholders.own(by):
        raise NotFound("site.access.unknown")
    return found


def own_reports(by: object) -> list[StakeholderReport]:
    """All reports of the stakeholders that somebody acts for, newest first."""
    rows = access.visible(StakeholderReport, by).filter(stakeholder__in=stakeholders.own(by))
    return list(rows.select_related("round", "publication", "stakeholder").order_by("-begun_at"))


def moderated(pk: object, by: object, action: str = "see", *, lock: bool = False) -> StakeholderReport:
    """A report for the Secretariat: from the day it is sent; a draft is nobody's but its stakeholder's.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.get(StakeholderReport, pk, by, action, lock=lock)
    if not is_secretariat(by) or found.state == State.DRAFT:
        raise NotFound("site.access.unknown")
    return found


def is_secretariat(by: object) -> bool:
    """Whether somebody reads every stakeholder's report."""
    return access.holds(by, ("secretariat-desk", "secretariat-administrator"))


def waiting(by: object) -> QuerySet[StakeholderReport]:
    """Reports that wait for moderation, oldest first."""
    rows = access.visible(StakeholderReport, by, action="review")
    rows = rows.filter(state__in=(State.SUBMITTED, State.APPEALED))
    return rows.select_related("stakeholder", "round").order_by("state_at")


def listed(by: object, *, round: str = "") -> QuerySet[StakeholderReport]:
    """Every report that the Secretariat may see, newest first."""
    rows = access.visible(StakeholderReport, by).exclude(state=State.DRAFT)
    rows = rows.filter(round__year=round) if round else rows
    return rows.select_related("stakeholder", "round", "publication").order_by("-state_at")


# ---- what countries are asked ----------------------------------------------------------------------------------------
def asked_of(by: object) -> list[Asked]:
    """What the country that somebody acts for is asked to comment on, the most pressing first."""
    held = {seat.area for seat in access.seats_of(by) if seat.area}
    rows = access.visible(Asked, by).filter(area__in=held, report__state__in=ASKED_IN)
    return list(rows.select_related("report__round", "report__publication").order_by("report__comment_until", "pk"))


def asked(pk: object, by: object, action: str = "see", *, lock: bool = False) -> Asked:
    """One such thing, for the country that is asked and no other.

    Raises:
        NotFound: ``site.access.unknown``.
        NotAllowed: ``site.access.forbidden``: it can be seen, and this is not theirs to do.
    """
    found = access.visible(Asked, by).filter(pk__in=[pk]).select_related("report__round", "report__stakeholder").first()
    if found is None or found.area not in {seat.area for seat in access.seats_of(by)}:
        raise NotFound("site.access.unknown")
    report = access.get(StakeholderReport, found.report_id, by, action, lock=lock)
    if found.area not in access.areas(by, action, StakeholderReport, state=report.state):
        raise NotAllowed("site.access.forbidden", params={"action": action, "kind": StakeholderReport.kind})
    return found


def comments(report: StakeholderReport) -> list[CountryComment]:
    """The comment of each country that stands (its last), in the order in which they were asked."""
    found: dict[int, CountryComment] = {}
    for each in CountryComment.objects.filter(asked__report=report).select_related("asked").order_by("at", "pk"):
        found[each.asked_id] = each
    return [found[each.pk] for each in report.asked.order_by("pk") if each.pk in found]


# ---- what was sent, what would be published --------------------------------------------------------------------------
def filing(report: StakeholderReport) -> StakeholderFiling | None:
    """The report as it was last sent."""
    return report.filings.order_by("-number").first()


def outward(report: StakeholderReport, sent: StakeholderFiling, *, reference: str = "") -> Published:
    """The report as everybody will read it."""
    instrument = filling_asked.instrument_of(report)
    return library.publish(
        instrument, sent.answers, today=sent.at.date(), withheld=rules.withheld(instrument, sent.answers),
        reasons=sent.reasons, language=sent.language, area=report.area, round=report.round.year, reference=reference,
    )  # fmt: skip


def whole(report: StakeholderReport, sent: StakeholderFiling) -> Published:
    """The report as it was sent, for the Secretariat and its own stakeholder."""
    return library.publish(
        filling_asked.instrument_of(report), sent.answers, today=sent.at.date(), reasons=sent.reasons,
        language=sent.language, area=report.area, round=report.round.year,
    )  # fmt: skip


def items(published: Published) -> list[Item]:
    """What was asked, with what became of it; what was not asked is left out."""
    return [each for each in library.items(published) if each.status not in ("not-asked", "no-answer")]


# ---- what everybody reads --------------------------------------------------------------------------------------------
def published(*, year: str = "", area: str = "", every: bool = False) -> list[Publication]:
    """Published reports of stakeholders, newest first; also those that name a country in a comment.

    Args:
        year: Of one round.
        area: That concern a country.
        every: Corrected and withdrawn ones too.
    """
    rows = access.visible(Publication, None).filter(use=Publication.Use.STAKEHOLDER).select_related("round")
    rows = rows.filter(round__year=year) if year else rows
    rows = rows if every else rows.filter(state=Publication.State.PUBLISHED)
    found = list(rows.order_by("-published_at", "-pk"))
    return [each for each in found if not area or area in concerned(each)]


def concerned(found: Publication) -> tuple[str, ...]:
    """The countries a published report is about."""
    return tuple((found.who or {}).get("concerns") or ([found.area] if found.area else []))


def publication(reference: str) -> Publication:
    """One published report of a stakeholder by what it is cited by.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    rows = access.visible(Publication, None).filter(use=Publication.Use.STAKEHOLDER, reference=reference)
    row = rows.select_related("round").first()
    if row is None:
        raise NotFound("site.access.unknown")
    return row


def behind(found: Publication, by: object) -> StakeholderReport | None:
    """The report behind a publication, for whoever may see it; None for everybody else."""
    return access.visible(StakeholderReport, by).filter(publication=found).first()


def open_rounds(by: object, today: dt.date) -> list[Round]:
    """Rounds in which stakeholders report now: open, with an instrument for them."""
    asked = RoundInstrument.objects.filter(use=RoundInstrument.Use.STAKEHOLDER).values("round")
    rows = access.visible(Round, by).filter(state=Round.State.OPEN, pk__in=asked, opens_on__lte=today)
    return list(rows.filter(Q(closes_on=None) | Q(closes_on__gte=today)).order_by("year"))
