"""Confirming, giving up, taking back, undoing that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from concord.errors import NotFound, Refusal
from concord_site.mds.actions import confirming, delivering
from concord_site.mds.forms import ConfirmForm, ReasonForm
from concord_site.mds.models import Delivery
from concord_site.mds.naming import name
from concord_site.mds.queries import broken, comparing, deliveries, observatories
from concord_site.mds.views.page import form_status, own_page, read_or_send
from concord_site.shell import problems


@never_cache
@login_required
@read_or_send
def confirm(request: HttpRequest, pk: object) -> HttpResponse:
    """The declaration, with the counts it is about; what stands in its way says so."""
    row = deliveries.delivery(pk, request.user)
    if not row.is_open:
        return redirect("mds:delivery", pk=row.pk)
    ways = _in_the_way(row)
    may_confirm = observatories.may_confirm(row, request.user)
    form = None if ways or not may_confirm else ConfirmForm(request.POST or None, initial=_initial(row, request.user))
    if form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            confirming.confirm(
                delivery_id=row.pk, version=given["version"], name=given["name"], office=given["office"],
                by=request.user,
            )  # fmt: skip
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The tables are confirmed. Nothing is published by this."))
            return redirect("mds:delivery", pk=row.pk)
    former = comparing.figures_before(deliveries.previous(row, request.user))
    replaced = deliveries.shown(deliveries.superseded(row, row.covers), request.user)
    overlapping = deliveries.shown(deliveries.overlapping(row, row.covers), request.user)
    breaks = broken.years(broken.broken(row, request.user))
    title = _("Confirm the tables") if may_confirm else _("The country confirms these tables")
    return own_page(
        request, "confirm", _("Not ready to be confirmed") if ways else title, row, "confirm", form=form,
        status=form_status(form), ways=ways, totals=comparing.totals(row.figures, former, breaks),
        replaced=[(each, name(each)) for each in replaced],
        overlapping=[(each, name(each)) for each in overlapping],
        is_personal=confirming.is_personal(row), files=deliveries.used_files(row),
        explanations=row.explanations.count(),
    )  # fmt: skip


def _initial(row: Delivery, by: Any) -> dict[str, Any]:
    office = str(row.organisation) if row.organisation is not None else ""
    return {"version": row.version, "name": str(by), "office": office}


def _in_the_way(row: Delivery) -> list[tuple[str, str]]:
    """What stands in the way of confirming: a sentence and where it is settled."""

    def at(page: str) -> str:
        return reverse(f"mds:{page}", kwargs={"pk": row.pk})

    if deliveries.is_reading(row):
        return [(_("The files are being read."), at("delivery"))]
    if row.state == Delivery.State.DRAFT:
        return [(_("The files have not been read as they are now."), at("delivery"))]
    asked, hard, soft = (int(row.counts.get(name, 0)) for name in ("questions", "hard", "unexplained"))
    ways = []
    if asked:
        said = ngettext("%(count)s question is not answered.", "%(count)s questions are not answered.", asked)
        ways.append((said % {"count": asked}, at("profile")))
    if hard:
        said = ngettext("%(count)s thing must change.", "%(count)s things must change.", hard)
        ways.append((said % {"count": hard}, at("findings")))
    if soft:
        said = ngettext(
            "%(count)s finding is neither corrected nor explained.",
            "%(count)s findings are neither corrected nor explained.", soft,
        )  # fmt: skip
        ways.append((said % {"count": soft}, at("findings")))
    if not ways and not row.figures:
        ways.append((_("No table was made of the files."), at("findings")))
    return ways


@never_cache
@login_required
@read_or_send
def give_up(request: HttpRequest, pk: object) -> HttpResponse:
    """Ask, and give a delivery up."""
    row = deliveries.delivery(pk, request.user, "withdraw")
    if not row.is_open:
        return redirect("mds:withdraw", pk=row.pk)
    if request.method == "POST":
        delivering.discard(delivery_id=row.pk, by=request.user)
        messages.success(
            request, _("It is given up; its files are erased. What you said of how they are read is kept.")
        )
        return redirect("mds:home")
    return own_page(request, "give_up", _("Give this delivery up?"), row, "files", files=deliveries.used_files(row))


@never_cache
@login_required
@read_or_send
def withdraw(request: HttpRequest, pk: object) -> HttpResponse:
    """Take confirmed tables back, with a reason."""
    row = deliveries.delivery(pk, request.user, "withdraw")
    if row.state != Delivery.State.CONFIRMED:
        return redirect("mds:delivery", pk=row.pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            confirming.withdraw(delivery_id=row.pk, reason=form.cleaned_data["reason"], by=request.user)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error("reason", problems.sentence(refusal))
        else:
            messages.success(request, _("The tables are taken back. You can undo this for thirty days."))
            return redirect("mds:delivery", pk=row.pk)
    returning = [name(each) for each in deliveries.replaced_by(row)]
    return own_page(
        request, "withdraw", _("Take the tables back"), row, "files", form=form, status=form_status(form),
        returning=returning,
    )  # fmt: skip


@login_required
@require_POST
def restore(request: HttpRequest, pk: object) -> HttpResponse:
    """Undo a withdrawal."""
    row = deliveries.delivery(pk, request.user)
    try:
        confirming.restore(delivery_id=row.pk, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.warning(request, problems.sentence(refusal))
    else:
        messages.success(request, _("The tables stand again."))
    return redirect("mds:delivery", pk=row.pk)
