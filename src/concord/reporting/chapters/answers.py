"""What countries say: declared passages that count published answers, each with its question (article 9.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.documents.model import Block, Bullets, Column, Paragraph, Phrase, Table, Value
from concord.documents.sentences import Count, Day, Listed, Plain, Saying, say
from concord.reporting.facts import Facts
from concord.reporting.instrument_print.voice import Said
from concord.reporting.material import Material
from concord.reporting.told import Answers, Told
from concord.reporting.voice import Voice, members

DOMAIN = "documents/dg-answers"
#: Below this the report says that so few do not speak for all.
FEW = 20
#: Statuses that are no answer, by the column they are counted in.
UNKNOWN = ("not-known", "not-available", "not-applicable", "no-answer")


def chapter(facts: Facts, voice: Voice) -> Material:
    """The piece ``answers``, where reports of the round are published here.

    That they are generated stands under the heading of every part (:mod:`concord.reporting.dg_report`), and not here.
    """
    answers = facts.answers
    if answers is None or answers.round != facts.round:
        return Material()
    flags = {"answers-known", *(["answers-generated"] if answers.is_example else [])}
    return Material(pieces={"answers": tuple(_blocks(answers, facts, voice))}, flags=frozenset(flags))


def generated(language: str, *, short: bool = False) -> Phrase:
    """The mark of a report that counts generated answers."""
    return say(DOMAIN, "generated-short" if short else "generated", language)


def _blocks(answers: Answers, facts: Facts, voice: Voice) -> Iterator[Block]:
    language, whole = voice.language, len(members(facts.as_of))
    known: dict[str, Saying] = {"reports": Count(answers.reports), "round": Plain(answers.round)}
    yield Paragraph(say(DOMAIN, "lead", language, date=Day(facts.as_of), **known))
    missing = {"missing": Count(whole - answers.reports), "members": Count(whole)}
    yield Paragraph(say(DOMAIN, "unknown", language, **missing))
    if answers.reports < FEW:
        yield Paragraph(say(DOMAIN, "few", language), "note")
    said = [(each, told) for each in passages() if (told := answers.told.get(str(each["question"]))) is not None]
    yield Bullets(tuple(_passage(each, told, answers, language) for each, told in said))
    yield _table(said, answers, language)


def passages() -> tuple[Mapping[str, Any], ...]:
    """The declared passages (``data/documents/dg-answers.yaml``)."""
    return tuple(read_yaml(packs.find(f"{DOMAIN}.yaml"))["passages"])


def _passage(declared: Mapping[str, Any], told: Told, answers: Answers, language: str) -> Phrase:
    known: dict[str, Saying] = {"reports": Count(answers.reports), "number": Plain(told.number)}
    if declared.get("top"):
        sentence = _top(int(declared["top"]), told, known, language)
    elif declared.get("sum"):
        total, some = sum(told.values.values()), sum(value > 0 for value in told.values.values())
        sentence = say(DOMAIN, declared["id"], language, total=Count(total), count=Count(some), **known)
    else:
        sentence = say(DOMAIN, declared["id"], language, count=Count(_so(declared, told)), **known)
    missing = answers.reports - told.by_status.get("answered", 0)
    if not missing or declared.get("sum"):
        return sentence
    rest = say(DOMAIN, "rest", language, missing=Count(missing))
    return say(DOMAIN, "says", language, sentence=Said(sentence), rest=Said(rest))


def _so(declared: Mapping[str, Any], told: Told) -> int:
    return sum(told.by_code.get(code, 0) for code in declared.get("count", ()))


def _top(most: int, told: Told, known: Mapping[str, Saying], language: str) -> Phrase:
    named = ((n, code) for code, n in told.by_code.items() if n and code != "none")
    ranked = sorted(named, key=lambda each: (-each[0], each[1]))
    choices = tuple(
        Said(say(DOMAIN, "choice", language, label=Plain(told.labels[code].best(language).text), count=Count(n)))
        for n, code in ranked[:most]
    )
    label = Plain(told.label.best(language).text)
    return say(DOMAIN, "top", language, label=label, choices=Listed(choices), **known)


def _table(said: list[tuple[Mapping[str, Any], Told]], answers: Answers, language: str) -> Table:
    heads = ("number", "question", "said", "answered", "not-known", "withheld", "not-asked", "indicator")
    widths = {"question": 2.6, "number": 0.6, "indicator": 1.2}
    columns = tuple(
        Column(each, say(DOMAIN, f"head-{each}", language), align="start" if each in widths else "end",
               width=widths.get(each, 0.7))
        for each in heads
    )  # fmt: skip
    rows = tuple(_row(declared, told, language) for declared, told in said)
    note = say(DOMAIN, "note", language)
    return Table("table-answers", say(DOMAIN, "table-title", language), columns, rows, note=note, small=True)


def _row(declared: Mapping[str, Any], told: Told, language: str) -> tuple[Value, ...]:
    label, statuses = told.label.best(language), told.by_status
    so = "" if declared.get("top") or declared.get("sum") else str(_so(declared, told))
    unknown = sum(statuses.get(each, 0) for each in UNKNOWN)
    figures = (statuses.get("answered", 0), unknown, statuses.get("withheld", 0), statuses.get("not-asked", 0))
    return (
        Value(told.number),
        Value(label.text, language=label.language if label.is_fallback else None),
        Value(so, number=float(so)) if so else Value("–"),
        *(Value(str(each), number=float(each)) for each in figures),
        Value(told.indicator or "–", language="en" if told.indicator else None),
    )
