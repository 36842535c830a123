"""A published national report as a document: page, PDF and Word (Code, articles 7.2c and 9.4).

The questionnaire in the reader's language with the country's answers in it, through
:mod:`concord.reporting.instrument_print`; texts keep the language and direction they were written in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from concord.documents.forms import Area, Ask, Lines
from concord.documents.model import Block, Cover, Document, Heading, Paragraph, Phrase, Run, Value
from concord.documents.sentences import Count, Plain, say
from concord.instrument import answers as told
from concord.instrument import routing
from concord.instrument.model import Instrument, Question
from concord.instrument.numbering import numbers
from concord.reporting import places
from concord.reporting.instrument_print import compose as filled
from concord.reporting.instrument_print.areas import STRONG, WITHHELD
from concord.reporting.publication import Item, Published, items
from concord.reporting.publication_hiding import Hidden
from concord.vocabulary import formats
from concord.vocabulary.languages import NATIVE_NAMES, direction
from concord.vocabulary.text import Wording

if TYPE_CHECKING:
    from concord.instrument.routing import State

DOMAIN = "documents/national-report"
TEXTS = frozenset({"text", "long-text"})


@dataclass(frozen=True, slots=True)
class Reply:
    """A query and what the country answered, as far as it is published.

    Attributes:
        question: Id of the question, or empty for the whole.
        asked: The query.
        asked_in: Its language.
        answered: What the country said.
        answered_in: Its language.
    """

    question: str
    asked: str
    asked_in: str
    answered: str
    answered_in: str


@dataclass(frozen=True)
class Edition:
    """What is known of a publication beside its answers.

    Attributes:
        state: ``published``, ``corrected``, ``withdrawn``; ``preview`` before there is one.
        submitted_on: When the report was sent.
        published_on: When it was published.
        digest: Of what is published.
        reason: Of the correction or withdrawal.
        is_example: Whether the answers are generated.
        replies: To queries, chosen for publication.
        name: Of a stakeholder; empty for a country.
        comment: The country's, on a stakeholder's report, with its language.
    """

    state: str
    submitted_on: dt.date
    published_on: dt.date
    digest: str
    reason: str = ""
    is_example: bool = False
    replies: tuple[Reply, ...] = ()
    name: str = ""
    comment: tuple[str, str] = ("", "")


def compose(published: Published, edition: Edition, language: str) -> Document:
    """The report as a document.

    Args:
        published: What is published.
        edition: State, days, digest, replies.
        language: Of the questions and of our own words, one of the six.
    """
    instrument = published.instrument
    state = routing.evaluate(instrument, published.answers, today=edition.submitted_on)
    seen = cast("State", _Seen(state, published))
    whole = filled(
        instrument, language, as_of=edition.published_on, answers=_with_marks(published), state=seen,
        for_whom=str(_whose(published, edition, language)),
    )  # fmt: skip
    title = title_of(published, edition, language)
    return replace(
        whole,
        id=f"{published.reference or 'preview'}-{language}".lower(),
        title=title,
        blocks=(
            *_front(published, edition, language), *_body(whole, published, language),
            *_replies(published, edition, language),
        ),
        cover=_cover(whole, published, edition, language),
        running_head=_running_head(title, edition, language),
        running_foot=_foot(published, edition, language),
        keywords=(published.reference, published.area, published.round, instrument.id),
    )  # fmt: skip


def title_of(published: Published, edition: Edition, language: str) -> Phrase:
    """What the report is called."""
    if edition.name:
        return say(DOMAIN, "title-stakeholder", language, round=Plain(published.round), name=Plain(edition.name))
    name = places.name(published.area, language)
    return say(DOMAIN, "title", language, round=Plain(published.round), area=Plain(name))


def status_words(status: str, language: str) -> Wording:
    """What a status is called; see :data:`concord.reporting.publication.STATUSES`."""
    said = say(DOMAIN, f"status-{status}", language)
    return Wording(str(said), said.language, said.is_fallback)


def marks(edition: Edition, language: str) -> tuple[Phrase, ...]:
    """What everybody must know first: generated, corrected, withdrawn, a preview."""
    found = [say(DOMAIN, "mark-generated", language)] if edition.is_example else []
    why = Plain(edition.reason)
    if edition.state == "corrected":
        key = "mark-corrected-why" if edition.reason else "mark-corrected"
        found.append(say(DOMAIN, key, language, **({"reason": why} if edition.reason else {})))
    elif edition.state == "withdrawn":
        found.append(say(DOMAIN, "mark-withdrawn", language, reason=why))
    elif edition.state == "preview":
        found.append(say(DOMAIN, "mark-preview", language))
    return tuple(found)


def said_in(text: str, written: str, reader: str) -> Phrase:
    """A text of the country in the language it was written in, in the direction of its own letters."""
    import unicodedata

    first = next((unicodedata.bidirectional(each) for each in text if unicodedata.bidirectional(each) in STRONG), "L")
    runs_like = "ltr" if first == "L" else "rtl"
    spoken = written if direction(written) == runs_like else {"ltr": "en", "rtl": "ar"}[runs_like]
    return Phrase((Run(text, language=None if spoken == reader else spoken),), reader)


class _Seen:
    """What is asked, as the published answers tell it: hidden questions stand where they would."""

    def __init__(self, state: State, published: Published) -> None:
        self._state, self._asked, self._hiding = state, published.asked, published.hidden
        hidden_notes = {
            each.key for each in published.instrument.questions if each.kind == "note" and self._hiding.hides(each)
        }
        self.shown = tuple(at for at in state.shown if at.rpartition("/")[2] not in hidden_notes)

    def is_asked(self, address: str) -> bool:
        """Whether it is asked, or hidden."""
        return address in self._asked or _is_hidden(self._hiding, address)

    def label(self, address: str, language: str) -> Wording:
        """The wording of a question with the answers it names."""
        return self._state.label(address, language)


def _is_hidden(hiding: Hidden, address: str) -> bool:
    return bool(hiding.paths) and hiding.hides_address(address)


def _with_marks(published: Published) -> dict[str, Any]:
    """The answers with a mark in place of each hidden one; of hidden blocks nothing is said entry by entry."""
    marked = told.parse(published.answers)
    hidden = [each for each in items(published) if each.status == WITHHELD]
    plain = told.as_json(marked)
    for each in hidden:
        _mark(plain, each)
    return plain


def _mark(plain: dict[str, Any], item: Item) -> None:
    within: Any = plain
    if item.question.repeat and not item.entry:
        return
    for key, place in told.address(item.address).around:
        within = within[key][place - 1]
    within[item.question.key] = {"status": WITHHELD}


# --- Around the questions ---------------------------------------------------------------------------------------------
def _whose(published: Published, edition: Edition, language: str) -> str:
    return edition.name or places.name(published.area, language)


def _cover(whole: Document, published: Published, edition: Edition, language: str) -> Cover:
    written = NATIVE_NAMES.get(published.language, published.language)
    facts = [
        ("reference", published.reference or "–"),
        ("round", published.round),
        ("state", str(say(DOMAIN, f"state-{edition.state}", language)) if edition.state != "preview" else ""),
        ("submitted", formats.date(edition.submitted_on, language)),
        ("published", formats.date(edition.published_on, language) if edition.state != "preview" else ""),
        ("language", written),
        ("questionnaire", f"{published.instrument.id} {published.instrument.version}"),
        ("digest", _short(edition.digest)),
    ]
    said = marks(edition, language)
    kicker = "kicker-stakeholder" if edition.name else "kicker"
    assert whole.cover is not None
    return Cover(
        kicker=say(DOMAIN, kicker, language),
        promise=say(DOMAIN, "promise", language) if not edition.name else Phrase(),
        notice=_joined(said) or whole.cover.notice,
        facts=tuple((say(DOMAIN, f"fact-{key}", language), Value(text)) for key, text in facts if text),
        licence=say(DOMAIN, "licence", language),
    )


def _joined(said: tuple[Phrase, ...]) -> Phrase:
    if not said:
        return Phrase()
    runs = [run for place, each in enumerate(said) for run in ((Run(" "), *each.runs) if place else each.runs)]
    return Phrase(tuple(runs), said[0].language, said[0].is_fallback)


def _short(digest: str) -> str:
    return f"{digest[:4]} {digest[4:8]} {digest[8:12]}".strip()


def _running_head(title: Phrase, edition: Edition, language: str) -> Phrase:
    if not edition.is_example:
        return title
    mark = say(DOMAIN, "mark-generated-short", language)
    return Phrase((*mark.runs, Run(" · "), *title.runs), mark.language, mark.is_fallback)


def _foot(published: Published, edition: Edition, language: str) -> Phrase:
    code = {"reference": Plain(published.reference or "–"), "digest": Plain(_short(edition.digest) or "–")}
    said = say(DOMAIN, "running-foot", language, **code)
    if edition.state == "published" and not edition.is_example:
        return said
    key = "mark-generated-short" if edition.is_example else None
    mark = say(DOMAIN, key, language) if key else _state_mark(edition, language)
    return Phrase((*said.runs, Run(" · "), *mark.runs), mark.language, mark.is_fallback)


def _state_mark(edition: Edition, language: str) -> Phrase:
    return say(DOMAIN, "mark-preview" if edition.state == "preview" else f"state-{edition.state}", language)


def _front(published: Published, edition: Edition, language: str) -> Iterator[Block]:
    for each in marks(edition, language):
        yield Paragraph(each, "lead")
    spoken = Plain(NATIVE_NAMES.get(published.language, published.language))
    yield Paragraph(say(DOMAIN, "note-language", language, spoken=spoken), "note")
    if published.withheld:
        yield Paragraph(say(DOMAIN, "note-withheld", language, count=Count(len(published.withheld))), "note")
    if edition.comment[0]:
        yield Heading(1, say(DOMAIN, "comment-heading", language), "comment", plain=True)
        yield Paragraph(said_in(*edition.comment, language))


def _body(whole: Document, published: Published, language: str) -> Iterator[Block]:
    """The filled form, texts in their own language, the reason beside a number that moved."""
    texts = {_anchor(each.address): str(each.value) for each in items(published)
             if each.question.kind in TEXTS and isinstance(each.value, str)}  # fmt: skip
    reasons = _reasons(published)
    for block in whole.blocks:
        if isinstance(block, Ask) and block.id in texts:
            yield replace(block, areas=tuple(_in(each, texts[block.id], published, language) for each in block.areas))
        else:
            yield block
        if isinstance(block, Ask):
            for why in reasons.get(block.id, ()):
                runs = say(DOMAIN, "reason", language, reason=Plain(why))
                yield Paragraph(runs, "note")


def _in(area: Area, text: str, published: Published, language: str) -> Area:
    return replace(area, text=said_in(text, published.language, language)) if isinstance(area, Lines) else area


def _reasons(published: Published) -> Mapping[str, list[str]]:
    """Reasons by the block they stand below: the question, or the grid of the cell."""
    found: dict[str, list[str]] = {}
    for at, why in published.reasons.items():
        where = told.address(at)
        node = published.instrument.by_key.get((where.repeats, where.key))
        prefix = at[: len(at) - len(where.key)]
        key = "/".join(node.path[:-1]) if isinstance(node, Question) and node.cell else where.key
        found.setdefault(_anchor(prefix + key), []).append(why)
    return found


def _anchor(address: str) -> str:
    kept = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in address)
    return f"q-{kept.strip('-')}"


def anchor(address: str) -> str:
    """The id of a question within the document and the page, by its address."""
    return _anchor(address)


def _replies(published: Published, edition: Edition, language: str) -> Iterator[Block]:
    if not edition.replies:
        return
    yield Heading(1, say(DOMAIN, "replies-heading", language), "replies", plain=True, new_page=True)
    yield Paragraph(say(DOMAIN, "replies-note", language), "note")
    numbered = _numbers(published.instrument)
    for each in edition.replies:
        number = numbered.get(each.question, "")
        key, known = (
            ("replies-on", {"number": Plain(number or each.question)}) if each.question else ("replies-whole", {})
        )
        yield Heading(2, say(DOMAIN, key, language, **known), plain=True)
        yield Paragraph(_quoted("replies-asked", each.asked, each.asked_in, language))
        yield Paragraph(_quoted("replies-answered", each.answered, each.answered_in, language))


def _quoted(key: str, text: str, written: str, language: str) -> Phrase:
    return say(DOMAIN, key, language, text=_Text(text, written))


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    written: str

    def runs(self, language: str) -> tuple[Run, ...]:
        """The text in its own language."""
        return said_in(self.text, self.written, language).runs


def _numbers(instrument: Instrument) -> Mapping[str, str]:
    from concord.instrument.versions.resolve import Known

    known, numbered = Known(instrument), numbers(instrument)
    return {
        known.id(each).partition("/")[2]: numbered.get(each.path, "") for each in instrument.questions if each.is_asked
    }
