"""Pages on which the secretariat verifies, returns and ends designations, and looks at whose roles end with them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from concord.errors import Conflict, NotAllowed, NotFound, Refusal
from concord.registers.designations import placed
from concord.vocabulary import formats
from concord_site.registers import actions, forms, queries
from concord_site.registers.models import Designation
from concord_site.registers.views import frame
from concord_site.shell import access, files, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

State = Designation.State


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everything about designations that waits for the secretariat."""
    access.permit(Designation, request.user, "approve", state=State.PROPOSED)
    found = queries.waiting_for_decision(request.user, today=frame.today())
    own = {each.pk for each in found.to_verify if _is_own(each, request.user)}
    return frame.page(
        request, "desk", _("Designations at the desk"), [frame.register_crumb(), Crumb(_("Designations at the desk"))],
        to_verify=[(frame.shown(each), each.pk in own) for each in found.to_verify],
        may_choose=len(found.to_verify) > len(own), returned=[frame.shown(each) for each in found.returned],
        ending=[frame.shown(each) for each, _stands in found.ending],
        to_review=[frame.shown(each) for each in found.to_review],
    )  # fmt: skip


def _is_own(found: Designation, by: Any) -> bool:
    return by.pk in (found.proposed_by_id, found.edited_by_id)


@never_cache
@login_required
@require_safe
def designation(request: HttpRequest, pk: int) -> HttpResponse:
    """One designation with its letter, for its country and the secretariat; others are led to the public page."""
    found = access.get(Designation, pk, request.user)
    if not queries.inside(found.area, request.user):
        return redirect("registers:authority", area=found.area)
    return _page(request, found)


def _page(request: HttpRequest, found: Designation, refused: str = "", status: int = 200) -> HttpResponse:
    by = request.user
    may_approve = access.may(found, by, "approve")
    name = frame.country_crumb(found.area).label
    return frame.page(
        request, "designation", _("Designation of %(country)s") % {"country": name},
        [frame.register_crumb(), frame.country_crumb(found.area), Crumb(pgettext("one designation", "Designation"))],
        found=frame.shown(found), refused=refused, may_approve=may_approve, is_own=_is_own(found, by),
        may_edit=access.may(found, by, "edit"), may_withdraw=access.may(found, by, "withdraw"),
        may_end=found.state == State.CURRENT and access.may(found, by, "manage"), has_scan=_has_scan(found, by),
        may_review=found.state in (State.ENDED, State.EXPIRED) and access.may(found, by, "manage"),
        effect=_effect(found, by) if may_approve else "", status=status,
    )  # fmt: skip


def _has_scan(found: Designation, by: Any) -> bool:
    letter = found.scan
    return letter is not None and (access.may(letter, by, "see") or queries.may_propose(found.area, by))


def _effect(found: Designation, by: Any) -> str:
    """What verifying would do to the register, or why it would be refused."""
    rows = access.visible(Designation, by).filter(area=found.area, state__in=Designation.PUBLIC)
    try:
        place = placed(found.value(), [each.value() for each in rows], today=frame.today())
    except Refusal as refusal:
        return problems.sentence(refusal)
    if place.is_history:
        return _("Its stated end has passed: it becomes a part of the history.")
    if place.ends is None:
        return _("It is the first act in force; none ends with it.")
    return _("The designation since %(since)s ends with it.") % {"since": formats.date(place.ends.since, language())}


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify a designation."""
    found = access.get(Designation, pk, request.user)
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() else None
    try:
        actions.confirm(designation_id=pk, by=request.user, version=version)
    except NotFound:
        raise
    except Refusal as refusal:
        if not queries.inside(found.area, request.user):
            raise
        status = 409 if isinstance(refusal, Conflict) else 403 if isinstance(refusal, NotAllowed) else 422
        return _page(request, access.get(Designation, pk, request.user), problems.sentence(refusal), status)
    messages.success(request, _("The register shows the designation from now on."))
    return redirect("registers:authority", area=found.area)


@login_required
@require_POST
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Verify the designations that were chosen, each for itself; what is refused is said."""
    done = 0
    for given in request.POST.getlist("chosen")[:200]:
        pk, _colon, version = given.partition(":")
        if not (pk.isdecimal() and version.isdecimal()):
            continue
        try:
            actions.confirm(designation_id=int(pk), by=request.user, version=int(version))
            done += 1
        except NotFound:
            raise
        except Refusal as refusal:
            found = access.get(Designation, int(pk), request.user)
            name = frame.country_crumb(found.area).label
            messages.error(request, _("%(name)s: %(value)s") % {"name": name, "value": problems.sentence(refusal)})
    if done:
        said = ngettext("%(count)d designation is verified.", "%(count)d designations are verified.", done)
        messages.success(request, said % {"count": done})
    else:
        messages.warning(request, _("Nothing was verified: choose at least one designation."))
    return redirect("registers:desk")


@login_required
@frame.read_or_send
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, and return a designation to whoever entered it."""
    found = access.get(Designation, pk, request.user, "approve")
    form = forms.ReasonForm(request.POST or None, initial={"version": found.version})
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.refuse(designation_id=pk, reason=chosen["reason"], version=chosen["version"], by=request.user)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The designation is returned with your reason; it can be corrected."))
            return redirect("registers:desk")
    return frame.page(
        request, "reason", _("Return this designation"),
        [frame.register_crumb(), frame.country_crumb(found.area), Crumb(_("Return it"))], form=form,
        found=frame.shown(found), button=_("Return it"), status=frame.form_status(form),
    )  # fmt: skip


@login_required
@frame.read_or_send
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask since when and why, and close a designation."""
    found = access.get(Designation, pk, request.user, "manage")
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end(designation_id=pk, by=request.user, today=frame.today(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(
                request, _("The designation has ended. It stays in the history. Look now at whose roles end with it.")
            )
            return redirect("registers:people", pk=pk)
    return frame.page(
        request, "reason", _("End this designation"),
        [frame.register_crumb(), frame.country_crumb(found.area), Crumb(pgettext("a designation", "End"))], form=form,
        found=frame.shown(found), button=_("End this designation"), status=frame.form_status(form),
    )  # fmt: skip


@never_cache
@login_required
@frame.read_or_send
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acts for the country of an ended designation: whose roles end with it, and that this was looked at."""
    found = access.get(Designation, pk, request.user, "manage")
    if found.state == State.CURRENT:
        return redirect("registers:designation", pk=pk)
    if request.method == "POST":
        actions.reviewed(designation_id=pk, by=request.user, now=timezone.now())
        messages.success(request, _("Noted: the people of this office were looked at."))
        return redirect("registers:desk")
    return frame.page(
        request, "people", _("People of an ended designation"),
        [frame.register_crumb(), frame.desk_crumb(), Crumb(_("People"))], found=frame.shown(found),
        rows=queries.people_of_office(found, request.user),
    )  # fmt: skip


@login_required
@require_safe
def scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scanned letter, as a download."""
    row = queries.scan(pk, request.user)
    return files.response(row, files.open_checked(row))
