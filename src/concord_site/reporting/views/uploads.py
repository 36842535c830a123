"""From a file to a draft: upload, findings, preview, and what to do with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concord.errors import NotFound, Refusal
from concord.instrument.model import Instrument
from concord.vocabulary.languages import LANGUAGES, direction, native_name
from concord_site.reporting.actions import drafts as draft_actions
from concord_site.reporting.actions import instruments as actions
from concord_site.reporting.forms import instruments as forms
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.queries import contents, found, instruments, previews, uploads
from concord_site.reporting.views.page import page, questionnaires, read_or_send
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.models import PrivateFile
from concord_site.shell.parts.values import Crumb, Link


@login_required
@read_or_send
def upload(request: HttpRequest) -> HttpResponse:
    """Send a workbook; what was found is shown before anything is kept."""
    access.permit(InstrumentVersion, request.user, "create", state="draft")
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        row = _kept(request, form)
        if row is not None:
            return redirect("reporting:uploaded", pk=row.pk)
    return page(
        request, "instruments/upload", _("Upload a questionnaire"), [questionnaires(), Crumb(_("Upload"))], form=form,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _kept(request: HttpRequest, form: forms.UploadForm) -> PrivateFile | None:
    sent = form.cleaned_data["file"]
    try:
        return actions.upload(chunks=sent.chunks(), name=sent.name, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error("file", problems.sentence(refusal))
        return None


@login_required
@read_or_send
def uploaded(request: HttpRequest, pk: str) -> HttpResponse:
    """What was found in an upload, how it will look, and what to do with it."""
    row = actions.uploaded(pk, request.user)
    read = uploads.read(row)
    target = _target(request)
    if request.method == "POST":
        return _decided(request, row, read, target)
    shown = request.GET.get("show", "")
    board = found.board(read.findings, read.sheets)
    return page(
        request, "instruments/uploaded", _found_title(board), [questionnaires(), Crumb(_("Upload"))], file=row,
        read=read, board=board, target=target, shown="preview" if shown == "preview" and read.preview else "findings",
        views=_views(read, target, shown), **preview_context(read.preview, request, _keep(target)),
    )  # fmt: skip


def _keep(target: InstrumentVersion | None) -> str:
    return f"show=preview{f'&draft={target.pk}' if target else ''}"


def _target(request: HttpRequest) -> InstrumentVersion | None:
    """The draft that the upload is to replace, where one is named."""
    wanted = request.POST.get("draft") or request.GET.get("draft") or ""
    return instruments.draft(int(wanted), request.user, "edit") if wanted.isdigit() else None


def _found_title(board: found.Board) -> str:
    if board.hard:
        return ngettext(
            "One thing must change before it can be published", "%(n)s things must change before it can be published",
            board.hard,
        ) % {"n": board.hard}  # fmt: skip
    return _("Nothing must change")


def _views(read: uploads.Reading, target: InstrumentVersion | None, shown: str) -> list[Link]:
    if read.preview is None:
        return []
    more = f"draft={target.pk}" if target else ""
    return [
        Link(_("What was found"), f"?{more}", shown != "preview"),
        Link(_("How it will look"), f"?{_keep(target)}", shown == "preview"),
    ]


def preview_context(asked: Instrument | None, request: HttpRequest, query: str = "") -> dict[str, Any]:
    """What the preview shows: one section in one of six languages, and the ways to the others."""
    if asked is None:
        return {"asked": None}
    code = request.GET.get("in", "")
    code = code if code in LANGUAGES else language()
    shown = previews.preview(asked, request.GET.get("section", ""), code)
    ending = f"&{query}" if query else ""
    return {
        "asked": asked, "count": contents.asked(asked), "preview": shown, "code": code, "dir": direction(code),
        "languages": [
            Link(native_name(each), f"?in={each}&section={quote(shown.section)}{ending}", each == code)
            for each in LANGUAGES
        ],
        "sections": [
            (label, f"?in={code}&section={quote(name)}{ending}", name == shown.section)
            for name, label in shown.sections
        ],
    }  # fmt: skip


def _decided(
    request: HttpRequest, row: PrivateFile, read: uploads.Reading, target: InstrumentVersion | None
) -> HttpResponse:
    if request.POST.get("do") == "discard":
        actions.discard(file_id=row.pk, by=request.user)
        messages.success(request, _("The upload is gone. Nothing was kept."))
        return redirect("reporting:instruments")
    if read.sheets is None or not read.can_be_kept:
        return redirect("reporting:uploaded", pk=row.pk)
    if target is not None:
        draft_actions.replace_sheets(version_id=target.pk, sheets=read.sheets, by=request.user)
        actions.discard(file_id=row.pk, by=request.user)
        messages.success(request, _("The workbook stands in place of the draft. You can undo it."))
        return redirect("reporting:draft", pk=target.pk)
    made = actions.begin(sheets=read.sheets, by=request.user, source=row)
    messages.success(request, _("The draft is saved. Only you and those who prepare questionnaires see it."))
    return redirect("reporting:draft", pk=made.pk)


@login_required
@read_or_send
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a workbook in place of a draft."""
    found_ = instruments.draft(pk, request.user, "edit")
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (row := _kept(request, form)) is not None:
        return redirect(f"{reverse('reporting:uploaded', kwargs={'pk': row.pk})}?draft={pk}")
    crumbs = [questionnaires(), Crumb(str(found_), reverse("reporting:draft", kwargs={"pk": pk})), Crumb(_("Upload"))]
    return page(
        request, "instruments/upload", _("Upload a changed workbook"), crumbs, form=form, draft=found_,
        status=422 if form.is_bound else 200,
    )  # fmt: skip
