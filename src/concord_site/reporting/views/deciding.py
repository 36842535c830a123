"""The turns in a version's life: begin, begin from another, publish, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import NotFound, Refusal
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets
from concord.vocabulary.languages import LANGUAGES, native_name
from concord_site.reporting.actions import instruments as actions
from concord_site.reporting.editing import book as books
from concord_site.reporting.forms import instruments as forms
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.queries import contents, found, instruments, shares
from concord_site.reporting.views.page import page, questionnaires, read_or_send
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@login_required
@read_or_send
def new(request: HttpRequest) -> HttpResponse:
    """Begin an empty draft with one section."""
    access.permit(InstrumentVersion, request.user, "create", state="draft")
    form = forms.NewForm(request.POST or None, initial={"default_language": language()})
    if form.is_valid():
        made = actions.begin(sheets=_empty(form.cleaned_data), by=request.user)
        return redirect("reporting:draft", pk=made.pk)
    crumbs = [questionnaires(), Crumb(_("New"))]
    return page(
        request, "instruments/form", _("Begin an empty draft"), crumbs, form=form, send=_("Begin the draft"),
        back=reverse("reporting:instruments"),
        lead=_("You can change all of it later. Only you and those who prepare questionnaires see a draft."),
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _empty(given: dict[str, str]) -> Sheets:
    label = _("First section")
    survey = [
        Row(2, {"type": "begin_group", "name": "section_1", "label": label}),
        Row(3, {"type": "text", "name": "question_1", "label": _("First question")}),
        Row(4, {"type": "end_group"}),
    ]
    return Sheets(
        f"{given['form_id']}.xlsx",
        Sheet(SURVEY, ("type", "name", "label", "hint", "relevant", "required", "constraint"), tuple(survey)),
        Sheet(CHOICES, ("list_name", "name", "label")),
        Sheet(SETTINGS, tuple(given), (Row(2, {key: value for key, value in given.items() if value}),)),
    )


@login_required
@read_or_send
def copy(request: HttpRequest, id: str, number: str) -> HttpResponse:
    """Begin the next version of a published one."""
    version = instruments.version(id, request.user, number)
    access.permit(InstrumentVersion, request.user, "create", state="draft")
    form = forms.CopyForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.copy(id=id, number=number, new_number=form.cleaned_data["number"], by=request.user)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error("number", problems.sentence(refusal))
        else:
            return redirect("reporting:draft", pk=made.pk)
    title = version.title.best(language()).text
    back = reverse("reporting:version", kwargs={"id": id, "number": number})
    return page(
        request, "instruments/form", _("Begin the next version"),
        [questionnaires(), Crumb(title, back), Crumb(_("New"))], form=form,
        send=_("Begin the draft"), back=back, lead=title, status=422 if form.is_bound else 200,
    )  # fmt: skip


@login_required
@read_or_send
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What publishing freezes, what is missing, and the button."""
    version = instruments.draft(pk, request.user, "publish")
    book = books.of_json(version.sheets)
    checked = instruments.checked(book)
    refused = ""
    if request.method == "POST":
        try:
            done = actions.publish(version_id=pk, by=request.user)
        except NotFound:
            raise
        except Refusal as refusal:
            refused = problems.sentence(refusal)
        else:
            messages.success(request, _("It is published. From now on nothing it asks can change."))
            return redirect("reporting:version", id=done.instrument, number=done.number)
    crumbs = [questionnaires(), Crumb(str(version), reverse("reporting:draft", kwargs={"pk": pk})), Crumb(_("Publish"))]
    shown = [(each, native_name(each.language)) for each in _shares(book)]
    return page(
        request, "editor/publish", _("Publish this version"), crumbs, version=version, checked=checked, refused=refused,
        board=found.board(checked.findings, book.sheets()), shares=shown, missing=_missing(book),
        asked=contents.asked(checked.instrument) if checked.instrument else 0, status=409 if refused else 200,
    )  # fmt: skip


def _shares(book: books.Book) -> tuple[shares.Share, ...]:
    rows = [line.cells for sheet in book.pages for line in sheet.lines]
    return shares.shares_of(rows, book.language, LANGUAGES)


def _missing(book: books.Book) -> list[tuple[str, str, list[str], int]]:
    """What is not translated, by language: names of rows, at most twelve, and how many more."""
    made: list[tuple[str, str, list[str], int]] = []
    rows = [line.cells for sheet in book.pages for line in sheet.lines]
    for code in LANGUAGES:
        if code == book.language:
            continue
        lacking = (
            cells.get("name") or cells.get("form_id", "")
            for cells, column, _text in shares.wordings(rows, book.language)
            if not cells.get(f"{column}::{code}")
        )
        names = list(dict.fromkeys(lacking))
        if names:
            made.append((code, native_name(code), names[:12], max(0, len(names) - 12)))
    return made


@login_required
@read_or_send
def withdraw(request: HttpRequest, id: str, number: str) -> HttpResponse:
    """Ask why, and withdraw a published version."""
    version = instruments.version(id, request.user, number)
    if version.row is None:
        raise NotFound("site.access.unknown")
    access.get(InstrumentVersion, version.row.pk, request.user, "withdraw")
    form = forms.WithdrawForm(request.POST or None)
    if form.is_valid():
        actions.withdraw(version_id=version.row.pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The version is withdrawn. It stays readable with this mark and your reason."))
        return redirect("reporting:version", id=id, number=number)
    back = reverse("reporting:version", kwargs={"id": id, "number": number})
    title = version.title.best(language()).text
    crumbs = [questionnaires(), Crumb(title, back), Crumb(_("Withdraw"))]
    return page(
        request, "instruments/form", _("Withdraw this version"), crumbs, form=form, send=_("Withdraw this version"),
        back=back, lead=_("It takes no new answers and stays readable, since answers were given to it."),
        status=422 if form.is_bound else 200,
    )  # fmt: skip
