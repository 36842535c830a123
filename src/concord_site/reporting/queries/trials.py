"""What pages of a trial ask: the trial with its instrument, its answers as a book, and the answers of last time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from concord.errors import NotFound, Refusal
from concord.findings import Finding
from concord.instrument import library, prefill, short
from concord.instrument.answers import as_json, parse
from concord.instrument.model import Group, Instrument, Question
from concord.instrument.versions import QuestionMap, question_map
from concord_site.reporting.answering import addresses, pages, progress, rules
from concord_site.reporting.answering.book import ENTRIES_AT_MOST, Book, Kept, Rival
from concord_site.reporting.answering.boxes import Last
from concord_site.reporting.answering.figures import shown_value
from concord_site.reporting.editing.book import of_json
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.trials import Trial, TrialUpload
from concord_site.reporting.queries import instruments
from concord_site.shell import access
from concord_site.shell.models import PrivateFile

#: What the private files of all trials begin their purpose with.
PURPOSE = "trial"


def trial(pk: object, by: object, action: str = "see", *, lock: bool = False) -> Trial:
    """One trial, by its unguessable address; that of a draft only as long as the draft may be seen.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.get(Trial, pk, by, action, lock=lock)
    if found.version is not None and is_of_draft(found) and not access.may(found.version, by, "see"):
        raise NotFound("site.access.unknown")
    return found


def is_of_draft(found: Trial) -> bool:
    """Whether what is tried is not published yet."""
    return found.version is not None and found.version.state == InstrumentVersion.State.DRAFT


def own(by: object) -> list[Trial]:
    """The trials of somebody who is signed in, last saved first; nobody else's are ever listed."""
    pk = getattr(by, "pk", None)
    return list(Trial.objects.filter(owner=pk).order_by("-saved_at")[:100]) if pk is not None else []


def instrument_of(found: Trial) -> Instrument:
    """What a trial asks; of a draft, as it stands now.

    Raises:
        NotFound: ``site.access.unknown`` where it is gone or can no longer be read.
    """
    if found.version is None:
        return library.load(found.instrument)
    row = found.version
    return _written(row.pk, row.changed_at)


@lru_cache(maxsize=16)
def _written(pk: int, _changed_at: dt.datetime) -> Instrument:
    row = InstrumentVersion.objects.get(pk=pk)
    read = instruments.checked(of_json(row.sheets)).instrument
    if read is None:
        raise NotFound("site.access.unknown")
    return read


def book_of(found: Trial, instrument: Instrument, *, today: dt.date) -> Book:
    """A trial's answers and entries."""
    kept = {
        each.address: Kept(
            each.value, each.revision, each.reason, each.typed, _rival(each.rival), each.by, each.saved_at
        )
        for each in found.answers.all()
    }  # fmt: skip
    entries: dict[str, list[str]] = {}
    for each in found.entries.filter(removed_at=None).order_by("place", "pk"):
        entries.setdefault(each.block, []).append(each.entry)
    book = Book(instrument, kept, {block: tuple(ids) for block, ids in entries.items()})
    return with_counted(book, today=today)


def _rival(held: Mapping[str, Any] | None) -> Rival | None:
    return Rival(held["value"], held["by"], dt.datetime.fromisoformat(held["at"])) if held else None


def with_counted(book: Book, *, today: dt.date) -> Book:
    """The book with the entries of lists whose length the form itself decides; their ids are ``n1``, ``n2`` …"""
    counted = [node for node in book.instrument.nodes() if not isinstance(node, Question) and node.rules.count]
    for group in counted:
        state = rules.evaluate(book, today=today)
        for scope in book.scopes(group.repeat):
            block = addresses.join(scope, group.key)
            number = min(state.count(book.positional(block) or "") or 0, ENTRIES_AT_MOST)
            book = book.with_entries(block, (f"n{place}" for place in range(1, number + 1)))
    return book


