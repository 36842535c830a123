"""Evaluations: what people judge, what figures say, and the report as page, Word and PDF."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements import evaluation as library
from concord.agreements import evaluation_report
from concord.agreements.evaluation import Evaluation
from concord.agreements.evaluation_report import Material
from concord.agreements.monitoring_declared import declared
from concord.agreements.plan_progress import progress
from concord.errors import NotFound
from concord.vocabulary.text import Text
from concord_site.agreements.actions.writing import Opened
from concord_site.agreements.following import forms_evaluation, queries, words
from concord_site.agreements.following.views import keeping
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import framing
from concord_site.shell.i18n import language
from concord_site.shell.parts import documents
from concord_site.shell.parts.values import Crumb

FORMATS = ("pdf", "docx")


@login_required
@require_safe
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Every evaluation with what it lacks."""
    dossier, context = framing.frame(request, dossier_id, "evaluation")
    today = timezone.now().date()
    objectives, rows = queries.objectives(dossier), queries.rows(dossier, today=today)
    has_survey, speech = queries.survey(dossier) is not None, words.of_following()
    aims = {each.id: each.statement.best(language()).text for each in objectives}
    listed = [
        (record, each, str(forms_evaluation.KIND_NAMES[each.kind]), speech.text(f"outcome-{each.outcome}"),
         words.called(library.check(each, objectives=objectives, rows=rows, has_survey=has_survey, today=today), aims),
         [(kind, keeping.address("evaluation-file", dossier, key=record.key, format=kind)) for kind in FORMATS])
        for record, each in queries.evaluations(dossier)
    ]  # fmt: skip
    return framing.page(
        request, "agreements/following/evaluation.html", context, listed=listed, objectives=len(objectives),
        has_survey=has_survey, unread=queries.unread(dossier, *queries.READ),
    )  # fmt: skip


@login_required
@framing.read_or_send
def edit(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """One evaluation."""
    dossier, context = framing.frame(request, dossier_id, "evaluation")
    record = keeping.standing(dossier.shared, queries.EVALUATION, key)
    before, objectives = Evaluation.from_json(record.body) if record else None, queries.objectives(dossier)
    initial = {**forms_evaluation.evaluation_initial(before, objectives), "version": record.version if record else 0}
    form = forms_evaluation.EvaluationForm(request.POST or None, initial=initial, objectives=objectives)
    return keeping.edited(
        request, dossier, context, side="shared", kind=queries.EVALUATION, key=key, form=form,
        body=lambda at: form.value(at, before).to_json(), title=_("Evaluation"),
        back=keeping.address("evaluation", dossier),
    )  # fmt: skip


@login_required
@require_safe
def report(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """The report as a page."""
    dossier, context = framing.frame(request, dossier_id, "evaluation")
    made = document(dossier, key)
    context["title"] = str(made.title)
    back = keeping.address("evaluation", dossier)
    context["crumbs"] = [*context["crumbs"][:-1], Crumb(str(context["part"].title), back), Crumb(str(made.title))]
    files = [(kind, keeping.address("evaluation-file", dossier, key=key, format=kind)) for kind in FORMATS]
    return framing.page(
        request, "agreements/following/report.html", context, body=documents.on_page(made), files=files,
        document=made,
    )  # fmt: skip


@login_required
@require_safe
def file(request: HttpRequest, dossier_id: str, key: str, format: str) -> HttpResponse:
    """The report as a file."""
    from concord.documents.render import docx, pdf

    dossier, _context = framing.frame(request, dossier_id, "evaluation")
    made = {"pdf": pdf.render, "docx": docx.render}.get(format)
    if made is None:
        raise NotFound("site.access.unknown")
    content = made(document(dossier, key))
    return framing.download(Opened(f"evaluation.{format}", "application/octet-stream", content))


def document(dossier: Dossier, key: str) -> Any:
    """The report of one evaluation, in the reader's language.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    return evaluation_report.compose(material(dossier, key), language(), as_of=timezone.now().date())


def material(dossier: Dossier, key: str) -> Material:
    """What the report is composed from.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    record = keeping.standing(dossier.shared, queries.EVALUATION, key)
    if record is None:
        raise NotFound("site.access.unknown")
    today, whole = timezone.now().date(), queries.plan(dossier)
    names = {side: Text({language(): said}) for side, said in keeping.sides(dossier).items()}
    return Material(
        dossier.title, names, Evaluation.from_json(record.body), queries.objectives(dossier),
        queries.rows(dossier, today=today), whole,
        progress(whole, today=today, soon_days=declared().soon_days) if whole.actions else None,
        queries.shared_account(dossier), queries.survey(dossier),
        tuple(each for _record, each in queries.lessons(dossier)), dossier.is_invented,
    )  # fmt: skip
