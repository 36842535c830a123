"""What every page of the editor stands on: the draft, its check, its steps, and the way to its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.vocabulary.text import Text
from concord_site.reporting.editing import book as books
from concord_site.reporting.editing.book import Book, Line
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.queries import found, instruments
from concord_site.reporting.views.page import page, questionnaires
from concord_site.shell import access
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@dataclass(frozen=True)
class Desk:
    """What every page of a draft's editor shows."""

    version: InstrumentVersion
    book: Book
    checked: instruments.Checked
    undoing: instruments.Undoing
    may_edit: bool
    may_publish: bool

    @property
    def step(self) -> int:
        """The step the page is made from."""
        return self.version.step.number if self.version.step else 0

    @property
    def hard(self) -> int:
        """Findings that must change."""
        return len(self.checked.findings.hard)

    @property
    def soft(self) -> int:
        """Findings to change or explain."""
        return len(self.checked.findings.soft)

    def findings_of(self, lines: Iterable[Line]) -> dict[int, list[found.Shown]]:
        """Findings by the row they stand at."""
        wanted = {self.book.row_number(line): line.id for line in lines}
        by_line: dict[int, list[found.Shown]] = {}
        for each in self.checked.findings:
            id = wanted.get(each.where.row or 0) if each.where.sheet in (None, "survey") else None
            if id is not None and each.where.sheet == "survey" and each.level != "note":
                by_line.setdefault(id, []).append(found.shown(each))
        return by_line


def desk_of(request: HttpRequest, pk: int, action: str = "see") -> Desk:
    """The desk of one draft, for ``action`` to be done to it."""
    version = instruments.draft(pk, request.user, action)
    book = books.of_json(version.sheets)
    return Desk(
        version, book, instruments.checked(book), instruments.undoing(version),
        access.may(version, request.user, "edit"), access.may(version, request.user, "publish"),
    )  # fmt: skip


def title_of(version: InstrumentVersion) -> str:
    """What a draft is called."""
    return Text(version.title).best(language()).text or version.instrument or _("Draft without a title")


def show(
    request: HttpRequest, desk: Desk, template: str, title: str, *crumbs: Crumb, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the editor under the draft's breadcrumb."""
    own = Crumb(title_of(desk.version), at(desk) if crumbs else "")
    return page(
        request, f"editor/{template}", title, [questionnaires(), own, *crumbs], status=status, desk=desk,
        version=desk.version, **context,
    )  # fmt: skip


def at(desk: Desk, page: str = "draft", /, **more: object) -> str:
    """The address of a page of this draft."""
    return reverse(f"reporting:{page}", kwargs={"pk": desk.version.pk, **more})


def inside(desk: Desk, group: int | None) -> str:
    """The address of the rows of one group, or of all sections."""
    return f"{at(desk)}?in={group}" if group else at(desk)


def since_of(request: HttpRequest) -> int:
    """The step that the page was made from which is sent now; 0 where it does not say."""
    sent = request.POST.get("step", "")
    return int(sent) if sent.isdigit() else 0
