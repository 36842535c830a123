"""Pages around a trial: begin one, its task list, checking and finishing it; answering is ``views.filling``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from concord.errors import Conflict, Invalid, Refusal
from concord.instrument.model import Instrument
from concord.reporting import places
from concord.vocabulary import areas
from concord_site.reporting.actions import trials as actions
from concord_site.reporting.answering import pages as cut
from concord_site.reporting.answering import reading
from concord_site.reporting.forms.trials import StartForm
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.trials import Trial
from concord_site.reporting.queries import instruments
from concord_site.reporting.queries import trials as queries
from concord_site.reporting.queries.trials import TrialDesk
from concord_site.reporting.views.filling import files, overview, pages
from concord_site.reporting.views.filling import tasks as listing
from concord_site.reporting.views.filling.shown import name_of, opened, section_names, section_title, shown
from concord_site.reporting.views.page import page as room_page
from concord_site.reporting.views.page import questionnaires, read_or_send
from concord_site.shell import problems
from concord_site.shell.i18n import in_language, language
from concord_site.shell.parts.values import Crumb


def _desk(request: HttpRequest, pk: object) -> TrialDesk:
    return TrialDesk(pk, request.user)


# ---- beginning -------------------------------------------------------------------------------------------------------
@read_or_send
def start(request: HttpRequest, id: str, version: str) -> HttpResponse:
    """Begin a trial of a published version."""
    found = instruments.version(id, request.user, version)
    return _start(request, found.instrument, found.row)


@login_required
@read_or_send
def start_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a trial of a draft, as it stands now."""
    row = instruments.draft(pk, request.user)
    found = instruments.checked(instruments.of_json(row.sheets))
    if found.instrument is None:
        raise Invalid("reporting.trial.unreadable")
    return _start(request, found.instrument, row)


def _start(request: HttpRequest, instrument: Instrument, row: InstrumentVersion | None) -> HttpResponse:
    today = timezone.now().date()
    form = StartForm(
        request.POST or None, request.FILES or None, sections=_section_names(instrument),
        countries=sorted(((each.id, each.name(language())) for each in areas.member_states(today)), key=lambda e: e[1]),
        has_last=True, initial={"language": language(), "mode": "whole", "last": "none", "role": "officer"},
    )  # fmt: skip
    if form.is_valid() and (made := _begun(request, form, instrument, row)) is not None:
        return redirect(in_language(reverse("reporting:trial", args=[made.pk]), form.cleaned_data["language"]))
    return room_page(
        request, "trials/start", _("Try this questionnaire"), [questionnaires(), Crumb(name_of(instrument))],
        form=form, instrument=instrument, name=name_of(instrument), status=422 if form.is_bound else 200,
        is_signed_in=request.user.is_authenticated, has_previous=queries.previous_of(instrument) is not None,
    )  # fmt: skip


def _section_names(instrument: Instrument) -> list[tuple[int, str]]:
    return [(each.number, f"{each.number}. {section_title(each)}") for each in cut.sections(instrument)]


def _begun(
    request: HttpRequest, form: StartForm, instrument: Instrument, row: InstrumentVersion | None
) -> Trial | None:
    given = form.cleaned_data
    try:
        last, last_instrument, answers = _last(given, instrument)
        with override(given["language"]):
            return actions.begin(
                instrument, by=request.user, version=row, mode=given.get("mode", Trial.Mode.WHOLE), role=given["role"],
                section=given["section"] or 0, area=given["area"], last=last, last_instrument=last_instrument,
                last_answers=answers, today=timezone.now().date(),
            )  # fmt: skip
    except Refusal as refusal:
        form.add_error("answers" if refusal.code.startswith("reporting.answers") else None, problems.sentence(refusal))
        return None


