"""Ground of the tests of stakeholders: an open round, a registration, a report that can be sent."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from functools import lru_cache
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP

from concord.instrument import library
from concord_site.reporting.actions import filling_rows, stakeholder_reports, stakeholders
from concord_site.reporting.answering import invented
from concord_site.reporting.models.rounds import Round, RoundInstrument
from concord_site.reporting.queries import filling
from concord_site.reporting.queries import stakeholders as queries

TODAY = dt.date(2027, 5, 3)
GIVEN: dict[str, Any] = {
    "name": "Union of Nurses Abroad", "type": "professional", "does": "Speaks for nurses who work abroad.",
    "funding": "Fees of its members.", "conflicts": "", "countries": ["KEN"], "seat": "GBR",
    "contact_name": "Asha Invented", "contact_email": "asha@union.test", "language": "en", "is_example": True,
}  # fmt: skip


def open_round(year: str = "2027", instrument: str = "stakeholder-2027") -> Round:
    """An open round that asks stakeholders."""
    made = Round.objects.create(
        year=year, state=Round.State.OPEN, opens_on=dt.date(2026, 1, 1), due_on=dt.date(2099, 1, 1), is_example=True
    )
    asked = library.load(instrument)
    RoundInstrument.objects.create(
        round=made, use=RoundInstrument.Use.STAKEHOLDER, instrument=asked.id, number=asked.version, digest=asked.digest
    )
    return made


def registered(by: Any, **changes: Any) -> tuple[Any, Any]:
    """A registration that was accepted by somebody, and the person who acts for it now."""
    found = stakeholders.register(**{**GIVEN, **changes})
    stakeholders.confirm(queries.token(found))
    stakeholders.accept(found.pk, by=by)
    found.refresh_from_db()
    membership = found.organisation.memberships.get()
    person = membership.person
    person.state, person.is_active = "active", True
    person.save()
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    return found, person


def sent(person: Any, *, area: str = "KEN", publish: str = "yes", year: str = "2027", **answers: Any) -> Any:
    """A report that was filled with invented answers and sent."""
    row = stakeholder_reports.begin(year, area=area, by=person, today=TODAY)
    fill(row, area=area, publish=publish, **answers)
    stakeholder_reports.submit(row.pk, by=person, language="en", today=TODAY)
    row.refresh_from_db()
    return row


@lru_cache(maxsize=2)
def _invented(id: str) -> dict[str, Any]:
    return invented.answers(library.load(id), seed="7", today=TODAY)


def fill(row: Any, *, area: str = "KEN", publish: str = "yes", **answers: Any) -> None:
    """Invented answers that break no rule, with some of one's own."""
    asked = library.load(row.instrument)
    given = deepcopy(_invented(row.instrument))
    given |= {"publish": publish, "name": "Union of Nurses Abroad", "interests": "yes", "declaration": "OK"}
    given |= {"interests_text": "Fees of nurses.", "contact_name": "Asha Invented", "contact_email": "asha@union.test"}
    given |= {"comments_any": "yes", "lessons": "Money for registers is missing.", **answers}
    for each in given.get("comments", []):
        each["comment_country"] = area or "KEN"
    book = filling.book_of(row, asked, today=TODAY)
    filling_rows.put_into(row, given, book=book, by=filling_rows.Hand("Asha"))
