"""The record of consultations as a document: asked, said, done, by phase and type; missing types are named.

Public face: :class:`Phase`, :class:`Material`, :func:`compose`. Composed from values alone; equal values give an equal
document. What people said stands in the language in which it was noted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from concord.consultations.model import Comment, Consultation
from concord.consultations.standing import Standing, standing
from concord.documents.model import Block, Column, Cover, Document, Empty, Heading, Paragraph, Phrase, Run, Table, Value
from concord.documents.sentences import Plain, say
from concord.vocabulary import formats
from concord.vocabulary.provenance import Provenance
from concord.vocabulary.text import Text

DOMAIN = "documents/consultation-record"


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase in which consultations are held, and ids of the types that it expects, in their order."""

    id: str
    label: Text
    expected: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """What the record is composed from.

    Attributes:
        agreement: Its title.
        party: Name of the party whose record it is.
        phases: In their order; those that expect nobody and held nothing are left out.
        types: Names of types of stakeholders, by id in their order.
        invented: Whether the agreement is an example.
    """

    agreement: Text
    party: Text
    phases: tuple[Phase, ...]
    types: Mapping[str, Text]
    consultations: tuple[Consultation, ...] = ()
    invented: bool = False


def compose(of: Material, language: str, *, as_of: dt.date) -> Document:
    """The record in one language; what people wrote falls back visibly to the language they wrote in."""
    speech, whole = _Speech(language), standing(of.consultations)
    agreement, party = of.agreement.best(language).text, of.party.best(language).text
    return Document(
        id=f"consultation-record-{language}",
        title=speech.say("title", agreement=agreement),
        language=language,
        as_of=as_of,
        blocks=tuple(_blocks(of, whole, speech)),
        subtitle=speech.written(of.party),
        cover=_cover(of, whole, speech),
        running_head=speech.say("kicker"),
        running_foot=speech.say("running-foot"),
        keywords=(agreement, party),
        demonstration=of.invented,
        provenance=Provenance((), "consultation-record", "1", as_of.isoformat()),
    )


@dataclass(frozen=True, slots=True)
class _Speech:
    language: str

    def say(self, key: str, **values: str) -> Phrase:
        return say(DOMAIN, key, self.language, **{name: Plain(each) for name, each in values.items()})

    def cell(self, key: str) -> Value:
        said = self.say(key)
        return Value(str(said), language=said.language if said.is_fallback else None)

    def number(self, count: int) -> Value:
        return Value(formats.number(count, self.language), number=float(count))

    def day(self, on: dt.date) -> Value:
        return Value(formats.date(on, self.language))

    def written(self, given: Text) -> Phrase:
        best = given.best(self.language)
        return Phrase((Run(best.text),), best.language, best.is_fallback)

    def in_cell(self, given: Text) -> Value:
        best = given.best(self.language)
        return Value(best.text or "–", language=best.language if best.is_fallback else None)

    def listed(self, items: Sequence[str]) -> str:
        from babel.lists import format_list

        return str(format_list(list(items), locale=formats.locale(self.language)))


def _cover(of: Material, whole: Standing, speech: _Speech) -> Cover:
    return Cover(
        kicker=speech.say("kicker"),
        promise=speech.say("promise"),
        notice=_notice(of, speech),
        facts=(
            (speech.say("fact-asked"), speech.number(sum(whole.asked.values()))),
            (speech.say("fact-words"), speech.number(whole.comments)),
            (speech.say("fact-owed"), speech.number(whole.owed)),
        ),
        licence=speech.say("licence", party=of.party.best(speech.language).text),
        is_page=False,
    )


def _notice(of: Material, speech: _Speech) -> Phrase:
    return speech.say("notice-invented" if of.invented else "notice")


def _blocks(of: Material, whole: Standing, speech: _Speech) -> Iterator[Block]:
    yield Paragraph(_notice(of, speech), "note")
    if of.consultations:
        counts = {"asked": sum(whole.asked.values()), "words": whole.comments, "owed": whole.owed}
        counts |= {each.replace("not-taken", "not"): count for each, count in whole.outcomes.items()}
        told = {name: formats.number(count, speech.language) for name, count in counts.items()}
        yield Paragraph(speech.say("lead", **told), "lead")
    else:
        yield Paragraph(speech.say("lead-none"), "lead")
    yield Paragraph(speech.say("types-note"), "note")
    for phase in of.phases:
        held = [each for each in of.consultations if each.occasion == phase.id]
        if phase.expected or held:
            yield Heading(1, speech.written(phase.label), f"phase-{phase.id}")
            yield from _types(of, phase, standing(held, expected=phase.expected), speech)
            for each in held:
                yield from _held(of, each, speech)