def _last(given: Mapping[str, Any], instrument: Instrument) -> tuple[str, str, dict[str, Any] | None]:
    last = given.get("last", Trial.Last.NONE)
    if last != Trial.Last.UPLOADED:
        return last, "", None
    found = reading.of_json(given["answers"].read(files.FILE_AT_MOST + 1), limit=files.FILE_AT_MOST)
    of = found.instrument or instrument.previous or instrument.id
    if of not in {instrument.id, instrument.previous}:
        raise Invalid("reporting.answers.other-instrument", params={"given": of, "wanted": instrument.id})
    return last, of, dict(found.answers)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The trials of somebody who is signed in."""
    rows = [(each, each.instrument) for each in queries.own(request.user)]
    return room_page(
        request, "trials/own", _("Your trials"), [questionnaires(), Crumb(_("Your trials"))], rows=rows,
        is_signed_in=request.user.is_authenticated,
    )  # fmt: skip


# ---- the task list ---------------------------------------------------------------------------------------------------
@require_safe
def tasks(request: HttpRequest, pk: object) -> HttpResponse:
    """The sections in any order, each with its state."""
    found = opened(_desk(request, pk))
    trial: Trial = found.row
    return shown(
        request, "trials/tasks", name_of(found.instrument), found, [], **listing.summary(found, listing.rows(found)),
        may_check=trial.role == Trial.Role.OFFICER, section_names=section_names(found),
        area_name=_area_name(trial.area), address=request.build_absolute_uri(request.path),
        is_of_draft=queries.is_of_draft(trial),
        is_own=trial.owner_id is not None and trial.owner_id == request.user.pk,
        is_changed=trial.digest != found.instrument.digest, roles=role_words(),
        forms=listing.export_links(found), is_short=trial.mode == Trial.Mode.SHORT,
    )  # fmt: skip


def role_words() -> list[tuple[str, str]]:
    """The roles that can be played."""
    return [
        (Trial.Role.OFFICER, _("Officer")), (Trial.Role.DELEGATE, _("Colleague with one section")),
        (Trial.Role.REVIEWER, _("Reviewer")),
    ]  # fmt: skip


def _area_name(code: str) -> str:
    return places.name(code, language()) if code else ""


@require_POST
def role(request: HttpRequest, pk: object) -> HttpResponse:
    """Play another role."""
    given = request.POST.get("section", "")
    actions.play(pk, role=request.POST.get("role", ""), section=int(given) if given.isdigit() else 1, by=request.user)
    return redirect("reporting:trial", pk=pk)


@require_POST
def share(request: HttpRequest, pk: object) -> HttpResponse:
    """Open one's own trial to everybody who has its address."""
    try:
        actions.share(pk, by=request.user)
    except Conflict as refusal:
        messages.error(request, problems.sentence(refusal))
    else:
        messages.success(request, _("Everybody who has this address can now open the trial and answer in it."))
    return redirect("reporting:trial", pk=pk)


@read_or_send
def remove(request: HttpRequest, pk: object) -> HttpResponse:
    """Remove a trial for good."""
    found = opened(_desk(request, pk))
    if request.method == "POST":
        actions.remove(pk, by=request.user, now=timezone.now())
        messages.success(request, _("The trial is removed, with its answers and files."))
        return redirect("reporting:trials" if request.user.is_authenticated else "reporting:instruments")
    title = _("Remove this trial?")
    return shown(request, "trials/remove", title, found, [Crumb(title)])


# ---- checking and finishing ------------------------------------------------------------------------------------------
@require_safe
def check(request: HttpRequest, pk: object) -> HttpResponse:
    """Every answer, what is missing, and links to change them."""
    found = opened(_desk(request, pk))
    listed, links = overview.listed(found, request)
    open_ones = overview.open_ones(found)
    return shown(
        request, "trials/check", _("Check the answers"), found, [Crumb(_("Check the answers"))],
        listed=listed, links=links, open_ones=open_ones,
        may_finish=not open_ones and found.may_answer, is_done=found.row.finished_at is not None,
    )  # fmt: skip


@read_or_send
def finish(request: HttpRequest, pk: object) -> HttpResponse:
    """Finish the trial, or look at the finished one."""
    if request.method == "POST":
        if request.POST.get("do") == "reopen":
            actions.reopen(pk, by=request.user)
            return redirect("reporting:trial", pk=pk)
        try:
            actions.finish(pk, by=request.user, language=language(), today=timezone.now().date())
        except Conflict as refusal:
            messages.error(request, problems.sentence(refusal))
            return redirect("reporting:trial-check", pk=pk)
        return redirect("reporting:trial-finish", pk=pk)
    found = opened(_desk(request, pk))
    if found.row.finished_at is None:
        return redirect("reporting:trial-check", pk=pk)
    return shown(
        request, "trials/done", _("The trial is finished"), found, [Crumb(_("Finished"))],
        forms=listing.export_links(found), is_changed=found.row.finished_digest != actions.digest(found.book),
    )  # fmt: skip


# ---- answering: the code of everything that is filled ----------------------------------------------------------------
@require_safe
def why(request: HttpRequest, pk: object) -> HttpResponse:
    """Every question, asked or not, and the reason in words."""
    return overview.why(request, _desk(request, pk))


@require_safe
def section(request: HttpRequest, pk: object, section: int) -> HttpResponse:
    """The first page of a section that is not answered yet."""
    return pages.section(request, _desk(request, pk), section)


@read_or_send
def confirm(request: HttpRequest, pk: object, section: int) -> HttpResponse:
    """The short mode: a section's answers of last time as a whole."""
    return pages.confirm(request, _desk(request, pk), section)


@read_or_send
def page(request: HttpRequest, pk: object, section: int, number: int) -> HttpResponse:
    """A page of questions."""
    return pages.page(request, _desk(request, pk), section, number)


@require_safe
def export(request: HttpRequest, pk: object, form: str) -> HttpResponse:
    """The answers as a file."""
    return files.export(request, _desk(request, pk), form)


@require_safe
def kept(request: HttpRequest, pk: object, file: str) -> FileResponse:
    """A file that was given as an answer."""
    return files.kept(request, _desk(request, pk), file)


@read_or_send
def upload(request: HttpRequest, pk: object) -> HttpResponse:
    """Bring back a file of answers."""
    return files.upload(request, _desk(request, pk))


@read_or_send
def differences(request: HttpRequest, pk: object, upload: object) -> HttpResponse:
    """What a file would change."""
    return files.differences(request, _desk(request, pk), upload)
