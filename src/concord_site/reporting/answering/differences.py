"""What a file of answers would change, shown before anything is written.

An answer that the file leaves out stays as it is; an answer that breaks a rule is shown with its sentence and cannot
be taken over. Entries that the file has beyond those that are kept come as a whole. Where it is known how the file was
given out, a cell that nobody has touched in it is no difference, whatever has been answered here since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from concord.instrument.model import Group, Question
from concord.instrument.numbering import numbers
from concord.vocabulary.text import Wording
from concord_site.reporting.answering import addresses, pages, rules
from concord_site.reporting.answering.book import Book, Kept
from concord_site.reporting.answering.figures import shown_value


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer, or one whole entry, that the file would change.

    Args:
        address: Lasting address of the answer; for an entry, that of its list.
        sentences: Rules that the new value breaks; it cannot be taken over then.
    """

    id: str
    address: str
    number: str
    label: Wording
    old: str
    new_shown: str
    new: Any
    sentences: tuple[str, ...] = ()
    is_entry: bool = False
    place: int = 0
    section: int = 0
    revision: int = 0  # of the answer that is kept
    since: str = ""  # who has changed the answer here since the file was given out

    @property
    def is_marked(self) -> bool:
        """Whether it is taken over unless somebody unmarks it: not where both sides have changed."""
        return not self.since


@dataclass(frozen=True, slots=True)
class Base:
    """How a file was given out.

    Args:
        answers: Values by lasting address.
        entries: Ids of entries in the order of the file, by the lasting address of their block.
    """

    answers: Mapping[str, Any]
    entries: Mapping[str, tuple[str, ...]]


def between(
    book: Book,
    given: Mapping[str, Any],
    *,
    today: dt.date,
    language: str,
    removed: Iterable[str] = (),
    base: Base | None = None,
) -> list[Difference]:
    """Every difference, in the order of the instrument.

    Args:
        book: What is kept.
        given: The answers of the file.
        today: For rules that speak of it.
        language: Of labels and sentences.
        removed: Addresses by position whose answer somebody took out of the file.
        base: How the file was given out, where that is known.
    """
    there = Book(book.instrument, {}, base.entries) if base is not None else book
    flat = {address: value for address, value in rules.flat(there, given).items() if value is not None}
    flat |= {lasting: None for each in removed if (lasting := there.lasting(each)) and lasting not in flat}
    flat = {address: value for address, value in flat.items() if book.positional(address) is not None}
    if base is not None:
        flat = {address: value for address, value in flat.items() if value != base.answers.get(address)}
    changed = {address: value for address, value in flat.items() if value != book.of(address).value}
    broken = _broken(book, changed, today=today, language=language)
    found = [
        replace(_of_answer(book, address, value, broken.get(address, ()), language), since=_since(book, base, address))
        for address, value in changed.items()
    ]
    found += list(_entries(there, given, (), language))
    order = {question.path: place for place, question in enumerate(book.instrument.questions)}
    return sorted(found, key=lambda each: (_place(book, each, order), each.id))


def _since(book: Book, base: Base | None, address: str) -> str:
    """Who has changed an answer here since the file was given out; empty where nobody has."""
    kept = book.of(address)
    if base is None or kept.value == base.answers.get(address):
        return ""
    return kept.by or "–"


def _place(book: Book, each: Difference, order: Mapping[tuple[str, ...], int]) -> int:
    node = book.node(each.address)
    while isinstance(node, Group) and node.children:
        node = node.children[0]
    return order.get(node.path, 0) if node is not None else 0


def _broken(book: Book, changed: Mapping[str, Any], *, today: dt.date, language: str) -> dict[str, tuple[str, ...]]:
    after = Book(book.instrument, {**book.kept, **{each: Kept(value) for each, value in changed.items()}}, book.entries)
    found = rules.faults(after, rules.evaluate(after, today=today), today=today, language=language)
    return {address: rules.sentences(rules.must_change(found.get(address, ())), language) for address in changed}


def _of_answer(book: Book, address: str, value: Any, sentences: tuple[str, ...], language: str) -> Difference:
    question = book.node(address)
    assert isinstance(question, Question)
    held = book.instrument.lists.get(question.choices)
    choices = held.choices if held else ()
    page = pages.places(book.instrument).get(question.path)
    return Difference(
        address, address, numbers(book.instrument).get(question.path, ""), question.label.best(language),
        shown_value(question, book.of(address).value, choices, language),
        shown_value(question, value, choices, language), value, sentences, section=page.section if page else 0,
        revision=book.of(address).revision,
    )  # fmt: skip


def _entries(book: Book, given: Mapping[str, Any], scope: addresses.Scope, language: str) -> Iterator[Difference]:
    for key, value in given.items():
        block = addresses.join(scope, key)
        node = book.node(block)
        if not isinstance(node, Group) or not isinstance(value, list):
            continue
        ids = book.entries_in(scope, key)
        for place, inner in enumerate(value):
            if place < len(ids):
                yield from _entries(book, inner, (*scope, (key, ids[place])), language)
            elif inner:
                yield _of_entry(book, node, block, inner, place, language)


def _of_entry(book: Book, node: Group, block: str, inner: Mapping[str, Any], place: int, language: str) -> Difference:
    page = pages.places(book.instrument).get(node.path)
    return Difference(
        f"{block}[+{place}]", block, "", node.label.best(language), "", entry_words(book, node, inner, language),
        dict(inner), is_entry=True, place=place, section=page.section if page else 0,
    )  # fmt: skip


def entry_words(book: Book, node: Group, inner: Mapping[str, Any], language: str, at_most: int = 3) -> str:
    """An entry in a line: its first answers."""
    said = []
    for question in pages.questions_in(node.children):
        value = inner.get(question.key)
        if question.is_asked and value is not None and not isinstance(value, Mapping):
            held = book.instrument.lists.get(question.choices)
            said.append(shown_value(question, value, held.choices if held else (), language))
        if len(said) == at_most:
            break
    return " · ".join(each[:80] for each in said if each)
