"""How the files are read: what was found, questions in plain words, corrections, last year's answers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from concord.errors import NotFound, Refusal
from concord_site.mds.actions import profiling, reading_files
from concord_site.mds.models import Delivery
from concord_site.mds.outcome import Outcome
from concord_site.mds.queries import deliveries, observatories, profiles, settling
from concord_site.mds.queries.boxes import box_id
from concord_site.mds.views.page import own_page, read_or_send
from concord_site.shell import problems


@never_cache
@login_required
@read_or_send
def profile(request: HttpRequest, pk: object) -> HttpResponse:
    """What was found and what is asked; what is sent is kept and the files are read again."""
    row = deliveries.delivery(pk, request.user)
    if not observatories.is_own(row, request.user):
        raise NotFound("site.access.unknown")
    if request.method == "POST" and request.POST.get("do") == "take":
        return _take(request, row)
    found = deliveries.outcome_of(deliveries.reading_for(row, request.user))
    if found is None:
        saved = profiles.versions(row.area, request.user)[:20]
        return own_page(request, "profile_unread", _("The files have not been read yet"), row, "profile", saved=saved)
    errors: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        said, errors = settling.answered(found, {key: str(value) for key, value in request.POST.items()})
        if not errors:
            problem = _kept(request, row, said)
            if not problem:
                return redirect("mds:delivery", pk=row.pk)
    sent = {key: str(value) for key, value in request.POST.items()}
    shown = settling.settling(found, sent=sent, errors=errors)
    return own_page(
        request, "profile", _title(row, found), row, "profile", shown=shown, found=found, problem=problem,
        errors=[(box_id(name), said) for name, said in errors.items()],
        otherwise=settling.differences(found.profile, before) if (before := settling.before_of(row)) else [],
        places=settling.area_names(), saved=profiles.versions(row.area, request.user)[:20],
        status=422 if errors or problem else 200,
    )  # fmt: skip


def _title(row: Delivery, found: Outcome) -> str:
    if found.open and row.is_open:
        n = len(found.open)
        return ngettext("One question before we can count", "%(n)s questions before we can count", n) % {"n": n}
    return _("How the files are read")


def _kept(request: HttpRequest, row: Delivery, said: dict[str, object]) -> str:
    version = request.POST.get("version", "")
    try:
        profiling.save(
            delivery_id=row.pk, said=said, by=request.user, version=int(version) if version.isdigit() else None
        )
        reading_files.start(delivery_id=row.pk, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        return problems.sentence(refusal)
    messages.success(request, _("What you said is kept, for next year too. The files are read again with it."))
    return ""


def _take(request: HttpRequest, row: Delivery) -> HttpResponse:
    """Read with a version that was saved."""
    try:
        profiling.take(delivery_id=row.pk, profile_id=request.POST.get("profile"), by=request.user)
        if deliveries.used_files(row):
            reading_files.start(delivery_id=row.pk, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.warning(request, problems.sentence(refusal))
    else:
        messages.success(request, _("The files are read as that version says."))
    return redirect("mds:delivery", pk=row.pk)
