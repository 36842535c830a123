"""A declared letter and facts about one country as a document: address, reference, date, subject, text, foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from concord.documents.model import (
    Beside,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Phrase,
    Run,
    Together,
    Value,
    phrase,
)
from concord.documents.sentences import Day, Plain, Saying, say
from concord.reporting.letters import Facts, Letter, require
from concord.vocabulary import areas, formats
from concord.vocabulary.text import Wording

FRAME = "documents/letter-frame"


@dataclass(frozen=True)
class _Filling:
    letter: Letter
    facts: Facts
    language: str

    def values(self) -> dict[str, Saying]:
        facts = self.facts
        days = {
            "due": facts.due_on, "round-due": facts.round_due_on, "opens": facts.opens_on, "closes": facts.closes_on,
            "submitted": facts.submitted_on, "day": facts.on, "since": facts.authority_since,
        }  # fmt: skip
        texts = {
            "office": facts.office, "round": facts.round, "authority": facts.authority, "reference": facts.reference,
            "receipt": facts.receipt,
        }  # fmt: skip
        return {
            **{name: Day(day) for name, day in days.items() if day},
            **{name: Plain(text) for name, text in texts.items()},
        }

    def say(self, key: str) -> Phrase:
        return say(self.letter.domain, key, self.language, **self.values())

    def frame(self, key: str, **more: Saying) -> Phrase:
        return say(FRAME, key, self.language, **{**self.values(), **more})

    def stands(self, declared: Mapping[str, Any]) -> bool:
        flags = self.facts.flags()
        wanted, unwanted = declared.get("when"), declared.get("unless")
        return (wanted is None or wanted in flags) and (unwanted is None or unwanted not in flags)


def subject(letter: Letter, facts: Facts, language: str) -> str:
    """A letter's subject in a language."""
    return str(_Filling(letter, facts, language).say("subject"))


def title(letter: Letter, language: str) -> Wording:
    """What a letter is called in a list; English, and so marked, where there is no translation."""
    from concord.vocabulary.text import wording

    return wording(letter.domain, "title", letter.title, language)


def spoken(letter: Letter, language: str) -> str:
    """The language a letter is written in when this one is wanted: itself, or English where it is not translated."""
    return say(letter.domain, "subject", language).language


def compose(letter: Letter, facts: Facts, language: str) -> Document:
    """The letter as a document in one language; what has no translation yet is said in English and marked.

    Raises:
        Conflict: ``reporting.letter.needs``: a fact it cannot do without is not there.
    """
    require(letter, facts)
    filling = _Filling(letter, facts, language)
    example = _strong(filling.frame("demonstration-short")) if facts.is_example else Phrase()
    return Document(
        id=f"{letter.id}-{facts.round or facts.on.year}-{facts.area.lower()}-{language}",
        title=filling.say("subject"),
        language=language,
        as_of=facts.on,
        blocks=(*_head(filling), *_body(filling), *_foot(filling)),
        running_head=example or Phrase((Run(facts.office),), language),
        running_foot=phrase(facts.reference, language),
        author=facts.office,
        demonstration=facts.is_example,
    )


def _strong(given: Phrase) -> Phrase:
    return replace(given, runs=tuple(replace(each, strong=True) for each in given.runs))


def _head(filling: _Filling) -> Iterator[Block]:
    facts, language = filling.facts, filling.language
    if facts.is_example:
        yield Paragraph(_strong(filling.frame("demonstration")), "note")
    form = filling.frame(f"form-{filling.letter.form}") if filling.letter.form == "note-verbale" else Phrase()
    sender = [phrase(facts.office, language, strong=True), *(phrase(each, language) for each in facts.sender)]
    about = [_strong(form) if form else Phrase(), filling.frame("reference"), filling.frame("date")]
    yield Beside(_lines(sender), _lines([each for each in about if each]))
    yield Together((Beside(_lines(_address(filling)), ()),))
    yield Heading(1, filling.say("subject"), plain=True)


def _lines(given: list[Phrase]) -> tuple[Block, ...]:
    return tuple(Paragraph(each) for each in given)


def _address(filling: _Filling) -> list[Phrase]:
    facts, language = filling.facts, filling.language
    country = phrase(facts.name, language) if facts.name else phrase(areas.area(facts.area).wording(language))
    if facts.to:
        return [*(phrase(each, language) for each in facts.to), _strong(country)]
    if filling.letter.to == "authority":
        office = phrase(facts.authority, language) if facts.authority else filling.frame("authority-unknown")
        return [office, *([] if facts.authority else [filling.frame("ministry")]), _strong(country)]
    return [filling.frame("ministry"), _strong(country)]


def _body(filling: _Filling) -> Iterator[Block]:
    for declared in filling.letter.body:
        if isinstance(declared, str):
            yield Paragraph(filling.say(declared))
        elif "list" in declared:
            yield Bullets(tuple(filling.say(key) for key in declared["list"]))
        elif "facts" in declared:
            yield from _facts(filling, declared["facts"])
        elif filling.stands(declared):
            yield Paragraph(filling.say(declared["say"]))


def _facts(filling: _Filling, keys: list[str]) -> Iterator[Block]:
    found = [(filling.frame(key), value) for key in keys if (value := _fact(filling, key)) is not None]
    if found:
        yield Bullets(tuple(_pair(head, value) for head, value in found))


def _pair(head: Phrase, value: Value) -> Phrase:
    colon = "：" if head.language == "zh" else "\u00a0: " if head.language == "fr" else ": "
    shown = Run(value.text, strong=True, language=value.language, link=value.link)
    return Phrase((*head.runs, Run(colon), shown), head.language, head.is_fallback)


def _fact(filling: _Filling, key: str) -> Value | None:
    facts, language = filling.facts, filling.language
    days = {
        "opens": facts.opens_on, "due": facts.due_on, "closes": facts.closes_on, "submitted": facts.submitted_on,
    }  # fmt: skip
    if key in days:
        day = days[key]
        return Value(formats.date(day, language)) if day is not None else None
    if key == "authority":
        return _authority(filling)
    if key == "link":
        return Value(facts.link, language="en", link=facts.link) if facts.link else None
    text = facts.questionnaire if key == "questionnaire" else facts.receipt
    return Value(text) if text else None


def _authority(filling: _Filling) -> Value:
    facts = filling.facts
    if not facts.authority:
        return Value(str(filling.frame("authority-none")))
    if not facts.authority_since:
        return Value(facts.authority)
    return Value(str(filling.frame("authority-since", office=Plain(facts.authority))))


def _foot(filling: _Filling) -> Iterator[Block]:
    if filling.letter.form == "letter" and filling.facts.signed:
        yield Together(_lines([phrase(each, filling.language) for each in filling.facts.signed]))
