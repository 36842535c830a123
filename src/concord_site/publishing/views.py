"""Pages of reports and editions; what is in preparation is for those who prepare it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concord.errors import NotFound, Refusal
from concord.vocabulary.languages import LANGUAGES, native_name
from concord.vocabulary.text import Text, Wording
from concord_site.audit import queries as trail
from concord_site.publishing import actions, forms, path, queries, reading, views_path
from concord_site.publishing.models import Document, Edition, Rendition
from concord_site.shell import access, files, jobs, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb
from concord_site.shell.parts.values import Job as Work

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _page(
    request: HttpRequest, template: str, title: str, crumbs: list[Crumb], *, status: int = 200, **context: object
) -> HttpResponse:
    trail = [Crumb(_("Home"), f"/{language()}/"), *crumbs]
    return render(request, f"publishing/{template}.html", {"title": title, "crumbs": trail, **context}, status=status)


def _reports() -> Crumb:
    return Crumb(_("Reports"), reverse("publishing:editions"))


def _title(thing: Document | Edition) -> Wording:
    return Text(thing.title).best(language()) if thing.title else Wording(str(thing), "en")


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition; and what is in preparation, for those who may see it."""
    shown = [(each, _title(each)) for each in queries.editions(request.user)]
    drafts = queries.documents(request.user)
    return _page(
        request, "editions", _("Reports"), [Crumb(_("Reports"))], editions=shown, documents=drafts,
        may_draft=queries.may_draft(request.user),
    )  # fmt: skip


@require_safe
def edition(request: HttpRequest, number: str) -> HttpResponse:
    """One edition: how to read it, its files with their digests, what it was compiled from."""
    found = queries.edition(number, request.user)
    title = _title(found)
    return _page(
        request, "edition", title.text, [_reports(), Crumb(found.number)], edition=found, wording=title,
        rows=[(code, native_name(code), cells) for code, cells in queries.table(found.document)],
        page=queries.rendition(found.document, language(), "html"),
        may_withdraw=access.may(found, request.user, "withdraw"), numbers=_numbers(found),
    )  # fmt: skip


def _numbers(found: Edition) -> list[tuple[Wording, str, dt.date | None]]:
    """The governing bodies a report went to: body, document number, day."""
    rows = path.numbers(found.document)
    return [(stage.title.best(language()), row.number, row.done_on) for stage, row in rows]


@require_safe
def edition_file(request: HttpRequest, number: str, language: str, format: str) -> HttpResponseBase:
    """A file of an edition; one that nobody has asked for before is made, and the page says how to get it."""
    found = queries.edition(number, request.user)
    if language not in LANGUAGES:
        raise NotFound("site.access.unknown")
    return _file(queries.rendition(found.document, language, format)) or _being_made(request, found, language, format)


def _file(found: Rendition | None) -> HttpResponseBase | None:
    if found is None or found.file is None:
        return None
    answer = files.response(*queries.opened(found))
    answer["ETag"] = f'"{found.sha256}"'
    answer["Repr-Digest"] = f"sha-256=:{_base64(found.sha256)}:"
    return answer


def _base64(digest: str) -> str:
    from base64 import b64encode

    return b64encode(bytes.fromhex(digest)).decode()


def _being_made(request: HttpRequest, found: Edition, wanted: str, format: str) -> HttpResponse:
    if request.method == "GET":
        actions.ask(edition=found, language=wanted, format=format)
    crumbs = [_reports(), Crumb(found.number, reverse("publishing:edition", kwargs={"number": found.number}))]
    return _page(
        request, "being_made", _("This file is being made"), [*crumbs, Crumb(_("Being made"))], status=202,
        edition=found, name=native_name(wanted), wanted=wanted, format=format.upper(),
    )  # fmt: skip


@require_safe
def read(request: HttpRequest, number: str, page: str = "") -> HttpResponse:
    """The web page of an edition, a part at a time; in English where it has not been made in this language."""
    found = queries.edition(number, request.user)
    own = queries.rendition(found.document, language(), "html")
    if own is None and request.method == "GET":
        own = actions.ask(edition=found, language=language(), format="html")
    address = reverse("publishing:read", kwargs={"number": found.number})
    crumbs = [_reports(), Crumb(found.number, reverse("publishing:edition", kwargs={"number": found.number}))]
    return _read(request, found.document, own, page, address, crumbs, edition=found)


def _read(
    request: HttpRequest, document: Document, own: Rendition | None, id: str, address: str, crumbs: list[Crumb],
    **context: Any,
) -> HttpResponse:  # fmt: skip
    found = own if own is not None and own.file is not None else queries.rendition(document, "en", "html")
    if found is None or found.file is None:
        found = next(
            (each for each in queries.renditions(document).values() if each.format == "html" and each.file), None
        )
    if found is None:
        raise NotFound("site.access.unknown")
    book = reading.book(found)
    page = book.page(id) if id else None
    before, after = book.around(page) if page else (None, None)
    html = reading.shown(book, page, lambda place: f"{address}{place}/") if page else ""
    title = _title(document)
    trail = [
        *crumbs,
        Crumb(pgettext("a report, now", "Read"), address if page else ""),
        *([Crumb(page.heading)] if page else []),
    ]
    return _page(
        request, "read", page.heading if page else title.text, trail, page=page, html=html, before=before, after=after,
        address=address, contents=book.contents(), shown_in=found.language, is_own=found.language == language(),
        wording=title, document=document, **context,
    )  # fmt: skip


