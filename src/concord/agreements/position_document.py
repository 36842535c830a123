"""The national position as a document for the delegation: lines, ministries, coherence, what is missing.

Public face: :class:`Material`, :func:`compose`. Composed from values alone; equal values give an equal document. What
people wrote stands in the language in which they wrote it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from concord.agreements.account_words import Speech
from concord.agreements.coherence import Cited
from concord.agreements.evaluation_report import cell, written
from concord.agreements.position import Line, Position, Signature
from concord.agreements.position_declared import declared
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
)
from concord.findings import Findings, hint, message
from concord.vocabulary import formats
from concord.vocabulary.provenance import Provenance
from concord.vocabulary.text import Text

DOMAIN = "documents/national-position"


@dataclass(frozen=True)
class Material:
    """What the paper is composed from.

    Attributes:
        agreement: Its title.
        party: Name of the party whose position it is.
        needs: What needs are called, by id.
        missing: Findings of position and coherence, what they are about named in words.
        invented: Whether the agreement is an example.
    """

    agreement: Text
    party: Text
    position: Position
    cited: tuple[Cited, ...] = ()
    needs: Mapping[str, Text] = field(default_factory=dict)
    missing: Findings = field(default_factory=Findings)
    invented: bool = False


def compose(of: Material, language: str, *, as_of: dt.date) -> Document:
    """The paper in one language; what people wrote falls back visibly to the language they wrote in."""
    speech = Speech(language, DOMAIN)
    agreement, party = of.agreement.best(language).text, of.party.best(language).text
    return Document(
        id=f"national-position-{language}",
        title=speech.say("title", agreement=agreement),
        language=language,
        as_of=as_of,
        blocks=tuple(_blocks(of, speech)),
        subtitle=written(of.party, language),
        cover=_cover(of, speech),
        running_head=speech.say("running-head", party=party),
        running_foot=speech.say("running-foot"),
        keywords=(agreement, party),
        demonstration=of.invented,
        provenance=Provenance((), "national-position", "1", as_of.isoformat()),
    )


def _cover(of: Material, speech: Speech) -> Cover:
    signs = of.position.signatures()
    signed = sum(each.stands in ("signed", "reserved") for each in signs)
    told = {name: speech.number(count) for name, count in (("some", signed), ("all", len(signs)))}
    return Cover(
        kicker=speech.say("kicker"),
        promise=speech.say("promise"),
        notice=_notice(of, speech),
        facts=(
            (speech.say("fact-lines"), Value(speech.number(sum(each.is_agreed for each in of.position.lines)))),
            (speech.say("fact-signed"), Value(speech.text("fact-of", **told))),
            (speech.say("fact-open"), Value(speech.number(sum(each.is_open for each in of.cited)))),
        ),
        licence=speech.say("licence", party=of.party.best(speech.language).text),
        is_page=False,
    )


def _notice(of: Material, speech: Speech) -> Phrase:
    return speech.say("notice-invented" if of.invented else "notice")


def _blocks(of: Material, speech: Speech) -> Iterator[Block]:
    yield Paragraph(_notice(of, speech), "note")
    yield Paragraph(speech.say("lead-signed" if of.position.is_signed else "lead-open"), "lead")
    for key, made in (
        ("lines", _lines(of, speech)), ("ministries", _ministries(of, speech)), ("coherence", _coherence(of, speech)),
        ("missing", _missing(of, speech)),
    ):  # fmt: skip
        yield Heading(1, speech.say(f"part-{key}"), f"part-{key}")
        yield from made


# --- Lines ------------------------------------------------------------------------------------------------------------
def _lines(of: Material, speech: Speech) -> Iterator[Block]:
    """Agreed lines first, then drafts, each in the order in which they were written."""
    if not of.position.lines:
        yield Paragraph(speech.say("lines-none"))
    for line in sorted(of.position.lines, key=lambda each: not each.is_agreed):
        yield Heading(2, written(line.subject, speech.language), f"line-{line.id}")
        yield Bullets(tuple(_of_line(line, of, speech)))


def _of_line(line: Line, of: Material, speech: Speech) -> Iterator[Phrase]:
    language = speech.language
    yield _labelled("wanted", written(line.wanted, language), speech)
    for each in line.fallbacks:
        yield _labelled("else", written(each, language), speech)
    if line.never:
        yield _labelled("never", written(line.never, language), speech)
    yield _labelled("state", speech.say("line-agreed" if line.is_agreed else "line-draft"), speech)
    held = [_ministry(id, speech) for id in line.ministries]
    served = [of.needs[id].best(language).text for id in line.needs if id in of.needs]
    for key, listed in (("ministries", held), ("needs", served)):
        if listed:
            yield _labelled(key, Phrase((Run(speech.listed(listed)),), language), speech)
    if line.is_safeguard:
        yield speech.say("label-safeguard")


def _labelled(key: str, said: Phrase, speech: Speech) -> Phrase:
    """A label in the heavier weight, then what was written, each in its own language."""
    label = speech.say(f"label-{key}")
    colon = {"fr": " : ", "zh": "："}.get(label.language, ": ")
    runs = tuple(Run(each.text, each.strong, each.language or said.language) for each in said.runs)
    return Phrase((Run(f"{label}{colon}", strong=True), *runs), label.language, label.is_fallback)


def _ministry(id: str, speech: Speech) -> str:
    found = declared().ministries.get(id)
    return found.label.best(speech.language).text if found else id


# --- Ministries -------------------------------------------------------------------------------------------------------
def _ministries(of: Material, speech: Speech) -> Iterator[Block]:
    columns = (
        Column("ministry", speech.say("head-ministry"), width=1.2),
        Column("stance", speech.say("head-stance"), width=1.6),
        Column("view", speech.say("head-view"), width=2.0),
        Column("conditions", speech.say("head-conditions"), width=1.6),
        Column("sign", speech.say("head-sign"), width=1.8),
    )
    rows = tuple(_row(each, of, speech) for each in of.position.signatures())
    yield Table("ministries", speech.say("table-ministries"), columns, rows, small=True)


def _row(each: Signature, of: Material, speech: Speech) -> tuple[Value, ...]:
    view = of.position.view(each.ministry)
    name = Value(_ministry(each.ministry, speech))
    if view is None:
        return name, Value("–"), speech.cell("no-view"), Value("–"), speech.cell(f"stands-{each.stands}")
    stance = declared().stances[view.stance].best(speech.language).text
    told = " · ".join(part for part in (stance, view.spoke, formats.date(view.on, speech.language)) if part)
    said = (cell(each, speech.language) for each in (view.view, view.conditions))
    return name, Value(told), *said, _sign(each, speech)


def _sign(each: Signature, speech: Speech) -> Value:
    stands, sign = speech.text(f"stands-{each.stands}"), each.sign_off
    if sign is None:
        return Value(stands)
    said = speech.text("spoke", who=sign.by, day=formats.date(sign.on, speech.language))
    return Value(" · ".join(part for part in (stands, said, sign.note) if part))


# --- Coherence --------------------------------------------------------------------------------------------------------
def _coherence(of: Material, speech: Speech) -> Iterator[Block]:
    kinds = declared().cited
    if of.cited:
        columns = (
            Column("title", speech.say("head-title"), width=2.2),
            Column("kind", speech.say("head-kind"), width=1.2),
            Column("verdict", speech.say("head-verdict"), width=1.4),
            Column("why", speech.say("head-why"), width=2.4),
            Column("settled", speech.say("head-settled"), width=1.6),
        )
        ordered = sorted(of.cited, key=lambda each: list(kinds).index(each.kind))
        rows = tuple(_cited(each, of, speech) for each in ordered)
        yield Table("coherence", speech.say("table-coherence"), columns, rows, small=True)
    else:
        yield Paragraph(speech.say("coherence-none"))
    bare = [kind for kind in kinds.values() if kind.is_policy and kind.id not in {each.kind for each in of.cited}]
    if bare:
        names = speech.listed([kind.label.best(speech.language).text for kind in bare])
        yield Paragraph(speech.say("policy-missing", kinds=names))


def _cited(each: Cited, of: Material, speech: Speech) -> tuple[Value, ...]:
    language = speech.language
    lines = [line.subject.best(language).text for line in of.position.lines if line.id in each.lines]
    dated = formats.date(str(each.dated), language) if each.dated else ""
    why = each.why or each.says
    said = why.best(language)
    touched = speech.text("lines-touched", lines=speech.listed(lines)) if lines else ""
    head = " · ".join(part for part in (each.title or speech.text("none-cited"), dated, each.reference) if part)
    return (
        Value(head, link=each.link if each.link.startswith("https://") else None),
        cell(declared().cited[each.kind].label, language), cell(declared().verdicts[each.verdict], language),
        Value(" ".join(part for part in (said.text, touched) if part) or "–",
              language=said.language if said.is_fallback else None),
        speech.cell("settled-open") if each.is_open else cell(each.settled, language),
    )  # fmt: skip


# --- What is missing --------------------------------------------------------------------------------------------------
def _missing(of: Material, speech: Speech) -> Iterator[Block]:
    told = [each for each in of.missing if each.level != "note"]
    if not told:
        yield Paragraph(speech.say("missing-none"))
        return
    yield Bullets(
        tuple(
            Phrase(
                (
                    Run(message(each, speech.language), strong=each.level == "hard"),
                    Run(f" ({each.where.item})" if each.where.item else ""),
                    Run(f" {hint(each, speech.language)}".rstrip()),
                ),
                speech.language,
            )
            for each in told
        )
    )
