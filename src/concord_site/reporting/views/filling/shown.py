"""A page at a desk: opened, framed, addressed; kept by nobody's cache."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.instrument.model import Instrument
from concord_site.reporting.answering import addresses, pages, rich
from concord_site.reporting.queries import filling as queries
from concord_site.reporting.queries.filling import Desk, Opened
from concord_site.reporting.views.page import page as room_page
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


def opened(desk: Desk) -> Opened:
    """What stands on the desk, in the reader's language."""
    return queries.opened(desk, today=timezone.now().date(), language=language())


def shown(
    request: HttpRequest, template: str, title: str, found: Opened, crumbs: list[Crumb], *, status: int = 200,
    **context: object,
) -> HttpResponse:  # fmt: skip
    """A page at a desk, framed as its kind is; never kept by anybody's cache.

    Args:
        request: Of the reader.
        template: Under ``templates/reporting``: ``filling/page``.
        title: Heading of the page.
        found: What stands on the desk.
        crumbs: Steps after the desk's own; without any the page is the task list.
        status: Of the answer.
        context: For the template.
    """
    trail = [Crumb(label, href) for label, href in found.desk.trail(found.row, name_of(found.instrument))]
    trail = [*trail, *crumbs] if crumbs else [*trail[:-1], Crumb(trail[-1].label, "")]
    response = room_page(
        request, template, title, trail, status=status, found=found, desk=found.desk, row=found.row,
        trial=found.row, opened=found, instrument=found.instrument, framed_by=found.desk.frame, marks=found.desk.marks,
        kind=found.desk.kind, tasks_href=found.desk.href(), why_href=found.desk.href("why"),
        **context,
    )  # fmt: skip
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """An answer that nobody keeps and nobody lists."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def name_of(instrument: Instrument) -> str:
    """The instrument's title in the reader's language, as plain words."""
    return rich.plain(instrument.title.best(language()).text) or instrument.id


def section_title(section: pages.Section) -> str:
    """The title of a section as plain words."""
    return rich.plain(section.label.best(language()).text) or _("Questions")


def section_names(found: Opened) -> list[tuple[int, str]]:
    """Numbers and titles of the sections."""
    return [(each.number, f"{each.number}. {section_title(each)}") for each in found.sections]


def page_href(found: Opened, page: pages.Page, scope: addresses.Scope = ()) -> str:
    """The address of a page, in one entry of a list."""
    href = found.desk.href("page", page.section, page.number)
    return href + (f"?in={'.'.join(entry for _repeat, entry in scope)}" if scope else "")


def href_of(found: Opened, address: str) -> str:
    """The address of the page on which an answer stands, and of its box there."""
    node = found.book.node(address)
    page = pages.places(found.instrument).get(node.path) if node is not None else None
    if page is None or not found.desk.knows(page.section):
        return found.desk.href()
    scope, _key = addresses.split(address)
    return page_href(found, page, scope) + f"#{addresses.element(address)}-slot"