@login_required
@read_or_send
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why, and mark an edition as withdrawn."""
    found = queries.edition(number, request.user)
    access.get(Edition, found.pk, request.user, "withdraw")
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        actions.withdraw(edition_id=found.pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The edition is marked as withdrawn. It stays readable."))
        return redirect("publishing:edition", number=found.number)
    crumbs = [_reports(), Crumb(found.number, reverse("publishing:edition", kwargs={"number": found.number}))]
    return _page(
        request, "withdraw", _("Withdraw this edition"), [*crumbs, Crumb(_("Withdraw"))], form=form, edition=found,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


# ---- in preparation -----------------------------------------------------------------------------------------------
@login_required
@read_or_send
def draft(request: HttpRequest) -> HttpResponse:
    """Choose a round, a day, languages and files; compiling then runs in the background."""
    access.permit(Document, request.user, "create", state=Document.State.DRAFT)
    form = forms.DraftForm(request.POST or None)
    if form.is_valid():
        made, _job = actions.draft(by=request.user, **form.cleaned_data)
        return redirect("publishing:document", pk=made.pk)
    return _page(
        request, "draft", _("Compile a report"), [_reports(), Crumb(_("Compile a report"))], form=form,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@never_cache
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document in preparation: its state, its files, and what can be done with it now."""
    found = access.get(Document, pk, request.user)
    return _document_page(request, found, forms.ReasonForm())


def _document_page(request: HttpRequest, found: Document, form: Any, status: int = 200) -> HttpResponse:
    title = _title(found)
    may = {
        action: access.may(found, request.user, action)
        for action in ("submit", "approve", "edit", "publish", "withdraw")
    }
    edition = getattr(found, "edition", None)
    return _page(
        request, "document", title.text, [_reports(), Crumb(found.number)], document=found, wording=title, form=form,
        rows=[(c, native_name(c), cells) for c, cells in queries.table(found) if any(file for _f, file in cells)],
        may=may, edition=edition, work=_work(found, request.user), history=trail.history(found),
        page=queries.rendition(found, language(), "html") or queries.rendition(found, "en", "html"),
        is_own=found.drafted_by_id == request.user.pk, status=status,
        events=views_path.events(path.of(found, today=timezone.localdate())),
    )  # fmt: skip


def _work(found: Document, by: Any) -> Work | None:
    job = queries.job_of(found, by)
    if job is None or found.compiled_at is not None:
        return None
    now = jobs.state(job)
    state = {"waiting": "waiting", "running": "running", "done": "done"}.get(now["state"], "failed")
    title = _("Compiling %(number)s") % {"number": found.number}
    if now["total"]:
        title = ngettext(
            "Compiling %(number)s: %(done)s of %(total)s file", "Compiling %(number)s: %(done)s of %(total)s files",
            now["total"],
        ) % {
            "number": found.number, "done": now["done"], "total": now["total"],
        }  # fmt: skip
    return Work(
        title, now["done"], now["total"], now["seconds_left"], state,  # type: ignore[arg-type]
        again=reverse("publishing:document", kwargs={"pk": found.pk}),
    )  # fmt: skip


@login_required
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a document one step further or back."""
    found = access.get(Document, pk, request.user)
    wanted = request.POST.get("act", "")
    form = forms.ReasonForm(request.POST) if wanted in ("send-back", "put-away") else None
    if form is not None and not form.is_valid():
        return _document_page(request, found, form, status=422)
    try:
        done = _acted(wanted, pk, request.user, form)
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            raise
        messages.error(request, problems.sentence(refusal))
        return redirect("publishing:document", pk=pk)
    messages.success(request, done)
    return redirect("publishing:document", pk=pk)


def _acted(wanted: str, pk: int, by: Any, form: Any) -> str:
    if wanted == "submit":
        actions.submit(document_id=pk, by=by)
        return _("The draft has been sent for sign-off.")
    if wanted == "recompile":
        actions.recompile(document_id=pk, by=by)
        return _("It is being compiled again.")
    if wanted == "sign":
        actions.sign(document_id=pk, by=by)
        return _("The document is signed off. It can now be published.")
    if wanted == "publish":
        made = actions.publish(document_id=pk, by=by)
        return _("Edition %(number)s is published.") % {"number": made.number}
    if wanted == "send-back":
        actions.send_back(document_id=pk, reason=form.cleaned_data["reason"], by=by)
        return _("The draft has been sent back with your reason.")
    if wanted == "put-away":
        actions.put_away(document_id=pk, reason=form.cleaned_data["reason"], by=by)
        return _("The draft has been put away.")
    raise NotFound("site.access.unknown")


@login_required
@require_safe
def read_draft(request: HttpRequest, pk: int, page: str = "") -> HttpResponse:
    """The web page of a draft, for those who may see it."""
    found = access.get(Document, pk, request.user)
    address = reverse("publishing:read-draft", kwargs={"pk": found.pk})
    crumbs = [_reports(), Crumb(found.number, reverse("publishing:document", kwargs={"pk": found.pk}))]
    return _read(request, found, queries.rendition(found, language(), "html"), page, address, crumbs)


@login_required
@require_safe
def document_file(request: HttpRequest, pk: int, language: str, format: str) -> HttpResponseBase:
    """A file of a draft, for those who may see it."""
    found = access.get(Document, pk, request.user)
    answer = _file(queries.rendition(found, language, format))
    if answer is None:
        raise NotFound("site.access.unknown")
    return answer


@login_required
@require_POST
def stop(request: HttpRequest, pk: str) -> HttpResponse:
    """Stop the compiling of a document."""
    jobs.stop(pk, by=request.user)
    messages.success(request, _("The work will stop at its next step."))
    return redirect("publishing:editions")
