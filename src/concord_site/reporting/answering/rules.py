"""The one place where this room asks the library's evaluator: what is asked, what a value is, which rule it breaks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from concord.findings import Finding, Findings, filled
from concord.instrument import answers as library_answers
from concord.instrument import checks, expressions, routing
from concord.instrument.model import Choice, ChoiceList, Instrument, Question
from concord.instrument.routing import State
from concord.vocabulary.text import Text, Wording
from concord_site.reporting.answering import addresses
from concord_site.reporting.answering.book import Book, Kept

__all__ = [
    "State",
    "choice_label",
    "choices",
    "default",
    "evaluate",
    "faults",
    "is_hard",
    "label",
    "must_change",
    "read",
    "sentence",
    "sentences",
    "wording",
]


def evaluate(book: Book, *, today: dt.date) -> State:
    """What is asked, given the answers of a book."""
    return routing.evaluate(book.instrument, book.parsed, today=today)


def read(book: Book, raw: Mapping[str, Any], *, language: str) -> tuple[dict[str, Any], dict[str, list[Finding]]]:
    """Raw values by lasting address as answers in the form of JSON; what cannot be read has findings instead."""
    sent = Book(book.instrument, {address: Kept(value=value) for address, value in raw.items()}, book.entries)
    found, findings = library_answers.normal(book.instrument, sent.answers(), language=language)
    values = flat(book, library_answers.as_json(found))
    return {address: values.get(address) for address in raw}, by_address(book, findings)


def flat(book: Book, given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers in the form of JSON, by lasting address."""
    return dict(_flat(book, given, ()))


def _flat(book: Book, given: Mapping[str, Any], scope: addresses.Scope) -> Iterable[tuple[str, Any]]:
    for key, value in given.items():
        ids = book.entries_in(scope, key)
        if isinstance(book.node(addresses.join(scope, key)), Question):
            yield addresses.join(scope, key), value
        elif isinstance(value, list):
            for entry, inner in zip(ids, value, strict=False):
                yield from _flat(book, inner, (*scope, (key, entry)))


def by_address(book: Book, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by the lasting address they are about; those about the whole stand under the empty address."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        address = book.lasting(finding.where.item or "") or ""
        found.setdefault(address, []).append(finding)
    return found


def faults(
    book: Book, state: State, *, today: dt.date, language: str, complete: bool = False
) -> dict[str, list[Finding]]:
    """Findings on all answers of a book, by lasting address."""
    found: Findings = checks.check(
        book.instrument, book.parsed, today=today, language=language, complete=complete,
        state=state,
    )  # fmt: skip
    return by_address(book, found)


#: Findings that are no reason to refuse a value: something is missing, or is not asked at present.
HARMLESS = frozenset({"instrument.answer.required", "instrument.answer.not-asked"})


def set_off(before: Book, after: Book, *, today: dt.date) -> dict[str, Any]:
    """What a change of answers sets off: triggered values by lasting address; None takes one away."""
    waiting = _with_triggers(after.instrument)
    if not waiting:
        return {}
    told = routing.follow(after.instrument, before.answers(), after.answers(), today=today)
    found = {
        address: value
        for address, value in flat(after, library_answers.as_json(told)).items()
        if after.node(address) in waiting and after.of(address).value != value
    }
    kept = flat(after, library_answers.as_json(told))
    gone = (at for at, each in after.kept.items() if each.value is not None and after.node(at) in waiting)
    return found | {address: None for address in gone if kept.get(address) is None}


@lru_cache(maxsize=16)
def _with_triggers(instrument: Instrument) -> tuple[Question, ...]:
    return tuple(each for each in instrument.questions if each.rules.trigger.strip())


def must_change(findings: Iterable[Finding]) -> list[Finding]:
    """Findings for which an answer is refused; a form's own mistake is never its reader's fault."""
    return [each for each in findings if is_hard(each) and each.code not in HARMLESS]


def is_hard(finding: Finding) -> bool:
    """Whether a finding is about an answer and must be settled before the end."""
    return finding.level == "hard" and finding.code.startswith("instrument.answer.")


def choices(state: State, positional: str, question: Question) -> tuple[Choice, ...]:
    """The choices that are offered now."""
    return tuple(state.choices(positional)) if question.choices else ()


@lru_cache(maxsize=512)
def _lists_of(instrument: Instrument, path: tuple[str, ...]) -> tuple[ChoiceList, ...]:
    """Lists of the choosing questions that a calculation speaks of."""
    node = instrument.by_path[path]
    try:
        names = expressions.compile(node.rules.calculation).references
    except expressions.Unreadable:
        return ()
    spoken = [each for name in names for each in instrument.named(name) if isinstance(each, Question) and each.choices]
    return tuple(instrument.lists[each.choices] for each in spoken if each.choices in instrument.lists)


def choice_label(instrument: Instrument, question: Question, value: str, language: str) -> str:
    """What a calculated value is called where it is the name of a choice; empty otherwise."""
    for held in _lists_of(instrument, question.path):
        if (found := held.choice(value)) is not None:
            return found.label.best(language).text
    return ""


def label(state: State, positional: str, question: Question, language: str) -> Wording:
    """A question's label with the answers it speaks of filled in; its name where its author gave none."""
    found = state.label(positional, language)
    return found if found.text else Wording(question.name, language)


def wording(state: State, positional: str, question: Question, text: Text, language: str) -> Wording:
    """A hint or an explanation with the answers it speaks of filled in."""
    at = positional[: positional.rfind("]/") + 1] if "]/" in positional else ""
    return state.wording(question, text, language, at=at) if text else Wording("", language)


def default(state: State, positional: str) -> Any:
    """The value that stands in a box before anybody answers."""
    return state.defaults.get(positional)


def sentence(finding: Finding, language: str) -> str:
    """A finding as it is said at a question: the author's own words where there are any, else ours.

    The sentence is that of every other way in; the question's name before it is left out where it stands above.
    """
    if written := str(finding.params.get("message") or ""):
        return written
    if finding.code == "instrument.answer.required":
        return _("This question must be answered.")
    said = filled(finding, language)
    whole = " ".join(part for part in (said.message, said.hint) if part)
    name = re.escape(str(finding.params.get("question") or ""))
    bare = re.sub(rf"^[“«\"„]?\s?{name}\s?[”»\"]?\s?[:：]\s*", "", whole) if name else whole
    return bare[:1].upper() + bare[1:]


def sentences(findings: Iterable[Finding], language: str) -> tuple[str, ...]:
    """Findings as they are said at a question, each once."""
    return tuple(dict.fromkeys(sentence(each, language) for each in findings))


def instrument_of(book: Book) -> Instrument:
    """The instrument of a book."""
    return book.instrument
