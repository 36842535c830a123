"""Pages of notices: the list, opening one, marking all as read, choosing how soon a mail follows."""

from __future__ import annotations

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concord.errors import NotAllowed
from concord_site.accounts.models import Person
from concord_site.accounts.notices import kinds, showing
from concord_site.accounts.notices.actions import choosing
from concord_site.shell.i18n import in_language, language
from concord_site.shell.parts.values import Crumb, Link

PAGE = 30
#: The answers on the page of choices, in the order of ``data/notices.yaml``.
HOW = (
    ("at-once", gettext_lazy("At once")), ("daily", gettext_lazy("Once a day")),
    ("weekly", gettext_lazy("Once a week")), ("never", gettext_lazy("Never")),
)  # fmt: skip


class ChoicesForm(forms.Form):
    """How soon a mail follows, for each kind."""

    def __init__(self, *args: object, chosen: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for id, how in chosen.items():
            self.fields[id] = forms.ChoiceField(label=kinds.label(id, language()), choices=HOW, initial=how)


@never_cache
@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's notices, newest first; all, or the unread alone."""
    person, only = _me(request), request.GET.get("show") == "unread"
    number = max(int(request.GET.get("page", "1")) if request.GET.get("page", "1").isdecimal() else 1, 1)
    rows, has_more = showing.listed(person, start=(number - 1) * PAGE, most=PAGE, unread=only)
    query = "show=unread&" if only else ""
    here = reverse("accounts:notices")
    count = showing.unread(person)
    return render(request, "accounts/notices.html", {
        "title": _("Notices"), "crumbs": [_account(), Crumb(_("Notices"))], "rows": rows, "unread": count,
        "more_than": showing.MOST_COUNTED if count > showing.MOST_COUNTED else 0,
        "only": only, "back": f"?{query}page={number - 1}" if number > 1 else "",
        "onward": f"?{query}page={number + 1}" if has_more else "",
        "views": [Link(_("All"), here, not only), Link(_("Unread"), f"{here}?show=unread", only)],
    })  # fmt: skip


@login_required
@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read, and lead to what it is about."""
    row = choosing.read(_me(request), pk, now=timezone.now())
    return redirect(in_language(row.href, language()))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all notices as read."""
    count = choosing.read_all(_me(request), now=timezone.now())
    said = ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.", count)
    messages.success(request, said % {"count": count})
    return redirect("accounts:notices")


@login_required
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read, or as unread again."""
    if "unread" in request.POST:
        choosing.unread_again(_me(request), pk)
    else:
        choosing.read(_me(request), pk, now=timezone.now())
    return redirect("accounts:notices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """How soon a mail follows a notice, kind by kind."""
    person = _me(request)
    form = ChoicesForm(request.POST or None, chosen=choosing.choices(person))
    if form.is_valid():
        choosing.choose(person, form.cleaned_data, now=timezone.now())
        messages.success(request, _("Your choices have been saved."))
        return redirect("accounts:notice-choices")
    declared = kinds.declared()
    groups = [
        (kinds.group_label(group, language()), [form[id] for id, each in declared.kinds.items() if each.group == group])
        for group in declared.groups
    ]
    return render(request, "accounts/notice_choices.html", {
        "title": _("Mail about notices"), "groups": [each for each in groups if each[1]], "form": form,
        "crumbs": [_account(), Crumb(_("Notices"), reverse("accounts:notices")), Crumb(_("Mail about notices"))],
        "hour": f"{declared.daily_hour:02}:00", "address": person.email,
    }, status=422 if form.errors else 200)  # fmt: skip


def _account() -> Crumb:
    return Crumb(_("Your page"), reverse("accounts:home"))


def _me(request: HttpRequest) -> Person:
    """Whoever is signed in; the pages that ask this are behind ``login_required``."""
    if isinstance(request.user, Person):
        return request.user
    raise NotAllowed("site.access.forbidden")
