"""The hand-over for a new officer, for the people of a country alone: what is due, what was said, who helped.

Offices are named and people are not, so that the paper can be kept in a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from concord.documents.model import (
    Block,
    Bullets,
    Column,
    Cover,
    Document,
    Heading,
    Paragraph,
    Phrase,
    Run,
    Table,
    Value,
    readable,
)
from concord.documents.model import phrase as as_phrase
from concord.documents.sentences import Count, Day, Plain, Saying, say

DOMAIN = "documents/handover"


@dataclass(frozen=True, slots=True)
class Due:
    """A report that is to be sent; ``state`` is worded already."""

    round: str
    state: str
    day: dt.date
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A query and what was answered: pairs of side (``country``, ``secretariat``), text and day."""

    question: str
    text: str
    day: dt.date
    replies: tuple[tuple[str, str, dt.date], ...] = ()


@dataclass(frozen=True, slots=True)
class Helped:
    """An office that was asked for sections; ``state`` is that of the delegation."""

    round: str
    office: str
    sections: tuple[str, ...]
    state: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Open:
    """A comment that is not settled; its writer is left out."""

    question: str
    text: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Received:
    """A letter."""

    day: dt.date | None
    subject: str
    reference: str
    acknowledged: dt.date | None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the last report, in words."""

    number: str
    question: str
    text: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Last:
    """The last report; ``day`` is that of its publication, or of its sending where it is not published."""

    reference: str
    day: dt.date
    is_published: bool
    withheld: int = 0
    answers: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything a new officer is told.

    Args:
        country: Name in the reader's language.
        links: Words and full addresses.
    """

    area: str
    country: str
    on: dt.date
    due: tuple[Due, ...] = ()
    last: Last | None = None
    asked: tuple[Exchange, ...] = ()
    helped: tuple[Helped, ...] = ()
    open: tuple[Open, ...] = ()
    letters: tuple[Received, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    is_example: bool = False


def compose(kit: Kit, language: str) -> Document:
    """The hand-over as a document in one of the six languages."""
    said = _Voice(language)
    country = Plain(kit.country)
    return Document(
        id=f"handover-{kit.area}-{kit.on.isoformat()}-{language}",
        title=said("title", country=country),
        language=language,
        as_of=kit.on,
        blocks=tuple(_blocks(kit, said)),
        cover=Cover(kicker=said("kicker"), is_page=False),
        demonstration=kit.is_example,
        running_foot=said("foot", country=country, day=Day(kit.on)),
    )


class _Voice:
    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: Saying) -> Phrase:
        return say(DOMAIN, key, self.language, **values)

    def text(self, words: str) -> Phrase:
        """What somebody wrote, in whatever language."""
        return as_phrase(readable(words), self.language)


def _blocks(kit: Kit, said: _Voice) -> Iterator[Block]:
    yield Paragraph(said("lead", country=Plain(kit.country)), "lead")
    if kit.is_example:
        yield Paragraph(said("example"))
    yield from _part(said, "due", _due(kit, said))
    yield from _part(said, "links", _links(kit, said))
    yield from _part(said, "said", _said(kit, said))
    yield from _part(said, "queries", _queries(kit, said))
    yield from _part(said, "helped", _helped(kit, said))
    yield from _part(said, "remarks", _remarks(kit, said))
    yield from _part(said, "letters", _letters(kit, said))
    yield from _part(said, "answers", _answers(kit, said))


