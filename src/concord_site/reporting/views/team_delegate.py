"""Pages of a delegate: the link that brings them, what is asked of them, and their sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from concord.errors import Conflict, NotFound, Refusal
from concord_site.reporting.actions import team_delegations as actions
from concord_site.reporting.forms.team import AccountForm
from concord_site.reporting.models.submissions import Delegation
from concord_site.reporting.queries import filling, team_places, team_remarks
from concord_site.reporting.queries import team_delegations as queries
from concord_site.reporting.queries.reports import DelegateDesk
from concord_site.reporting.team_marks import remarks_href
from concord_site.reporting.views import team_parts as parts
from concord_site.reporting.views.filling import files, overview, pages, tasks
from concord_site.reporting.views.filling.shown import opened, shown
from concord_site.reporting.views.page import read_or_send
from concord_site.shell import problems
from concord_site.shell.i18n import in_language, language
from concord_site.shell.parts.values import Crumb


# ---- the link --------------------------------------------------------------------------------------------------------
@never_cache
@sensitive_post_parameters("password", "again")
@read_or_send
def link(request: HttpRequest, token: str) -> HttpResponse:
    """What a link brings: sections of which report, by when; and the way in."""
    now = timezone.now()
    row = queries.invited(token, now=now)
    who = request.user
    is_theirs = who.is_authenticated and str(getattr(who, "email", "")).lower() == row.email
    has_account = queries.has_account(row.email)
    form = None if who.is_authenticated or has_account else AccountForm(request.POST or None)
    if request.method == "POST" and is_theirs:
        actions.take_up(token, by=who, now=now)  # type: ignore[arg-type]
        return redirect("reporting:delegation", pk=row.pk)
    if form is not None and form.is_valid() and _is_opened(form, token):
        messages.success(request, _("Your account is open. Sign in with your address and password."))
        return redirect(_sign_in(in_language(reverse("reporting:delegation", args=[row.pk]), language())))
    place = team_places.Place(row.submission, who, frozenset(row.sections))
    title = _("A part of a national report is asked of you")
    return parts.shown(
        request, "link", title, [Crumb(title)], row=row, submission=row.submission, form=form, is_theirs=is_theirs,
        sections=[f"{n}. {words}" for n, words in parts.titles(place, row.sections)],
        report=parts.name_of(row.submission), sign_in=_sign_in(request.path), has_account=has_account,
        status=422 if form is not None and form.errors else 200,
    )  # fmt: skip


def _sign_in(onward: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': onward})}"


def _is_opened(form: AccountForm, token: str) -> bool:
    given = form.cleaned_data
    try:
        actions.take_up_anew(token, name=given["name"], password=given["password"], now=timezone.now())
    except ValidationError as problem:
        form.add_error("password", problem)
    except Conflict as refusal:
        form.add_error(None, problems.sentence(refusal))
    else:
        return True
    return False


# ---- what is asked of somebody ---------------------------------------------------------------------------------------
@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Everything that is asked of somebody, each country and round by itself."""
    today = timezone.now().date()
    rows = [
        (each, parts.name_of(each.submission), len(each.sections), each.due_on is not None and each.due_on < today)
        for each in queries.own(request.user)
    ]
    title = _("Asked of you")
    return parts.shown(request, "own_delegations", title, [Crumb(title)], rows=rows)


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be said before handing in."""

    missing: int
    faults: int


@login_required
@require_safe
def sections(request: HttpRequest, pk: object) -> HttpResponse:
    """The sections asked of somebody, each with its state, and handing in."""
    desk = DelegateDesk(pk, request.user)
    found = opened(desk)
    row = desk.delegation
    left = Left(sum(len(each.missing) for each in found.progress), sum(len(each.faults) for each in found.progress))
    place = team_places.Place(found.row, request.user, desk.only, desk.may_remark, row)
    return shown(
        request, "team/delegation", parts.name_of(found.row), found, [], row_of=row, left=left,
        is_open=desk.may_answer(found.row), is_late=_is_late(row), remarks_href=remarks_href(place),
        remarks=sum(team_remarks.open_by_section(place).values()), **tasks.summary(found, tasks.rows(found)),
    )  # fmt: skip


def _is_late(row: Delegation) -> bool:
    return row.state == Delegation.State.OPEN and row.due_on is not None and row.due_on < timezone.now().date()


@login_required
@read_or_send
def page(request: HttpRequest, pk: object, section: int, number: int) -> HttpResponse:
    """A page of a section."""
    return pages.page(request, DelegateDesk(pk, request.user), section, number)


@login_required
@require_safe
def section(request: HttpRequest, pk: object, section: int) -> HttpResponse:
    """A section begins at its first page that is not answered yet."""
    return pages.section(request, DelegateDesk(pk, request.user), section)


@login_required
@read_or_send
def confirm(request: HttpRequest, pk: object, section: int) -> HttpResponse:
    """The short mode: whether something has changed in a section."""
    return pages.confirm(request, DelegateDesk(pk, request.user), section)


@login_required
@require_safe
def check(request: HttpRequest, pk: object) -> HttpResponse:
    """All answers of the sections asked of somebody."""
    found = opened(DelegateDesk(pk, request.user))
    listed, links = overview.listed(found, request)
    title = _("All answers")
    return shown(
        request, "team/delegation_check", title, found, [Crumb(title)], listed=listed, links=links,
        open_ones=overview.open_ones(found),
    )  # fmt: skip


@login_required
@require_safe
def file(request: HttpRequest, pk: object, file: str) -> HttpResponseBase:
    """A file given as an answer in one of their sections."""
    desk = DelegateDesk(pk, request.user)
    found = opened(desk)
    _require_known(found, file)
    return files.kept(request, desk, file)


def _require_known(found: filling.Opened, file: str) -> None:
    for address, kept in found.book.kept.items():
        held: Any = kept.value
        if isinstance(held, dict) and held.get("file") == file and found.desk.knows(found.section_of(address)):
            return
    raise NotFound("site.access.unknown")


@login_required
@require_POST
def hand_in(request: HttpRequest, pk: object) -> HttpResponse:
    """Hand the sections in."""
    DelegateDesk(pk, request.user).fetch()
    try:
        actions.hand_in(pk, by=request.user, now=timezone.now())
    except Refusal as refusal:
        if not isinstance(refusal, Conflict):
            raise
        messages.error(request, problems.sentence(refusal))
    else:
        messages.success(request, _("Handed in. Thank you: those who asked you have been told."))
    return redirect("reporting:delegation", pk=pk)
