"""Releases on the country's side: what goes in, before and after protection, releasing, correcting, withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from concord.declarations.messages import fill
from concord.errors import NotFound, Refusal
from concord.mds import national
from concord.mds.protect import rules as rules_of
from concord.reporting import places
from concord_site.mds import released
from concord_site.mds.actions import publishing, releasing
from concord_site.mds.models import NationalRelease
from concord_site.mds.queries import releases
from concord_site.mds.views.page import form_status, home, page, read_or_send
from concord_site.mds.views.releases_forms import CorrectionForm, PublishForm, ReleaseForm, WithdrawForm
from concord_site.mds.views.work import of_job, piece
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

State = NationalRelease.State
ROWS = 200


def state(row: NationalRelease) -> tuple[str, str]:
    """The form and the words of a release's state."""
    return {
        "draft": ("open", pgettext("state of a release", "In preparation")),
        "protected": ("going", pgettext("state of a release", "Protected, ready to be released")),
        "embargoed": ("going", pgettext("state of a release", "Released, not public yet")),
        "published": ("done", pgettext("state of a release", "Published")),
        "corrected": ("open", pgettext("state of a release", "Corrected by a later version")),
        "withdrawn": ("must", pgettext("state of a release", "Withdrawn")),
        "discarded": ("open", pgettext("state of a release", "Given up")),
    }[row.state]  # fmt: skip