def _part(said: _Voice, key: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """A heading with what stands under it; where there is nothing, the sentence that says so."""
    held = tuple(blocks)
    if not held and key == "links":
        return
    yield Heading(1, said(key), plain=True, listed=False)
    yield from held or (Paragraph(said(f"{key}-none")),)


def _table(id: str, title: Phrase, heads: tuple[Phrase, ...], rows: Iterable[tuple[Value, ...]]) -> Iterator[Table]:
    held = tuple(rows)
    if held:
        columns = tuple(Column(f"c{place}", head) for place, head in enumerate(heads))
        yield Table(id, title, columns, held, small=True)


def _due(kit: Kit, said: _Voice) -> Iterator[Block]:
    rows = (
        (Value(each.round), Value(each.state),
         Value(str(said("late", day=Day(each.day))) if each.is_late else _day(each.day, said)))
        for each in kit.due
    )  # fmt: skip
    yield from _table("due", said("due"), (said("due-round"), said("due-state"), said("due-day")), rows)


def _day(day: dt.date, said: _Voice) -> str:
    return "".join(run.text for run in Day(day).runs(said.language))


def _links(kit: Kit, said: _Voice) -> Iterator[Block]:
    if kit.links:
        yield Bullets(tuple(_link(words, address, said.language) for words, address in kit.links))


def _link(words: str, address: str, language: str) -> Phrase:
    link = address if address.startswith("https://") else None
    return Phrase((Run(f"{words}: "), Run(address, language="en", link=link)), language)


def _said(kit: Kit, said: _Voice) -> Iterator[Block]:
    if kit.last is None:
        return
    key = "said-published" if kit.last.is_published else "said-sent"
    yield Paragraph(said(key, reference=Plain(kit.last.reference), day=Day(kit.last.day)))
    if kit.last.withheld:
        yield Paragraph(said("said-withheld", count=Count(kit.last.withheld)), "note")


def _queries(kit: Kit, said: _Voice) -> Iterator[Block]:
    for each in kit.asked:
        yield Heading(2, said.text(each.question) if each.question else said("whole"), plain=True, listed=False)
        yield Paragraph(said("asked", day=Day(each.day), text=Plain(readable(each.text))))
        for side, text, day in each.replies:
            key = "answered" if side == "country" else "asked"
            yield Paragraph(said(key, day=Day(day), text=Plain(readable(text))))


def _helped(kit: Kit, said: _Voice) -> Iterator[Block]:
    heads = (
        said("due-round"),
        said("helped-office"),
        said("helped-sections"),
        said("helped-state"),
        said("helped-day"),
    )
    rows = (
        (Value(each.round), Value(readable(each.office) or str(said("no-office"))), Value(", ".join(each.sections)),
         Value(str(said(f"state-{each.state}"))), Value(_day(each.day, said)))
        for each in kit.helped
    )  # fmt: skip
    yield from _table("helped", said("helped"), heads, rows)


def _remarks(kit: Kit, said: _Voice) -> Iterator[Block]:
    for each in kit.open:
        yield Paragraph(said.text(each.question) if each.question else said("whole"))
        yield Paragraph(said("remark", day=Day(each.day), text=Plain(readable(each.text))), "note")


def _letters(kit: Kit, said: _Voice) -> Iterator[Block]:
    heads = (said("letters-day"), said("letters-what"), said("letters-reference"), said("letters-acknowledged"))
    rows = (
        (Value(_day(each.day, said) if each.day else "–"), Value(readable(each.subject)), Value(each.reference or "–"),
         Value(_day(each.acknowledged, said) if each.acknowledged else str(said("not-acknowledged"))))
        for each in kit.letters
    )  # fmt: skip
    yield from _table("letters", said("letters"), heads, rows)


def _answers(kit: Kit, said: _Voice) -> Iterator[Block]:
    if kit.last is None or not kit.last.answers:
        return
    yield Paragraph(said("answers-note"), "note")
    heads = (said("question"), said("answer"))
    for place, section in enumerate(dict.fromkeys(each.section for each in kit.last.answers)):
        rows = (
            (Value(readable(f"{each.number} {each.question}".strip())), Value(readable(each.text)))
            for each in kit.last.answers if each.section == section
        )  # fmt: skip
        yield from _table(f"answers-{place}", said.text(section) if section else said("answers"), heads, rows)
