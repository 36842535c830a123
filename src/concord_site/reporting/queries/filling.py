"""What the pages of anything that is filled stand on: its row, its instrument, its answers as a book, last time.

A row is a trial, a submission or a stakeholder's report: anything with the related managers ``answers``, ``entries``
and ``uploads`` and the fields ``instrument``, ``number``, ``version``, ``digest``, ``mode``, ``last``,
``last_instrument``, ``passed`` and ``confirmed``. Where it has ``changes`` too, every writing is kept there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from concord.errors import NotFound
from concord.findings import Finding
from concord.instrument.burden import Already
from concord.instrument.model import Group, Instrument, Question
from concord_site.reporting.answering import addresses, differences, pages, progress, rules
from concord_site.reporting.answering.book import ENTRIES_AT_MOST, Book, Kept, Rival
from concord_site.reporting.queries.filling_asked import instrument_of as instrument_of
from concord_site.reporting.queries.filling_desk import Desk
from concord_site.reporting.queries.filling_last import LastTime, Short, short_of
from concord_site.shell.models import PrivateFile

__all__ = ["Desk", "Opened", "book_of", "instrument_of", "kept_file", "opened", "upload", "with_counted"]


#: What a book needs of a stored answer, in the order of :class:`~concord_site.reporting.answering.book.Kept`.
FIELDS = ("value", "revision", "reason", "typed", "rival", "by", "saved_at")


def kept_of(row: Any) -> Kept:
    """One stored answer as a book has it."""
    return _kept(*(getattr(row, name) for name in FIELDS))


def _kept(
    value: Any, revision: int, reason: str, typed: Any, rival: Mapping[str, Any] | None, by: str, at: dt.datetime
) -> Kept:
    held = Rival(rival["value"], rival["by"], dt.datetime.fromisoformat(rival["at"])) if rival else None
    return Kept(value, revision, reason, typed, held, by, at)


def book_of(row: Any, instrument: Instrument, *, today: dt.date) -> Book:
    """The answers and entries of a row, read in two queries.

    Args:
        row: Whatever is filled.
        instrument: What it asks.
        today: For lists whose length the form decides.
    """
    kept = {address: _kept(*held) for address, *held in row.answers.values_list("address", *FIELDS)}
    entries: dict[str, list[str]] = {}
    for block, entry in row.entries.filter(removed_at=None).order_by("place", "pk").values_list("block", "entry"):
        entries.setdefault(block, []).append(entry)
    return with_counted(Book(instrument, kept, {block: tuple(ids) for block, ids in entries.items()}), today=today)


def stored(row: Any, addresses: Iterable[str]) -> dict[str, Any]:
    """Some stored answers of a row by lasting address, to be written."""
    return {each.address: each for each in row.answers.filter(address__in=list(addresses))}


@lru_cache(maxsize=32)
def counted_of(instrument: Instrument) -> tuple[Group, ...]:
    """Repeating blocks whose number of entries the form itself decides."""
    return tuple(each for each in instrument.nodes() if isinstance(each, Group) and each.rules.count)


def with_counted(book: Book, *, today: dt.date) -> Book:
    """The book with the entries of lists whose length the form itself decides; their ids are ``n1``, ``n2`` …"""
    for group in counted_of(book.instrument):
        state = rules.evaluate(book, today=today)
        for scope in book.scopes(group.repeat):
            block = addresses.join(scope, group.key)
            number = min(state.count(book.positional(block) or "") or 0, ENTRIES_AT_MOST)
            book = book.with_entries(block, (f"n{place}" for place in range(1, number + 1)))
    return book


@dataclass
class Opened:
    """A filled row as a page stands on it; what is not asked for is not computed.

    Args:
        desk: Who stands there, and what the kind does differently.
        row: The trial, submission or stakeholder's report.
        evaluated: What is asked, where that is known already (after saving).
    """

    desk: Desk
    row: Any
    instrument: Instrument
    book: Book
    today: dt.date
    language: str
    evaluated: rules.State | None = field(default=None, repr=False)

    @property
    def trial(self) -> Any:
        """The row, as templates of trials call it."""
        return self.row

    @cached_property
    def state(self) -> rules.State:
        """What is asked."""
        return self.evaluated or rules.evaluate(self.book, today=self.today)

    @cached_property
    def faults(self) -> Mapping[str, list[Finding]]:
        """Findings on what is kept, what is missing left out."""
        return rules.faults(self.book, self.state, today=self.today, language=self.language)

    @cached_property
    def all_faults(self) -> Mapping[str, list[Finding]]:
        """Findings with what is missing."""
        return rules.faults(self.book, self.state, today=self.today, language=self.language, complete=True)

    @cached_property
    def sections(self) -> tuple[pages.Section, ...]:
        """The sections there are for this desk."""
        return tuple(each for each in pages.sections(self.instrument) if self.desk.knows(each.number))

    @cached_property
    def progress(self) -> tuple[progress.Progress, ...]:
        """Every section's state."""
        every = progress.of_sections(self.book, self.state, self.faults, {*self.row.passed, *self.spared})
        return tuple(each for each in every if self.desk.knows(each.section.number))

    @cached_property
    def last(self) -> LastTime:
        """The answers of last time."""
        is_invented = self.desk.is_last_invented(self.row)
        return LastTime(self.row, self.instrument, self.book, self.language, is_invented=is_invented)

    @cached_property
    def known(self) -> Mapping[str, Already]:
        """What the data set knows already, by key of ``x_known``."""
        return self.desk.known(self.row)

    @cached_property
    def short(self) -> Short:
        """What the short mode confirms."""
        found = short_of(self.row, self.instrument, self.last, today=self.today)
        return Short({number: held for number, held in found.confirm.items() if self.desk.knows(number)}, found.anew)

    def awaits_confirmation(self, section: int) -> bool:
        """Whether nobody has said yet if something has changed in a section."""
        return section in self.short.confirm and str(section) not in self.row.confirmed

    def is_left_out(self, page: pages.Page, scope: addresses.Scope) -> bool:
        """Whether the short mode spares a page: everything on it was confirmed as it was."""
        if self.row.confirmed.get(str(page.section)) != "same":
            return False
        if page.kind == "list" and page.group is not None:
            return bool(self.book.entries_in(scope, page.group.key))
        asked = [
            addresses.join(scope, each.key)
            for each in page.questions
            if each.is_asked and progress.is_shown(self.book, self.state, each, scope)
        ]
        return bool(asked) and all(self.last_address(each) in self._confirmed for each in asked)

    def last_address(self, address: str) -> str:
        """Where an answer stood last time; empty where it did not stand."""
        return self.last.address(address) or ""

    @cached_property
    def _confirmed(self) -> frozenset[str]:
        return frozenset(address for every in self.short.confirm.values() for address in every)

    @property
    def spared(self) -> frozenset[str]:
        """Ids of pages that the short mode spares in every entry."""
        if not self.row.confirmed:
            return frozenset()
        return frozenset(
            page.id
            for section in self.sections
            for page in section.pages
            if all(self.is_left_out(page, scope) for scope in self.book.scopes(page.repeat))
        )

    @property
    def may_answer(self) -> bool:
        """Whether whoever stands at the desk answers at all."""
        return self.desk.may_answer(self.row)

    def may_see(self, section: int) -> bool:
        """Whether whoever stands at the desk looks at this section."""
        return self.desk.may_see(self.row, section)

    def is_open(self, section: int) -> bool:
        """Whether whoever stands at the desk answers this section."""
        return self.desk.is_open(self.row, section)

    def section(self, number: int) -> pages.Section:
        """One section.

        Raises:
            NotFound: ``site.access.unknown``.
        """
        for each in self.sections:
            if each.number == number:
                return each
        raise NotFound("site.access.unknown")

    def section_of(self, address: str) -> int:
        """Number of the section an answer or a list belongs to; 0 where the instrument has none there."""
        node = self.book.node(address)
        while isinstance(node, Group) and node.path not in pages.places(self.instrument) and node.children:
            node = node.children[0]
        page = pages.places(self.instrument).get(node.path) if isinstance(node, Question | Group) else None
        return page.section if page is not None else 0


