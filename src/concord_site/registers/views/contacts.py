"""Pages of a country's contact persons; seen by the country and the secretariat alone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from concord.errors import NotFound, Refusal
from concord_site.registers import forms
from concord_site.registers.actions import contacts as actions
from concord_site.registers.models import AuthorityContact
from concord_site.registers.views import frame
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

FIELDS = ("version", "name", "function", "email", "telephone", "language", "note")


@never_cache
@login_required
@frame.read_or_send
def add(request: HttpRequest, area: str) -> HttpResponse:
    """Name a contact person."""
    frame.member(area)
    access.permit(AuthorityContact, request.user, "create", state="recorded", area=area)
    form = forms.ContactForm(request.POST or None, initial={"language": language()})
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            actions.add(area=area, by=request.user, **given)
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The contact person is named."))
            return redirect("registers:authority", area=area)
    return _page(request, area, _("Name a contact person"), form)


@never_cache
@login_required
@frame.read_or_send
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a contact person."""
    found = access.get(AuthorityContact, pk, request.user, "edit")
    form = forms.ContactForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    if form.is_valid():
        try:
            actions.change(
                contact_id=pk, by=request.user, **{**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The contact person is corrected."))
            return redirect("registers:authority", area=found.area)
    return _page(request, found.area, _("Correct a contact person"), form, found)


@never_cache
@login_required
@frame.read_or_send
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and remove a contact person."""
    found = access.get(AuthorityContact, pk, request.user, "withdraw")
    if request.method == "POST":
        actions.remove(contact_id=pk, by=request.user)
        messages.success(request, _("The contact person is removed; name, mail and number are erased."))
        return redirect("registers:authority", area=found.area)
    return _page(request, found.area, _("Remove a contact person"), None, found)


def _page(
    request: HttpRequest, area: str, title: str, form: forms.ContactForm | None, found: AuthorityContact | None = None
) -> HttpResponse:
    return frame.page(
        request, "contact", title, [frame.register_crumb(), frame.country_crumb(area), Crumb(title)], form=form,
        area=area, found=found, status=frame.form_status(form) if form is not None else 200,
    )  # fmt: skip
