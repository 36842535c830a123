"""Files at a desk: answers taken away, answers brought back with every difference, files given as answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
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

from concord.errors import Invalid, NotFound, Refusal
from concord.findings import Findings, message
from concord.instrument.answers import addresses, parse
from concord.reporting import places
from concord_site.reporting.actions import filling_uploads as actions
from concord_site.reporting.answering import outward, reading
from concord_site.reporting.answering.book import Book
from concord_site.reporting.answering.differences import Difference
from concord_site.reporting.forms.trials import UploadForm
from concord_site.reporting.queries import filling as queries
from concord_site.reporting.queries.filling import Desk, Opened
from concord_site.reporting.views.filling.shown import opened, private, section_title, shown
from concord_site.shell import files, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

#: Characters of a JSON file of answers.
FILE_AT_MOST = 3_000_000


def export(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """The answers as a file; only those of the sections there are for this desk."""
    found = opened(desk)
    area = desk.area(found.row)
    made = outward.write(
        form, _own(found), found.state, today=found.today, language=language(), reference=desk.reference(found.row),
        area=area, area_name=places.name(area, language()) if area else "", kind=desk.kind,
        generated=bool(getattr(found.row, "is_example", False)),
    )  # fmt: skip
    if made is None:
        raise NotFound("site.access.unknown")
    return sent_file(made)


def _own(found: Opened) -> Book:
    """The answers of the sections there are for a desk."""
    if found.desk.only is None:
        return found.book
    kept = {at: each for at, each in found.book.kept.items() if found.desk.knows(found.section_of(at))}
    entries = {block: ids for block, ids in found.book.entries.items() if found.desk.knows(found.section_of(block))}
    return replace(found.book, kept=kept, entries=entries)


def sent_file(made: outward.File) -> HttpResponse:
    """A file as a download that nobody's cache keeps."""
    response = private(HttpResponse(made.content, content_type=made.media_type))
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def kept(request: HttpRequest, desk: Desk, file: str) -> FileResponse:
    """A file that was given as an answer, for whoever may see the answers."""
    row = queries.kept_file(desk, desk.fetch(), file)
    return files.response(row, files.open_checked(row))


