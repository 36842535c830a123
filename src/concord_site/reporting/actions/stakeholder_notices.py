"""Whom a step of a stakeholder's registration or report is told to; who decided is told to nobody."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from concord_site.accounts import notices
from concord_site.accounts.models import Membership, Person
from concord_site.accounts.queries import people_of, people_with
from concord_site.reporting.models.stakeholders import Asked, Stakeholder, StakeholderReport

DESK = ("secretariat-desk", "secretariat-administrator")


def of_stakeholder(found: Stakeholder) -> list[Person]:
    """The people who act for a stakeholder now."""
    rows = Membership.objects.current().filter(organisation=found.organisation, role="stakeholder")
    return [each.person for each in rows.select_related("person")]


def waits(found: Stakeholder) -> None:
    """A registration, or an appeal, waits for the Secretariat."""
    notices.tell(
        "stakeholder-registered", people_with(DESK), key=f"{found.pk}:{found.state}", about=found, action="approve",
        href=reverse("reporting:stakeholder-desk-registration", args=[found.pk]), is_example=found.is_example,
    )  # fmt: skip


def decided(row: StakeholderReport, what: str, by: Any) -> None:
    """Something was decided on a report."""
    notices.tell(
        "stakeholder-decided", of_stakeholder(row.stakeholder), key=f"{row.pk}:{what}:{row.moderations.count()}",
        about=row, href=reverse("reporting:stakeholder-report", args=[row.pk]), by=by, is_example=row.is_example,
        round=row.round.year,
    )  # fmt: skip


def asked(found: Asked, by: Any) -> None:
    """A country is asked for its comment."""
    notices.tell(
        "stakeholder-asked", people_of(found.area, ["national-authority"]), key=str(found.pk), about=found, by=by,
        href=reverse("reporting:stakeholder-comment", args=[found.pk]), area=found.area,
        until=found.report.comment_until, is_example=found.report.is_example,
    )  # fmt: skip


def published(row: StakeholderReport, by: Any) -> None:
    """A report is published that concerns countries."""
    for found in row.asked.all():
        notices.tell(
            "stakeholder-published", people_of(found.area, ["national-authority"]), key=f"{row.pk}:{found.area}", by=by,
            about=found, href=reverse("reporting:stakeholder-comment", args=[found.pk]), area=found.area,
            is_example=row.is_example,
        )  # fmt: skip
