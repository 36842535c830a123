"""How far the objectives of article 1 are reached: what is known with its source, and what is not, said plainly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from concord.articles import load, version_at
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.documents.model import Block, Bullets, Empty, Heading, Paragraph, Phrase, phrase
from concord.documents.sentences import Count, Day, Listed, Plain, Saying, Year, say
from concord.reporting.chapters import listed
from concord.reporting.facts import Facts
from concord.reporting.instrument_print.voice import Said
from concord.reporting.material import Material
from concord.reporting.numbers import SHARE
from concord.reporting.voice import Voice
from concord.vocabulary.provenance import sources

DOMAIN = "documents/dg-effectiveness"
Declared = Mapping[str, Any]


def chapter(facts: Facts, voice: Voice) -> Material:
    """The piece ``effectiveness``: one section for each objective."""
    return Material(pieces={"effectiveness": tuple(_blocks(facts, voice.language))})


def objectives() -> tuple[Declared, ...]:
    """The declared objectives with their evidence and gaps (``data/documents/dg-effectiveness.yaml``)."""
    return tuple(read_yaml(packs.find(f"{DOMAIN}.yaml"))["objectives"])


def _blocks(facts: Facts, language: str) -> Iterator[Block]:
    yield Paragraph(say(DOMAIN, "lead", language), "lead")
    yield Paragraph(say(DOMAIN, "voluntary", language), "note")
    version = version_at(facts.as_of)
    code = {each.id: each for article in load(version.id if version else None).articles for each in article.obligations}
    for number, each in enumerate(objectives(), start=1):
        title = say(DOMAIN, "objective", language, number=Count(number))
        yield Heading(2, title, f"section-objective-{number}")
        asks = Said(phrase(code[each["obligation"]].said(language)))
        yield Paragraph(say(DOMAIN, "asks", language, words=asks))
        yield from _known(each, facts, language)
        yield Heading(3, say(DOMAIN, "unknown", language))
        yield Bullets(tuple(say(DOMAIN, gap["say"], language) for gap in each["gaps"] if _is_open(gap, facts)))


def _known(objective: Declared, facts: Facts, language: str) -> Iterator[Block]:
    said = tuple(found for each in objective["known"] if (found := _evidence(each, facts, language)) is not None)
    yield Heading(3, say(DOMAIN, "known", language))
    if said:
        yield Bullets(said)
    else:
        yield Empty(say(DOMAIN, "nothing", language), say(DOMAIN, "nothing-means", language))


def _is_open(gap: Declared, facts: Facts) -> bool:
    """Whether nothing that is published closes a gap."""
    return "question" not in gap or _answered(str(gap["question"]), facts) == 0


def _answered(question: str, facts: Facts) -> int:
    told = facts.answers.told.get(question) if facts.answers is not None else None
    return told.by_status.get("answered", 0) if told is not None else 0


def _evidence(declared: Declared, facts: Facts, language: str) -> Phrase | None:
    kind = next(each for each in _KINDS if each in declared)
    return _KINDS[kind](declared, facts, language)


def _measure(declared: Declared, facts: Facts, language: str) -> Phrase | None:
    """The latest count that may be printed, with its round, day and source."""
    for each in reversed(facts.rounds):
        count = each.count(declared["measure"], facts.as_of)
        if count is not None:
            sentence = say(
                DOMAIN, declared["say"], language, count=Count(count.value), round=Plain(each.id), date=Day(count.as_of)
            )
            return _sourced(sentence, count.source, language)
    return None


def _sourced(sentence: Phrase, source: str, language: str) -> Phrase:
    return say(DOMAIN, "source", language, sentence=Said(sentence), source=named_source(source))


def named_source(id: str) -> Saying:
    """A source by its title, or by its address."""
    known = sources().get(id)
    return Plain(known.title, link=known.link or None) if known is not None else Plain(id)


def _question(declared: Declared, facts: Facts, language: str) -> Phrase | None:
    """What published answers of this round say; nothing where nobody answered."""
    answers = facts.answers
    if answers is None or answers.round != facts.round or not _answered(declared["question"], facts):
        return None
    told = answers.told[declared["question"]]
    return say(
        DOMAIN, declared["say"], language, reports=Count(answers.reports), round=Plain(answers.round),
        count=Count(sum(told.by_code.get(code, 0) for code in declared["count"])), number=Plain(told.number),
    )  # fmt: skip


def _targets(declared: Declared, facts: Facts, language: str) -> Phrase | None:
    """What is known of the targets of one objective of the strategy."""
    judged = [] if facts.plan is None else [
        each for each in facts.plan.judged if each.target.objective == declared["targets"]
    ]  # fmt: skip
    if facts.plan is None or not judged:
        return None
    found = Counter(each.status for each in judged)
    sentence = say(
        DOMAIN, declared["say"], language, targets=Count(len(judged)), met=Count(found["met"]),
        missed=Count(found["missed"]), unknown=Count(found["unknown"] + found["on-course"]),
    )  # fmt: skip
    return say(DOMAIN, "source", language, sentence=Said(sentence), source=Plain(facts.plan.document))


def _figures(declared: Declared, facts: Facts, language: str) -> Phrase | None:
    """What the fact tables say, with their sources."""
    numbers = facts.numbers
    shares, pairs = numbers.known(SHARE), listed.pairs(facts)
    persons = sum(each.headcount or 0 for each in pairs)
    refs = [each.ref.source for each in pairs] if declared["figures"] == "listed" else [
        ref.source for each in shares.values() for ref in each.rows
    ]  # fmt: skip
    if not refs:
        return None
    values: dict[str, Saying] = {
        "destinations": Count(len(shares)),
        "persons": Count(persons),
        "year": Year(numbers.year),
    }
    sentence = say(DOMAIN, declared["say"], language, **values)
    named = Listed(tuple(named_source(each) for each in dict.fromkeys(refs)))
    return say(DOMAIN, "source", language, sentence=Said(sentence), source=named)


_KINDS: Mapping[str, Callable[[Declared, Facts, str], Phrase | None]] = {
    "measure": _measure, "question": _question, "targets": _targets, "figures": _figures,
}  # fmt: skip
