"""Pages on which the desk brings entries of the register in, and an earlier state back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from concord.agreements.repository_read import COLUMNS
from concord.agreements.repository_sheet import REQUIRED
from concord.errors import Refusal
from concord_site.public.agreeing import bringing
from concord_site.shell import problems
from concord_site.shell.parts.values import Crumb

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


class ListForm(forms.Form):
    """A list to look at."""

    file = forms.FileField(
        label=gettext_lazy("List"), max_length=200,
        help_text=gettext_lazy("A CSV or Excel file with the headings below."),
    )  # fmt: skip


def _crumbs(last: str) -> list[Crumb]:
    return [
        Crumb(_("Home"), reverse("public:home")), Crumb(_("Agreements"), reverse("public:agreements")), Crumb(last),
    ]  # fmt: skip


@never_cache
@login_required
@read_or_send
def bring(request: HttpRequest) -> HttpResponse:
    """Send a list to be looked at, or bring an earlier state back."""
    bringing.permit(request.user)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            row = bringing.stage(sent.read(), name=sent.name, by=request.user)
        except Refusal as refusal:
            form.add_error("file", problems.sentence(refusal))
        else:
            return redirect("public:register-list", pk=row.pk)
    title = _("Bring agreements in")
    shown = {
        "title": title, "crumbs": _crumbs(title), "form": form, "states": bringing.states(),
        "columns": [(name, name in REQUIRED) for name in COLUMNS],
    }  # fmt: skip
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "public/agreeing/bring.html", shown, status=status)


@never_cache
@login_required
@read_or_send
def look(request: HttpRequest, pk: str) -> HttpResponse:
    """What a list would do, and doing it."""
    bringing.permit(request.user)
    problem = ""
    if request.method == "POST":
        try:
            done = bringing.apply(pk, seen=request.POST.get("seen", ""), by=request.user, now=timezone.now())
        except Refusal as refusal:
            problem = problems.sentence(refusal)
        else:
            said = _("The list is in: %(added)d new, %(changed)d corrected.")
            messages.success(request, said % {"added": done.added, "changed": done.changed})
            return redirect("public:agreements")
    row, made = bringing.opened(pk, request.user, today=timezone.now().date())
    title = _("What this list would do")
    shown = {
        "title": title, "crumbs": _crumbs(_("Bring agreements in")), "name": row.name, "plan": made,
        "new": [(each.key[0], str(each.row["title"])) for each in made.new],
        "changed": [
            (each.key[0], [(name, before, after) for name, (before, after) in each.fields.items()])
            for each in made.changed
        ],
        "seen": bringing.digest(made), "may_apply": not made.findings.hard and not made.is_empty, "problem": problem,
    }  # fmt: skip
    return render(request, "public/agreeing/look.html", shown, status=409 if problem else 200)


@never_cache
@login_required
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Bring an earlier state back."""
    bringing.restore(number, by=request.user)
    messages.success(request, _("State %(number)d is back; what stood there is kept.") % {"number": number})
    return redirect("public:register-bring")