# --- Types ------------------------------------------------------------------------------------------------------------
def _types(of: Material, phase: Phase, found: Standing, speech: _Speech) -> Iterator[Block]:
    """Who was to be heard in a phase and how that stands; the types that nobody asked in words of their own."""
    if not phase.expected:
        return
    missing = [_name(of, id, speech) for id in found.missing]
    said = speech.say("missing", types=speech.listed(missing)) if missing else speech.say("missing-none")
    yield Paragraph(said)
    columns = (
        Column("type", speech.say("head-type"), width=3.0),
        Column("asked", speech.say("head-asked"), align="end", width=0.7),
        Column("heard", speech.say("head-heard"), align="end", width=0.7),
        Column("standing", speech.say("head-standing"), width=1.6),
    )
    others = [id for id in {**found.asked, **found.heard} if id not in phase.expected]
    rows = tuple(_type(of, id, found, speech) for id in (*phase.expected, *others))
    title = speech.say("table-types", phase=phase.label.best(speech.language).text)
    yield Table(f"types-{phase.id}", title, columns, rows, small=True)


def _type(of: Material, id: str, found: Standing, speech: _Speech) -> tuple[Value, ...]:
    asked, heard = found.asked.get(id, 0), found.heard.get(id, 0)
    state = "heard" if heard else "asked" if asked else "not-asked"
    return (_type_cell(of, id, speech), speech.number(asked), speech.number(heard), speech.cell(f"state-{state}"))


def _type_cell(of: Material, id: str, speech: _Speech) -> Value:
    return speech.in_cell(of.types[id]) if id in of.types else Value(id)


def _name(of: Material, id: str, speech: _Speech) -> str:
    return _type_cell(of, id, speech).text


# --- One consultation -------------------------------------------------------------------------------------------------
def _held(of: Material, each: Consultation, speech: _Speech) -> Iterator[Block]:
    yield Heading(2, speech.written(each.title), f"held-{each.id}")
    yield Paragraph(speech.written(each.question))
    days = {name: formats.date(on, speech.language) for name, on in (("opened", each.opened), ("closes", each.closes))}
    way = str(speech.say(f"way-{each.way}"))
    if each.opened == each.closes:
        yield Paragraph(speech.say("held", way=way, opened=days["opened"]), "note")
    else:
        yield Paragraph(speech.say("held-until", way=way, **days), "note")
    yield _asked(of, each, speech)
    yield _said(of, each, speech)


def _asked(of: Material, each: Consultation, speech: _Speech) -> Block:
    if not each.invited:
        return Empty(speech.say("asked-none"))
    columns = (
        Column("type", speech.say("head-type"), width=1.6),
        Column("body", speech.say("head-body"), width=2.0),
        Column("on", speech.say("head-on"), width=1.0),
        Column("declined", speech.say("head-declined"), width=1.4),
    )
    rank = list(of.types)
    rows = tuple(
        (_type_cell(of, one.type, speech), Value(one.name), speech.day(one.on), Value(one.declined or "–"))
        for one in sorted(each.invited, key=lambda one: _rank(rank, one.type))
    )
    return Table(f"asked-{each.id}", speech.say("table-asked"), columns, rows, small=True)


def _rank(order: list[str], type: str) -> int:
    return order.index(type) if type in order else len(order)


def _said(of: Material, each: Consultation, speech: _Speech) -> Block:
    if not each.comments:
        return Empty(speech.say("said-none"))
    columns = (
        Column("who", speech.say("head-who"), width=1.6),
        Column("said", speech.say("head-said"), width=2.4),
        Column("outcome", speech.say("head-outcome"), width=1.0),
        Column("answer", speech.say("head-answer"), width=2.0),
    )
    names, rank = {one.id: one.name for one in each.invited}, list(of.types)
    ordered = sorted(each.comments, key=lambda one: _rank(rank, one.type))
    rows = tuple(_comment(of, one, names, speech) for one in ordered)
    return Table(f"said-{each.id}", speech.say("table-said"), columns, rows, small=True)


def _comment(of: Material, one: Comment, names: Mapping[str, str], speech: _Speech) -> tuple[Value, ...]:
    type, who = _name(of, one.type, speech), names.get(one.invited)
    whose = f"{who} ({type})" if who else f"{type} ({speech.say('unasked')})"
    about = f" · {one.about}" if one.about else ""
    return (
        Value(f"{whose} · {formats.date(one.on, speech.language)}{about}"), speech.in_cell(one.said),
        speech.cell(f"outcome-{one.outcome or 'none'}"), speech.in_cell(one.answer),
    )  # fmt: skip
