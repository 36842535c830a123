"""The page of a delivery: its files, bringing and taking them out, having them read, and how far that is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from concord.errors import NotFound, Refusal
from concord.intake.limits import MEBIBYTE, Limits
from concord_site.mds.actions import delivering, reading_files
from concord_site.mds.forms import FilesForm
from concord_site.mds.models import Delivery
from concord_site.mds.naming import name
from concord_site.mds.queries import arriving, comparing, deliveries, observatories, releases
from concord_site.mds.views.page import form_status, own_page, read_or_send
from concord_site.mds.views.work import of_job, piece
from concord_site.shell import access, jobs, problems


@never_cache
@login_required
@read_or_send
def delivery(request: HttpRequest, pk: object) -> HttpResponse:
    """A delivery and its files."""
    row = deliveries.delivery(pk, request.user)
    form = FilesForm(request.POST or None, request.FILES or None) if row.is_open else None
    if request.method == "POST" and form is not None and form.is_valid() and _brought(request, row, form):
        return redirect("mds:delivery", pk=row.pk)
    row = deliveries.delivery(row.pk, request.user) if request.method == "POST" else row
    return own_page(
        request, "delivery", name(row), row, "files", form=form, status=form_status(form), **_context(request, row)
    )


def _context(request: HttpRequest, row: Delivery) -> dict[str, Any]:
    is_own = observatories.is_own(row, request.user)
    return {
        "files": deliveries.used_files(row), "aside": deliveries.put_aside(row) if row.is_open else [],
        "all_files": list(row.files.order_by("pk")) if is_own and not row.is_open else [],
        "arriving": arriving.waiting(row, request.user), "limits": _limits(), "work": work(row, request.user),
        "erased_on": deliveries.erased_on(row), "reading": deliveries.reading_for(row, request.user),
        "may_edit": row.is_open and access.may(row, request.user, "edit"),
        "may_withdraw": access.may(row, request.user, "withdraw"),
        "may_restore": access.may(row, request.user, "manage"),
        "is_own": is_own, "may_release": row.area in releases.areas(request.user),
        "closed_tables": comparing.totals(row.figures, {}) if row.confirmed_at else [],
        "replaces": deliveries.shown(deliveries.superseded(row, row.covers), request.user) if row.is_open else [],
        "later": deliveries.shown([row.replaced_by], request.user) if row.replaced_by is not None else [],
        "chunk": arriving.CHUNK,
    }  # fmt: skip


def _limits() -> dict[str, int]:
    limits = Limits()
    return {
        "megabytes": (limits.packed_bytes or 0) // MEBIBYTE, "unpacked": (limits.unpacked_bytes or 0) // MEBIBYTE,
        "workbook_rows": limits.workbook_rows or 0, "text_rows": limits.text_rows or 0,
        "columns": limits.columns or 0, "files": delivering.MOST_FILES, "days": deliveries.KEPT_DAYS,
    }  # fmt: skip


def _brought(request: HttpRequest, row: Delivery, form: FilesForm) -> bool:
    """Keep the files one after another; the first that is refused says so, those before it stay."""
    instead = form.cleaned_data["instead"]
    kept = 0
    for each in form.cleaned_data["chosen"]:
        try:
            delivering.add(
                delivery_id=row.pk, chunks=each.chunks(), name=each.name, by=request.user, instead=instead and not kept
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error("chosen", f"{each.name}: {problems.sentence(refusal)}")
            break
        kept += 1
    if kept:
        said = ngettext("%(count)s file has arrived.", "%(count)s files have arrived.", kept) % {"count": kept}
        messages.success(request, said)
    return not form.errors


@login_required
@require_POST
def file(request: HttpRequest, pk: object, file: int) -> HttpResponse:
    """Take a file out, or bring one back."""
    if request.POST.get("do") == "back":
        delivering.bring_back(delivery_id=pk, file_id=file, by=request.user)
        messages.success(request, _("The file is back among those that are read."))
    else:
        delivering.take_out(delivery_id=pk, file_id=file, by=request.user)
        messages.success(request, _("The file is taken out. You can bring it back."))
    return redirect("mds:delivery", pk=pk)


@login_required
@require_POST
def read(request: HttpRequest, pk: object) -> HttpResponse:
    """Have the files read, or stop it."""
    if request.POST.get("do") == "stop":
        reading_files.stop(delivery_id=pk, by=request.user)
        messages.success(request, _("Reading stops. Nothing of it is kept."))
    else:
        try:
            reading_files.start(delivery_id=pk, by=request.user)
        except NotFound:
            raise
        except Refusal as refusal:
            messages.warning(request, problems.sentence(refusal))
    return redirect("mds:delivery", pk=pk)


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest, pk: object) -> HttpResponse:
    """How far the reading is, as a piece of the page."""
    row = deliveries.glance(pk, request.user)
    again = reverse("mds:delivery", kwargs={"pk": row.pk})
    return piece(request, "mds/_work.html", work(row, request.user), row, again)


def work(row: Delivery, by: Any) -> dict[str, Any] | None:
    """The reading that runs, or that failed or was stopped; None where none did."""
    found = deliveries.job(row)
    note = jobs.state(found)["note"] if found is not None else ""
    again = reverse("mds:delivery", kwargs={"pk": row.pk})
    return of_job(found, by, running=_reading_title(note), failed=_("The files were not read"), again=again)


def _reading_title(note: str) -> str:
    return _("Reading %(file)s") % {"file": note} if note else _("Reading the files")
