"""The survey of workers on the page of monitoring: the questionnaire, answers brought in, what they say together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements import worker_survey
from concord.agreements.evaluation_figures import least_said
from concord.errors import NotFound, Refusal
from concord.findings import hint, message
from concord_site.agreements.actions.writing import Opened
from concord_site.agreements.following import actions, queries, words
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import framing
from concord_site.shell import problems
from concord_site.shell.i18n import language


def said(dossier: Dossier) -> dict[str, Any] | None:
    """What all answers say together, ready for the page; None where nobody was asked."""
    found = queries.survey(dossier)
    if found is None:
        return None
    speech = words.of_following()
    shares = []
    for each in found.shares:
        share = ""
        if each.percent is not None and each.low is not None and each.high is not None:
            value, low, high = (speech.number(part, 0) for part in (each.percent, each.low, each.high))
            share = speech.text("span", value=value, low=low, high=high)
        shares.append((speech.text(f"indicator-{each.indicator}"), share, each.answers))
    took, declined = (least_said(each, speech) for each in (found.took_part, found.declined))
    return {"took_part": took, "declined": declined, "shares": shares}


def received(request: HttpRequest, dossier: Dossier, form: Any) -> bool:
    """Whether answers were counted; the limited reader alone opens the file, and it is thrown away."""
    from concord.intake.reading import read

    sent = form.cleaned_data["file"]
    try:
        reading = read(sent.read(), sent.name)
        for finding in reading.findings.hard:
            form.add_error("file", f"{message(finding, language())} {hint(finding, language())}".strip())
        if not reading.ok:
            return False
        rows = [record for sheet in reading.sheets[:1] for record in sheet.records()]
        found = actions.keep_answers(
            dossier, rows, year=form.cleaned_data["year"], by=request.user, now=timezone.now()
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error("file", problems.sentence(refusal))
        return False
    messages.success(request, _("%(count)d people took part. Only how many gave each answer is kept.") % {
        "count": found.took_part})  # fmt: skip
    return True


@login_required
@require_safe
def questionnaire(request: HttpRequest, dossier_id: str, format: str) -> HttpResponse:
    """The questionnaire: a workbook (XLSForm), or a form for telephones (XForm)."""
    from concord.instrument.xform import definition
    from concord.instrument.xlsform import write

    framing.frame(request, dossier_id, "monitoring")
    made = {"xlsx": write.write_workbook, "xml": definition}.get(format)
    if made is None:
        raise NotFound("site.access.unknown")
    content = made(worker_survey.instrument())
    return framing.download(Opened(f"{worker_survey.ID}.{format}", "application/octet-stream", content))