def opened(desk: Desk, *, today: dt.date, language: str) -> Opened:
    """A filled row with everything a page may need.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    row = desk.fetch()
    instrument = desk.instrument(row)
    return Opened(desk, row, instrument, book_of(row, instrument, today=today), today, language)


def upload(row: Any, pk: Any) -> Any:
    """A file of answers whose differences wait to be looked at.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = row.uploads.filter(pk=str(pk)).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def kept_file(desk: Desk, row: Any, pk: str) -> PrivateFile:
    """A file that was given as an answer in this row.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    purpose = desk.purpose(row)
    found = PrivateFile.objects.filter(pk=pk[:32], purpose=purpose, state=PrivateFile.State.STAGED).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def base_of(found: Opened, row: Any) -> differences.Base | None:
    """How the file behind an upload was given out; None where that is not known."""
    code, copies = getattr(row, "copy", ""), getattr(found.row, "copies", None)
    copy = copies.filter(code=code).first() if code and copies is not None else None
    if copy is None:
        return None
    return differences.Base(copy.answers, {block: tuple(ids) for block, ids in copy.entries.items()})


def differences_of(found: Opened, row: Any) -> list[differences.Difference]:
    """What an upload would change, in the sections there are for this desk."""
    every = differences.between(
        found.book, row.answers, today=found.today, language=found.language, removed=row.removed,
        base=base_of(found, row),
    )  # fmt: skip
    return [each for each in every if found.desk.knows(each.section)]