@dataclass
class Opened:
    """A trial as a page stands on it; what is not asked for is not computed."""

    trial: Trial
    instrument: Instrument
    book: Book
    today: dt.date
    language: str

    @cached_property
    def state(self) -> rules.State:
        """What is asked."""
        return rules.evaluate(self.book, today=self.today)

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
        """The sections of the instrument."""
        return pages.sections(self.instrument)

    @cached_property
    def progress(self) -> tuple[progress.Progress, ...]:
        """Every section's state."""
        return progress.of_sections(self.book, self.state, self.faults, {*self.trial.passed, *self.spared})

    @cached_property
    def last(self) -> LastTime:
        """The answers of last time."""
        return LastTime(self.trial, self.instrument, self.book, self.language)

    @cached_property
    def short(self) -> Short:
        """What the short mode confirms."""
        return short_of(self.trial, self.instrument, self.last, today=self.today)

    def awaits_confirmation(self, section: int) -> bool:
        """Whether nobody has said yet if something has changed in a section."""
        return section in self.short.confirm and str(section) not in self.trial.confirmed

    def is_left_out(self, page: pages.Page, scope: addresses.Scope) -> bool:
        """Whether the short mode spares a page: everything on it was confirmed as it was."""
        if self.trial.confirmed.get(str(page.section)) != "same":
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
        if not self.trial.confirmed:
            return frozenset()
        return frozenset(
            page.id
            for section in self.sections
            for page in section.pages
            if all(self.is_left_out(page, scope) for scope in self.book.scopes(page.repeat))
        )

    @property
    def may_answer(self) -> bool:
        """Whether the role that is played answers at all."""
        return self.trial.role != Trial.Role.REVIEWER

    def is_open(self, section: int) -> bool:
        """Whether the role that is played answers this section."""
        return self.may_answer and (self.trial.role != Trial.Role.DELEGATE or self.trial.section == section)

    def section(self, number: int) -> pages.Section:
        """One section.

        Raises:
            NotFound: ``site.access.unknown``.
        """
        for each in self.sections:
            if each.number == number:
                return each
        raise NotFound("site.access.unknown")


@dataclass(frozen=True, slots=True)
class Short:
    """The short mode: which answers of last time can be confirmed as a whole, by number of the section.

    Args:
        confirm: Addresses by position, in the carried answers.
        anew: How many questions are asked anew.
    """

    confirm: Mapping[int, tuple[str, ...]]
    anew: Mapping[int, int]


def short_of(found: Trial, instrument: Instrument, last: LastTime, *, today: dt.date) -> Short:
    """What the short mode confirms and asks anew; nothing of either in the whole mode."""
    confirm: dict[int, list[str]] = {}
    anew: dict[int, int] = {}
    if found.mode != Trial.Mode.SHORT or last.old is None:
        return Short({}, {})
    places = pages.places(instrument)
    if last.old is instrument:
        for address, _value in _flat(last.carried):
            _count(confirm, Book(instrument).node(address), places, address)
    else:
        plan = short.plan(instrument, last.old, found.last, today=today, map=_map(instrument, last.old))
        for section in plan.sections:
            for address in section.confirm:
                _count(confirm, Book(instrument).node(address), places, address)
            for each in section.anew:
                if (page := places.get(each.question.path)) is not None:
                    anew[page.section] = anew.get(page.section, 0) + 1
    return Short({number: tuple(held) for number, held in confirm.items()}, anew)


def _count(
    confirm: dict[int, list[str]], node: Question | Group | None, places: Mapping[tuple[str, ...], pages.Page], at: str
) -> None:
    page = places.get(node.path) if node is not None else None
    if page is not None:
        confirm.setdefault(page.section, []).append(at)


