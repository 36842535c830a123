"""What becomes of a page that was sent: which answers are accepted, which refused, and where two people wrote at once.

Every question stands for itself: one value that breaks a rule keeps no other from being saved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from concord.findings import Finding, Place
from concord.instrument.model import Question
from concord_site.reporting.answering import rules
from concord_site.reporting.answering.book import Book, Kept
from concord_site.reporting.answering.typed import Typed, from_parts


@dataclass(frozen=True)
class Outcome:
    """What is to be kept.

    Args:
        accepted: New values by lasting address; None takes an answer back.
        refused: What was typed and breaks a rule.
        rivals: Values written without having seen the one that is kept.
        reasons: Why numbers moved.
        errors: Sentences for the refused ones.
        book: The book with what was accepted.
        state: What is asked then.
    """

    accepted: Mapping[str, Any]
    refused: Mapping[str, Typed]
    rivals: Mapping[str, Any]
    reasons: Mapping[str, str]
    errors: Mapping[str, tuple[str, ...]]
    book: Book
    state: rules.State
    waiting: frozenset[str] = field(default_factory=frozenset)  # not complete yet: day without year

    @property
    def changed(self) -> frozenset[str]:
        """Addresses whose row changes."""
        return frozenset((*self.accepted, *self.refused, *self.rivals, *self.reasons))


def decide(
    book: Book, sent: Mapping[str, tuple[Question, Typed]], *, today: dt.date, language: str, is_whole: bool = True
) -> Outcome:
    """Decide on what was sent.

    Args:
        book: What is kept now.
        sent: Question and what was typed, by lasting address.
        today: For rules that speak of it.
        language: Of the sentences, and of how numbers are written.
        is_whole: The page was sent by its button; otherwise one box has just been left, and a date that still lacks
            its year is left alone.
    """
    waiting = frozenset(address for address, (_q, each) in sent.items() if each.is_partial and not is_whole)
    wanted = {
        address: pair for address, pair in sent.items() if address not in waiting and _is_touched(book, address, pair)
    }
    raw = {address: _raw(book, address, question, each) for address, (question, each) in wanted.items()}
    values, unread = rules.read(book, raw, language=language)
    for address, (question, each) in wanted.items():
        unread.setdefault(address, []).extend(_own(question, address, each))
    bad = {
        address: rules.must_change(unread.get(address, ()))
        for address in wanted
        if rules.must_change(unread.get(address, ()))
    }
    candidates = {address: value for address, value in values.items() if address not in bad}
    rivals = {
        address: value for address, value in candidates.items() if _is_rival(book, address, wanted[address][1], value)
    }
    candidates = {address: value for address, value in candidates.items() if address not in rivals}
    after, state, broken = _accepted(book, candidates, today=today, language=language)
    bad |= broken
    accepted = {
        address: value
        for address, value in candidates.items()
        if address not in bad and (value != book.of(address).value or _is_unsettled(book, address))
    }
    refused = {address: wanted[address][1] for address in bad}
    return Outcome(
        accepted, refused, rivals, _reasons(book, sent),
        {address: rules.sentences(found, language) for address, found in bad.items()}, after, state, waiting,
    )  # fmt: skip


def _is_touched(book: Book, address: str, pair: tuple[Question, Typed]) -> bool:
    return not pair[1].is_untouched or book.of(address).typed is not None


def _is_unsettled(book: Book, address: str) -> bool:
    """Whether something else is kept beside the answer, which the new one settles."""
    kept = book.of(address)
    return kept.typed is not None or kept.rival is not None


def _raw(book: Book, address: str, question: Question, each: Typed) -> Any:
    """A box that was filled outranks a word that was chosen before; a word that is chosen now empties the box."""
    if not each.status:
        return each.value
    kept = book.of(address).value
    held = kept.get("status") if isinstance(kept, Mapping) else None
    is_answer = each.value is not None and (held == each.status or kept is None)
    return each.value if is_answer else {"status": each.status}


def _own(question: Question, address: str, each: Typed) -> list[Finding]:
    if each.is_doubled:
        return [Finding("instrument.answer.same-place", "hard", Place(item=address))]
    if each.is_partial:
        return [Finding("instrument.answer.incomplete", "hard", Place(item=address))]
    return []


def _is_rival(book: Book, address: str, each: Typed, value: Any) -> bool:
    kept = book.of(address)
    return each.revision < kept.revision and value != kept.value and kept.value is not None


def _accepted(
    book: Book, candidates: Mapping[str, Any], *, today: dt.date, language: str
) -> tuple[Book, rules.State, dict[str, list[Finding]]]:
    """The book with those candidates that break no rule, and the findings on the others."""
    broken: dict[str, list[Finding]] = {}
    while True:
        fit = {address: value for address, value in candidates.items() if address not in broken}
        after = book.with_values(fit)
        state = rules.evaluate(after, today=today)
        found = rules.faults(after, state, today=today, language=language)
        fresh = {
            address: rules.must_change(found.get(address, ()))
            for address in fit
            if rules.must_change(found.get(address, ()))
        }
        if not fresh:
            return after, state, broken
        broken |= fresh


def _reasons(book: Book, sent: Mapping[str, tuple[Question, Typed]]) -> dict[str, str]:
    found = {}
    for address, (_question, each) in sent.items():
        kept = book.of(address)
        if each.has_reason and each.reason != kept.reason:
            is_stale = each.revision < kept.revision and kept.reason and kept.reason not in each.reason
            found[address] = f"{kept.reason}\n{each.reason}" if is_stale else each.reason
    return found


def again(book: Book, wanted: Mapping[str, Question], *, today: dt.date, language: str) -> dict[str, tuple[str, ...]]:
    """Sentences for answers that were refused before and still stand in their boxes, when a page is opened again."""
    sent = {
        address: (question, typed_again(question, book.of(address)))
        for address, question in wanted.items() if book.of(address).typed is not None
    }  # fmt: skip
    return dict(decide(book, sent, today=today, language=language).errors) if sent else {}


def typed_again(question: Question, kept: Kept) -> Typed:
    """What was refused, as it was typed."""
    held = kept.typed or {}
    made = from_parts(question, held.get("parts", {}))
    return replace(made, status=str(held.get("status", "")), revision=kept.revision)
