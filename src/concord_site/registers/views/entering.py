"""Pages on which a designation is entered, corrected and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from concord.errors import Conflict, NotFound, Refusal
from concord.vocabulary.text import Text
from concord_site.registers import actions, forms
from concord_site.registers.models import Designation
from concord_site.registers.views import frame
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@login_required
@frame.read_or_send
def designate(request: HttpRequest, area: str) -> HttpResponse:
    """Record a designation; a country's own, or one that came to the secretariat by letter."""
    name = frame.member(area).name(language())
    access.permit(Designation, request.user, "create", state=Designation.State.PROPOSED, area=area)
    form = forms.DesignationForm(request.POST or None, request.FILES or None, initial={"language": language()})
    if form.is_valid():
        try:
            made = actions.propose(area=area, by=request.user, today=frame.today(), **form.given())
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(
                request, _("The designation is recorded. The register shows it once the secretariat has verified it.")
            )
            return redirect("registers:designation", pk=made.pk)
    return frame.page(
        request, "designate", _("Name the authority of %(country)s") % {"country": name},
        [frame.register_crumb(), frame.country_crumb(area), Crumb(_("Name it"))], form=form, area=area,
        status=frame.form_status(form),
    )  # fmt: skip


@login_required
@frame.read_or_send
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is not published yet."""
    found = access.get(Designation, pk, request.user, "edit")
    form = forms.DesignationForm(request.POST or None, request.FILES or None, initial=_typed(found))
    if form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            given = form.given()
            given["office"] = {**found.office, **given["office"]}
            actions.revise(designation_id=pk, version=version, by=request.user, today=frame.today(), **given)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
            if isinstance(refusal, Conflict):
                return _changed(request, pk, form)
        else:
            messages.success(request, _("The designation is corrected. It waits for verification."))
            return redirect("registers:designation", pk=pk)
    return _form(request, found, form)


def _typed(found: Designation) -> dict[str, object]:
    office = Text(found.office).best(language())
    names = ("version", "address", "web", "act_kind", "act", "letter_reference", "letter_date", "since", "runs_until",
             "review_on", "source")  # fmt: skip
    return {"office": office.text, "language": office.language, **{name: getattr(found, name) for name in names}}


def _changed(request: HttpRequest, pk: int, form: forms.DesignationForm) -> HttpResponse:
    """Somebody was faster: what is stored now stands beside what was typed, which may be sent again."""
    now = access.get(Designation, pk, request.user)
    if not access.may(now, request.user, "edit"):
        return _form(request, now, form, current=now, status=409)
    data = request.POST.copy()
    data["version"] = str(now.version)
    form.data = data
    return _form(request, now, form, current=now, status=409)


def _form(
    request: HttpRequest, found: Designation, form: forms.DesignationForm, *, current: Designation | None = None,
    status: int = 0,
) -> HttpResponse:  # fmt: skip
    return frame.page(
        request, "designate", _("Correct the designation"),
        [frame.register_crumb(), frame.country_crumb(found.area), Crumb(_("Correct it"))], form=form, area=found.area,
        found=frame.shown(found), current=frame.shown(current) if current else None,
        status=status or frame.form_status(form),
    )  # fmt: skip


@login_required
@frame.read_or_send
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, and take a designation back that is not published yet."""
    found = access.get(Designation, pk, request.user, "withdraw")
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        actions.cancel(designation_id=pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The designation is taken back. It stays in the record."))
        return redirect("registers:authority", area=found.area)
    return frame.page(
        request, "reason", _("Take this designation back"),
        [frame.register_crumb(), frame.country_crumb(found.area), Crumb(_("Take it back"))], form=form,
        found=frame.shown(found), button=_("Take it back"), status=frame.form_status(form),
    )  # fmt: skip