def opened(pk: object, by: object, *, today: dt.date, language: str) -> Opened:
    """A trial with everything a page may need.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = trial(pk, by)
    instrument = instrument_of(found)
    return Opened(found, instrument, book_of(found, instrument, today=today), today, language)


@lru_cache(maxsize=16)
def _map(new: Instrument, old: Instrument) -> QuestionMap:
    return question_map(new, old)


def previous_of(instrument: Instrument) -> Instrument | None:
    """The instrument that the question map leads to, where it is known here."""
    try:
        return library.load(instrument.previous) if instrument.previous else None
    except Refusal:
        return None


class LastTime:
    """The answers of last time, beside the questions the map leads them to; nothing where there are none."""

    do_not_call_in_templates = True

    def __init__(self, found: Trial, instrument: Instrument, book: Book, language: str) -> None:
        self.trial, self.instrument, self.book, self.language = found, instrument, book, language
        self.is_invented = found.last_from == Trial.Last.INVENTED

    @cached_property
    def old(self) -> Instrument | None:
        """What was asked last time."""
        if not self.trial.last:
            return None
        if self.trial.last_instrument == self.instrument.id:
            return self.instrument
        try:
            return library.load(self.trial.last_instrument)
        except Refusal:
            return None

    @cached_property
    def places(self) -> Mapping[tuple[str, str], int]:
        """Where an entry stood last time, by block and entry."""
        rows = self.trial.entries.exclude(was=None).values_list("block", "entry", "was")
        return {(block, entry): was for block, entry, was in rows if was is not None}

    @property
    def when(self) -> str:
        """The round of last time, such as 2024."""
        return self.old.round if self.old is not None else ""

    def __call__(self, address: str) -> Last | None:
        """The answer of last time for a lasting address."""
        old = self.old
        there = self.address(address) if old is not None else None
        if old is None or there is None:
            return None
        if old is self.instrument:
            return self._own(there)
        found = prefill.last_value(self.instrument, old, self.trial.last, there, map=_map(self.instrument, old))
        if found is None or not found.answers:
            return None
        words = [shown_value(question, value, _choices(old, question), self.language)
                 for question, _where, value in found.answers]  # fmt: skip
        is_carried = found.mode in {"same", "reworded"} and len(found.answers) == 1
        value = self._carried.get(there) if is_carried else None
        return Last(value, " · ".join(words), self.when, self.is_invented, value is not None)

    def _own(self, address: str) -> Last | None:
        values = dict(_flat(self.trial.last))
        node = self.book.node(address)
        if address not in values or not isinstance(node, Question):
            return None
        words = shown_value(node, values[address], _choices(self.instrument, node), self.language)
        return Last(values[address], words, self.when, self.is_invented)

    @cached_property
    def carried(self) -> dict[str, Any]:
        """Answers that arrive by the map, as answers of this instrument."""
        if self.old is None:
            return {}
        if self.old is self.instrument:
            return dict(self.trial.last)
        found = prefill.carry(self.instrument, self.old, self.trial.last, map=_map(self.instrument, self.old))
        return as_json(parse(found.answers))

    def value(self, address: str) -> Any:
        """A carried answer by its address by position."""
        return self._carried.get(address)

    @cached_property
    def _carried(self) -> dict[str, Any]:
        return dict(_flat(self.carried))

    def address(self, address: str) -> str | None:
        """Where an answer stood last time, by position; None in an entry that was not there then."""
        scope, key = addresses.split(address)
        there: addresses.Scope = ()
        for depth, (repeat, entry) in enumerate(scope):
            place = self.places.get((addresses.join(scope[:depth], repeat), entry))
            if place is None:
                return None
            there = (*there, (repeat, str(place)))
        return addresses.join(there, key)


def _flat(given: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Answers by position: ``agreements[2]/partner``."""
    found: list[tuple[str, Any]] = []
    for key, value in given.items():
        if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
            for place, inner in enumerate(value, start=1):
                found += _flat(inner, f"{prefix}{key}[{place}]/")
        else:
            found.append((prefix + key, value))
    return found


def _choices(instrument: Instrument, question: Question) -> tuple[Any, ...]:
    found = instrument.lists.get(question.choices)
    return found.choices if found is not None else ()


def upload(found: Trial, pk: Any) -> TrialUpload:
    """A file of answers whose differences wait to be looked at.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    row = TrialUpload.objects.filter(trial=found, pk=str(pk)).first()
    if row is None:
        raise NotFound("site.access.unknown")
    return row


def kept_file(found: Trial, pk: str) -> PrivateFile:
    """A file that was given as an answer in this trial.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    row = PrivateFile.objects.filter(pk=pk[:32], purpose=purpose(found), state=PrivateFile.State.STAGED).first()
    if row is None:
        raise NotFound("site.access.unknown")
    return row


def purpose(found: Trial) -> str:
    """What marks the files of one trial."""
    return f"{PURPOSE}:{found.pk.hex}"
