"""A whole questionnaire as a document: cover, how to answer, the questions; or the same with answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from concord.documents.forms import Ask, Lines
from concord.documents.model import Block, Bullets, Contents, Document, Heading, Paragraph, Phrase, phrase
from concord.instrument.model import Group, Instrument, Node
from concord.instrument.numbering import numbers
from concord.reporting.instrument_print.body import ALWAYS, Body
from concord.reporting.instrument_print.cover import cover, marked, running_foot, shortened
from concord.reporting.instrument_print.given import Scope
from concord.reporting.instrument_print.voice import Said, Voice

if TYPE_CHECKING:
    from concord.instrument.routing import State

ADOPTED = dt.date(2010, 5, 21)
#: From this many sections a table of contents is worth its page.
CONTENTS_FROM = 4
#: Up to this many they leave room below them for the page on how to answer.
CONTENTS_UP_TO = 9


def compose(
    instrument: Instrument,
    language: str,
    *,
    as_of: dt.date | None = None,
    answers: Mapping[str, Any] | None = None,
    state: State | None = None,
    for_whom: str = "",
    generated: bool = False,
) -> Document:
    """A questionnaire to fill in by hand, or, with ``answers``, one that shows them.

    Args:
        instrument: Any version of an instrument.
        language: One of the six; wordings the instrument lacks in it are shown in another and marked.
        as_of: Day of printing, the only date in the file; without it the same version gives the same bytes for ever,
            dated by the day on which the Code was adopted. Needed where there are answers.
        answers: As JSON keeps them; questions that are not asked are listed at the end and nothing of them is shown.
        state: What is asked given these answers, where the caller knows it already.
        for_whom: Who gave the answers, for the cover.
        generated: The answers are made up: every page says so.
    """
    day = as_of or ADOPTED
    scope = Scope() if answers is None else Scope(answers, state=state or _state(instrument, answers, day))
    numbered = numbers(instrument)
    voice = Voice(instrument, language, numbered, _conditions(instrument, language, numbered))
    body = Body(voice)
    asked = list(body.blocks(instrument.children, scope))
    front = _front(instrument, voice) if scope.is_empty_form else ()
    kind = "" if scope.is_empty_form else "-answers"
    title = voice.text(instrument.title) or phrase(instrument.id)
    front_page = cover(instrument, voice, as_of=as_of, filled=not scope.is_empty_form, for_whom=for_whom)
    head = title
    if generated:
        head, front_page = marked(title, language), replace(front_page, kicker=marked(front_page.kicker, language))
    return Document(
        id=f"{instrument.id}{kind}-{language}",
        title=title,
        language=language,
        as_of=day,
        blocks=(*_contents(instrument, voice), *front, *asked, *_left_out(body)),
        cover=front_page,
        running_head=head,
        running_foot=running_foot(instrument, voice),
        keywords=(instrument.id, instrument.version, instrument.digest[:12]),
    )


def _state(instrument: Instrument, answers: Mapping[str, Any], today: dt.date) -> State:
    from concord.instrument import answers as values
    from concord.instrument import routing

    return routing.evaluate(instrument, values.parse(answers), today=today)


def _conditions(
    instrument: Instrument, language: str, numbered: Mapping[tuple[str, ...], str]
) -> Callable[[str, Node], Phrase]:
    """Says conditions in words, with the numbers of this instrument's questions."""
    from concord.instrument import words

    def said(source: str, node: Node) -> Phrase:
        if not source.strip() or source.strip().casefold() in ALWAYS:
            return Phrase()
        return phrase(words.say(source, instrument, language, node=node, numbers=numbered), language)

    return said


def _contents(instrument: Instrument, voice: Voice) -> tuple[Block, ...]:
    groups = [each for each in instrument.children if isinstance(each, Group)]
    return (Contents(voice.say("contents"), depth=1),) if len(groups) >= CONTENTS_FROM else ()


def _front(instrument: Instrument, voice: Voice) -> tuple[Block, ...]:
    """How to answer, and who does."""
    points = tuple(_points(instrument, voice))
    who = (
        ("area", "organisation", "person", "date")
        if instrument.use == "national"
        else ("organisation", "person", "date")
    )
    lines = tuple(
        Ask(f"who-{each}", "", voice.say(f"who-{each}"), areas=(Lines(1, 0.4 if each == "date" else 1.0),))
        for each in who
    )
    about = voice.text(instrument.about)
    return (
        Heading(1, voice.say("how-heading"), "how", plain=True, new_page=len(instrument.children) > CONTENTS_UP_TO),
        *((Paragraph(about),) if about and shortened(about) != about else ()),
        Bullets(points),
        Heading(2, voice.say("who-heading"), "who", plain=True),
        *lines,
    )


def _points(instrument: Instrument, voice: Voice) -> Iterator[Phrase]:
    """What there is to say of how to answer this instrument; nothing of what it does not have."""
    questions = [each for each in instrument.questions if each.is_asked]
    yield voice.say("how-where")
    if any(each.rules.required for each in questions):
        yield voice.say("how-needed", needed=Said(voice.say("needed")))
    if any(each.choices for each in questions):
        yield voice.say("how-ticks")
    if any(each.rules.relevant for each in instrument.nodes()):
        yield voice.say("how-conditions")
    if any(each.about.statuses for each in questions):
        yield voice.say("how-statuses")
    if any(each.kind in ("integer", "decimal") for each in questions):
        yield voice.say("how-numbers")
    if any(isinstance(each, Group) and each.repeats for each in instrument.nodes()):
        yield voice.say("how-copies")
    if any(each.about.confidential for each in questions):
        yield voice.say("how-confidential")


def _left_out(body: Body) -> tuple[Block, ...]:
    if not body.left_out:
        return ()
    voice = body.voice
    return (
        Heading(1, voice.say("not-asked-heading"), "not-asked", plain=True),
        Paragraph(voice.say("not-asked-text"), "note"),
        Bullets(tuple(body.left_out)),
    )
