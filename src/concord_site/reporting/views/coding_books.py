"""Pages of the code book: its versions, one of them, a code, and how codes become others."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from concord.errors import NotFound, Refusal
from concord.findings import hint, message
from concord.reporting.coding import book as books
from concord.reporting.coding.book import CodeBook
from concord_site.reporting.actions import coding as actions
from concord_site.reporting.forms import coding as forms
from concord_site.reporting.models.coding import CodeBookVersion
from concord_site.reporting.queries import coding as queries
from concord_site.reporting.views.coding import coding_crumb, part_words
from concord_site.reporting.views.page import page, read_or_send
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


def _books_crumb() -> Crumb:
    return Crumb(_("Code book"), reverse("reporting:coding-books"))


@login_required
@read_or_send
def listed(request: HttpRequest) -> HttpResponse:
    """The versions of the code book."""
    if not access.visible(CodeBookVersion, request.user).exists() and not _may_write(request):
        raise NotFound("site.access.unknown")
    if request.method == "POST":
        try:
            made = actions.next_version(by=request.user)
            return redirect("reporting:coding-book", made.number)
        except Refusal as refusal:
            messages.error(request, problems.sentence(refusal))
    rows = queries.versions(request.user)
    return page(
        request, "coding/books", _("Code book for free-text answers"), [coding_crumb(), Crumb(_("Code book"))],
        rows=[(each, queries.book_of(each)) for each in rows], may_write=_may_write(request),
        declared=books.declared(queries.BOOK), has_draft=any(each.state == "draft" for each in rows),
    )  # fmt: skip


def _may_write(request: HttpRequest) -> bool:
    return access.holds(request.user, ("secretariat-desk", "statistician"))


@login_required
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: its codes, what became of the codes before, what is wrong with it."""
    row = queries.version(number, request.user)
    book = queries.book_of(row)
    findings = [(each, message(each, language()), hint(each, language())) for each in books.check(book)]
    labels = {each.id: each.label.best(language()).text for each in book.codes}
    return page(
        request, "coding/book", _("Code book, version %(number)s") % {"number": number},
        [coding_crumb(), _books_crumb(), Crumb(str(number))], row=row, book=book, findings=findings,
        codes=[(each, each.label.best(language()), each.definition.best(language()),
                each.words.get(language(), ()), [part_words(part) for part in each.parts]) for each in book.codes],
        moved=[(each, [labels.get(new, new) for new in each.new]) for each in book.moved],
        may_edit=access.may(row, request.user, "edit"), may_freeze=access.may(row, request.user, "publish"),
        hard=sum(each.level == "hard" for each, _said, _todo in findings), about=book.about.best(language()),
    )  # fmt: skip


@login_required
@require_safe
def version_json(request: HttpRequest, number: int) -> HttpResponse:
    """The version as a file."""
    row = queries.version(number, request.user)
    content = json.dumps(row.content, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{row.book}-{number}.json"'
    return response


@login_required
@read_or_send
def code(request: HttpRequest, number: int, id: str = "") -> HttpResponse:
    """Write one code of a draft, or a new one."""
    row = queries.version(number, request.user, "edit")
    book = queries.book_of(row)
    held = book.by_id.get(id)
    if id and held is None:
        raise NotFound("site.access.unknown")
    parts = [(each, part_words(each)) for each in book.parts]
    form = forms.CodeForm(request.POST if request.method == "POST" else None, book=book, code=held, parts=parts)
    if form.is_valid() and _written(request, number, form, book):
        return redirect("reporting:coding-book", number)
    title = held.label.best(language()).text if held is not None else _("New code")
    crumbs = [coding_crumb(), _books_crumb(), Crumb(str(number), reverse("reporting:coding-book", args=[number]))]
    return page(
        request, "coding/code", title, [*crumbs, Crumb(id or _("New code"))], form=form, row=row, code=held,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _written(request: HttpRequest, number: int, form: forms.CodeForm, book: CodeBook) -> bool:
    made = form.made()
    if form.code is None and made.id in book.by_id:
        form.add_error("id", _("The book has a code of this name."))
        return False
    try:
        actions.write_code(number, made, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return False
    return True


@login_required
@read_or_send
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Rename, merge, split or drop codes of a draft."""
    row = queries.version(number, request.user, "edit")
    book = queries.book_of(row)
    form = forms.MoveForm(request.POST if request.method == "POST" else None, book=book, language=language())
    if form.is_valid():
        do, old, why = form.cleaned_data["do"], form.cleaned_data["old"], form.cleaned_data["why"]
        new = form.codes()
        changes: dict[str, tuple[Any, str]] = {
            "rename": (lambda held: books.rename(held, old[0], new[0], why=why), "code-renamed"),
            "merge": (lambda held: books.merge(held, old, new[0], why=why), "codes-merged"),
            "split": (lambda held: books.split(held, old[0], new, why=why), "code-split"),
            "drop": (lambda held: books.drop(held, old[0], why=why), "code-dropped"),
        }
        try:
            change, what = changes[do]
            actions.change_book(number, change, by=request.user, what=what)
            return redirect("reporting:coding-book", number)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
    crumbs = [coding_crumb(), _books_crumb(), Crumb(str(number), reverse("reporting:coding-book", args=[number]))]
    title = _("Rename, merge, split, drop")
    return page(
        request, "coding/move", title, [*crumbs, Crumb(title)], form=form, row=row, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
def freeze(request: HttpRequest, number: int) -> HttpResponse:
    """Freeze a version."""
    try:
        actions.freeze(number, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
    else:
        messages.success(request, _("The version is frozen. Texts are coded with it from now on."))
    return redirect("reporting:coding-book", number)