def _own(row: NationalRelease, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    kind, words = state(row)
    crumbs = [home(), Crumb(row.title, reverse("mds:release", kwargs={"pk": row.pk}))]
    crumbs += [Crumb(title)] if template != "release" else []
    return page(
        request, f"releases/{template}", title, crumbs if template != "release" else [home(), Crumb(row.title)],
        row=row, state_kind=kind, state_words=words, country=places.name(row.area, language()), **context,
    )  # fmt: skip


@never_cache
@login_required
@read_or_send
def begin(request: HttpRequest, area: str) -> HttpResponse:
    """Begin a release of a country's confirmed tables, or (``corrects``) the next version of a published one."""
    if area not in releases.areas(request.user):
        raise NotFound("site.access.unknown")
    former = _former(request)
    offered = releases.offered(area, request.user)
    form = _form(request, area, former, offered) if offered else None
    if form is not None and form.is_valid():
        try:
            row = releasing.begin(
                area=area, by=request.user, corrects=former.pk if former else None, **form.cleaned_data
            )
            releasing.start(release_id=row.pk, by=request.user)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            return redirect("mds:release", pk=row.pk)
    title = _("Correct a release") if former else _("Prepare a release")
    return page(
        request, "releases/begin", title, [home(), Crumb(title)], form=form, status=form_status(form), former=former,
        country=places.name(area, language()), area=area,
    )  # fmt: skip


def _former(request: HttpRequest) -> NationalRelease | None:
    pk = request.GET.get("corrects", "")
    return releases.release(pk, request.user, "manage") if pk else None


def _form(request: HttpRequest, area: str, former: NationalRelease | None, offered: list[Any]) -> ReleaseForm:
    personal = any(each.what == each.What.REGISTER for each in offered)
    fitting = former.rules if former else national.rules_for((), of_persons=personal)
    initial: dict[str, Any] = {"deliveries": [str(each.pk) for each in offered], "rules": fitting}
    if former is not None:
        initial |= {"title": former.title, "note": former.note}
    kind = CorrectionForm if former is not None else ReleaseForm
    return kind(request.POST or None, initial=initial, area=area, by=request.user, fitting=fitting)


@never_cache
@login_required
@read_or_send
def release(request: HttpRequest, pk: object) -> HttpResponse:
    """One release: how far it is, what protection has cost, what may be done next."""
    row = releases.release(pk, request.user)
    if not releases.is_own(row, request.user):  # why rows are hidden is for the country alone
        return redirect("public:release", key=row.key)
    may_publish = row.state == State.PROTECTED and access.may(row, request.user, "publish")
    form = PublishForm(request.POST or None, initial=_initial(row, request.user), row=row) if may_publish else None
    if form is not None and form.is_valid() and _released(request, row, form):
        return redirect("mds:release", pk=row.pk)
    return _own(
        row, request, "release", row.title, form=form, status=form_status(form), work=_work(row, request.user),
        tables=released.tables(row), proof=row.proof.get("proof") or {},
        rules_title=rules_of(row.rules).title.best(language()),
        findings=_findings(row), changes=released.changes(row.changes), made_of=released.made_of(row),
        gone=releases.gone(row) if row.state not in (State.DISCARDED, State.WITHDRAWN) else [],
        is_stale=row.state == State.PROTECTED and row.basis != releases.basis(row),
        may_edit=row.is_open and access.may(row, request.user, "edit"),
        may_discard=row.is_open and access.may(row, request.user, "withdraw"),
        may_withdraw=row.state in (State.EMBARGOED, State.PUBLISHED) and access.may(row, request.user, "withdraw"),
        may_correct=row.state == State.PUBLISHED and access.may(row, request.user, "manage"),
    )  # fmt: skip


def _initial(row: NationalRelease, by: Any) -> dict[str, Any]:
    return {"revision": row.revision, "name": by.name}


def _released(request: HttpRequest, row: NationalRelease, form: PublishForm) -> bool:
    given = form.cleaned_data
    try:
        done = publishing.release(
            release_id=row.pk, revision=given["revision"], name=given["name"], office=given["office"],
            embargo=given["embargo"], by=request.user,
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return False
    said = (
        _("%(key)s is published.") if done.state == State.PUBLISHED else _("%(key)s is released; it is not public yet.")
    )
    messages.success(request, said % {"key": done.key})
    return True


def _findings(row: NationalRelease) -> list[tuple[str, str, str]]:
    """Level, sentence and what to do, of everything that was found; nothing of it names a person."""
    found = []
    for each in row.findings:
        worded = fill(each["code"], {**each["params"], "item": each["item"]}, language=language())
        found.append((each["level"], worded.message, worded.hint))
    order = {"hard": 0, "soft": 1, "note": 2}
    return sorted(found, key=lambda each: order.get(each[0], 3))


@never_cache
@login_required
@read_or_send
def describe(request: HttpRequest, pk: object) -> HttpResponse:
    """Change what a release is made of, called, or protected by."""
    row = releases.release(pk, request.user, "edit")
    kind = CorrectionForm if row.corrects_id else ReleaseForm
    initial = {
        "title": row.title, "note": row.note, "rules": row.rules, "reason": row.reason,
        "deliveries": [str(each.pk) for each in releases.chosen(row)],
    }  # fmt: skip
    form = kind(request.POST or None, initial=initial, area=row.area, by=request.user, fitting=row.rules)
    if form.is_valid():
        try:
            releasing.describe(release_id=row.pk, by=request.user, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("What you said is kept."))
            return redirect("mds:release", pk=row.pk)
    return _own(row, request, "describe", _("What goes into it"), form=form, status=form_status(form))


@login_required
@require_POST
def protect(request: HttpRequest, pk: object) -> HttpResponse:
    """Have the tables protected, or stop that."""
    try:
        if request.POST.get("do") == "stop":
            releasing.stop(release_id=pk, by=request.user)
            messages.success(request, _("Protecting stops. Nothing of it is kept."))
        else:
            releasing.start(release_id=pk, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.warning(request, problems.sentence(refusal))
    return redirect("mds:release", pk=pk)


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest, pk: object) -> HttpResponse:
    """How far protecting is, as a piece of the page."""
    row = releases.glance(pk, request.user)
    if row is None or not releases.is_own(row, request.user):
        raise NotFound("site.access.unknown")
    again = reverse("mds:release", kwargs={"pk": row.pk})
    return piece(request, "mds/releases/_work.html", _work(row, request.user), row, again)


def _work(row: NationalRelease, by: Any) -> dict[str, Any] | None:
    return of_job(
        releases.job(row), by, running=_("Protecting the tables"), failed=_("The tables were not protected"),
        again=reverse("mds:release", kwargs={"pk": row.pk}),
    )  # fmt: skip


@never_cache
@login_required
@require_safe
def both(request: HttpRequest, pk: object, structure: str) -> HttpResponse:
    """One table before and after, a year and an occupation at a time; for the country's eyes alone."""
    row = releases.release(pk, request.user, "edit")
    frame = releases.before_and_after(row, structure)
    if frame is None:
        raise NotFound("site.access.unknown")
    shown = released.both(frame, structure, request.GET.dict(), most=ROWS)
    shown["ways"] = [(label, [Link(*way) for way in ways]) for label, ways in shown["ways"] if len(ways) > 1]
    return _own(row, request, "both", shown.pop("title"), structure=structure, **shown)


@never_cache
@login_required
@read_or_send
def withdraw(request: HttpRequest, pk: object) -> HttpResponse:
    """Withdraw a published release, or hold back one that is not public yet."""
    row = releases.release(pk, request.user, "withdraw")
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            done = publishing.withdraw(release_id=row.pk, reason=form.cleaned_data["reason"], by=request.user)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            was_public = done.state == State.WITHDRAWN
            said = _("It is withdrawn. Its page and digests stay.") if was_public else _("It is held back.")
            messages.success(request, said)
            return redirect("mds:release", pk=row.pk)
    title = _("Hold it back") if row.state == State.EMBARGOED else _("Withdraw the release")
    return _own(row, request, "withdraw", title, form=form, status=form_status(form))


@login_required
@require_POST
def discard(request: HttpRequest, pk: object) -> HttpResponse:
    """Give a release up that was not frozen."""
    row = releasing.discard(release_id=pk, by=request.user)
    messages.success(request, _("The release is given up. The confirmed tables stand as they were."))
    return redirect("mds:release", pk=row.pk)
