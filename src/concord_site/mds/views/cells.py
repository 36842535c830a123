"""Questions on figures: asking, the thread, settling and opening again, and the list of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from concord.errors import NotFound, Refusal
from concord.reporting import places
from concord.vocabulary import formats
from concord.vocabulary.structures import structure as structure_of
from concord_site.mds.actions import cells as actions
from concord_site.mds.models import CellQuestion, Delivery
from concord_site.mds.naming import name
from concord_site.mds.queries import cells, deliveries, observatories
from concord_site.mds.views.cells_forms import AskForm, ReopenForm, WriteForm
from concord_site.mds.views.page import form_status, page, read_or_send
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

State, Side = CellQuestion.State, CellQuestion.Side
ROWS = 200


def _crumb() -> Crumb:
    return Crumb(_("Questions on figures"), reverse("mds:questions"))


def said(state: str) -> tuple[str, str]:
    """The form and the words of a question's state."""
    return {
        "open": ("look", pgettext("state of a question", "Open")),
        "answered": ("going", pgettext("state of a question", "Answered")),
        "closed": ("done", pgettext("state of a question", "Settled")),
    }[state]


@never_cache
@login_required
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All questions somebody takes part in: of their country, or of the countries they follow."""
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in State.values else ""
    every = cells.seen_by(request.user)
    rows = list((every.filter(state=chosen) if chosen else every)[:ROWS])
    if not rows and not chosen and not _has_place(request.user):
        raise NotFound("site.access.unknown")
    shown = [(each, cells.title(each.about), places.name(each.area, language()), *said(each.state)) for each in rows]
    return page(
        request, "cells/list", _("Questions on figures"), [Crumb(_("Questions on figures"))], rows=shown,
        is_cut=len(rows) == ROWS, views=_views(chosen, every) if rows or chosen else [], is_filtered=bool(chosen),
    )  # fmt: skip


def _views(chosen: str, every: QuerySet[CellQuestion]) -> list[Link]:
    """All questions, or those that stand alike, each with their number."""
    counted = dict(every.order_by().values_list("state").annotate(count=Count("pk")))
    names = {"": pgettext("all questions", "All"), **{state: said(state)[1] for state in State.values}}
    counts = {"": sum(counted.values()), **counted}
    return [
        Link(f"{words} {formats.number(counts.get(state, 0), language())}", f"?state={state}" if state else "?",
             state == chosen)
        for state, words in names.items()
    ]  # fmt: skip


def _has_place(by: Any) -> bool:
    """Whether somebody could take part in a question."""
    from concord import roles

    table = roles.declared()
    return any(table.may(seat.role, "create", CellQuestion.kind, State.OPEN) for seat in access.seats_of(by))


@never_cache
@login_required
@read_or_send
def ask(request: HttpRequest, pk: object) -> HttpResponse:
    """Ask about one figure of a table, or about a delivery as a whole."""
    row = observatories.looked_at(pk, request.user)
    if not cells.may_ask(row, request.user):
        raise NotFound("site.access.unknown")
    structure, dims = _figure(request)
    found = cells.figure(row, request.user, structure, dims) if structure else None
    form = AskForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.ask(
                delivery_id=row.pk, text=form.cleaned_data["text"], by=request.user, structure=structure, dims=dims
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The question is asked; the other side is told."))
            return redirect("mds:question", pk=made.pk)
    about = found.plain() if found is not None else {}
    there = cells.unsettled(row, about)
    return page(
        request, "cells/ask", _("Ask about a figure") if found else _("Ask about these figures"),
        [_crumb(), Crumb(_("Ask"))], row=row, name=name(row), form=form, status=form_status(form),
        figure=_shown(about), there=there, back=_back(row, about, request.user),
        is_checking=observatories.may_check(row, request.user),
    )  # fmt: skip


def _figure(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The figure of the address."""
    structure = request.GET.get("structure", "")[:80]
    if not structure:
        return "", {}
    try:
        names = cells.dimensions(structure)
    except NotFound:
        raise NotFound("site.access.unknown") from None
    return structure, {each: request.GET.get(each, "")[:120] for each in names}


def _shown(about: dict[str, Any]) -> dict[str, Any] | None:
    """A figure as pages show it: title, what tells it from others, value, on which base."""
    if not about:
        return None
    id = about["structure"]
    return {
        "title": structure_of(id).title.best(language()), "value": about["value"], "status": about["status"],
        "base": cells.base(id),
        "dims": [
            (cells.dimension(each), cells.value_name(id, each, value))
            for each, value in about["dims"].items() if value not in (None, "")
        ],
    }  # fmt: skip


