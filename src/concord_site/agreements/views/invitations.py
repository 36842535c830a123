"""The page behind the link of an invitation: for people with an account, and for people without one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from concord.errors import NotFound, Refusal
from concord_site.agreements import forms
from concord_site.agreements.actions import inviting
from concord_site.agreements.views.framing import read_or_send
from concord_site.shell import problems


@never_cache
@read_or_send
def accept(request: HttpRequest, link: str) -> HttpResponse:
    """Take a seat: by one button, or by opening an account first."""
    invitation = inviting.opened(link, now=timezone.now())
    if request.user.is_authenticated:
        return _with_account(request, link, invitation)
    if inviting.is_known(invitation.email):
        here = reverse("agreements:accept", kwargs={"link": link})
        return _page(request, invitation, sign_in=f"{reverse('account_login')}?{urlencode({'next': here})}")
    return _without_account(request, link, invitation)


def _with_account(request: HttpRequest, link: str, invitation: inviting.Invitation) -> HttpResponse:
    if request.method != "POST":
        return _page(request, invitation, may_accept=getattr(request.user, "email", "").lower() == invitation.email)
    dossier = inviting.accept(link, by=request.user, now=timezone.now())
    messages.success(
        request, _("You sit at the table now. What you write in your party's own space, your party alone reads.")
    )
    return redirect("agreements:dossier", dossier_id=dossier)


def _without_account(request: HttpRequest, link: str, invitation: inviting.Invitation) -> HttpResponse:
    form = forms.AccountForm(request.POST or None, initial={"name": invitation.name})
    if form.is_valid():
        given = form.cleaned_data
        try:
            person, dossier = inviting.accept_as_new(
                link, name=given["name"], password=given["password"], now=timezone.now()
            )
        except NotFound:
            raise
        except ValidationError as problem:
            form.add_error("password", problem)
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
            return redirect("agreements:dossier", dossier_id=dossier)
    return _page(request, invitation, status=422 if form.is_bound else 200, form=form)


def _page(request: HttpRequest, invitation: inviting.Invitation, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"title": _("A seat at a table"), "invitation": invitation, **more}
    return render(request, "agreements/accept.html", context, status=status)