def upload(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Bring back a file of answers; the next page shows what it would change."""
    found = opened(desk)
    form = UploadForm(request.POST or None, request.FILES or None)
    findings: Findings | None = None
    if form.is_valid():
        try:
            given = read(found, form.cleaned_data["file"])
            findings = given.findings
            if not given.stops:
                row = _staged(found, given, form.cleaned_data["file"].name or "")
                return redirect(desk.href("differences", row.pk))
        except Refusal as refusal:
            form.add_error("file", problems.sentence(refusal))
    title = _("Bring back a file of answers")
    return shown(
        request, "filling/upload", title, found, [Crumb(title)], form=form, file_findings=findings,
        waiting=waiting(found),
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file of answers that waits to be looked at."""

    row: Any
    href: str


def waiting(found: Opened) -> list[Waiting]:
    """The files that wait, oldest first; none where a kind keeps one at a time."""
    if found.desk.uploads_at_most == 1:
        return []
    rows = found.row.uploads.select_related("sent_by").order_by("sent_at")
    return [Waiting(each, found.desk.href("differences", each.pk)) for each in rows]


def _staged(found: Opened, given: Given, name: str) -> Any:
    said = [{"message": message(each, language())} for each in given.findings][:50]
    return actions.stage(
        found.desk, name=name, answers=given.answers, removed=given.removed, findings=said, today=found.today,
        **(found.desk.about_upload(found.row, given.form, given.round)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What a file says: answers, findings, and addresses whose answer was taken out of it."""

    answers: dict[str, Any]
    findings: Findings
    removed: frozenset[str] = frozenset()
    stops: bool = False
    form: str = "workbook"
    round: str = ""  # what the file says of its round; a workbook names the copy there


def read(found: Opened, sent: UploadedFile[Any]) -> Given:
    """What a file says.

    Raises:
        Invalid: ``reporting.answers.unknown-kind``, ``reporting.answers.too-large``, ``reporting.answers.not-json``,
            ``reporting.answers.other-instrument``.
    """
    ending = Path(sent.name or "").suffix.lower()
    if ending not in outward.kinds():
        raise Invalid("reporting.answers.unknown-kind", params={"known": ", ".join(outward.kinds())})
    return _of_json(found, sent) if ending == ".json" else _of_file(found, sent, ending)


def _of_json(found: Opened, sent: UploadedFile[Any]) -> Given:
    """Answers as a program gives them; a wrong one is shown among the differences and cannot be taken over."""
    given = reading.of_json(sent.read(FILE_AT_MOST + 1), limit=FILE_AT_MOST)
    if given.instrument not in {"", found.instrument.id}:
        params = {"given": given.instrument, "wanted": found.instrument.id}
        raise Invalid("reporting.answers.other-instrument", params=params)
    answers, findings = reading.normal(found.instrument, given.answers, language())
    stops = any(not each.code.startswith("instrument.answer.") for each in findings.hard)
    return Given(answers, findings, stops=stops, form="json")


def _of_file(found: Opened, sent: UploadedFile[Any], ending: str) -> Given:
    """A workbook or a submission: all of its answers, or none of them and what must change in the file."""
    limit = settings.CONCORD.upload_megabytes * 1_000_000
    if (sent.size or 0) > limit:
        raise Invalid("reporting.answers.too-large", params={"megabytes": limit // 1_000_000})
    with TemporaryDirectory(prefix="concord-answers-") as folder:
        path = Path(folder) / f"answers{ending}"
        path.write_bytes(sent.read())
        came = outward.read(ending[1:], found.instrument, path, name=sent.name or path.name, today=found.today)
    found.desk.check_file(found.row, came.area)
    answers = reading.as_json(parse(came.answers))
    taken_out = came.held - {at for at, _question, _value in addresses(found.instrument, parse(came.answers))}
    form = "workbook" if ending == ".xlsx" else "xform"
    return Given(answers, came.findings, taken_out, stops=not came.ok, form=form, round=came.round)


@dataclass(frozen=True, slots=True)
class Part:
    """The differences in one section."""

    number: int
    title: str
    rows: list[Difference] = field(default_factory=list)


def differences(request: HttpRequest, desk: Desk, upload: object) -> HttpResponse:
    """Every difference between a file and the answers, section by section; those that are marked are taken over."""
    if request.method == "POST":
        return _taken(request, desk, upload)
    found = opened(desk)
    row = queries.upload(found.row, upload)
    rows = queries.differences_of(found, row)
    titles = {each.number: section_title(each) for each in found.sections}
    parts = [
        Part(number, f"{number}. {titles[number]}" if number in titles else "", list(held))
        for number, held in groupby(rows, key=lambda each: each.section)
    ]
    title = _("What the file would change")
    return shown(
        request, "filling/differences", title, found, [Crumb(title)], upload=row, rows=rows, parts=parts,
        notes=[each["message"] for each in row.findings], is_several=desk.uploads_at_most > 1,
    )  # fmt: skip


def _taken(request: HttpRequest, desk: Desk, upload: object) -> HttpResponse:
    do, _sign, number = request.POST.get("do", "").partition(":")
    today = timezone.now().date()
    if do == "drop":
        actions.throw_away(desk, upload, today=today)
        messages.success(request, _("The file is thrown away."))
        return redirect(desk.href())
    prefix = "seen:"
    seen = {
        name.removeprefix(prefix): int(str(value)) for name, value in request.POST.items()
        if name.startswith(prefix) and str(value).isdigit()
    }  # fmt: skip
    wanted = frozenset(request.POST.getlist("take")) if do == "take" else frozenset()
    sections = frozenset({int(number)}) if do == "section" and number.isdigit() else frozenset()
    count = actions.take_over(desk, upload, wanted, language=language(), today=today, seen=seen, sections=sections)
    said = ngettext("%(count)s answer is taken over.", "%(count)s answers are taken over.", count)
    messages.success(request, said % {"count": count})
    is_there = desk.uploads_at_most > 1 and desk.fetch().uploads.filter(pk=str(upload)).exists()
    return redirect(desk.href("differences", upload) if is_there else desk.href())
