"""Where somebody stands: a page of a section, in one entry of a list; and what is before and after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from concord.errors import NotFound
from concord.instrument.model import Question
from concord_site.reporting.answering import addresses, progress
from concord_site.reporting.answering.addresses import Scope
from concord_site.reporting.answering.pages import Page, Section
from concord_site.reporting.queries.filling import Opened
from concord_site.reporting.views.filling.shown import page_href


@dataclass
class Here:
    """Where the reader stands: a page of a section, in one entry of a list."""

    opened: Opened
    section: Section
    page: Page
    scope: Scope
    mine: frozenset[str] = frozenset()  # answers just written beside somebody else's

    @property
    def href(self) -> str:
        """The page's own address."""
        return page_href(self.opened, self.page, self.scope)

    @cached_property
    def is_open(self) -> bool:
        """Whether whoever stands here may answer here."""
        return self.opened.is_open(self.section.number)

    def questions(self) -> Iterator[tuple[str, Question]]:
        """Lasting addresses of what is answered on the page, asked or not."""
        for each in self.page.questions:
            if each.is_asked:
                yield addresses.join(self.scope, each.key), each


def find(found: Opened, section: int, number: int, chain: str) -> Here:
    """The place of an address.

    Args:
        found: What stands on the desk.
        section: Number of the section.
        number: Number of the page in it.
        chain: Ids of the entries around, joined by points.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    of = found.section(section)
    page = next((each for each in of.pages if each.number == number), None)
    ids = chain.split(".") if chain else []
    if page is None or len(ids) != len(page.repeat):
        raise NotFound("site.access.unknown")
    scope = tuple(zip(page.repeat, ids, strict=True))
    if not found.book.has_entries(scope):
        raise NotFound("site.access.unknown")
    return Here(found, of, page, scope)


def walk(found: Opened, section: Section) -> list[tuple[Page, Scope]]:
    """Every page of a section that is asked now, the pages of each entry after its list."""
    return list(_within(found, section.pages, 0, ()))


def _within(found: Opened, every: tuple[Page, ...], depth: int, scope: Scope) -> Iterator[tuple[Page, Scope]]:
    place = 0
    while place < len(every):
        page = every[place]
        place += 1
        if progress.is_asked(found.book, found.state, page, scope) and not found.is_left_out(page, scope):
            yield page, scope
        if page.kind != "list" or page.group is None:
            continue
        end = place
        while end < len(every) and len(every[end].repeat) > depth:
            end += 1
        for entry in found.book.entries_in(scope, page.group.key):
            yield from _within(found, every[place:end], depth + 1, (*scope, (page.group.key, entry)))
        place = end


def is_answered(found: Opened, page: Page, scope: Scope) -> bool:
    """Whether everything that is asked on a page is answered."""
    if page.kind == "list":
        return page.id in found.row.passed
    asked = [
        addresses.join(scope, each.key) for each in page.questions
        if each.is_asked and progress.is_shown(found.book, found.state, each, scope)
    ]  # fmt: skip
    return all(found.book.of(each).value is not None for each in asked) and (bool(asked) or page.id in found.row.passed)


def next_href(here: Here, step: int) -> str:
    """The page after, or before; an entry ends at its list, and a section at the task list."""
    every = walk(here.opened, here.section)
    try:
        place = every.index((here.page, here.scope)) + step
    except ValueError:
        place = next((n for n, (page, _s) in enumerate(every) if page.number > here.page.number), len(every))
    is_end = not 0 <= place < len(every)
    if step > 0 and here.scope and (is_end or every[place][1][: len(here.scope)] != here.scope):
        return _list_href(here)
    return page_href(here.opened, *every[place]) if not is_end else here.opened.desk.href()


def _list_href(here: Here) -> str:
    """The page of the list that an entry belongs to."""
    repeat, _entry = here.scope[-1]
    for page in here.section.pages:
        is_it = page.kind == "list" and page.group is not None and page.group.key == repeat
        if is_it and page.repeat == addresses.keys(here.scope[:-1]):
            return page_href(here.opened, page, here.scope[:-1])
    return here.opened.desk.href()
