"""Pages on which the desk brings a list of designations in, and takes one out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord.errors import Refusal
from concord.registers.listing import ACT_KINDS, REQUIRED, WIDTHS
from concord_site.registers import forms
from concord_site.registers.actions import listing as actions
from concord_site.registers.models import Designation
from concord_site.registers.queries import listing, tables
from concord_site.registers.views import frame
from concord_site.shell import access, problems
from concord_site.shell.parts.values import Crumb

State = Designation.State


def _desk_alone(request: HttpRequest) -> None:
    access.permit(Designation, request.user, "approve", state=State.PROPOSED)


@never_cache
@login_required
@frame.read_or_send
def bring(request: HttpRequest) -> HttpResponse:
    """Send a list to be looked at."""
    _desk_alone(request)
    form = forms.ListForm(request.POST, request.FILES) if request.method == "POST" else forms.ListForm()
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            row = actions.stage(sent.read(), name=sent.name, by=request.user)
        except Refusal as refusal:
            form.add_error("file", problems.sentence(refusal))
        else:
            return redirect("registers:list", pk=row.pk)
    return frame.page(
        request, "bring", _("Bring a list of designations in"),
        [frame.register_crumb(), frame.desk_crumb(), Crumb(_("Bring a list in"))], form=form,
        columns=[(name, name in REQUIRED) for name in WIDTHS], kinds=ACT_KINDS, status=frame.form_status(form),
    )  # fmt: skip


@never_cache
@login_required
@frame.read_or_send
def look(request: HttpRequest, pk: str) -> HttpResponse:
    """What a list would do, and doing it."""
    _desk_alone(request)
    problem = ""
    if request.method == "POST":
        try:
            done = actions.apply(pk, seen=request.POST.get("seen", ""), by=request.user, now=timezone.now())
        except Refusal as refusal:
            problem = problems.sentence(refusal)
        else:
            messages.success(
                request,
                _("The list is in: %(added)d new, %(changed)d corrected. Another person verifies them.")
                % {"added": done.added, "changed": done.changed},
            )
            return redirect("registers:desk")
    row, read = listing.opened(pk, request.user, today=frame.today())
    changed = [
        (each.key, [(name, _plain(before), _plain(after)) for name, (before, after) in each.fields.items()])
        for each in read.plan.changed
    ]
    return frame.page(
        request, "list", _("What this list would do"),
        [frame.register_crumb(), frame.desk_crumb(), Crumb(_("Bring a list in"))], name=row.name, plan=read.plan,
        new=[(each.key, _plain(each.row.get("office"))) for each in read.plan.new], changed=changed,
        seen=listing.digest(read.plan), may_apply=not read.plan.findings.hard and not read.plan.is_empty,
        problem=problem, status=409 if problem else 200,
    )  # fmt: skip


def _plain(value: object) -> str:
    return " / ".join(str(each) for each in value.values()) if isinstance(value, dict) else str(value or "")


@never_cache
@login_required
@require_safe
def take(request: HttpRequest, format: str) -> HttpResponse:
    """Designations in the columns in which a list comes in: all that are not taken back, or the headings alone."""
    _desk_alone(request)
    rows = access.visible(Designation, request.user).exclude(state=State.CANCELLED).order_by("area", "since", "pk")
    found = [] if "empty" in request.GET else [listing.row_of(each) for each in rows]
    return tables.attached(tables.list_out(format, found), format, "concord-designations")
