"""How far the work has come: each section's state, and whether a page is asked at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from concord.findings import Finding
from concord.instrument.model import Question
from concord_site.reporting.answering import addresses, pages, rules
from concord_site.reporting.answering.addresses import Scope
from concord_site.reporting.answering.book import Book
from concord_site.reporting.answering.pages import Page, Section

Stage = Literal["open", "going", "look", "done", "none"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A section's state.

    Args:
        asked: Questions that are asked now.
        answered: Those of them that have an answer, "not known" included.
        missing: Addresses of those that must be answered and are not.
        faults: Addresses that need attention: a value that was refused or breaks a rule, two answers at once.
    """

    section: Section
    stage: Stage
    asked: int
    answered: int
    missing: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share (0-1) of what is asked that is answered."""
        return self.answered / self.asked if self.asked else 1.0


def of_sections(
    book: Book, state: rules.State, faults: Mapping[str, Iterable[Finding]], passed: Collection[str]
) -> tuple[Progress, ...]:
    """Every section's state.

    Args:
        book: What is kept.
        state: What is asked.
        faults: Findings by lasting address.
        passed: Ids of pages that have been sent as a whole.
    """
    return tuple(_progress(book, state, each, faults, passed) for each in pages.sections(book.instrument))


def _progress(
    book: Book, state: rules.State, section: Section, faults: Mapping[str, Iterable[Finding]], passed: Collection[str]
) -> Progress:
    asked = [address for address, _question in asked_in(book, state, section.questions())]
    answered = [each for each in asked if book.of(each).value is not None]
    required = {book.lasting(each) for each in state.required}
    missing = tuple(each for each in asked if each in required and book.of(each).value is None)
    wrong = tuple(each for each in asked if _needs_attention(book, each, faults))
    shown = [page for page in section.pages if is_asked(book, state, page)]
    is_passed = all(page.id in passed for page in shown)
    stage: Stage = "open"
    if not shown:
        stage = "none"
    elif wrong:
        stage = "look"
    elif not missing and (is_passed or len(answered) == len(asked) > 0):
        stage = "done"
    elif answered or any(page.id in passed for page in shown):
        stage = "look" if is_passed and missing else "going"
    return Progress(section, stage, len(asked), len(answered), missing, wrong)


def _needs_attention(book: Book, address: str, faults: Mapping[str, Iterable[Finding]]) -> bool:
    kept = book.of(address)
    is_wrong = bool(rules.must_change(faults.get(address, ())))
    return kept.typed is not None or kept.rival is not None or is_wrong


def asked_in(book: Book, state: rules.State, questions: Iterable[Question]) -> Iterator[tuple[str, Question]]:
    """Lasting addresses of those questions that are asked now, in every entry."""
    for question in questions:
        if question.is_asked:
            for scope in book.scopes(question.repeat):
                address = addresses.join(scope, question.key)
                if state.is_asked(book.positional(address) or ""):
                    yield address, question


def is_asked(book: Book, state: rules.State, page: Page, scope: Scope | None = None) -> bool:
    """Whether a page is asked: in one entry, or in any."""
    if page.kind == "list" and page.group is not None:
        scopes = [scope] if scope is not None else list(book.scopes(page.repeat))
        return any(_is_relevant(book, state, addresses.join(each, page.group.key)) for each in scopes)
    scopes = [scope] if scope is not None else list(book.scopes(page.repeat))
    return any(is_shown(book, state, question, each) for each in scopes for question in page.questions)


def is_shown(book: Book, state: rules.State, question: Question, scope: Scope) -> bool:
    """Whether a question, or a note, is on its page now."""
    positional = book.positional(addresses.join(scope, question.key))
    if positional is None:
        return False
    return bool(state.is_asked(positional) if question.is_asked else state.is_shown(positional))


def _is_relevant(book: Book, state: rules.State, address: str) -> bool:
    positional = book.positional(address)
    return positional is not None and state.is_asked(positional)
