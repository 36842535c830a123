"""Questions on figures: asked, answered, settled, opened again; told to the other side and logged each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts import notices
from concord_site.accounts.models import Person
from concord_site.accounts.queries import people_of, people_with
from concord_site.audit import log
from concord_site.mds.models import CellQuestion, Delivery, QuestionMessage
from concord_site.mds.queries import cells, deliveries, observatories
from concord_site.shell import access

Side = CellQuestion.Side
State = CellQuestion.State
LONGEST = 4_000
COUNTRY = ("national-authority", "country-officer")
#: Who of the secretariat is told of a question that nobody there has taken up.
SECRETARIAT = ("secretariat-desk", "statistician")
ASKED, ANSWERED, SETTLED = "figure-asked", "figure-answered", "figure-settled"


def ask(*, delivery_id: object, text: str, by: Any, structure: str = "", dims: Mapping[str, str] | None = None) -> Any:
    """Ask about a figure, or about a delivery as a whole; the figure is kept as it stood.

    Args:
        delivery_id: A delivery that somebody sees: confirmed, or the country's own that is checked; or one that they
            check as an observatory.
        text: What is asked; names no person.
        by: Who asks.
        structure: The table; "" for the delivery as a whole.
        dims: Dimension → value, as text.

    Returns:
        The question.

    Raises:
        NotFound: ``site.access.unknown``.
        Invalid: ``site.cell.no-text``, ``site.cell.long``, ``site.cell.no-figure``.
        Conflict: ``site.cell.there`` where this figure is asked about already; ``site.access.state``.
    """
    said, now = _text(text), timezone.now()
    with transaction.atomic():
        row = observatories.looked_at(delivery_id, by)
        access.permit(CellQuestion, by, "create", state=State.OPEN, area=row.area)
        if not cells.may_be_asked_about(row, by):
            raise Conflict(
                "site.access.state", params={"action": "create", "kind": "data-question", "state": row.state}
            )
        about = cells.figure(row, by, structure, dims or {}).plain() if structure else {}
        Delivery.objects.select_for_update().get(pk=row.pk)  # two who ask the same at once: one asks, one is told
        if cells.unsettled(row, about) is not None:
            raise Conflict("site.cell.there")
        made = CellQuestion.objects.create(
            area=row.area, delivery=row, about=about, asked_by_side=cells.side(by, row.area), asked_by=by, asked_at=now,
            is_example=row.is_example,
        )  # fmt: skip
        first = _said(made, said, by)
        _logged("asked", made, by)
        _tell(ASKED, made, first, by)
    return made


def write(*, question_id: object, text: str, by: Any, delivery_id: object = None, asks_again: bool = False) -> Any:
    """Write into a question: the side that was asked answers it, the other goes on asking, an observatory comments.

    Args:
        question_id: The question.
        text: What is said.
        by: Who says it.
        delivery_id: A delivery of the country in which the figure is given anew.
        asks_again: Of the side that asked: the answer does not settle it, and the question is open again.

    Returns:
        The message.

    Raises:
        NotFound: ``site.access.unknown``, also of a delivery of another country.
        Conflict: ``site.cell.settled``.
    """
    said = _text(text)
    with transaction.atomic():
        found = _held(question_id, by)
        side = cells.side(by, found.area)
        later = _later(found, delivery_id, by) if delivery_id and side == Side.COUNTRY else None
        made = _said(found, said, by, later)
        is_answer = side != found.asked_by_side and side != Side.OBSERVATORY
        if is_answer and found.state == State.OPEN:
            _move(found, State.ANSWERED)
            notices.settle(ASKED, about=found)
        elif side == found.asked_by_side and asks_again and found.state == State.ANSWERED:
            _move(found, State.OPEN)
            notices.settle(ANSWERED, about=found)
        _logged("answered" if is_answer else "continued", found, by, delivery=str(later.pk) if later else None)
        _tell(ANSWERED if is_answer else ASKED, found, made, by)
    return made


def _held(question_id: object, by: Any) -> CellQuestion:
    try:
        return cells.question(question_id, by, "edit", lock=True)
    except Conflict:
        raise Conflict("site.cell.settled") from None


def _later(found: CellQuestion, pk: object, by: Any) -> Delivery:
    later = deliveries.glance(pk, by)
    if later.area != found.area or later.pk == found.delivery_id:
        raise NotFound("site.access.unknown")
    return later


def settle(*, question_id: object, by: Any) -> CellQuestion:
    """Settle a question: nothing more is asked.

    Raises:
        Conflict: ``site.cell.settled``.
        NotAllowed: ``site.cell.not-yours`` where the other side asked.
    """
    now = timezone.now()
    with transaction.atomic():
        found = cells.question(question_id, by, "manage", lock=True)
        if found.state == State.CLOSED:
            raise Conflict("site.cell.settled")
        _require_own(found, by)
        found.closed_by, found.closed_at = by, now
        _move(found, State.CLOSED, "closed_by", "closed_at")
        notices.settle(ASKED, about=found)
        notices.settle(ANSWERED, about=found)
        _logged("settled", found, by)
        _tell(SETTLED, found, None, by)
    return found


def reopen(*, question_id: object, text: str, by: Any) -> CellQuestion:
    """Open a settled question again, with a reason.

    Raises:
        Invalid: ``site.cell.no-text``, ``site.cell.long``.
        Conflict: ``site.cell.open``.
        NotAllowed: ``site.cell.not-yours``.
    """
    said = _text(text)
    with transaction.atomic():
        found = cells.question(question_id, by, "manage", lock=True)
        if found.state != State.CLOSED:
            raise Conflict("site.cell.open")
        _require_own(found, by)
        found.closed_by, found.closed_at = None, None
        _move(found, State.OPEN, "closed_by", "closed_at")
        made = _said(found, said, by)
        _logged("reopened", found, by)
        _tell(ASKED, found, made, by)
    return found


def came(*, delivery: Delivery, replaced: Iterable[Delivery], by: Any) -> list[CellQuestion]:
    """New figures are confirmed that an answer has named, or that replace what was asked about: the other side is told.

    Within the transaction that confirms them.

    Args:
        delivery: What is confirmed now.
        replaced: Deliveries whose place it takes.
        by: Who confirms.

    Returns:
        The questions, none of them settled.
    """
    rows = CellQuestion.objects.exclude(state=State.CLOSED).filter(area=delivery.area)
    named = Q(messages__delivery=delivery) | Q(delivery__in=[each.pk for each in replaced])
    found = list(rows.filter(named).distinct().order_by("asked_at"))
    for each in found:
        _logged("figures-came", each, by, new=str(delivery.pk))
        _tell(ANSWERED, each, None, by, occasion=f"confirmed:{delivery.pk}")
    return found


def _require_own(found: CellQuestion, by: Any) -> None:
    """The secretariat settles any question, a country those it asked itself."""
    if cells.side(by, found.area) == Side.COUNTRY and found.asked_by_side != Side.COUNTRY:
        raise NotAllowed("site.cell.not-yours")


def _text(text: str) -> str:
    said = text.strip()
    if not said:
        raise Invalid("site.cell.no-text")
    if len(said) > LONGEST:
        raise Invalid("site.cell.long", params={"most": LONGEST})
    return said


def _move(found: CellQuestion, state: str, *fields: str) -> None:
    found.state = state
    found.save(update_fields=["state", *fields])


def _said(found: CellQuestion, text: str, by: Any, later: Delivery | None = None) -> QuestionMessage:
    return QuestionMessage.objects.create(
        question=found, side=cells.side(by, found.area), text=text, by=by, at=timezone.now(), delivery=later,
        office=_office(by, found.area),
    )  # fmt: skip


def _office(by: Any, area: str) -> str:
    """The office in whose name somebody writes: of the seat that stands nearest to the country."""
    rows = list(by.memberships.current().select_related("organisation").order_by("pk"))
    own = [each for each in rows if (each.area or each.organisation.area) == area]
    chosen = (own or rows)[:1]
    return str(chosen[0].organisation)[:200] if chosen else ""


def _logged(act: str, found: CellQuestion, by: Any, **details: Any) -> None:
    told = {"delivery": str(found.delivery_id), "structure": found.about.get("structure", ""), **details}
    log.record(f"mds.question.{act}", by=by, subject=found, area=found.area, details=told)


def _tell(kind: str, found: CellQuestion, said: QuestionMessage | None, by: Any, *, occasion: str = "") -> None:
    """Tell the other side; whoever asked is told of what comes later by name, not all of their office."""
    key = f"{found.pk}:{occasion or (said.pk if said is not None else found.closed_at)}"
    notices.tell(
        kind, _others(found, by), key=key[:120], about=found, by=by, area=found.area, is_example=found.is_example,
        href=reverse("mds:question", kwargs={"pk": found.pk}),
    )  # fmt: skip


def _others(found: CellQuestion, by: Any) -> list[Person]:
    """Those of the thread who may still read it, and the side that nobody has spoken for yet."""
    spoken = _spoken(found, by)
    if cells.side(by, found.area) != Side.COUNTRY:
        return list(dict.fromkeys([*people_of(found.area, COUNTRY), *spoken]))
    is_taken_up = any(cells.side(each, found.area) == Side.SECRETARIAT for each in spoken)
    return spoken if is_taken_up else list(dict.fromkeys([*spoken, *people_with(SECRETARIAT)]))


def _spoken(found: CellQuestion, by: Any) -> list[Person]:
    rows = found.messages.select_related("by").exclude(by=None).exclude(by=by.pk).filter(by__is_active=True)
    people = dict.fromkeys(each.by for each in rows)
    return [each for each in people if each is not None and cells.reached(each).filter(pk=found.pk).exists()]
