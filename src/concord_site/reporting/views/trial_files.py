"""Files of a trial: answers taken away, answers brought back with every difference, files given as answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from concord.errors import Invalid, NotFound, Refusal
from concord.findings import Findings, message
from concord.instrument.answers import addresses, parse
from concord.vocabulary import areas
from concord_site.reporting.actions import trials as actions
from concord_site.reporting.answering import differences as comparing
from concord_site.reporting.answering import outward, reading
from concord_site.reporting.forms.trials import UploadForm
from concord_site.reporting.queries import trials as queries
from concord_site.reporting.queries.trials import Opened
from concord_site.reporting.views import trials as around
from concord_site.reporting.views.page import read_or_send
from concord_site.shell import files, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@require_safe
def export(request: HttpRequest, pk: object, form: str) -> HttpResponse:
    """The answers as a file."""
    found = around.opened(request, pk)
    area = found.trial.area
    made = outward.write(
        form, found.book, found.state, today=found.today, language=language(), reference=str(found.trial.pk)[:8],
        area=area, area_name=areas.area(area).name(language()) if area else "",
    )  # fmt: skip
    if made is None:
        raise NotFound("site.access.unknown")
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
def kept(request: HttpRequest, pk: object, file: str) -> FileResponse:
    """A file that was given as an answer, for whoever may see the trial."""
    found = queries.trial(pk, request.user)
    row = queries.kept_file(found, file)
    return files.response(row, files.open_checked(row))


@read_or_send
def upload(request: HttpRequest, pk: object) -> HttpResponse:
    """Bring back a file of answers; the next page shows what it would change."""
    found = around.opened(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    findings: Findings | None = None
    if form.is_valid():
        try:
            given = _read(found, form.cleaned_data["file"])
            findings = given.findings
            if not given.stops:
                said = [{"message": message(each, language())} for each in findings][:50]
                name = form.cleaned_data["file"].name or ""
                row = actions.stage(
                    pk, name=name, answers=given.answers, removed=given.removed, findings=said, by=request.user
                )
                return redirect("reporting:trial-differences", pk=pk, upload=row.pk)
        except Refusal as refusal:
            form.add_error("file", problems.sentence(refusal))
    title = _("Bring back a file of answers")
    return around.shown(
        request, "upload", title, found, [Crumb(title)], form=form, file_findings=findings,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What a file says: answers, findings, and addresses whose answer was taken out of it."""

    answers: dict[str, Any]
    findings: Findings
    removed: frozenset[str] = frozenset()
    stops: bool = False


def _read(found: Opened, sent: UploadedFile[Any]) -> Given:
    ending = Path(sent.name or "").suffix.lower()
    if ending not in outward.kinds():
        raise Invalid("reporting.answers.unknown-kind", params={"known": ", ".join(outward.kinds())})
    return _of_json(found, sent) if ending == ".json" else _of_file(found, sent, ending)


def _of_json(found: Opened, sent: UploadedFile[Any]) -> Given:
    """Answers as a program gives them; a wrong one is shown among the differences and cannot be taken over."""
    given = reading.of_json(sent.read(around.FILE_AT_MOST + 1), limit=around.FILE_AT_MOST)
    if given.instrument not in {"", found.instrument.id}:
        params = {"given": given.instrument, "wanted": found.instrument.id}
        raise Invalid("reporting.answers.other-instrument", params=params)
    answers, findings = reading.normal(found.instrument, given.answers, language())
    return Given(answers, findings, stops=any(not each.code.startswith("instrument.answer.") for each in findings.hard))


def _of_file(found: Opened, sent: UploadedFile[Any], ending: str) -> Given:
    """A workbook or a submission: all of its answers, or none of them and what must change in the file."""
    limit = settings.CONCORD.upload_megabytes * 1_000_000
    if (sent.size or 0) > limit:
        raise Invalid("reporting.answers.too-large", params={"megabytes": limit // 1_000_000})
    with TemporaryDirectory(prefix="concord-answers-") as folder:
        path = Path(folder) / f"answers{ending}"
        path.write_bytes(sent.read())
        read = outward.read(ending[1:], found.instrument, path, name=sent.name or path.name, today=found.today)
    answers = reading.as_json(parse(read.answers))
    taken_out = read.held - {address for address, _question, _value in addresses(found.instrument, parse(read.answers))}
    return Given(answers, read.findings, taken_out, stops=not read.ok)


@read_or_send
def differences(request: HttpRequest, pk: object, upload: object) -> HttpResponse:
    """Every difference between a file and the trial; those that are marked are taken over."""
    if request.method == "POST":
        wanted = frozenset(request.POST.getlist("take")) if request.POST.get("do") == "take" else frozenset()
        count = actions.take_over(pk, upload, wanted, by=request.user, language=language(), today=timezone.now().date())
        said = ngettext("%(count)s answer is taken over.", "%(count)s answers are taken over.", count)
        messages.success(request, said % {"count": count} if wanted else _("The file is thrown away."))
        return redirect("reporting:trial", pk=pk)
    found = around.opened(request, pk)
    row = queries.upload(found.trial, upload)
    rows = comparing.between(found.book, row.answers, today=found.today, language=language(), removed=row.removed)
    title = _("What the file would change")
    return around.shown(
        request, "differences", title, found, [Crumb(title)], upload=row, rows=rows,
        notes=[each["message"] for each in row.findings],
    )  # fmt: skip
