"""The page on which a person makes and ends keys for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from concord.errors import Refusal
from concord.reporting import places
from concord_site.accounts.api_keys import actions, queries
from concord_site.accounts.api_keys.models import ApiKey
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

if TYPE_CHECKING:
    from concord_site.accounts.models import Person


class KeyForm(forms.Form):
    """A new key."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("What will use it, such as “statistics office, R”."),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("How long it is good"), coerce=int, initial=90)
    reach = forms.ChoiceField(label=gettext_lazy("What it opens"), required=False)

    def __init__(self, *args: object, reaches: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if len(reaches) > 1:
            self.fields["reach"].choices = reaches  # type: ignore[attr-defined]
        else:
            del self.fields["reach"]  # there is nothing to choose
        days = self.fields["days"]
        assert isinstance(days, forms.TypedChoiceField)
        days.choices = [
            (each, ngettext("%(count)d day", "%(count)d days", each) % {"count": each}) for each in actions.DAYS
        ]


def _reaches(person: Person) -> list[tuple[str, str]]:
    """What a person's key can be made for, as ``scope area`` with its words."""
    words = {
        "reports:read": _("%(country)s: read its reports"),
        "reports:write": _("%(country)s: read and change its reports"),
        "reports:submit": _("%(country)s: read, change and submit its reports"),
        "data:read": _("%(country)s: read its figures of the minimum data set"),
        "data:write": _("%(country)s: bring, correct, confirm and take back its figures of the minimum data set"),
        "watch:read": _("The countries you follow: read the figures they have confirmed"),
        "watch:write": _("The countries you follow: read the figures they have confirmed, and ask about them"),
    }
    found = [("read", _("What is published, and nothing else"))]
    for scope, sentence in words.items():
        for area in sorted(queries.areas_for(person, scope)):
            found.append((f"{scope} {area}".strip(), sentence % {"country": places.name(area, language())}))
    return found


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """One's own keys, and a form for a new one, which is shown this once."""
    person, now, secret = _me(request), timezone.now(), ""
    reaches = _reaches(person)
    form = KeyForm(request.POST or None, reaches=reaches)
    if form.is_valid():
        scope, _space, area = (form.cleaned_data.get("reach") or "read").partition(" ")
        try:
            _made, secret = actions.make(
                name=form.cleaned_data["name"], days=form.cleaned_data["days"], by=person, now=now, scope=scope,
                area=area,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            form = KeyForm(reaches=reaches)
    said = dict(reaches)
    context = {
        "title": _("Keys for programs"),
        "crumbs": [Crumb(_("Your account"), reverse("accounts:profile")), Crumb(_("Keys for programs"))],
        "rows": [(each, each.expires_at <= now, _opens(each, said)) for each in queries.listed(person, now=now)],
        "form": form,
        "secret": secret,
        "address": request.build_absolute_uri(reverse("api:openapi")),
    }
    return render(request, "accounts/api_keys.html", context, status=422 if form.errors else 200)


def _opens(key: ApiKey, said: dict[str, str]) -> str:
    """What a key opens, in words; one whose person has left the country opens nothing of it any more."""
    widest = key.scope.split()[-1]
    return said.get(f"{widest} {key.area}".strip(), _("Nothing any more: you no longer act for its country"))


@login_required
@require_POST
def end_key(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own keys."""
    actions.end(pk, by=_me(request), now=timezone.now())
    messages.success(request, _("That key has ended. The next request that carries it will be refused."))
    return redirect("accounts:api-keys")


def _me(request: HttpRequest) -> Person:
    """Whoever is signed in; the pages that ask this are behind ``login_required``."""
    return cast("Person", request.user)
