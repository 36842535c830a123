"""Ground of the tests of national reports: an open round, a small questionnaire, the people of a country."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone
from lxml import html

from concord.instrument.model import Instrument
from concord_site.reporting.actions import filling, reports
from concord_site.reporting.answering import typed
from concord_site.reporting.models.rounds import Round, RoundInstrument
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries.reports import ReportDesk

from .answering_by_form import sent_by
from .small_forms import LISTS, form, question

TODAY = timezone.now().date()
GROUP, END = "begin_group", {"type": "end_group"}
REPEAT, END_REPEAT = "begin_repeat", {"type": "end_repeat"}
SMALL = form(
    question(GROUP, "first", appearance="field-list"),
    question("select_one yes_no", "gate", required="yes"),
    question("text", "why", relevant="${gate} = 'yes'", required="yes", x_confidential="yes"),
    question("integer", "count", x_unit="persons", x_status="not-known", constraint=". <= 100",
             constraint_message="Write a number up to 100.", x_known="mds-totals"),
    END,
    question(GROUP, "second"),
    question(REPEAT, "people"), question("text", "person"), question("integer", "age"), END_REPEAT,
    question("file", "proof"), question("text", "remarks", appearance="multiline", x_confidential="yes"),
    END,
    lists=LISTS, form_id="small-report",
)  # fmt: skip


def opened_round(instrument: Instrument = SMALL, *, year: str = "2027", **more: Any) -> Round:
    """A round that is open, and asks an instrument."""
    fields = {
        "state": Round.State.OPEN, "opens_on": TODAY - dt.timedelta(days=30), "due_on": TODAY + dt.timedelta(days=60),
    }  # fmt: skip
    made = Round.objects.create(year=year, **{**fields, **more})
    RoundInstrument.objects.create(
        round=made, use="national", instrument=instrument.id, number=instrument.version, digest=instrument.digest
    )
    return made


def at(report: Submission, path: str = "", language: str = "en") -> str:
    """An address of a report."""
    return f"/{language}/reporting/reports/{report.pk}/{path}"


def page_of(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    """A page."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return html.fromstring(answer.content.decode())


def send(client: Client, address: str, **boxes: Any) -> Any:
    """Fill some boxes of a page and press a button; ``go="on"`` is Save and continue."""
    data = sent_by(page_of(client, address).xpath("//form[@data-answers]")[0])
    for name, value in boxes.items():
        key = name if name in {"go", "clear", "use", "settle", "do"} else name.replace("__", ":", 1)
        data[key] = value if isinstance(value, list) else [value]
    return client.post(address, data)


def write(desk: Any, **values: Any) -> None:
    """Write answers at once, as boxes would send them."""
    from concord_site.reporting.queries import filling as queries

    found = queries.opened(desk, today=TODAY, language="en")
    sent = {}
    for key, value in values.items():
        node = found.book.node(key)
        sent[key] = (node, typed.of_value(node, value, revision=found.book.of(key).revision))
    outcome = filling.save(desk, sent, language="en", today=TODAY).outcome
    assert not outcome.errors, outcome.errors


def begun(by: Any, round: Round, area: str = "KEN", **more: Any) -> Submission:
    """A report that somebody has begun."""
    return reports.begin(round, area, by=by, today=TODAY, **more)


def submitted(report: Submission, by: Any) -> Any:
    """A report that is sent."""
    said = {"name": "Tala Maro", "office": "Ministry of Health"}
    return reports.submit(report.pk, by=by, statement=said, language="en", today=TODAY)


def answers(report: Submission, by: Any) -> dict[str, Any]:
    """The working answers."""
    from concord_site.reporting.queries import filling as queries

    return queries.opened(ReportDesk(report.pk, by), today=TODAY, language="en").book.answers()
