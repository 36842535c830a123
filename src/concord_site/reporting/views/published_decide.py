"""Before and after publication: what others will see, publishing, withdrawing, beginning a correction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from concord.errors import Conflict, NotFound, Refusal
from concord.instrument.numbering import numbers
from concord.reporting import places, publication
from concord.reporting.instrument_print.voice import bare
from concord.reporting.national_report import Edition, marks, title_of
from concord.reporting.publication_hiding import along
from concord_site.reporting.actions import publishing
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.reporting.queries import published, published_page, stakeholder_reports
from concord_site.reporting.views.page import page, read_or_send
from concord_site.reporting.views.published import of_round, room
from concord_site.shell import access
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


class Withdraw(forms.Form):
    """Why it is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it withdrawn?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Shown to everybody in place of the report."),
    )  # fmt: skip


@require_safe
@login_required
def preview(request: HttpRequest, pk: str) -> HttpResponse:
    """What of a report will be published, exactly as others will see it; for whoever may read what was sent."""
    found = access.get(Submission, pk, request.user)
    filing = _filing(found, request.user)
    given, code = publishing.preview(found, filing), language()
    about = Edition("preview", filing.at.date(), timezone.now().date(), "", is_example=found.is_example)
    parts = published_page.sections(given, publication.items(given), code)
    numbered = numbers(given.instrument)
    hidden = [(numbered.get(each.path) or numbered.get(each.path[:-1], ""), bare(each.label.best(code).text))
              for each in along(given.instrument, {*filing.withheld, *found.withheld})]  # fmt: skip
    name = places.name(found.area, code)
    crumbs = [room(), Crumb(found.round.year), Crumb(name), Crumb(_("Preview"))]
    return page(
        request, "published/preview", str(title_of(given, about, code)), crumbs, found=found, sections=parts,
        marks=marks(about, code), withheld=len(given.withheld), along=hidden, reference=given.reference,
        echoes=_echoes(given, filing), may_publish=access.may(found, request.user, "publish")
        and found.state == Submission.State.ACCEPTED, written=published_page_language(found.language),
        previous=found.edition > 1,
    )  # fmt: skip


def published_page_language(code: str) -> tuple[str, str, str]:
    """Code, own name and direction of a language."""
    from concord.vocabulary.languages import direction, native_name

    return code, native_name(code), direction(code)


def _filing(found: Submission, by: Any) -> Filing:
    newest = access.visible(Filing, by).filter(submission=found).order_by("-number").first()
    if newest is None:
        raise Conflict("reporting.publication.not-sent")
    return newest


def _echoes(given: publication.Published, filing: Filing) -> list[str]:
    """Numbers of questions whose published text holds a hidden answer in so many words."""
    from concord.instrument import answers as told

    numbered = numbers(given.instrument)
    found = []
    for at in publication.echoes(given, filing.answers):
        where = told.address(at)
        node = given.instrument.by_key.get((where.repeats, where.key))
        found.append(numbered.get(node.path, at) if node is not None else at)
    return list(dict.fromkeys(found))


@require_POST
@login_required
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """Publish."""
    try:
        made = publishing.publish(pk, by=request.user, today=timezone.now().date())
    except Conflict as refusal:
        messages.error(request, _said(refusal))
        return redirect("reporting:publication-preview", pk=pk)
    messages.success(request, _("Published as %(reference)s.") % {"reference": made.reference})
    return redirect("reporting:published-report", year=made.round.year, area=made.area)


def _said(refusal: Refusal) -> str:
    from concord.declarations.messages import said

    worded = said(refusal, language())
    return f"{worded.message} {worded.hint}".strip()


@read_or_send
@login_required
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw a publication, with a reason."""
    known = published.by_reference(reference)
    if known.use != Publication.Use.NATIONAL:
        return _at_stakeholders(known, request.user)
    found = access.get(Publication, known.pk, request.user, "withdraw")
    form = Withdraw(request.POST or None)
    if request.method == "POST" and form.is_valid():
        publishing.withdraw(found.pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("%(reference)s was withdrawn. It stays listed with the reason.")
                         % {"reference": reference})  # fmt: skip
        return redirect("reporting:published-cited", reference=reference)
    code = language()
    title = _("Withdraw %(reference)s") % {"reference": reference}
    crumbs = [room(), of_round(found.round.year), Crumb(places.name(found.area, code), _address(found)), Crumb(title)]
    status = 422 if form.is_bound else 200
    return page(request, "published/withdraw", title, crumbs, form=form, found=found, back=_address(found),
                status=status)  # fmt: skip


def _at_stakeholders(found: Publication, by: Any) -> HttpResponse:
    """Where a stakeholder's report is withdrawn: with its moderation, or on its stakeholder's own page."""
    behind = stakeholder_reports.behind(found, by)
    if behind is None:
        raise NotFound("site.access.unknown")
    is_desk = stakeholder_reports.is_secretariat(by)
    return redirect("reporting:stakeholder-desk-report" if is_desk else "reporting:stakeholder-report", behind.pk)


def _address(found: Publication) -> str:
    return reverse("reporting:published-cited", kwargs={"reference": found.reference})


@require_POST
@login_required
def correct(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin a corrected edition of one's country's report."""
    made = publishing.begin_correction(pk, by=request.user)
    messages.success(request, _("A corrected edition has been begun, with all answers of the one before."))
    try:
        return redirect("reporting:report", pk=made.pk)
    except Exception:  # the pages of a report may not be there
        return redirect("reporting:publication-preview", pk=pk)
