"""Measures an instrument, question by question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.instrument import routing
from concord.instrument.answers import parse
from concord.instrument.burden.assumptions import ONCE, Assumption, Range, declared
from concord.instrument.burden.model import Already, Burden, Part
from concord.instrument.model import CHOOSING, Group, Instrument, Node, Question
from concord.instrument.versions.resolve import Known
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class _Item:
    """One question: its section, how often it is asked, what it costs, and whether its answer is there already."""

    question: Question
    section: str
    always: bool
    times: Range
    alone: Range
    now: Range
    words: int
    knowable: bool
    known: bool
    carried: bool


def meter(
    instrument: Instrument,
    answers: Mapping[str, Any] | None = None,
    known: Mapping[str, Already | None] | None = None,
    *,
    today: date,
    carried: Collection[str] = (),
    language: str = "en",
) -> Burden:
    """Measure an instrument, or an instrument with the answers given so far.

    Args:
        instrument: What is asked.
        answers: The answers; None before there are any: then the asked share is a range from the conditions.
        known: By key of ``x_known``, what Concord already knows; None where it does not.
        today: The date that conditions see.
        carried: Addresses with an answer carried from the last round (:attr:`.prefill.Carried.origins`).
        language: Language of the wordings that are counted.
    """
    return _Meter(instrument, answers, known or {}, today, carried, language).run()


class _Meter:
    def __init__(
        self,
        instrument: Instrument,
        answers: Mapping[str, Any] | None,
        known: Mapping[str, Already | None],
        today: date,
        carried: Collection[str],
        language: str,
    ) -> None:
        self.instrument = instrument
        self.facts = {key: value for key, value in known.items() if value is not None}
        self.language = language
        self.given = answers is not None
        self.rules = declared()
        self.counted: Counter[tuple[tuple[str, ...], str]] = Counter()
        if answers is not None:
            asked = routing.evaluate(instrument, parse(answers), today=today).asked
            self.counted.update(_pattern(address) for address in asked)
        self.carried = {_pattern(address) for address in carried}
        self.used: dict[str, Assumption] = {}

    def run(self) -> Burden:
        items = [self._item(node) for node in Known(self.instrument).mapped if isinstance(node, Question)]
        names = dict.fromkeys(item.section for item in items)
        sections = tuple(_part(name, [each for each in items if each.section == name]) for name in names)
        keys = {item.question.about.known for item in items if item.known}
        return Burden(
            whole=_part("", items),
            sections=sections,
            known={key: self.facts[key] for key in sorted(keys)},
            assumptions=tuple(self.used.values()),
            note=self.rules.note,
            language=self.language,
            given=self.given,
        )

    def _item(self, question: Question) -> _Item:
        place = (question.repeat, question.key)
        is_carried = place in self.carried
        is_known = question.about.known in self.facts
        words = self._words(question)
        times = self._times(question)
        read = self._read(words)
        alone = times * (read + self._answering(question))
        now = times * (read + self._use(self.rules.confirming).figures) if is_carried or is_known else alone
        return _Item(
            question=question,
            section=question.path[0] if len(question.path) > 1 else "",
            always=self._bounds(question).low >= 1,
            times=times,
            alone=alone,
            now=now,
            words=words,
            knowable=bool(question.about.known),
            known=is_known,
            carried=is_carried,
        )

    def _use(self, assumption: Assumption) -> Assumption:
        self.used.setdefault(assumption.id, assumption)
        return assumption

    def _supposed(self, assumption: Assumption) -> Range:
        return assumption.figures if self.given else self._use(assumption).figures

    def _times(self, question: Question) -> Range:
        """How often the question is asked: counted where answers are given, else bounded by conditions and blocks."""
        if self.given:
            count = float(self.counted[question.repeat, question.key])
            return Range(count, count, count)
        return self._bounds(question)

    def _bounds(self, question: Question) -> Range:
        """How often it may be asked, by the conditions and repeating blocks around it alone."""
        around = [self.instrument.by_path[question.path[:depth]] for depth in range(1, len(question.path))]
        times = ONCE
        for node in around:
            if isinstance(node, Group) and node.repeats:
                times = times * self._supposed(self.rules.instances)
        if any(_is_conditional(node) for node in (*around, question)):
            times = times * self._supposed(self.rules.conditional)
        return times

    def _answering(self, question: Question) -> Range:
        kind = "cell" if question.cell and question.kind in {"integer", "decimal"} else question.kind
        minutes = self._use(self.rules.answering[kind]).figures
        own = question.about.minutes
        if own is None:
            return minutes
        scale = own / minutes.typical if minutes.typical else 1.0
        return Range(minutes.low * scale, own, minutes.high * scale)

    def _read(self, words: int) -> Range:
        speed = self._use(self.rules.reading).figures
        return Range(words / speed.low, words / speed.typical, words / speed.high)

    def _words(self, question: Question) -> int:
        said = [question.label, question.hint, *self._choices(question)]
        return sum(self.rules.count(_of(text, self.language)) for text in said)

    def _choices(self, question: Question) -> list[Text]:
        """Labels that are read: those the author wrote; a code list is searched, not read."""
        listed = self.instrument.lists.get(question.choices)
        if question.kind not in CHOOSING or listed is None or listed.source != "choices":
            return []
        return [choice.label for choice in listed.choices]


def _of(text: Text, language: str) -> str:
    return text.best(language).text


def _is_conditional(node: Node) -> bool:
    return node.rules.relevant.strip() not in {"", "true()", "yes"}


def _pattern(address: str) -> tuple[tuple[str, ...], str]:
    """An address without its instances: the repeats around it, and the key."""
    *blocks, key = re.split(r"\[\d+\]/", address)
    return tuple(blocks), key


def _part(section: str, items: Iterable[_Item]) -> Part:
    listed = list(items)
    asked = minutes = alone = Range()
    for item in listed:
        asked, minutes, alone = asked + item.times, minutes + item.now, alone + item.alone
    return Part(
        section=section,
        questions=len(listed),
        always=sum(item.always for item in listed),
        asked=asked,
        share=_share(listed),
        minutes=minutes,
        minutes_alone=alone,
        words=sum(item.words for item in listed),
        knowable=sum(item.knowable for item in listed),
        known=sum(item.known for item in listed),
        carried=sum(item.carried for item in listed),
        ready=sum(item.known or item.carried for item in listed),
    )


def _share(items: list[_Item]) -> Range:
    if not items:
        return Range()
    once = [Range(*(min(1.0, each) for each in (i.times.low, i.times.typical, i.times.high))) for i in items]
    whole = sum(once, Range())
    return Range(whole.low / len(items), whole.typical / len(items), whole.high / len(items))