def _back(row: Delivery, about: dict[str, Any], by: Any) -> str:
    if not about:
        page = "observatory-check" if observatories.may_check(row, by) else "delivery"
        return reverse(f"mds:{page}", kwargs={"pk": row.pk})
    return reverse("mds:figures", kwargs={"pk": row.pk, "structure": about["structure"]})


@never_cache
@login_required
@read_or_send
def question(request: HttpRequest, pk: object) -> HttpResponse:
    """A question: the figure as it stood and as it stands, the thread, and what can be done."""
    found = cells.question(pk, request.user)
    side = cells.side(request.user, found.area)
    form = _write_form(request, found, side)
    if form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            actions.write(
                question_id=found.pk, text=given["text"], by=request.user, delivery_id=given.get("delivery") or None,
                asks_again=given.get("asks_again", False),
            )  # fmt: skip
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("It is kept; the other side is told."))
            return redirect("mds:question", pk=found.pk)
    return _thread(request, found, side, form, ReopenForm())


def _write_form(request: HttpRequest, found: CellQuestion, side: str) -> WriteForm | None:
    if not access.may(found, request.user, "edit"):
        return None
    later = cells.answers_with(found, request.user) if side == Side.COUNTRY else []
    return WriteForm(
        request.POST or None, deliveries=[(str(each.pk), name(each)) for each in later],
        may_ask_again=side == found.asked_by_side and found.state == State.ANSWERED,
    )  # fmt: skip


def _thread(request: HttpRequest, found: CellQuestion, side: str, form: Any, reopen: ReopenForm) -> HttpResponse:
    by = request.user
    kind, words = said(found.state)
    may_manage = access.may(found, by, "manage") and (side != Side.COUNTRY or found.asked_by_side == Side.COUNTRY)
    seen = set(
        deliveries.seen_by(by, area=found.area).values_list("pk", flat=True)
    )  # links lead only where somebody may go
    bound = form if form is not None and form.is_bound else reopen
    return page(
        request, "cells/question", cells.title(found.about), [_crumb(), Crumb(_("Question"))], row=found,
        state_kind=kind, state_words=words, figure=_shown(found.about), country=places.name(found.area, language()),
        delivery_name=name(found.delivery) if found.delivery_id in seen else "", source=_source(found),
        lines=[(each, _side(each.side), each.delivery_id in seen) for each in
               found.messages.select_related("by", "delivery")],
        form=form, reopen=reopen if may_manage and found.state == State.CLOSED else None, status=form_status(bound),
        may_settle=may_manage and found.state != State.CLOSED, back=_back(found.delivery, found.about, by),
        is_asked_of_me=side == Side.COUNTRY and found.asked_by_side != Side.COUNTRY and found.state == State.OPEN,
        may_bring=side == Side.COUNTRY and found.delivery.state == Delivery.State.CONFIRMED, now=_now(found, by),
    )  # fmt: skip


def _now(found: CellQuestion, by: Any) -> dict[str, Any] | None:
    """The figure as it stands now, where it stands in confirmed tables that the reader may see."""
    held = cells.now(found, by)
    if held is None:
        return None
    row, figure = held
    is_same = (figure.value, figure.status) == (found.about.get("value"), found.about.get("status", ""))
    return {
        "value": figure.value, "status": figure.status, "is_same": is_same, "href": _back(row, found.about, by),
        "day": row.confirmed_at.date() if row.confirmed_at is not None else "",
    }  # fmt: skip


def _source(found: CellQuestion) -> str:
    return observatories.source(found.delivery)


def _side(side: str) -> str:
    return {
        "country": pgettext("who writes", "Country"), "secretariat": pgettext("who writes", "Secretariat"),
        "observatory": pgettext("who writes", "Observatory"),
    }[side]  # fmt: skip


@login_required
@require_POST
def settle(request: HttpRequest, pk: object) -> HttpResponse:
    """Settle a question."""
    try:
        actions.settle(question_id=pk, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.warning(request, problems.sentence(refusal))
    else:
        messages.success(request, _("The question is settled. It can be opened again."))
    return redirect("mds:question", pk=pk)


@never_cache
@login_required
@require_POST
def reopen(request: HttpRequest, pk: object) -> HttpResponse:
    """Open a settled question again."""
    found = cells.question(pk, request.user)
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            actions.reopen(question_id=found.pk, text=form.cleaned_data["text"], by=request.user)
        except NotFound:
            raise
        except Refusal as refusal:
            messages.warning(request, problems.sentence(refusal))
        else:
            messages.success(request, _("The question is open again; the other side is told."))
        return redirect("mds:question", pk=found.pk)
    return _thread(request, found, cells.side(request.user, found.area), None, form)
