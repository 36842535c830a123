"""What the pages share: who the parties are, one record in a form, taking one away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from concord.errors import Conflict, NotFound, Refusal
from concord_site.agreements import keys
from concord_site.agreements.actions import writing
from concord_site.agreements.following import actions
from concord_site.agreements.queries.spaces import Dossier, Record, Space
from concord_site.agreements.views import framing
from concord_site.shell import problems
from concord_site.shell.parts.values import Crumb

#: Where somebody is taken after taking away a record of a kind.
HOME = {
    "account.input": "account", "plan.action": "plan", "plan.meeting": "committee", "plan.decision": "committee",
    "plan.document": "committee", "indicator.value": "monitoring", "indicator.target": "monitoring",
    "evaluation": "evaluation", "lesson": "lessons", "survey.answers": "monitoring",
}  # fmt: skip


def sides(dossier: Dossier) -> dict[str, str]:
    """The parties' names by side; several of one side are listed."""
    return {side: ", ".join(str(each) for each in dossier.parties if each.side == side and not each.has_left)
            for side in ("origin", "destination")}  # fmt: skip


def address(name: str, dossier: Dossier, **more: str) -> str:
    """The address of a page of this dossier."""
    return reverse(f"agreements:{name}", kwargs={"dossier_id": dossier.id, **more})


def standing(space: Space, kind: str, key: str) -> Record | None:
    """The record that is edited; None for a new one.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    if key == "new":
        return None
    record = space.record(kind, key)
    if record is None:
        raise NotFound("site.access.unknown")
    return record


def edited(
    request: HttpRequest, dossier: Dossier, context: dict[str, Any], *, side: str, kind: str, key: str, form: Any,
    body: Callable[[str], Mapping[str, Any]], title: str, back: str, new_key: Callable[[], str] = keys.new_id,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Save one record, or show its form; where somebody else wrote meanwhile, both texts stand on the page.

    Args:
        form: Bound where something was sent; knows ``based_on()``.
        body: What is written, given the record's key.
        new_key: The key of a new record.
    """
    space, theirs = dossier.space(side), None
    if form.is_valid():
        try:
            at = new_key() if key == "new" else key
            based_on = form.based_on()
            writing.put(space, kind, at, body(at), by=request.user, now=timezone.now(), based_on=based_on)
        except Conflict as refusal:
            theirs = refusal.params.get("theirs")
            form.data = {**form.data.dict(), "version": getattr(theirs, "version", 0)}
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    page = {
        **context, "title": title, "crumbs": _crumbs(context, back, title), "form": form, "side": side, "kind": kind,
        "key": key, "theirs": theirs, "theirs_lines": _lines(theirs), "back": back,
        "history": space.history(kind, key) if key != "new" else (), **(more or {}),
    }  # fmt: skip
    status = 409 if theirs else 422 if form.is_bound and form.errors else 200
    return framing.page(request, "agreements/following/edit.html", page, status=status)


def _crumbs(context: dict[str, Any], back: str, title: str) -> list[Crumb]:
    return [*context["crumbs"][:-1], Crumb(str(context["part"].title), back), Crumb(title)]


def _lines(record: Any) -> list[str]:
    """What the other person wrote, field by field, without what is empty."""
    return [] if record is None else [said for value in record.body.values() if (said := _said(value))]


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(filter(None, (_said(each) for each in value.values())))
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, (_said(each) for each in value)))
    return "" if value in ("", None, False) else str(value)


@login_required
@require_POST
def take_away(request: HttpRequest, dossier_id: str, side: str) -> HttpResponse:
    """Take a record of this room away; the journal brings it back."""
    dossier, _context = framing.frame(request, dossier_id)
    kind, key = request.POST.get("kind", ""), request.POST.get("key", "")
    actions.take_away(dossier.space(side), kind, key, by=request.user, now=timezone.now())
    messages.success(request, _("It is taken away. The page “Journal and recovery” brings it back."))
    return redirect(address("account-own" if kind == "account.input" and side == "own" else HOME[kind], dossier))
