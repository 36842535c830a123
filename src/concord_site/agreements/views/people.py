"""Who sits at the table: one's own people, invitations, the parties; leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import parties
from concord.errors import Refusal
from concord_site.agreements import forms
from concord_site.agreements.actions import breaking_glass, founding, inviting, leaving
from concord_site.agreements.actions import parties as adding
from concord_site.agreements.queries.spaces import Dossier, Party
from concord_site.agreements.views import framing
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@login_required
@framing.read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """The parties and one's own people; each form says by ``do`` what it is for."""
    dossier, context = framing.frame(request, dossier_id, "people")
    found = _forms(request, dossier)
    if request.method == "POST":
        said = _acted(request, dossier) if request.POST.get("do", "") in ACTS else _sent(request, dossier, found)
        if said:
            messages.success(request, said)
            return redirect("agreements:people", dossier_id=dossier.id)
    wrong = any(form.is_bound and form.errors for form in found.values())
    return framing.page(
        request, "agreements/people.html", context, status=422 if wrong else 200, forms=found,
        parties=[(party, _level(party), found.get(f"invite-{party.id}"), _open_links(dossier, party))
                 for party in dossier.parties],
        members=dossier.own.records("member"), links=_open_links(dossier, dossier.mine), leads=dossier.role == "lead",
        me=str(request.user.pk), glass=dossier.own.records(breaking_glass.KIND),
    )  # fmt: skip


def _level(party: Party) -> str:
    known = parties.levels().get(party.level)
    return known.label.best(language()).text if known is not None else party.level


def _open_links(dossier: Dossier, party: Party) -> list[Any]:
    space = dossier.own if party.id == dossier.mine.id else dossier.shared
    today = timezone.now().date().isoformat()
    sent = (record for record in space.records("invitation") if record.body["state"] == "sent")
    return [each for each in sent if each.body["party"] == party.id and each.body["until"] >= today]


def _forms(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    do = request.POST.get("do", "") if request.method == "POST" else ""

    def given(name: str) -> Any:
        return request.POST if do == name else None

    waiting = [party for party in dossier.parties if not party.has_joined and not party.has_left]
    names = ["invite", *(f"invite-{party.id}" for party in waiting)]
    made: dict[str, Any] = {
        name: forms.InviteForm(given(name), initial={"language": language()}, auto_id=f"id_{name}_%s") for name in names
    }
    made["party"] = forms.PartyForm(given("party"), initial={"level": "hospital", "side": dossier.mine.side})
    return made


def _sent(request: HttpRequest, dossier: Dossier, found: dict[str, Any]) -> str:
    do = request.POST.get("do", "")
    form, by, now = found.get(do), request.user, timezone.now()
    if form is None or not form.is_valid():
        return ""
    given = form.cleaned_data
    try:
        if do == "party":
            draft = founding.PartyDraft(given["area"], {language(): given["name"]}, given["side"], given["level"])
            adding.add(dossier, draft, by=by, now=now)
            return _("The party is at the table. Invite its first person now.")
        party = "" if do == "invite" else do.removeprefix("invite-")
        inviting.invite(dossier, by=by, now=now, party_id=party, **given)
        return _("The link is on its way. It names nobody and nothing.")
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return ""


#: What a button on the page does to a member or a link.
ACTS = ("withdraw", "lead", "member", "end")


def _acted(request: HttpRequest, dossier: Dossier) -> str:
    do, key, by, now = request.POST["do"], request.POST.get("key", ""), request.user, timezone.now()
    side = "shared" if request.POST.get("side") == "shared" else "own"
    try:
        if do == "withdraw":
            inviting.withdraw(dossier, key, side=side, by=by, now=now)
            return _("The link is no longer good.")
        if do == "end":
            leaving.end(dossier, key, by=by, now=now)
            return _("They have no seat any more; what they wrote stays.")
        leaving.change_role(dossier, key, do, by=by, now=now)
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
        return ""
    return _("The role is changed.")


@login_required
@framing.read_or_send
def leave(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Give up one's own seat, or leave with one's whole party."""
    dossier, context = framing.frame(request, dossier_id, "people")
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = forms.LeaveForm(request.POST if do == "party" else None)
    refused = ""
    try:
        if do == "me":
            leaving.leave(dossier, by=request.user, now=timezone.now())
        elif do == "party" and form.is_valid():
            leaving.leave_as_party(dossier, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        else:
            do = ""
    except Refusal as refusal:
        refused, do = problems.sentence(refusal), ""
    if do:
        messages.success(request, _("You have left the table."))
        return redirect("agreements:dossiers")
    context["title"] = _("Leave")
    people = Crumb(str(context["part"].title), reverse("agreements:people", kwargs={"dossier_id": dossier.id}))
    context["crumbs"] = [*context["crumbs"][:-1], people, Crumb(_("Leave"))]
    status = 409 if refused else 422 if form.is_bound else 200
    return framing.page(
        request, "agreements/leave.html", context, status=status, form=form, refused=refused,
        leads=dossier.role == "lead",
    )  # fmt: skip
